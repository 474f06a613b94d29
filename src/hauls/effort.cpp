#include "hauls/effort.h"

namespace argosy::hauls {

std::int64_t requests_of(const fleet::RoutePlan& way) {
    constexpr std::int64_t kFuelStop = 3;  // dock, refuel, orbit
    std::int64_t requests = 0;
    for (const fleet::RouteLeg& leg : way.legs)
        requests += 1 + (leg.refuel_first ? kFuelStop : 0);
    return requests;
}

std::int64_t trading_requests(core::Units units, core::Units source, core::Units sink) {
    const auto tranches = [&](core::Units volume) {
        return (units.count() + volume.count() - 1) / volume.count();
    };
    constexpr std::int64_t kFixedRequests = 6;  // two docks, two looks, two departures
    return tranches(source) + tranches(sink) + kFixedRequests;
}

}  // namespace argosy::hauls
