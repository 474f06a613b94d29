#include "kernel/tenure.h"

#include <gtest/gtest.h>

#include "core/virtual_loop.h"

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;
using core::Error;
using core::ErrorCode;
using game::Effect;

class NullSink final : public core::LogSink {
  public:
    void write(const core::LogEvent&) override {}
};

class TenureTest : public testing::Test {
  protected:
    ~TenureTest() override { loop_.destroy_tasks(); }

    void answer(Effect effect, const Error* failure) {
        core::spawn(loop_.executor(), tenure_->answered(effect, "trade", failure));
        loop_.run_until(loop_.clock().now() + 1s);
    }

    core::VirtualLoop loop_{core::from_millis(1'750'000'000'000)};
    NullSink sink_;
    core::Log log_{loop_.clock(), sink_};
    std::shared_ptr<Tenure> tenure_ = std::make_shared<Tenure>(
        loop_.clock(), loop_.clock(), log_,
        LeaseTerms{.database = LeaseTerms::Database::kShared, .length = 15s}, 1, 1,
        loop_.clock().now());
};

TEST_F(TenureTest, NotesWhatMayHaveActedAfterItsLease) {
    const Error unknown{ErrorCode::kOutcomeUnknown, "no answer"};
    const Error refused{ErrorCode::kRejected, "no"};
    const Error not_sent{ErrorCode::kUnavailable, "no route"};
    answer(Effect::kActs, nullptr);
    answer(Effect::kActs, &unknown);
    EXPECT_EQ(tenure_->late_acts(), 0) << "the lease still holds";
    tenure_->finish(Tenure::End::kLeaseLost, "taken");
    answer(Effect::kActs, &refused);
    answer(Effect::kActs, &not_sent);
    answer(Effect::kLooks, nullptr);
    EXPECT_EQ(tenure_->late_acts(), 0) << "nothing was done";
    answer(Effect::kActs, nullptr);
    answer(Effect::kActs, &unknown);
    EXPECT_EQ(tenure_->late_acts(), 2);
}

}  // namespace
}  // namespace argosy::kernel
