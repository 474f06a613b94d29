#pragma once

/// @file
/// The most that any strategy could earn in a virtual world: the linear program of
/// `planner/steady_state.h`, filled from the simulator's truth. For benchmarks; the program itself
/// never sees it. docs/concepts/upper-bound.md says why it is a bound.

#include <optional>
#include <string>
#include <vector>

#include "fleet/chart.h"
#include "planner/steady_state.h"
#include "sim/measured_law.h"
#include "sim/truth.h"

namespace argosy::kernel {

using core::Result;

/// Returns the law of this name in the planner's words: what endless learning would find.
/// @error kInvalidArgument  As sim::economy_law().
Result<planner::UpdateLaw> update_law(std::string_view name);

/// The markets of one system, and what bounds the trade between them.
struct BoundedSystem {
    planner::SteadyProblem problem;
    std::vector<model::WaypointSymbol> places;
    std::vector<model::TradeSymbol> goods;  ///< By SteadyGood::good.
    std::vector<model::Position> positions;
    double fuel_price = 0;  ///< The least that a unit in a tank costs anywhere, in credits.

    const model::WaypointSymbol& place_of(const planner::SteadyGood& good) const {
        return places[std::size_t(good.place)];
    }
    const model::TradeSymbol& symbol_of(const planner::SteadyGood& good) const {
        return goods[std::size_t(good.good)];
    }
};

/// Reads the markets of a system as they are now, under the law of this name.
/// @pre All waypoints of the system are charted.
/// @error kInvalidArgument  As sim::economy_law().
Result<BoundedSystem> bounded_system(const sim::Truth& truth, const fleet::Chart& chart,
                                     const model::SystemSymbol& system, std::string_view law);

/// Returns the system with the trade volumes of its exports grown as far as the volumes of their
/// imports let them, which is what buying them out again and again brings. Margins are drawn again
/// when volumes grow: one that grew has the usual one, or its own where that is greater.
BoundedSystem with_exports_grown(BoundedSystem system);

/// Returns ships that are alike as one kind of hull: those that carry anything.
std::vector<planner::SteadyHulls> hulls_of(const BoundedSystem& system,
                                           const std::vector<model::Ship>& ships);

/// What bounds are asked for.
struct BoundRequest {
    std::vector<planner::SteadyHulls> hulls;
    std::optional<double> hours;  ///< As SteadyProblem::hours.
    /// Without it the answer is no bound but a plan for days, of decided_state(), and no `hours`.
    bool by_turns = true;
};

/// Returns the bound. Fuel is charged where saving it can never be worth the time.
/// @error kRejected  As planner::steady_state().
Result<planner::SteadyState> upper_bound(const BoundedSystem& system, const BoundRequest& request,
                                         planner::StockCurves& curves);

}  // namespace argosy::kernel
