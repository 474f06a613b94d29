#include "sim/http_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace argosy::sim {
namespace {

using boost::json::array;
using boost::json::object;
using core::format_time;

constexpr std::string_view kVersion = "v2.3.0";
constexpr std::string_view kDescription =
    "A local imitation of the SpaceTraders game server. Nothing here is the real game.";
constexpr std::size_t kLeaders = 15;
constexpr std::int64_t kModificationsFee = 100;
// Clients plan for the next reset; this universe has none.
constexpr auto kNoReset = std::chrono::days(3650);

const std::vector<std::string> kUnchartedTraits{"UNCHARTED"};

std::string text(std::string_view view) {
    return std::string(view);
}

array symbols(const auto& list) {
    array result;
    for (const auto& symbol : list)
        result.push_back(object{{"symbol", symbol.str()}});
    return result;
}

object trade_good(const model::MarketGood& good) {
    object result{
        {"symbol", good.good.str()},          {"type", text(model::to_string(good.type))},
        {"tradeVolume", good.volume.count()}, {"supply", text(model::to_string(good.supply))},
        {"purchasePrice", good.ask.count()},  {"sellPrice", good.bid.count()}};
    if (good.activity) result["activity"] = text(model::to_string(*good.activity));
    return result;
}

object market_transaction(const model::MarketTransaction& line, std::int64_t price_per_unit) {
    const bool bought = line.type == model::TransactionType::kPurchase;
    return {{"waypointSymbol", line.waypoint.str()}, {"shipSymbol", line.ship.str()},
            {"tradeSymbol", line.good.str()},        {"type", bought ? "PURCHASE" : "SELL"},
            {"units", line.units.count()},           {"pricePerUnit", price_per_unit},
            {"totalPrice", line.total.count()},      {"timestamp", format_time(line.at)}};
}

object ship_transaction(const model::ShipyardTransaction& line) {
    // shipSymbol repeats the type: the game's own deprecated member.
    return {{"waypointSymbol", line.waypoint.str()}, {"shipSymbol", line.type.str()},
            {"shipType", line.type.str()},           {"price", line.price.count()},
            {"agentSymbol", line.agent.str()},       {"timestamp", format_time(line.at)}};
}

}  // namespace

object UniverseJson::status(core::TimePoint now) const {
    std::vector<const AgentRecord*> leaders;
    std::int64_t ships = 0;
    for (const auto& [symbol, record] : universe_.agents()) {
        leaders.push_back(&record);
        ships += record.agent.ship_count;
    }
    std::sort(leaders.begin(), leaders.end(), [](const auto* a, const auto* b) {
        return std::tuple(-a->agent.credits, a->agent.symbol) <
               std::tuple(-b->agent.credits, b->agent.symbol);
    });
    leaders.resize(std::min(leaders.size(), kLeaders));
    array most_credits;
    for (const AgentRecord* leader : leaders) {
        most_credits.push_back(object{{"agentSymbol", leader->agent.symbol.str()},
                                      {"credits", leader->agent.credits.count()}});
    }
    const auto agents = std::int64_t(universe_.agents().size());
    const auto waypoints = std::int64_t(universe_.scenario().waypoints.size());
    return {
        {"status", "SpaceTraders is currently online and available to play"},
        {"version", text(kVersion)},
        {"resetDate", universe_.reset_date()},
        {"description", text(kDescription)},
        {"stats", object{{"accounts", agents},
                         {"agents", agents},
                         {"ships", ships},
                         {"systems", universe_.systems().size()},
                         {"waypoints", waypoints}}},
        {"health", object{{"lastMarketUpdate", format_time(universe_.economy().last_update())}}},
        {"leaderboards",
         object{{"mostCredits", std::move(most_credits)}, {"mostSubmittedCharts", array()}}},
        {"serverResets", object{{"next", format_time(now + kNoReset)}, {"frequency", "never"}}},
        {"announcements", array()},
        {"links", array()}};
}

object UniverseJson::agent(const AgentRecord& record) const {
    object result = public_agent(record);
    result["accountId"] = record.account_id;
    return result;
}

object UniverseJson::public_agent(const AgentRecord& record) const {
    return {{"symbol", record.agent.symbol.str()},
            {"headquarters", record.agent.headquarters.str()},
            {"credits", record.agent.credits.count()},
            {"startingFaction", record.agent.starting_faction},
            {"shipCount", record.agent.ship_count}};
}

object UniverseJson::faction(const Faction& faction) const {
    object result{{"symbol", faction.symbol},
                  {"name", faction.name},
                  {"description", faction.description},
                  {"traits", array()},
                  {"isRecruiting", true}};
    const StartFacts& start = universe_.start_of(faction.symbol);
    if (start.faction == faction.symbol) result["headquarters"] = start.headquarters.str();
    return result;
}

