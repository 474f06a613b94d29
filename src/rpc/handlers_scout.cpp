#include <algorithm>
#include <tuple>

#include "rpc/daemon_handlers.h"
#include "rpc/view.h"

namespace argosy::rpc {
namespace {

using kernel::Company;

void add_trips(const Company& company, core::TimePoint now, v1::ScoutStatus& status) {
    for (const auto& [symbol, ship] : company.fleet().ships.all()) {
        const model::WaypointSymbol market = company.scout().target_of(symbol);
        if (market.empty()) continue;
        v1::ScoutTrip& trip = *status.add_trips();
        trip.set_ship(symbol.str());
        trip.set_market(market.str());
        const bool there = model::status_at(ship.nav, now) != model::NavStatus::kInTransit;
        trip.set_arrival(there ? 0 : core::to_millis(ship.nav.route.arrival));
    }
}

void add_markets(const Company& company, v1::ScoutStatus& status) {
    const auto waypoints = company.fleet().chart.with_trait("MARKETPLACE", company.home_system());
    for (const model::WaypointSymbol& waypoint : waypoints) {
        v1::ScoutMarket& market = *status.add_markets();
        market.set_waypoint(waypoint.str());
        const auto looked_at = company.markets().looked_at(waypoint);
        market.set_looked_at(looked_at ? core::to_millis(*looked_at) : 0);
        market.set_value(std::int64_t(company.scout().value_of(waypoint)));
    }
    std::sort(status.mutable_markets()->begin(), status.mutable_markets()->end(),
              [](const v1::ScoutMarket& a, const v1::ScoutMarket& b) {
                  return std::make_tuple(-a.value(), a.waypoint()) <
                         std::make_tuple(-b.value(), b.waypoint());
              });
}

}  // namespace

Handled<v1::Operation> DaemonHandlers::start_scout(v1::StartScoutRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    const bool was_running = company->operations().active(scouting::kScout) != nullptr;
    ARGOSY_CO_TRY(const operations::Operation operation,
                  co_await daemon_.sessions().within(*company, company->start_scout()));
    v1::Operation message = to_message(operation, company->player().agent.str());
    if (was_running) message.set_note("already running");
    co_return message;
}

Handled<v1::ScoutStatus> DaemonHandlers::get_scout(v1::GetScoutRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    const core::TimePoint now = daemon_.runtime().now();
    v1::ScoutStatus status;
    status.set_now(core::to_millis(now));
    status.set_looks(company->scout().looks());
    const operations::Operation* latest = nullptr;
    for (const auto& [id, operation] : company->operations().all()) {
        if (operation.kind != scouting::kScout) continue;
        if (latest == nullptr || operation.created_at > latest->created_at) latest = &operation;
    }
    if (latest != nullptr) {
        *status.mutable_operation() = to_message(*latest, company->player().agent.str());
    }
    add_trips(*company, now, status);
    add_markets(*company, status);
    co_return status;
}

Handled<v1::Operation> DaemonHandlers::stop_scout(v1::StopScoutRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    ARGOSY_CO_TRY(const operations::Operation stopped,
                  co_await daemon_.sessions().within(*company, company->stop_scout()));
    co_return to_message(stopped, company->player().agent.str());
}

}  // namespace argosy::rpc
