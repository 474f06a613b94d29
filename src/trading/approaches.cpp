#include "trading/approaches.h"

#include <algorithm>
#include <limits>

namespace argosy::trading {

using model::Ship;

Approaches::Approaches(const TradeDesk& desk, const std::vector<model::ShipSymbol>& ships)
    : desk_(desk), ships_left_(ships.size()) {
    using KindKey = std::tuple<fleet::RouteTimes::Hull, core::Units>;
    std::map<KindKey, std::size_t> kinds;
    std::map<std::pair<std::size_t, model::WaypointSymbol>, std::size_t> groups;
    for (std::size_t number = 0; number < ships.size(); ++number) {
        const Ship& ship = desk.fleet().ships.at(ships[number]);
        const core::Units hold = ship.cargo.free();
        const auto [kind, is_first] =
            kinds.try_emplace({fleet::RouteTimes::hull_of(ship), hold}, kinds_.size());
        if (is_first) {
            kinds_.push_back({&ship, hold});
            groups_of_.emplace_back();
        }
        const auto [group, is_new] =
            groups.try_emplace({kind->second, ship.nav.waypoint}, groups_.size());
        if (is_new) {
            groups_of_[kind->second].push_back(std::int32_t(groups_.size()));
            groups_.push_back({&ship, {}});
        }
        groups_[group->second].ships.push_back(number);
    }
    ways_.assign(kinds_.size(), std::vector<Ways>(desk.board().markets().size()));
}

const std::vector<Approaches::Way>& Approaches::to(std::size_t kind, std::int32_t market) {
    Ways& ways = ways_[kind][std::size_t(market)];
    if (!ways.all) find_all(kind, market, ways);
    const auto has_ended = [this](const Way& way) { return !first_of(way.group); };
    if (ways.is_chosen && std::ranges::none_of(ways.best, has_ended)) return ways.best;
    std::erase_if(*ways.all, has_ended);
    ways.is_chosen = true;
    ways.best.clear();
    // Of those that take the same time all are kept: whose ship is the first decides between
    // equals.
    core::Credits cheapest_sooner(std::numeric_limits<std::int64_t>::max());
    core::Credits cheapest = cheapest_sooner;
    core::Duration time{-1};
    for (const Way& way : *ways.all) {
        if (way.approach.time > time) cheapest_sooner = cheapest;
        time = way.approach.time;
        cheapest = std::min(cheapest, way.approach.fuel);
        if (way.approach.fuel < cheapest_sooner) ways.best.push_back(way);
    }
    return ways.best;
}

void Approaches::find_all(std::size_t kind, std::int32_t market, Ways& ways) const {
    fleet::Fleet& fleet = desk_.fleet();
    const model::WaypointSymbol& to = desk_.board().markets()[std::size_t(market)];
    ways.all.emplace();
    for (const std::int32_t number : groups_of_[kind]) {
        const Ship& ship = *groups_[std::size_t(number)].example;
        const fleet::RoutePlan* there = fleet.routes.find(ship, ship.nav.waypoint, to);
        if (there != nullptr) ways.all->push_back({number, desk_.approach(*there)});
    }
    std::ranges::sort(*ways.all, {},
                      [](const Way& way) { return std::make_pair(way.approach.time, way.group); });
}

std::optional<std::size_t> Approaches::first_of(std::int32_t group) const {
    const Group& ships = groups_[std::size_t(group)];
    if (ships.taken == ships.ships.size()) return std::nullopt;
    return ships.ships[ships.taken];
}

void Approaches::take(std::int32_t group) {
    Group& ships = groups_[std::size_t(group)];
    ++ships.taken;
    --ships_left_;
}

}  // namespace argosy::trading
