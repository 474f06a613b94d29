#include "goods/goods_factory.h"

#include <gmock/gmock.h>

#include "fleet/testing/fleet_process.h"
#include "goods/bygone.h"
#include "goods/goods_factory_book.h"
#include "tests/support/transition_matrix.h"

namespace argosy::goods {
namespace {

using core::Credits;
using core::Units;
using fleet::testing::FleetProcess;
using fleet::testing::kPlayer;
using fleet::testing::Remains;
using model::TradeSymbol;
using model::WaypointSymbol;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

SupplyChainNode node(std::string_view good, AcquisitionMethod method, std::string_view market,
                     std::vector<SupplyChainNode> children = {}) {
    return {TradeSymbol(good), method, WaypointSymbol(market), std::move(children), Units(40)};
}

// MACHINERY of IRON of IRON_ORE.
SupplyChainNode machinery() {
    return node("MACHINERY", AcquisitionMethod::kFabricate, "X1-A-M",
                {node("IRON", AcquisitionMethod::kFabricate, "X1-A-I",
                      {node("IRON_ORE", AcquisitionMethod::kBuy, "X1-A-O")})});
}

const ProductionTarget kTarget{.good = TradeSymbol("MACHINERY"),
                               .quantity = Units(40),
                               .strategy = FactoryStrategy::kFabricate,
                               .system = model::SystemSymbol("X1-A")};

/// A process that has read its factories.
struct Works : FleetProcess {
    explicit Works(Remains& remains) : FleetProcess(remains) { EXPECT_TRUE(run(book.load()).ok()); }
    ~Works() { crash(); }

    /// Makes one change of the book.
    template <class Change>
    void commit(const Change& change) {
        store::Transaction transaction;
        change(transaction);
        EXPECT_TRUE(run(store.commit(std::move(transaction), store::Durability::kNormal)).ok());
    }

    GoodsFactoryId add() {
        const auto id = runtime.ids.next<GoodsFactoryId>("factory");
        commit([&](auto& transaction) {
            book.add(GoodsFactory::planned(id, kTarget, machinery(), runtime.now()), transaction);
        });
        return id;
    }
    void start(const GoodsFactoryId& id) {
        commit([&](auto& transaction) {
            book.start(id, core::PipelineId("pipeline-1"), transaction);
        });
    }
    void end(const GoodsFactoryId& id, FactoryStatus status, const std::string& reason = "") {
        commit([&](auto& transaction) { book.end(id, status, reason, transaction); });
    }
    void record(const GoodsFactoryId& id, std::size_t node, const NodeYield& yield) {
        commit([&](auto& transaction) { book.record(id, node, yield, transaction); });
    }
    GoodsFactory stored(const GoodsFactoryId& id) { return run(book.find(id)).value(); }

