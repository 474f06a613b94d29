#include "trading/verdict.h"

#include <gtest/gtest.h>

namespace argosy::trading {
namespace {

TEST(Verdict, SaysItsRuleWithItsFigures) {
    const Verdict closed =
        Verdict::closed({"{0:.0f} units are due, and {1:.0f} are worth a flight", 3.4, 27});
    EXPECT_FALSE(closed.is_open());
    EXPECT_EQ(closed.rule.text(), "3 units are due, and 27 are worth a flight");
}

TEST(Verdict, NeedsNoFigures) {
    EXPECT_EQ(Verdict::closed({"nobody imports it there"}).rule.text(), "nobody imports it there");
}

TEST(Verdict, IsOpenWithItsTerms) {
    const Verdict open = Verdict::open({.most = core::Units(40)}, {"at most {0:.0f}", 40});
    ASSERT_TRUE(open.is_open());
    EXPECT_EQ(open.terms->most, core::Units(40));
    EXPECT_EQ(open.rule.text(), "at most 40");
}

}  // namespace
}  // namespace argosy::trading
