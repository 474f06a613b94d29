#include "manufacturing/orchestrator.h"

#include <gtest/gtest.h>

#include "hauls/testing/haul_process.h"

namespace argosy::manufacturing {
namespace {

using namespace std::chrono_literals;
using hauls::testing::HaulProcess;
using hauls::testing::kFactory;
using hauls::testing::Remains;

/// An orchestrator over the four markets of the hauls' tests.
class Works : public HaulProcess {
  public:
    Works(Remains& remains, Settings settings)
        : HaulProcess(remains),
          orchestrator(
              {fleet, tasks, dispatch, runner, pipelines, factories, shared, estimates, declines},
              core::OperationId("operation-1-1"), std::move(settings)) {
        store::Transaction transaction;
        transaction.add(
            "INSERT INTO operations (id, player_id, kind, status, config, created_at, updated_at)"
            " VALUES ('operation-1-1', $1, 'manufacturing', 'RUNNING', '{}', 0, 0)",
            {fleet::testing::kPlayer});
        EXPECT_TRUE(remains.engine->commit(transaction, store::Durability::kNormal).ok());
        EXPECT_TRUE(run(open()).ok());
        runtime.spawn(orchestrator.run());
    }
    ~Works() { crash(); }

  private:
    PipelineBook pipelines{runtime, store, fleet::testing::kPlayer};
    FactoryTracker factories{runtime, store, fleet::testing::kPlayer};
    SharedResources shared{runtime, store, fleet::testing::kPlayer};
    EstimateBook estimates{runtime, store, fleet::testing::kPlayer};
    Declines declines{runtime, fleet::testing::kPlayer};

  public:
    Orchestrator orchestrator;
};

Settings settings() {
    Settings settings{.system = fleet::testing::kSystem};
    settings.min_price = core::Bid(1);
    settings.look.looks = Looks::kFixed;
    return settings;
}

// A factory that waits for its inputs, a probe there, and a hauler that brings them.
void furnish(Remains& remains) {
    hauls::testing::settle_world(remains);
    remains.world.markets.at(kFactory).at(hauls::testing::kMachinery).stock = core::Units(0);
    remains.world.add_ship(400);
    model::Ship& probe = remains.world.add_ship(0);
    probe.cargo.capacity = core::Units(0);
    probe.nav.waypoint = kFactory;
}

// While manufacturing winds up nobody looks: a moment that is past must not be waited for.
TEST(Orchestrator, ALookThatIsDueAndThatNobodyTakesDoesNotStopTheClock) {
    constexpr int kMostEvents = 20'000;
    Remains remains;
    furnish(remains);
    Works works(remains, settings());
    works.run_for(20s);
    ASSERT_EQ(works.runner.running(), 1);
    const std::int64_t looks = works.orchestrator.looks();
    works.orchestrator.stop();
    const core::TimePoint stopped_at = works.runtime.now();
    int events = 0;
    while (works.runner.running() > 0 && events < kMostEvents && works.run_events(1))
        ++events;
    EXPECT_EQ(works.runner.running(), 0) << "at the same moment after " << events << " events";
    EXPECT_GT(works.runtime.now() - stopped_at, settings().look.fixed)
        << "no look fell due meanwhile: the test tells nothing";
    EXPECT_EQ(works.orchestrator.looks(), looks);
}

}  // namespace
}  // namespace argosy::manufacturing
