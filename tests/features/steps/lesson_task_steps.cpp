#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "hauls/task_state.h"
#include "manufacturing/factory_reservation.h"
#include "tests/features/support/gherkin.h"
#include "tests/features/support/lesson_world.h"

namespace argosy::tests {
namespace {

using namespace std::chrono_literals;
using ledger::testing::Fate;
using model::TradeType;
using model::TransactionType;

// Lives on event by event, until the store or the world says that something has happened.
void run_until(LessonWorld& world, const std::function<bool()>& happened) {
    constexpr int kMostEvents = 200'000;
    for (int event = 0; event < kMostEvents && !happened(); ++event)
        world.works.business().run_events(1);
    EXPECT_TRUE(happened()) << world.works.describe();
}

void write_down_steps(LessonWorld& world) {
    store::Transaction triggers;
    triggers.add(
        "CREATE TABLE steps (task TEXT, before TEXT, after TEXT, ship_before TEXT,"
        " ship_after TEXT)",
        {});
    triggers.add(
        "CREATE TRIGGER on_step AFTER UPDATE ON manufacturing_tasks"
        " WHEN old.status <> new.status OR old.assigned_ship <> new.assigned_ship"
        " BEGIN INSERT INTO steps VALUES (new.id, old.status, new.status,"
        " old.assigned_ship, new.assigned_ship); END",
        {});
    ASSERT_TRUE(world.works.remains.engine->commit(triggers, store::Durability::kNormal).ok());
}

/// The open tasks and the pipelines under way, by id, with their states.
using States = std::map<std::string, std::string>;

States remembered(LessonWorld& world) {
    States states;
    for (const auto& [id, task] : world.works.company().tasks().all()) {
        if (!hauls::is_terminal(task.status))
            states[id.str()] = fmt::format("{} {}", to_string(task.status), task.ship);
    }
    for (const auto& [id, pipeline] : world.works.company().pipelines().active())
        states[id.str()] = std::string(to_string(pipeline.status));
    return states;
}

States stored(LessonWorld& world) {
    States states;
    for (const store::Row& row : world.works.rows(
             "SELECT id, status || ' ' || assigned_ship AS state FROM manufacturing_tasks"
             " WHERE status NOT IN ('COMPLETED', 'FAILED', 'CANCELLED')"
             " UNION ALL SELECT id, status FROM manufacturing_pipelines"
             " WHERE status IN ('PLANNING', 'EXECUTING')")) {
        states[row.text("id")] = row.text("state");
    }
    return states;
}

void define_hauls(StepRegistry& steps) {
    steps.add("the first haul was tried {int} times, in {int} minutes at least",
              [](LessonWorld& world, std::int64_t times, std::int64_t minutes) {
                  EXPECT_EQ(world.works.number("SELECT MAX(retry_count) AS n"
                                               " FROM manufacturing_tasks"),
                            times);
                  EXPECT_GE(world.works.number("SELECT MIN(completed_at - started_at) AS n"
                                               " FROM manufacturing_tasks WHERE status = 'FAILED'"),
                            minutes * 60'000);
              });
    steps.add("the first haul is FAILED", [](LessonWorld& world) {
        EXPECT_EQ(world.count("manufacturing_tasks WHERE status = 'FAILED'"), 1);
    });
    steps.add("other hauls were carried out since", [](LessonWorld& world) {
        EXPECT_GT(world.count("manufacturing_tasks WHERE task_type IN ('SELL', 'DELIVER')"
                              " AND status = 'COMPLETED'"),
                  0);
    });
    steps.add("the first haul has bought", [](LessonWorld& world) {
        const std::string bought =
            fmt::format("manufacturing_tasks WHERE haul_id = '{}' AND status = 'COMPLETED'",
                        world.first_haul());
        run_until(world, [&] { return world.count(bought) > 0; });
    });
    steps.add("the first haul bought what was planned and no more", [](LessonWorld& world) {
        const std::int64_t bought = world.of_first_haul("'ACQUIRE', 'COLLECT'", "actual_quantity");
        EXPECT_GT(bought, 0);
        EXPECT_LE(bought, world.planned);
        EXPECT_EQ(world.works.number(fmt::format(
                      "SELECT SUM(units) AS n FROM transactions WHERE type = 'PURCHASE_CARGO'"
                      " AND task_id IN (SELECT id FROM manufacturing_tasks WHERE haul_id = '{}')",
                      world.haul)),
                  bought);
    });
    steps.add("what the first haul bought was sold", [](LessonWorld& world) {
        EXPECT_EQ(world.of_first_haul("'DELIVER', 'SELL'", "actual_quantity"),
                  world.of_first_haul("'ACQUIRE', 'COLLECT'", "actual_quantity"));
    });
    steps.add("the first haul bought some, but no full hold", [](LessonWorld& world) {
        const std::int64_t first = world.works.number(
            "SELECT actual_quantity AS n FROM manufacturing_tasks WHERE task_type = 'COLLECT'"
            " AND actual_quantity > 0 ORDER BY started_at LIMIT 1");
        EXPECT_GT(first, 0);
        EXPECT_LT(first, 80);
    });
    steps.add("no haul failed", [](LessonWorld& world) {
        EXPECT_EQ(world.count("manufacturing_tasks WHERE status = 'FAILED'"), 0);
    });
    steps.add("no haul was given up", [](LessonWorld& world) {
        EXPECT_EQ(world.count("manufacturing_tasks WHERE status = 'FAILED'"
                              " OR (status = 'CANCELLED' AND started_at IS NOT NULL)"),
                  0)
            << world.works.describe();
    });
    steps.add("no ship was sent to collect MACHINERY", [](LessonWorld& world) {
        EXPECT_EQ(world.count("manufacturing_tasks WHERE task_type = 'COLLECT'"
                              " AND started_at IS NOT NULL"),
                  0);
        EXPECT_EQ(world.works.traded(TransactionType::kPurchase, "MACHINERY"), core::Units(0));
    });
    steps.add("several ACQUIRE of IRON are ready", [](LessonWorld& world) {
        EXPECT_GE(world.count("manufacturing_tasks WHERE task_type = 'ACQUIRE'"
                              " AND good_symbol = 'IRON' AND status = 'READY'"),
                  2)
            << world.works.describe();
    });
    steps.add("COLLECT of MACHINERY is under way", [](LessonWorld& world) {
        EXPECT_EQ(world.count("manufacturing_tasks WHERE task_type = 'COLLECT'"
                              " AND status IN ('ASSIGNED', 'EXECUTING')"),
                  1)
            << world.works.describe();
    });
    steps.add("{int} ships at least carry IRON to C1 at once", [](LessonWorld& world,
                                                                  std::int64_t ships) {
        EXPECT_GE(world.works.number("SELECT COUNT(DISTINCT assigned_ship) AS n"
                                     " FROM manufacturing_tasks WHERE good_symbol = 'IRON'"
                                     " AND status IN ('ASSIGNED', 'EXECUTING')"),
                  ships)
            << world.works.describe();
    });
}

void define_records(StepRegistry& steps) {
    steps.add("every step of a task is written down", write_down_steps);
    steps.add("no task went to a second ship before the first had given it back",
              [](LessonWorld& world) {
                  EXPECT_GT(world.count("steps WHERE after = 'ASSIGNED'"), 0);
                  EXPECT_EQ(world.count("steps WHERE ship_before <> '' AND ship_after <> ''"
                                        " AND ship_before <> ship_after"),
                            0);
              });
    steps.add("no task skipped a state", [](LessonWorld& world) {
        for (const store::Row& row : world.works.rows("SELECT DISTINCT before, after FROM steps")) {
            EXPECT_TRUE(
                hauls::check_transition(hauls::parse_task_status(row.text("before")).value(),
                                        hauls::parse_task_status(row.text("after")).value())
                    .ok())
                << row.text("before") << " to " << row.text("after");
        }
    });
    steps.add("the tasks have been ready since when they were", [](LessonWorld& world) {
        int remembered = 0;
        for (const auto& [id, at] : world.ready_at) {
            const hauls::ManufacturingTask* task =
                world.works.company().tasks().find(core::TaskId(id));
            if (task == nullptr) continue;  // Its pipeline has ended.
            ++remembered;
            EXPECT_EQ(task->ready_at, core::from_millis(at)) << id;
            EXPECT_EQ(world.works.number(fmt::format("SELECT ready_at AS n FROM manufacturing_tasks"
                                                     " WHERE id = '{}'",
                                                     id)),
                      at);
        }
        EXPECT_GT(remembered, 0);
    });
    steps.add("for {int} hours the tasks and pipelines in memory are those of the store",
              [](LessonWorld& world, std::int64_t hours) {
                  for (std::int64_t minute = 0; minute < hours * 60; ++minute) {
                      world.works.live(1min);
                      // A commit takes a moment to get there.
                      for (int i = 0; i < 100 && remembered(world) != stored(world); ++i)
                          world.works.business().run_events(1);
                      ASSERT_EQ(remembered(world), stored(world)) << "minute " << minute;
                  }
                  EXPECT_GT(world.works.company().tasks().completed(), 0);
              });
    steps.add("the last tranche of a sale is booked", [](LessonWorld& world) {
        run_until(world, [&] {
            return world.count(
                       "manufacturing_tasks t JOIN manufacturing_pipelines p"
                       " ON p.id = t.pipeline_id WHERE t.task_type = 'SELL'"
                       " AND t.status = 'COMPLETED' AND p.status = 'EXECUTING'") > 0;
        });
    });
    steps.add("every pipeline whose sales are over is COMPLETED or has hauls under way",
              [](LessonWorld& world) {
                  EXPECT_GT(world.count("manufacturing_pipelines WHERE status = 'COMPLETED'"), 0)
                      << world.works.describe();
                  EXPECT_EQ(world.count("manufacturing_pipelines p WHERE p.status = 'EXECUTING'"
                                        " AND NOT EXISTS (SELECT 1 FROM manufacturing_tasks t"
                                        "  WHERE t.pipeline_id = p.id"
                                        "  AND (t.status IN ('ASSIGNED', 'EXECUTING')"
                                        "   OR (t.task_type = 'SELL' AND t.status IN"
                                        "    ('PENDING', 'READY'))))"),
                            0);
              });
}

void define_business(StepRegistry& steps) {
    steps.add("a hauler joins the fleet", [](LessonWorld& world) {
        world.works.add_hauler("AGENT-1");
        EXPECT_TRUE(
            world.works.business().call(world.works.company().fleet().ships.refresh()).ok());
    });
    steps.add("the new ship carries a haul", [](LessonWorld& world) {
        EXPECT_TRUE(world.works.company()
                        .fleet()
                        .claims.owner_of(model::ShipSymbol("AGENT-1"))
                        .starts_with("haul-"))
            << world.works.describe();
    });
    steps.add("the game refuses everything for an hour, with a kill every 10 minutes",
              [](LessonWorld& world) {
                  for (int kill = 0; kill < 6; ++kill) {
                      world.works.business().game.fates.assign(1'000, Fate::kRefused);
                      world.works.live(10min);
                      world.works.restart();
                  }
              });
    steps.add("there was {int} LIQUIDATE", [](LessonWorld& world, std::int64_t count) {
        EXPECT_EQ(world.count("manufacturing_tasks WHERE task_type = 'LIQUIDATE'"), count);
    });
    steps.add("{int} MACHINERY were sold", [](LessonWorld& world, std::int64_t units) {
        EXPECT_EQ(world.works.traded(TransactionType::kSell, "MACHINERY"), core::Units(units))
            << world.works.describe();
    });
    steps.add("a first tranche of MACHINERY is bought", [](LessonWorld& world) {
        world.first_haul();
        run_until(world, [&] {
            return world.works.traded(TransactionType::kPurchase, "MACHINERY") > core::Units(0);
        });
    });
    steps.add("manufacturing begins once more", [](LessonWorld& world) {
        EXPECT_TRUE(
            world.works.business().call(world.works.company().start_manufacturing({})).ok());
    });
    steps.add("manufacturing runs once", [](LessonWorld& world) {
        EXPECT_EQ(world.count("operations WHERE kind = 'manufacturing'"), 1);
        EXPECT_EQ(world.count("operations WHERE status = 'RUNNING'"), 1);
    });
    steps.add("a factory of MACHINERY at C1 and a customer at A1, and nobody who sells IRON",
              [](LessonWorld& world) {
                  world.add_chain(80);
                  world.works.remains.world.markets.at(Works::waypoint("B1"))
                      .erase(model::TradeSymbol("IRON"));
                  world.works.add_probe("B1");
              });
    steps.add("there is no pipeline",
              [](LessonWorld& world) { EXPECT_EQ(world.count("manufacturing_pipelines"), 0); });
    steps.add("IRON is sold at B1, and a probe looks", [](LessonWorld& world) {
        world.works.trade("B1", "IRON", TradeType::kExport, 60, 240);
        EXPECT_TRUE(
            world.works.business()
                .call(world.works.company().fleet().helm.look(model::ShipSymbol("PROBE-B1")))
                .ok());
    });
    steps.add("there is a pipeline of MACHINERY", [](LessonWorld& world) {
        EXPECT_GT(world.count("manufacturing_pipelines WHERE product_good = 'MACHINERY'"), 0)
            << world.works.describe();
    });
    steps.add("for {int} hours no factory is fed by two pipelines",
              [](LessonWorld& world, std::int64_t hours) {
                  world.works.live(std::chrono::hours(hours));
                  EXPECT_GT(world.works.number("SELECT COUNT(DISTINCT pipeline_id) AS n"
                                               " FROM manufacturing_tasks"
                                               " WHERE task_type = 'DELIVER'"
                                               " AND started_at IS NOT NULL"),
                            1)
                      << world.works.describe();
                  const auto conflicts = world.works.remains.engine->query(
                      manufacturing::kFactoryConflicts, {world.works.company().player().id});
                  EXPECT_EQ(conflicts->front().integer("n"), 0);
              });
    steps.add("both products have had a pipeline", [](LessonWorld& world) {
        EXPECT_EQ(world.works.number("SELECT COUNT(DISTINCT product_good) AS n"
                                     " FROM manufacturing_pipelines"),
                  2)
            << world.works.describe();
    });
    steps.add("a chain of CLOTHING whose factory has plenty", [](LessonWorld& world) {
        world.works.trade("F1", "CLOTHING", TradeType::kImport, 20, -100);
        world.works.trade("E1", "CLOTHING", TradeType::kExport, 20, 100);
        world.works.trade("E1", "FABRICS", TradeType::kImport, 20, -60);
        world.works.trade("G1", "FABRICS", TradeType::kExport, 20, 80);
    });
    steps.add(
        "other cargo was carried between the feeding and the collection", [](LessonWorld& world) {
            const auto fed = world.works.trades(TransactionType::kSell, "IRON", "C1");
            const auto collected =
                world.works.trades(TransactionType::kPurchase, "MACHINERY", "C1");
            ASSERT_FALSE(fed.empty() || collected.empty());
            bool carried = false;
            for (const char* good : {"CLOTHING", "FABRICS"}) {
                for (const auto& line : world.works.trades(TransactionType::kPurchase, good))
                    carried =
                        carried || (line.at > fed.front().at && line.at < collected.front().at);
            }
            EXPECT_TRUE(carried) << world.works.describe();
        });
    steps.add("{int} ships at least are idle, each with a reason", [](LessonWorld& world,
                                                                      std::int64_t least) {
        const fleet::Fleet& fleet = world.works.company().fleet();
        std::int64_t idle = 0;
        for (const model::ShipSymbol& ship : fleet.idle_ships()) {
            ++idle;
            EXPECT_NE(fleet.idle.why(ship).reason, fleet::IdleReason::kNobodyAsked) << ship.str();
        }
        EXPECT_GE(idle, least);
    });
}

const Steps kSteps([](StepRegistry& steps) {
    define_hauls(steps);
    define_records(steps);
    define_business(steps);
});

}  // namespace
}  // namespace argosy::tests
