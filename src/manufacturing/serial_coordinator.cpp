#include "manufacturing/serial_coordinator.h"

#include <algorithm>
#include <tuple>

#include "core/contain.h"
#include "store/commit.h"

namespace argosy::manufacturing {

using hauls::Haul;
using hauls::ManufacturingTask;
using hauls::TaskStatus;
using hauls::TaskType;
using model::Ship;
using model::ShipSymbol;

Task<void> SerialCoordinator::run() {
    while (true) {
        const core::Duration pause = co_await step();
        if (stopping() && runner_.running(operation_) == 0) break;
        co_await timer_->wait_until(fleet_.runtime.now() + pause);
    }
    co_await stop_waiting();
    co_await lifecycle_.end_all("manufacturing was stopped");
}

Task<core::Duration> SerialCoordinator::step() {
    co_await keep_a_pipeline();
    co_await watch_factories();
    const auto next = next_haul();
    const bool waits = next && next->load->status == TaskStatus::kPending;
    if (wait_ && (!waits || next->load->id != wait_->collect)) co_await stop_waiting();
    offer_idle(not_needed());
    if (stopping() || !next || runner_.running(operation_) > 0) co_return settings_.pass_interval;
    const auto ship = choose_ship();
    if (!ship) co_return settings_.pass_interval;
    if (waits) co_return co_await wait_at_factory(*ship, *next->load);
    const std::string obstacle = co_await assignment_.assign(*ship, next->id);
    if (obstacle.empty()) co_return settings_.pass_interval;
    // Money and knowledge come back; a price that does not pay is no reason to stand still.
    if (obstacle == "no_money" || obstacle == "no_price") co_return settings_.pass_interval;
    if (next->unload->type == TaskType::kSell) {
        co_await lifecycle_.give_up(next->unload->pipeline, obstacle);
    } else {
        co_await skip(next->id, obstacle);
    }
    co_return core::Duration(0);
}

// The best product first; one that came to nothing makes room for the next best.
Task<void> SerialCoordinator::keep_a_pipeline() {
    for (const auto& [id, pipeline] : pipelines_.active()) {
        const auto tasks = tasks_.of_pipeline(id);
        const bool moved = std::any_of(tasks.begin(), tasks.end(), [](const auto* task) {
            return task->actual_quantity.count() > 0;
        });
        if (moved) fruitless_.clear();
        if (!moved) fruitless_.insert(pipeline.product);
    }
    co_await lifecycle_.close_pipelines();
    const core::TimePoint now = fleet_.runtime.now();
    if (stopping() || !pipelines_.active().empty() || now < next_plan_) co_return;
    co_await lifecycle_.open_pipelines(fruitless_);
    if (!pipelines_.active().empty()) co_return;
    fruitless_.clear();
    next_plan_ = now + settings_.plan_interval;
}

Task<void> SerialCoordinator::watch_factories() {
    store::Transaction transaction;
    shared_.refresh(transaction);
    for (const auto& [id, pipeline] : pipelines_.active())
        monitor_.update(id, transaction);
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
}

Task<core::Duration> SerialCoordinator::wait_at_factory(ShipSymbol ship,
                                                        ManufacturingTask collect) {
    const core::TimePoint began = fleet_.runtime.now();
    if (!wait_) {
        store::Transaction transaction;
        fleet_.claims.claim(ship, kOwner, transaction);
        wait_ = Wait{ship, collect.id, began};
        co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
    }
    if (began < wait_->next_look) co_return wait_->next_look - began;
    const bool there = fleet_.ships.at(ship).nav.waypoint == collect.factory;
    const auto seen = co_await core::contain(look_at_factory(ship, collect));
    if (!seen) {
        fleet_.runtime.log.warning(
            "manufacturing", "factory_not_seen",
            {{"factory", collect.factory}, {"ship", ship}, {"reason", seen.error().message}});
        if (fleet_.ships.find(ship) == nullptr) co_await stop_waiting();
    }
    if (seen) ++looks_;
    const core::Duration pause = there ? kNextPoll : kFirstPoll;
    if (wait_) wait_->next_look = fleet_.runtime.now() + pause;
    // What was seen is taken in at once.
    co_return seen ? core::Duration(0) : pause;
}

Task<Result<void>> SerialCoordinator::look_at_factory(ShipSymbol ship, ManufacturingTask collect) {
    const ledger::Purpose purpose{ledger::Category::kManufacturingArbitrage, operation_,
                                  collect.pipeline, collect.id};
    ARGOSY_CO_CHECK(co_await fleet_.helm.go(ship, collect.factory, purpose));
    co_return co_await fleet_.helm.look(ship);
}

Task<void> SerialCoordinator::skip(core::HaulId id, std::string reason) {
    const Haul haul = tasks_.haul(id);
    store::Transaction transaction;
    for (const ManufacturingTask* task : {haul.load, haul.unload}) {
        if (!hauls::is_terminal(task->status))
            tasks_.transition(task->id, TaskStatus::kCancelled, transaction, reason);
    }
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
}

Task<void> SerialCoordinator::stop_waiting() {
    if (!wait_) co_return;
    store::Transaction transaction;
    fleet_.claims.release(wait_->ship, kOwner, transaction);
    wait_.reset();
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
}

std::optional<Haul> SerialCoordinator::next_haul() const {
    for (const auto& [id, pipeline] : pipelines_.active()) {
        for (const ManufacturingTask* task : tasks_.of_pipeline(id)) {
            if (task->type != TaskType::kSell) continue;
            const auto open = first_open(tasks_.haul(task->haul));
            if (open) return open;
        }
    }
    return std::nullopt;
}

std::optional<Haul> SerialCoordinator::first_open(const Haul& haul) const {
    if (hauls::is_terminal(haul.unload->status)) return std::nullopt;
    for (const core::TaskId& before : haul.load->depends_on) {
        const ManufacturingTask* task = tasks_.find(before);
        if (task == nullptr) continue;
        const auto open = first_open(tasks_.haul(task->haul));
        if (open) return open;
    }
    return haul;
}

bool SerialCoordinator::may_fly(const Ship& ship) const {
    if (!fleet::ShipRegistry::is_hauler(ship)) return false;
    const std::string& owner = fleet_.claims.owner_of(ship.symbol);
    return owner.empty() ? ship.cargo.items.empty() : owner == kOwner;
}

std::optional<ShipSymbol> SerialCoordinator::choose_ship() const {
    std::set<ShipSymbol> at_work;
    for (const auto& [id, pipeline] : pipelines_.active()) {
        for (const ManufacturingTask* task : tasks_.of_pipeline(id))
            at_work.insert(task->ship);
    }
    const auto rank = [&](const Ship& ship) {
        const bool waits = wait_ && wait_->ship == ship.symbol;
        return std::tuple(waits, at_work.contains(ship.symbol), ship.cargo.capacity, ship.speed);
    };
    const Ship* best = nullptr;
    for (const auto& [symbol, ship] : fleet_.ships.all()) {
        if (may_fly(ship) && (best == nullptr || rank(*best) < rank(ship))) best = &ship;
    }
    return best == nullptr ? std::nullopt : std::optional(best->symbol);
}

// Without a product to make, any ship may look what there is.
std::vector<ShipSymbol> SerialCoordinator::not_needed() const {
    std::vector<ShipSymbol> ships = fleet_.idle_ships();
    if (pipelines_.active().empty()) return ships;
    std::erase_if(ships,
                  [&](const ShipSymbol& symbol) { return may_fly(fleet_.ships.at(symbol)); });
    return ships;
}

std::string SerialCoordinator::doing(const ShipSymbol& ship) const {
    if (!wait_ || wait_->ship != ship) return "";
    const ManufacturingTask* collect = tasks_.find(wait_->collect);
    return collect == nullptr ? "" : "waiting: " + waits_for(*collect);
}

}  // namespace argosy::manufacturing
