#pragma once

/// @file
/// Which lanes pay by what is known now, for people: each with the trade that the nearest idle ship
/// would make of it. Asks the game nothing.

#include <vector>

#include "trading/trade_desk.h"

namespace argosy::trading {

struct ScanTerms {
    model::TradeSymbol good;         ///< Empty: any.
    std::int64_t min_margin_bp = 0;  ///< As of TradeTerms.
};

struct ScannedLane {
    /// By the idle ship that is there first; where none is idle `offer.ship` is empty, and it is
    /// what a light hauler would make that stood at the source.
    Trade trade;
    core::Ask ask;  ///< Of the first unit, by what is believed of this moment.
    core::Bid bid;
    std::int64_t margin_bp = 0;  ///< Of the first unit, of the good's base price.
    core::TimePoint looked_at;   ///< Of the older look.
};

/// Returns a light hauler, empty and with a full tank: the hull that fleets here are made of.
model::Ship light_hauler_at(const model::WaypointSymbol& waypoint);

/// Begins a round at the desk.
/// @returns the lanes that leave a profit after fuel, the best rate first
std::vector<ScannedLane> scan_lanes(TradeDesk& desk, const ScanTerms& terms);

}  // namespace argosy::trading
