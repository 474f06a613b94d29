#include "sim/http_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/mining.h"
#include "sim/outfitting.h"

namespace argosy::sim {
namespace {

using boost::json::array;
using boost::json::object;
using core::format_time;

const std::vector<std::string> kUnchartedTraits{"UNCHARTED"};

// Chosen: never recorded.
const std::map<std::string, Description>& modifier_texts() {
    static const std::map<std::string, Description> kTexts{
        {"UNSTABLE", {"Unstable", "Extraction has strained this waypoint to near its limit."}},
        {"CRITICAL_LIMIT",
         {"Critical Limit",
          "This waypoint has been overmined and yields nothing until it has recovered."}},
    };
    return kTexts;
}

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

object UniverseJson::system(const SystemFacts& facts) const {
    array waypoints;
    const std::span<const WaypointFacts> all = *universe_.waypoints_of(facts.symbol);
    for (const WaypointFacts& each : all) {
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

array UniverseJson::traits(const std::vector<std::string>& symbols) const {
    array result;
    for (const std::string& trait : symbols) {
        const Description description = universe_.catalogue().trait(trait);
        result.push_back(object{
            {"symbol", trait}, {"name", description.name}, {"description", description.text}});
    }
    return result;
}

array UniverseJson::modifiers(const model::WaypointSymbol& waypoint, core::TimePoint now) const {
    array result;
    for (const std::string& modifier : modifiers_of(universe_, waypoint, now)) {
        const Description& description = modifier_texts().at(modifier);
        result.push_back(object{
            {"symbol", modifier}, {"name", description.name}, {"description", description.text}});
    }
    return result;
}

object UniverseJson::waypoint(const WaypointFacts& facts, core::TimePoint now) const {
    const model::Waypoint& waypoint = facts.waypoint;
    const ChartRecord* chart = universe_.chart_of(waypoint.symbol);
    const auto system = universe_.system(model::system_of(waypoint.symbol));
    ARGOSY_ASSERT(system.ok());
    object result{{"symbol", waypoint.symbol.str()},
                  {"type", waypoint.type},
                  {"systemSymbol", (*system)->symbol.str()},
                  {"x", waypoint.position.x},
                  {"y", waypoint.position.y},
                  {"orbitals", symbols(facts.orbitals)},
                  {"traits", traits(chart ? waypoint.traits : kUnchartedTraits)},
                  {"modifiers", modifiers(waypoint.symbol, now)},
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
                  {"modificationsFee", OutfittingRules{}.fee.count()}};
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

object UniverseJson::jump_gate(const GateFacts& gate) const {
    array connections;
    for (const model::WaypointSymbol& connection : gate.connections)
        connections.push_back(connection.str().c_str());
    return {{"symbol", gate.waypoint.str()}, {"connections", std::move(connections)}};
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

object UniverseJson::deal(const Deal& deal) const {
    return market_transaction(deal.line, deal.price_per_unit);
}

object UniverseJson::ship_deal(const ShipDeal& deal) const {
    return ship_transaction(deal.line);
}

}  // namespace argosy::sim
