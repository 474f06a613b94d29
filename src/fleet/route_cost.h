#pragma once

/// @file
/// What routes are compared by while they are searched for, in whole numbers.

#include <compare>

#include "fleet/router.h"

namespace argosy::fleet {

// Money is counted in hundredths of a credit: a unit of fuel costs as many as its market unit costs
// credits.
inline constexpr std::int64_t kHundredths = 100;
static_assert(model::kFuelPerMarketUnit == kHundredths);

/// Time and money, or either: never both of one kind.
struct Spent {
    std::int64_t milliseconds = 0;
    std::int64_t hundredths = 0;
};

/// What a route is ordered by; for Objective::kValue first in hundredths of a millisecond, so that
/// money at any RouteRequest::time_for_a_credit is a whole number.
struct Cost {
    std::int64_t first = 0;
    std::int64_t second = 0;

    friend auto operator<=>(const Cost&, const Cost&) = default;
};

inline Cost cost_of(const Spent& spent, const RouteRequest& request) {
    switch (request.objective) {
        case Objective::kValue:
            return {kHundredths * spent.milliseconds +
                        spent.hundredths * request.time_for_a_credit.count(),
                    spent.milliseconds};
        case Objective::kTime:
            return {spent.milliseconds, spent.hundredths};
        case Objective::kFuel:
            return {spent.hundredths, spent.milliseconds};
    }
    return {};
}

/// Returns the milliseconds of a flight of the ship, as worn as it is.
inline std::int64_t flight_time(const RouteRequest& request, std::int64_t distance,
                                model::FlightMode mode) {
    // A ship without a tank flies at cruising time whatever its mode.
    if (request.fuel.capacity == 0) mode = model::FlightMode::kCruise;
    const std::int64_t as_new =
        model::travel_time(distance, mode, request.speed) / std::chrono::seconds(1);
    return 1'000 * (as_new + (as_new * request.slowdown + 50) / 100);
}

}  // namespace argosy::fleet
