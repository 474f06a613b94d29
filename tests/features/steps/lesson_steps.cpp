// What the lessons of tasks and of the economy have in common: the chain, its ships, and time.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/features/support/gherkin.h"
#include "tests/features/support/lesson_world.h"

namespace argosy::tests {
namespace {

using namespace std::chrono_literals;
using ledger::testing::Fate;
using model::TradeType;
using model::TransactionType;

// Stocks of a factory, in units, that the law shows as HIGH or better, and as MODERATE.
constexpr std::int64_t kPlenty = 80;
constexpr std::int64_t kLittle = 0;

// With nothing under way the clock stands still: this is something.
core::Task<core::Result<bool>> let_pass(const core::Runtime& runtime, core::Duration length) {
    co_await runtime.clock.sleep_for(length);
    co_return true;
}

void define_worlds(StepRegistry& steps) {
    steps.add("a chain of MACHINERY whose factory has plenty",
              [](LessonWorld& world) { world.add_chain(kPlenty); });
    steps.add("a chain of MACHINERY whose factory has little",
              [](LessonWorld& world) { world.add_chain(kLittle); });
    steps.add("the factory wants much IRON", [](LessonWorld& world) {
        world.works.at("C1", "IRON").stock = core::Units(-420);
        world.works.at("B1", "IRON").stock = core::Units(480);
    });
    steps.add("{int} hauler(s)", [](LessonWorld& world, std::int64_t count) {
        for (std::int64_t number = 1; number <= count; ++number)
            world.works.add_hauler(fmt::format("AGENT-{:X}", number));
    });
    steps.add("a hauler with a hold of {int} units", [](LessonWorld& world, std::int64_t units) {
        world.works.add_hauler("AGENT-1", units);
    });
    steps.add("a hauler that waits at {word}", [](LessonWorld& world, std::string market) {
        world.works.add_hauler(fmt::format("AGENT-{}", market)).nav.waypoint =
            Works::waypoint(market);
    });
    steps.add("no hauler", [](LessonWorld& world) { world.works.add_probe("A1"); });
    steps.add("a hauler that holds {int} {word}",
              [](LessonWorld& world, std::int64_t units, std::string good) {
                  world.works.add_hauler("AGENT-1").cargo.items[model::TradeSymbol(good)] =
                      core::Units(units);
              });
    steps.add("a probe at {word}",
              [](LessonWorld& world, std::string market) { world.works.add_probe(market); });
    steps.add("ships fly {int} times as long", [](LessonWorld& world, std::int64_t times) {
        world.works.remains.world.slowdown = 100 * (times - 1);
    });
    steps.add("a treasury of {int} credits", [](LessonWorld& world, std::int64_t credits) {
        world.works.remains.world.credits = core::Credits(credits);
    });
    steps.add("a treasury of {int} credits, of which {int} may not be spent",
              [](LessonWorld& world, std::int64_t credits, std::int64_t floor) {
                  world.works.remains.world.credits = core::Credits(credits);
                  world.works.settings.ledger.floor = core::Credits(floor);
              });
    steps.add(
        "the factory of MACHINERY makes plenty {int} minutes after it is fed",
        [](LessonWorld& world, std::int64_t minutes) {
            model::PriceState made = world.works.at("C1", "MACHINERY");
            made.stock = core::Units(kPlenty);
            world.works.produces({"C1", "IRON", "MACHINERY", std::chrono::minutes(minutes), made});
        });
}

void define_events(StepRegistry& steps) {
    steps.add("manufacturing begins", [](LessonWorld& world) { world.works.start(); });
    steps.add("manufacturing begins {int} {word} after the last look", [](LessonWorld& world,
                                                                          std::int64_t count,
                                                                          std::string unit) {
        Works& works = world.works;
        works.open();
        EXPECT_TRUE(
            works.business().call(let_pass(works.business().runtime, length(count, unit))).ok());
        EXPECT_TRUE(works.business().call(works.company().start_manufacturing({})).ok());
    });
    steps.add("{int} {word} go(es) by",
              [](LessonWorld& world, std::int64_t count, std::string unit) {
                  world.works.live(length(count, unit));
              });
    steps.add("the business is killed and started again", [](LessonWorld& world) {
        world.ready_at.clear();
        for (const store::Row& row : world.works.rows(
                 "SELECT id, ready_at FROM manufacturing_tasks WHERE ready_at IS NOT NULL")) {
            world.ready_at[row.text("id")] = row.integer("ready_at");
        }
        world.works.restart();
    });
    steps.add("the game refuses the next {int} acts", [](LessonWorld& world, std::int64_t count) {
        world.works.business().game.fates.assign(std::size_t(count), Fate::kRefused);
    });
    steps.add("the factory makes plenty of MACHINERY", [](LessonWorld& world) {
        world.works.at("C1", "MACHINERY").stock = core::Units(kPlenty);
    });
    steps.add("the first haul is over", [](LessonWorld& world) {
        const std::string under_way = fmt::format(
            "manufacturing_tasks WHERE haul_id = '{}' AND status IN ('ASSIGNED', 'EXECUTING')",
            world.first_haul());
        EXPECT_TRUE(world.works.live_until([&] { return world.count(under_way) == 0; }, 6h))
            << world.works.describe();
    });
    steps.add("MACHINERY is sold", [](LessonWorld& world) {
        const auto sold = [&] {
            return !world.works.trades(TransactionType::kSell, "MACHINERY").empty();
        };
        EXPECT_TRUE(world.works.live_until(sold, 6h)) << world.works.describe();
    });
}

void define_outcomes(StepRegistry& steps) {
    steps.add("{word} was sold at {word}",
              [](LessonWorld& world, std::string good, std::string market) {
                  EXPECT_FALSE(world.works.trades(TransactionType::kSell, good, market).empty())
                      << world.works.describe();
              });
    steps.add("{word} was delivered to {word}",
              [](LessonWorld& world, std::string good, std::string factory) {
                  EXPECT_FALSE(world.works.trades(TransactionType::kSell, good, factory).empty())
                      << world.works.describe();
              });
    steps.add("no {word} was bought", [](LessonWorld& world, std::string good) {
        EXPECT_EQ(world.works.traded(TransactionType::kPurchase, good), core::Units(0));
    });
    steps.add("no {word} was bought at {word}",
              [](LessonWorld& world, std::string good, std::string market) {
                  EXPECT_TRUE(world.works.trades(TransactionType::kPurchase, good, market).empty());
              });
    steps.add("no {word} was sold at {word}",
              [](LessonWorld& world, std::string good, std::string market) {
                  EXPECT_TRUE(world.works.trades(TransactionType::kSell, good, market).empty());
              });
}

const Steps kSteps([](StepRegistry& steps) {
    define_worlds(steps);
    define_events(steps);
    define_outcomes(steps);
});

}  // namespace
}  // namespace argosy::tests
