#include "sim/snapshot_check.h"

#include <fmt/format.h>

#include <algorithm>

namespace argosy::sim {
namespace {

class SnapshotCheck {
  public:
    SnapshotCheck(const Universe& universe, JsonReader& problems)
        : universe_(universe), state_(universe.state()), problems_(problems) {}

    void run() {
        check_scenario();
        check_markets();
        check_agents();
        check_ships();
        check_places();
        check_contracts();
        check_surveys();
    }

  private:
    void problem(std::string_view place, const std::string& what) {
        problems_.problem(place, what);
    }

    void waypoint(const std::string& place, const model::WaypointSymbol& waypoint) {
        if (universe_.find_waypoint(waypoint) != nullptr) return;
        problem(place, fmt::format("names \"{}\", expected a waypoint of the scenario", waypoint));
    }

    void agent(const std::string& place, const model::AgentSymbol& agent) {
        if (state_.agents.contains(agent)) return;
        problem(place, fmt::format("names \"{}\", expected an agent of the snapshot", agent));
    }

    template <class Key>
    void same(const std::string& place, const Key& key, const Key& own) {
        if (key != own) problem(place, fmt::format("is said to be \"{}\", expected {}", own, key));
    }

    void check_scenario() {
        const Scenario& scenario = universe_.scenario();
        if (scenario.systems.empty()) problem("scenario", "has no systems, expected one or more");
        if (scenario.starts.empty()) problem("scenario", "has no starts, expected one or more");
        for (const StartFacts& start : scenario.starts) {
            waypoint("scenario, starts", start.headquarters);
            waypoint("scenario, starts", start.probe_waypoint);
        }
        for (const GateFacts& gate : scenario.gates)
            waypoint("scenario, gates", gate.waypoint);
        for (const WaypointFacts& facts : scenario.waypoints) {
            const auto found = universe_.system(model::system_of(facts.waypoint.symbol));
            if (!found) {
                problem("scenario, waypoints",
                        fmt::format("has {}, expected waypoints of its systems",
                                    facts.waypoint.symbol));
            }
        }
    }

    void check_markets() {
        for (const auto& [symbol, market] : universe_.economy().markets()) {
            const std::string place = fmt::format("markets, {}", symbol);
            waypoint(place, symbol);
            same(place, symbol, market.waypoint);
            for (const MarketGoodState& good : market.goods) {
                const model::PriceState& price = good.price;
                const std::int64_t least =
                    std::min({price.base, price.margin, price.volume.count()});
                if (least >= 1) continue;
                problem(place, fmt::format("has base {}, margin {}, volume {} of {}, expected 1 or "
                                           "more of each",
                                           price.base, price.margin, price.volume, good.good));
            }
        }
    }

    void check_agents() {
        for (const auto& [symbol, record] : state_.agents) {
            const std::string place = fmt::format("state, agents, {}", symbol);
            same(place, symbol, record.agent.symbol);
            waypoint(place, record.agent.headquarters);
            if (!state_.accounts.contains(record.agent.account)) {
                problem(place, fmt::format("has the account \"{}\", expected one of the snapshot",
                                           record.agent.account));
            }
            for (const model::ShipSymbol& ship : record.ships) {
                const auto found = state_.ships.find(ship);
                if (found == state_.ships.end() || found->second.owner != symbol) {
                    problem(place, fmt::format("lists {}, expected ships of its own", ship));
                }
            }
        }
    }

    void check_ships() {
        for (const auto& [symbol, record] : state_.ships) {
            const std::string place = fmt::format("state, ships, {}", symbol);
            same(place, symbol, record.ship.symbol);
            agent(place, record.owner);
            const model::Nav& nav = record.ship.nav;
            for (const auto& each : {nav.waypoint, nav.route.origin, nav.route.destination})
                waypoint(place, each);
            same(place, model::system_of(nav.waypoint), nav.system);
            if (record.ship.speed < 1) {
                problem(place, fmt::format("has speed {}, expected 1 or more", record.ship.speed));
            }
            if (record.ship.cargo.free() < core::Units(0)) {
                problem(place, fmt::format("holds {} units, expected {} or fewer",
                                           record.ship.cargo.used(), record.ship.cargo.capacity));
            }
        }
    }

    void check_places() {
        for (const auto& [symbol, yard] : state_.yards) {
            waypoint(fmt::format("state, yards, {}", symbol), symbol);
        }
        for (const auto& [symbol, deals] : state_.deals) {
            waypoint(fmt::format("state, deals, {}", symbol), symbol);
        }
        for (const auto& [symbol, site] : state_.sites) {
            waypoint(fmt::format("state, sites, {}", symbol), symbol);
        }
        for (const auto& [symbol, chart] : state_.charts) {
            waypoint(fmt::format("state, charts, {}", symbol), symbol);
        }
        for (const auto& [symbol, strain] : state_.strains) {
            waypoint(fmt::format("state, strains, {}", symbol), symbol);
        }
    }

    void check_contracts() {
        for (const auto& [id, contract] : state_.contracts) {
            const std::string place = fmt::format("state, contracts, {}", id);
            same(place, id, contract.id);
            agent(place, contract.agent);
            for (const ContractDelivery& delivery : contract.deliveries)
                waypoint(place, delivery.destination);
        }
    }

    void check_surveys() {
        for (const auto& [signature, survey] : state_.surveys) {
            const std::string place = fmt::format("state, surveys, {}", signature);
            same(place, signature, survey.signature);
            agent(place, survey.agent);
            waypoint(place, survey.waypoint);
        }
    }

    const Universe& universe_;
    const UniverseState& state_;
    JsonReader& problems_;
};

}  // namespace

void check_snapshot(const Universe& universe, JsonReader& problems) {
    SnapshotCheck(universe, problems).run();
}

}  // namespace argosy::sim
