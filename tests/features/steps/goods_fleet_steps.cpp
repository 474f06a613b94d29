#include <fmt/format.h>
#include <gmock/gmock.h>

#include "kernel/testing/house.h"
#include "tests/features/support/gherkin.h"
#include "tests/features/support/manufacturing_world.h"
#include "tests/support/virtual_run.h"

namespace argosy::tests {
namespace {

using namespace std::chrono_literals;
using core::Credits;
using core::Units;
using goods::FactoryStatus;
using goods::GoodsFactory;
using goods::GoodsFactoryId;
using model::ShipSymbol;
using model::TradeSymbol;
using ::testing::Contains;
using ::testing::IsEmpty;

constexpr core::Duration kScouting = 2h;
constexpr core::Duration kLongest = 24h;
const std::string kFirst = kernel::testing::House::kAgent;
const std::string kOther = "OTHER";

/// The whole program over the recorded system, which its probes have scouted.
struct RecordedWorld {
    void begin(std::int64_t haulers) {
        world = make_world({.haulers = haulers, .probes = 6, .credits = Credits(2'000'000)});
        ASSERT_TRUE(world->call(world->company().start_scout()).ok());
        world->run_for(kScouting);
        ASSERT_TRUE(world->call(world->company().stop_scout()).ok());
        while (!world->company().fleet().claims.all().empty())
            world->run_for(1min);
    }

    void ask(std::int64_t units, const std::string& good) {
        const auto asked = world->call(
            world->company().produce_goods({.good = TradeSymbol(good),
                                            .quantity = Units(units),
                                            .strategy = goods::FactoryStrategy::kFabricate}));
        ASSERT_TRUE(asked.ok()) << asked.error().message;
        orders.push_back(asked->id);
    }

    bool ended() {
        for (std::size_t order = 0; order < orders.size(); ++order) {
            const FactoryStatus status = factory(order).status;
            if (status == FactoryStatus::kPending || status == FactoryStatus::kActive) return false;
        }
        return true;
    }

    void run_to_end() {
        for (const core::TimePoint end = world->now() + kLongest; world->now() < end && !ended();) {
            world->run_for(10s);
            most_at_work = std::max(most_at_work, world->company().runner().running());
        }
    }

    /// The first order's factory, as it is now.
    GoodsFactory factory(std::size_t order = 0) {
        return world->call(world->company().goods().report(orders.at(order)))->factory;
    }

    std::int64_t number(std::string_view sql) { return tests::number(*world, sql); }

