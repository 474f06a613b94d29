#include "sim/truth.h"

#include "core/assert.h"

namespace argosy::sim {

using core::Credits;
using core::Units;
using model::AgentSymbol;

const AgentRecord& Truth::record(const AgentSymbol& agent) const {
    const auto found = universe_.agents().find(agent);
    ARGOSY_ASSERT(found != universe_.agents().end());
    return found->second;
}

Credits Truth::credits(const AgentSymbol& agent) const {
    return record(agent).agent.credits;
}
Credits Truth::spent(const AgentSymbol& agent) const {
    return record(agent).spent;
}
Credits Truth::earned(const AgentSymbol& agent) const {
    return record(agent).earned;
}

std::vector<model::Ship> Truth::ships(const AgentSymbol& agent, core::TimePoint now) const {
    std::vector<model::Ship> ships;
    for (const model::ShipSymbol& symbol : record(agent).ships) {
        model::Ship ship = universe_.all_ships().at(symbol).ship;
        ship.nav.status = model::status_at(ship.nav, now);
        ships.push_back(std::move(ship));
    }
    return ships;
}

std::map<model::TradeSymbol, Units> Truth::cargo(const AgentSymbol& agent) const {
    std::map<model::TradeSymbol, Units> sums;
    for (const model::ShipSymbol& symbol : record(agent).ships) {
        for (const auto& [good, units] : universe_.all_ships().at(symbol).ship.cargo.items) {
            sums[good] += units;
        }
    }
    return sums;
}

const MarketGoodState& Truth::good(const model::WaypointSymbol& waypoint,
                                   const model::TradeSymbol& good) const {
    const MarketState* market = universe_.economy().find(waypoint);
    ARGOSY_ASSERT(market != nullptr);
    const MarketGoodState* state = market->find(good);
    ARGOSY_ASSERT(state != nullptr);
    return *state;
}

const MarketGoodState* Truth::unbalanced_good() const {
    for (const auto& [waypoint, market] : markets()) {
        for (const MarketGoodState& good : market.goods) {
            if (good.accounted_stock() != good.price.stock) return &good;
        }
    }
    return nullptr;
}

}  // namespace argosy::sim
