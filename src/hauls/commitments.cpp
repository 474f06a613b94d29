#include "hauls/commitments.h"

#include <algorithm>

namespace argosy::hauls {

Commitments::Commitments(const TaskBook& tasks, const core::HaulId& except) {
    for (const Haul& haul : tasks.open_hauls()) {
        if (haul.ship().empty() || haul.id == except) continue;
        core::Units planned = haul.unload->quantity;
        if (haul.load != nullptr) {
            const bool loading = !is_terminal(haul.load->status);
            if (loading) {
                units_[{haul.load->place(), haul.good()}] -=
                    std::max(core::Units(0), haul.load->quantity - haul.load->actual_quantity);
            } else {
                planned = haul.load->actual_quantity;
            }
        }
        if (haul.unload->type == TaskType::kKeep) continue;
        units_[{haul.unload->place(), haul.good()}] +=
            std::max(core::Units(0), planned - haul.unload->actual_quantity);
    }
}

void Commitments::add(const model::WaypointSymbol& from, const model::WaypointSymbol& to,
                      const model::TradeSymbol& good, core::Units units) {
    units_[{from, good}] -= units;
    units_[{to, good}] += units;
}

core::Units Commitments::of(const model::WaypointSymbol& market,
                            const model::TradeSymbol& good) const {
    const auto found = units_.find({market, good});
    return found == units_.end() ? core::Units(0) : found->second;
}

}  // namespace argosy::hauls