    std::unique_ptr<kernel::VirtualWorld> world;
    std::vector<GoodsFactoryId> orders;
    std::int64_t most_at_work = 0;
    std::int64_t kills = 0;
    ShipSymbol bought;
};

void define_orders(StepRegistry& steps) {
    steps.add("the recorded system with {int} hauler(s)",
              [](RecordedWorld& world, std::int64_t haulers) { world.begin(haulers); });
    steps.add("manufacturing runs", [](RecordedWorld& world) {
        ASSERT_TRUE(start_manufacturing(*world.world).ok());
        world.world->run_for(30min);
    });
    steps.add("{int} units of {string} are begun there",
              [](RecordedWorld& world, std::int64_t units, std::string good) {
                  world.ask(units, good);
                  world.world->run_for(1min);
              });
    steps.add("{int} units of {string} are made there",
              [](RecordedWorld& world, std::int64_t units, std::string good) {
                  world.ask(units, good);
                  world.run_to_end();
              });
    steps.add("{int} units each of {string} are made there",
              [](RecordedWorld& world, std::int64_t units, std::string goods) {
                  for (const TradeSymbol& good : goods_named(goods))
                      world.ask(units, good.str());
                  world.run_to_end();
              });
    steps.add(
        "{int} units of {string} are made there, and the process is killed whenever money moves",
        [](RecordedWorld& world, std::int64_t units, std::string good) {
            world.ask(units, good);
            const core::Rng rng(7);
            auto dice = rng.stream("kills");
            const core::TimePoint end = world.world->now() + kLongest;
            while (world.world->now() < end && !world.ended()) {
                world.world->run_for(core::Duration(dice.uniform(10, 200)));
                if (world.world->company().ledger().open_intents().empty()) continue;
                ASSERT_TRUE(world.world->crash().ok());
                ++world.kills;
            }
        });
    steps.add("it was killed {int} times or more",
              [](RecordedWorld& world, std::int64_t times) { EXPECT_GE(world.kills, times); });
    steps.add("a light hauler is bought", [](RecordedWorld& world) {
        const auto receipt = world.world->call(world.world->company().purchase_ship(
            model::ShipType("SHIP_LIGHT_HAULER"), model::WaypointSymbol()));
        ASSERT_TRUE(receipt.ok()) << receipt.error().message;
        world.bought = receipt->ship.symbol;
    });
    steps.add("it works on to the end", [](RecordedWorld& world) { world.run_to_end(); });
}

void define_results(StepRegistry& steps) {
    steps.add("all of it is completed", [](RecordedWorld& world) {
        ASSERT_FALSE(world.orders.empty());
        for (std::size_t order = 0; order < world.orders.size(); ++order) {
            const GoodsFactory factory = world.factory(order);
            EXPECT_EQ(factory.status, FactoryStatus::kCompleted)
                << factory.target.good.str() << ": " << factory.error;
            EXPECT_EQ(factory.nodes.front().yield.units, factory.target.quantity);
            EXPECT_EQ(factory.progress().percent(), 100);
        }
        EXPECT_EQ(world.world->errors(), 0u);
    });
    steps.add(
        "at least {int} ship(s) was/were at work at once",
        [](RecordedWorld& world, std::int64_t ships) { EXPECT_GE(world.most_at_work, ships); });
    steps.add("at most {int} ship(s) was/were at work at once",
              [](RecordedWorld& world, std::int64_t ships) {
                  EXPECT_GT(world.most_at_work, 0);
                  EXPECT_LE(world.most_at_work, ships);
              });
    steps.add("no factory of the game was fed for two at once", [](RecordedWorld& world) {
        EXPECT_EQ(number(*world.world, manufacturing::kFactoryConflicts,
                         {world.world->company().player().id}),
                  0);
    });
    steps.add("every task and pipeline says what the ledger says", [](RecordedWorld& world) {
        kernel::Company& company = world.world->company();
        if (company.manufacturing() != nullptr) {
            ASSERT_TRUE(world.world->call(company.stop_manufacturing()).ok());
        }
        for (int minute = 0; minute < kLongestDrain / 1min && company.runner().running() > 0;
             ++minute) {
            world.world->run_for(1min);
        }
        expect_booked_alike(*world.world);
    });
    steps.add("the new ship has carried for it", [](RecordedWorld& world) {
        std::set<ShipSymbol> carried;
        for (const goods::FactoryNode& node : world.factory().nodes)
            carried.insert(node.yield.ships.begin(), node.yield.ships.end());
        EXPECT_THAT(carried, Contains(world.bought));
    });
    steps.add("{int} units of {string} were bought in all",
              [](RecordedWorld& world, std::int64_t units, std::string good) {
                  EXPECT_EQ(number(*world.world,
                                   "SELECT SUM(units) AS n FROM transactions"
                                   " WHERE type = 'PURCHASE_CARGO' AND good_symbol = $1",
                                   {good}),
                            units);
                  const auto agent = world.world->company().player().agent;
                  EXPECT_EQ(world.world->truth().cargo(agent).at(TradeSymbol(good)), Units(units));
              });
}

void define_metrics(StepRegistry& steps) {
    steps.add("what it cost is what the ledger booked for it", [](RecordedWorld& world) {
        const GoodsFactory factory = world.factory();
        const std::int64_t booked =
            number(*world.world,
                   "SELECT -SUM(amount) AS n FROM transactions WHERE pipeline_id = $1"
                   " AND type IN ('PURCHASE_CARGO', 'SELL_CARGO')",
                   {factory.pipeline.str()});
        EXPECT_GT(booked, 0);
        EXPECT_EQ(factory.metrics(world.world->now()).total_cost, Credits(booked));
    });
    steps.add("its ships and hauls are those of its tasks", [](RecordedWorld& world) {
        const goods::FactoryWork work = world.factory().work;
        EXPECT_EQ(work.ships,
                  world.number("SELECT COUNT(DISTINCT assigned_ship) AS n FROM manufacturing_tasks"
                               " WHERE status = 'COMPLETED'"));
        EXPECT_EQ(work.hauls,
                  world.number("SELECT COUNT(*) AS n FROM manufacturing_tasks"
                               " WHERE status = 'COMPLETED' AND task_type IN ('DELIVER', 'KEEP')"));
        EXPECT_GT(work.hauls, 0);
    });
    steps.add("it has looked at markets", [](RecordedWorld& world) {
        const goods::FactoryWork work = world.factory().work;
        EXPECT_GT(work.market_queries, 0);
    });
    steps.add("the history of {string} has {int} completed with {int} units",
              [](RecordedWorld& world, std::string good, std::int64_t count, std::int64_t units) {
                  const auto history =
                      world.world->call(world.world->company().goods().book().history());
                  ASSERT_TRUE(history.ok());
                  ASSERT_EQ(history->size(), 1u);
                  EXPECT_EQ(history->front().good, TradeSymbol(good));
                  EXPECT_EQ(history->front().completed, count);
                  EXPECT_EQ(history->front().units, Units(units));
                  EXPECT_EQ(history->front().cost,
                            world.factory().metrics(world.world->now()).total_cost);
              });
}

/// Two players of one daemon.
struct TwoPlayers {
    TwoPlayers() : daemon(add_owner(house)) {
        EXPECT_TRUE(daemon.register_agent(kOther).ok());
        for (const std::string& player : {kFirst, kOther})
            EXPECT_TRUE(house.call(company(player).start_scout()).ok());
        house.run_for(2 * kScouting);
        for (const std::string& player : {kFirst, kOther})
            EXPECT_TRUE(house.call(company(player).stop_scout()).ok());
        house.run_for(1h);
        others = ships_of_other();
    }