object UniverseJson::system(const SystemFacts& facts) const {
    array waypoints;
    for (const WaypointFacts& each : *universe_.waypoints_of(facts.symbol)) {
        object waypoint{{"symbol", each.waypoint.symbol.str()},
                        {"type", each.waypoint.type},
                        {"x", each.waypoint.position.x},
                        {"y", each.waypoint.position.y},
                        {"orbitals", symbols(each.orbitals)}};
        if (each.orbits) waypoint["orbits"] = each.orbits->str();
        waypoints.push_back(std::move(waypoint));
    }
    array factions;
    if (!facts.faction.empty()) factions.push_back(object{{"symbol", facts.faction}});
    object result{{"symbol", facts.symbol.str()},
                  {"sectorSymbol", facts.sector},
                  {"type", facts.type},
                  {"x", facts.position.x},
                  {"y", facts.position.y},
                  {"waypoints", std::move(waypoints)},
                  {"factions", std::move(factions)}};
    if (!facts.constellation.empty()) result["constellation"] = facts.constellation;
    if (!facts.name.empty()) result["name"] = facts.name;
    return result;
}

object UniverseJson::waypoint(const WaypointFacts& facts) const {
    const model::Waypoint& waypoint = facts.waypoint;
    const ChartRecord* chart = universe_.chart_of(waypoint.symbol);
    array traits;
    for (const std::string& trait : chart ? waypoint.traits : kUnchartedTraits) {
        const Description description = universe_.catalogue().trait(trait);
        traits.push_back(object{
            {"symbol", trait}, {"name", description.name}, {"description", description.text}});
    }
    const auto system = universe_.system(model::system_of(waypoint.symbol));
    ARGOSY_ASSERT(system.ok());
    object result{{"symbol", waypoint.symbol.str()},
                  {"type", waypoint.type},
                  {"systemSymbol", (*system)->symbol.str()},
                  {"x", waypoint.position.x},
                  {"y", waypoint.position.y},
                  {"orbitals", symbols(facts.orbitals)},
                  {"traits", std::move(traits)},
                  {"modifiers", array()},
                  {"isUnderConstruction", universe_.is_under_construction(waypoint.symbol)}};
    if (!(*system)->faction.empty()) result["faction"] = object{{"symbol", (*system)->faction}};
    if (chart != nullptr) {
        result["chart"] = object{{"waypointSymbol", waypoint.symbol.str()},
                                 {"submittedBy", chart->submitted_by},
                                 {"submittedOn", format_time(chart->submitted_on)}};
    }
    if (facts.orbits) result["orbits"] = facts.orbits->str();
    return result;
}

object UniverseJson::good(const model::TradeSymbol& good) const {
    const Description description = universe_.catalogue().good(good);
    return {{"symbol", good.str()}, {"name", description.name}, {"description", description.text}};
}

object UniverseJson::market(const model::Market& market) const {
    const auto described = [this](const std::vector<model::TradeSymbol>& goods) {
        array result;
        for (const model::TradeSymbol& each : goods)
            result.push_back(good(each));
        return result;
    };
    object result{{"symbol", market.symbol.str()},
                  {"exports", described(market.exports)},
                  {"imports", described(market.imports)},
                  {"exchange", described(market.exchange)}};
    if (!market.goods) return result;
    array goods;
    for (const model::MarketGood& each : *market.goods)
        goods.push_back(trade_good(each));
    array transactions;
    for (const model::MarketTransaction& line : market.transactions) {
        const std::int64_t units = std::max<std::int64_t>(1, line.units.count());
        transactions.push_back(market_transaction(line, line.total.count() / units));
    }
    result["tradeGoods"] = std::move(goods);
    result["transactions"] = std::move(transactions);
    return result;
}

object UniverseJson::listing(const model::WaypointSymbol& yard,
                             const model::ShipyardListing& listing) const {
    const Hull* hull = universe_.catalogue().hull(listing.type);
    ARGOSY_ASSERT(hull != nullptr);
    object result = hull->parts;
    result["type"] = listing.type.str();
    result["name"] = hull->name;
    result["description"] = hull->description;
    result["supply"] = text(model::to_string(listing.supply));
    if (const auto activity = universe_.listing_activity(yard, listing.type)) {
        result["activity"] = text(model::to_string(*activity));
    }
    result["purchasePrice"] = listing.ask.count();
    return result;
}

object UniverseJson::shipyard(const model::Shipyard& yard) const {
    array types;
    for (const model::ShipType& type : yard.types)
        types.push_back(object{{"type", type.str()}});
    object result{{"symbol", yard.symbol.str()},
                  {"shipTypes", std::move(types)},
                  {"modificationsFee", kModificationsFee}};
    if (!yard.listings) return result;
    array ships;
    for (const model::ShipyardListing& each : *yard.listings) {
        ships.push_back(listing(yard.symbol, each));
    }
    array transactions;
    for (const model::ShipyardTransaction& line : yard.transactions) {
        transactions.push_back(ship_transaction(line));
    }
    result["ships"] = std::move(ships);
    result["transactions"] = std::move(transactions);
    return result;
}

