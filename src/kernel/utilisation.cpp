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

core::Task<core::Result<HaulGaps>> haul_gaps(store::Store& store, std::int64_t player,
                                             core::TimePoint since, core::TimePoint until) {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store.query(
                      "SELECT assigned_ship, MIN(started_at) AS began, MAX(completed_at) AS ended"
                      " FROM manufacturing_tasks WHERE player_id = $1 AND assigned_ship <> ''"
                      " AND started_at >= $2 AND started_at < $3 GROUP BY assigned_ship, haul_id"
                      " ORDER BY assigned_ship, began, haul_id",
                      {player, core::to_millis(since), core::to_millis(until)}));
    HaulGaps gaps;
    std::string ship;
    std::optional<std::int64_t> ended;
    for (const store::Row& row : rows) {
        if (row.text("assigned_ship") != ship) {
            ship = row.text("assigned_ship");
            ++gaps.ships;
        } else if (ended) {
            ++gaps.gaps;
            gaps.total += core::Duration(row.integer("began") - *ended);
        }
        ended = row.maybe_integer("ended");
    }
    co_return gaps;
}

}  // namespace argosy::kernel
