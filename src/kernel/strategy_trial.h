#pragma once

/// @file
/// One run of any strategy in a virtual world, and what it is compared by: all strategies get the
/// same universe, fleet, treasury, request budget and knowledge.

#include <optional>
#include <string>
#include <vector>

#include "game/request_counts.h"
#include "kernel/utilisation.h"
#include "kernel/virtual_world.h"
#include "trading/strategy_spec.h"

namespace argosy::kernel {

/// Whether the bound is worked out along a run, which takes some tenths of its time.
enum class BoundOf : std::uint8_t { kNothing, kEveryHour };

struct StrategyTrial {
    /// "serial" and "literal" are the requirements' manufacturing, "manufacturing" is its default
    /// here, each with the gate's feed_margin_bp and sale_margin_bp as parameters; all others are
    /// make_strategy()'s, with `manufacture=1` beside manufacturing's default, and with N probes
    /// more by `probes=N`, which is no equal ground but shows what looks are worth. With
    /// `sell_out=1`, as the planner unless it has 0, they are told when the run ends and sell out
    /// before (trading/sell_out.h). The planner has one more, `grow`: light haulers that it may
    /// buy, which must have paid back by the end.
    trading::StrategySpec strategy;
    std::string scenario = "X1-AD75";        ///< A recorded one.
    std::optional<std::uint64_t> generated;  ///< A generated one in its place.
    std::string law = "measured";
    std::uint64_t seed = 1;
    std::int64_t haulers = 10;
    core::Duration length = std::chrono::hours(24);
    BoundOf bound = BoundOf::kEveryHour;
};

/// The parameter of a trial's strategy that says whether it sells out before the end.
inline const std::string kSellOutParameter = "sell_out";

/// What the company had at a moment.
struct Worth {
    core::Duration after{0};  ///< From the start.
    core::Credits credits;
    core::Credits cargo;  ///< What the cargo aboard has cost. Ships bought count for nothing.

    core::Credits total() const { return credits + cargo; }
};

/// From when on a run of this length is held against what can go on for ever: hour 6, and hour 24
/// where it lasts for two days or more, for it takes a day until stocks stand where they will.
core::Duration steady_from(core::Duration length);

/// What a run could have earned at most, in credits an hour: BoundMeter.
struct RunBound {
    double whole = 0;  ///< Of the whole run.
    /// For ever, at the volumes of each hour from steady_from() on; nothing for a shorter run.
    std::optional<double> steady;
};

struct StrategyResult {
    std::vector<Worth> curve;  ///< From the start on, every five minutes.
    std::optional<RunBound> bound;
    /// In the whole time, with the cargo then aboard sold. What ships cost is spent.
    core::Credits earned;
    std::int64_t ships_bought = 0;
    /// Share of the time that haulers had, bought ones from then on; by the stored tasks.
    double in_hauls = 0;
    HaulGaps gaps;
    game::RequestCounts requests;  ///< Until it was told to stop.
    core::Units stranded;
    /// Of all hauls: the sum of what each brought more or less than it was forecast to when its
    /// ship was given it, fuel included, as a share of the sum of the forecasts. Nothing where no
    /// haul was started.
    std::optional<double> forecast_error;
    bool books_agree = false;  ///< The ledger's balance is the game's.
    std::string decision_hash;

    /// Returns what was earned between two moments of the curve, in credits an hour.
    double per_hour(core::Duration from, core::Duration until) const;

    /// Returns the deepest fall of the worth below its highest before, after `since`.
    core::Credits drawdown(core::Duration since) const;
};

/// Runs it, stops it, and lets every ship come to its end.
/// @param make_game  As VirtualWorldOptions has it.
/// @error kNotFound, kInvalidArgument  As VirtualWorld::create() and make_strategy().
/// @error kRejected  The run logged errors or did not stop within half a day, or as
///                   BoundMeter::mark_when_due().
Result<StrategyResult> try_strategy(const StrategyTrial& trial, MakeGame make_game = {});

}  // namespace argosy::kernel
