#include "fleet/flight_bound.h"

#include <algorithm>

namespace argosy::fleet {
namespace {

using model::FlightMode;

// Half seconds for a unit of distance at speed 1: model::travel_time().
std::int64_t half_seconds(FlightMode mode) {
    switch (mode) {
        case FlightMode::kBurn:
            return 25;
        case FlightMode::kCruise:
            return 50;
        case FlightMode::kStealth:
            return 60;
        case FlightMode::kDrift:
            return 500;
    }
    return 25;
}

std::int64_t fuel_for_a_unit(FlightMode mode, bool has_tank) {
    return !has_tank || mode == FlightMode::kDrift ? 0 : model::fuel_cost(1, mode, 1);
}

}  // namespace

FlightBound::FlightBound(const RouteMap& map, const RouteRequest& request)
    : request_(request), has_tank_(request.fuel.capacity > 0) {
    const auto consider = [&](FlightMode mode) {
        const std::int64_t fuel = fuel_for_a_unit(mode, has_tank_);
        const Spent unit{half_seconds(mode) * 5 * (100 + request.slowdown) / request.speed,
                         fuel * map.fuel_value().count()};
        modes_.push_back({fuel, cost_of(unit, request_).first});
    };
    if (!has_tank_) consider(FlightMode::kCruise);
    for (const FlightMode mode : request.modes) {
        if (has_tank_) consider(mode);
    }
    // 15 s and half a second of rounding; a worn ship's are rounded once more.
    constexpr std::int64_t kEachFlight = 145;
    constexpr std::int64_t kRounding = 500;
    each_flight_ = of(core::Duration(kEachFlight * (100 + request.slowdown) -
                                     (request.slowdown == 0 ? 0 : kRounding)));
    one_more_ = each_flight_ + of(kHopTime);
    find_least();
}

void FlightBound::find_least() {
    for (const Mode& mode : modes_) {
        for (auto fuel = std::size_t(mode.fuel); fuel < least_.size(); ++fuel)
            least_[fuel] = std::min(least_[fuel], mode.rate);
    }
    auto& [none, one, two] = least_;
    if (none < kNever) one = std::min(one, (none + two) / 2);
    // Distances are rounded, so a flight may cut half a unit off the way: at most what a unit
    // costs where fuel is shortest.
    const std::int64_t dearest = none < kNever ? none : one < kNever ? 2 * one - two : two;
    rounding_pays_ = dearest > 2 * one_more_;
}

// One flight is of exactly this distance. Of n flights the distances add up to (n + 1) / 2 less at
// most, and each but the first takes one_more_: where that is more than the half unit it can cut
// off, two flights are the least of all that are more than one.
std::int64_t FlightBound::flights(std::int64_t distance, std::int64_t fuel) const {
    if (has_tank_ && fuel <= 0) return kNever;
    if (rounding_pays_) return each_flight_;
    // Only a last resort leaves less, and leaves from a tank that has no more.
    const std::int64_t burnt = std::max(fuel - kLeastFuelAtStop, std::min(fuel, kLeastFuelAtStop));
    std::int64_t least =
        each_flight_ + one_more_ + mixed(std::max<std::int64_t>(0, distance - 2), burnt);
    for (const Mode& mode : modes_) {
        if (mode.fuel * distance <= burnt)
            least = std::min(least, mode.rate * distance + each_flight_);
    }
    return least;
}

std::int64_t FlightBound::mixed(std::int64_t distance, std::int64_t fuel) const {
    const auto& [none, one, two] = least_;
    if (fuel >= 2 * distance) return two * distance;
    // Without DRIFT a distance beyond the tank takes so many flights that rounding covers the rest.
    if (one == kNever) return two * (fuel / 2);
    if (fuel >= distance) return one * distance - (one - two) * (fuel - distance);
    if (none == kNever) return one * fuel;
    return none * distance - (none - one) * fuel;
}

}  // namespace argosy::fleet
