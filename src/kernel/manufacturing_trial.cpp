#include "kernel/manufacturing_trial.h"

#include <fmt/format.h>

#include "manufacturing/factory_reservation.h"

namespace argosy::kernel {
namespace {

// How long a stop may take before the run counts as stuck.
constexpr core::Duration kLongestDrain = std::chrono::hours(12);

// Names the tasks that keep manufacturing from stopping.
std::string left_open(const VirtualWorld& world) {
    const auto rows = world.stored(
        "SELECT id, task_type, status, good_symbol, assigned_ship"
        " FROM manufacturing_tasks"
        " WHERE status IN ('PENDING', 'READY', 'ASSIGNED', 'EXECUTING') ORDER BY id");
    if (!rows) return rows.error().message;
    std::string tasks;
    for (const store::Row& row : *rows) {
        tasks += fmt::format("{}{} {} {} {} {}", tasks.empty() ? "" : "; ", row.text("id"),
                             row.text("task_type"), row.text("good_symbol"), row.text("status"),
                             row.text("assigned_ship"));
    }
    return tasks.empty() ? "no task is open" : tasks;
}

Result<void> drain(VirtualWorld& world) {
    ARGOSY_CHECK(world.call(world.company().stop_manufacturing()));
    const core::TimePoint end = world.now() + kLongestDrain;
    while (world.company().manufacturing() != nullptr) {
        if (world.now() >= end) {
            return core::Error{core::ErrorCode::kRejected,
                               fmt::format("manufacturing did not stop: {}", left_open(world))};
        }
        world.run_for(std::chrono::minutes(1));
    }
    return {};
}

// With less a ship buys nothing that is worth its way.
constexpr core::Credits kBroke{1'000};

Result<std::int64_t> count(const VirtualWorld& world, std::string_view sql) {
    ARGOSY_TRY(const store::Rows rows, world.stored(sql));
    return rows.front().integer("n");
}

Result<Accounts> accounts_of(const VirtualWorld& world) {
    ARGOSY_TRY(
        const store::Rows rows,
        world.stored("SELECT t.type AS type, COALESCE(h.feeds, 0) AS feeds, SUM(t.amount) AS total"
                     " FROM transactions t LEFT JOIN ("
                     "  SELECT id, CASE WHEN haul_id IN (SELECT haul_id FROM manufacturing_tasks"
                     "   WHERE task_type = 'DELIVER') THEN 1 ELSE 0 END AS feeds"
                     "  FROM manufacturing_tasks) h ON h.id = t.task_id"
                     " GROUP BY t.type, COALESCE(h.feeds, 0)"));
    Accounts accounts;
    for (const store::Row& row : rows) {
        const std::string type = row.text("type");
        const core::Credits total(row.integer("total"));
        const bool feeds = row.integer("feeds") == 1;
        if (type == "REFUEL") accounts.fuel = accounts.fuel - total;
        if (type == "PURCHASE_CARGO") {
            (feeds ? accounts.inputs_bought : accounts.products_bought) += -total;
        } else if (type == "SELL_CARGO") {
            (feeds ? accounts.inputs_sold : accounts.products_sold) += total;
        }
    }
    return accounts;
}

Result<void> read_pipelines(VirtualWorld& world, TrialResult& result) {
    ARGOSY_TRY(result.pipelines, count(world,
                                       "SELECT COUNT(*) AS n FROM manufacturing_pipelines"
                                       " WHERE sell_market <> ''"));
    ARGOSY_TRY(result.completed, count(world,
                                       "SELECT COUNT(*) AS n FROM manufacturing_pipelines"
                                       " WHERE sell_market <> '' AND status = 'COMPLETED'"));
    ARGOSY_TRY(result.forecast, count(world,
                                      "SELECT COUNT(*) AS n FROM manufacturing_pipelines p"
                                      " JOIN profit_forecasts f ON f.pipeline_id = p.id"
                                      " WHERE f.actual_profit IS NOT NULL"
                                      " AND NOT EXISTS (SELECT 1 FROM transactions t"
                                      "  WHERE t.pipeline_id = p.id"
                                      "  AND (f.frozen_at IS NULL OR t.at < f.frozen_at))"));
    ARGOSY_TRY(result.shared_hauls, count(world,
                                          "SELECT COALESCE(SUM(hauls_saved), 0) AS n"
                                          " FROM pool_reservations WHERE consumed = 1"));
    Company& company = world.company();
    result.forecast_error_bp = company.pipelines().forecasts().median_error_bp();
    ARGOSY_TRY(result.conflicts, world.call(manufacturing::factory_conflicts(company.fleet().store,
                                                                             company.player().id)));
    return {};
}

Result<void> read_time(VirtualWorld& world, const ManufacturingTrial& trial, TrialResult& result) {
    Company& company = world.company();
    store::Store& store = company.fleet().store;
    const std::int64_t player = company.player().id;
    const core::TimePoint until = world.now();
    const core::TimePoint since = until - trial.length;
    ARGOSY_TRY(result.gaps, world.call(haul_gaps(store, player, since, until)));
    for (const auto& [symbol, ship] : company.fleet().ships.all())
        result.ships += fleet::ShipRegistry::is_hauler(ship) ? 1 : 0;
    if (trial.request.mode == manufacturing::Mode::kSerial) result.ships = result.gaps.ships;
    ARGOSY_TRY(result.in_hauls, world.call(utilisation(
                                    store, player, result.ships * (until - since), since, until)));
    ARGOSY_TRY(const store::Rows broke,
               world.stored("SELECT MIN(at) AS at FROM transactions WHERE balance_after < $1",
                            {kBroke.count()}));
    if (const auto at = broke.front().maybe_integer("at")) {
        result.broke_after = core::from_millis(*at) - since;
    }
    return {};
}

}  // namespace

Result<TrialResult> run_trial(const ManufacturingTrial& trial) {
    ARGOSY_TRY(auto world, VirtualWorld::create({.seed = trial.seed,
                                                 .scenario = trial.scenario,
                                                 .law = trial.law,
                                                 .haulers = trial.haulers}));
    ARGOSY_CHECK(world->call(world->company().start_manufacturing(trial.request)));
    world->run_for(trial.length);
    TrialResult result;
    if (world->company().manufacturing() != nullptr) {
        result.work = world->company().manufacturing()->work();
    }
    ARGOSY_CHECK(read_time(*world, trial, result));
    ARGOSY_CHECK(drain(*world));
    if (world->errors() > 0) {
        return core::Error{core::ErrorCode::kRejected, "the run logged errors"};
    }
    ARGOSY_TRY(const RunReport report, world->report());
    result.earned = report.credits_end - report.credits_start;
    result.requests = report.requests;
    result.requests_429 = report.requests_429;
    result.stranded = report.stranded_cargo_units;
    result.books_agree = report.ledger_balance == report.game_credits;
    result.decision_hash = report.decision_hash;
    ARGOSY_TRY(result.accounts, accounts_of(*world));
    ARGOSY_CHECK(read_pipelines(*world, result));
    return result;
}

}  // namespace argosy::kernel