    GoodsFactoryBook book{runtime, store, kPlayer};
};

// Takes a new factory through these states; returns what is stored of it then.
std::string carry(const std::vector<FactoryStatus>& way) {
    Remains remains;
    Works works(remains);
    const GoodsFactoryId id = works.add();
    for (std::size_t i = 1; i < way.size(); ++i) {
        if (way[i] == FactoryStatus::kActive) {
            works.start(id);
        } else {
            works.end(id, way[i]);
        }
    }
    return remains.engine->query("SELECT status FROM goods_factories", {})->front().text("status");
}

TEST(GoodsFactoryLifecycle, TakesEveryLegalStepAndRefusesAllOthers) {
    tests::expect_takes_legal_steps_only<FactoryStatus>(
        {.name = "GoodsFactory",
         .first = "PENDING",
         .next = {{"PENDING", {"ACTIVE", "FAILED", "STOPPED"}},
                  {"ACTIVE", {"COMPLETED", "FAILED", "STOPPED"}},
                  {"COMPLETED", {}},
                  {"FAILED", {}},
                  {"STOPPED", {}}},
         .parse = parse_factory_status,
         .check = [](FactoryStatus from, FactoryStatus to) { return check_transition(from, to); },
         .carry = carry});
}

class GoodsFactories : public ::testing::Test {
  protected:
    Remains remains_;
};

TEST_F(GoodsFactories, HaveANodeForEachPieceOfWork) {
    const GoodsFactory factory =
        GoodsFactory::planned(GoodsFactoryId("factory-1-1"), kTarget, machinery(), remains_.now);
    std::vector<std::string> work;
    for (const FactoryNode& each : factory.nodes)
        work.push_back(each.work.good.str());
    EXPECT_THAT(work, ElementsAre("MACHINERY", "IRON", "IRON_ORE"));
    EXPECT_EQ(factory.progress().total_nodes, 3);
    EXPECT_EQ(factory.progress().percent(), 0);
    EXPECT_FALSE(factory.metrics(remains_.now).elapsed.has_value());
}

TEST_F(GoodsFactories, ProgressAsTheirNodesYieldWhatWasAsked) {
    Works works(remains_);
    const GoodsFactoryId id = works.add();
    works.start(id);
    works.record(id, 2, {Units(30), Credits(900), Credits(1'000)});
    EXPECT_EQ(works.book.active().at(id).progress().completed_nodes, 0);
    works.record(id, 2, {Units(10), Credits(400), Credits(200)});
    EXPECT_EQ(works.book.active().at(id).progress().completed_nodes, 1);
    EXPECT_EQ(works.book.active().at(id).progress().percent(), 33);
    works.record(id, 0, {Units(15), Credits(5'000), Credits(0)});
    const GoodsFactory& factory = works.book.active().at(id);
    const core::TimePoint later = *factory.started_at + std::chrono::minutes(5);
    const FactoryMetrics metrics = factory.metrics(later);
    EXPECT_EQ(metrics.quantity_acquired, Units(15));
    EXPECT_EQ(metrics.total_cost, Credits(5'100));
    EXPECT_EQ(metrics.elapsed, std::chrono::minutes(5));
}

TEST_F(GoodsFactories, RememberWhoCarriedWhatWasSparedAndWhereWorkHasGone) {
    GoodsFactoryId id;
    {
        Works works(remains_);
        id = works.add();
        works.start(id);
        works.record(id, 2, {Units(10), Credits(400), Credits(0), {model::ShipSymbol("ARGOSY-3")}});
        works.record(id, 2, {Units(10), Credits(400), Credits(0), {model::ShipSymbol("ARGOSY-1")}});
        works.commit([&](auto& transaction) {
            works.book.spare(id, 2, transaction);
            works.book.move(id, 1, WaypointSymbol("X1-A-J"), transaction);
            works.book.record_work(id, {.ships = 2, .hauls = 2, .at_work = std::chrono::minutes(9)},
                                   transaction);
            works.book.count_looks(id, 3, transaction);
            works.book.count_looks(id, 1, transaction);
        });
    }
    const Works after(remains_);
    const GoodsFactory& factory = after.book.active().at(id);
    EXPECT_THAT(factory.nodes[2].yield.ships,
                ElementsAre(model::ShipSymbol("ARGOSY-1"), model::ShipSymbol("ARGOSY-3")));
    EXPECT_TRUE(factory.nodes[2].completed_at.has_value()) << "though it yielded 20 of 40";
    EXPECT_EQ(factory.nodes[1].work.market, WaypointSymbol("X1-A-J"));
    EXPECT_EQ(factory.tree.children.front().market, WaypointSymbol("X1-A-J"));
    EXPECT_EQ(factory.pipeline, core::PipelineId("pipeline-1"));
    EXPECT_EQ(factory.work.hauls, 2);
    EXPECT_EQ(factory.work.at_work, std::chrono::minutes(9));
    EXPECT_EQ(factory.work.market_queries, 2 * 2 + 3 + 1) << "two of each haul, and while waiting";
}

TEST_F(GoodsFactories, MakeTheHistoryOfTheirGoods) {
    Works works(remains_);
    EXPECT_THAT(*works.run(works.book.history()), IsEmpty());
    const GoodsFactoryId done = works.add();
    works.start(done);
    works.record(done, 0, {Units(40), Credits(5'000), Credits(200)});
    works.end(done, FactoryStatus::kCompleted);
    const GoodsFactoryId failed = works.add();
    works.start(failed);
    works.end(failed, FactoryStatus::kFailed, "no market sells IRON_ORE");
    works.add();
    const auto history = works.run(works.book.history());
    ASSERT_EQ(history->size(), 1u);
    const ProductionHistory& line = history->front();
    EXPECT_EQ(line.good, kTarget.good);
    EXPECT_EQ(line.started, 2) << "the third is PENDING";
    EXPECT_EQ(line.completed, 1);
    EXPECT_EQ(line.failed, 1);
    EXPECT_EQ(line.stopped, 0);
    EXPECT_EQ(line.units, Units(40));
    EXPECT_EQ(line.cost, Credits(4'800));
}

TEST_F(GoodsFactories, AreTheSameAfterARestart) {
    GoodsFactoryId id;
    GoodsFactory before;
    {
        Works works(remains_);
        id = works.add();
        works.start(id);
        works.record(id, 2, {Units(40), Credits(1'300), Credits(1'200)});
        works.commit([&](auto& transaction) {
            works.book.note(id, "ship of node 1", "ARGOSY-3 \"slow\"", transaction);
        });
        before = works.book.active().at(id);
    }
    const Works after_crash(remains_);
    ASSERT_TRUE(after_crash.book.active().contains(id));
    const GoodsFactory& after = after_crash.book.active().at(id);
    EXPECT_EQ(after.target.good, kTarget.good);
    EXPECT_EQ(after.target.quantity, kTarget.quantity);
    EXPECT_EQ(after.target.strategy, kTarget.strategy);
    EXPECT_EQ(after.target.system, kTarget.system);
    EXPECT_EQ(after.tree, before.tree);
    EXPECT_EQ(after.status, FactoryStatus::kActive);
    EXPECT_EQ(after.metadata, before.metadata);
    EXPECT_EQ(after.created_at, before.created_at);
    EXPECT_EQ(after.updated_at, before.updated_at);
    EXPECT_EQ(after.started_at, before.started_at);
    EXPECT_EQ(after.progress().completed_nodes, 1);
    EXPECT_EQ(after.nodes[2].completed_at, before.nodes[2].completed_at);
    EXPECT_EQ(after.nodes[2].yield.spent, Credits(1'300));
}

TEST_F(GoodsFactories, ThatHaveEndedLeaveTheBookAndCanBeFound) {
    Works works(remains_);
    const GoodsFactoryId done = works.add();
    const GoodsFactoryId failed = works.add();
    works.start(done);
    works.end(done, FactoryStatus::kCompleted);
    works.end(failed, FactoryStatus::kFailed, "no market sells IRON_ORE");

    EXPECT_THAT(works.book.active(), IsEmpty());
    EXPECT_EQ(works.stored(failed).status, FactoryStatus::kFailed);
    EXPECT_EQ(works.stored(failed).error, "no market sells IRON_ORE");
    const GoodsFactory completed = works.stored(done);
    EXPECT_EQ(completed.metrics(works.runtime.now()).elapsed,
              *completed.completed_at - *completed.started_at);
    const auto latest = works.run(works.book.latest(1));
    ASSERT_EQ(latest->size(), 1u);
    EXPECT_EQ(latest->front().id, failed);
}

TEST_F(GoodsFactories, ThatNeverWereAreNotFound) {
    Works works(remains_);
    const auto missing = works.run(works.book.find(GoodsFactoryId("factory-9-9")));
    ASSERT_FALSE(missing.ok());
    EXPECT_EQ(missing.error().code, core::ErrorCode::kNotFound);
}

TEST_F(GoodsFactories, OfAPlayerAreNobodyElses) {
    Works works(remains_);
    const GoodsFactoryId id = works.add();
    GoodsFactoryBook others(works.runtime, works.store, kPlayer + 1);
    ASSERT_TRUE(works.run(others.load()).ok());
    EXPECT_THAT(others.active(), IsEmpty());
    EXPECT_FALSE(works.run(others.find(id)).ok());
}

TEST_F(GoodsFactories, AreStoppedByTheEndOfTheirUniverse) {
    GoodsFactoryId under_way;
    GoodsFactoryId done;
    {
        Works works(remains_);
        under_way = works.add();
        done = works.add();
        works.start(done);
        works.end(done, FactoryStatus::kCompleted);
        works.commit([&](auto& transaction) {
            close_bygone(kPlayer, "the universe was reset", works.runtime.now(), transaction);
        });
    }
    Works after(remains_);
    EXPECT_THAT(after.book.active(), IsEmpty());
    EXPECT_EQ(after.stored(under_way).status, FactoryStatus::kStopped);
    EXPECT_EQ(after.stored(under_way).error, "the universe was reset");
    EXPECT_EQ(after.stored(done).status, FactoryStatus::kCompleted);
}

}  // namespace
}  // namespace argosy::goods
