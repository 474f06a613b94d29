#pragma once

/// @file
/// Why lanes are flown or left alone, for people: what the strategy says of each, with the
/// arithmetic. Asks the game nothing and changes no decision.

#include <vector>

#include "trading/strategy.h"

namespace argosy::trading {

/// A lane as the strategy sees it now.
struct LaneReason {
    Lane lane;
    Rule rule;    ///< The first that closes it; of one that it would fly, what limits it.
    Score score;  ///< Without a rate it would not fly it.
    /// By the ship from where it is; nothing where nothing can be bought, or the ship cannot fly.
    /// Of a closed lane what it would bring if only prices and money decided.
    std::optional<Trade> trade;
    std::optional<model::PriceState> source;
    std::optional<model::PriceState> sink;
    std::vector<Figure> figures;
};

/// What is asked about.
struct WhyQuery {
    model::ShipSymbol ship;   ///< Empty: a light hauler, of each lane where it begins.
    model::TradeSymbol good;  ///< Empty: any.
    model::WaypointSymbol from;
    model::WaypointSymbol to;
    std::size_t limit = 10;
};

struct Reasons {
    std::optional<LaneReason> flown;  ///< The lane that the ship is given, as it is judged now.
    std::vector<LaneReason> lanes;    ///< Those it would fly, best first; then the others.
};

/// Returns a lane by a ship that need not be ours.
LaneReason explain(const TradeDesk& desk, const Strategy& strategy, const Lane& lane,
                   const model::Ship& ship);

/// Returns the lanes that are asked about: those that rest, too.
/// @param ship  nullptr: as the query's ship when empty.
std::vector<LaneReason> explain_all(const TradeDesk& desk, const Strategy& strategy,
                                    const WhyQuery& query, const model::Ship* ship);

}  // namespace argosy::trading
