#pragma once

/// @file
/// The best way from one waypoint to another, inside a system and across jump gates: stops for
/// fuel, a flight mode for each leg, fuel from the hold, cooldowns. Exact for its objective, in
/// whole numbers. Pure: a map and a ship's state in, legs out. What keeps a ship from being
/// stranded is here too: what a leg must leave in the tank.

#include <optional>
#include <vector>

#include "fleet/route_map.h"
#include "model/ship.h"

namespace argosy::fleet {

/// What a second of a hauler's time is worth against fuel: 36,000 credits an hour, below what an
/// average hull earns, so that fuel is never saved where it costs real time.
inline constexpr std::int64_t kCreditsPerShipSecond = 10;

/// The same, the other way round: how much longer a flight may take for a credit that it saves.
inline constexpr core::Duration kUsualTimeForACredit =
    core::Duration(std::chrono::seconds(1)) / kCreditsPerShipSecond;

/// What a route is the best by; the other of time and money decides between equals.
enum class Objective : std::uint8_t {
    kValue,  ///< Time, and money at RouteRequest::time_for_a_credit.
    kTime,
    kFuel,  ///< Money: fuel used up, what filling wastes, antimatter.
};

enum class Refuelling : std::uint8_t {
    kAnywhere,
    kNotAtStart,  ///< The market where the ship is refused.
    kNowhere,     ///< There is no money for it.
};

/// What a route depends on.
struct RouteRequest {
    model::WaypointSymbol from;
    model::WaypointSymbol to;
    std::int64_t speed;
    model::Fuel fuel;
    std::int64_t slowdown = 0;   ///< Percent: as model::Ship has it.
    core::Units fuel_aboard{0};  ///< FUEL in the hold that may be burnt.
    core::Duration cooldown{0};  ///< Until the ship may jump.
    Refuelling refuelling = Refuelling::kAnywhere;
    Objective objective = Objective::kValue;
    /// How much longer it may take for a credit that it saves. For Objective::kValue.
    core::Duration time_for_a_credit = kUsualTimeForACredit;
    /// STEALTH is as dear as CRUISE and slower, so nothing but a wish to be unseen takes it.
    std::vector<model::FlightMode> modes{model::FlightMode::kBurn, model::FlightMode::kCruise,
                                         model::FlightMode::kDrift};
};

enum class LegKind : std::uint8_t { kFlight, kJump };

struct RouteLeg {
    model::WaypointSymbol to;
    model::FlightMode mode;
    bool refuel_first;    ///< Fill the tank at the market before leaving.
    core::Duration time;  ///< Of the flight, or of the jump with the cooldown it waits for.
    LegKind kind = LegKind::kFlight;
    core::Units fuel_from_hold{0};  ///< FUEL to burn into the tank before leaving.
};

struct RoutePlan {
    std::vector<RouteLeg> legs;  ///< Empty when already there.
    core::Duration time{0};      ///< Of all legs and stops.
    /// Of all fuel used up, at RouteMap::fuel_value(); what stops cost above that; antimatter.
    core::Credits fuel_price;
};

/// Time of a fuel stop: dock, refuel, orbit, with the requests they take.
inline constexpr core::Duration kFuelStopTime = std::chrono::seconds(2);

/// Time of any stop on the way: one more departure, with the requests it takes.
inline constexpr core::Duration kHopTime = std::chrono::seconds(1);

/// Time of a jump, which is at once, with the requests it takes.
inline constexpr core::Duration kJumpTime = std::chrono::seconds(2);

/// What must be left on arrival where fuel is believed to be sold: enough to DRIFT on, should none
/// be after all, there and at the next two.
inline constexpr std::int64_t kLeastFuelAtStop = 3;

/// What must be left on arrival anywhere else: enough to DRIFT to a stop and arrive with the above.
inline constexpr std::int64_t kLeastFuelElsewhere = 4;

/// Returns the best route by its objective, of those that fill the tank at every market they buy
/// at, use no gate under construction, and leave in the tank what the constants above say. A ship
/// down to less, where no fuel is sold, may DRIFT with it to where some is believed to be.
/// @error kNotFound  A waypoint is not charted, or no sequence of legs reaches it.
Result<RoutePlan> plan_route(const RouteMap& map, const RouteRequest& request);

}  // namespace argosy::fleet
