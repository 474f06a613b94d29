#pragma once

/// @file
/// The virtual world: the whole program over a universe in the same process, in virtual time. The
/// same options are the same run, bit for bit. crash() destroys everything a killed process would
/// lose and keeps what it would not: the universe and the store.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/virtual_loop.h"
#include "kernel/company.h"
#include "kernel/run_report.h"
#include "sim/scenario.h"
#include "sim/truth.h"
#include "store/engine.h"
#include "store/store_url.h"

namespace argosy::kernel {

/// Makes the port that a process acts through. Universe and runtime outlive it.
using MakeGame =
    std::function<std::unique_ptr<game::GamePort>(sim::Universe&, const core::Runtime&)>;

struct VirtualWorldOptions {
    std::uint64_t seed = 1;
    std::string scenario{sim::kRecordedScenarios.front()};  ///< Of the recorded ones.
    /// A system that the generator makes from this seed, in place of a recorded one.
    std::optional<std::uint64_t> generated;
    std::string law = "measured";  ///< Of the economy: a name that sim::economy_law() knows.
    std::string agent = "ARGOSY";
    /// Light haulers given at the start, besides the command frigate and the probe.
    std::int64_t haulers = 10;
    /// Probes given at the start, besides the first.
    std::int64_t probes = 0;
    core::Credits credits{1'000'000};
    CompanySettings settings;
    /// An empty database. What the run decides does not depend on its kind.
    store::StoreUrl store = store::StoreUrl::in_memory();
    MakeGame make_game;  ///< Empty: a SimGame.
    /// Sees every event that is logged, for those who measure.
    std::function<void(const core::LogEvent&)> on_event;
};

class VirtualWorld {
  public:
    /// Builds the universe and registers the agent.
    /// @error kNotFound         There is no such scenario.
    /// @error kInvalidArgument  There is no such law; the message lists them.
    static Result<std::unique_ptr<VirtualWorld>> create(VirtualWorldOptions options);
    ~VirtualWorld();

    /// Lets the world live for this long.
    void run_for(core::Duration length);

    /// Kills the process at this moment and starts it again.
    /// @error as Company::open()
    Result<void> crash();

    /// The same, but kills the new process too, this long after its start, which may be before it
    /// has recovered, and starts another.
    Result<void> crash_twice(core::Duration between);

    /// Runs one call of the company to its end, however long that takes, up to a day.
    template <class Value>
    Result<Value> call(Task<Result<Value>> task);

    /// Moves stock by decree, in when `units` are above 0, out when below.
    /// @pre The market trades the good.
    void shock(const model::WaypointSymbol& market, const model::TradeSymbol& good,
               core::Units units) {
        const auto moved = universe_->shock(market, good, units, now());
        ARGOSY_ASSERT(moved.ok());
    }

    /// Has a market trade a good no more, by decree.
    /// @pre The market trades the good.
    void delist(const model::WaypointSymbol& market, const model::TradeSymbol& good) {
        const auto delisted = universe_->delist(market, good, now());
        ARGOSY_ASSERT(delisted.ok());
    }

    Company& company();
    const sim::Truth& truth() const { return *truth_; }

    /// Returns what the store holds at this moment: for checkers, so it takes no time and leaves
    /// the run as it is.
    /// @error kInvalidArgument  Not a reading statement.
    Result<store::Rows> stored(std::string_view sql, const store::Params& params = {}) const;

    core::TimePoint now() const;

    /// Error events so far, in all lives of the process: none in a sound run.
    std::uint64_t errors() const;

    /// Returns the figures of the run so far; those of money come from the universe itself.
    Result<RunReport> report();

  private:
    struct Process;

    explicit VirtualWorld(VirtualWorldOptions options);
    void kill_process();
    Result<void> start_process();
    Result<void> build_process();
    /// Runs until the task has ended, a day at most.
    void run_to_end(Task<void> task);

    VirtualWorldOptions options_;
    core::Rng rng_;
    std::unique_ptr<sim::Universe> universe_;
    std::unique_ptr<sim::Truth> truth_;
    std::unique_ptr<store::Engine> engine_;
    core::DecisionHash decisions_;
    core::TimePoint started_at_;
    core::TimePoint now_;
    std::uint64_t errors_ = 0;
    std::int64_t requests_ = 0;
    std::int64_t requests_429_ = 0;
    std::unique_ptr<Process> process_;
};

template <class Value>
Result<Value> VirtualWorld::call(Task<Result<Value>> task) {
    // Shared, because a call that does not end in time goes on without its caller.
    auto answer = std::make_shared<std::optional<Result<Value>>>();
    const auto keep = [](Task<Result<Value>> work,
                         std::shared_ptr<std::optional<Result<Value>>> kept) -> Task<void> {
        kept->emplace(co_await std::move(work));
    };
    run_to_end(keep(std::move(task), answer));
    if (*answer) return *std::move(*answer);
    return core::Error{core::ErrorCode::kStopped, "the call did not end within a day"};
}

}  // namespace argosy::kernel
