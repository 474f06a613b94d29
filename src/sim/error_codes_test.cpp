#include "sim/error_codes.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <string>

namespace argosy::sim {
namespace {

// That every refusal has a code of the table is NamedCode's, and the compiler's, business.
TEST(ErrorCodes, AreInOrderAndHaveNamesOfTheirOwn) {
    EXPECT_TRUE(std::ranges::is_sorted(kErrorCodes, std::less(), &CodeName::code));
    std::set<std::int32_t> codes;
    std::set<std::string_view> names;
    for (const CodeName& each : kErrorCodes) {
        EXPECT_TRUE(codes.insert(each.code).second) << each.code;
        EXPECT_TRUE(names.insert(each.name).second) << each.name;
    }
}

TEST(ErrorCodes, AreKnownByTheGamesNames) {
    EXPECT_EQ(code_name(4000), "cooldownConflictError");
    EXPECT_EQ(code_name(4113), "tokenResetDateMismatchError");
    EXPECT_EQ(code_name(4511), "existingContractError");
    EXPECT_EQ(code_name(4209), "");
    EXPECT_EQ(NamedCode(4800).number, 4800);
}

// The gaps of the game's own list.
TEST(ErrorCodes, LeaveOutWhatTheGameLeavesOut) {
    for (std::int32_t code = 4200; code <= 4271; ++code) {
        const bool missing = code == 4209 || code == 4213 || code == 4227;
        EXPECT_EQ(code_name(code).empty(), missing) << code;
    }
    for (std::int32_t code = 4500; code <= 4511; ++code) {
        EXPECT_EQ(code_name(code).empty(), code == 4507) << code;
    }
}

}  // namespace
}  // namespace argosy::sim