object UniverseJson::supply_chain() const {
    object map;
    for (const auto& [output, inputs] : universe_.supply_chain()) {
        array list;
        for (const model::TradeSymbol& input : inputs)
            list.push_back(input.str().c_str());
        map[output.str()] = std::move(list);
    }
    return {{"exportToImportMap", std::move(map)}};
}

object UniverseJson::route_end(const model::WaypointSymbol& waypoint) const {
    const auto facts = universe_.waypoint(waypoint);
    ARGOSY_ASSERT(facts.ok());
    const model::Waypoint& place = (*facts)->waypoint;
    return {{"symbol", waypoint.str()},
            {"type", place.type},
            {"systemSymbol", model::system_of(waypoint).str()},
            {"x", place.position.x},
            {"y", place.position.y}};
}

object UniverseJson::nav(const ShipRecord& record, core::TimePoint now) const {
    const model::Nav& nav = record.ship.nav;
    return {{"systemSymbol", nav.system.str()},
            {"waypointSymbol", nav.waypoint.str()},
            {"route", object{{"destination", route_end(nav.route.destination)},
                             {"origin", route_end(nav.route.origin)},
                             {"departureTime", format_time(nav.route.departure)},
                             {"arrival", format_time(nav.route.arrival)}}},
            {"status", text(model::to_string(model::status_at(nav, now)))},
            {"flightMode", text(model::to_string(nav.flight_mode))}};
}

object UniverseJson::fuel(const ShipRecord& record) const {
    return {{"current", record.ship.fuel.current},
            {"capacity", record.ship.fuel.capacity},
            {"consumed", object{{"amount", record.fuel_use.amount},
                                {"timestamp", format_time(record.fuel_use.at)}}}};
}

object UniverseJson::cargo(const ShipRecord& record) const {
    const model::Cargo& cargo = record.ship.cargo;
    array inventory;
    for (const auto& [symbol, units] : cargo.items) {
        object item = good(symbol);
        item["units"] = units.count();
        inventory.push_back(std::move(item));
    }
    return {{"capacity", cargo.capacity.count()},
            {"units", cargo.used().count()},
            {"inventory", std::move(inventory)}};
}

object UniverseJson::ship(const ShipRecord& record, core::TimePoint now) const {
    const model::Ship& ship = record.ship;
    const auto owner = universe_.agent(record.owner);
    ARGOSY_ASSERT(owner.ok());
    object result = record.hull->parts;
    object& crew = result["crew"].as_object();
    crew["current"] = crew.at("required");
    crew["rotation"] = "STRICT";
    crew["morale"] = 100;
    crew["wages"] = 0;
    result["symbol"] = ship.symbol.str();
    result["registration"] = object{{"name", ship.symbol.str()},
                                    {"factionSymbol", (*owner)->agent.starting_faction},
                                    {"role", ship.role}};
    result["nav"] = nav(record, now);
    result["cargo"] = cargo(record);
    result["fuel"] = fuel(record);
    result["cooldown"] = cooldown(record, now);
    return result;
}

object UniverseJson::cooldown(const ShipRecord& record, core::TimePoint now) const {
    const Cooldown& cooldown = record.cooldown;
    const bool over = cooldown.expires <= now;
    const auto left = std::chrono::ceil<std::chrono::seconds>(cooldown.expires - now);
    object result{{"shipSymbol", record.ship.symbol.str()},
                  {"totalSeconds", over ? 0 : cooldown.total_seconds},
                  {"remainingSeconds", over ? 0 : left.count()}};
    if (!over) result["expiration"] = format_time(cooldown.expires);
    return result;
}

object UniverseJson::deal(const Deal& deal) const {
    return market_transaction(deal.line, deal.price_per_unit);
}

object UniverseJson::ship_deal(const ShipDeal& deal) const {
    return ship_transaction(deal.line);
}

object UniverseJson::expired_contract(const AgentRecord& record, core::TimePoint now) const {
    const std::string offered = format_time(now);
    return {{"id", fmt::format("contract-{}-1", record.agent.symbol)},
            {"factionSymbol", record.agent.starting_faction},
            {"type", "PROCUREMENT"},
            {"terms", object{{"deadline", offered},
                             {"payment", object{{"onAccepted", 0}, {"onFulfilled", 0}}},
                             {"deliver", array()}}},
            {"accepted", false},
            {"fulfilled", false},
            {"expiration", offered},
            {"deadlineToAccept", offered}};
}

}  // namespace argosy::sim
