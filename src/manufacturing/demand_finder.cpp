#include "manufacturing/demand_finder.h"

#include <algorithm>
#include <tuple>

namespace argosy::manufacturing {

using model::TradeSymbol;
using model::WaypointSymbol;

std::vector<ManufacturingOpportunity> DemandFinder::find(
    const std::set<std::pair<WaypointSymbol, TradeSymbol>>& reserved) const {
    std::map<TradeSymbol, ManufacturingOpportunity> best;
    const goods::ResolveOptions options{settings_.max_depth, reserved};
    for (const market::Listing* wanted : markets_.imports()) {
        if (wanted->bid < settings_.min_price || !wanted->state) continue;
        const bool elsewhere =
            !settings_.system.empty() && model::system_of(wanted->market) != settings_.system;
        if (elsewhere) continue;
        const auto recipe = model::recipes().find(wanted->good);
        if (recipe == model::recipes().end() || model::is_raw(wanted->good)) continue;
        auto tree = goods::resolve_adaptive(wanted->good, markets_, model::recipes(), options);
        if (!tree) continue;
        ManufacturingOpportunity opportunity{.good = wanted->good,
                                             .sell_market = wanted->market,
                                             .bid = wanted->bid,
                                             .tree = *std::move(tree)};
        profitability_.assess(opportunity);
        const auto known = best.find(wanted->good);
        const auto key = [](const ManufacturingOpportunity& o) {
            return std::tuple(o.sale.profit(), o.bid);
        };
        if (known == best.end() || key(opportunity) > key(known->second)) {
            best.insert_or_assign(wanted->good, std::move(opportunity));
        }
    }
    std::vector<ManufacturingOpportunity> ranked;
    for (auto& [good, opportunity] : best)
        ranked.push_back(std::move(opportunity));
    std::sort(ranked.begin(), ranked.end(),
              [](const ManufacturingOpportunity& a, const ManufacturingOpportunity& b) {
                  return std::tuple(b.clears, b.whole.profit(), a.good) <
                         std::tuple(a.clears, a.whole.profit(), b.good);
              });
    return ranked;
}

}  // namespace argosy::manufacturing
