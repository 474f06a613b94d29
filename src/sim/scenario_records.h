#pragma once

/// @file
/// The members of a scenario's records, under their names in snapshots.

#include "sim/record.h"
#include "sim/scenario.h"

namespace argosy::sim {

template <>
inline constexpr auto kLast<model::Activity> = model::Activity::kStrong;
template <>
inline constexpr auto kLast<model::TradeType> = model::TradeType::kExchange;

template <>
struct Fields<model::Position> {
    static constexpr auto kAll =
        std::tuple(field("x", &model::Position::x), field("y", &model::Position::y));
};

template <>
struct Fields<model::PriceState> {
    using Record = model::PriceState;
    static constexpr auto kAll =
        std::tuple(field("type", &Record::type), field("base", &Record::base),
                   field("margin", &Record::margin), field("volume", &Record::volume),
                   field("stock", &Record::stock));
};

template <>
struct Fields<SystemFacts> {
    using Record = SystemFacts;
    static constexpr auto kAll =
        std::tuple(field("symbol", &Record::symbol), field("sector", &Record::sector),
                   field("constellation", &Record::constellation), field("name", &Record::name),
                   field("type", &Record::type), field("position", &Record::position),
                   field("faction", &Record::faction));
};

template <>
struct Fields<model::Waypoint> {
    using Record = model::Waypoint;
    static constexpr auto kAll =
        std::tuple(field("symbol", &Record::symbol), field("type", &Record::type),
                   field("position", &Record::position), field("traits", &Record::traits));
};

template <>
struct Fields<WaypointFacts> {
    using Record = WaypointFacts;
    static constexpr auto kAll =
        std::tuple(field("waypoint", &Record::waypoint), field("orbits", &Record::orbits),
                   field("orbitals", &Record::orbitals), field("charted", &Record::charted));
};

template <>
struct Fields<MarketGoodFacts> {
    using Record = MarketGoodFacts;
    static constexpr auto kAll =
        std::tuple(field("waypoint", &Record::waypoint), field("good", &Record::good),
                   field("state", &Record::state), field("activity", &Record::activity));
};

template <>
struct Fields<ShipListingFacts> {
    using Record = ShipListingFacts;
    static constexpr auto kAll =
        std::tuple(field("waypoint", &Record::waypoint), field("type", &Record::type),
                   field("state", &Record::state), field("activity", &Record::activity));
};

template <>
struct Fields<GateFacts> {
    using Record = GateFacts;
    static constexpr auto kAll = std::tuple(field("waypoint", &Record::waypoint),
                                            field("connections", &Record::connections));
};

template <>
struct Fields<SiteMaterial> {
    using Record = SiteMaterial;
    static constexpr auto kAll =
        std::tuple(field("good", &Record::good), field("required", &Record::required),
                   field("fulfilled", &Record::fulfilled));
};

template <>
struct Fields<SiteFacts> {
    using Record = SiteFacts;
    static constexpr auto kAll =
        std::tuple(field("waypoint", &Record::waypoint), field("materials", &Record::materials));
};

template <>
struct Fields<StartFacts> {
    using Record = StartFacts;
    static constexpr auto kAll =
        std::tuple(field("faction", &Record::faction), field("headquarters", &Record::headquarters),
                   field("probe_waypoint", &Record::probe_waypoint));
};

template <>
struct Fields<Scenario> {
    using Record = Scenario;
    static constexpr auto kAll =
        std::tuple(field("name", &Record::name), field("reset_date", &Record::reset_date),
                   field("charted_at", &Record::charted_at), field("systems", &Record::systems),
                   field("starts", &Record::starts), field("waypoints", &Record::waypoints),
                   field("market_goods", &Record::market_goods),
                   field("ship_listings", &Record::ship_listings), field("gates", &Record::gates),
                   field("sites", &Record::sites));
};

}  // namespace argosy::sim
