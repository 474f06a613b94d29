#include "trading/approaches.h"

#include <algorithm>
#include <limits>

namespace argosy::trading {

using model::Ship;

Approaches::Approaches(const TradeDesk& desk, const std::vector<model::ShipSymbol>& ships)
    : desk_(desk), ships_left_(ships.size()) {
    const std::size_t markets = desk.board().markets().size();
    std::map<fleet::RouteTimes::Hull, std::size_t> hulls;
    std::map<std::pair<std::size_t, model::WaypointSymbol>, std::size_t> starts;
    std::map<std::pair<std::size_t, core::Units>, std::size_t> kinds;
    for (std::size_t number = 0; number < ships.size(); ++number) {
        const Ship& ship = desk.fleet().ships.at(ships[number]);
        const std::size_t hull_number =
            hulls.try_emplace(fleet::RouteTimes::hull_of(ship), hulls.size()).first->second;
        if (hull_number == hulls_.size()) hulls_.emplace_back().ways.resize(markets);
        Hull& hull = hulls_[hull_number];
        const std::size_t start =
            starts.try_emplace({hull_number, ship.nav.waypoint}, hull.starts.size()).first->second;
        if (start == hull.starts.size()) hull.starts.push_back(&ship);

        const core::Units hold = ship.cargo.free();
        const std::size_t kind =
            kinds.try_emplace({hull_number, hold}, kinds_.size()).first->second;
        if (kind == kinds_.size()) {
            kinds_.push_back({&ship, hold});
            groups_of_.push_back({hull_number, {}, {}});
            groups_of_.back().best.resize(markets);
        }
        std::vector<std::int32_t>& at = groups_of_[kind].at;
        if (at.size() <= start) at.resize(start + 1, kNone);
        if (at[start] == kNone) {
            at[start] = std::int32_t(groups_.size());
            groups_.emplace_back();
        }
        groups_[std::size_t(at[start])].ships.push_back(number);
    }
}

const std::vector<Approaches::Way>& Approaches::to(std::size_t kind, std::int32_t market) {
    KindGroups& groups = groups_of_[kind];
    std::optional<std::vector<Way>>& best = groups.best[std::size_t(market)];
    const auto has_ended = [this](const Way& way) { return !first_of(way.group); };
    if (best && std::ranges::none_of(*best, has_ended)) return *best;
    best.emplace();
    // Of those that take the same time all are kept: whose ship is the first decides between
    // equals.
    core::Credits cheapest_sooner(std::numeric_limits<std::int64_t>::max());
    core::Credits cheapest = cheapest_sooner;
    core::Duration time{-1};
    for (const auto& [start, approach] : ways_of(hulls_[groups.hull], market)) {
        const std::int32_t group = start < groups.at.size() ? groups.at[start] : kNone;
        if (group == kNone || !first_of(group)) continue;
        if (approach.time > time) cheapest_sooner = cheapest;
        time = approach.time;
        cheapest = std::min(cheapest, approach.fuel);
        if (approach.fuel < cheapest_sooner) best->push_back({group, approach});
    }
    return *best;
}

const std::vector<Approaches::FromStart>& Approaches::ways_of(Hull& hull,
                                                              std::int32_t market) const {
    std::optional<std::vector<FromStart>>& ways = hull.ways[std::size_t(market)];
    if (ways) return *ways;
    const model::WaypointSymbol& to = desk_.board().markets()[std::size_t(market)];
    ways.emplace();
    for (std::size_t start = 0; start < hull.starts.size(); ++start) {
        const Ship& ship = *hull.starts[start];
        const fleet::RoutePlan* there = desk_.fleet().routes.find(ship, ship.nav.waypoint, to);
        if (there != nullptr) ways->push_back({start, desk_.approach(*there)});
    }
    std::ranges::sort(*ways, {},
                      [](const FromStart& way) { return std::pair(way.approach.time, way.start); });
    return *ways;
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
