#pragma once

/// @file
/// A process that plans and does not fly: its market book is filled by hand.

#include "fleet/testing/fleet_process.h"
#include "hauls/task_book.h"
#include "manufacturing/factory_state.h"
#include "manufacturing/pipeline.h"
#include "manufacturing/pipeline_planner.h"
#include "manufacturing/shared_resources.h"

namespace argosy::manufacturing::testing {

using fleet::testing::Goods;
using fleet::testing::kPlayer;
using fleet::testing::Remains;

/// The operation that all pipelines of a workshop belong to.
inline const core::OperationId kOperation("operation-1-1");

class Workshop : public fleet::testing::FleetProcess {
  public:
    /// Reads what an earlier process on the same remains has stored.
    explicit Workshop(Remains& remains)
        : FleetProcess(remains),
          tasks(runtime, store, kPlayer),
          pipelines(runtime, store, kPlayer),
          factories(runtime, store, kPlayer),
          shared(runtime, store, kPlayer) {
        store::Transaction transaction;
        transaction.add(
            "INSERT INTO operations (id, player_id, kind, status, config, created_at, updated_at)"
            " VALUES ($1, $2, 'manufacturing', 'RUNNING', '{}', 0, 0) ON CONFLICT DO NOTHING",
            {kOperation.str(), kPlayer});
        EXPECT_TRUE(commit(std::move(transaction)).ok());
        EXPECT_TRUE(run(ledger.open()).ok());
        EXPECT_TRUE(run(markets.load()).ok());
        EXPECT_TRUE(run(tasks.load()).ok());
        EXPECT_TRUE(run(pipelines.load()).ok());
        EXPECT_TRUE(run(factories.load()).ok());
        EXPECT_TRUE(run(shared.load()).ok());
    }
    ~Workshop() { crash(); }

    core::Result<void> commit(store::Transaction transaction) {
        return run(store.commit(std::move(transaction), store::Durability::kNormal));
    }

    /// Lets time pass.
    void pass(core::Duration length) { EXPECT_TRUE(run(pass_of(runtime, length)).ok()); }

    /// Takes in a look that shows these goods.
    void look(const model::WaypointSymbol& market, const Goods& goods) {
        model::Market seen{.symbol = market, .goods = std::vector<model::MarketGood>()};
        for (const auto& [good, state] : goods) {
            seen.goods->push_back({.good = good,
                                   .type = state.type,
                                   .volume = state.volume,
                                   .supply = supply_of(state),
                                   .activity = model::Activity::kWeak,
                                   .ask = ask_of(state),
                                   .bid = bid_of(state)});
        }
        store::Transaction transaction;
        markets.record_look(seen, transaction);
        EXPECT_TRUE(commit(std::move(transaction)).ok());
    }

    /// Begins a pipeline of this product, without tasks.
    core::PipelineId begin_pipeline(const model::TradeSymbol& product) {
        const auto id = runtime.ids.next<core::PipelineId>("pipeline");
        store::Transaction transaction;
        pipelines.add({.id = id,
                       .operation = kOperation,
                       .sequence = pipelines.next_sequence(),
                       .product = product,
                       .sell_market = model::WaypointSymbol("X1-AD75-A1"),
                       .expected_price = core::Bid(200),
                       .created_at = runtime.now()},
                      transaction);
        EXPECT_TRUE(commit(std::move(transaction)).ok());
        return id;
    }

    /// Puts a plan into the books, as opening a pipeline does.
    void adopt(const PipelinePlan& plan) {
        store::Transaction transaction;
        pipelines.add(plan.pipeline, transaction);
        for (const FactoryState& factory : plan.factories)
            factories.add(factory, transaction);
        for (const hauls::ManufacturingTask& task : plan.tasks)
            tasks.add(task, transaction);
        EXPECT_TRUE(commit(std::move(transaction)).ok());
    }

    /// Carries a task through all its states, on a ship that exists in name only.
    void complete(const core::TaskId& task) {
        store::Transaction transaction;
        tasks.assign(task, model::ShipSymbol("ARGOSY-1"), core::Units(10), transaction);
        tasks.transition(task, hauls::TaskStatus::kExecuting, transaction);
        tasks.transition(task, hauls::TaskStatus::kCompleted, transaction);
        EXPECT_TRUE(commit(std::move(transaction)).ok());
    }

    hauls::TaskBook tasks;
    PipelineBook pipelines;
    FactoryTracker factories;
    SharedResources shared;

  private:
    static Task<Result<void>> pass_of(const core::Runtime& runtime, core::Duration length) {
        co_await runtime.clock.sleep_for(length);
        co_return Result<void>();
    }
};

}  // namespace argosy::manufacturing::testing
