#include "manufacturing/profitability.h"

#include <algorithm>

namespace argosy::manufacturing {
namespace {

using goods::AcquisitionMethod;
using goods::SupplyChainNode;
using hauls::TaskType;
using model::TradeSymbol;
using model::WaypointSymbol;

// More than any leg can move before its margin is gone.
constexpr core::Units kWholeLeg{2'000};

// A chain whose product does not clear yet is begun for its feeding alone if one leg brings so many
// times what a haul must bring: with less, most such chains end without a sale.
constexpr std::int64_t kFeedingAlone = 5;

// More lots of one leg than this at once would meet each other's prices.
constexpr int kMostLots = 4;

}  // namespace

core::Units largest_hold(const fleet::Fleet& fleet) {
    core::Units hold;
    for (const auto& [symbol, ship] : fleet.ships.all())
        hold = std::max(hold, ship.cargo.capacity);
    return hold;
}

Takings Profitability::forecast_leg(const TradeSymbol& good, const WaypointSymbol& from,
                                    const WaypointSymbol& to, TaskType unload) const {
    const market::Listing* source = fleet_.markets.find(from, good);
    const market::Listing* sink = fleet_.markets.find(to, good);
    if (source == nullptr || sink == nullptr || !source->state || !sink->state) return Takings{};
    const hauls::HaulPrice price = hauls::price_by(gate_, unload, *source->state, *sink->state,
                                                   kWholeLeg, fleet_.ledger.working_capital());
    return Takings{price.units, price.cost, price.revenue};
}

void Profitability::assess(ManufacturingOpportunity& opportunity) const {
    opportunity.sale = forecast_leg(opportunity.good, opportunity.tree.market,
                                    opportunity.sell_market, TaskType::kSell);
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

void Profitability::add_feeding(const SupplyChainNode& node, Takings& whole,
                                bool& any_clears) const {
    for (const SupplyChainNode& child : node.children) {
        const Takings leg = forecast_leg(child.good, child.market, node.market, TaskType::kDeliver);
        whole.cost += leg.cost;
        whole.revenue += leg.revenue;
        any_clears = any_clears || leg.profit() >= gate_.least_profit * kFeedingAlone;
        if (child.method == AcquisitionMethod::kFabricate) add_feeding(child, whole, any_clears);
    }
}

int Profitability::lots_of(const TradeSymbol& good, const WaypointSymbol& from,
                           const WaypointSymbol& to, TaskType unload) const {
    const core::Units hold = largest_hold(fleet_);
    if (hold.count() == 0) return 1;
    const Takings leg = forecast_leg(good, from, to, unload);
    if (leg.units.count() == 0) {
        // An input the factory has plenty of is not fetched; one it lacks is wanted though it does
        // not pay yet.
        const market::Listing* sink = fleet_.markets.find(to, good);
        const bool plenty = sink != nullptr && sink->supply >= model::Supply::kModerate;
        return unload == TaskType::kSell || !plenty ? 1 : 0;
    }
    const std::int64_t lots = (leg.units.count() + hold.count() - 1) / hold.count();
    return int(std::min<std::int64_t>(lots, kMostLots));
}

}  // namespace argosy::manufacturing
