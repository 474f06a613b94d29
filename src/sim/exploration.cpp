#include "sim/exploration.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "model/travel.h"

namespace argosy::sim {
namespace {

using core::Credits;
using core::TimePoint;
using model::AgentSymbol;
using model::ShipSymbol;

constexpr std::string_view kSensorArray = "MOUNT_SENSOR_ARRAY";
constexpr int kBadRequest = 400;

using Traits = std::set<std::string_view>;

// On one in 20 of 685 recorded waypoints, or more.
const Traits& common_traits() {
    static const Traits kTraits{
        "MARKETPLACE",
        "MINERAL_DEPOSITS",
        "COMMON_METAL_DEPOSITS",
        "DEEP_CRATERS",
        "INDUSTRIAL",
        "EXPLOSIVE_GASES",
        "RADIOACTIVE",
        "SHALLOW_CRATERS",
        "OUTPOST",
        "SCATTERED_SETTLEMENTS",
        "FROZEN",
        "HOLLOWED_INTERIOR",
        "BARREN",
        "VIBRANT_AURORAS",
        "VOLCANIC",
    };
    return kTraits;
}

// On one in 100 of them, or more. The others are rare.
const Traits& uncommon_traits() {
    static const Traits kTraits{
        "CORROSIVE_ATMOSPHERE",
        "SHIPYARD",
        "TOXIC_ATMOSPHERE",
        "EXTREME_PRESSURE",
        "ROCKY",
        "STRONG_MAGNETOSPHERE",
        "RARE_METAL_DEPOSITS",
        "THIN_ATMOSPHERE",
        "UNSTABLE_COMPOSITION",
        "SPRAWLING_CITIES",
        "PRECIOUS_METAL_DEPOSITS",
        "MICRO_GRAVITY_ANOMALIES",
        "DEBRIS_CLUSTER",
        "EXTREME_TEMPERATURES",
        "FOSSILS",
        "BREATHABLE_ATMOSPHERE",
        "MAGMA_SEAS",
        "TERRAFORMED",
        "SCARCE_LIFE",
        "DRY_SEABEDS",
        "CANYONS",
        "SALT_FLATS",
        "STRIPPED",
        "TEMPERATE",
        "HIGH_TECH",
        "PIRATE_BASE",
        "METHANE_POOLS",
    };
    return kTraits;
}

ApiError already_charted(const model::WaypointSymbol& waypoint) {
    return {kBadRequest,
            4230,
            fmt::format("Waypoint already charted: {}", waypoint),
            {refusal::text("waypointSymbol", waypoint.str())}};
}

ApiError no_sensor_array(const ShipSymbol& ship) {
    return {kBadRequest,
            4215,
            fmt::format("Ship scan failed. Ship {} does not have a sensor array mount installed.",
                        ship),
            {refusal::text("shipSymbol", ship.str())}};
}

const model::SystemSymbol& symbol_of(const SystemFacts& system) {
    return system.symbol;
}
const model::WaypointSymbol& symbol_of(const WaypointFacts& waypoint) {
    return waypoint.waypoint.symbol;
}
const ShipSymbol& symbol_of(const ShipRecord& ship) {
    return ship.ship.symbol;
}

template <class Thing>
void keep_nearest(std::vector<Sighting<Thing>>& found, std::size_t most) {
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return std::forward_as_tuple(a.distance, symbol_of(*a.thing)) <
               std::forward_as_tuple(b.distance, symbol_of(*b.thing));
    });
    found.resize(std::min(found.size(), most));
}

}  // namespace

Credits Exploration::reward_for(const model::Waypoint& waypoint) const {
    Credits reward = law_.chart_base;
    for (const std::string& trait : waypoint.traits) {
        if (common_traits().contains(trait)) {
            reward += law_.common_trait;
        } else if (uncommon_traits().contains(trait)) {
            reward += law_.uncommon_trait;
        } else {
            reward += law_.rare_trait;
        }
    }
    return reward;
}

