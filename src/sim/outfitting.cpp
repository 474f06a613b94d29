#include "sim/outfitting.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/handover.h"
#include "sim/ship_refusals.h"

namespace argosy::sim {

using core::Credits;
using core::Units;
using model::AgentSymbol;
using model::ShipSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;

/// What is different between mounts and modules.
struct Outfitting::Kind {
    std::string_view name;
    const Part* (Catalogue::*find)(std::string_view) const;
    std::vector<std::string> ShipRecord::* installed;
    ApiError (*no_shipyard)(const WaypointSymbol&);
    ApiError (*no_credits)(Credits available, Credits needed);
    ApiError (*not_installed)(const ShipSymbol&, std::string_view);

    static const Kind kMount;
    static const Kind kModule;
};

const Outfitting::Kind Outfitting::Kind::kMount{
    "mount",
    &Catalogue::mount,
    &ShipRecord::mounts,
    &refusal::no_shipyard_for_mounts,
    &refusal::no_credits_for_mount,
    &refusal::mount_not_installed,
};
const Outfitting::Kind Outfitting::Kind::kModule{
    "module",
    &Catalogue::module,
    &ShipRecord::modules,
    &refusal::no_shipyard_for_modules,
    &refusal::no_credits_for_module,
    &refusal::module_not_installed,
};

namespace {

// What the ship's parts take and give when its modules and mounts are these.
Fitting fitting_of(const Universe& universe, const ShipRecord& ship) {
    return universe.catalogue().fitting(*ship.hull, ship.modules, ship.mounts);
}

// What stands against the ship's parts being together, or nothing.
std::optional<ApiError> unfit(const ShipSymbol& ship, const Fitting& wanted) {
    if (wanted.power > wanted.power_output) return refusal::too_little_power(ship, wanted);
    if (wanted.slots > wanted.module_slots) return refusal::too_few_slots(ship, wanted);
    if (wanted.mounts > wanted.mounting_points) {
        return refusal::too_few_mounting_points(ship, wanted);
    }
    if (wanted.crew > wanted.crew_capacity) return refusal::too_little_room_for_crew(ship, wanted);
    return std::nullopt;
}

}  // namespace

bool has_shipyard(const Universe& universe, const WaypointSymbol& waypoint) {
    return universe.find_waypoint(waypoint)->waypoint.has_trait("SHIPYARD");
}

ApiResult<ShipRecord*> Outfitting::ship_for_refit(const Kind& kind, const AgentSymbol& agent,
                                                  const ShipSymbol& ship, core::TimePoint now) {
    universe_.advance(now);
    ARGOSY_TRY(ShipRecord * record, universe_.own_docked_ship(agent, ship, now));
    const WaypointSymbol& here = record->ship.nav.waypoint;
    if (!has_shipyard(universe_, here)) return kind.no_shipyard(here);
    return record;
}

Refit Outfitting::paid(ShipRecord& ship, const std::string& symbol, core::TimePoint now) {
    AgentRecord& owner = universe_.agent_record(ship.owner);
    Universe::pay(owner, rules_.fee);
    return {&owner, &ship, TradeSymbol(symbol), rules_.fee, now};
}

ApiResult<Refit> Outfitting::install(const Kind& kind, const AgentSymbol& agent,
                                     const ShipSymbol& ship, const std::string& symbol,
                                     core::TimePoint now) {
    ARGOSY_TRY(ShipRecord * record, ship_for_refit(kind, agent, ship, now));
    if ((universe_.catalogue().*kind.find)(symbol) == nullptr) {
        return refusal::invalid_field("symbol",
                                      fmt::format("there is no {} {}", kind.name, symbol));
    }
    const TradeSymbol part(symbol);
    if (auto refused = cannot_hand_over(*record, part, Units(1))) return *refused;
    const Credits credits = universe_.agent_record(agent).agent.credits;
    if (rules_.fee > credits) return kind.no_credits(credits, rules_.fee);
    ShipRecord refitted = *record;
    (refitted.*kind.installed).push_back(symbol);
    const Fitting fitting = fitting_of(universe_, refitted);
    if (auto refused = unfit(ship, fitting)) return *refused;

    take_from_hold(*record, part, Units(1));
    (record->*kind.installed).push_back(symbol);
    record->ship.cargo.capacity = Units(fitting.cargo_capacity);
    return paid(*record, symbol, now);
}

ApiResult<Refit> Outfitting::remove(const Kind& kind, const AgentSymbol& agent,
                                    const ShipSymbol& ship, const std::string& symbol,
                                    core::TimePoint now) {
    ARGOSY_TRY(ShipRecord * record, ship_for_refit(kind, agent, ship, now));
    ShipRecord refitted = *record;
    auto& parts = refitted.*kind.installed;
    const auto part = std::find(parts.begin(), parts.end(), symbol);
    if (part == parts.end()) return kind.not_installed(ship, symbol);
    const Credits credits = universe_.agent_record(agent).agent.credits;
    if (rules_.fee > credits) return kind.no_credits(credits, rules_.fee);
    parts.erase(part);
    const Fitting fitting = fitting_of(universe_, refitted);
    if (auto refused = unfit(ship, fitting)) return *refused;
    model::Cargo& left = refitted.ship.cargo;
    if (left.free() <= Units(0)) return refusal::cargo_full(ship);
    left.capacity = Units(fitting.cargo_capacity);
    if (left.free() < Units(1)) return refusal::cargo_exceeds_limit(ship, left, Units(1));

    left.items[TradeSymbol(symbol)] += Units(1);
    *record = std::move(refitted);
    return paid(*record, symbol, now);
}

ApiResult<Refit> Outfitting::install_mount(const AgentSymbol& agent, const ShipSymbol& ship,
                                           const std::string& mount, core::TimePoint now) {
    return install(Kind::kMount, agent, ship, mount, now);
}

ApiResult<Refit> Outfitting::install_module(const AgentSymbol& agent, const ShipSymbol& ship,
                                            const std::string& module, core::TimePoint now) {
    return install(Kind::kModule, agent, ship, module, now);
}

ApiResult<Refit> Outfitting::remove_mount(const AgentSymbol& agent, const ShipSymbol& ship,
                                          const std::string& mount, core::TimePoint now) {
    return remove(Kind::kMount, agent, ship, mount, now);
}

ApiResult<Refit> Outfitting::remove_module(const AgentSymbol& agent, const ShipSymbol& ship,
                                           const std::string& module, core::TimePoint now) {
    return remove(Kind::kModule, agent, ship, module, now);
}

}  // namespace argosy::sim
