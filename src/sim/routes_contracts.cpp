#include "sim/contracts.h"
#include "sim/http_api.h"

// Contracts, from the offer to the last payment.

namespace argosy::sim {
namespace {

using boost::json::object;

Contracts desk(Api& api) {
    return Contracts(api.universe);
}

ApiResult<ApiReply> change(Api& api, const ApiResult<ContractDeal>& deal) {
    if (!deal) return deal.error();
    return data(object{{"agent", api.json.agent(*deal->agent)},
                       {"contract", api.json.contract(*deal->contract)}});
}

ApiResult<ApiReply> get_contracts(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const auto contracts, desk(api).list(*call.agent, call.now));
    return paged(call, contracts, [&](const auto* each) { return api.json.contract(*each); });
}

ApiResult<ApiReply> get_contract(Api& api, const ApiCall& call) {
    return one(desk(api).contract(*call.agent, call.names[0], call.now),
               [&](const auto& each) { return api.json.contract(each); });
}

ApiResult<ApiReply> post_negotiate(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const ContractRecord* contract,
               desk(api).negotiate(*call.agent, call.ship(), call.now));
    return data(object{{"contract", api.json.contract(*contract)}}, kCreated);
}

ApiResult<ApiReply> post_accept(Api& api, const ApiCall& call) {
    return change(api, desk(api).accept(*call.agent, call.names[0], call.now));
}

ApiResult<ApiReply> post_deliver(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const Handover cargo, read_handover(call.request));
    ARGOSY_TRY(const ContractDeal deal,
               desk(api).deliver(*call.agent, call.names[0], cargo, call.now));
    return data(object{{"contract", api.json.contract(*deal.contract)},
                       {"cargo", api.json.cargo(*deal.ship)}});
}

ApiResult<ApiReply> post_fulfill(Api& api, const ApiCall& call) {
    return change(api, desk(api).fulfill(*call.agent, call.names[0], call.now));
}

}  // namespace

std::vector<Route> contract_routes() {
    return {
        {"GET", "/my/contracts", Access::kAgent, &get_contracts},
        {"GET", "/my/contracts/{}", Access::kAgent, &get_contract},
        {"POST", "/my/contracts/{}/accept", Access::kAgent, &post_accept},
        {"POST", "/my/contracts/{}/deliver", Access::kAgent, &post_deliver},
        {"POST", "/my/contracts/{}/fulfill", Access::kAgent, &post_fulfill},
        {"POST", "/my/ships/{}/negotiate/contract", Access::kAgent, &post_negotiate},
    };
}

}  // namespace argosy::sim
