#pragma once

/// @file
/// A process that can be stopped where it stands, as by SIGSTOP: everything it waits for goes on
/// without it, and it goes on where it was when it is let. One that is never let is a dead one.

#include <functional>
#include <memory>

#include "core/clock.h"
#include "game/request_guard.h"
#include "store/store.h"

namespace argosy::kernel::testing {

using core::Result;
using core::Task;

class Pause {
  public:
    explicit Pause(core::Clock& clock) : clock_(clock) {}

    void stop() { stopped_ = true; }
    void go_on() { stopped_ = false; }
    bool stopped() const { return stopped_; }

    /// Stops the process between the last check and the sending of a request that acts: of the next
    /// one for which `when` holds.
    void stop_at_next_act(std::function<bool()> when) { armed_ = std::move(when); }
    void sending(game::Effect effect) {
        if (!armed_ || effect != game::Effect::kActs || !armed_()) return;
        armed_ = nullptr;
        stop();
    }

    /// Stops the process for ever as soon as the game has answered a request that acts, before
    /// anybody hears of the answer.
    void die_at_next_answer() { dies_at_answer_ = true; }
    void answered(game::Effect effect) {
        if (dies_at_answer_ && effect == game::Effect::kActs) stop();
    }

    /// Suspends for as long as the process is stopped.
    Task<void> pass() const {
        while (stopped_)
            co_await clock_.sleep_for(std::chrono::milliseconds(100));
    }

  private:
    core::Clock& clock_;
    bool stopped_ = false;
    std::function<bool()> armed_;
    bool dies_at_answer_ = false;
};

class PausableGuard final : public game::RequestGuard {
  public:
    PausableGuard(std::shared_ptr<game::RequestGuard> inner, Pause& pause)
        : inner_(std::move(inner)), pause_(pause) {}

    bool may_send(game::Effect effect) override {
        const bool may = inner_->may_send(effect);
        if (may) pause_.sending(effect);
        return may;
    }
    Task<void> wait() override { return inner_->wait(); }
    Task<void> answered(game::Effect effect, std::string_view request,
                        const core::Error* failure) override {
        pause_.answered(effect);
        co_await pause_.pass();
        co_await inner_->answered(effect, request, failure);
    }

  private:
    std::shared_ptr<game::RequestGuard> inner_;
    Pause& pause_;
};

class PausableTimer final : public core::Timer {
  public:
    PausableTimer(std::unique_ptr<core::Timer> inner, const Pause& pause)
        : inner_(std::move(inner)), pause_(pause) {}

    Task<bool> wait_until(core::TimePoint deadline) override {
        const bool reached = co_await inner_->wait_until(deadline);
        co_await pause_.pass();
        co_return reached;
    }
    void wake() override { inner_->wake(); }

  private:
    std::unique_ptr<core::Timer> inner_;
    const Pause& pause_;
};

class PausableClock final : public core::Clock {
  public:
    PausableClock(core::Clock& inner, const Pause& pause) : inner_(inner), pause_(pause) {}

    core::TimePoint now() const override { return inner_.now(); }
    std::unique_ptr<core::Timer> make_timer() override {
        return std::make_unique<PausableTimer>(inner_.make_timer(), pause_);
    }

  private:
    core::Clock& inner_;
    const Pause& pause_;
};

class PausableStore final : public store::Store {
  public:
    PausableStore(store::Store& inner, const Pause& pause) : inner_(inner), pause_(pause) {}

    Task<Result<void>> commit(store::Transaction transaction,
                              store::Durability durability) override {
        co_await pause_.pass();
        Result<void> done = co_await inner_.commit(std::move(transaction), durability);
        co_await pause_.pass();
        co_return done;
    }
    Task<Result<store::Rows>> query(std::string_view sql, store::Params params) override {
        co_await pause_.pass();
        Result<store::Rows> rows = co_await inner_.query(sql, std::move(params));
        co_await pause_.pass();
        co_return rows;
    }

  private:
    store::Store& inner_;
    const Pause& pause_;
};

}  // namespace argosy::kernel::testing
