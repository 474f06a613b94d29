#include "rpc/daemon_handlers.h"

namespace argosy::rpc {
namespace {

using kernel::Company;

}  // namespace

Handled<v1::Health> DaemonHandlers::get_health(v1::GetHealthRequest) {
    v1::Health health;
    health.set_version(ARGOSY_VERSION);
    health.set_game_url(daemon_.config().base_url);
    health.set_game_version(daemon_.server().version);
    health.set_reset_date(daemon_.server().reset_date);
    health.set_now(core::to_millis(daemon_.runtime().now()));
    health.set_time_factor(daemon_.time_factor());
    health.set_started_at(core::to_millis(daemon_.started_at()));
    health.set_database(daemon_.config().store.shown());
    const auto counts = daemon_.requests();
    for (std::size_t i = 0; i < counts.sent.size(); ++i) {
        v1::RequestCount& line = *health.add_requests();
        line.set_priority(std::string(game::to_string(static_cast<game::Priority>(i))));
        line.set_sent(counts.sent[i]);
        line.set_waited_ms(counts.waited[i].count());
    }
    health.set_requests_429(counts.refused);
    health.set_players(std::int32_t(daemon_.companies().size()));
    int running = 0;
    for (Company* company : daemon_.companies()) {
        running += company->operations().active(kernel::kManufacturing) != nullptr ? 1 : 0;
    }
    health.set_operations_running(running);
    co_return health;
}

}  // namespace argosy::rpc
