#pragma once

/// @file
/// The most that a fleet can earn in a system whose markets, ships and laws are known: a linear
/// program over flows. It is a true bound: where the game is not linear, it is rounded in the
/// fleet's favour (docs/concepts/upper-bound.md says where, and by how much). Values in, values
/// out; where they come from, the simulator's truth or what has been learned, is the caller's.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "model/price_law.h"
#include "planner/stock_curve.h"

namespace argosy::planner {

/// How a factory is fed in a plan.
enum class Fed : std::uint8_t {
    /// As is best for ever: for a long while in full, then for a long while not at all, when its
    /// imports lie at their bottom and lose nothing.
    kByTurns,
    kAlways,  ///< As much of every input as is made from it.
    kNever,   ///< It makes what it makes at rest.
};

/// A good at one market of the system.
struct SteadyGood {
    std::int32_t place = 0;  ///< Markets and goods go by number here.
    std::int32_t good = 0;
    model::PriceState price;           ///< Its stock matters only where there is a horizon.
    double rate = 0;                   ///< The same; in trade volumes an update.
    std::vector<std::int32_t> inputs;  ///< Of an export: the imports here it is made from.
    /// Of an export: it has an input that this market does not import.
    bool starved = false;
    Fed fed = Fed::kByTurns;  ///< Of an export.
};

/// Returns whether a good can be carried from where it is sold to where it is taken.
bool is_lane(const SteadyGood& from, const SteadyGood& to);

/// Ships that are alike.
struct SteadyHulls {
    static constexpr double kNever = std::numeric_limits<double>::infinity();

    double count = 0;
    double hold = 0;  ///< Units.
    /// Of a flight from one place to another, by from * places + to: the fastest, and the cheapest.
    /// What takes kNever is not flown.
    std::vector<double> seconds;
    std::vector<double> credits;
};

struct SteadyProblem {
    UpdateLaw law;
    std::int32_t places = 0;
    std::vector<SteadyGood> goods;
    std::vector<SteadyHulls> hulls;
    double requests_an_hour = 9'000;
    double requests_a_flight = 3;  ///< Dock, orbit, navigate; trades come on top.
    double seconds_a_request = 0;  ///< That the ship waits for its answer.
    /// With it the answer is the mean over so many hours from now, stocks at hand included: they
    /// may be sold out, and markets left in any state. Without it, it is what can go on for ever.
    std::optional<double> hours;
};

struct SteadyFlow {
    std::int32_t from = 0;  ///< Of SteadyProblem::goods.
    std::int32_t to = 0;
    double units_an_hour = 0;
};

/// What becomes of one market good.
struct SteadyGoodPlan {
    /// What we buy of an export, sell to an import, buy less sell at an exchange, and keep up.
    double units_an_hour = 0;
    double volumes_an_update = 0;  ///< The same.
    /// The stock, in volumes, at which transactions of a whole volume have the plan's mean price.
    double level = 0;
    double price = 0;       ///< That mean, in credits.
    double unit_worth = 0;  ///< Credits, of a unit that is in our hands at this market.
};

struct SteadyState {
    double credits_an_hour = 0;
    std::vector<SteadyFlow> flows;
    std::vector<SteadyGoodPlan> goods;
    std::vector<double> hull_hours;  ///< In use each hour, by kind of hull.
    std::vector<double> hull_worth;  ///< Credits an hour of one hull more, by kind.
    double requests_an_hour = 0;     ///< Used, at least.
    double request_worth = 0;        ///< Credits of one request more.
    std::int64_t rows = 0;
    std::int64_t columns = 0;
};

/// Returns the bound and the plan that it belongs to.
/// @param curves  Of the problem's law.
/// @error kRejected  As LinearProgram::solve().
core::Result<SteadyState> steady_state(const SteadyProblem& problem, StockCurves& curves);

/// Returns a plan for days rather than for ever, which is no bound: turns are longer than days. A
/// factory of which a plan makes more than it brings of an input is fed always from then on where
/// that is much, else never, and what that leaves is planned anew until there is none; nothing is
/// decided twice. Each factory is judged by itself, those that share an import too.
/// @cost As steady_state(), mostly three or four times; never more often than there are factories
///       and once.
/// @error kRejected  As LinearProgram::solve().
core::Result<SteadyState> decided_state(SteadyProblem problem, StockCurves& curves);

}  // namespace argosy::planner
