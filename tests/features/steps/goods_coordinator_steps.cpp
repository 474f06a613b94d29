#include <fmt/format.h>
#include <gmock/gmock.h>

#include "goods/recipes.h"
#include "tests/features/support/gherkin.h"
#include "tests/features/support/worker_world.h"

namespace argosy::tests {
namespace {

using namespace std::chrono_literals;
using core::Units;
using goods::FactoryStrategy;
using model::ShipSymbol;
using model::TradeSymbol;
using model::TransactionType;
using ::testing::IsEmpty;

constexpr std::int64_t kHold = 80;
const std::string kProduct = "MACHINERY";

void add_ships(WorkerWorld& world, std::int64_t count) {
    for (std::int64_t number = 1; number <= count; ++number)
        world.works.add_hauler(fmt::format("AGENT-{}", number), kHold);
}

// The input of what is asked for takes one haul for each ship, and all holds together take it.
void add_target(WorkerWorld& world, const std::string& good, std::int64_t units) {
    const auto& inputs = model::recipes().at(TradeSymbol(good));
    world.factory = "F-" + good;
    world.orders.add_factory(world.factory, good, inputs);
    for (const TradeSymbol& input : inputs)
        world.orders.add_source("S-" + input.str(), input.str());
    world.orders.ask(good, units, FactoryStrategy::kFabricate);
}

void add_barren_target(WorkerWorld& world, const std::string& good) {
    add_target(world, good, kHold / 2);
}

void add_productive_target(WorkerWorld& world, const std::string& good) {
    const std::int64_t ships = std::int64_t(world.works.remains.world.ships.size());
    add_target(world, good, kHold * ships - kHold / 2);
    world.orders.will_make(world.factory, good, model::recipes().at(TradeSymbol(good)).front());
}

void start(WorkerWorld& world) {
    world.orders.open();
    for (const ShipSymbol& ship : world.works.company().fleet().idle_ships()) {
        if (fleet::ShipRegistry::is_hauler(world.works.company().fleet().ships.at(ship)))
            world.idle.push_back(ship);
    }
    world.orders.place();
    world.works.live(20s);
}

std::int64_t hauls_under_way(const WorkerWorld& world) {
    return world.works.number(
        "SELECT COUNT(DISTINCT haul_id) AS n FROM manufacturing_tasks"
        " WHERE status IN ('ASSIGNED', 'EXECUTING')");
}

std::int64_t of_haul(const WorkerWorld& world, const std::string& haul, const std::string& what) {
    return world.works.number(
        fmt::format("SELECT COALESCE(SUM({}), 0) AS n FROM manufacturing_tasks"
                    " WHERE haul_id = '{}' AND task_type = 'DELIVER'",
                    what, haul));
}

// Stops at the moment at which so many have been given their ship; one more ship is idle then.
void begin_with_workers(WorkerWorld& world, std::int64_t workers) {
    add_ships(world, workers);
    add_productive_target(world, kProduct);
    world.works.add_hauler("AGENT-R", kHold);
    world.orders.place();
    while (std::int64_t(world.orders.ships_at_work().size()) < workers)
        ASSERT_TRUE(world.works.business().run_events(1));
    const auto at_work = world.orders.ships_at_work();
    ASSERT_EQ(std::int64_t(at_work.size()), workers);
    world.worker = at_work.begin()->first;
    world.haul = at_work.begin()->second;
}

void define_workers(StepRegistry& steps) {
    steps.add("{int} idle ship(s) in the system", add_ships);
    steps.add("a production target {string}", add_productive_target);
    steps.add("a production target {string} whose factory makes nothing", add_barren_target);
    steps.add("at most {int} hauls are configured", [](WorkerWorld& world, std::int64_t hauls) {
        world.works.settings.goods.max_workers = hauls;
    });
    steps.add("I start the factory coordinator", start);
    steps.add("it should discover {int} idle ships", [](WorkerWorld& world, std::int64_t ships) {
        EXPECT_EQ(std::int64_t(world.idle.size()), ships);
        EXPECT_THAT(world.works.company().fleet().idle_ships(), IsEmpty());
    });
    steps.add("it should create worker containers", [](WorkerWorld& world) {
        EXPECT_EQ(hauls_under_way(world), std::int64_t(world.idle.size()));
    });
    steps.add("it should transfer ships to workers", [](WorkerWorld& world) {
        const auto at_work = world.orders.ships_at_work();
        for (const ShipSymbol& ship : world.idle)
            EXPECT_TRUE(at_work.contains(ship)) << ship.str();
        EXPECT_EQ(world.works.number("SELECT COUNT(*) AS n FROM ship_assignments"
                                     " WHERE owner_id LIKE 'haul-%'"),
                  std::int64_t(world.idle.size()));
    });
    steps.add("a factory coordinator with {int} active worker(s)", begin_with_workers);
    steps.add("worker {int} completes successfully", [](WorkerWorld& world, std::int64_t) {
        const auto done = [&] {
            return world.works.number(
                       fmt::format("SELECT COUNT(*) AS n FROM manufacturing_tasks WHERE"
                                   " haul_id = '{}' AND status = 'COMPLETED'",
                                   world.haul)) == 2;
        };
        EXPECT_TRUE(world.works.live_until(done, 1h)) << world.works.describe();
        world.works.live(10s);
    });
    steps.add("the coordinator should receive completion signal", [](WorkerWorld& world) {
        const auto nodes = world.orders.report().factory.nodes;
        EXPECT_GE(nodes.at(1).yield.units.count(), of_haul(world, world.haul, "actual_quantity"));
        EXPECT_TRUE(nodes.at(1).yield.ships.contains(world.worker));
    });
    steps.add("worker {int}'s ship should be released back to idle",
              [](WorkerWorld& world, std::int64_t) {
                  EXPECT_FALSE(world.orders.ships_at_work().contains(world.worker));
              });
    steps.add("the worker fails with insufficient fuel", [](WorkerWorld& world) {
        // It is still where it was, all tanks there are empty but the other ship's.
        model::Ship& ship = world.works.remains.world.ships.at(world.worker);
        world.works.remains.world.markets.at(ship.nav.waypoint).erase(TradeSymbol("FUEL"));
        ship.fuel.current = 0;
        EXPECT_TRUE(world.works.live_until(
            [&] { return of_haul(world, world.haul, "CASE status WHEN 'CANCELLED' THEN 1 END"); },
            1h))
            << world.works.describe();
    });
    steps.add("the coordinator should retry with a different ship", [](WorkerWorld& world) {
        world.orders.live_until_ended();
        const auto report = world.orders.report();
        EXPECT_EQ(report.factory.status, goods::FactoryStatus::kCompleted) << report.factory.error;
        for (const goods::FactoryNode& node : report.factory.nodes) {
            EXPECT_FALSE(node.yield.ships.empty());
            EXPECT_FALSE(node.yield.ships.contains(world.worker));
        }
    });
    steps.add("the failed worker should release its ship", [](WorkerWorld& world) {
        EXPECT_EQ(world.works.company().fleet().claims.owner_of(world.worker), "");
    });
}

void define_course(StepRegistry& steps) {
    steps.add("it goes on for {int} minutes", [](WorkerWorld& world, std::int64_t minutes) {
        world.works.live(std::chrono::minutes(minutes));
    });
    steps.add("it works to the end", [](WorkerWorld& world) { world.orders.live_until_ended(); });
    steps.add(
        "there were {int} workers at once, and never more",
        [](WorkerWorld& world, std::int64_t most) { EXPECT_EQ(world.orders.most_at_work, most); });
    steps.add("the order of {string} is {word}", [](WorkerWorld& world, std::string good,
                                                    std::string status) {
        const goods::GoodsFactory factory = world.orders.report(good).factory;
        EXPECT_EQ(to_string(factory.status), status) << factory.error << world.works.describe();
    });
    steps.add("no worker was created", [](WorkerWorld& world) {
        EXPECT_EQ(hauls_under_way(world), 0);
        EXPECT_THAT(world.orders.trades(), IsEmpty());
    });
    steps.add("the order of {string} waits for {string}",
              [](WorkerWorld& world, std::string good, std::string what) {
                  EXPECT_EQ(world.orders.report(good).waits_for, what);
              });
    steps.add("the player holds every ship", [](WorkerWorld& world) {
        world.orders.open();
        for (const ShipSymbol& ship : world.works.company().fleet().idle_ships()) {
            world.works.company().fleet().runtime.spawn(
                [](kernel::Company& company, ShipSymbol held) -> core::Task<void> {
                    EXPECT_TRUE((co_await company.orders().hold(held)).ok());
                }(world.works.company(), ship));
        }
        world.works.live(5s);
    });
    steps.add("the player releases every ship", [](WorkerWorld& world) {
        for (const auto& [ship, owner] : world.works.company().fleet().claims.all()) {
            world.works.company().fleet().runtime.spawn(
                [](kernel::Company& company, ShipSymbol held) -> core::Task<void> {
                    EXPECT_TRUE((co_await company.orders().release(held)).ok());
                }(world.works.company(), ship));
        }
        world.works.live(5s);
    });
    steps.add("{string} was logged {int} time(s)",
              [](WorkerWorld& world, std::string event, std::int64_t times) {
                  EXPECT_EQ(world.works.business().logged(event), times);
              });
    steps.add("{string} was logged for each haul", [](WorkerWorld& world, std::string event) {
        const std::int64_t hauls = world.orders.report().factory.work.hauls;
        EXPECT_GT(hauls, 2);
        EXPECT_EQ(world.works.business().logged(event), hauls);
    });
}

void define_rows(StepRegistry& steps) {
    steps.add("an operator's supply chain map", [](WorkerWorld& world, std::string json) {
        world.map = goods::read_recipes(json, "map.json");
    });
    steps.add("the map is not loaded: {string}", [](WorkerWorld& world, std::string problem) {
        ASSERT_FALSE(world.map.ok());
        EXPECT_EQ(world.map.error().message, problem);
    });
    steps.add("the stored tree of {string} is the one that was planned",
              [](WorkerWorld& world, std::string good) {
                  const auto rows = world.works.rows(
                      "SELECT dependency_tree, status FROM goods_factories"
                      " WHERE target_good = '" +
                      good + "'");
                  ASSERT_EQ(rows.size(), 1u);
                  EXPECT_EQ(rows.front().text("status"), "ACTIVE");
                  EXPECT_EQ(goods::parse_tree(rows.front().text("dependency_tree")).value(),
                            world.orders.answer(good)->tree);
              });
    steps.add("the stored units of {string} are those that were delivered", [](WorkerWorld& world,
                                                                               std::string good) {
        const std::int64_t units = world.works.traded(TransactionType::kSell, good).count();
        EXPECT_GT(units, 0);
        EXPECT_EQ(world.works.number("SELECT acquired AS n FROM goods_factory_nodes"
                                     " WHERE good_symbol = '" +
                                     good + "'"),
                  units);
    });
    steps.add("the coordinator is killed and started again",
              [](WorkerWorld& world) { world.orders.restart(); });
    steps.add("a person stops the order of {string}", [](WorkerWorld& world, std::string good) {
        const auto id = world.orders.answer(good)->id;
        const auto stopped = world.works.business().call(world.works.company().goods().stop(id));
        EXPECT_TRUE(stopped.ok());
        world.begun = world.works.business().logged("haul_started");
    });
    steps.add("no haul was begun after the stop", [](WorkerWorld& world) {
        EXPECT_EQ(world.works.business().logged("haul_started"), world.begun);
    });
    steps.add("no cargo is left aboard, and no ship is held", [](WorkerWorld& world) {
        for (const auto& [symbol, ship] : world.works.remains.world.ships)
            EXPECT_TRUE(ship.cargo.items.empty()) << symbol.str();
        EXPECT_THAT(world.works.company().fleet().claims.all(), IsEmpty());
    });
}

const Steps kSteps([](StepRegistry& steps) {
    define_workers(steps);
    define_course(steps);
    define_rows(steps);
});

}  // namespace
}  // namespace argosy::tests
