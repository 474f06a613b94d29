#include "sim/http_routes.h"

#include <fmt/format.h>

#include <algorithm>

namespace argosy::sim {
namespace {

using boost::json::array;
using boost::json::object;
using model::AgentSymbol;
using model::ShipSymbol;
using model::SystemSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;

constexpr int kCreated = 201;
constexpr int kNoContent = 204;

ApiReply data(boost::json::value content, int status = 200) {
    return {status, object{{"data", std::move(content)}}};
}

// One page of `items`, each shaped by `shape`.
template <class Item, class Shape>
ApiResult<ApiReply> paged(const ApiCall& call, const std::vector<Item>& items, Shape shape) {
    InputProblems problems;
    const PageRequest page = read_page(call.target, problems);
    if (auto refused = problems.refusal()) return *std::move(refused);
    const std::size_t begin = std::min(page.first(), items.size());
    const std::size_t end = std::min(begin + page.limit, items.size());
    array list;
    for (std::size_t i = begin; i < end; ++i)
        list.push_back(shape(items[i]));
    return ApiReply{
        200, object{{"data", std::move(list)},
                    {"meta",
                     object{{"total", items.size()}, {"page", page.page}, {"limit", page.limit}}}}};
}

template <class Item, class Shape>
ApiResult<ApiReply> one(const ApiResult<const Item*>& found, Shape shape) {
    if (!found) return found.error();
    return data(shape(**found));
}

}  // namespace

const std::vector<ApiRoutes::Route>& ApiRoutes::table() {
    using R = ApiRoutes;
    static const std::vector<Route> routes = {
        {"GET", "/", Access::kOpen, &R::get_status},
        {"POST", "/register", Access::kAccount, &R::post_register},
        {"GET", "/my/agent", Access::kAgent, &R::get_my_agent},
        {"GET", "/my/contracts", Access::kAgent, &R::get_my_contracts},
        {"GET", "/agents", Access::kOpen, &R::get_agents},
        {"GET", "/agents/{}", Access::kOpen, &R::get_agent},
        {"GET", "/factions", Access::kOpen, &R::get_factions},
        {"GET", "/factions/{}", Access::kOpen, &R::get_faction},
        {"GET", "/systems", Access::kOpen, &R::get_systems},
        {"GET", "/systems/{}", Access::kOpen, &R::get_system},
        {"GET", "/systems/{}/waypoints", Access::kOpen, &R::get_waypoints},
        {"GET", "/systems/{}/waypoints/{}", Access::kOpen, &R::get_waypoint},
        {"GET", "/systems/{}/waypoints/{}/market", Access::kOpen, &R::get_market},
        {"GET", "/systems/{}/waypoints/{}/shipyard", Access::kOpen, &R::get_shipyard},
        {"GET", "/market/supply-chain", Access::kAgent, &R::get_supply_chain},
        {"GET", "/my/ships", Access::kAgent, &R::get_ships},
        {"POST", "/my/ships", Access::kAgent, &R::post_ships},
        {"GET", "/my/ships/{}", Access::kAgent, &R::get_ship},
        {"GET", "/my/ships/{}/nav", Access::kAgent, &R::get_nav},
        {"PATCH", "/my/ships/{}/nav", Access::kAgent, &R::patch_nav},
        {"GET", "/my/ships/{}/cargo", Access::kAgent, &R::get_cargo},
        {"GET", "/my/ships/{}/cooldown", Access::kAgent, &R::get_cooldown},
        {"POST", "/my/ships/{}/orbit", Access::kAgent, &R::post_orbit},
        {"POST", "/my/ships/{}/dock", Access::kAgent, &R::post_dock},
        {"POST", "/my/ships/{}/navigate", Access::kAgent, &R::post_navigate},
        {"POST", "/my/ships/{}/refuel", Access::kAgent, &R::post_refuel},
        {"POST", "/my/ships/{}/purchase", Access::kAgent, &R::post_purchase},
        {"POST", "/my/ships/{}/sell", Access::kAgent, &R::post_sell},
    };
    return routes;
}

ApiResult<ApiReply> ApiRoutes::get_status(const ApiCall& call) {
    universe_.advance(call.now);
    return ApiReply{200, json_.status(call.now)};
}

ApiResult<ApiReply> ApiRoutes::post_register(const ApiCall& call) {
    if (auto refused = Universe::check_account_token(call.token)) return *std::move(refused);
    ARGOSY_TRY(const object body, read_body(call.request));
    InputProblems problems;
    const std::string symbol = text_field(body, "symbol", problems);
    const std::string faction = text_field(body, "faction", problems);
    if (auto refused = problems.refusal()) return *std::move(refused);
    ARGOSY_TRY(const NewAgent made, universe_.register_agent(symbol, faction, call.now));
    array ships;
    for (const ShipRecord* ship : made.ships)
        ships.push_back(json_.ship(*ship, call.now));
    const Faction* joined = universe_.catalogue().faction(faction);
    ARGOSY_ASSERT(joined != nullptr);
    return data(object{{"token", made.token},
                       {"agent", json_.agent(*made.agent)},
                       {"faction", json_.faction(*joined)},
                       {"contract", json_.expired_contract(*made.agent, call.now)},
                       {"ships", std::move(ships)}},
                kCreated);
}

ApiResult<ApiReply> ApiRoutes::get_my_agent(const ApiCall& call) {
    return one(universe_.agent(*call.agent),
               [this](const auto& each) { return json_.agent(each); });
}

ApiResult<ApiReply> ApiRoutes::get_my_contracts(const ApiCall& call) {
    return paged(call, std::vector<int>(), [](int) { return object(); });
}

ApiResult<ApiReply> ApiRoutes::get_agents(const ApiCall& call) {
    std::vector<const AgentRecord*> agents;
    for (const auto& [symbol, record] : universe_.agents())
        agents.push_back(&record);
    return paged(call, agents, [this](const auto* each) { return json_.public_agent(*each); });
}

ApiResult<ApiReply> ApiRoutes::get_agent(const ApiCall& call) {
    return one(universe_.agent(AgentSymbol(call.names[0])),
               [this](const auto& each) { return json_.public_agent(each); });
}

ApiResult<ApiReply> ApiRoutes::get_factions(const ApiCall& call) {
    return paged(call, universe_.catalogue().factions(),
                 [this](const auto& each) { return json_.faction(each); });
}

ApiResult<ApiReply> ApiRoutes::get_faction(const ApiCall& call) {
    const Faction* faction = universe_.catalogue().faction(call.names[0]);
    if (faction == nullptr) return refusal::not_found("Faction", call.names[0]);
    return data(json_.faction(*faction));
}

ApiResult<ApiReply> ApiRoutes::get_systems(const ApiCall& call) {
    const std::vector<const SystemFacts*> systems = {&universe_.scenario().system};
    return paged(call, systems, [this](const auto* each) { return json_.system(*each); });
}

ApiResult<ApiReply> ApiRoutes::get_system(const ApiCall& call) {
    return one(universe_.system(SystemSymbol(call.names[0])),
               [this](const auto& each) { return json_.system(each); });
}

ApiResult<ApiReply> ApiRoutes::get_waypoints(const ApiCall& call) {
    WaypointFilter filter;
    filter.traits = query_values(call.target, "traits");
    const std::vector<std::string> types = query_values(call.target, "type");
    if (!types.empty()) filter.type = types.front();
    ARGOSY_TRY(const auto waypoints, universe_.waypoints(SystemSymbol(call.names[0]), filter));
    return paged(call, waypoints, [this](const auto* each) { return json_.waypoint(*each); });
}

ApiResult<ApiReply> ApiRoutes::get_waypoint(const ApiCall& call) {
    return one(universe_.waypoint(WaypointSymbol(call.names[1])),
               [this](const auto& each) { return json_.waypoint(each); });
}

ApiResult<ApiReply> ApiRoutes::get_market(const ApiCall& call) {
    ARGOSY_TRY(const model::Market market,
               universe_.market(WaypointSymbol(call.names[1]), call.agent, call.now));
    return data(json_.market(market));
}

ApiResult<ApiReply> ApiRoutes::get_shipyard(const ApiCall& call) {
    ARGOSY_TRY(const model::Shipyard yard,
               universe_.shipyard(WaypointSymbol(call.names[1]), call.agent, call.now));
    return data(json_.shipyard(yard));
}

ApiResult<ApiReply> ApiRoutes::get_supply_chain(const ApiCall&) {
    return data(json_.supply_chain());
}

ApiResult<const ShipRecord*> ApiRoutes::own_ship(const ApiCall& call) {
    return universe_.ship(*call.agent, ShipSymbol(call.names[0]), call.now);
}

ApiReply ApiRoutes::changed_nav(const ShipRecord& ship, core::TimePoint now) const {
    return data(object{{"nav", json_.nav(ship, now)}});
}

ApiReply ApiRoutes::departure(const ShipRecord& ship, core::TimePoint now) const {
    return data(
        object{{"nav", json_.nav(ship, now)}, {"fuel", json_.fuel(ship)}, {"events", array()}});
}

ApiResult<ApiReply> ApiRoutes::get_ships(const ApiCall& call) {
    ARGOSY_TRY(const auto ships, universe_.ships(*call.agent, call.now));
    return paged(call, ships, [&](const auto* each) { return json_.ship(*each, call.now); });
}

ApiResult<ApiReply> ApiRoutes::post_ships(const ApiCall& call) {
    ARGOSY_TRY(const object body, read_body(call.request));
    InputProblems problems;
    const model::ShipType type(text_field(body, "shipType", problems));
    const WaypointSymbol yard(text_field(body, "waypointSymbol", problems));
    if (auto refused = problems.refusal()) return *std::move(refused);
    ARGOSY_TRY(const ShipDeal deal, universe_.purchase_ship(*call.agent, type, yard, call.now));
    return data(object{{"agent", json_.agent(*deal.agent)},
                       {"ship", json_.ship(*deal.ship, call.now)},
                       {"transaction", json_.ship_deal(deal)}},
                kCreated);
}

ApiResult<ApiReply> ApiRoutes::get_ship(const ApiCall& call) {
    return one(own_ship(call), [&](const auto& each) { return json_.ship(each, call.now); });
}

ApiResult<ApiReply> ApiRoutes::get_nav(const ApiCall& call) {
    return one(own_ship(call), [&](const auto& each) { return json_.nav(each, call.now); });
}

ApiResult<ApiReply> ApiRoutes::patch_nav(const ApiCall& call) {
    ARGOSY_TRY(const object body, read_body(call.request));
    InputProblems problems;
    const std::string spelling = text_field(body, "flightMode", problems);
    const auto mode = model::parse_flight_mode(spelling);
    if (!mode && !spelling.empty()) {
        problems.add("flightMode", "flightMode must be one of DRIFT, STEALTH, CRUISE, BURN");
    }
    if (auto refused = problems.refusal()) return *std::move(refused);
    ARGOSY_TRY(const ShipRecord* ship,
               universe_.set_flight_mode(*call.agent, ShipSymbol(call.names[0]),
                                         mode.value_or(model::FlightMode::kCruise), call.now));
    return departure(*ship, call.now);
}

ApiResult<ApiReply> ApiRoutes::get_cargo(const ApiCall& call) {
    return one(own_ship(call), [this](const auto& each) { return json_.cargo(each); });
}

ApiResult<ApiReply> ApiRoutes::get_cooldown(const ApiCall& call) {
    ARGOSY_TRY([[maybe_unused]] const ShipRecord* ship, own_ship(call));
    return ApiReply{kNoContent, nullptr};
}

ApiResult<ApiReply> ApiRoutes::post_orbit(const ApiCall& call) {
    ARGOSY_TRY(const ShipRecord* ship,
               universe_.orbit(*call.agent, ShipSymbol(call.names[0]), call.now));
    return changed_nav(*ship, call.now);
}

ApiResult<ApiReply> ApiRoutes::post_dock(const ApiCall& call) {
    ARGOSY_TRY(const ShipRecord* ship,
               universe_.dock(*call.agent, ShipSymbol(call.names[0]), call.now));
    return changed_nav(*ship, call.now);
}

ApiResult<ApiReply> ApiRoutes::post_navigate(const ApiCall& call) {
    ARGOSY_TRY(const object body, read_body(call.request));
    InputProblems problems;
    const WaypointSymbol destination(text_field(body, "waypointSymbol", problems));
    if (auto refused = problems.refusal()) return *std::move(refused);
    ARGOSY_TRY(const ShipRecord* ship,
               universe_.navigate(*call.agent, ShipSymbol(call.names[0]), destination, call.now));
    return departure(*ship, call.now);
}

ApiResult<ApiReply> ApiRoutes::post_refuel(const ApiCall& call) {
    ARGOSY_TRY(const object body, read_body(call.request));
    InputProblems problems;
    RefuelOrder order;
    if (body.contains("units")) {
        order.units = whole_field(body, "units", problems);
        if (*order.units < 1) problems.add("units", "units must be 1 or more");
    }
    if (const auto* from_cargo = body.if_contains("fromCargo")) {
        order.from_cargo = from_cargo->is_bool() && from_cargo->get_bool();
        if (!from_cargo->is_bool()) problems.add("fromCargo", "fromCargo must be true or false");
    }
    if (auto refused = problems.refusal()) return *std::move(refused);
    ARGOSY_TRY(const Deal deal,
               universe_.refuel(*call.agent, ShipSymbol(call.names[0]), order, call.now));
    object content{{"agent", json_.agent(*deal.agent)},
                   {"fuel", json_.fuel(*deal.ship)},
                   {"transaction", json_.deal(deal)}};
    if (order.from_cargo) content["cargo"] = json_.cargo(*deal.ship);
    return data(std::move(content));
}

ApiResult<ApiReply> ApiRoutes::post_purchase(const ApiCall& call) {
    return trade(call, model::TransactionType::kPurchase);
}

ApiResult<ApiReply> ApiRoutes::post_sell(const ApiCall& call) {
    return trade(call, model::TransactionType::kSell);
}

ApiResult<ApiReply> ApiRoutes::trade(const ApiCall& call, model::TransactionType type) {
    ARGOSY_TRY(const object body, read_body(call.request));
    InputProblems problems;
    const TradeSymbol good(text_field(body, "symbol", problems));
    const core::Units units(whole_field(body, "units", problems));
    if (auto refused = problems.refusal()) return *std::move(refused);
    const ShipSymbol ship(call.names[0]);
    ARGOSY_TRY(const Deal deal, type == model::TransactionType::kPurchase
                                    ? universe_.purchase(*call.agent, ship, good, units, call.now)
                                    : universe_.sell(*call.agent, ship, good, units, call.now));
    return data(object{{"agent", json_.agent(*deal.agent)},
                       {"cargo", json_.cargo(*deal.ship)},
                       {"transaction", json_.deal(deal)}},
                kCreated);
}

}  // namespace argosy::sim
