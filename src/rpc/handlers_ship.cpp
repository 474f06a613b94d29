#include "rpc/daemon_handlers.h"
#include "rpc/view.h"

namespace argosy::rpc {
namespace {

using kernel::Company;

}  // namespace

Handled<v1::ListShipsResponse> DaemonHandlers::list_ships(v1::ListShipsRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    v1::ListShipsResponse response;
    response.set_now(core::to_millis(daemon_.runtime().now()));
    for (const auto& [symbol, ship] : company->fleet().ships.all()) {
        *response.add_ships() = to_message(ship, company->doing(symbol), daemon_.runtime().now());
    }
    co_return response;
}

Handled<v1::PurchaseShipResponse> DaemonHandlers::purchase_ship(v1::PurchaseShipRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    ARGOSY_CO_TRY(const game::ShipReceipt receipt,
                  co_await company->purchase_ship(model::ShipType(request.type()),
                                                  model::WaypointSymbol(request.shipyard())));
    v1::PurchaseShipResponse response;
    *response.mutable_ship() =
        to_message(receipt.ship, company->doing(receipt.ship.symbol), daemon_.runtime().now());
    response.set_price(receipt.price.count());
    response.set_balance_after(receipt.balance_after.count());
    co_return response;
}

}  // namespace argosy::rpc
