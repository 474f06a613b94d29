#include "kernel/idle_work.h"

#include "core/contain.h"
#include "store/commit.h"

namespace argosy::kernel {

using fleet::IdleReason;
using model::ShipSymbol;

Task<void> IdleWork::use(std::vector<ShipSymbol> idle, Operation operation) {
    const auto outcome = co_await core::contain(employ(std::move(idle), operation));
    if (outcome) co_return;
    fleet_.runtime.log.warning("kernel", "idle_ships_not_used",
                               {{"reason", outcome.error().message}});
}

Task<Result<void>> IdleWork::employ(std::vector<ShipSymbol> idle, const Operation& operation) {
    for (const ShipSymbol& ship : idle) {
        if (!operation.goes_on()) co_return Result<void>();
        const model::Ship* known = fleet_.ships.find(ship);
        if (known == nullptr || !fleet_.claims.owner_of(ship).empty()) continue;
        if (known->cargo.items.empty()) continue;
        const model::TradeSymbol good = known->cargo.items.begin()->first;
        co_await runner_.liquidate(ship, good, operation.id);
    }
    if (!operation.goes_on()) co_return Result<void>();
    co_await scout_.send(idle, operation.awaited, operation.id);
    if (!operation.goes_on()) co_return Result<void>();
    if (dispatch_.settings(operation.id).idle == hauls::Idle::kGoesAhead) {
        co_await positioner_.send(idle, operation.id);
    }
    if (!operation.goes_on()) co_return Result<void>();
    for (const ShipSymbol& ship : fleet_.idle_ships())
        fleet_.idle.pass_over(ship, why_idle(fleet_.ships.at(ship), operation));
    co_await say_what_it_waits_for(operation);
    co_return Result<void>();
}

fleet::IdlePool::Idle IdleWork::why_idle(const model::Ship& ship,
                                         const Operation& operation) const {
    if (!fleet::ShipRegistry::is_hauler(ship)) return {IdleReason::kNothingDue, ""};
    if (fleet_.ledger.available(operation.id) <= core::Credits(0))
        return {IdleReason::kNoMoney, fleet_.ledger.why_blocked(operation.id).value_or("")};
    return operation.why_idle();
}

// An operation without a haul under way is idle, which is no failure.
Task<void> IdleWork::say_what_it_waits_for(const Operation& operation) {
    std::string reason;
    if (runner_.running(operation.id) == 0) {
        reason = fleet_.ledger.available(operation.id) <= core::Credits(0)
                     ? "money that may be spent"
                     : operation.lacks();
    }
    store::Transaction transaction;
    operations_.wait_for(operation.id, reason, transaction);
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
}

Task<void> IdleWork::settle(core::OperationId operation) {
    constexpr core::Duration kPause = std::chrono::seconds(5);
    while (scout_.spending(operation) > 0 || positioner_.under_way(operation) > 0)
        co_await fleet_.runtime.clock.sleep_for(kPause);
}

}  // namespace argosy::kernel
