#include "core/units.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <concepts>
#include <set>
#include <unordered_set>

#include "core/secret.h"
#include "core/symbol.h"

namespace argosy::core {
namespace {

template <class A, class B>
concept Addable = requires(A a, B b) { a + b; };
template <class A, class B>
concept Comparable = requires(A a, B b) { a == b; };
template <class A, class B>
concept Multipliable = requires(A a, B b) { a* b; };

TEST(Quantities, OfDifferentKindsDoNotMix) {
    static_assert(Addable<Credits, Credits> && !Addable<Credits, Units>);
    static_assert(!Comparable<Credits, Units> && !Comparable<Ask, Bid>);
    static_assert(!std::convertible_to<std::int64_t, Credits>);
    static_assert(!std::convertible_to<Units, std::int64_t>);
    static_assert(Multipliable<Ask, Units> && !Multipliable<Ask, Credits>);
    static_assert(!Addable<Ask, Ask>);
}

TEST(Quantities, OfAPriceTimesUnitsAreCredits) {
    EXPECT_EQ(Ask(72) * Units(3), Credits(216));
    EXPECT_EQ(Bid(68) * Units(0), Credits(0));
}

TEST(Quantities, ArePrintedAsTheirNumber) {
    EXPECT_EQ(fmt::format("{} {} {}", Credits(-5), Ask(72), Units(40)), "-5 72 40");
}

RC_GTEST_PROP(Quantities, AddAndSubtractLikeNumbers, (std::int32_t a, std::int32_t b)) {
    Credits sum(a);
    sum += Credits(b);
    RC_ASSERT(sum == Credits(a) + Credits(b));
    RC_ASSERT(sum - Credits(b) == Credits(a));
    RC_ASSERT(-Credits(a) == Credits(0) - Credits(a));
    RC_ASSERT((Credits(a) < Credits(b)) == (a < b));
    RC_ASSERT(Credits(a) * 3 == Credits(std::int64_t(a) * 3));
}

TEST(Symbols, OfDifferentThingsDoNotMix) {
    static_assert(!Comparable<TaskId, HaulId>);
    static_assert(!std::convertible_to<std::string, TaskId>);
    static_assert(!std::convertible_to<TaskId, HaulId>);
}

TEST(Symbols, OrderAndHashByTheirText) {
    const std::set<TaskId> ordered{TaskId("task-1-2"), TaskId("task-1-1"), TaskId("task-1-2")};
    EXPECT_EQ(ordered.size(), 2u);
    EXPECT_EQ(ordered.begin()->str(), "task-1-1");
    const std::unordered_set<TaskId> hashed(ordered.begin(), ordered.end());
    EXPECT_TRUE(hashed.contains(TaskId(std::string_view("task-1-2"))));
}

TEST(Symbols, ArePrintedAsTheirText) {
    EXPECT_EQ(fmt::format("{:>4}|{}", TaskId("a"), TaskId("b")), "   a|b");
    EXPECT_TRUE(TaskId().empty());
}

TEST(Secrets, CannotBePrintedOrCompared) {
    static_assert(!fmt::is_formattable<Secret>::value);
    static_assert(!Comparable<Secret, Secret>);
    EXPECT_EQ(Secret("token").reveal(), "token");
    EXPECT_TRUE(Secret().empty());
}

}  // namespace
}  // namespace argosy::core
