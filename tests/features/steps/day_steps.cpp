// What a day of the whole program says of the lessons that are about many hauls.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/features/support/gherkin.h"
#include "tests/features/support/lesson_world.h"

namespace argosy::tests {
namespace {

// Hauls that fed a factory: what each brought, fuel aside.
constexpr std::string_view kFeeds =
    "FROM (SELECT MAX(good_symbol) AS good, SUM(total_revenue - total_cost) AS net"
    " FROM manufacturing_tasks WHERE haul_id IN"
    " (SELECT haul_id FROM manufacturing_tasks WHERE task_type = 'DELIVER'"
    "  AND actual_quantity > 0) GROUP BY haul_id) AS feeds";

void define_hauls(StepRegistry& steps) {
    steps.add("at least {int} hauls were carried out", [](DayWorld& day, std::int64_t least) {
        EXPECT_GE(day.number("SELECT COUNT(*) AS n FROM manufacturing_tasks"
                             " WHERE task_type IN ('DELIVER', 'SELL') AND status = 'COMPLETED'"),
                  least);
    });
    steps.add("each haul had one ship from its purchase to its drop", [](DayWorld& day) {
        EXPECT_EQ(day.number("SELECT COUNT(*) AS n FROM (SELECT t.haul_id FROM transactions x"
                             " JOIN manufacturing_tasks t ON t.id = x.task_id"
                             " GROUP BY t.haul_id HAVING COUNT(DISTINCT x.ship_symbol) > 1) AS h"),
                  0);
    });
    steps.add("no cargo was left aboard", [](DayWorld& day) {
        EXPECT_TRUE(day.world->truth().cargo(model::AgentSymbol("ARGOSY")).empty());
    });
    steps.add("every task belongs to a pipeline, but for the cargo of none", [](DayWorld& day) {
        EXPECT_EQ(day.number("SELECT COUNT(*) AS n FROM manufacturing_tasks t"
                             " LEFT JOIN manufacturing_pipelines p ON p.id = t.pipeline_id"
                             " WHERE p.id IS NULL AND t.task_type <> 'LIQUIDATE'"),
                  0);
    });
    steps.add("every pipeline has ended, and says why when it did not sell", [](DayWorld& day) {
        EXPECT_GT(day.number("SELECT COUNT(*) AS n FROM manufacturing_pipelines"), 0);
        EXPECT_EQ(day.number("SELECT COUNT(*) AS n FROM manufacturing_pipelines"
                             " WHERE completed_at IS NULL"
                             " OR (status <> 'COMPLETED' AND error = '')"),
                  0);
    });
    steps.add("every unit that was bought was sold", [](DayWorld& day) {
        EXPECT_EQ(day.number("SELECT COUNT(*) AS n FROM (SELECT good_symbol FROM transactions"
                             " WHERE type IN ('PURCHASE_CARGO', 'SELL_CARGO')"
                             " GROUP BY good_symbol HAVING SUM(CASE WHEN type = 'SELL_CARGO'"
                             " THEN units ELSE -units END) <> 0) AS goods"),
                  0);
    });
}

void define_money(StepRegistry& steps) {
    steps.add("the hauls that fed factories earned credits", [](DayWorld& day) {
        EXPECT_GT(day.number(fmt::format("SELECT COUNT(*) AS n {}", kFeeds)), 0);
        EXPECT_GT(day.number(fmt::format("SELECT SUM(net) AS n {}", kFeeds)), 0);
    });
    steps.add("no input lost more than {int} credits", [](DayWorld& day, std::int64_t most) {
        EXPECT_GE(day.number(fmt::format("SELECT MIN(total) AS n FROM"
                                         " (SELECT SUM(net) AS total {} GROUP BY good) AS goods",
                                         kFeeds)),
                  -most);
    });
    steps.add("no pipeline lost more than {int} credits", [](DayWorld& day, std::int64_t most) {
        EXPECT_GE(day.number("SELECT MIN(net_profit) AS n FROM manufacturing_pipelines"), -most);
    });
    steps.add("every pipeline had a forecast before it spent, and has what it earned",
              [](DayWorld& day) {
                  EXPECT_EQ(day.number("SELECT COUNT(*) AS n FROM manufacturing_pipelines p"
                                       " LEFT JOIN profit_forecasts f ON f.pipeline_id = p.id"
                                       " WHERE f.id IS NULL OR f.actual_profit IS NULL"),
                            0);
                  EXPECT_EQ(day.number("SELECT COUNT(*) AS n FROM transactions x LEFT JOIN"
                                       " profit_forecasts f ON f.pipeline_id = x.pipeline_id"
                                       " WHERE x.pipeline_id <> ''"
                                       " AND (f.frozen_at IS NULL OR x.at < f.frozen_at)"),
                            0);
              });
    for (const char* expression : {"pipelines earned what their trades and no others brought",
                                   "what pipelines earned is what their tasks earned"}) {
        steps.add(expression, [](DayWorld& day) {
            EXPECT_EQ(day.number("SELECT SUM(net_profit) AS n FROM manufacturing_pipelines"),
                      day.number("SELECT SUM(amount) AS n FROM transactions"
                                 " WHERE pipeline_id <> ''"
                                 " AND type IN ('PURCHASE_CARGO', 'SELL_CARGO')"));
        });
    }
    steps.add("products were sold for more than half of all revenue", [](DayWorld& day) {
        EXPECT_GT(2 * day.number("SELECT SUM(total_revenue) AS n FROM manufacturing_tasks"
                                 " WHERE task_type = 'SELL'"),
                  day.number("SELECT SUM(total_revenue) AS n FROM manufacturing_tasks"));
    });
    steps.add("the day earned credits", [](DayWorld& day) {
        const auto report = day.world->report();
        ASSERT_TRUE(report.ok());
        EXPECT_GT(report->credits_end, report->credits_start);
    });
}

const Steps kSteps([](StepRegistry& steps) {
    steps.add("a day of {int} haulers", [](DayWorld& world, std::int64_t haulers) {
        world.world = &day(haulers, "measured");
    });
    steps.add("a day of {int} haulers under the law {word}",
              [](DayWorld& world, std::int64_t haulers, std::string law) {
                  world.world = &day(haulers, law);
              });
    define_hauls(steps);
    define_money(steps);
});

}  // namespace
}  // namespace argosy::tests