    kernel::Company& company(const std::string& player) { return **daemon.sessions().find(player); }

    std::map<ShipSymbol, std::string> ships_of_other() {
        std::map<ShipSymbol, std::string> ships;
        const sim::Truth truth(house.universe());
        for (const model::Ship& ship : truth.ships(model::AgentSymbol(kOther), house.now())) {
            ships[ship.symbol] = fmt::format("{} {} {}", ship.nav.waypoint, ship.cargo.used(),
                                             company(kOther).fleet().claims.owner_of(ship.symbol));
        }
        return ships;
    }

    void produce(std::int64_t units, const std::string& good) {
        const auto asked = house.call(
            company(kFirst).produce_goods({.good = TradeSymbol(good),
                                           .quantity = Units(units),
                                           .strategy = goods::FactoryStrategy::kFabricate}));
        ASSERT_TRUE(asked.ok()) << asked.error().message;
        id = asked->id;
        const auto& active = company(kFirst).goods().book().active();
        for (int minute = 0; minute < kLongest / 1min && active.contains(id); ++minute) {
            if (crowded) house.use_up_requests();
            house.run_for(1min);
        }
    }

    kernel::testing::House house{kernel::testing::kShared};
    kernel::testing::Member& daemon;
    std::map<ShipSymbol, std::string> others;
    GoodsFactoryId id;
    bool crowded = false;
};

void define_players(StepRegistry& steps) {
    steps.add("two players in one universe and one database, each with idle haulers",
              [](TwoPlayers& world) {
                  for (const std::string& player : {kFirst, kOther})
                      EXPECT_THAT(world.company(player).fleet().claims.all(), IsEmpty());
                  EXPECT_GT(world.others.size(), 3u);
              });
    steps.add("somebody at their address uses up the request limit every minute",
              [](TwoPlayers& world) { world.crowded = true; });
    steps.add("one of them has {int} units of {string} made",
              [](TwoPlayers& world, std::int64_t units, std::string good) {
                  world.produce(units, good);
              });
    steps.add("they are made by ships of that player alone", [](TwoPlayers& world) {
        const auto report =
            world.house.call(world.company(kFirst).goods().report(world.id)).value();
        EXPECT_EQ(report.factory.status, FactoryStatus::kCompleted) << report.factory.error;
        EXPECT_EQ(world.house.number("SELECT COUNT(*) AS n FROM manufacturing_tasks"
                                     " WHERE assigned_ship LIKE 'OTHER-%'"),
                  0);
        EXPECT_GT(world.house.number("SELECT COUNT(*) AS n FROM manufacturing_tasks"
                                     " WHERE assigned_ship LIKE 'ARGOSY-%'"),
                  0);
    });
    steps.add("the other player's ships are idle where they were",
              [](TwoPlayers& world) { EXPECT_EQ(world.ships_of_other(), world.others); });
    steps.add("requests were refused for their rate", [](TwoPlayers& world) {
        EXPECT_GT(world.company(kFirst).budget().counts().rate_limited(), 0);
    });
    steps.add("{int} units of {string} were bought for them, once",
              [](TwoPlayers& world, std::int64_t units, std::string good) {
                  EXPECT_EQ(world.house.number(
                                fmt::format("SELECT SUM(units) AS n FROM transactions"
                                            " WHERE type = 'PURCHASE_CARGO' AND good_symbol = '{}'",
                                            good)),
                            units);
              });
}

const Steps kSteps([](StepRegistry& steps) {
    define_orders(steps);
    define_results(steps);
    define_metrics(steps);
    define_players(steps);
});

}  // namespace
}  // namespace argosy::tests
