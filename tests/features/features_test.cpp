#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>

#include "tests/features/support/gherkin.h"

namespace argosy::tests {
namespace {

const std::string kFolder = ARGOSY_SOURCE_DIR "/tests/features";

const bool kRegistered = [] {
    register_pickles(read_pickles(kFolder + "/pickles.ndjson"));
    return true;
}();

TEST(Features, AreAllCompiled) {
    std::set<std::string> compiled;
    for (const Pickle& pickle : read_pickles(kFolder + "/pickles.ndjson")) {
        compiled.insert(pickle.file);
    }
    std::set<std::string> written;
    for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
        if (entry.path().extension() == ".feature") written.insert(entry.path().filename());
    }
    EXPECT_FALSE(written.empty());
    EXPECT_EQ(compiled, written);
}

TEST(Features, AreCompiledAsTheyAreWritten) {
    if (std::system("node --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "needs node";
    if (!std::filesystem::exists(kFolder + "/node_modules")) {
        GTEST_SKIP() << "needs `npm ci` in " << kFolder;
    }
    EXPECT_EQ(std::system(("node '" + kFolder + "/compile.mjs' --check").c_str()), 0);
}

}  // namespace
}  // namespace argosy::tests
