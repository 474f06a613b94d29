#include "manufacturing/demand_finder.h"

#include <algorithm>
#include <tuple>

namespace argosy::manufacturing {
namespace {

using goods::AcquisitionMethod;
using goods::SupplyChainNode;
using model::TradeSymbol;
using model::WaypointSymbol;

// More than any leg can move before its margin is gone.
constexpr core::Units kWholeLeg{2'000};

}  // namespace

Forecast DemandFinder::forecast_leg(const TradeSymbol& good, const WaypointSymbol& from,
                                    const WaypointSymbol& to, std::int64_t min_margin_bp) const {
    const market::Listing* source = fleet_.markets.find(from, good);
    const market::Listing* sink = fleet_.markets.find(to, good);
    if (source == nullptr || sink == nullptr || !source->state || !sink->state) return Forecast{};
    const hauls::HaulPrice price = hauls::price_haul(
        {*source->state, *sink->state, kWholeLeg, fleet_.ledger.working_capital(), min_margin_bp});
    return Forecast{price.units, price.cost, price.revenue};
}

std::vector<ManufacturingOpportunity> DemandFinder::find(
    const std::set<std::pair<WaypointSymbol, TradeSymbol>>& reserved) const {
    std::map<TradeSymbol, ManufacturingOpportunity> best;
    const goods::ResolveOptions options{settings_.max_depth, reserved};
    for (const market::Listing* wanted : fleet_.markets.imports()) {
        if (wanted->bid < settings_.min_price || !wanted->state) continue;
        const bool elsewhere =
            !settings_.system.empty() && model::system_of(wanted->market) != settings_.system;
        if (elsewhere) continue;
        const auto recipe = model::recipes().find(wanted->good);
        if (recipe == model::recipes().end() || model::is_raw(wanted->good)) continue;
        auto tree =
            goods::resolve_adaptive(wanted->good, fleet_.markets, model::recipes(), options);
        if (!tree) continue;
        ManufacturingOpportunity opportunity{.good = wanted->good,
                                             .sell_market = wanted->market,
                                             .bid = wanted->bid,
                                             .tree = *std::move(tree)};
        assess(opportunity);
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

void DemandFinder::assess(ManufacturingOpportunity& opportunity) const {
    opportunity.sale = forecast_leg(opportunity.good, opportunity.tree.market,
                                    opportunity.sell_market, gate_.sale_margin_bp);
    opportunity.whole = opportunity.sale;
    bool any_clears = opportunity.sale.profit() >= gate_.least_profit;
    add_feeding(opportunity.tree, opportunity.whole, any_clears);
    opportunity.clears = any_clears || gate_.advisory;
    opportunity.verdict =
        opportunity.clears ? "clears"
                           : fmt::format("no leg earns {}: selling {} units would bring {} for {}",
                                         gate_.least_profit, opportunity.sale.units,
                                         opportunity.sale.revenue, opportunity.sale.cost);
    // A treasury that is not above the floor can buy nothing, whatever it would earn.
    if (!opportunity.clears && fleet_.ledger.working_capital() <= core::Credits(0)) {
        opportunity.verdict = fleet_.ledger.why_blocked().value_or(opportunity.verdict);
    }
}

void DemandFinder::add_feeding(const SupplyChainNode& node, Forecast& whole,
                               bool& any_clears) const {
    for (const SupplyChainNode& child : node.children) {
        const Forecast leg =
            forecast_leg(child.good, child.market, node.market, gate_.feed_margin_bp);
        whole.cost += leg.cost;
        whole.revenue += leg.revenue;
        any_clears = any_clears || leg.profit() >= gate_.least_profit;
        if (child.method == AcquisitionMethod::kFabricate) add_feeding(child, whole, any_clears);
    }
}

}  // namespace argosy::manufacturing
