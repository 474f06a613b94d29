#pragma once

/// @file
/// Runs of the whole program in virtual time, for tests: started, drained, and looked at as a
/// checker may look, into the universe and into the store.

#include <gtest/gtest.h>

#include <memory>
#include <string_view>

#include "kernel/virtual_world.h"

namespace argosy::tests {

inline std::unique_ptr<kernel::VirtualWorld> make_world(kernel::VirtualWorldOptions options) {
    auto world = kernel::VirtualWorld::create(std::move(options));
    ARGOSY_ASSERT(world.ok());
    return *std::move(world);
}

inline core::Result<operations::Operation> start_manufacturing(
    kernel::VirtualWorld& world, kernel::ManufacturingRequest request = {}) {
    return world.call(world.company().start_manufacturing(std::move(request)));
}

/// Returns the only number that a statement selects, as `n`.
inline std::int64_t number(const kernel::VirtualWorld& world, std::string_view sql,
                           const store::Params& params = {}) {
    const auto rows = world.stored(sql, params);
    ARGOSY_ASSERT(rows.ok() && rows->size() == 1);
    return rows->front().integer("n");
}

/// How long a stop may take before a run counts as stuck.
inline constexpr core::Duration kLongestDrain = std::chrono::hours(12);

/// Lets the world live until manufacturing has stopped and every ship is back.
/// @returns false when that took longer than kLongestDrain.
inline bool drain(kernel::VirtualWorld& world) {
    const core::TimePoint end = world.now() + kLongestDrain;
    while (world.now() < end) {
        const bool stopped = world.company().operations().active("manufacturing") == nullptr;
        if (stopped && world.company().fleet().claims.all().empty()) return true;
        world.run_for(std::chrono::minutes(1));
    }
    return false;
}

inline bool stop_and_drain(kernel::VirtualWorld& world) {
    EXPECT_TRUE(world.call(world.company().stop_manufacturing()).ok());
    return drain(world);
}

/// Expects every task and pipeline to say of itself what the ledger says of it.
inline void expect_booked_alike(const kernel::VirtualWorld& world) {
    EXPECT_EQ(number(world,
                     "SELECT COUNT(*) AS n FROM manufacturing_tasks t LEFT JOIN ("
                     " SELECT task_id, SUM(units) AS units,"
                     " SUM(CASE WHEN amount < 0 THEN -amount ELSE 0 END) AS cost,"
                     " SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS revenue"
                     " FROM transactions"
                     " WHERE type IN ('PURCHASE_CARGO', 'SELL_CARGO') GROUP BY task_id) l"
                     " ON l.task_id = t.id WHERE (t.actual_quantity <> COALESCE(l.units, 0)"
                     "  AND t.task_type <> 'KEEP')"
                     " OR t.total_cost <> COALESCE(l.cost, 0)"
                     " OR t.total_revenue <> COALESCE(l.revenue, 0)"),
              0);
    EXPECT_EQ(number(world,
                     "SELECT COUNT(*) AS n FROM manufacturing_pipelines p JOIN ("
                     " SELECT pipeline_id, SUM(total_cost) AS cost, SUM(total_revenue) AS revenue"
                     " FROM manufacturing_tasks GROUP BY pipeline_id) t ON t.pipeline_id = p.id"
                     " WHERE p.total_cost <> t.cost OR p.total_revenue <> t.revenue"
                     " OR p.net_profit <> t.revenue - t.cost"),
              0);
    EXPECT_EQ(number(world,
                     "SELECT COUNT(*) AS n FROM manufacturing_pipelines p"
                     " LEFT JOIN profit_forecasts f ON f.pipeline_id = p.id"
                     " WHERE (f.actual_profit IS NULL OR f.actual_profit <> p.net_profit)"
                     " AND p.sell_market <> ''"),
              0);
}

/// Expects what holds of every sound run once it has stopped: the books are the game's, and nothing
/// is left over.
inline void expect_settled(kernel::VirtualWorld& world) {
    kernel::Company& company = world.company();
    const model::AgentSymbol agent = company.player().agent;
    EXPECT_EQ(company.ledger().balance(), world.truth().credits(agent));
    EXPECT_TRUE(world.truth().cargo(agent).empty());
    EXPECT_TRUE(company.fleet().claims.all().empty());
    EXPECT_TRUE(company.pipelines().active().empty());
    EXPECT_EQ(world.errors(), 0u);
    expect_booked_alike(world);

    EXPECT_EQ(number(world, "SELECT SUM(amount) AS n FROM transactions"),
              world.truth().credits(agent).count());
    EXPECT_EQ(number(world,
                     "SELECT COUNT(*) AS n FROM transactions"
                     " WHERE type = 'RECONCILIATION'"),
              0);
    EXPECT_EQ(number(world, "SELECT COUNT(*) AS n FROM intents WHERE status = 'OPEN'"), 0);
    EXPECT_EQ(number(world, "SELECT COUNT(*) AS n FROM ship_assignments WHERE owner_id <> ''"), 0);
    EXPECT_EQ(number(world,
                     "SELECT COUNT(*) AS n FROM manufacturing_tasks"
                     " WHERE status NOT IN ('COMPLETED', 'FAILED', 'CANCELLED')"),
              0);
    EXPECT_EQ(number(world,
                     "SELECT COUNT(*) AS n FROM manufacturing_pipelines"
                     " WHERE status NOT IN ('COMPLETED', 'FAILED', 'CANCELLED')"),
              0);
    EXPECT_EQ(number(world,
                     "SELECT COUNT(*) AS n FROM factory_reservations"
                     " WHERE status = 'ACTIVE'"),
              0);
    EXPECT_EQ(number(world,
                     "SELECT COUNT(*) AS n FROM pool_reservations"
                     " WHERE consumed = 0 AND expires_at > reserved_at"),
              0);
    EXPECT_EQ(number(world, manufacturing::kFactoryConflicts, {company.player().id}), 0);
    // A reservation's last update is its release.
    EXPECT_EQ(number(world,
                     "SELECT COUNT(*) AS n FROM factory_reservations a"
                     " JOIN factory_reservations b"
                     " ON a.factory_symbol = b.factory_symbol"
                     " AND a.output_good = b.output_good AND a.id < b.id"
                     " WHERE a.reserved_at < b.updated_at"
                     " AND b.reserved_at < a.updated_at"),
              0);
}

}  // namespace argosy::tests
