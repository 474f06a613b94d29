#pragma once

/// @file
/// What the fleet should carry where, by what is known now: the flows of the linear program of
/// steady_state.h over the markets, ships and recipes that we know of.

#include <map>

#include "fleet/fleet.h"
#include "goods/recipes.h"
#include "planner/steady_state.h"
#include "planner/volume_growth.h"
#include "trading/trade_desk.h"

namespace argosy::planner {

/// What a plan makes of a lane.
struct PlannedLane {
    const PlannedGood* from = nullptr;  ///< nullptr: not part of the plan.
    const PlannedGood* to = nullptr;
    bool has_flow = false;
    /// How fast the market where it ends was last seen to use the good up.
    std::optional<model::Activity> activity = {};

    bool is_known() const { return from != nullptr && to != nullptr; }
};

/// An export that is made from what is imported there.
struct MadeExport {
    core::Units volume;
    /// To which its trade volume can grow, if it is above that: as far as inputs allow it and those
    /// others take more of it who import it to use it up.
    core::Units grown;
    std::vector<Place> inputs;
};

struct FlowPlan {
    std::map<trading::Lane, double> flows;  ///< Units an hour, where above 0.
    std::map<Place, PlannedGood> goods;
    std::map<Place, MadeExport> made;  ///< Where feeding helps.
    double credits_an_hour = 0;        ///< As of decided_state().
    std::size_t known = 0;             ///< Market goods that it was made from.

    /// nullptr where the good is not part of the plan.
    const PlannedGood* find(const model::WaypointSymbol& market,
                            const model::TradeSymbol& good) const;
    PlannedLane find(const trading::Lane& lane) const;

    /// Marks an export as one that is to grow, and what it is made of.
    void mark_growing(const Place& place);
};

/// Returns how far the exports of a plan can grow, as they stand.
std::vector<VolumeChance> chances_of(const trading::TradeDesk& desk, const FlowPlan& plan);

/// A fleet that may grow by a hull.
struct GrowingFleet {
    std::vector<model::ShipSymbol> ships;
    model::Ship hull;
    Feeding feeding;
    double pace = 1;  ///< Share of what a ship could do by a plan, that ships do.
};

class FlowPlanner {
  public:
    FlowPlanner(goods::Recipes recipes, std::int64_t requests_an_hour);

    /// Returns the flows for these ships, kept up for days.
    /// @param feeding  What is believed of it.
    /// @error kRejected  As decided_state().
    core::Result<FlowPlan> plan(const trading::TradeDesk& desk,
                                const std::vector<model::ShipSymbol>& ships, Feeding feeding);

    /// Returns what a whole hull more would bring, in credits an hour: what the bound of a fleet
    /// with it is above that of one without, both at this pace.
    /// @error kRejected  As steady_state().
    core::Result<double> hull_worth(const trading::TradeDesk& desk, const GrowingFleet& fleet);

    /// Returns the goods of the desk's system that a plan is made from, market by market.
    std::vector<const market::Listing*> known_goods(const trading::TradeDesk& desk) const;

    /// Returns how many they are.  @cost next to nothing while no good becomes known
    std::size_t count_known(const trading::TradeDesk& desk);

  private:
    bool feeds_unknown(const market::MarketBook& markets, const market::Listing& import) const;
    SteadyProblem problem_of(const trading::TradeDesk& desk,
                             const std::vector<const market::Listing*>& listings,
                             const std::vector<model::ShipSymbol>& ships,
                             const UpdateLaw& law) const;
    void add_inputs(const std::vector<const market::Listing*>& listings,
                    SteadyProblem& problem) const;

    std::map<Feeding, StockCurves> curves_;
    goods::Recipes recipes_;
    std::int64_t requests_an_hour_;
    std::int64_t counted_version_ = -1;  ///< MarketBook::version() when they were counted.
    std::size_t counted_ = 0;
};

}  // namespace argosy::planner
