#include "store/pulse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/virtual_loop.h"
#include "store/inline_store.h"
#include "store/sqlite_engine.h"

namespace argosy::store {
namespace {

using core::Error;
using core::ErrorCode;
using testing::HasSubstr;

constexpr core::Duration kPatience = std::chrono::seconds(1);

/// Answers every question after `delay`, with an error where there is one.
class SlowStore final : public Store {
  public:
    SlowStore(core::Clock& clock, core::Duration delay, std::optional<Error> error = {})
        : clock_(clock), delay_(delay), error_(std::move(error)) {}

    Task<Result<void>> commit(Transaction, Durability) override { co_return Result<void>(); }
    Task<Result<Rows>> query(std::string_view, Params) override {
        co_await clock_.sleep_for(delay_);
        if (error_) co_return *error_;
        co_return Rows();
    }

  private:
    core::Clock& clock_;
    core::Duration delay_;
    std::optional<Error> error_;
};

class Pulse : public testing::Test {
  protected:
    /// @returns nothing while nobody has answered.
    std::optional<Result<void>> felt(Store& store, core::Duration within) {
        std::optional<Result<void>> answer;
        core::spawn(loop_.executor(), feel(store, answer));
        loop_.run_until(loop_.clock().now() + within);
        return answer;
    }

    Task<void> feel(Store& store, std::optional<Result<void>>& answer) {
        answer.emplace(co_await feel_pulse(store, loop_.executor(), loop_.clock(), kPatience));
    }

    core::VirtualLoop loop_{core::TimePoint{}};
};

TEST_F(Pulse, IsFeltInAStoreThatAnswers) {
    const auto engine = open_sqlite(std::string(kInMemory)).value();
    const core::Rng rng(7);
    InlineStore store(*engine, loop_.clock(), rng);
    const auto answer = felt(store, InlineStore::kLatencyMax);
    ASSERT_TRUE(answer);
    EXPECT_TRUE(answer->ok()) << answer->error().message;
}

TEST_F(Pulse, SaysWhatTheStoreSays) {
    SlowStore store(loop_.clock(), kPatience / 2, Error{ErrorCode::kUnavailable, "disk full"});
    const auto answer = felt(store, kPatience / 2);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->error().message, "disk full");
}

TEST_F(Pulse, IsNotWaitedForLongerThanPatience) {
    SlowStore store(loop_.clock(), 10 * kPatience);
    const auto answer = felt(store, kPatience);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->error().code, ErrorCode::kUnavailable);
    EXPECT_THAT(answer->error().message, HasSubstr("1000 ms"));
    // The answer that nobody awaits any more harms nothing.
    loop_.run_until(loop_.clock().now() + 20 * kPatience);
}

}  // namespace
}  // namespace argosy::store
