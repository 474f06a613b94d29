#include "hauls/haul_runner.h"

#include <algorithm>

#include "core/contain.h"
#include "store/commit.h"

namespace argosy::hauls {

using model::ShipSymbol;
using model::WaypointSymbol;

namespace {

// A server that is away says nothing about the haul.
bool is_passing(const core::Error& error) {
    return error.code == core::ErrorCode::kUnavailable ||
           error.code == core::ErrorCode::kOutcomeUnknown;
}

}  // namespace

HaulRunner::HaulRunner(fleet::Fleet& fleet, TaskBook& tasks, Dispatch& dispatch)
    : fleet_(fleet), tasks_(tasks), dispatch_(dispatch) {}

Task<void> HaulRunner::commit(store::Transaction transaction) {
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
}

ledger::Purpose HaulRunner::purpose_of(const ManufacturingTask& task) const {
    const auto category = task.pipeline.empty() ? ledger::Category::kCargoTrade
                                                : ledger::Category::kManufacturingArbitrage;
    return {category, task.operation, task.pipeline, task.id, earmark_of(task.haul)};
}

std::string HaulRunner::doing(const core::HaulId& haul) const {
    const auto found = doing_.find(haul);
    return found == doing_.end() ? "" : found->second;
}

Task<Result<void>> HaulRunner::start(Offer offer, Addition also) {
    const Haul haul = tasks_.haul(offer.haul);
    store::Transaction transaction;
    ARGOSY_CO_CHECK(fleet_.ledger.earmark(earmark_of(haul.id), haul.load->operation,
                                          offer.price.cost, transaction));
    co_await bind(std::move(offer), std::move(transaction), std::move(also));
    co_return Result<void>();
}

Task<Result<void>> HaulRunner::start(HaulOrder order, Offer offer) {
    auto [load, unload] = tasks_of(order, fleet_.runtime.now(), fleet_.runtime.ids);
    offer.haul = load.haul;
    store::Transaction transaction;
    ARGOSY_CO_CHECK(fleet_.ledger.earmark(earmark_of(offer.haul), order.operation, offer.price.cost,
                                          transaction));
    tasks_.add(std::move(load), transaction);
    tasks_.add(std::move(unload), transaction);
    co_await bind(std::move(offer), std::move(transaction), {});
    co_return Result<void>();
}

Task<void> HaulRunner::bind(Offer offer, store::Transaction transaction, Addition also) {
    const Haul haul = tasks_.haul(offer.haul);
    fleet_.claims.claim(offer.ship, haul.id.str(), transaction);
    tasks_.assign(haul.load->id, offer.ship, offer.price.units, transaction);
    tasks_.assign(haul.unload->id, offer.ship, offer.price.units, transaction);
    if (haul.load->type == TaskType::kAcquire) {
        tasks_.source_from(haul.load->id, offer.from, transaction);
    }
    if (haul.unload->type == TaskType::kSell) {
        tasks_.redirect(haul.unload->id, offer.to, transaction);
    }
    if (also) also(transaction);
    core::DecisionHash& decisions = fleet_.runtime.decisions;
    decisions.mix(core::to_millis(fleet_.runtime.now()));
    for (const std::string& part :
         {offer.haul.str(), offer.ship.str(), offer.from.str(), offer.to.str()}) {
        decisions.mix(part);
    }
    decisions.mix(offer.price.units.count());
    decisions.mix(offer.profit.count());
    fleet_.runtime.log.info("hauls", "haul_started",
                            {{"haul", haul.id},
                             {"ship", offer.ship},
                             {"good", haul.good()},
                             {"from", offer.from},
                             {"to", offer.to},
                             {"units", offer.price.units},
                             {"profit", offer.profit}});
    co_await commit(std::move(transaction));
    resume(offer.haul);
}

std::int64_t HaulRunner::running(const core::OperationId& operation) const {
    const auto found = running_of_.find(operation);
    return found == running_of_.end() ? 0 : found->second;
}

void HaulRunner::count(const core::OperationId& operation, std::int64_t hauls) {
    running_ += hauls;
    if ((running_of_[operation] += hauls) == 0) running_of_.erase(operation);
}

void HaulRunner::resume(const core::HaulId& haul) {
    count(tasks_.haul(haul).unload->operation, 1);
    fleet_.runtime.spawn(run(haul));
}

Task<void> HaulRunner::run(core::HaulId id) {
    // Its pipeline, and its tasks with it, may be forgotten by the time it has ended.
    const Haul haul = tasks_.haul(id);
    const core::OperationId operation = haul.unload->operation;
    std::vector<core::TaskId> alone;
    for (const ManufacturingTask* task : {haul.load, haul.unload}) {
        if (task != nullptr && task->pipeline.empty()) alone.push_back(task->id);
    }
    const bool ended = co_await try_to_carry(id);
    // What was handed back may be gone already: nobody wanted it any more.
    if (std::all_of(alone.begin(), alone.end(), [this](const core::TaskId& task) {
            const ManufacturingTask* known = tasks_.find(task);
            return known != nullptr && is_terminal(known->status);
        })) {
        for (const core::TaskId& task : alone)
            tasks_.forget(task);
    }
    count(operation, -1);
    if (ended && on_end_) on_end_(id);
}

// Returns false when the haul must stay as it is stored.
Task<bool> HaulRunner::try_to_carry(core::HaulId id) {
    const ShipSymbol ship = tasks_.haul(id).ship();
    const core::TaskId counted = tasks_.haul(id).unload->id;
    core::Duration delay = kFirstRetryDelay;
    while (true) {
        Result<void> outcome = co_await core::contain(carry(id));
        if (outcome) co_return true;
        const core::Error error = std::move(outcome).error();
        fleet_.runtime.log.warning("hauls", "haul_interrupted",
                                   {{"haul", id}, {"ship", ship}, {"reason", error.message}});
        // Nothing here can mend a token or a new universe.
        if (error.code == core::ErrorCode::kUniverseReset ||
            error.code == core::ErrorCode::kUnauthorized ||
            error.code == core::ErrorCode::kStopped) {
            co_return false;
        }
        if (fleet_.ships.find(ship) == nullptr) {
            co_await give_up(id, error);
            co_return true;
        }
        if (!is_passing(error) && tasks_.find(counted)->type != TaskType::kLiquidate) {
            store::Transaction transaction;
            const std::int64_t attempts = tasks_.count_retry(counted, transaction);
            co_await commit(std::move(transaction));
            if (attempts >= kMaxAttempts) {
                co_await give_up(id, error);
                co_return true;
            }
        }
        doing_[id] = fmt::format("waiting to try again: {}", error.message);
        co_await fleet_.runtime.clock.sleep_for(delay);
        delay = std::min(2 * delay, kLongestRetryDelay);
        // The failure may have left our picture of the ship behind the game's. Without an answer
        // the old picture must do: the next attempt will tell.
        (void)co_await fleet_.ships.refresh(ship);
    }
}

Task<Result<void>> HaulRunner::carry(core::HaulId id) {
    const Haul haul = tasks_.haul(id);
    if (fleet_.ships.find(haul.ship()) == nullptr) {
        co_return core::Error{core::ErrorCode::kNotFound,
                              fmt::format("ship {} is gone", haul.ship())};
    }
    ARGOSY_CO_CHECK(co_await settle_doubts(haul.ship()));
    ARGOSY_CO_CHECK(co_await restore_progress(id));
    if (haul.load != nullptr && !is_terminal(haul.load->status)) {
        ARGOSY_CO_TRY(const bool laden, co_await load(id));
        if (!laden) co_return Result<void>();
    }
    if (haul.unload->type == TaskType::kLiquidate) co_return co_await sell_out(id);
    if (haul.unload->type != TaskType::kKeep) co_return co_await unload(id);
    co_await keep(id);
    co_return Result<void>();
}

// While a trade of the ship may or may not have happened, its cargo proves nothing.
Task<Result<void>> HaulRunner::settle_doubts(ShipSymbol ship) {
    const auto in_doubt = [&] {
        const auto intents = fleet_.ledger.open_intents();
        return std::any_of(intents.begin(), intents.end(),
                           [&](const ledger::Intent& intent) { return intent.ship == ship; });
    };
    if (!in_doubt()) co_return Result<void>();
    ARGOSY_CO_CHECK(co_await fleet_.ledger.settle_open_intents());
    ARGOSY_CO_CHECK(co_await fleet_.ships.refresh(ship));
    if (!in_doubt()) co_return Result<void>();
    co_return core::Error{core::ErrorCode::kOutcomeUnknown,
                          fmt::format("a trade of ship {} is in doubt", ship)};
}

// After a crash or a lost answer the ledger knows what was moved, and the tasks may be a step
// behind it.
Task<Result<void>> HaulRunner::restore_progress(core::HaulId id) {
    const Haul haul = tasks_.haul(id);
    for (const ManufacturingTask* task : {haul.load, haul.unload}) {
        if (task == nullptr || is_terminal(task->status)) continue;
        const bool buys = loads(task->type);
        const auto type = buys ? ledger::EntryType::kPurchaseCargo : ledger::EntryType::kSellCargo;
        ARGOSY_CO_TRY(const ledger::Moved moved, co_await fleet_.ledger.moved(task->id, type));
        if (moved.units == task->actual_quantity) continue;
        store::Transaction transaction;
        tasks_.set_moved(task->id, moved.units, buys ? moved.total : core::Credits(0),
                         buys ? core::Credits(0) : moved.total, transaction);
        co_await commit(std::move(transaction));
    }
    co_return Result<void>();
}

// An attempt may find the task begun by an earlier one.
Task<void> HaulRunner::begin(core::TaskId task) {
    if (tasks_.find(task)->status != TaskStatus::kAssigned) co_return;
    store::Transaction transaction;
    tasks_.transition(task, TaskStatus::kExecuting, transaction);
    co_await commit(std::move(transaction));
}

Task<Result<bool>> HaulRunner::load(core::HaulId id) {
    const Haul haul = tasks_.haul(id);
    const ManufacturingTask& task = *haul.load;
    const ShipSymbol ship = task.ship;
    co_await begin(task.id);
    const auto aboard = [&] { return fleet_.ships.at(ship).cargo.of(task.good); };
    if (aboard().count() == 0) {
        doing_[id] = fmt::format("fetching {} from {}", task.good, task.place());
        ARGOSY_CO_CHECK(co_await fleet_.helm.go(ship, task.place(), purpose_of(task)));
        ARGOSY_CO_CHECK(co_await fleet_.helm.look(ship));
        const Result<HaulPrice> price = price_again(haul);
        if (!price) {
            co_await hand_back(id, price.error().message);
            co_return false;
        }
        doing_[id] = fmt::format("buying {} {} at {}", price->units, task.good, task.place());
        ARGOSY_CO_CHECK(co_await fleet_.helm.buy(
            ship, task.good, price->units, price->ask_limit, purpose_of(task),
            [&](store::Transaction& transaction, core::Units units, core::Credits total) {
                tasks_.add_moved(task.id, units, total, core::Credits(0), transaction);
            }));
        if (aboard().count() == 0) {
            co_await hand_back(id, "nothing could be bought");
            co_return false;
        }
    }
    store::Transaction transaction;
    tasks_.transition(task.id, TaskStatus::kCompleted, transaction);
    fleet_.ledger.release(earmark_of(id), transaction);
    co_await commit(std::move(transaction));
    co_return true;
}

Result<HaulPrice> HaulRunner::price_again(const Haul& haul) {
    const core::Units hold = fleet_.ships.at(haul.ship()).cargo.free();
    const auto own = price_again_.find(haul.load->operation);
    HaulPrice price;
    if (own == price_again_.end()) {
        price = dispatch_.price_again(haul, hold).value_or(HaulPrice());
    } else {
        ARGOSY_TRY(price, own->second(haul, hold));
    }
    const bool keeps = haul.unload->type == TaskType::kKeep;
    if (price.units.count() == 0 || (keeps && price.units < haul.load->quantity)) {
        return core::Error{core::ErrorCode::kRejected, "no longer pays on arrival"};
    }
    return price;
}

// Sold below what it cost only where that is the best to be had, see add_liquidation(), or where
// that was the plan.
core::Bid HaulRunner::least_bid(const Haul& haul) const {
    constexpr core::Bid kAny(1);
    const core::OperationId& operation = haul.unload->operation;
    const auto anyway = sells_anyway_.find(operation);
    if (dispatch_.settings(operation).advisory) return kAny;
    if (anyway != sells_anyway_.end() && anyway->second(haul)) return kAny;
    if (haul.load->actual_quantity.count() == 0) return kAny;
    return core::Bid(haul.load->total_cost.count() / haul.load->actual_quantity.count());
}

Task<Result<void>> HaulRunner::unload(core::HaulId id) {
    const Haul haul = tasks_.haul(id);
    const ManufacturingTask& task = *haul.unload;
    const ShipSymbol ship = task.ship;
    co_await begin(task.id);
    const core::Units aboard = fleet_.ships.at(ship).cargo.of(task.good);
    if (aboard.count() > 0) {
        doing_[id] = fmt::format("carrying {} {} to {}", aboard, task.good, task.place());
        ARGOSY_CO_CHECK(co_await fleet_.helm.go(ship, task.place(), purpose_of(task)));
        ARGOSY_CO_CHECK(co_await fleet_.helm.look(ship));
        ARGOSY_CO_CHECK(co_await fleet_.helm.sell(
            ship, task.good, aboard, least_bid(haul), purpose_of(task),
            [&](store::Transaction& transaction, core::Units units, core::Credits total) {
                tasks_.add_moved(task.id, units, core::Credits(0), total, transaction);
            }));
    }
    co_await finish_unload(id);
    co_return Result<void>();
}

Task<void> HaulRunner::keep(core::HaulId id) {
    const Haul haul = tasks_.haul(id);
    const ManufacturingTask& task = *haul.unload;
    co_await begin(task.id);
    store::Transaction transaction;
    tasks_.add_moved(task.id, fleet_.ships.at(task.ship).cargo.of(task.good), core::Credits(0),
                     core::Credits(0), transaction);
    tasks_.transition(task.id, TaskStatus::kCompleted, transaction);
    fleet_.claims.transfer(task.ship, id.str(), fleet::kHeldForPlayer, transaction);
    doing_.erase(id);
    co_await commit(std::move(transaction));
}

Task<void> HaulRunner::finish_unload(core::HaulId id) {
    const Haul haul = tasks_.haul(id);
    const bool left = fleet_.ships.at(haul.ship()).cargo.of(haul.good()).count() > 0;
    store::Transaction transaction;
    if (haul.unload->actual_quantity.count() == 0 && left) {
        tasks_.transition(haul.unload->id, TaskStatus::kCancelled, transaction,
                          "the market stopped paying; its cargo is liquidated");
    } else {
        tasks_.transition(haul.unload->id, TaskStatus::kCompleted, transaction);
    }
    co_await let_go(id, haul.ship(), std::move(transaction));
}

// Commits the end of a haul. The ship is free in the same commit, unless it holds cargo, whatever
// cargo: then the commit gives it to the liquidation of that, and it goes straight on.
Task<void> HaulRunner::let_go(core::HaulId id, ShipSymbol ship, store::Transaction transaction) {
    const model::Ship* known = fleet_.ships.find(ship);
    core::TaskId liquidation;
    if (known != nullptr && !known->cargo.items.empty()) {
        const ManufacturingTask& origin = *tasks_.haul(id).unload;
        const bool own = known->cargo.of(origin.good).count() > 0;
        liquidation = add_liquidation(
            origin, ship, own ? origin.good : known->cargo.items.begin()->first, transaction);
    } else {
        fleet_.claims.release(ship, id.str(), transaction);
    }
    fleet_.ledger.release(earmark_of(id), transaction);
    doing_.erase(id);
    co_await commit(std::move(transaction));
    if (!liquidation.empty()) resume(tasks_.find(liquidation)->haul);
}

// Nothing was bought: the haul is as it was before it was assigned.
Task<void> HaulRunner::hand_back(core::HaulId id, std::string reason) {
    const Haul haul = tasks_.haul(id);
    const ShipSymbol ship = haul.ship();
    fleet_.runtime.log.info("hauls", "haul_handed_back",
                            {{"haul", id}, {"ship", ship}, {"reason", reason}});
    store::Transaction transaction;
    tasks_.transition(haul.load->id, TaskStatus::kReady, transaction, reason);
    tasks_.transition(haul.unload->id, TaskStatus::kPending, transaction, reason);
    co_await let_go(id, ship, std::move(transaction));
}

Task<void> HaulRunner::give_up(core::HaulId id, core::Error error) {
    const Haul haul = tasks_.haul(id);
    store::Transaction transaction;
    for (const ManufacturingTask* task : {haul.load, haul.unload}) {
        if (task == nullptr || is_terminal(task->status)) continue;
        const bool started = task->status == TaskStatus::kExecuting;
        tasks_.transition(task->id, started ? TaskStatus::kFailed : TaskStatus::kCancelled,
                          transaction, error.message);
    }
    co_await let_go(id, haul.ship(), std::move(transaction));
}

}  // namespace argosy::hauls
