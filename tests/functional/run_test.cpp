#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/functional/program.h"
#include "tests/support/temporary_folder.h"

namespace argosy::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Starts ./run on a machine whose package database knows nothing.
class BareMachine : public testing::Test {
  protected:
    BareMachine() { std::ofstream(folder_.file("status")) << ""; }

    Finished run(const std::vector<std::string>& args) const {
        return run_to_end({.program = source_path("run"),
                           .args = args,
                           .environment = {{"DPKG_ADMINDIR", folder_.path().string()}}});
    }

    /// Runs tools/install where PATH leads to nothing that compiles.
    Finished install(const std::string& os_release) const {
        std::ofstream(folder_.file("os-release")) << os_release;
        for (const char* tool : {"bash", "dirname", "sed", "tr"}) {
            std::filesystem::create_symlink(std::filesystem::path("/bin") / tool,
                                            folder_.path() / tool);
        }
        return run_to_end({.program = source_path("tools/install"),
                           .args = {"build", "--os-release", folder_.file("os-release")},
                           .environment = {{"DPKG_ADMINDIR", folder_.path().string()},
                                           {"PATH", folder_.path().string()},
                                           {"ARGOSY_NO_INSTALL", "1"}}});
    }

  private:
    TemporaryFolder folder_;
};

TEST(Run, ShowsItsHelpOnStdout) {
    const Finished help = run_to_end({.program = source_path("run"), .args = {"help"}});
    EXPECT_EQ(help.code, 0);
    for (const char* command : {"demo", "test", "bench", "sim", "daemon", "cli"}) {
        EXPECT_THAT(help.out, HasSubstr(std::string("\n  ") + command));
    }
    EXPECT_EQ(help.err, "");
}

TEST(Run, ShowsItsHelpWhenAskedForNothing) {
    const Finished nothing = run_to_end({.program = source_path("run")});
    EXPECT_EQ(nothing.code, 0);
    EXPECT_THAT(nothing.out, HasSubstr("usage: ./run"));
}

TEST(Run, RefusesACommandThatDoesNotExist) {
    const Finished refused = run_to_end({.program = source_path("run"), .args = {"dance"}});
    EXPECT_EQ(refused.code, 2);
    EXPECT_EQ(refused.out, "");
    EXPECT_THAT(refused.err, HasSubstr("'dance'"));
}

TEST(Run, RefusesTestsOfADocumentThatDoesNotExist) {
    const Finished refused = run_to_end(
        {.program = source_path("tools/test"), .args = {"--openapi", "/nonexistent.json"}});
    EXPECT_EQ(refused.code, 2);
    EXPECT_EQ(refused.out, "");
    EXPECT_THAT(refused.err, HasSubstr("'/nonexistent.json'"));
}

TEST(Run, RefusesATestOptionThatDoesNotExist) {
    const Finished refused =
        run_to_end({.program = source_path("tools/test"), .args = {"--dance"}});
    EXPECT_EQ(refused.code, 2);
    EXPECT_THAT(refused.err, HasSubstr("'--dance'"));
}

TEST(Run, ShowsTheHelpOfItsTestsAndRunsNone) {
    const Finished help = run_to_end({.program = source_path("run"), .args = {"test", "--help"}});
    EXPECT_EQ(help.code, 0);
    EXPECT_THAT(help.out, HasSubstr("--openapi FILE"));
    EXPECT_EQ(help.err, "");
}

TEST_F(BareMachine, ListsWhatIsMissingInsteadOfInstallingIt) {
    for (const std::vector<std::string>& args :
         {std::vector<std::string>{"--no-install", "demo"}, {"demo", "--no-install"}}) {
        const Finished refused = run(args);
        EXPECT_EQ(refused.code, 4);
        EXPECT_EQ(refused.out, "");
        EXPECT_THAT(refused.err, HasSubstr("\n    clang-19\n"));
        EXPECT_THAT(refused.err, HasSubstr("\n    libboost1.81-dev\n"));
        EXPECT_THAT(refused.err, Not(HasSubstr("libgtest-dev"))) << "a demo needs no test package";
    }
}

TEST_F(BareMachine, ListsTestPackagesForTests) {
    const Finished refused = run({"--no-install", "test"});
    EXPECT_EQ(refused.code, 4);
    EXPECT_THAT(refused.err, HasSubstr("\n    libgtest-dev\n"));
}

TEST_F(BareMachine, NamesThePackagesWhereThereIsNoDebian) {
    const Finished refused = install("ID=plan9\nPRETTY_NAME=\"Plan 9\"\n");
    EXPECT_EQ(refused.code, 4);
    EXPECT_THAT(refused.err, HasSubstr("this system is not Debian"));
    EXPECT_THAT(refused.err, HasSubstr("libboost1.81-dev"));
}

}  // namespace
}  // namespace argosy::tests