ApiResult<Charting> Exploration::chart(const AgentSymbol& agent, const ShipSymbol& ship,
                                       TimePoint now) {
    ARGOSY_TRY(const ShipRecord* record, universe_.own_ship_at_rest(agent, ship, now));
    const WaypointFacts* place = universe_.find_waypoint(record->ship.nav.waypoint);
    ARGOSY_ASSERT(place != nullptr);
    const model::WaypointSymbol& waypoint = place->waypoint.symbol;
    if (universe_.chart_of(waypoint) != nullptr) return already_charted(waypoint);

    universe_.state().charts.emplace(waypoint, ChartRecord{agent.str(), now});
    AgentRecord& charter = universe_.agent_record(agent);
    const Credits reward = reward_for(place->waypoint);
    ++charter.charts;
    Universe::earn(charter, reward);
    Universe::note_event(charter, "CHART_SUBMITTED",
                         fmt::format("{} was charted for {} credits.", waypoint, reward), now);
    return Charting{record, &charter, place, reward};
}

ApiResult<ShipRecord*> Exploration::scanning_ship(const AgentSymbol& agent, const ShipSymbol& ship,
                                                  TimePoint now) {
    ARGOSY_TRY(ShipRecord * record, universe_.own_ship_in_orbit(agent, ship, now));
    if (auto cooling = Universe::still_cooling(*record, now)) return *std::move(cooling);
    const Rig sensors = rig_of(*record, universe_.catalogue(), kSensorArray);
    if (sensors.empty()) return no_sensor_array(ship);
    Universe::begin_cooldown(*record, sensors.cooldown_seconds(), now);
    return record;
}

std::int64_t Exploration::sensor_strength(const ShipRecord& ship) const {
    return rig_of(ship, universe_.catalogue(), kSensorArray).strength();
}

ApiResult<Scan<SystemFacts>> Exploration::scan_systems(const AgentSymbol& agent,
                                                       const ShipSymbol& ship, TimePoint now) {
    ARGOSY_TRY(const ShipRecord* record, scanning_ship(agent, ship, now));
    const model::SystemSymbol& here = record->ship.nav.system;
    const auto own = universe_.system(here);
    ARGOSY_ASSERT(own.ok());
    const std::int64_t range =
        law_.system_range + law_.system_range_per_strength * sensor_strength(*record);
    Scan<SystemFacts> scan{record, {}};
    for (const SystemFacts& system : universe_.systems()) {
        const std::int64_t distance = model::distance((*own)->position, system.position);
        if (system.symbol != here && distance <= range) scan.found.push_back({&system, distance});
    }
    keep_nearest(scan.found, law_.systems_shown);
    return scan;
}

std::vector<Sighting<WaypointFacts>> Exploration::waypoints_around(const ShipRecord& ship) const {
    const WaypointFacts* here = universe_.find_waypoint(ship.ship.nav.waypoint);
    const auto all = universe_.waypoints_of(ship.ship.nav.system);
    ARGOSY_ASSERT(here != nullptr && all.ok());
    const std::int64_t range = law_.waypoint_range_per_strength * sensor_strength(ship);
    std::vector<Sighting<WaypointFacts>> around;
    for (const WaypointFacts& each : *all) {
        const std::int64_t distance =
            &each == here ? 0 : model::distance(here->waypoint.position, each.waypoint.position);
        if (distance <= range) around.push_back({&each, distance});
    }
    keep_nearest(around, law_.waypoints_shown);
    return around;
}

ApiResult<Scan<WaypointFacts>> Exploration::scan_waypoints(const AgentSymbol& agent,
                                                           const ShipSymbol& ship, TimePoint now) {
    ARGOSY_TRY(const ShipRecord* record, scanning_ship(agent, ship, now));
    return Scan<WaypointFacts>{record, waypoints_around(*record)};
}

ApiResult<Scan<ShipRecord>> Exploration::scan_ships(const AgentSymbol& agent,
                                                    const ShipSymbol& ship, TimePoint now) {
    ARGOSY_TRY(const ShipRecord* record, scanning_ship(agent, ship, now));
    Scan<ShipRecord> scan{record, {}};
    for (const Sighting<WaypointFacts>& place : waypoints_around(*record)) {
        for (const ShipRecord* each : universe_.ships_near(place.thing->waypoint.symbol)) {
            if (each != record) scan.found.push_back({each, place.distance});
        }
    }
    keep_nearest(scan.found, law_.ships_shown);
    return scan;
}

}  // namespace argosy::sim
