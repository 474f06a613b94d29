#include "sim/drydock.h"
#include "sim/http_api.h"
#include "sim/outfitting.h"

// What shipyards do to ships.

namespace argosy::sim {
namespace {

using boost::json::array;
using boost::json::object;

using RefitOperation = ApiResult<Refit> (Outfitting::*)(const model::AgentSymbol&,
                                                        const model::ShipSymbol&,
                                                        const std::string&, core::TimePoint);

ApiResult<Refit> refit(Api& api, const ApiCall& call, RefitOperation operation) {
    ARGOSY_TRY(const object body, read_body(call.request));
    InputProblems problems;
    const std::string symbol = text_field(body, "symbol", problems);
    if (auto refused = problems.refusal()) return *std::move(refused);
    return (Outfitting(api.universe).*operation)(*call.agent, call.ship(), symbol, call.now);
}

ApiReply refitted(Api& api, const Refit& refit, const char* name, array parts) {
    return data(object{{"agent", api.json.agent(*refit.agent)},
                       {name, std::move(parts)},
                       {"cargo", api.json.cargo(*refit.ship)},
                       {"transaction", api.json.refit(refit)}},
                kCreated);
}

ApiResult<ApiReply> refit_mount(Api& api, const ApiCall& call, RefitOperation operation) {
    ARGOSY_TRY(const Refit done, refit(api, call, operation));
    return refitted(api, done, "mounts", api.json.mounts(*done.ship));
}

ApiResult<ApiReply> refit_module(Api& api, const ApiCall& call, RefitOperation operation) {
    ARGOSY_TRY(const Refit done, refit(api, call, operation));
    return refitted(api, done, "modules", api.json.modules(*done.ship));
}

ApiResult<ApiReply> install_mount(Api& api, const ApiCall& call) {
    return refit_mount(api, call, &Outfitting::install_mount);
}

ApiResult<ApiReply> remove_mount(Api& api, const ApiCall& call) {
    return refit_mount(api, call, &Outfitting::remove_mount);
}

ApiResult<ApiReply> install_module(Api& api, const ApiCall& call) {
    return refit_module(api, call, &Outfitting::install_module);
}

ApiResult<ApiReply> remove_module(Api& api, const ApiCall& call) {
    return refit_module(api, call, &Outfitting::remove_module);
}

ApiResult<ApiReply> get_repair(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const YardBill bill,
               Drydock(api.universe).repair_quote(*call.agent, call.ship(), call.now));
    return data(object{{"transaction", api.json.yard_bill(bill)}});
}

ApiResult<ApiReply> post_repair(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const Repair repair,
               Drydock(api.universe).repair(*call.agent, call.ship(), call.now));
    return data(object{{"agent", api.json.agent(*repair.agent)},
                       {"ship", api.json.ship(*repair.ship, call.now)},
                       {"transaction", api.json.yard_bill(repair.bill)}});
}

ApiResult<ApiReply> get_scrap(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const YardBill bill,
               Drydock(api.universe).scrap_quote(*call.agent, call.ship(), call.now));
    return data(object{{"transaction", api.json.yard_bill(bill)}});
}

ApiResult<ApiReply> post_scrap(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const Scrapping scrapping,
               Drydock(api.universe).scrap(*call.agent, call.ship(), call.now));
    return data(object{{"agent", api.json.agent(*scrapping.agent)},
                       {"transaction", api.json.yard_bill(scrapping.bill)}});
}

}  // namespace

std::vector<Route> outfitting_routes() {
    return {
        {"POST", "/my/ships/{}/mounts/install", Access::kAgent, &install_mount},
        {"POST", "/my/ships/{}/mounts/remove", Access::kAgent, &remove_mount},
        {"POST", "/my/ships/{}/modules/install", Access::kAgent, &install_module},
        {"POST", "/my/ships/{}/modules/remove", Access::kAgent, &remove_module},
        {"GET", "/my/ships/{}/repair", Access::kAgent, &get_repair},
        {"POST", "/my/ships/{}/repair", Access::kAgent, &post_repair},
        {"GET", "/my/ships/{}/scrap", Access::kAgent, &get_scrap},
        {"POST", "/my/ships/{}/scrap", Access::kAgent, &post_scrap},
    };
}

}  // namespace argosy::sim
