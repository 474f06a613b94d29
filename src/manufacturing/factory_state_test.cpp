#include "manufacturing/factory_state.h"

#include <gtest/gtest.h>

#include "manufacturing/testing/workshop.h"

namespace argosy::manufacturing {
namespace {

using model::Supply;
using model::TradeSymbol;
using testing::Remains;
using testing::Workshop;
using Status = FactoryStatus;

constexpr std::array kStatuses{Status::kAwaitingInputs, Status::kInputsPartial,
                               Status::kInputsComplete, Status::kProductionInProgress,
                               Status::kReadyForCollection};
constexpr std::array kSupplies{Supply::kScarce, Supply::kLimited, Supply::kModerate, Supply::kHigh,
                               Supply::kAbundant};

const TradeSymbol kDiamonds("DIAMONDS");
const TradeSymbol kPlatinum("PLATINUM");
const TradeSymbol kRifles("LASER_RIFLES");
const model::WaypointSymbol kFactory("X1-YZ19-A2");

FactoryState rifle_factory(std::set<TradeSymbol> delivered = {}) {
    return {.factory = kFactory,
            .output = kRifles,
            .pipeline = core::PipelineId("pipeline-1-1"),
            .required = {kDiamonds, kPlatinum},
            .delivered = std::move(delivered)};
}

TEST(FactoryStatuses, AreReadAsTheyAreWritten) {
    for (const Status status : kStatuses)
        EXPECT_EQ(parse_factory_status(to_string(status)), status);
    EXPECT_EQ(parse_factory_status("READY"), std::nullopt);
}

TEST(FactoryStatuses, FollowFromInputsAsLongAsThereIsTooLittleToCollect) {
    struct Step {
        Status before;
        std::set<TradeSymbol> delivered;
        Status after;
    };
    const std::set<TradeSymbol> none, some{kDiamonds}, all{kDiamonds, kPlatinum};
    const Step steps[] = {
        {Status::kAwaitingInputs, none, Status::kAwaitingInputs},
        {Status::kAwaitingInputs, some, Status::kInputsPartial},
        {Status::kAwaitingInputs, all, Status::kInputsComplete},
        {Status::kInputsPartial, none, Status::kAwaitingInputs},
        {Status::kInputsPartial, some, Status::kInputsPartial},
        {Status::kInputsPartial, all, Status::kInputsComplete},
        {Status::kInputsComplete, none, Status::kAwaitingInputs},
        {Status::kInputsComplete, some, Status::kInputsPartial},
        {Status::kInputsComplete, all, Status::kProductionInProgress},
        {Status::kProductionInProgress, none, Status::kAwaitingInputs},
        {Status::kProductionInProgress, some, Status::kInputsPartial},
        {Status::kProductionInProgress, all, Status::kProductionInProgress},
        {Status::kReadyForCollection, none, Status::kAwaitingInputs},
        {Status::kReadyForCollection, some, Status::kInputsPartial},
        {Status::kReadyForCollection, all, Status::kProductionInProgress},
    };
    for (const Step& step : steps) {
        FactoryState state = rifle_factory(step.delivered);
        state.status = step.before;
        for (const Supply supply : kSupplies) {
            SCOPED_TRACE(fmt::format("{} with {} of 2 inputs and {}", to_string(step.before),
                                     step.delivered.size(), model::to_string(supply)));
            state.supply = supply;
            const bool ready = supply >= kCollectionSupply;
            EXPECT_EQ(state.derived_status(), ready ? Status::kReadyForCollection : step.after);
        }
        state.supply.reset();
        EXPECT_EQ(state.derived_status(), step.after);
    }
}

TEST(FactoryStatuses, WaitForNothingWhenNoInputIsNeeded) {
    FactoryState state = rifle_factory();
    state.required.clear();
    EXPECT_EQ(state.derived_status(), Status::kInputsComplete);
}

class FactoryTrackerTest : public ::testing::Test {
  protected:
    FactoryTrackerTest() {
        Workshop workshop(remains_);
        first_ = workshop.begin_pipeline(kRifles);
        second_ = workshop.begin_pipeline(kRifles);
    }

    static void add(Workshop& workshop, const core::PipelineId& pipeline) {
        FactoryState state = rifle_factory();
        state.pipeline = pipeline;
        store::Transaction transaction;
        workshop.factories.add(state, transaction);
        EXPECT_TRUE(workshop.commit(std::move(transaction)).ok());
    }

    void deliver(Workshop& workshop, const TradeSymbol& input) {
        store::Transaction transaction;
        workshop.factories.record_delivery(first_, kFactory, kRifles, input, transaction);
        EXPECT_TRUE(workshop.commit(std::move(transaction)).ok());
    }

    static void see(Workshop& workshop, Supply supply) {
        store::Transaction transaction;
        workshop.factories.update_supply(kFactory, kRifles, supply, transaction);
        EXPECT_TRUE(workshop.commit(std::move(transaction)).ok());
    }

