#include "model/ship.h"

namespace argosy::model {

NavStatus status_at(const Nav& nav, core::TimePoint now) {
    const bool arrived = nav.status == NavStatus::kInTransit && now >= nav.route.arrival;
    return arrived ? NavStatus::kInOrbit : nav.status;
}

core::Units Cargo::used() const {
    core::Units sum;
    for (const auto& [good, units] : items)
        sum += units;
    return sum;
}

core::Units Cargo::of(const TradeSymbol& good) const {
    const auto found = items.find(good);
    return found == items.end() ? core::Units(0) : found->second;
}

}  // namespace argosy::model
