#include "sim/api_error.h"

#include <fmt/format.h>

#include <algorithm>

namespace argosy::sim::refusal {
namespace {

constexpr int kBadRequest = 400;
constexpr int kUnauthorized = 401;
constexpr int kNotFound = 404;
constexpr int kConflict = 409;
constexpr int kUnprocessable = 422;

}  // namespace

ErrorField number(std::string name, std::int64_t value) {
    return {std::move(name), value};
}
ErrorField text(std::string name, std::string_view value) {
    return {std::move(name), std::string(value)};
}

ApiError not_found(std::string_view kind, std::string_view symbol) {
    return {kNotFound, 404, fmt::format("{} {} not found.", kind, symbol), {}};
}

ApiError invalid_field(std::string_view field, std::string expectation) {
    return {kUnprocessable,
            422,
            "The request could not be processed due to an invalid payload.",
            {{std::string(field), std::vector<std::string>{std::move(expectation)}}}};
}

ApiError waypoint_no_access(const WaypointSymbol& waypoint) {
    return {kBadRequest,
            4001,
            fmt::format("Waypoint {} is not accessible. Either the waypoint is uncharted or the "
                        "agent has no ships present at the location.",
                        waypoint),
            {text("waypointSymbol", waypoint.str())}};
}

ApiError token_missing() {
    return {kUnauthorized,
            4103,
            "Missing Bearer token in the request. Did you confirm sending the 'Bearer {token}' as "
            "the authorization header?",
            {}};
}

ApiError token_empty() {
    return {kUnauthorized, 4100, "The token in the request is empty.", {}};
}

ApiError token_malformed() {
    return {kUnauthorized,
            4104,
            "Invalid authorization header in the request. Expected: Bearer {token}",
            {}};
}

ApiError token_of_another_kind(std::string_view expected) {
    return {kUnauthorized,
            4105,
            fmt::format("Invalid token subject. Expected: {}", expected),
            {text("expected", expected)}};
}

ApiError account_token_missing() {
    return {kUnauthorized, 4116, "Missing account token in request.", {}};
}

ApiError token_invalid() {
    return {kUnauthorized, 4115, "Failed to parse token.", {}};
}

ApiError token_without_subject() {
    return {kUnauthorized, 4101, "Failed to parse token. It has no subject.", {}};
}

ApiError token_of_another_version(std::string_view expected) {
    return {kUnauthorized,
            4109,
            fmt::format("Failed to parse token. Expected one of version {}.", expected),
            {text("expected", expected)}};
}

ApiError agent_not_exists(std::string_view symbol) {
    return {kUnauthorized, 4107, fmt::format("Agent {} does not exist.", symbol), {}};
}

ApiError reset_mismatch(std::string_view expected, std::string_view actual) {
    return {kUnauthorized,
            4113,
            fmt::format("Failed to parse token. Token reset_date does not match the server. Server "
                        "resets happen on a weekly to bi-weekly frequency during alpha. After a "
                        "reset, you should re-register your agent. Expected: {}, Actual: {}",
                        expected, actual),
            {text("expected", expected), text("actual", actual)}};
}

ApiError symbol_taken(std::string_view symbol) {
    return {kConflict,
            4111,
            fmt::format("Cannot register agent. Agent symbol {} has already been claimed.", symbol),
            {text("agentSymbol", symbol)}};
}

ApiError on_cooldown(const ShipSymbol& ship, std::int64_t total_seconds, core::TimePoint expires,
                     core::TimePoint now) {
    const std::int64_t left = std::chrono::ceil<std::chrono::seconds>(expires - now).count();
    return {kConflict,
            4000,
            fmt::format("Ship action is still on cooldown for {} second(s).", left),
            {{"cooldown", std::vector<ErrorField>{
                              text("shipSymbol", ship.str()), number("totalSeconds", total_seconds),
                              number("remainingSeconds", left),
                              text("expiration", core::format_time(expires))}}}};
}

ApiError in_transit(const model::Nav& nav, core::TimePoint now) {
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(nav.route.arrival - now);
    const std::int64_t seconds = std::max<std::int64_t>(0, left.count());
    return {kBadRequest,
            4214,
            fmt::format("Ship is currently in-transit from {} to {} and arrives in {} seconds.",
                        nav.route.origin, nav.route.destination, seconds),
            {text("departureSymbol", nav.route.origin.str()),
             text("destinationSymbol", nav.route.destination.str()),
             text("arrival", core::format_time(nav.route.arrival)),
             text("departureTime", core::format_time(nav.route.departure)),
             number("secondsToArrival", seconds)}};
}

ApiError not_in_orbit(const WaypointSymbol& waypoint) {
    return {kBadRequest,
            4236,
            fmt::format("Ship action failed. Ship is not currently in orbit at {}.", waypoint),
            {text("waypointSymbol", waypoint.str())}};
}

ApiError not_docked(const ShipSymbol& ship) {
    return {kBadRequest,
            4244,
            fmt::format("Failed to update ship cargo. Ship {} must be docked to perform cargo "
                        "transactions.",
                        ship),
            {}};
}

ApiError slower_in_transit(const ShipSymbol& ship, model::FlightMode mode) {
    return {kBadRequest,
            4269,
            fmt::format("Ship nav update failed. Ship {} is in transit and cannot change to {}.",
                        ship, model::to_string(mode)),
            {text("shipSymbol", ship.str())}};
}

ApiError invalid_destination(const ShipSymbol& ship, const WaypointSymbol& destination) {
    return {kBadRequest,
            4201,
            fmt::format("Navigate request failed. Destination {} does not exist.", destination),
            {text("shipSymbol", ship.str()), text("destinationSymbol", destination.str())}};
}

ApiError outside_system(const ShipSymbol& ship, const WaypointSymbol& destination,
                        const SystemSymbol& system) {
    return {kBadRequest,
            4202,
            fmt::format("Navigate request failed. Destination {} is outside the {} system.",
                        destination, system),
            {text("shipSymbol", ship.str()), text("destinationSymbol", destination.str()),
             text("currentSystemSymbol", system.str())}};
}

ApiError already_there(const ShipSymbol& ship, const WaypointSymbol& destination) {
    return {kBadRequest,
            4204,
            fmt::format("Navigate request failed. Ship {} is currently located at the destination.",
                        ship),
            {text("shipSymbol", ship.str()), text("destinationSymbol", destination.str())}};
}

ApiError not_enough_fuel(const ShipSymbol& ship, std::int64_t required, std::int64_t available) {
    return {kBadRequest,
            4203,
            fmt::format("Navigate request failed. Ship {} requires {} more fuel for navigation.",
                        ship, required - available),
            {text("shipSymbol", ship.str()), number("fuelRequired", required),
             number("fuelAvailable", available)}};
}

ApiError refuel_not_docked(const ShipSymbol& ship) {
    return {kBadRequest,
            4225,
            fmt::format("Ship refuel failed. Ship {} must be docked to refuel.", ship),
            {text("shipSymbol", ship.str())}};
}

ApiError sells_no_fuel(const WaypointSymbol& waypoint) {
    return {kBadRequest,
            4226,
            fmt::format("Ship refuel failed. Waypoint {} does not sell fuel.", waypoint),
            {text("waypointSymbol", waypoint.str())}};
}

ApiError no_market(const WaypointSymbol& waypoint) {
    return {kBadRequest,
            4603,
            fmt::format("Market transaction failed. There is no market at {}.", waypoint),
            {text("waypointSymbol", waypoint.str())}};
}

ApiError not_sold_here(const WaypointSymbol& waypoint, const TradeSymbol& good) {
    return {kBadRequest,
            4601,
            fmt::format("Market purchase failed. Trade good {} is not available at {}.", good,
                        waypoint),
            {text("waypointSymbol", waypoint.str()), text("tradeSymbol", good.str())}};
}

ApiError not_bought_here(const WaypointSymbol& waypoint, const TradeSymbol& good) {
    return {kBadRequest,
            4602,
            fmt::format("Market sell failed. Trade good {} is not listed at market {}.", good,
                        waypoint),
            {text("waypointSymbol", waypoint.str()), text("tradeSymbol", good.str())}};
}

ApiError above_trade_volume(const WaypointSymbol& waypoint, const TradeSymbol& good, Units units,
                            Units volume) {
    return {kBadRequest,
            4604,
            fmt::format("Market transaction failed. Trade good {} has a limit of {} units per "
                        "transaction.",
                        good, volume),
            {text("waypointSymbol", waypoint.str()), text("tradeSymbol", good.str()),
             number("units", units.count()), number("tradeVolume", volume.count())}};
}

ApiError not_enough_credits(const TradeSymbol& good, Units units, core::Ask ask, Credits credits) {
    return {kBadRequest,
            4600,
            fmt::format("Market purchase failed. Agent does not have sufficient credits to "
                        "purchase {} unit(s) of {}",
                        units, good),
            {number("agentCredits", credits.count()), number("totalPrice", (ask * units).count()),
             text("tradeSymbol", good.str()), number("units", units.count()),
             number("purchasePrice", ask.count())}};
}

ApiError cargo_full(const ShipSymbol& ship) {
    return {kBadRequest,
            4228,
            "Failed to update ship cargo. Ship is at maximum capacity and has 0 units of "
            "available space.",
            {text("shipSymbol", ship.str())}};
}

ApiError cargo_exceeds_limit(const ShipSymbol& ship, const model::Cargo& cargo, Units units) {
    return {kBadRequest,
            4217,
            fmt::format("Failed to update ship cargo. Cannot add {} unit(s) to ship cargo. Exceeds "
                        "max limit of {}.",
                        units, cargo.capacity),
            {text("shipSymbol", ship.str()), number("cargoCapacity", cargo.capacity.count()),
             number("cargoUnits", cargo.used().count()), number("unitsToAdd", units.count())}};
}

ApiError not_enough_cargo(const ShipSymbol& ship, const TradeSymbol& good, Units held,
                          Units units) {
    return {kBadRequest,
            4219,
            fmt::format("Failed to update ship cargo. Ship {0} cargo does not contain {1} unit(s) "
                        "of {2}. Ship has {3} unit(s) of {2}.",
                        ship, units, good, held),
            {text("shipSymbol", ship.str()), text("tradeSymbol", good.str()),
             number("cargoUnits", held.count()), number("unitsToRemove", units.count())}};
}

ApiError ship_too_expensive(Credits available, Credits needed) {
    return {
        kBadRequest,
        4216,
        "Failed to purchase ship. Agent has insufficient funds.",
        {number("creditsAvailable", available.count()), number("creditsNeeded", needed.count())}};
}

ApiError no_ship_at_yard(const WaypointSymbol& yard) {
    return {kBadRequest,
            4245,
            fmt::format("Failed to purchase ship. Agent has no ship present at {}.", yard),
            {text("waypointSymbol", yard.str())}};
}

ApiError ship_type_not_sold(const WaypointSymbol& yard, const model::ShipType& type) {
    return {kBadRequest,
            4605,
            fmt::format("Failed to purchase ship. {} is not available at {}.", type, yard),
            {text("waypointSymbol", yard.str()), text("shipType", type.str())}};
}

}  // namespace argosy::sim::refusal
