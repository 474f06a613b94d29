#include <gmock/gmock.h>

#include <sstream>

#include "manufacturing/predictive_supply_monitor.h"
#include "manufacturing/testing/workshop.h"
#include "tests/features/support/gherkin.h"
#include "tests/features/support/lesson_world.h"

namespace argosy::tests {
namespace {

using fleet::testing::goods_of;
using fleet::testing::priced;
using manufacturing::Looks;
using manufacturing::LookSettings;
using manufacturing::testing::Workshop;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const model::WaypointSymbol kFactory("X1-AD75-A1");
const model::TradeSymbol kMachinery("MACHINERY");

/// A pipeline's factory of MACHINERY, a probe that stands there, and the monitor.
struct ForesightWorld {
    ForesightWorld() : workshop(with_probe(remains)) {
        EXPECT_TRUE(workshop.run(workshop.fleet.ships.refresh()).ok());
        pipeline = workshop.begin_pipeline(kMachinery);
        store::Transaction transaction;
        workshop.factories.add({.factory = kFactory,
                                .output = kMachinery,
                                .pipeline = pipeline,
                                .required = {model::TradeSymbol("IRON")}},
                               transaction);
        EXPECT_TRUE(workshop.commit(std::move(transaction)).ok());
    }

    static Remains& with_probe(Remains& remains) {
        model::Ship& probe = remains.world.add_ship(0);
        probe.cargo.capacity = core::Units(0);
        probe.nav.waypoint = kFactory;
        return remains;
    }

    const manufacturing::FactoryState& factory() const {
        return *workshop.factories.of_pipeline(pipeline).front();
    }

    void see(std::int64_t stock) {
        workshop.look(
            kFactory,
            goods_of({{"MACHINERY", priced("MACHINERY", model::TradeType::kExport, 20, stock)}}));
        store::Transaction transaction;
        monitor.update({pipeline}, transaction);
        EXPECT_TRUE(workshop.commit(std::move(transaction)).ok());
    }

    void expect_ready(core::TimePoint at) {
        store::Transaction transaction;
        estimates.update(factory(),
                         {.ready_at = at, .confidence = manufacturing::ConfidenceLevel::kHigh},
                         transaction);
        EXPECT_TRUE(workshop.commit(std::move(transaction)).ok());
    }

    Remains remains;
    Workshop workshop;
    LookSettings settings;
    manufacturing::EstimateBook estimates{workshop.runtime, workshop.store,
                                          manufacturing::testing::kPlayer};
    manufacturing::PredictiveSupplyMonitor monitor{workshop.fleet, workshop.tasks,
                                                   workshop.factories, estimates, settings};
    core::PipelineId pipeline;
};

// Of "in 6 minutes" and "6 minutes ago": how long from now.
core::Duration from_now(const std::string& when) {
    std::istringstream words(when);
    std::string word;
    if (when.starts_with("in ")) words >> word;
    std::int64_t count = 0;
    words >> count >> word;
    return when.ends_with(" ago") ? -length(count, word) : length(count, word);
}

void define_intervals(StepRegistry& steps) {
    steps.add("a factory of MACHINERY with a probe", [](ForesightWorld& world) {
        EXPECT_NE(world.workshop.factories.of_pipeline(world.pipeline).size(), 0u);
    });
    steps.add("looks by estimate",
              [](ForesightWorld& world) { world.settings.looks = Looks::kByEstimate; });
    steps.add("looks where it pays",
              [](ForesightWorld& world) { world.settings.looks = Looks::kWhereItPays; });
    steps.add("the probe looks at it, and it is expected to be ready {}",
              [](ForesightWorld& world, std::string when) {
                  world.see(-100);
                  world.expect_ready(world.workshop.runtime.now() + from_now(when));
              });
    steps.add("the next look is {int} seconds after the last", [](ForesightWorld& world,
                                                                  std::int64_t seconds) {
        EXPECT_EQ(world.monitor.next_look(), world.workshop.markets.looked_at(kFactory).value() +
                                                 std::chrono::seconds(seconds));
    });
    steps.add("the probe sees HIGH supply there", [](ForesightWorld& world) {
        store::Transaction transaction;
        world.workshop.factories.update_supply(kFactory, kMachinery, model::Supply::kHigh,
                                               transaction);
        EXPECT_TRUE(world.workshop.commit(std::move(transaction)).ok());
    });
    steps.add("it is not looked at",
              [](ForesightWorld& world) { EXPECT_EQ(world.monitor.next_look(), std::nullopt); });
    steps.add("the probe sees {int} units there, and {int} units a minute later",
              [](ForesightWorld& world, std::int64_t first, std::int64_t second) {
                  world.see(first);
                  world.workshop.pass(std::chrono::minutes(1));
                  world.see(second);
              });
    steps.add("nothing is to be looked at in the next {int} minutes",
              [](ForesightWorld& world, std::int64_t minutes) {
                  for (std::int64_t minute = 0; minute < minutes; ++minute) {
                      world.workshop.pass(std::chrono::minutes(1));
                      ASSERT_THAT(world.monitor.awaited(), IsEmpty()) << "minute " << minute;
                  }
              });
    steps.add("a look is due within {int} minutes",
              [](ForesightWorld& world, std::int64_t minutes) {
                  world.workshop.pass(std::chrono::minutes(minutes));
                  EXPECT_THAT(world.monitor.awaited(), ElementsAre(kFactory));
              });
}

/// How many looks were spent on the factory of the lessons' chain, by the kind of looks.
struct LooksWorld {
    std::map<std::string, std::int64_t> spent;
};

void define_costs(StepRegistry& steps) {
    steps.add("{int} hours are lived with looks {word}", [](LooksWorld& world, std::int64_t hours,
                                                            std::string looks) {
        LessonWorld life;
        life.add_chain(0);
        life.works.add_probe("C1");
        life.works.settings.manufacturing.look.looks = manufacturing::parse_looks(looks).value();
        life.works.start();
        life.works.live(std::chrono::hours(hours));
        ASSERT_NE(life.works.company().manufacturing(), nullptr);
        world.spent[looks] = life.works.company().manufacturing()->looks();
        EXPECT_GT(world.spent[looks], 0);
    });
    steps.add("looks {word} are {int} % fewer than looks {word} at least",
              [](LooksWorld& world, std::string less, std::int64_t percent, std::string more) {
                  EXPECT_LE(100 * world.spent.at(less), (100 - percent) * world.spent.at(more));
              });
}

const Steps kSteps([](StepRegistry& steps) {
    define_intervals(steps);
    define_costs(steps);
});

}  // namespace
}  // namespace argosy::tests
