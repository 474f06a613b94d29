#include "sim/cargo_deck.h"
#include "sim/http_api.h"

// Cargo: against credits, as fuel, from ship to ship, overboard. And ships against credits.

namespace argosy::sim {
namespace {

using boost::json::object;
using model::TradeSymbol;
using model::WaypointSymbol;

ApiResult<ApiReply> trade(Api& api, const ApiCall& call, model::TransactionType type) {
    ARGOSY_TRY(const object body, read_body(call.request));
    InputProblems problems;
    const TradeSymbol good(text_field(body, "symbol", problems));
    const core::Units units(whole_field(body, "units", problems));
    if (auto refused = problems.refusal()) return *std::move(refused);
    const model::ShipSymbol ship = call.ship();
    ARGOSY_TRY(const Deal deal,
               type == model::TransactionType::kPurchase
                   ? api.universe.purchase(*call.agent, ship, good, units, call.now)
                   : api.universe.sell(*call.agent, ship, good, units, call.now));
    return data(object{{"agent", api.json.agent(*deal.agent)},
                       {"cargo", api.json.cargo(*deal.ship)},
                       {"transaction", api.json.deal(deal)}},
                kCreated);
}

ApiResult<ApiReply> post_ships(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const object body, read_body(call.request));
    InputProblems problems;
    const model::ShipType type(text_field(body, "shipType", problems));
    const WaypointSymbol yard(text_field(body, "waypointSymbol", problems));
    if (auto refused = problems.refusal()) return *std::move(refused);
    ARGOSY_TRY(const ShipDeal deal, api.universe.purchase_ship(*call.agent, type, yard, call.now));
    return data(object{{"agent", api.json.agent(*deal.agent)},
                       {"ship", api.json.ship(*deal.ship, call.now)},
                       {"transaction", api.json.ship_deal(deal)}},
                kCreated);
}

ApiResult<ApiReply> post_refuel(Api& api, const ApiCall& call) {
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
    ARGOSY_TRY(const Deal deal, api.universe.refuel(*call.agent, call.ship(), order, call.now));
    object content{{"agent", api.json.agent(*deal.agent)},
                   {"fuel", api.json.fuel(*deal.ship)},
                   {"transaction", api.json.deal(deal)}};
    if (order.from_cargo) content["cargo"] = api.json.cargo(*deal.ship);
    return data(std::move(content));
}

ApiResult<ApiReply> post_purchase(Api& api, const ApiCall& call) {
    return trade(api, call, model::TransactionType::kPurchase);
}

ApiResult<ApiReply> post_sell(Api& api, const ApiCall& call) {
    return trade(api, call, model::TransactionType::kSell);
}

ApiResult<ApiReply> post_transfer(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const object body, read_body(call.request));
    InputProblems problems;
    const TransferOrder order{TradeSymbol(text_field(body, "tradeSymbol", problems)),
                              core::Units(whole_field(body, "units", problems)),
                              model::ShipSymbol(text_field(body, "shipSymbol", problems))};
    if (auto refused = problems.refusal()) return *std::move(refused);
    ARGOSY_TRY(const Transfer done,
               CargoDeck(api.universe).transfer(*call.agent, call.ship(), order, call.now));
    return data(
        object{{"cargo", api.json.cargo(*done.from)}, {"targetCargo", api.json.cargo(*done.to)}});
}

ApiResult<ApiReply> post_jettison(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const object body, read_body(call.request));
    InputProblems problems;
    const TradeSymbol good(text_field(body, "symbol", problems));
    const core::Units units(whole_field(body, "units", problems));
    if (auto refused = problems.refusal()) return *std::move(refused);
    ARGOSY_TRY(const ShipRecord* ship,
               CargoDeck(api.universe).jettison(*call.agent, call.ship(), good, units, call.now));
    return data(object{{"cargo", api.json.cargo(*ship)}});
}

}  // namespace

std::vector<Route> trade_routes() {
    return {
        {"POST", "/my/ships", Access::kAgent, &post_ships},
        {"POST", "/my/ships/{}/refuel", Access::kAgent, &post_refuel},
        {"POST", "/my/ships/{}/purchase", Access::kAgent, &post_purchase},
        {"POST", "/my/ships/{}/sell", Access::kAgent, &post_sell},
        {"POST", "/my/ships/{}/transfer", Access::kAgent, &post_transfer},
        {"POST", "/my/ships/{}/jettison", Access::kAgent, &post_jettison},
    };
}

}  // namespace argosy::sim
