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

// What one credit spent brings, without rounding.
bool returns_more(const ManufacturingOpportunity& a, const ManufacturingOpportunity& b) {
    const auto scaled = [](const ManufacturingOpportunity& one,
                           const ManufacturingOpportunity& other) {
        const std::int64_t cost = std::max<std::int64_t>(1, other.whole.cost.count());
        return __int128(one.whole.profit().count()) * cost;
    };
    if (a.clears != b.clears) return a.clears;
    const __int128 of_a = scaled(a, b), of_b = scaled(b, a);
    return of_a != of_b ? of_a > of_b : is_worth_more(a, b);
}

bool is_dearer(const ManufacturingOpportunity& a, const ManufacturingOpportunity& b) {
    return std::tuple(b.bid, b.whole.profit(), a.good) <
           std::tuple(a.bid, a.whole.profit(), b.good);
}

using Order = bool (*)(const ManufacturingOpportunity&, const ManufacturingOpportunity&);

Order order_of(Rank rank) {
    switch (rank) {
        case Rank::kValue:
            return is_worth_more;
        case Rank::kReturn:
            return returns_more;
        case Rank::kPrice:
            return is_dearer;
    }
    return is_worth_more;
}

}  // namespace

std::vector<ManufacturingOpportunity> DemandFinder::find(
    const std::set<std::pair<WaypointSymbol, TradeSymbol>>& reserved) const {
    std::map<TradeSymbol, ManufacturingOpportunity> best;
    const Order goes_first = order_of(settings_.rank);
    const goods::ResolveOptions options{settings_.max_depth, reserved, settings_.strategy};
    for (const market::Listing* wanted : markets_.imports()) {
        if (wanted->bid < settings_.min_price || !wanted->state) continue;
        const bool elsewhere =
            !settings_.system.empty() && model::system_of(wanted->market) != settings_.system;
        if (elsewhere) continue;
        if (model::is_raw(wanted->good)) continue;
        auto tree = goods::resolve_adaptive(wanted->good, markets_, *settings_.recipes, options);
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
    const auto most = std::size_t(settings_.max_opportunities);
    if (most > 0 && ranked.size() > most) ranked.resize(most);
    return ranked;
}

}  // namespace argosy::manufacturing
