#pragma once

/// @file
/// The members of every record of a universe, under their names in files: the one place to name a
/// new member, and the only thing to do so that it is kept, restored and hashed.

#include "sim/scenario_records.h"
#include "sim/universe.h"
#include "sim/universe_state.h"

namespace argosy::sim {

template <>
inline constexpr auto kLast<model::FlightMode> = model::FlightMode::kBurn;
template <>
inline constexpr auto kLast<model::NavStatus> = model::NavStatus::kDocked;
template <>
inline constexpr auto kLast<model::TransactionType> = model::TransactionType::kSell;
template <>
inline constexpr auto kLast<SurveySize> = SurveySize::kLarge;

// What was chosen for this universe.

template <>
struct Fields<FleetGift> {
    using Record = FleetGift;
    static constexpr auto kAll =
        std::tuple(field("type", &Record::type), field("count", &Record::count));
};

template <>
struct Fields<WearRules> {
    using Record = WearRules;
    static constexpr auto kAll = std::tuple(
        field("enabled", &Record::enabled), field("life", &Record::life),
        field("least_damage", &Record::least_damage), field("most_damage", &Record::most_damage),
        field("most_events", &Record::most_events),
        field("extraction_work", &Record::extraction_work),
        field("most_slowdown", &Record::most_slowdown));
};

template <>
struct Fields<UniverseOptions> {
    using Record = UniverseOptions;
    static constexpr auto kAll = std::tuple(
        field("seed", &Record::seed), field("law", &Record::law),
        field("other_traders", &Record::other_traders), field("start", &Record::start),
        field("reset_date", &Record::reset_date),
        field("starting_credits", &Record::starting_credits), field("gifts", &Record::gifts),
        field("build_time", &Record::build_time), field("wear", &Record::wear));
};

// Markets.

template <>
struct Fields<StockFlows> {
    using Record = StockFlows;
    static constexpr auto kAll =
        std::tuple(field("produced", &Record::produced), field("consumed", &Record::consumed),
                   field("bought", &Record::bought), field("sold", &Record::sold),
                   field("grown", &Record::grown), field("drifted", &Record::drifted),
                   field("others", &Record::others));
};

template <>
struct Fields<MarketGoodState> {
    using Record = MarketGoodState;
    static constexpr auto kAll = std::tuple(
        field("good", &Record::good), field("price", &Record::price), field("rate", &Record::rate),
        field("activity", &Record::activity), field("carried", &Record::carried),
        field("growth_updates", &Record::growth_updates),
        field("starting_volume", &Record::starting_volume),
        field("starting_stock", &Record::starting_stock), field("flows", &Record::flows));
    static constexpr std::size_t kDerived = 3;  // inputs, feeds, lacks_input: of the recipes.
};

template <>
struct Fields<MarketState> {
    using Record = MarketState;
    static constexpr auto kAll = std::tuple(
        field("waypoint", &Record::waypoint), field("goods", &Record::goods),
        field("last_trade", &Record::last_trade), field("last_update", &Record::last_update),
        field("next_update", &Record::next_update), field("updates", &Record::updates),
        field("stream", &Record::stream));
};

// Agents and their ships.

template <>
struct Fields<AccountRecord> {
    using Record = AccountRecord;
    static constexpr auto kAll =
        std::tuple(field("id", &Record::id), field("created_at", &Record::created_at));
};

template <>
struct Fields<AgentEvent> {
    using Record = AgentEvent;
    static constexpr auto kAll =
        std::tuple(field("number", &Record::number), field("type", &Record::type),
                   field("message", &Record::message), field("at", &Record::at));
};

template <>
struct Fields<model::Agent> {
    using Record = model::Agent;
    static constexpr auto kAll = std::tuple(
        field("symbol", &Record::symbol), field("headquarters", &Record::headquarters),
        field("starting_faction", &Record::starting_faction), field("credits", &Record::credits),
        field("ship_count", &Record::ship_count), field("account", &Record::account));
};

template <>
struct Fields<AgentRecord> {
    using Record = AgentRecord;
    static constexpr auto kAll =
        std::tuple(field("agent", &Record::agent), field("ships", &Record::ships),
                   field("spent", &Record::spent), field("earned", &Record::earned),
                   field("reputation", &Record::reputation), field("charts", &Record::charts),
                   field("contracts", &Record::contracts),
                   field("event_count", &Record::event_count), field("events", &Record::events));
};

template <>
struct Fields<model::Route> {
    using Record = model::Route;
    static constexpr auto kAll =
        std::tuple(field("origin", &Record::origin), field("destination", &Record::destination),
                   field("departure", &Record::departure), field("arrival", &Record::arrival));
};

template <>
struct Fields<model::Nav> {
    using Record = model::Nav;
    static constexpr auto kAll =
        std::tuple(field("system", &Record::system), field("waypoint", &Record::waypoint),
                   field("status", &Record::status), field("flight_mode", &Record::flight_mode),
                   field("route", &Record::route));
};

template <>
struct Fields<model::Fuel> {
    using Record = model::Fuel;
    static constexpr auto kAll =
        std::tuple(field("current", &Record::current), field("capacity", &Record::capacity));
};

template <>
struct Fields<model::Cargo> {
    using Record = model::Cargo;
    static constexpr auto kAll =
        std::tuple(field("capacity", &Record::capacity), field("items", &Record::items));
};

template <>
struct Fields<model::Ship> {
    using Record = model::Ship;
    static constexpr auto kAll = std::tuple(
        field("symbol", &Record::symbol), field("role", &Record::role),
        field("frame", &Record::frame), field("speed", &Record::speed), field("nav", &Record::nav),
        field("fuel", &Record::fuel), field("cargo", &Record::cargo),
        field("cooldown_until", &Record::cooldown_until), field("slowdown", &Record::slowdown));
};

template <>
struct Fields<FuelUse> {
    using Record = FuelUse;
    static constexpr auto kAll =
        std::tuple(field("amount", &Record::amount), field("at", &Record::at));
};

template <>
struct Fields<Cooldown> {
    using Record = Cooldown;
    static constexpr auto kAll = std::tuple(field("total_seconds", &Record::total_seconds),
                                            field("expires", &Record::expires));
};

template <>
struct Fields<Wear> {
    using Record = Wear;
    static constexpr auto kAll =
        std::tuple(field("condition", &Record::condition), field("integrity", &Record::integrity));
};

template <>
struct Fields<ShipRecord> {
    using Record = ShipRecord;
    static constexpr auto kAll = std::tuple(
        field("ship", &Record::ship), field("owner", &Record::owner), field("hull", &Record::hull),
        field("fuel_use", &Record::fuel_use), field("cooldown", &Record::cooldown),
        field("modules", &Record::modules), field("mounts", &Record::mounts),
        field("wear", &Record::wear), field("chances", &Record::chances));
};

// What stands at waypoints, and what agents know and owe.

template <>
struct Fields<model::MarketTransaction> {
    using Record = model::MarketTransaction;
    static constexpr auto kAll = std::tuple(
        field("waypoint", &Record::waypoint), field("ship", &Record::ship),
        field("good", &Record::good), field("type", &Record::type), field("units", &Record::units),
        field("total", &Record::total), field("at", &Record::at));
};

template <>
struct Fields<model::ShipyardTransaction> {
    using Record = model::ShipyardTransaction;
    static constexpr auto kAll = std::tuple(
        field("waypoint", &Record::waypoint), field("type", &Record::type),
        field("agent", &Record::agent), field("price", &Record::price), field("at", &Record::at));
};

template <>
struct Fields<Listing> {
    using Record = Listing;
    static constexpr auto kAll =
        std::tuple(field("facts", &Record::facts), field("full", &Record::full),
                   field("next_built", &Record::next_built));
};

template <>
struct Fields<YardRecord> {
    using Record = YardRecord;
    static constexpr auto kAll =
        std::tuple(field("listings", &Record::listings), field("sales", &Record::sales));
};

template <>
struct Fields<ContractDelivery> {
    using Record = ContractDelivery;
    static constexpr auto kAll =
        std::tuple(field("good", &Record::good), field("destination", &Record::destination),
                   field("required", &Record::required), field("fulfilled", &Record::fulfilled));
};

template <>
struct Fields<ContractRecord> {
    using Record = ContractRecord;
    static constexpr auto kAll = std::tuple(
        field("id", &Record::id), field("agent", &Record::agent),
        field("faction", &Record::faction), field("deliveries", &Record::deliveries),
        field("on_accepted", &Record::on_accepted), field("on_fulfilled", &Record::on_fulfilled),
        field("offered_at", &Record::offered_at),
        field("deadline_to_accept", &Record::deadline_to_accept),
        field("deadline", &Record::deadline), field("accepted", &Record::accepted),
        field("fulfilled", &Record::fulfilled));
};

template <>
struct Fields<SurveyRecord> {
    using Record = SurveyRecord;
    static constexpr auto kAll =
        std::tuple(field("signature", &Record::signature), field("agent", &Record::agent),
                   field("waypoint", &Record::waypoint), field("deposits", &Record::deposits),
                   field("size", &Record::size), field("expires", &Record::expires),
                   field("left", &Record::left));
};

template <>
struct Fields<SiteRecord> {
    using Record = SiteRecord;
    static constexpr auto kAll = std::tuple(field("materials", &Record::materials));
};

template <>
struct Fields<ChartRecord> {
    using Record = ChartRecord;
    static constexpr auto kAll = std::tuple(field("submitted_by", &Record::submitted_by),
                                            field("submitted_on", &Record::submitted_on));
};

template <>
struct Fields<StrainRecord> {
    using Record = StrainRecord;
    static constexpr auto kAll =
        std::tuple(field("strain", &Record::strain), field("at", &Record::at));
};

/// All but the economy, which restores itself from its markets.
template <>
struct Fields<UniverseState> {
    using Record = UniverseState;
    static constexpr auto kAll =
        std::tuple(field("now", &Record::now), field("accounts", &Record::accounts),
                   field("agents", &Record::agents), field("ships", &Record::ships),
                   field("yards", &Record::yards), field("deals", &Record::deals),
                   field("contracts", &Record::contracts), field("surveys", &Record::surveys),
                   field("sites", &Record::sites), field("charts", &Record::charts),
                   field("strains", &Record::strains));
    static constexpr std::size_t kSize = sizeof(Economy) + sizeof_members(kAll);
};

}  // namespace argosy::sim
