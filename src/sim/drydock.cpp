#include "sim/drydock.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/outfitting.h"
#include "sim/ship_refusals.h"

namespace argosy::sim {
namespace {

using core::Credits;
using core::Units;
using model::AgentSymbol;
using model::ShipSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;

constexpr std::int64_t kUnit = 10'000;  // Of material, in basis points.
constexpr std::array kAll{Component::kFrame, Component::kReactor, Component::kEngine};

const TradeSymbol& plating() {
    static const TradeSymbol kPlating("SHIP_PLATING");
    return kPlating;
}

const TradeSymbol& parts() {
    static const TradeSymbol kParts("SHIP_PARTS");
    return kParts;
}

std::int64_t base_price_of(const TradeSymbol& good) {
    return model::base_price(good).value_or(0);
}

}  // namespace

const MarketGoodState* Drydock::traded(const WaypointSymbol& waypoint,
                                       const TradeSymbol& good) const {
    const MarketState* market = universe_.economy().find(waypoint);
    return market == nullptr ? nullptr : market->find(good);
}

Drydock::Material Drydock::to_repair(const ShipRecord& ship) const {
    Material material;
    for (const Component component : kAll) {
        const std::int64_t missing = Wear::kNew - ship.wear_of(component).condition;
        const std::int64_t quality = ship.hull->component(component).quality;
        (component == Component::kFrame ? material.plating : material.parts) +=
            missing * quality * rules_.repair_units / Wear::kNew;
    }
    return material;
}

Drydock::Material Drydock::to_gain(const ShipRecord& ship) const {
    Material material;
    for (const Component component : kAll) {
        const std::int64_t quality = ship.hull->component(component).quality;
        (component == Component::kFrame ? material.plating : material.parts) +=
            ship.wear_of(component).health() * quality * rules_.scrap_units / Wear::kNew;
    }
    return material;
}

Credits Drydock::cost(const ShipRecord& ship) const {
    const auto ask = [&](const TradeSymbol& good) {
        const MarketGoodState* state = traded(ship.ship.nav.waypoint, good);
        return state == nullptr ? base_price_of(good) : model::ask_of(state->price).count();
    };
    const Material material = to_repair(ship);
    const std::int64_t total = material.plating * ask(plating()) + material.parts * ask(parts());
    return Credits((total + kUnit - 1) / kUnit);
}

Credits Drydock::worth(const ShipRecord& ship) const {
    const auto bid = [&](const TradeSymbol& good) {
        const MarketGoodState* state = traded(ship.ship.nav.waypoint, good);
        return state == nullptr ? base_price_of(good) : model::bid_of(state->price).count();
    };
    const Material material = to_gain(ship);
    return Credits((material.plating * bid(plating()) + material.parts * bid(parts())) / kUnit);
}

ApiResult<ShipRecord*> Drydock::ship_at_yard(const AgentSymbol& agent, const ShipSymbol& ship,
                                             ApiError (*refuse)(const WaypointSymbol&),
                                             core::TimePoint now) {
    universe_.advance(now);
    ARGOSY_TRY(ShipRecord * record, universe_.own_ship_at_rest(agent, ship, now));
    const model::Nav& nav = record->ship.nav;
    if (nav.status != model::NavStatus::kDocked || !has_shipyard(universe_, nav.waypoint)) {
        return refuse(nav.waypoint);
    }
    return record;
}

ApiResult<YardBill> Drydock::repair_quote(const AgentSymbol& agent, const ShipSymbol& ship,
                                          core::TimePoint now) {
    ARGOSY_TRY(const ShipRecord* record,
               ship_at_yard(agent, ship, &refusal::no_shipyard_for_repair, now));
    return YardBill{record->ship.nav.waypoint, ship, cost(*record), now};
}

ApiResult<Repair> Drydock::repair(const AgentSymbol& agent, const ShipSymbol& ship,
                                  core::TimePoint now) {
    ARGOSY_TRY(ShipRecord * record,
               ship_at_yard(agent, ship, &refusal::no_shipyard_for_repair, now));
    const WaypointSymbol& here = record->ship.nav.waypoint;
    const Credits total = cost(*record);
    AgentRecord& owner = universe_.agent_record(agent);
    if (total > owner.agent.credits) {
        return refusal::no_credits_for_repair(owner.agent.credits, total);
    }
    const Material material = to_repair(*record);
    // A market deals in whole units: what it notices is rounded, what is paid is not.
    const auto take = [&](const TradeSymbol& good, std::int64_t amount) {
        const Units units((amount + kUnit / 2) / kUnit);
        if (units < Units(1) || traded(here, good) == nullptr) return;
        universe_.state().economy.buy(here, good, units, Economy::Cause::kTrade, now);
    };
    take(plating(), material.plating);
    take(parts(), material.parts);
    Universe::pay(owner, total);
    for (Wear& wear : record->wear) {
        const std::int64_t restored = Wear::kNew - wear.condition;
        wear.condition = Wear::kNew;
        wear.integrity = std::max<std::int64_t>(
            0, wear.integrity - restored * rules_.integrity_lost / Wear::kNew);
    }
    return Repair{&owner, record, YardBill{here, ship, total, now}};
}

ApiResult<YardBill> Drydock::scrap_quote(const AgentSymbol& agent, const ShipSymbol& ship,
                                         core::TimePoint now) {
    ARGOSY_TRY(const ShipRecord* record,
               ship_at_yard(agent, ship, &refusal::no_shipyard_for_scrapping, now));
    return YardBill{record->ship.nav.waypoint, ship, worth(*record), now};
}

ApiResult<Scrapping> Drydock::scrap(const AgentSymbol& agent, const ShipSymbol& ship,
                                    core::TimePoint now) {
    ARGOSY_TRY(const ShipRecord* record,
               ship_at_yard(agent, ship, &refusal::no_shipyard_for_scrapping, now));
    const WaypointSymbol here = record->ship.nav.waypoint;
    const Credits total = worth(*record);
    const Material material = to_gain(*record);
    const auto give = [&](const TradeSymbol& good, std::int64_t amount) {
        const Units units((amount + kUnit / 2) / kUnit);
        if (units < Units(1) || traded(here, good) == nullptr) return;
        universe_.state().economy.sell(here, good, units, now);
    };
    give(plating(), material.plating);
    give(parts(), material.parts);
    AgentRecord& owner = universe_.agent_record(agent);
    Universe::earn(owner, total);
    universe_.remove_ship(ship);
    Universe::note_event(owner, "SHIP_SCRAPPED",
                         fmt::format("{} was scrapped at {} for {}.", ship, here, total), now);
    return Scrapping{&owner, YardBill{here, ship, total, now}};
}

}  // namespace argosy::sim
