#include "trading/lane_scan.h"

#include <algorithm>
#include <tuple>

namespace argosy::trading {
namespace {

using model::Ship;

std::vector<const Ship*> idle_haulers(const fleet::Fleet& fleet) {
    std::vector<const Ship*> idle;
    for (const model::ShipSymbol& symbol : fleet.idle_ships()) {
        const Ship& ship = fleet.ships.at(symbol);
        if (fleet::ShipRegistry::is_hauler(ship) && ship.cargo.items.empty()) idle.push_back(&ship);
    }
    return idle;
}

Ship nearest(const std::vector<const Ship*>& ships, fleet::Fleet& fleet,
             const model::WaypointSymbol& waypoint) {
    const Ship* best = nullptr;
    core::Duration soonest{0};
    for (const Ship* ship : ships) {
        const fleet::RoutePlan* way = fleet.routes.find(*ship, ship->nav.waypoint, waypoint);
        if (way == nullptr || (best != nullptr && way->time >= soonest)) continue;
        best = ship;
        soonest = way->time;
    }
    return best == nullptr ? light_hauler_at(waypoint) : *best;
}

}  // namespace

// data/hulls.json, data/parts.json: a light freighter with an ion drive and two holds.
Ship light_hauler_at(const model::WaypointSymbol& waypoint) {
    Ship hull{.role = "HAULER", .frame = "FRAME_LIGHT_FREIGHTER", .speed = 15};
    hull.nav.waypoint = waypoint;
    hull.fuel = {.current = 600, .capacity = 600};
    hull.cargo.capacity = core::Units(80);
    return hull;
}

std::vector<ScannedLane> scan_lanes(TradeDesk& desk, const ScanTerms& terms) {
    desk.begin_round();
    fleet::Fleet& fleet = desk.fleet();
    const std::vector<const Ship*> idle = idle_haulers(fleet);
    std::vector<ScannedLane> lanes;
    for (const Lane& lane : desk.lanes()) {
        if (!terms.good.empty() && lane.good != terms.good) continue;
        const Ship ship = nearest(idle, fleet, lane.from);
        const hauls::HaulPrice price =
            desk.price(lane, ship.cargo.free(), {.min_margin_bp = terms.min_margin_bp});
        if (price.units.count() == 0) continue;
        auto trade = desk.trade(ship, lane, price);
        if (!trade || trade->offer.profit <= core::Credits(0)) continue;
        const auto source = desk.state(lane.from, lane.good);
        const auto sink = desk.state(lane.to, lane.good);
        const core::Ask ask = model::ask_of(*source);
        const core::Bid bid = model::bid_of(*sink);
        lanes.push_back({.trade = *std::move(trade),
                         .ask = ask,
                         .bid = bid,
                         .margin_bp = (bid.count() - ask.count()) * 10'000 / source->base,
                         .looked_at = std::min(fleet.markets.find(lane.from, lane.good)->looked_at,
                                               fleet.markets.find(lane.to, lane.good)->looked_at)});
    }
    std::sort(lanes.begin(), lanes.end(), [](const ScannedLane& a, const ScannedLane& b) {
        const auto key = [](const ScannedLane& lane) {
            return std::make_tuple(-rate_of(lane.trade), lane.trade.lane());
        };
        return key(a) < key(b);
    });
    return lanes;
}

}  // namespace argosy::trading
