#include "kernel/tenure.h"

#include <fmt/format.h>

#include <utility>

namespace argosy::kernel {

Tenure::Tenure(core::Clock& clock, core::Clock& machine, core::Log& log, LeaseTerms terms,
               std::int64_t player, std::int64_t token, core::TimePoint taken_at)
    : clock_(clock),
      machine_(machine),
      log_(log),
      terms_(terms),
      player_(player),
      token_(token),
      valid_until_(taken_at + terms.length) {}

void Tenure::finish(End end, std::string reason) {
    if (end_) return;
    end_ = end;
    reason_ = std::move(reason);
    const auto heard = std::exchange(heard_, {});
    for (const auto& [listener, call] : heard)
        call();
}

std::int64_t Tenure::on_end(std::function<void()> heard) {
    heard_.emplace(++next_listener_, std::move(heard));
    return next_listener_;
}

void Tenure::renewed(core::TimePoint asked_at) {
    valid_until_ = std::max(valid_until_, asked_at + terms_.length);
}

core::Duration Tenure::left() const {
    if (terms_.database == LeaseTerms::Database::kSole) return core::Duration::max();
    return valid_until_ - machine_.now();
}

Task<void> Tenure::park() const {
    const std::unique_ptr<core::Timer> timer = clock_.make_timer();
    while (true)
        co_await timer->wait_until(clock_.now() + std::chrono::hours(24));
}

bool Tenure::may_send(game::Effect effect) {
    if (!lasts()) return false;
    return left() > (effect == game::Effect::kActs ? terms_.request_deadline() : core::Duration(0));
}

Task<void> Tenure::wait() {
    if (!lasts()) co_await park();
    co_await machine_.sleep_for(terms_.renewal() / 4);
}

Task<void> Tenure::answered(game::Effect effect, std::string_view request,
                            const core::Error* failure) {
    if (failure != nullptr && failure->code == core::ErrorCode::kUniverseReset) {
        finish(End::kUniverseReset, fmt::format("the game said: {}", failure->message));
    }
    if (lasts() && left() > core::Duration(0)) co_return;
    const bool may_have_acted =
        failure == nullptr || failure->code == core::ErrorCode::kOutcomeUnknown;
    if (effect == game::Effect::kActs && may_have_acted) {
        ++late_acts_;
        log_.warning("kernel", "acted_without_lease", {{"player", player_}, {"request", request}});
        if (heard_late_) heard_late_(std::string(request));
    }
    if (!lasts()) co_await park();
}

core::Error Tenure::error() const {
    if (end_ == End::kUniverseReset) {
        return core::Error{
            core::ErrorCode::kUniverseReset,
            fmt::format("the universe was reset and the new one is awaited: register "
                        "anew when the game tells its date ({})",
                        reason_)};
    }
    return core::Error{core::ErrorCode::kStopped, reason_};
}

namespace {

class TenureTimer final : public core::Timer {
  public:
    TenureTimer(std::unique_ptr<core::Timer> inner, std::shared_ptr<const Tenure> tenure)
        : inner_(std::move(inner)), tenure_(std::move(tenure)) {}

    Task<bool> wait_until(core::TimePoint deadline) override {
        const bool reached = co_await inner_->wait_until(deadline);
        if (!tenure_->lasts()) co_await tenure_->park();
        co_return reached;
    }
    void wake() override { inner_->wake(); }

  private:
    std::unique_ptr<core::Timer> inner_;
    std::shared_ptr<const Tenure> tenure_;
};

}  // namespace

std::unique_ptr<core::Timer> TenureClock::make_timer() {
    return std::make_unique<TenureTimer>(inner_.make_timer(), tenure_);
}

}  // namespace argosy::kernel
