#include "core/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <set>
#include <string>

#include "core/virtual_loop.h"

namespace argosy::core {
namespace {

Result<int> half(int number) {
    if (number % 2 != 0) return Error{ErrorCode::kInvalidArgument, "number was odd"};
    return number / 2;
}

Result<int> quarter(int number) {
    ARGOSY_TRY(const int once, half(number));
    ARGOSY_TRY(const int twice, half(once));
    return twice;
}

Result<void> check_quarter(int number) {
    ARGOSY_CHECK(quarter(number));
    return {};
}

TEST(Result, IsAValueOrAnError) {
    const Result<int> good = half(8);
    EXPECT_TRUE(good.ok());
    EXPECT_EQ(*good, 4);
    const Result<int> bad = half(7);
    EXPECT_FALSE(bad);
    EXPECT_EQ(bad.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(bad.error().message, "number was odd");
    EXPECT_EQ(bad.error().game_code, 0);
}

TEST(Result, OfNothingIsSuccessOrAnError) {
    EXPECT_TRUE(Result<void>().ok());
    const Result<void> bad = Error{ErrorCode::kRejected, "no", 4604};
    EXPECT_FALSE(bad.ok());
    EXPECT_EQ(bad.error().game_code, 4604);
}

TEST(Result, GivesUpAValueThatCannotBeCopied) {
    Result<std::unique_ptr<int>> result = std::make_unique<int>(7);
    const std::unique_ptr<int> taken = *std::move(result);
    EXPECT_EQ(*taken, 7);
}

TEST(ResultDeathTest, DoesNotInventAValueOrAnError) {
    EXPECT_DEATH((void)half(7).value(), "ok");
    EXPECT_DEATH((void)half(8).error(), "ok");
    EXPECT_DEATH((void)Result<void>().error(), "failed_");
}

TEST(Try, DeclaresTheValueOrReturnsTheError) {
    EXPECT_EQ(*quarter(12), 3);
    EXPECT_EQ(quarter(6).error().message, "number was odd");
    EXPECT_EQ(quarter(5).error().message, "number was odd");
}

TEST(Check, ReturnsTheErrorOfAValueNotNeeded) {
    EXPECT_TRUE(check_quarter(12).ok());
    EXPECT_FALSE(check_quarter(6).ok());
}

Task<Result<int>> half_later(int number) {
    co_return half(number);
}

Task<Result<int>> quarter_later(int number) {
    ARGOSY_CO_TRY(const int once, co_await half_later(number));
    ARGOSY_CO_TRY(const int twice, co_await half_later(once));
    co_return twice;
}

Task<Result<void>> check_quarter_later(int number) {
    ARGOSY_CO_CHECK(co_await quarter_later(number));
    co_return Result<void>();
}

template <class T>
Task<void> keep(Task<T> task, std::optional<T>& kept) {
    kept.emplace(co_await std::move(task));
}

template <class T>
T run(Task<T> task) {
    VirtualLoop loop{TimePoint()};
    std::optional<T> kept;
    spawn(loop.executor(), keep(std::move(task), kept));
    loop.run_until(TimePoint());
    return std::move(kept.value());
}

TEST(Try, WorksInCoroutines) {
    EXPECT_EQ(*run(quarter_later(12)), 3);
    EXPECT_EQ(run(quarter_later(6)).error().code, ErrorCode::kInvalidArgument);
}

TEST(Check, WorksInCoroutines) {
    EXPECT_TRUE(run(check_quarter_later(12)).ok());
    EXPECT_FALSE(run(check_quarter_later(6)).ok());
}

TEST(ErrorCodes, HaveNamesOfTheirOwn) {
    std::set<std::string_view> names;
    const int last = int(ErrorCode::kStopped);
    for (int code = 0; code <= last; ++code)
        names.insert(to_string(ErrorCode(code)));
    EXPECT_EQ(names.size(), std::size_t(last) + 1);
    EXPECT_FALSE(names.contains("unknown"));
    EXPECT_TRUE(names.contains("insufficient_credits"));
}

}  // namespace
}  // namespace argosy::core
