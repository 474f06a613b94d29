#include "core/decision_hash.h"

#include <gtest/gtest.h>

namespace argosy::core {
namespace {

TEST(DecisionHash, IsFnv1a) {
    EXPECT_EQ(DecisionHash().value(), 0xcbf29ce484222325u);
    DecisionHash text;
    text.mix("a");
    EXPECT_EQ(text.value(), 0x089bc907b544c769u);
    EXPECT_EQ(text.hex(), "089bc907b544c769");
    DecisionHash number;
    number.mix(std::int64_t{-1});
    EXPECT_EQ(number.value(), 0x8cf51a8bfca3883du);
    DecisionHash both;
    both.mix("haul-1-1");
    both.mix(std::int64_t{4340});
    EXPECT_EQ(both.value(), 0x540899f259f4b5ecu);
}

TEST(DecisionHash, TellsWhereOneTextEndsAndTheNextBegins) {
    DecisionHash one, other;
    one.mix("ab");
    one.mix("c");
    other.mix("a");
    other.mix("bc");
    EXPECT_NE(one.value(), other.value());
}

TEST(DecisionHash, TellsTheOrderOfDecisions) {
    DecisionHash one, other;
    one.mix(std::int64_t{1});
    one.mix(std::int64_t{2});
    other.mix(std::int64_t{2});
    other.mix(std::int64_t{1});
    EXPECT_NE(one.value(), other.value());
}

}  // namespace
}  // namespace argosy::core
