// What the services decide, and what becomes of tasks: on the chain of the lessons.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/features/support/gherkin.h"
#include "tests/features/support/lesson_world.h"

namespace argosy::tests {
namespace {

using namespace std::chrono_literals;
using model::TradeSymbol;
using model::TransactionType;

void expect_first_haul(LessonWorld& world, const std::string& load, const std::string& load_status,
                       const std::string& unload, const std::string& unload_status) {
    for (const auto& [type, status] : {std::pair(load, load_status), {unload, unload_status}}) {
        EXPECT_EQ(world.count(fmt::format("manufacturing_tasks WHERE haul_id = '{}'"
                                          " AND task_type = '{}' AND status = '{}'",
                                          world.first_haul(), type, status)),
                  1)
            << world.works.describe();
    }
}

/// What is stored of everything that a kill must not change, as text.
std::vector<std::string> stored(LessonWorld& world) {
    std::vector<std::string> all;
    for (const char* sql :
         {"SELECT id || status || product_good AS row FROM manufacturing_pipelines",
          "SELECT id || task_type || good_symbol || quantity AS row FROM manufacturing_tasks",
          "SELECT factory_symbol || output_good || required_inputs AS row"
          " FROM manufacturing_factory_states",
          "SELECT id || status || factory_symbol AS row FROM factory_reservations",
          "SELECT id || estimated_profit AS row FROM profit_forecasts"}) {
        for (const store::Row& row : world.works.rows(fmt::format("{} ORDER BY 1", sql)))
            all.push_back(row.text("row"));
    }
    return all;
}

void define_tasks(StepRegistry& steps) {
    steps.add("COLLECT of MACHINERY is {word}", [](LessonWorld& world, std::string status) {
        EXPECT_GT(world.count(fmt::format("manufacturing_tasks WHERE task_type = 'COLLECT'"
                                          " AND good_symbol = 'MACHINERY' AND status = '{}'",
                                          status)),
                  0)
            << world.works.describe();
    });
    // Nobody would carry what it sees, so by itself it does not look.
    steps.add("the probe looks", [](LessonWorld& world) {
        EXPECT_TRUE(
            world.works.business()
                .call(world.works.company().fleet().helm.look(model::ShipSymbol("PROBE-C1")))
                .ok());
        world.works.live(10s);
    });
    steps.add("others buy all MACHINERY", [](LessonWorld& world) {
        world.works.at("C1", "MACHINERY").stock = core::Units(-100);
    });
    steps.add("the factory's IRON is known to be delivered", [](LessonWorld& world) {
        bool known = false;
        const auto& company = world.works.company();
        for (const auto& [id, pipeline] : company.pipelines().active()) {
            for (const manufacturing::FactoryState* state : company.factories().of_pipeline(id))
                known = known || state->delivered.contains(TradeSymbol("IRON"));
        }
        EXPECT_TRUE(known) << world.works.describe();
    });
    steps.add("its tasks are {word} {word} and {word} {word}", expect_first_haul);
    steps.add("MACHINERY is an input of SHIP_PLATING, which is wanted", [](LessonWorld& world) {
        world.add_shipyard();
        // The shipyard pays best for it.
        world.works.at("A1", "MACHINERY").stock = core::Units(100);
        world.works.at("D1", "MACHINERY").stock = core::Units(100);
    });
    steps.add("MACHINERY is delivered to the shipyard", [](LessonWorld& world) {
        EXPECT_TRUE(world.works.live_until(
            [&] { return !world.works.trades(TransactionType::kSell, "MACHINERY", "Y1").empty(); },
            3h))
            << world.works.describe();
    });
    steps.add("no cargo changed ships", [](LessonWorld& world) {
        EXPECT_TRUE(world.works
                        .rows("SELECT t.haul_id FROM transactions x"
                              " JOIN manufacturing_tasks t ON t.id = x.task_id"
                              " GROUP BY t.haul_id HAVING COUNT(DISTINCT x.ship_symbol) > 1")
                        .empty());
    });
}

void define_trouble(StepRegistry& steps) {
    steps.add("others fill A1 with MACHINERY", [](LessonWorld& world) {
        for (const char* market : {"A1", "D1"})
            world.works.at(market, "MACHINERY").stock = core::Units(200);
    });
    steps.add("its cargo is liquidated where it brings most", [](LessonWorld& world) {
        const auto sold = [&] {
            return world.count(
                       "manufacturing_tasks WHERE task_type = 'LIQUIDATE'"
                       " AND status = 'COMPLETED'") == 1;
        };
        EXPECT_TRUE(world.works.live_until(sold, 2h)) << world.works.describe();
        EXPECT_EQ(world.works.traded(TransactionType::kSell, "MACHINERY"),
                  world.works.traded(TransactionType::kPurchase, "MACHINERY"));
    });
    steps.add("the first haul is under way", [](LessonWorld& world) {
        world.first_haul();
        world.works.live(5s);
        EXPECT_EQ(world.works.traded(TransactionType::kPurchase, "MACHINERY"), core::Units(0));
    });
    steps.add("its ship vanishes",
              [](LessonWorld& world) { world.works.remains.world.ships.clear(); });
    steps.add("all credits but {int} are spent by others",
              [](LessonWorld& world, std::int64_t left) {
                  world.works.remains.world.credits = core::Credits(left);
              });
}

void define_business(StepRegistry& steps) {
    steps.add("manufacturing begins, ranked by price",
              [](LessonWorld& world) { world.works.start({.rank = manufacturing::Rank::kPrice}); });
    steps.add("manufacturing begins, advisory",
              [](LessonWorld& world) { world.works.start({.advisory = true}); });
    steps.add(
        "manufacturing begins with {int} workers at most",
        [](LessonWorld& world, std::int64_t most) { world.works.start({.max_workers = most}); });
    steps.add("for {int} hour {int} ships at most carry hauls",
              [](LessonWorld& world, std::int64_t hours, std::int64_t most) {
                  std::int64_t greatest = 0;
                  world.works.live_until(
                      [&] {
                          greatest = std::max(greatest, world.works.company().runner().running());
                          return false;
                      },
                      std::chrono::hours(hours));
                  EXPECT_EQ(greatest, most) << "and there was work for that many";
              });
    steps.add("the first {int} hauls of {word} began within {int} seconds of each other's end",
              [](LessonWorld& world, std::int64_t count, std::string ship, std::int64_t most) {
                  const store::Rows hauls = world.works.rows(
                      fmt::format("SELECT MIN(started_at) AS began, MAX(completed_at) AS ended"
                                  " FROM manufacturing_tasks WHERE assigned_ship = '{}'"
                                  " GROUP BY haul_id ORDER BY began LIMIT {}",
                                  ship, count));
                  ASSERT_EQ(std::int64_t(hauls.size()), count) << world.works.describe();
                  for (std::size_t next = 1; next < hauls.size(); ++next) {
                      EXPECT_LE(hauls[next].integer("began") - hauls[next - 1].integer("ended"),
                                most * 1'000);
                  }
              });
    steps.add("the ship that waited at {word} carries {word}",
              [](LessonWorld& world, std::string market, std::string good) {
                  EXPECT_EQ(world.count(fmt::format("manufacturing_tasks WHERE good_symbol = '{}'"
                                                    " AND assigned_ship = 'AGENT-{}'"
                                                    " AND status = 'EXECUTING'",
                                                    good, market)),
                            1)
                      << world.works.describe();
              });
    steps.add("manufacturing is wound up", [](LessonWorld& world) { world.works.wind_up(); });
    steps.add("every pipeline has ended, and no factory is reserved", [](LessonWorld& world) {
        EXPECT_GT(world.count("manufacturing_pipelines"), 0);
        EXPECT_EQ(world.count("manufacturing_pipelines"
                              " WHERE status IN ('PLANNING', 'EXECUTING')"),
                  0);
        EXPECT_EQ(world.count("factory_reservations WHERE status = 'ACTIVE'"), 0);
        EXPECT_EQ(world.count("manufacturing_tasks WHERE status NOT IN"
                              " ('COMPLETED', 'FAILED', 'CANCELLED')"),
                  0);
    });
    steps.add("the books are the game's", [](LessonWorld& world) {
        EXPECT_EQ(world.works.company().ledger().balance(), world.works.remains.world.credits);
        EXPECT_EQ(world.works.company().stranded_cargo(), core::Units(0));
    });
    steps.add("pipelines, tasks, factories, reservations and forecasts are as they were",
              [](LessonWorld& world) {
                  const std::vector<std::string> before = stored(world);
                  EXPECT_GT(before.size(), 5u);
                  world.works.restart();
                  EXPECT_EQ(stored(world), before);
                  const auto& company = world.works.company();
                  EXPECT_EQ(std::int64_t(company.pipelines().active().size()),
                            world.count("manufacturing_pipelines WHERE status = 'EXECUTING'"));
                  EXPECT_EQ(std::int64_t(company.tasks().all().size()),
                            world.count("manufacturing_tasks"));
              });
}

void define_resources(StepRegistry& steps) {
    steps.add("its factory C1 is reserved for it", [](LessonWorld& world) {
        EXPECT_EQ(world.count(fmt::format("factory_reservations r JOIN manufacturing_pipelines p"
                                          " ON p.id = r.pipeline_id WHERE r.status = 'ACTIVE'"
                                          " AND r.factory_symbol = '{}'"
                                          " AND r.output_good = p.product_good",
                                          Works::waypoint("C1"))),
                  1)
            << world.works.describe();
    });
    steps.add("no factory was reserved by two pipelines at once", [](DayWorld& day) {
        EXPECT_GT(day.number("SELECT COUNT(*) AS n FROM factory_reservations"), 0);
        // A reservation's last update is its end.
        EXPECT_EQ(day.number("SELECT COUNT(*) AS n FROM factory_reservations a"
                             " JOIN factory_reservations b"
                             " ON a.factory_symbol = b.factory_symbol"
                             " AND a.output_good = b.output_good AND a.id < b.id"
                             " WHERE a.reserved_at < b.updated_at"
                             " AND b.reserved_at < a.updated_at"),
                  0);
    });
    steps.add("it has a forecast with every price it was made from", [](LessonWorld& world) {
        EXPECT_EQ(world.count("profit_forecasts f JOIN manufacturing_pipelines p"
                              " ON p.id = f.pipeline_id WHERE f.price_snapshots LIKE '%MACHINERY%'"
                              " AND f.price_snapshots LIKE '%IRON%'"),
                  1);
    });
    steps.add("the forecast was frozen before the first purchase", [](LessonWorld& world) {
        EXPECT_GT(world.count("profit_forecasts WHERE frozen_at IS NOT NULL"), 0);
        EXPECT_EQ(world.count("transactions x JOIN profit_forecasts f"
                              " ON f.pipeline_id = x.pipeline_id"
                              " WHERE f.frozen_at IS NULL OR x.at < f.frozen_at"),
                  0);
    });
    steps.add("it is held against what the pipeline earned", [](LessonWorld& world) {
        EXPECT_EQ(world.count("manufacturing_pipelines p LEFT JOIN profit_forecasts f"
                              " ON f.pipeline_id = p.id WHERE f.actual_profit IS NULL"
                              " OR f.actual_profit <> p.net_profit"),
                  0);
    });
}

const Steps kSteps([](StepRegistry& steps) {
    define_tasks(steps);
    define_trouble(steps);
    define_business(steps);
    define_resources(steps);
});

}  // namespace
}  // namespace argosy::tests
