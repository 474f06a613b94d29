#include "rpc/daemon_handlers.h"
#include "rpc/view.h"

namespace argosy::rpc {
namespace {

using kernel::Company;

}  // namespace

Handled<v1::Player> DaemonHandlers::register_player(v1::RegisterPlayerRequest request) {
    ARGOSY_CO_TRY(Company * company,
                  co_await daemon_.register_player(request.agent(), request.faction(),
                                                   core::Secret(request.account_token()),
                                                   core::Secret(request.agent_token())));
    co_return to_message(company->player(), company->ledger().balance());
}

Handled<v1::ListPlayersResponse> DaemonHandlers::list_players(v1::ListPlayersRequest) {
    v1::ListPlayersResponse response;
    for (Company* company : daemon_.companies()) {
        *response.add_players() = to_message(company->player(), company->ledger().balance());
    }
    co_return response;
}

}  // namespace argosy::rpc
