#pragma once

/// @file
/// The game's names as types.

#include "core/symbol.h"

namespace argosy::model {

using AgentSymbol = core::Symbol<struct AgentSymbolTag>;        ///< "ARGOSY"
using ShipSymbol = core::Symbol<struct ShipSymbolTag>;          ///< "ARGOSY-1", hexadecimal count
using ShipType = core::Symbol<struct ShipTypeTag>;              ///< "SHIP_LIGHT_HAULER"
using SystemSymbol = core::Symbol<struct SystemSymbolTag>;      ///< "X1-AD75"
using TradeSymbol = core::Symbol<struct TradeSymbolTag>;        ///< "IRON_ORE"
using WaypointSymbol = core::Symbol<struct WaypointSymbolTag>;  ///< "X1-AD75-A1"

/// Returns the system a waypoint lies in: its symbol up to the second dash.
SystemSymbol system_of(const WaypointSymbol& waypoint);

}  // namespace argosy::model
