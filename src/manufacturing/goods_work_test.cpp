#include "manufacturing/goods_work.h"

#include <gmock/gmock.h>

#include "fleet/testing/fleet_process.h"

namespace argosy::manufacturing {
namespace {

using namespace std::chrono_literals;
using core::Credits;
using core::Units;
using fleet::testing::FleetProcess;
using fleet::testing::kPlayer;
using fleet::testing::Remains;
using goods::AcquisitionMethod;
using goods::SupplyChainNode;
using hauls::ManufacturingTask;
using hauls::TaskStatus;
using hauls::TaskType;
using model::TradeSymbol;
using model::WaypointSymbol;
using ::testing::ElementsAre;

SupplyChainNode node(std::string_view good, AcquisitionMethod method, std::string_view market,
                     std::int64_t units, std::vector<SupplyChainNode> children = {}) {
    return {TradeSymbol(good), method, WaypointSymbol(market), std::move(children), Units(units)};
}

SupplyChainNode copper() {
    return node("COPPER", AcquisitionMethod::kFabricate, "X1-A-C", 60,
                {node("COPPER_ORE", AcquisitionMethod::kBuy, "X1-A-O", 60)});
}

// 60 of a good of two inputs, both of COPPER of COPPER_ORE.
goods::GoodsFactory circuits() {
    goods::GoodsFactory factory = goods::GoodsFactory::planned(
        goods::GoodsFactoryId("factory-1-1"),
        {.good = TradeSymbol("ADVANCED_CIRCUITRY"),
         .quantity = Units(60),
         .strategy = goods::FactoryStrategy::kFabricate,
         .system = model::SystemSymbol("X1-A")},
        node("ADVANCED_CIRCUITRY", AcquisitionMethod::kFabricate, "X1-A-A", 60,
             {node("ELECTRONICS", AcquisitionMethod::kFabricate, "X1-A-E", 60, {copper()}),
              node("MICROPROCESSORS", AcquisitionMethod::kFabricate, "X1-A-M", 60, {copper()})}),
        core::TimePoint());
    factory.pipeline = core::PipelineId("pipeline-1-1");
    factory.started_at = core::TimePoint();
    return factory;
}

std::string text_of(const Flow& flow, const goods::GoodsFactory& factory) {
    const auto name = [&](std::size_t position) { return factory.nodes[position].work.good.str(); };
    return fmt::format("{} {} for {}", flow.units, name(flow.node),
                       flow.feeds ? name(*flow.feeds) : "whoever asked");
}

class GoodsWork : public ::testing::Test {
  protected:
    GoodsWork() : process_(remains_) {}
    ~GoodsWork() override { process_.crash(); }

    std::vector<FlowWork> work() { return work_on(factory_, tasks_); }
    const FlowWork& of(const std::vector<FlowWork>& all, std::string_view good,
                       std::string_view for_good) {
        for (const FlowWork& each : all) {
            const bool feeds = each.flow.feeds &&
                               factory_.nodes[*each.flow.feeds].work.good == TradeSymbol(for_good);
            if (feeds && factory_.nodes[each.flow.node].work.good == TradeSymbol(good)) return each;
        }
        ARGOSY_ASSERT(false);
    }

    /// Adds a haul of COPPER_ORE for COPPER, and takes it as far as this.
    core::HaulId add_ore(std::int64_t wanted) {
        const std::vector<FlowWork> all = work();
        auto [load, unload] = tasks_of(haul_on(of(all, "COPPER_ORE", "COPPER").flow, factory_,
                                               Units(wanted), core::OperationId("operation-1")),
                                       process_.runtime.now(), process_.runtime.ids);
        const core::HaulId id = load.haul;
        tasks_.add(std::move(load), rest_);
        tasks_.add(std::move(unload), rest_);
        return id;
    }
    void carry(const core::HaulId& id, std::string_view ship, std::int64_t units) {
        for (const ManufacturingTask* task : {tasks_.haul(id).load, tasks_.haul(id).unload})
            tasks_.assign(task->id, model::ShipSymbol(ship), Units(units), rest_);
        const hauls::Haul haul = tasks_.haul(id);
        tasks_.transition(haul.load->id, TaskStatus::kExecuting, rest_);
        tasks_.add_moved(haul.load->id, Units(units), Credits(units * 10), Credits(0), rest_);
        tasks_.transition(haul.load->id, TaskStatus::kCompleted, rest_);
        tasks_.transition(haul.unload->id, TaskStatus::kExecuting, rest_);
    }
    void arrive(const core::HaulId& id, std::int64_t units) {
        const hauls::Haul haul = tasks_.haul(id);
        tasks_.add_moved(haul.unload->id, Units(units), Credits(0), Credits(units * 12), rest_);
        tasks_.transition(haul.unload->id, TaskStatus::kCompleted, rest_);
    }
    void fail(const core::HaulId& id) {
        tasks_.transition(tasks_.haul(id).unload->id, TaskStatus::kFailed, rest_, "ship lost");
    }

