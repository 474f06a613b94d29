#include "model/travel.h"

#include <algorithm>
#include <cmath>

#include "core/assert.h"

namespace argosy::model {

std::int64_t distance(Position from, Position to) {
    const double exact = std::hypot(double(from.x - to.x), double(from.y - to.y));
    return std::max<std::int64_t>(1, std::int64_t(std::floor(exact + 0.5)));
}

core::Duration travel_time(std::int64_t distance, FlightMode mode, std::int64_t speed) {
    ARGOSY_ASSERT(speed > 0);
    double factor = 25.0;
    switch (mode) {
        case FlightMode::kDrift:
            factor = 250.0;
            break;
        case FlightMode::kStealth:
            factor = 30.0;
            break;
        case FlightMode::kCruise:
            factor = 25.0;
            break;
        case FlightMode::kBurn:
            factor = 12.5;
            break;
    }
    const double seconds = std::floor(double(distance) * factor / double(speed) + 15.0 + 0.5);
    return std::chrono::seconds(std::int64_t(seconds));
}

std::int64_t fuel_cost(std::int64_t distance, FlightMode mode, std::int64_t fuel_capacity) {
    if (fuel_capacity == 0) return 0;
    switch (mode) {
        case FlightMode::kDrift:
            return 1;
        case FlightMode::kStealth:
        case FlightMode::kCruise:
            return distance;
        case FlightMode::kBurn:
            return 2 * distance;
    }
    return distance;
}

core::Duration jump_cooldown(std::int64_t distance) {
    return std::chrono::seconds((150 + 3 * distance + 5) / 10);
}

std::int64_t fuel_market_units(std::int64_t fuel) {
    return fuel <= 0 ? 0 : (fuel + kFuelPerMarketUnit - 1) / kFuelPerMarketUnit;
}

}  // namespace argosy::model
