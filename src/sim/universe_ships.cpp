#include <fmt/format.h>

#include <algorithm>

#include "sim/flight.h"
#include "sim/universe.h"

// Where ships are and how they move, and how they come to be.

namespace argosy::sim {
namespace {

using core::Credits;
using core::Units;
using model::AgentSymbol;
using model::NavStatus;
using model::ShipSymbol;
using model::WaypointSymbol;

constexpr std::size_t kSalesKept = 20;
constexpr std::size_t kEventsKept = 100;

}  // namespace

ShipRecord& Universe::add_ship(AgentRecord& agent, const Hull& hull, const WaypointSymbol& waypoint,
                               core::TimePoint now) {
    const ShipSymbol symbol(fmt::format("{}-{:X}", agent.agent.symbol, agent.agent.ship_count + 1));
    ++agent.agent.ship_count;
    agent.ships.push_back(symbol);
    ShipRecord& record = state_.ships[symbol];
    record.owner = agent.agent.symbol;
    record.hull = &hull;
    record.modules = hull.modules;
    record.mounts = hull.mounts;
    record.fuel_use.at = now;
    record.ship.symbol = symbol;
    record.ship.role = hull.role;
    record.ship.frame = hull.frame;
    record.ship.speed = hull.speed;
    record.ship.fuel = {hull.fuel_capacity, hull.fuel_capacity};
    record.ship.cargo.capacity = hull.cargo_capacity;
    record.ship.nav.route = {waypoint, waypoint, now, now};
    move_to(record, waypoint);
    return record;
}

void Universe::remove_ship(const ShipSymbol& ship) {
    const auto found = state_.ships.find(ship);
    if (found == state_.ships.end()) return;
    const AgentSymbol owner = found->second.owner;
    berths_[found->second.ship.nav.waypoint][owner].erase(ship);
    std::erase(agent_record(owner).ships, ship);
    state_.ships.erase(found);
}

void Universe::move_to(ShipRecord& ship, const WaypointSymbol& waypoint) {
    const auto old = berths_.find(ship.ship.nav.waypoint);
    if (old != berths_.end()) old->second[ship.owner].erase(ship.ship.symbol);
    ship.ship.nav.waypoint = waypoint;
    ship.ship.nav.system = model::system_of(waypoint);
    berths_[waypoint][ship.owner].insert(ship.ship.symbol);
}

bool Universe::is_present(const AgentSymbol& agent, const WaypointSymbol& waypoint,
                          core::TimePoint now) const {
    const auto berth = berths_.find(waypoint);
    if (berth == berths_.end()) return false;
    const auto own = berth->second.find(agent);
    if (own == berth->second.end()) return false;
    return std::any_of(own->second.begin(), own->second.end(), [&](const ShipSymbol& symbol) {
        return model::status_at(state_.ships.at(symbol).ship.nav, now) != NavStatus::kInTransit;
    });
}

std::vector<const ShipRecord*> Universe::ships_near(const WaypointSymbol& waypoint) const {
    std::vector<const ShipRecord*> near;
    const auto berth = berths_.find(waypoint);
    if (berth == berths_.end()) return near;
    for (const auto& [agent, ships] : berth->second) {
        for (const ShipSymbol& ship : ships)
            near.push_back(&state_.ships.at(ship));
    }
    return near;
}

core::RandomStream Universe::take_chance(ShipRecord& ship) const {
    return rng_.stream(fmt::format("chance/{}/{}", ship.ship.symbol, ship.chances++));
}

AgentRecord& Universe::agent_record(const AgentSymbol& agent) {
    const auto found = state_.agents.find(agent);
    ARGOSY_ASSERT(found != state_.agents.end());
    return found->second;
}

void Universe::pay(AgentRecord& agent, Credits amount) {
    agent.agent.credits -= amount;
    agent.spent += amount;
}

void Universe::earn(AgentRecord& agent, Credits amount) {
    agent.agent.credits += amount;
    agent.earned += amount;
}

void Universe::note_event(AgentRecord& agent, std::string type, std::string message,
                          core::TimePoint now) {
    agent.events.push_front({++agent.event_count, std::move(type), std::move(message), now});
    if (agent.events.size() > kEventsKept) agent.events.pop_back();
}

ApiResult<ShipRecord*> Universe::own_ship(const AgentSymbol& agent, const ShipSymbol& ship,
                                          core::TimePoint now) {
    const auto found = state_.ships.find(ship);
    if (found == state_.ships.end() || found->second.owner != agent) {
        return refusal::not_found("Ship", ship.str());
    }
    model::Nav& nav = found->second.ship.nav;
    nav.status = model::status_at(nav, now);
    return &found->second;
}

ApiResult<ShipRecord*> Universe::own_ship_at_rest(const AgentSymbol& agent, const ShipSymbol& ship,
                                                  core::TimePoint now) {
    ARGOSY_TRY(ShipRecord * record, own_ship(agent, ship, now));
    if (record->ship.nav.status == NavStatus::kInTransit) {
        return refusal::in_transit(record->ship.nav, now);
    }
    return record;
}

ApiResult<ShipRecord*> Universe::own_docked_ship(const AgentSymbol& agent, const ShipSymbol& ship,
                                                 core::TimePoint now) {
    ARGOSY_TRY(ShipRecord * record, own_ship_at_rest(agent, ship, now));
    if (record->ship.nav.status != NavStatus::kDocked) return refusal::not_docked(ship);
    return record;
}

ApiResult<ShipRecord*> Universe::own_ship_in_orbit(const AgentSymbol& agent, const ShipSymbol& ship,
                                                   core::TimePoint now) {
    ARGOSY_TRY(ShipRecord * record, own_ship_at_rest(agent, ship, now));
    if (record->ship.nav.status != NavStatus::kInOrbit) {
        return refusal::not_in_orbit(record->ship.nav.waypoint);
    }
    return record;
}

std::optional<ApiError> Universe::still_cooling(const ShipRecord& ship, core::TimePoint now) {
    if (ship.cooldown.expires <= now) return std::nullopt;
    return refusal::on_cooldown(ship.ship.symbol, ship.cooldown.total_seconds,
                                ship.cooldown.expires, now);
}

void Universe::begin_cooldown(ShipRecord& ship, std::int64_t seconds, core::TimePoint now) {
    ship.cooldown = {seconds, now + std::chrono::seconds(seconds)};
}

ApiResult<std::vector<const ShipRecord*>> Universe::ships(const AgentSymbol& agent,
                                                          core::TimePoint now) {
    ARGOSY_TRY(const AgentRecord* owner, this->agent(agent));
    std::vector<const ShipRecord*> list;
    for (const ShipSymbol& symbol : owner->ships) {
        ARGOSY_TRY(const ShipRecord* record, own_ship(agent, symbol, now));
        list.push_back(record);
    }
    return list;
}

ApiResult<const ShipRecord*> Universe::ship(const AgentSymbol& agent, const ShipSymbol& ship,
                                            core::TimePoint now) {
    ARGOSY_TRY(const ShipRecord* record, own_ship(agent, ship, now));
    return record;
}

ApiResult<const ShipRecord*> Universe::orbit(const AgentSymbol& agent, const ShipSymbol& ship,
                                             core::TimePoint now) {
    ARGOSY_TRY(ShipRecord * record, own_ship_at_rest(agent, ship, now));
    record->ship.nav.status = NavStatus::kInOrbit;
    return record;
}

ApiResult<const ShipRecord*> Universe::dock(const AgentSymbol& agent, const ShipSymbol& ship,
                                            core::TimePoint now) {
    ARGOSY_TRY(ShipRecord * record, own_ship_at_rest(agent, ship, now));
    record->ship.nav.status = NavStatus::kDocked;
    return record;
}

ApiResult<const ShipRecord*> Universe::set_flight_mode(const AgentSymbol& agent,
                                                       const ShipSymbol& ship,
                                                       model::FlightMode mode,
                                                       core::TimePoint now) {
    ARGOSY_TRY(ShipRecord * record, own_ship(agent, ship, now));
    if (record->ship.nav.status == NavStatus::kInTransit) return hurry(*this, *record, mode, now);
    record->ship.nav.flight_mode = mode;
    return record;
}

ApiResult<Departure> Universe::navigate(const AgentSymbol& agent, const ShipSymbol& ship,
                                        const WaypointSymbol& destination, core::TimePoint now) {
    ARGOSY_TRY(ShipRecord * record, own_ship_in_orbit(agent, ship, now));
    const model::Nav& nav = record->ship.nav;
    if (model::system_of(destination) != nav.system) {
        return refusal::outside_system(ship, destination, nav.system);
    }
    if (find_waypoint(destination) == nullptr) {
        return refusal::invalid_destination(ship, destination);
    }
    if (destination == nav.waypoint) return refusal::already_there(ship, destination);
    return depart(*this, *record, destination, now);
}

ApiResult<ShipDeal> Universe::purchase_ship(const AgentSymbol& agent, const model::ShipType& type,
                                            const WaypointSymbol& yard, core::TimePoint now) {
    advance(now);
    const auto found = state_.yards.find(yard);
    if (found == state_.yards.end()) return refusal::not_found("Shipyard", yard.str());
    if (!is_present(agent, yard, now)) return refusal::no_ship_at_yard(yard);
    auto& listings = found->second.listings;
    const auto listing = std::find_if(listings.begin(), listings.end(),
                                      [&](const Listing& each) { return each.facts.type == type; });
    const Hull* hull = catalogue_->hull(type);
    if (listing == listings.end() || hull == nullptr) {
        return refusal::ship_type_not_sold(yard, type);
    }
    const Credits price = model::ask_of(listing->facts.state) * Units(1);
    AgentRecord& buyer = agent_record(agent);
    if (price > buyer.agent.credits) {
        return refusal::ship_too_expensive(buyer.agent.credits, price);
    }

    pay(buyer, price);
    if (listing->facts.state.stock == listing->full) {
        listing->next_built = now + options_.build_time;
        building_.emplace(listing->next_built, yard, std::size_t(listing - listings.begin()));
    }
    listing->facts.state.stock -= Units(1);
    const ShipRecord& ship = add_ship(buyer, *hull, yard, now);
    const model::ShipyardTransaction line{yard, type, agent, price, now};
    auto& sales = found->second.sales;
    sales.push_front(line);
    if (sales.size() > kSalesKept) sales.pop_back();
    note_event(buyer, "SHIP_PURCHASED",
               fmt::format("{} was bought at {} for {}.", ship.ship.symbol, yard, price), now);
    return ShipDeal{line, &buyer, &ship};
}

}  // namespace argosy::sim
