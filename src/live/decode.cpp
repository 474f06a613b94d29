#include "live/decode.h"

#include <algorithm>

namespace argosy::live {
namespace {

using core::Ask;
using core::Bid;
using core::Credits;
using core::Units;
using model::AgentSymbol;
using model::ShipSymbol;
using model::ShipType;
using model::SystemSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;

std::optional<model::TransactionType> parse_transaction_type(std::string_view text) {
    if (text == "PURCHASE") return model::TransactionType::kPurchase;
    if (text == "SELL") return model::TransactionType::kSell;
    return std::nullopt;
}

model::Supply read_supply(const JsonNode& node) {
    return node.level(&model::parse_supply, "a supply level, SCARCE to ABUNDANT");
}

model::Route read_route(const JsonNode& node) {
    model::Route route;
    route.destination = node["destination"]["symbol"].symbol<WaypointSymbol>();
    // Until 2024 the origin was called departure.
    const auto departure = node.find("departure");
    const JsonNode origin = node.find("origin").value_or(departure ? *departure : node["origin"]);
    route.origin = origin["symbol"].symbol<WaypointSymbol>();
    route.departure = node["departureTime"].time();
    route.arrival = node["arrival"].time();
    return route;
}

std::vector<TradeSymbol> read_goods(const JsonNode& node) {
    std::vector<TradeSymbol> goods;
    for (const JsonNode& item : node.items()) {
        goods.push_back(item["symbol"].symbol<TradeSymbol>());
    }
    return goods;
}

model::MarketGood read_market_good(const JsonNode& node) {
    model::MarketGood good;
    good.good = node["symbol"].symbol<TradeSymbol>();
    good.type = node["type"].level(&model::parse_trade_type, "EXPORT, IMPORT or EXCHANGE");
    good.volume = Units(node["tradeVolume"].whole());
    good.supply = read_supply(node["supply"]);
    if (const auto activity = node.find("activity")) {
        good.activity =
            activity->level(&model::parse_activity, "an activity, RESTRICTED to STRONG");
    }
    good.ask = Ask(node["purchasePrice"].whole());
    good.bid = Bid(node["sellPrice"].whole());
    return good;
}

model::MarketTransaction read_market_transaction(const JsonNode& node) {
    model::MarketTransaction line;
    line.waypoint = node["waypointSymbol"].symbol<WaypointSymbol>();
    line.ship = node["shipSymbol"].symbol<ShipSymbol>();
    line.good = node["tradeSymbol"].symbol<TradeSymbol>();
    line.type = node["type"].level(&parse_transaction_type, "PURCHASE or SELL");
    line.units = Units(node["units"].whole());
    line.total = Credits(node["totalPrice"].whole());
    line.at = node["timestamp"].time();
    return line;
}

model::ShipyardTransaction read_ship_transaction(const JsonNode& node) {
    model::ShipyardTransaction line;
    line.waypoint = node["waypointSymbol"].symbol<WaypointSymbol>();
    // Until 2024 the type stood in shipSymbol alone.
    const auto type = node.find("shipType");
    line.type = (type ? *type : node["shipSymbol"]).symbol<ShipType>();
    line.agent = node["agentSymbol"].symbol<AgentSymbol>();
    line.price = Credits(node["price"].whole());
    line.at = node["timestamp"].time();
    return line;
}

}  // namespace

model::Agent read_agent(const JsonNode& node) {
    model::Agent agent;
    agent.symbol = node["symbol"].symbol<AgentSymbol>();
    agent.headquarters = node["headquarters"].symbol<WaypointSymbol>();
    agent.starting_faction = node["startingFaction"].text();
    agent.credits = Credits(node["credits"].whole());
    if (const auto ships = node.find("shipCount")) agent.ship_count = ships->whole();
    if (const auto account = node.find("accountId")) agent.account = account->text();
    return agent;
}

model::Nav read_nav(const JsonNode& node) {
    model::Nav nav;
    nav.system = node["systemSymbol"].symbol<SystemSymbol>();
    nav.waypoint = node["waypointSymbol"].symbol<WaypointSymbol>();
    nav.status = node["status"].level(&model::parse_nav_status, "DOCKED, IN_ORBIT or IN_TRANSIT");
    nav.flight_mode =
        node["flightMode"].level(&model::parse_flight_mode, "DRIFT, STEALTH, CRUISE or BURN");
    nav.route = read_route(node["route"]);
    return nav;
}

model::Fuel read_fuel(const JsonNode& node) {
    return model::Fuel{.current = node["current"].whole(), .capacity = node["capacity"].whole()};
}

model::Cargo read_cargo(const JsonNode& node) {
    model::Cargo cargo;
    cargo.capacity = Units(node["capacity"].whole());
    for (const JsonNode& item : node["inventory"].items()) {
        const Units units(item["units"].whole());
        if (units > Units(0)) cargo.items[item["symbol"].symbol<TradeSymbol>()] += units;
    }
    return cargo;
}

model::Ship read_ship(const JsonNode& node) {
    model::Ship ship;
    ship.symbol = node["symbol"].symbol<ShipSymbol>();
    ship.role = node["registration"]["role"].text();
    ship.frame = node["frame"]["symbol"].text();
    ship.speed = node["engine"]["speed"].whole();
    ship.nav = read_nav(node["nav"]);
    ship.fuel = read_fuel(node["fuel"]);
    ship.cargo = read_cargo(node["cargo"]);
    // In 2023 ships had no cooldown of their own.
    if (const auto cooldown = node.find("cooldown")) {
        const core::TimePoint until = read_cooldown(*cooldown);
        if (until != core::TimePoint()) ship.cooldown_until = until;
    }
    return ship;
}

core::TimePoint read_cooldown(const JsonNode& node) {
    const auto expiration = node.find("expiration");
    return expiration ? expiration->time() : core::TimePoint();
}

model::System read_system(const JsonNode& node) {
    return {.symbol = node["symbol"].symbol<SystemSymbol>(),
            .position = {.x = node["x"].whole(), .y = node["y"].whole()}};
}

model::JumpGate read_jump_gate(const JsonNode& node) {
    model::JumpGate gate;
    gate.symbol = node["symbol"].symbol<WaypointSymbol>();
    for (const JsonNode& connection : node["connections"].items()) {
        gate.connections.push_back(connection.symbol<WaypointSymbol>());
    }
    return gate;
}

bool read_unfinished(const JsonNode& node) {
    const auto unfinished = node.find("isUnderConstruction");
    return unfinished && unfinished->truth();
}

model::Waypoint read_waypoint(const JsonNode& node) {
    model::Waypoint waypoint;
    waypoint.symbol = node["symbol"].symbol<WaypointSymbol>();
    waypoint.type = node["type"].text();
    waypoint.position = model::Position{.x = node["x"].whole(), .y = node["y"].whole()};
    for (const JsonNode& trait : node["traits"].items()) {
        waypoint.traits.push_back(trait["symbol"].text());
    }
    return waypoint;
}

model::Market read_market(const JsonNode& node) {
    model::Market market;
    market.symbol = node["symbol"].symbol<WaypointSymbol>();
    market.exports = read_goods(node["exports"]);
    market.imports = read_goods(node["imports"]);
    market.exchange = read_goods(node["exchange"]);
    if (const auto goods = node.find("tradeGoods")) {
        market.goods.emplace();
        for (const JsonNode& good : goods->items()) {
            market.goods->push_back(read_market_good(good));
        }
    }
    for (const JsonNode& line : node.items_of("transactions")) {
        market.transactions.push_back(read_market_transaction(line));
    }
    return market;
}

model::Shipyard read_shipyard(const JsonNode& node) {
    model::Shipyard yard;
    yard.symbol = node["symbol"].symbol<WaypointSymbol>();
    for (const JsonNode& type : node["shipTypes"].items()) {
        yard.types.push_back(type["type"].symbol<ShipType>());
    }
    if (const auto ships = node.find("ships")) {
        yard.listings.emplace();
        for (const JsonNode& ship : ships->items()) {
            yard.listings->push_back({.type = ship["type"].symbol<ShipType>(),
                                      .supply = read_supply(ship["supply"]),
                                      .ask = Ask(ship["purchasePrice"].whole())});
        }
    }
    for (const JsonNode& line : node.items_of("transactions")) {
        yard.transactions.push_back(read_ship_transaction(line));
    }
    return yard;
}

model::RecipeMap read_recipes(const JsonNode& node) {
    model::RecipeMap recipes;
    const JsonNode map = node["exportToImportMap"];
    for (const std::string& output : map.members()) {
        std::vector<TradeSymbol>& inputs = recipes[TradeSymbol(output)];
        for (const JsonNode& input : map[output].items()) {
            auto good = input.symbol<TradeSymbol>();
            // MODULE_WARP_DRIVE_III lists one of its inputs twice.
            const bool known = std::find(inputs.begin(), inputs.end(), good) != inputs.end();
            if (!known) inputs.push_back(std::move(good));
        }
    }
    return recipes;
}

game::Registration read_registration(const JsonNode& node) {
    game::Registration registration;
    registration.agent_token = core::Secret(node["token"].text());
    registration.agent = read_agent(node["agent"]);
    for (const JsonNode& ship : node.items_of("ships")) {
        registration.ships.push_back(read_ship(ship));
    }
    // Before v2.3 an agent began with one ship.
    if (const auto ship = node.find("ship")) registration.ships.push_back(read_ship(*ship));
    return registration;
}

game::TradeReceipt read_trade(const JsonNode& node) {
    const model::MarketTransaction line = read_market_transaction(node["transaction"]);
    game::TradeReceipt receipt;
    receipt.units = line.units;
    receipt.total = line.total;
    receipt.balance_after = Credits(node["agent"]["credits"].whole());
    receipt.cargo_after = read_cargo(node["cargo"]);
    receipt.executed_at = line.at;
    return receipt;
}

game::RefuelReceipt read_refuel(const JsonNode& node) {
    const model::MarketTransaction line = read_market_transaction(node["transaction"]);
    game::RefuelReceipt receipt;
    receipt.units = line.units;
    receipt.total = line.total;
    receipt.balance_after = Credits(node["agent"]["credits"].whole());
    receipt.fuel_after = read_fuel(node["fuel"]);
    receipt.executed_at = line.at;
    if (const auto cargo = node.find("cargo")) receipt.cargo_after = read_cargo(*cargo);
    return receipt;
}

game::ShipReceipt read_ship_purchase(const JsonNode& node) {
    const model::ShipyardTransaction line = read_ship_transaction(node["transaction"]);
    game::ShipReceipt receipt;
    receipt.ship = read_ship(node["ship"]);
    receipt.price = line.price;
    receipt.balance_after = Credits(node["agent"]["credits"].whole());
    receipt.executed_at = line.at;
    return receipt;
}

game::JumpReceipt read_jump(const JsonNode& node) {
    const model::MarketTransaction line = read_market_transaction(node["transaction"]);
    return {.nav = read_nav(node["nav"]),
            .cooldown_until = read_cooldown(node["cooldown"]),
            .units = line.units,
            .total = line.total,
            .balance_after = Credits(node["agent"]["credits"].whole()),
            .executed_at = line.at};
}

game::Departure read_departure(const JsonNode& node) {
    return game::Departure{.nav = read_nav(node["nav"]), .fuel = read_fuel(node["fuel"])};
}

model::Nav read_changed_nav(const JsonNode& node) {
    // Before v2.3 the change of flight mode answered with the nav itself.
    const auto nav = node.find("nav");
    return read_nav(nav ? *nav : node);
}

game::ServerStatus read_status(const JsonNode& node) {
    game::ServerStatus status;
    status.version = node["version"].text();
    status.reset_date = node["resetDate"].text();
    const auto resets = node.find("serverResets");
    // An announcement only: whatever cannot be read in it must not keep anybody from playing.
    if (const auto next = resets ? resets->find_text("next") : std::nullopt) {
        if (const auto at = core::parse_time(*next)) status.next_reset = *at;
    }
    return status;
}

}  // namespace argosy::live
