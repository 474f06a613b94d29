#include "manufacturing/demand_finder.h"

#include <algorithm>
#include <tuple>

namespace argosy::manufacturing {

using model::TradeSymbol;
using model::WaypointSymbol;

namespace {

bool is_worth_more(const ManufacturingOpportunity& a, const ManufacturingOpportunity& b) {
    return std::tuple(b.clears, b.whole.profit(), b.bid, a.good) <
           std::tuple(a.clears, a.whole.profit(), a.bid, b.good);
}

bool is_dearer(const ManufacturingOpportunity& a, const ManufacturingOpportunity& b) {
    return std::tuple(b.bid, b.whole.profit(), a.good) <
           std::tuple(a.bid, a.whole.profit(), b.good);
}

}  // namespace

std::vector<ManufacturingOpportunity> DemandFinder::find(
    const std::set<std::pair<WaypointSymbol, TradeSymbol>>& reserved) const {
    std::map<TradeSymbol, ManufacturingOpportunity> best;
    const auto goes_first = settings_.rank == Rank::kPrice ? is_dearer : is_worth_more;
    const goods::ResolveOptions options{settings_.max_depth, reserved, settings_.strategy};
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
        if (known == best.end() || goes_first(opportunity, known->second)) {
            best.insert_or_assign(wanted->good, std::move(opportunity));
        }
    }
    std::vector<ManufacturingOpportunity> ranked;
    for (auto& [good, opportunity] : best)
        ranked.push_back(std::move(opportunity));
    std::sort(ranked.begin(), ranked.end(), goes_first);
    return ranked;
}

}  // namespace argosy::manufacturing
