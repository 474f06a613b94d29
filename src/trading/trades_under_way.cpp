#include "trading/trades_under_way.h"

namespace argosy::trading {
namespace {

using core::Credits;
using core::Units;
using hauls::Haul;

constexpr core::Ask kAnyAsk(1'000'000'000);

// A ship that has loaded moves what it bought; one that has not, what it was sent for.
Units units_of(const Haul& haul) {
    if (haul.load == nullptr) return haul.unload->quantity;
    const bool loaded = hauls::is_terminal(haul.load->status);
    return loaded ? haul.load->actual_quantity : haul.load->quantity;
}

std::optional<Credits> profit_of(const TradeDesk& desk, const Haul& haul, Units units) {
    Credits profit = haul.unload->total_revenue;
    if (haul.load != nullptr) profit -= haul.load->total_cost;
    if (haul.load != nullptr && !hauls::is_terminal(haul.load->status)) {
        const auto source = desk.state(haul.load->place(), haul.good());
        if (!source) return std::nullopt;
        const Units left = units - haul.load->actual_quantity;
        profit -= model::quote_purchase(*source, left, kAnyAsk).total;
    }
    const Units to_sell = units - haul.unload->actual_quantity;
    if (to_sell <= Units(0)) return profit;
    const auto sink = desk.state(haul.unload->place(), haul.good());
    if (!sink) return std::nullopt;
    return profit + model::quote_sale(*sink, to_sell, core::Bid(1)).total;
}

}  // namespace

std::vector<TradeUnderWay> trades_under_way(TradeDesk& desk, const hauls::TaskBook& tasks,
                                            const core::OperationId& operation) {
    std::vector<TradeUnderWay> trades;
    for (const Haul& haul : tasks.open_hauls()) {
        if (haul.unload->operation != operation || haul.ship().empty()) continue;
        desk.begin_again(haul);
        const model::WaypointSymbol from =
            haul.load == nullptr ? model::WaypointSymbol() : haul.load->place();
        const Units units = units_of(haul);
        trades.push_back({.haul = haul.id,
                          .ship = haul.ship(),
                          .lane = {haul.good(), from, haul.unload->place()},
                          .units = units,
                          .profit = profit_of(desk, haul, units)});
    }
    return trades;
}

}  // namespace argosy::trading
