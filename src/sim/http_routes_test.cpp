#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "sim/http_api.h"

namespace argosy::sim {
namespace {

std::string name_of(const Route& route) {
    return fmt::format("{} {}", route.method, route.pattern);
}

TEST(Routes, AreTheGamesFiftyNineAndTheFourReadsOfTheLiveServer) {
    std::set<std::string> names;
    for (const Route& route : all_routes())
        EXPECT_TRUE(names.insert(name_of(route)).second) << name_of(route) << " stands twice";
    EXPECT_EQ(names.size(), 63u);
}

TEST(Routes, AreOnTheReferencePageWithHowSureTheyAre) {
    std::ifstream file(ARGOSY_SOURCE_DIR "/docs/reference/simulator.md");
    std::ostringstream text;
    text << file.rdbuf();
    const std::string page = text.str();
    for (const Route& route : all_routes()) {
        const std::size_t row = page.find(fmt::format("| `{}` |", name_of(route)));
        ASSERT_NE(row, std::string::npos) << name_of(route) << " is not on the page";
        const std::string line = page.substr(row, page.find('\n', row) - row);
        bool marked = false;
        for (const char* mark : {"exact", "measured", "told", "chosen"})
            marked = marked || line.find(mark) != std::string::npos;
        EXPECT_TRUE(marked) << name_of(route) << " has no mark";
    }
}

}  // namespace
}  // namespace argosy::sim
