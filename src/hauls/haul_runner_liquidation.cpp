// HaulRunner's work for cargo that lost its purpose: a task of its own, and the best market left.

#include "hauls/haul_runner.h"

namespace argosy::hauls {

using model::ShipSymbol;
using model::TradeSymbol;

// Cargo that lost its purpose gets a task of its own, bound to the ship that holds it.
core::TaskId HaulRunner::add_liquidation(const ManufacturingTask& origin, const ShipSymbol& ship,
                                         const TradeSymbol& good, store::Transaction& transaction) {
    const core::TimePoint now = fleet_.runtime.now();
    core::IdSource& ids = fleet_.runtime.ids;
    ManufacturingTask task{.id = ids.next<core::TaskId>("task"),
                           .operation = origin.operation,
                           .pipeline = good == origin.good ? origin.pipeline : core::PipelineId(),
                           .haul = ids.next<core::HaulId>("haul"),
                           .type = TaskType::kLiquidate,
                           .status = TaskStatus::kAssigned,
                           .good = good,
                           .quantity = fleet_.ships.at(ship).cargo.of(good),
                           .ship = ship,
                           .created_at = now,
                           .ready_at = now};
    const core::TaskId id = task.id;
    const std::string& owner = fleet_.claims.owner_of(ship);
    if (owner.empty()) {
        fleet_.claims.claim(ship, task.haul.str(), transaction);
    } else {
        ARGOSY_ASSERT(owner == origin.haul.str());
        fleet_.claims.transfer(ship, origin.haul.str(), task.haul.str(), transaction);
    }
    tasks_.add(std::move(task), transaction);
    return id;
}

Task<void> HaulRunner::liquidate(ShipSymbol ship, TradeSymbol good, core::OperationId operation) {
    const ManufacturingTask origin{.operation = operation, .good = good};
    store::Transaction transaction;
    const core::TaskId id = add_liquidation(origin, ship, good, transaction);
    // Counted from here on: whoever stops meanwhile must wait for it.
    count(operation, 1);
    co_await commit(std::move(transaction));
    count(operation, -1);
    resume(tasks_.find(id)->haul);
}

Task<Result<void>> HaulRunner::sell_out(core::HaulId id) {
    const Haul haul = tasks_.haul(id);
    const ManufacturingTask& task = *haul.unload;
    const ShipSymbol ship = task.ship;
    co_await begin(task.id);
    const auto aboard = [&] { return fleet_.ships.at(ship).cargo.of(task.good); };
    while (aboard().count() > 0) {
        const auto sink = dispatch_.best_sink(ship, task.good, aboard());
        if (!sink) {
            doing_[id] = fmt::format("waiting: no known market buys {}", task.good);
            co_await fleet_.runtime.clock.sleep_for(kNoBuyerDelay);
            continue;
        }
        store::Transaction transaction;
        tasks_.redirect(task.id, sink->market, transaction);
        co_await commit(std::move(transaction));
        doing_[id] = fmt::format("liquidating {} {} at {}", aboard(), task.good, sink->market);
        ARGOSY_CO_CHECK(co_await fleet_.helm.go(ship, sink->market, purpose_of(task)));
        ARGOSY_CO_CHECK(co_await fleet_.helm.look(ship));
        ARGOSY_CO_CHECK(co_await fleet_.helm.sell(
            ship, task.good, aboard(), core::Bid(1), purpose_of(task),
            [&](store::Transaction& booked, core::Units units, core::Credits total) {
                tasks_.add_moved(task.id, units, core::Credits(0), total, booked);
            }));
    }
    store::Transaction transaction;
    tasks_.transition(task.id, TaskStatus::kCompleted, transaction);
    co_await let_go(id, ship, std::move(transaction));
    co_return Result<void>();
}

}  // namespace argosy::hauls
