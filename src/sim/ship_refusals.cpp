#include "sim/ship_refusals.h"

#include <fmt/format.h>

namespace argosy::sim::refusal {
namespace {

constexpr int kBadRequest = 400;
constexpr int kNotFound = 404;

ApiError no_shipyard(NamedCode code, std::string_view action, const WaypointSymbol& waypoint) {
    return {kBadRequest,
            code,
            fmt::format("Ship {} failed. Ship must be docked at a waypoint with a shipyard, and is "
                        "at {}.",
                        action, waypoint),
            {text("waypointSymbol", waypoint.str())}};
}

ApiError no_credits(NamedCode code, std::string_view action, Credits available, Credits needed) {
    return {
        kBadRequest,
        code,
        fmt::format("Failed to {}. Agent has insufficient funds.", action),
        {number("creditsAvailable", available.count()), number("creditsNeeded", needed.count())}};
}

ApiError unfit(NamedCode code, const ShipSymbol& ship, std::string_view what, std::int64_t required,
               std::int64_t available) {
    return {kBadRequest,
            code,
            fmt::format("Ship installation failed. Ship {} needs {} {} and has {}.", ship, required,
                        what, available),
            {text("shipSymbol", ship.str()), number("required", required),
             number("available", available)}};
}

ApiError no_jump(NamedCode code, std::string_view why, const WaypointSymbol& waypoint) {
    return {kBadRequest,
            code,
            fmt::format("Failed to execute jump. {} {}.", waypoint, why),
            {text("waypointSymbol", waypoint.str())}};
}

}  // namespace

ApiError no_shipyard_for_mounts(const WaypointSymbol& waypoint) {
    return no_shipyard(4246, "mount modification", waypoint);
}

ApiError no_shipyard_for_modules(const WaypointSymbol& waypoint) {
    return no_shipyard(4266, "module modification", waypoint);
}

ApiError no_shipyard_for_scrapping(const WaypointSymbol& waypoint) {
    return no_shipyard(4263, "scrap", waypoint);
}

ApiError no_shipyard_for_repair(const WaypointSymbol& waypoint) {
    return no_shipyard(4264, "repair", waypoint);
}

ApiError mount_not_installed(const ShipSymbol& ship, std::string_view mount) {
    return {kBadRequest,
            4247,
            fmt::format("Ship mount removal failed. Ship {} has no {} installed.", ship, mount),
            {text("shipSymbol", ship.str()), text("mountSymbol", mount)}};
}

ApiError module_not_installed(const ShipSymbol& ship, std::string_view module) {
    return {kBadRequest,
            4267,
            fmt::format("Ship module removal failed. Ship {} has no {} installed.", ship, module),
            {text("shipSymbol", ship.str()), text("moduleSymbol", module)}};
}

ApiError no_credits_for_mount(Credits available, Credits needed) {
    return no_credits(4248, "modify ship mounts", available, needed);
}

ApiError no_credits_for_module(Credits available, Credits needed) {
    return no_credits(4268, "modify ship modules", available, needed);
}

ApiError no_credits_for_repair(Credits available, Credits needed) {
    return no_credits(4265, "repair ship", available, needed);
}

ApiError too_little_power(const ShipSymbol& ship, const Fitting& wanted) {
    return unfit(4249, ship, "power", wanted.power, wanted.power_output);
}

ApiError too_few_slots(const ShipSymbol& ship, const Fitting& wanted) {
    return unfit(4250, ship, "module slots", wanted.slots, wanted.module_slots);
}

ApiError too_few_mounting_points(const ShipSymbol& ship, const Fitting& wanted) {
    return unfit(4251, ship, "mounting points", wanted.mounts, wanted.mounting_points);
}

ApiError too_little_room_for_crew(const ShipSymbol& ship, const Fitting& wanted) {
    return unfit(4252, ship, "crew", wanted.crew, wanted.crew_capacity);
}

ApiError jump_to_unknown_system(const SystemSymbol& system) {
    return {kBadRequest,
            4207,
            fmt::format("Failed to execute jump. System {} does not exist.", system),
            {text("systemSymbol", system.str())}};
}

// Recorded.
ApiError jump_within_system() {
    return {kBadRequest,
            4208,
            "Failed to execute jump. Ship cannot execute jump to the system it is currently "
            "located in.",
            {}};
}

ApiError jump_to_unknown_waypoint(const WaypointSymbol& waypoint) {
    return no_jump(4211, "does not exist", waypoint);
}

ApiError jump_without_antimatter(const WaypointSymbol& gate) {
    return no_jump(4212, "sells no ANTIMATTER", gate);
}

ApiError jump_to_no_gate(const WaypointSymbol& waypoint) {
    return no_jump(4229, "is no jump gate", waypoint);
}

ApiError jump_from_no_gate(const WaypointSymbol& waypoint) {
    return no_jump(4254, "is no jump gate", waypoint);
}

ApiError jump_not_connected(const WaypointSymbol& from, const WaypointSymbol& to) {
    ApiError error = no_jump(4255, fmt::format("is not connected to {}", from), to);
    error.data.push_back(text("originSymbol", from.str()));
    return error;
}

ApiError jump_from_unfinished_gate(const WaypointSymbol& gate) {
    return no_jump(4256, "is under construction", gate);
}

ApiError jump_to_unfinished_gate(const WaypointSymbol& gate) {
    return no_jump(4262, "is under construction", gate);
}

ApiError warp_within_system(const SystemSymbol& system) {
    return {kBadRequest,
            4235,
            fmt::format("Warp request failed. Ship is already in system {}.", system),
            {text("systemSymbol", system.str())}};
}

ApiError warp_without_drive(const ShipSymbol& ship) {
    return {kBadRequest,
            4241,
            fmt::format("Warp request failed. Ship {} has no warp drive.", ship),
            {text("shipSymbol", ship.str())}};
}

// The game's code for this is not known: that of an invalid destination is chosen.
ApiError warp_out_of_range(const WaypointSymbol& destination, std::int64_t distance,
                           std::int64_t range) {
    return {kBadRequest,
            4201,
            fmt::format("Warp request failed. Destination {} is {} away, the drive's range is {}.",
                        destination, distance, range),
            {text("destinationSymbol", destination.str()), number("distance", distance),
             number("range", range)}};
}

// Recorded.
ApiError too_little_fuel_to_warp(const ShipSymbol& ship, std::int64_t required,
                                 std::int64_t available) {
    return {kBadRequest,
            4203,
            fmt::format("Warp request failed. Ship {} requires {} more fuel for navigation.", ship,
                        required - available),
            {text("shipSymbol", ship.str()), number("fuelRequired", required),
             number("fuelAvailable", available)}};
}

ApiError transfer_to_unknown_ship(const ShipSymbol& ship) {
    return {kNotFound,
            4231,
            fmt::format("Failed to transfer cargo. Ship {} not found.", ship),
            {text("shipSymbol", ship.str())}};
}

ApiError transfer_to_another_agent(const ShipSymbol& ship) {
    return {kBadRequest,
            4232,
            fmt::format("Failed to transfer cargo. Ship {} belongs to another agent.", ship),
            {text("shipSymbol", ship.str())}};
}

ApiError transfer_to_itself(const ShipSymbol& ship) {
    return {kBadRequest,
            4233,
            fmt::format("Failed to transfer cargo. Ship {} cannot transfer to itself.", ship),
            {text("shipSymbol", ship.str())}};
}

ApiError transfer_between_places(const WaypointSymbol& from, const WaypointSymbol& to) {
    return {kBadRequest,
            4234,
            fmt::format("Failed to transfer cargo. One ship is at {}, the other at {}.", from, to),
            {text("waypointSymbol", from.str()), text("targetWaypointSymbol", to.str())}};
}

ApiError transfer_between_dock_and_orbit(const ShipSymbol& from, const ShipSymbol& to) {
    return {kBadRequest,
            4271,
            fmt::format("Failed to transfer cargo. Ships {} and {} must both be docked or both be "
                        "in orbit.",
                        from, to),
            {text("shipSymbol", from.str()), text("targetShipSymbol", to.str())}};
}

}  // namespace argosy::sim::refusal
