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
          orchestrator({fleet, tasks, dispatch, runner, pipelines, factories, shared, estimates,
                        declines, bidding},
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

    std::vector<Decline> declined() const { return declines.since(core::TimePoint()); }

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

TEST(Orchestrator, OpensNoPipelineThatAResetWouldCutShort) {
    Remains remains;
    furnish(remains);
    Works works(remains, settings());
    const core::TimePoint now = works.runtime.now();
    works.fleet.universe_end.announce(now + settings().horizon - 1min);
    works.run_for(5min);
    EXPECT_EQ(works.runner.running(), 0);
    works.fleet.universe_end.announce(now + settings().horizon + 1h);
    works.run_for(settings().plan_interval + 20s);
    EXPECT_EQ(works.runner.running(), 1) << "it was put off";
}

/// Another operation, which knows what goods are worth and bids for ships.
class Rival final : public hauls::Bidder {
  public:
    const core::OperationId& bids_for() const override { return operation_; }
    hauls::Appraisal appraise(const hauls::Intention& intention) override {
        if (when_asked) when_asked(intention);
        return appraisal;
    }
    std::optional<double> bid(const model::ShipSymbol&) override { return offered; }
    void count_in(const hauls::Intention&) override { ++started; }
    void wake_for_ship() override { ++woken; }

    std::function<void(const hauls::Intention&)> when_asked;
    hauls::Appraisal appraisal;
    std::optional<double> offered;
    int started = 0;
    int woken = 0;

  private:
    core::OperationId operation_{"operation-1-2"};
};

class OrchestratorWithRival : public ::testing::Test {
  protected:
    OrchestratorWithRival() { works_.bidding.join(rival_); }
    ~OrchestratorWithRival() override { works_.bidding.leave(rival_); }

    static Remains furnished() {
        Remains remains;
        furnish(remains);
        return remains;
    }

    Remains remains_ = furnished();
    Works works_{remains_, settings()};
    Rival rival_;
};

TEST_F(OrchestratorWithRival, LeavesGoodsToWhoKnowsABetterUseForThemAndSaysSo) {
    rival_.appraisal.objection = "they are worth more elsewhere";
    works_.run_for(5min);
    EXPECT_EQ(works_.runner.running(), 0);
    const auto declined = works_.declined();
    ASSERT_FALSE(declined.empty());
    EXPECT_EQ(declined.front().reason, "outbid");
    EXPECT_EQ(declined.front().detail, "operation-1-2: they are worth more elsewhere");
    rival_.appraisal = {};
    works_.run_for(TaskAssignment::kRest + 10s);
    EXPECT_EQ(works_.runner.running(), 1);
    EXPECT_EQ(rival_.started, 1);
}

TEST_F(OrchestratorWithRival, LeavesAShipToWhoMakesMoreOfItAndTakesItWhenTheyDoNot) {
    rival_.offered = 1e9;
    works_.run_for(20s);
    EXPECT_EQ(rival_.woken, 1);
    EXPECT_EQ(works_.runner.running(), 0);
    works_.run_for(30s);
    EXPECT_EQ(works_.runner.running(), 1);
}

TEST_F(OrchestratorWithRival, BidsForAShipWhatItsBestHaulBrings) {
    std::optional<hauls::Bidding::Outbid> of_less;
    std::optional<hauls::Bidding::Outbid> of_more;
    rival_.when_asked = [&](const hauls::Intention& theirs) {
        hauls::Intention ours{rival_.bids_for(), theirs.good, theirs.offer, theirs.rate * 1.01};
        of_more = works_.bidding.outbid(ours);
        ours.rate = theirs.rate * 0.99;
        of_less = works_.bidding.outbid(ours);
    };
    works_.run_for(20s);
    EXPECT_FALSE(of_more);
    ASSERT_TRUE(of_less);
    EXPECT_EQ(of_less->what, hauls::Bidding::Outbid::For::kShip);
}

}  // namespace
}  // namespace argosy::manufacturing
