#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/functional/program.h"
#include "tests/support/temporary_folder.h"

namespace argosy::tests {
namespace {

using testing::HasSubstr;

/// A small source tree of its own, for the tools that read sources.
class Tools : public testing::Test {
  protected:
    void write(const std::string& name, const std::string& content) const {
        const std::filesystem::path path = folder_.file(name);
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << content;
    }

    Finished run(const std::filesystem::path& program, std::vector<std::string> args) const {
        return run_to_end(
            {.program = program, .args = std::move(args), .directory = folder_.path()});
    }

    Finished summarise(const std::string& log, const std::string& status) const {
        write("log", log);
        return run("/usr/bin/awk", {"-v", "binary=test_x", "-v", "status=" + status, "-f",
                                    source_path("tools/summarise_tests.awk"), "log"});
    }

    /// Summarises the file "lcov".
    Finished cover(const std::string& least_percent) const {
        return run("/usr/bin/awk",
                   {"-v", "root=/tree/", "-v", "rooms=goods", "-v", "least=" + least_percent, "-f",
                    source_path("tools/summarise_coverage.awk"), "lcov"});
    }

  private:
    TemporaryFolder folder_;
};

TEST_F(Tools, IncludeCheckNamesTheUndeclaredRoomAndItsPlace) {
    write("rooms.txt", "core: \nmodel: core\nledger: model core\n");
    write("src/model/a.h", "#include \"core/x.h\"\n#include \"model/y.h\"\n");
    write("src/model/b.cpp", "\n#include \"ledger/ledger.h\"\n");
    const std::string script = source_path("tools/check_includes.awk");

    EXPECT_EQ(run("/usr/bin/awk", {"-f", script, "rooms.txt", "src/model/a.h"}).code, 0);
    const Finished found =
        run("/usr/bin/awk", {"-f", script, "rooms.txt", "src/model/a.h", "src/model/b.cpp"});
    EXPECT_EQ(found.code, 1);
    EXPECT_EQ(found.out,
              "src/model/b.cpp:2: room 'model' includes room 'ledger'; it may include: core\n");
}

TEST_F(Tools, WordCheckFindsAClockOutsideCore) {
    write("src/market/a.cpp",
          "auto now = std::chrono::"
          "steady_clock"
          "::now();\n");
    const Finished found = run(source_path("tools/check_words"), {"src/market/a.cpp"});
    EXPECT_EQ(found.code, 1);
    EXPECT_THAT(found.err, HasSubstr("clock: src/market/a.cpp:1:"));
}

TEST_F(Tools, WordCheckAcceptsAnExceptionThatGivesItsReason) {
    write("src/market/a.cpp", "std::mutex m;  // check: allow thread: shared with the transport\n");
    EXPECT_EQ(run(source_path("tools/check_words"), {"src/market/a.cpp"}).code, 0);
    write("src/market/b.cpp", "std::mutex m;  // check: allow thread:\n");
    EXPECT_EQ(run(source_path("tools/check_words"), {"src/market/b.cpp"}).code, 1);
}

TEST_F(Tools, SummaryCountsTestsAndGivesReasonsOfSkips) {
    const Finished summary = summarise(
        "[ RUN      ] A.passes\n[       OK ] A.passes (0 ms)\n"
        "[ RUN      ] A.skips\na_test.cpp:7: Skipped\nneeds the records\n\n"
        "[  SKIPPED ] A.skips (0 ms)\n"
        "[ RUN      ] A/B.fails/1\na_test.cpp:9: Failure\n"
        "[  FAILED  ] A/B.fails/1, where GetParam() = 3 (0 ms)\n"
        "[  FAILED  ] 1 test, listed below:\n[  FAILED  ] A/B.fails/1, where GetParam() = 3\n",
        "1");
    EXPECT_EQ(summary.out,
              "passed\ttest_x\tA.passes\t\n"
              "skipped\ttest_x\tA.skips\tneeds the records\n"
              "failed\ttest_x\tA/B.fails/1\t\n");
}

TEST_F(Tools, SummaryCountsACrashAsAFailureOfTheTestThatRan) {
    EXPECT_EQ(summarise("[ RUN      ] A.crashes\n", "134").out,
              "failed\ttest_x\tA.crashes\tcrashed, exit code 134\n");
}

TEST_F(Tools, SummaryCountsABinaryThatRanNothingAsAFailure) {
    EXPECT_EQ(summarise("[==========] 0 tests from 0 test suites ran.\n", "0").out,
              "failed\ttest_x\tthe whole binary\tran no test\n");
}

TEST_F(Tools, SummaryCountsABinaryThatHangsAsAFailure) {
    EXPECT_EQ(summarise("[ RUN      ] A.hangs\n", "124").out,
              "failed\ttest_x\tA.hangs\ttook too long\n");
}

TEST_F(Tools, CoverageIsToldByFileAndByRoom) {
    write("lcov",
          "SF:/tree/src/goods/a.cpp\nLF:30\nLH:30\nend_of_record\n"
          "SF:/tree/src/goods/b.cpp\nLF:10\nLH:6\nend_of_record\n");
    const Finished table = cover("90");
    EXPECT_EQ(table.code, 0) << "36 of 40 is 90 %";
    EXPECT_THAT(table.out, HasSubstr("src/goods/b.cpp "));
    EXPECT_THAT(table.out, HasSubstr("36 of     40 lines   90.0 %"));
    EXPECT_EQ(cover("91").code, 1);
    EXPECT_THAT(cover("91").out, HasSubstr("\ngoods is below 91 %\n"));
}

TEST_F(Tools, CoverageOfARoomWithoutALineIsTooLittle) {
    write("lcov", "");
    EXPECT_EQ(cover("90").code, 1);
}

}  // namespace
}  // namespace argosy::tests
