#include "kernel/utilisation.h"

#include <algorithm>
#include <map>

namespace argosy::kernel {

core::Task<core::Result<core::Duration>> hauler_time(store::Store& store, std::int64_t player,
                                                     const fleet::ShipRegistry& ships,
                                                     core::TimePoint since, core::TimePoint until) {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store.query(
                      "SELECT symbol, bought_at FROM ships WHERE player_id = $1 AND bought_at > $2",
                      {player, core::to_millis(since)}));
    std::map<model::ShipSymbol, core::TimePoint> bought;
    for (const store::Row& row : rows)
        bought[model::ShipSymbol(row.text("symbol"))] = core::from_millis(row.integer("bought_at"));
    core::Duration time{0};
    for (const auto& [symbol, ship] : ships.all()) {
        if (!fleet::ShipRegistry::is_hauler(ship)) continue;
        const auto found = bought.find(symbol);
        const core::TimePoint from = found == bought.end() ? since : found->second;
        time += std::max(until - from, core::Duration(0));
    }
    co_return time;
}

core::Task<core::Result<double>> utilisation(store::Store& store, std::int64_t player,
                                             core::Duration ship_time, core::TimePoint since,
                                             core::TimePoint until) {
    ARGOSY_CO_TRY(
        const store::Rows rows,
        co_await store.query(
            "SELECT COALESCE(SUM(CASE WHEN completed_at < $3 THEN completed_at ELSE $3 END"
            " - started_at), 0) AS busy FROM manufacturing_tasks"
            " WHERE player_id = $1 AND started_at >= $2 AND started_at < $3",
            {player, core::to_millis(since), core::to_millis(until)}));
    if (ship_time <= core::Duration(0)) co_return 0.0;
    co_return double(rows.front().integer("busy")) / double(ship_time.count());
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
