#include "manufacturing/pipeline_planner.h"

#include <gmock/gmock.h>

#include "manufacturing/testing/plan_text.h"

namespace argosy::manufacturing {
namespace {

using goods::AcquisitionMethod;
using goods::SupplyChainNode;
using hauls::TaskStatus;
using hauls::TaskType;
using model::TradeSymbol;
using model::WaypointSymbol;
using ::testing::ElementsAre;
using testing::hauls_of;
using testing::lines_of;
using ::testing::UnorderedElementsAre;

const core::OperationId kOperation("operation-1-1");
const core::TimePoint kNow{std::chrono::hours(480'000)};

SupplyChainNode buy(const char* good, const char* market) {
    return {TradeSymbol(good), AcquisitionMethod::kBuy, WaypointSymbol(market), {}};
}

SupplyChainNode make(const char* good, const char* factory, std::vector<SupplyChainNode> inputs) {
    return {TradeSymbol(good), AcquisitionMethod::kFabricate, WaypointSymbol(factory),
            std::move(inputs)};
}

// The example of the requirements: diamonds and platinum bought, the circuitry made.
ManufacturingOpportunity laser_rifles() {
    return {.good = TradeSymbol("LASER_RIFLES"),
            .sell_market = WaypointSymbol("X1-YZ19-A1"),
            .bid = core::Bid(31'699),
            .tree = make(
                "LASER_RIFLES", "X1-YZ19-A2",
                {buy("DIAMONDS", "X1-YZ19-B7"), buy("PLATINUM", "X1-YZ19-B8"),
                 make("ADVANCED_CIRCUITRY", "X1-YZ19-B5",
                      {buy("ELECTRONICS", "X1-YZ19-C1"), buy("MICROPROCESSORS", "X1-YZ19-C2")})})};
}

PipelinePlan plan(const ManufacturingOpportunity& opportunity, const LotsOf& lots_of) {
    core::IdSource ids(1);
    return plan_pipeline(opportunity, kOperation, 7, kNow, ids, lots_of);
}

int one_lot(const TradeSymbol&, const WaypointSymbol&, const WaypointSymbol&, TaskType) {
    return 1;
}

TEST(PipelinePlanner, PlansTheTaskGraphOfTheRequirementsExample) {
    EXPECT_THAT(
        lines_of(plan(laser_rifles(), one_lot)),
        UnorderedElementsAre(
            "ACQUIRE DIAMONDS at X1-YZ19-B7",
            "DELIVER DIAMONDS at X1-YZ19-A2 after ACQUIRE DIAMONDS at X1-YZ19-B7",
            "ACQUIRE PLATINUM at X1-YZ19-B8",
            "DELIVER PLATINUM at X1-YZ19-A2 after ACQUIRE PLATINUM at X1-YZ19-B8",
            "ACQUIRE ELECTRONICS at X1-YZ19-C1",
            "DELIVER ELECTRONICS at X1-YZ19-B5 after ACQUIRE ELECTRONICS at X1-YZ19-C1",
            "ACQUIRE MICROPROCESSORS at X1-YZ19-C2",
            "DELIVER MICROPROCESSORS at X1-YZ19-B5 after ACQUIRE MICROPROCESSORS at X1-YZ19-C2",
            "COLLECT ADVANCED_CIRCUITRY at X1-YZ19-B5 after DELIVER ELECTRONICS at X1-YZ19-B5,"
            " DELIVER MICROPROCESSORS at X1-YZ19-B5",
            "DELIVER ADVANCED_CIRCUITRY at X1-YZ19-A2 after"
            " COLLECT ADVANCED_CIRCUITRY at X1-YZ19-B5",
            "COLLECT LASER_RIFLES at X1-YZ19-A2 after DELIVER ADVANCED_CIRCUITRY at X1-YZ19-A2,"
            " DELIVER DIAMONDS at X1-YZ19-A2, DELIVER PLATINUM at X1-YZ19-A2",
            "SELL LASER_RIFLES at X1-YZ19-A1 after COLLECT LASER_RIFLES at X1-YZ19-A2"));
}

TEST(PipelinePlanner, PairsEveryLoadWithTheUnloadOfTheSameCargo) {
    EXPECT_THAT(
        hauls_of(plan(laser_rifles(), one_lot)),
        UnorderedElementsAre(
            "ACQUIRE DIAMONDS at X1-YZ19-B7 > DELIVER DIAMONDS at X1-YZ19-A2",
            "ACQUIRE PLATINUM at X1-YZ19-B8 > DELIVER PLATINUM at X1-YZ19-A2",
            "ACQUIRE ELECTRONICS at X1-YZ19-C1 > DELIVER ELECTRONICS at X1-YZ19-B5",
            "ACQUIRE MICROPROCESSORS at X1-YZ19-C2 > DELIVER MICROPROCESSORS at X1-YZ19-B5",
            "COLLECT ADVANCED_CIRCUITRY at X1-YZ19-B5 > DELIVER ADVANCED_CIRCUITRY at X1-YZ19-A2",
            "COLLECT LASER_RIFLES at X1-YZ19-A2 > SELL LASER_RIFLES at X1-YZ19-A1"));
}

TEST(PipelinePlanner, OpensOnlyWhatCanBeBoughtAtOnce) {
    for (const hauls::ManufacturingTask& task : plan(laser_rifles(), one_lot).tasks) {
        SCOPED_TRACE(testing::text_of(task));
        const bool bought = task.type == TaskType::kAcquire;
        EXPECT_EQ(task.status, bought ? TaskStatus::kReady : TaskStatus::kPending);
        EXPECT_EQ(task.ready_at.has_value(), bought);
    }
}

TEST(PipelinePlanner, TracksEveryFactoryWithTheInputsItWaitsFor) {
    const PipelinePlan made = plan(laser_rifles(), one_lot);
    ASSERT_EQ(made.factories.size(), 2u);
    const FactoryState& circuitry = made.factories[0];
    EXPECT_EQ(circuitry.output, TradeSymbol("ADVANCED_CIRCUITRY"));
    EXPECT_EQ(circuitry.factory, WaypointSymbol("X1-YZ19-B5"));
    EXPECT_EQ(circuitry.required,
              (std::set{TradeSymbol("ELECTRONICS"), TradeSymbol("MICROPROCESSORS")}));
    const FactoryState& rifles = made.factories[1];
    EXPECT_EQ(rifles.output, TradeSymbol("LASER_RIFLES"));
    EXPECT_EQ(rifles.required, (std::set{TradeSymbol("DIAMONDS"), TradeSymbol("PLATINUM"),
                                         TradeSymbol("ADVANCED_CIRCUITRY")}));
    for (const FactoryState& factory : made.factories) {
        EXPECT_EQ(factory.pipeline, made.pipeline.id);
        EXPECT_TRUE(factory.delivered.empty());
    }
}

TEST(PipelinePlanner, NamesWhatTheRunIsFor) {
    const PipelinePlan made = plan(laser_rifles(), one_lot);
    EXPECT_EQ(made.pipeline.operation, kOperation);
    EXPECT_EQ(made.pipeline.sequence, 7);
    EXPECT_EQ(made.pipeline.product, TradeSymbol("LASER_RIFLES"));
    EXPECT_EQ(made.pipeline.sell_market, WaypointSymbol("X1-YZ19-A1"));
    EXPECT_EQ(made.pipeline.expected_price, core::Bid(31'699));
    EXPECT_EQ(made.pipeline.status, PipelineStatus::kPlanning);
    for (const hauls::ManufacturingTask& task : made.tasks) {
        EXPECT_EQ(task.pipeline, made.pipeline.id);
        EXPECT_EQ(task.operation, kOperation);
    }
}

TEST(PipelinePlanner, SplitsALegIntoHaulsThatShipsCanShare) {
    const auto lots = [](const TradeSymbol& good, const WaypointSymbol&, const WaypointSymbol&,
                         TaskType) { return good == TradeSymbol("IRON") ? 3 : 2; };
    const ManufacturingOpportunity machinery{.good = TradeSymbol("MACHINERY"),
                                             .sell_market = WaypointSymbol("M"),
                                             .tree = make("MACHINERY", "F", {buy("IRON", "S")})};
    EXPECT_THAT(hauls_of(plan(machinery, lots)),
                ElementsAre("ACQUIRE IRON at S > DELIVER IRON at F",
                            "ACQUIRE IRON at S > DELIVER IRON at F",
                            "ACQUIRE IRON at S > DELIVER IRON at F",
                            "COLLECT MACHINERY at F > SELL MACHINERY at M",
                            "COLLECT MACHINERY at F > SELL MACHINERY at M"));
    for (const hauls::ManufacturingTask& task : plan(machinery, lots).tasks) {
        if (task.type == TaskType::kCollect) EXPECT_EQ(task.depends_on.size(), 3u);
    }
}

TEST(PipelinePlanner, FetchesNothingAFactoryHasEnoughOf) {
    const auto lots = [](const TradeSymbol& good, const WaypointSymbol&, const WaypointSymbol&,
                         TaskType) { return good == TradeSymbol("PLATINUM") ? 0 : 1; };
    const PipelinePlan made = plan(laser_rifles(), lots);
    for (const hauls::ManufacturingTask& task : made.tasks) {
        EXPECT_NE(task.good, TradeSymbol("PLATINUM"));
    }
    EXPECT_FALSE(made.factories.back().required.contains(TradeSymbol("PLATINUM")));
}

TEST(PipelinePlanner, SellsOneLotEvenWhileItDoesNotPay) {
    const auto none = [](const TradeSymbol&, const WaypointSymbol&, const WaypointSymbol&,
                         TaskType) { return 0; };
    EXPECT_THAT(lines_of(plan(laser_rifles(), none)),
                ElementsAre("COLLECT LASER_RIFLES at X1-YZ19-A2",
                            "SELL LASER_RIFLES at X1-YZ19-A1 after"
                            " COLLECT LASER_RIFLES at X1-YZ19-A2"));
}

TEST(PipelinePlanner, AsksForLotsOfEachLegByItsEnds) {
    std::vector<std::string> asked;
    plan(laser_rifles(), [&](const TradeSymbol& good, const WaypointSymbol& from,
                             const WaypointSymbol& to, TaskType unload) {
        asked.push_back(fmt::format("{} {} > {} {}", good, from, to, to_string(unload)));
        return 1;
    });
    EXPECT_THAT(asked, UnorderedElementsAre("DIAMONDS X1-YZ19-B7 > X1-YZ19-A2 DELIVER",
                                            "PLATINUM X1-YZ19-B8 > X1-YZ19-A2 DELIVER",
                                            "ELECTRONICS X1-YZ19-C1 > X1-YZ19-B5 DELIVER",
                                            "MICROPROCESSORS X1-YZ19-C2 > X1-YZ19-B5 DELIVER",
                                            "ADVANCED_CIRCUITRY X1-YZ19-B5 > X1-YZ19-A2 DELIVER",
                                            "LASER_RIFLES X1-YZ19-A2 > X1-YZ19-A1 SELL"));
}

}  // namespace
}  // namespace argosy::manufacturing
