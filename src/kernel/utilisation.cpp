#include "kernel/utilisation.h"

namespace argosy::kernel {

core::Task<core::Result<double>> utilisation(store::Store& store, std::int64_t player,
                                             std::int64_t haulers, core::TimePoint since,
                                             core::TimePoint until) {
    ARGOSY_CO_TRY(
        const store::Rows rows,
        co_await store.query(
            "SELECT COALESCE(SUM(CASE WHEN completed_at < $3 THEN completed_at ELSE $3 END"
            " - started_at), 0) AS busy FROM manufacturing_tasks"
            " WHERE player_id = $1 AND started_at >= $2 AND started_at < $3",
            {player, core::to_millis(since), core::to_millis(until)}));
    const double available = double(haulers) * double((until - since).count());
    if (available <= 0) co_return 0.0;
    co_return double(rows.front().integer("busy")) / available;
}

}  // namespace argosy::kernel