    Remains remains_;
    FleetProcess process_;
    hauls::TaskBook tasks_{process_.runtime, process_.store, kPlayer};
    store::Transaction rest_;  ///< What a store would be told.
    goods::GoodsFactory factory_ = circuits();
};

TEST_F(GoodsWork, GoesInOneFlowForEachTwoPiecesOfWorkAndTheTargetsIsFirst) {
    std::vector<std::string> flows;
    for (const FlowWork& each : work())
        flows.push_back(text_of(each.flow, factory_));
    EXPECT_THAT(
        flows, ElementsAre("60 ADVANCED_CIRCUITRY for whoever asked",
                           "60 ELECTRONICS for ADVANCED_CIRCUITRY",
                           "60 MICROPROCESSORS for ADVANCED_CIRCUITRY", "60 COPPER for ELECTRONICS",
                           "60 COPPER for MICROPROCESSORS", "120 COPPER_ORE for COPPER"));
}

TEST_F(GoodsWork, LacksWhatIsNeitherPlannedNorCarriedNorThere) {
    const auto missing = [&] { return of(work(), "COPPER_ORE", "COPPER").missing(); };
    EXPECT_EQ(missing(), Units(120));
    const core::HaulId first = add_ore(80);
    EXPECT_EQ(missing(), Units(40));
    carry(first, "ARGOSY-3", 50);
    EXPECT_EQ(missing(), Units(70)) << "its ship took less than was wanted";
    arrive(first, 50);
    EXPECT_EQ(missing(), Units(70));
    const core::HaulId second = add_ore(70);
    carry(second, "ARGOSY-4", 70);
    fail(second);
    EXPECT_EQ(missing(), Units(70)) << "it is lost";
    const std::vector<FlowWork> all = work();
    const FlowWork& ore = of(all, "COPPER_ORE", "COPPER");
    EXPECT_EQ(ore.failures, 1);
    EXPECT_EQ(ore.last_error, "ship lost");
    EXPECT_EQ(ore.yield.units, Units(50));
    EXPECT_EQ(ore.yield.spent, Credits(1'200)) << "what was lost has been paid for";
    EXPECT_EQ(ore.yield.returned, Credits(600));
    EXPECT_THAT(ore.yield.ships,
                ElementsAre(model::ShipSymbol("ARGOSY-3"), model::ShipSymbol("ARGOSY-4")));
}

TEST_F(GoodsWork, DoesNotCountWhatWentToAMarketThatWasReplaced) {
    const core::HaulId haul = add_ore(80);
    carry(haul, "ARGOSY-3", 80);
    arrive(haul, 80);
    for (goods::FactoryNode& node : factory_.nodes) {
        if (node.work.good == TradeSymbol("COPPER")) node.work.market = WaypointSymbol("X1-A-D");
    }
    for (SupplyChainNode& branch : factory_.tree.children)
        branch.children.front().market = WaypointSymbol("X1-A-D");
    const std::vector<FlowWork> all = work();
    EXPECT_EQ(of(all, "COPPER_ORE", "COPPER").missing(), Units(120));
    EXPECT_EQ(of(all, "COPPER_ORE", "COPPER").yield.spent, Credits(800)) << "but it was paid for";
}

TEST_F(GoodsWork, WaitsForAFactoryFromItsLastInputOn) {
    const std::size_t copper = *of(work(), "COPPER_ORE", "COPPER").flow.feeds;
    const core::TimePoint now = process_.runtime.now();
    EXPECT_FALSE(waited_for(copper, factory_, work(), now)) << "its ore is still to come";
    const core::HaulId haul = add_ore(120);
    carry(haul, "ARGOSY-3", 120);
    arrive(haul, 120);
    for (goods::FactoryNode& node : factory_.nodes) {
        if (node.work.good == TradeSymbol("COPPER_ORE")) node.completed_at = now;
    }
    EXPECT_EQ(waited_for(copper, factory_, work(), now + 7min), 7min);
}

TEST_F(GoodsWork, IsSummedOverShipsAndHaulsWithItsLongestChain) {
    const core::HaulId haul = add_ore(120);
    carry(haul, "ARGOSY-3", 120);
    process_.runtime.spawn(process_.runtime.clock.sleep_for(5min));
    process_.run_for(5min);
    arrive(haul, 120);
    const goods::FactoryWork sum = sum_of(work());
    EXPECT_EQ(sum.ships, 1);
    EXPECT_EQ(sum.hauls, 1);
    EXPECT_EQ(sum.at_work, 5min);
    EXPECT_EQ(sum.critical_path, 5min);
}

TEST(NodeStates, HaveTheNamesOfTheRequirementsTree) {
    EXPECT_EQ(to_string(NodeState::kInProgress), "IN_PROGRESS");
    EXPECT_EQ(to_string(NodeState::kWaiting), "WAITING");
    EXPECT_EQ(to_string(NodeState::kCompleted), "COMPLETED");
}

}  // namespace
}  // namespace argosy::manufacturing
