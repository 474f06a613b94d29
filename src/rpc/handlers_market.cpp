#include "rpc/daemon_handlers.h"
#include "rpc/view.h"

namespace argosy::rpc {
namespace {

using core::Error;
using core::ErrorCode;
using kernel::Company;

}  // namespace

Handled<v1::Market> DaemonHandlers::get_market(v1::GetMarketRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    const model::WaypointSymbol waypoint(request.waypoint());
    const model::Waypoint* charted = company->fleet().chart.find(waypoint);
    if (charted == nullptr || !charted->has_trait("MARKETPLACE")) {
        co_return Error{ErrorCode::kNotFound,
                        fmt::format("no market is known at {}: expected a marketplace of {}",
                                    waypoint, company->home_system())};
    }
    v1::Market message;
    message.set_waypoint(request.waypoint());
    message.set_now(core::to_millis(daemon_.runtime().now()));
    const auto listings = company->markets().goods_at(waypoint);
    for (const market::Listing* listing : listings) {
        if (!request.good().empty() && listing->good.str() != request.good()) continue;
        *message.add_goods() = to_message(*listing);
    }
    if (!request.good().empty() && message.goods().empty()) {
        const bool known = model::recipes().contains(model::TradeSymbol(request.good())) ||
                           model::base_price(model::TradeSymbol(request.good())).has_value();
        co_return Error{ErrorCode::kNotFound,
                        !known ? fmt::format("{} is no good of the game", request.good())
                        : listings.empty()
                            ? fmt::format("nobody has looked at {} yet", waypoint)
                            : fmt::format("{} does not trade {}", waypoint, request.good())};
    }
    co_return message;
}

}  // namespace argosy::rpc
