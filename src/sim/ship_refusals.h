#pragma once

/// @file
/// What the game answers when it refuses to fit, repair, scrap, jump, warp or transfer. The texts
/// were never recorded but where a source is named; the codes and their meanings are the game's.

#include "sim/api_error.h"
#include "sim/parts.h"

namespace argosy::sim::refusal {

// Outfitting.
ApiError no_shipyard_for_mounts(const WaypointSymbol& waypoint);
ApiError no_shipyard_for_modules(const WaypointSymbol& waypoint);
ApiError no_shipyard_for_scrapping(const WaypointSymbol& waypoint);
ApiError no_shipyard_for_repair(const WaypointSymbol& waypoint);
ApiError mount_not_installed(const ShipSymbol& ship, std::string_view mount);
ApiError module_not_installed(const ShipSymbol& ship, std::string_view module);
ApiError no_credits_for_mount(Credits available, Credits needed);
ApiError no_credits_for_module(Credits available, Credits needed);
ApiError no_credits_for_repair(Credits available, Credits needed);
/// Each names what the ship would need with the part, and what it has.
ApiError too_little_power(const ShipSymbol& ship, const Fitting& wanted);
ApiError too_few_slots(const ShipSymbol& ship, const Fitting& wanted);
ApiError too_few_mounting_points(const ShipSymbol& ship, const Fitting& wanted);
ApiError too_little_room_for_crew(const ShipSymbol& ship, const Fitting& wanted);

// Gates and warps.
ApiError jump_to_unknown_system(const SystemSymbol& system);
ApiError jump_within_system();
ApiError jump_to_unknown_waypoint(const WaypointSymbol& waypoint);
ApiError jump_without_antimatter(const WaypointSymbol& gate);
ApiError jump_to_no_gate(const WaypointSymbol& waypoint);
ApiError jump_from_no_gate(const WaypointSymbol& waypoint);
ApiError jump_not_connected(const WaypointSymbol& from, const WaypointSymbol& to);
ApiError jump_from_unfinished_gate(const WaypointSymbol& gate);
ApiError jump_to_unfinished_gate(const WaypointSymbol& gate);
ApiError warp_within_system(const SystemSymbol& system);
ApiError warp_without_drive(const ShipSymbol& ship);
ApiError warp_out_of_range(const WaypointSymbol& destination, std::int64_t distance,
                           std::int64_t range);
ApiError too_little_fuel_to_warp(const ShipSymbol& ship, std::int64_t required,
                                 std::int64_t available);

// Transfers.
ApiError transfer_to_unknown_ship(const ShipSymbol& ship);
ApiError transfer_to_another_agent(const ShipSymbol& ship);
ApiError transfer_to_itself(const ShipSymbol& ship);
ApiError transfer_between_places(const WaypointSymbol& from, const WaypointSymbol& to);
ApiError transfer_between_dock_and_orbit(const ShipSymbol& from, const ShipSymbol& to);

}  // namespace argosy::sim::refusal