    static const FactoryState& state_of(const Workshop& workshop,
                                        const core::PipelineId& pipeline) {
        const auto states = workshop.factories.of_pipeline(pipeline);
        ARGOSY_ASSERT(states.size() == 1);
        return *states.front();
    }

    Remains remains_;
    core::PipelineId first_;
    core::PipelineId second_;
};

TEST_F(FactoryTrackerTest, FollowsAFactoryFromTheFirstDeliveryToTheCollection) {
    Workshop workshop(remains_);
    add(workshop, first_);
    EXPECT_EQ(state_of(workshop, first_).status, Status::kAwaitingInputs);
    deliver(workshop, kDiamonds);
    EXPECT_EQ(state_of(workshop, first_).status, Status::kInputsPartial);
    deliver(workshop, kPlatinum);
    EXPECT_EQ(state_of(workshop, first_).status, Status::kInputsComplete);
    see(workshop, Supply::kLimited);
    EXPECT_EQ(state_of(workshop, first_).status, Status::kProductionInProgress);
    EXPECT_FALSE(workshop.factories.is_ready(first_, kFactory, kRifles));
    see(workshop, Supply::kHigh);
    EXPECT_EQ(state_of(workshop, first_).status, Status::kReadyForCollection);
    EXPECT_TRUE(workshop.factories.is_ready(first_, kFactory, kRifles));
}

TEST_F(FactoryTrackerTest, IsAwaitedAgainWhenItHasBeenEmptied) {
    Workshop workshop(remains_);
    add(workshop, first_);
    see(workshop, Supply::kAbundant);
    EXPECT_TRUE(workshop.factories.is_ready(first_, kFactory, kRifles));
    see(workshop, Supply::kScarce);
    EXPECT_FALSE(workshop.factories.is_ready(first_, kFactory, kRifles));
    EXPECT_EQ(state_of(workshop, first_).status, Status::kAwaitingInputs);
    EXPECT_EQ(state_of(workshop, first_).supply_before, Supply::kAbundant);
}

TEST_F(FactoryTrackerTest, BooksADeliveryToThePipelineThatMadeIt) {
    Workshop workshop(remains_);
    add(workshop, first_);
    add(workshop, second_);
    deliver(workshop, kDiamonds);
    EXPECT_EQ(state_of(workshop, first_).delivered, std::set{kDiamonds});
    EXPECT_TRUE(state_of(workshop, second_).delivered.empty());
}

TEST_F(FactoryTrackerTest, ALookIsForAllPipelines) {
    Workshop workshop(remains_);
    add(workshop, first_);
    add(workshop, second_);
    see(workshop, Supply::kHigh);
    EXPECT_TRUE(workshop.factories.is_ready(first_, kFactory, kRifles));
    EXPECT_TRUE(workshop.factories.is_ready(second_, kFactory, kRifles));
}

TEST_F(FactoryTrackerTest, KnowsAfterACrashWhatItKnewBefore) {
    {
        Workshop workshop(remains_);
        add(workshop, first_);
        deliver(workshop, kDiamonds);
        see(workshop, Supply::kScarce);
        see(workshop, Supply::kLimited);
    }
    const Workshop after_crash(remains_);
    const FactoryState& state = state_of(after_crash, first_);
    EXPECT_EQ(state.status, Status::kInputsPartial);
    EXPECT_EQ(state.required, (std::set{kDiamonds, kPlatinum}));
    EXPECT_EQ(state.delivered, std::set{kDiamonds});
    EXPECT_EQ(state.supply, Supply::kLimited);
    EXPECT_EQ(state.supply_before, Supply::kScarce);
}

TEST_F(FactoryTrackerTest, NotesWhenAFactoryBecameReadyForTheFirstTime) {
    Workshop workshop(remains_);
    add(workshop, first_);
    see(workshop, Supply::kHigh);
    const std::int64_t first =
        remains_.number("SELECT ready_at AS n FROM manufacturing_factory_states");
    see(workshop, Supply::kModerate);
    see(workshop, Supply::kHigh);
    EXPECT_EQ(remains_.number("SELECT ready_at AS n FROM manufacturing_factory_states"), first);
}

TEST_F(FactoryTrackerTest, ForgetsAPipelineThatHasEnded) {
    Workshop workshop(remains_);
    add(workshop, first_);
    add(workshop, second_);
    workshop.factories.forget(first_);
    EXPECT_TRUE(workshop.factories.of_pipeline(first_).empty());
    EXPECT_EQ(workshop.factories.of_pipeline(second_).size(), 1u);
}

TEST_F(FactoryTrackerTest, IsNotReadyWhereNobodyWaits) {
    const Workshop workshop(remains_);
    EXPECT_FALSE(workshop.factories.is_ready(first_, kFactory, kRifles));
}

}  // namespace
}  // namespace argosy::manufacturing
