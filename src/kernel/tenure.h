#pragma once

/// @file
/// The time in which this process may act for one player: from taking the player's lease to losing
/// it, to the end of the universe, or to a stop. A company stands on the clock, the store and the
/// guard of its tenure. When the tenure ends, every one of the company's tasks stops at its next
/// wait, for ever: it sends nothing, stores nothing and decides nothing any more. What it had begun
/// is in the store, as after a crash. docs/concepts/players-and-leases.md

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/clock.h"
#include "core/log.h"
#include "game/request_guard.h"
#include "kernel/lease_terms.h"

namespace argosy::kernel {

using core::Result;
using core::Task;

class Tenure final : public game::RequestGuard {
  public:
    enum class End : std::uint8_t {
        kLeaseLost,      ///< Another daemon has the player now.
        kUniverseReset,  ///< The player's universe is no more.
        kStopped,        ///< The program is stopping, or the company could not be opened.
    };

    /// @param clock    The game's, for waits without end.
    /// @param machine  Real time, monotonic.
    /// @param token    The lease's fencing token, taken at a request that left at `taken_at`.
    Tenure(core::Clock& clock, core::Clock& machine, core::Log& log, LeaseTerms terms,
           std::int64_t player, std::int64_t token, core::TimePoint taken_at);

    std::int64_t player() const { return player_; }
    std::int64_t token() const { return token_; }
    const LeaseTerms& terms() const { return terms_; }

    /// Returns what ended it, nothing while it lasts.
    const std::optional<End>& end() const { return end_; }
    bool lasts() const { return !end_; }
    /// Returns why it ended, for people.
    const std::string& reason() const { return reason_; }

    /// Ends it at once; the first end counts.
    void finish(End end, std::string reason);

    /// Calls `heard` at the end, after everything that was asked for here before.
    /// @returns what forget() takes
    std::int64_t on_end(std::function<void()> heard);
    void forget(std::int64_t listener) { heard_.erase(listener); }

    /// The lease holds for its length from `asked_at`, when the renewal was sent to the database.
    void renewed(core::TimePoint asked_at);

    /// Returns how long the lease still holds, by the machine's clock; negative once it does not.
    core::Duration left() const;

    /// Never returns.
    Task<void> park() const;

    /// Requests of ours that acted, or may have, and that were answered or given up when the lease
    /// was over: they left in time by our clock and reached the game too late, as when a process is
    /// held up between check and sending.
    std::int64_t late_acts() const { return late_acts_; }
    /// Calls `heard` with the name of every such request.
    void on_late_act(std::function<void(std::string)> heard) { heard_late_ = std::move(heard); }

    // RequestGuard
    bool may_send(game::Effect effect) override;
    Task<void> wait() override;
    Task<void> answered(game::Effect effect, std::string_view request,
                        const core::Error* failure) override;

    /// Runs `work` to its end or to the tenure's.
    /// @error kUniverseReset, kStopped  The tenure ended first; the work never goes on.
    template <class Value>
    static Task<Result<Value>> within(std::shared_ptr<Tenure> tenure, core::Executor executor,
                                      Task<Result<Value>> work);

    /// Returns the error that callers get from a company whose tenure is over.
    core::Error error() const;

  private:
    core::Clock& clock_;
    core::Clock& machine_;
    core::Log& log_;
    LeaseTerms terms_;
    std::int64_t player_;
    std::int64_t token_;
    core::TimePoint valid_until_;
    std::optional<End> end_;
    std::string reason_;
    std::int64_t next_listener_ = 0;
    std::map<std::int64_t, std::function<void()>> heard_;
    std::function<void(std::string)> heard_late_;
    std::int64_t late_acts_ = 0;
};

/// The clock of a company: waits that end after the tenure's end do not return.
class TenureClock final : public core::Clock {
  public:
    TenureClock(core::Clock& inner, std::shared_ptr<const Tenure> tenure)
        : inner_(inner), tenure_(std::move(tenure)) {}

    core::TimePoint now() const override { return inner_.now(); }
    double factor() const override { return inner_.factor(); }
    std::unique_ptr<core::Timer> make_timer() override;

  private:
    core::Clock& inner_;
    std::shared_ptr<const Tenure> tenure_;
};

template <class Value>
Task<Result<Value>> Tenure::within(std::shared_ptr<Tenure> tenure, core::Executor executor,
                                   Task<Result<Value>> work) {
    // Shared, because the work outlives its caller when the tenure ends.
    struct Meeting {
        std::unique_ptr<core::Timer> timer;
        std::optional<Result<Value>> result;
    };
    auto meeting = std::make_shared<Meeting>(Meeting{tenure->clock_.make_timer(), std::nullopt});
    const auto keep = [](Task<Result<Value>> task, std::shared_ptr<Meeting> place) -> Task<void> {
        place->result.emplace(co_await std::move(task));
        place->timer->wake();
    };
    const std::int64_t listener = tenure->on_end([meeting] { meeting->timer->wake(); });
    core::spawn(executor, keep(std::move(work), meeting));
    while (!meeting->result && tenure->lasts()) {
        co_await meeting->timer->wait_until(tenure->clock_.now() + std::chrono::hours(24));
    }
    tenure->forget(listener);
    if (meeting->result) co_return *std::move(meeting->result);
    co_return tenure->error();
}

}  // namespace argosy::kernel
