#include "manufacturing/shared_resources.h"

#include <algorithm>
#include <cmath>

#include "manufacturing/pipeline_closing.h"

namespace argosy::manufacturing {
namespace {

using core::Units;
using goods::AcquisitionMethod;
using goods::SupplyChainNode;
using hauls::Haul;
using hauls::ManufacturingTask;
using hauls::TaskStatus;
using hauls::TaskType;
using model::WaypointSymbol;

bool feeds(const ManufacturingTask& task, const FactoryOutput& factory) {
    return task.type == TaskType::kDeliver && task.factory == factory.first &&
           task.output == factory.second;
}

std::int64_t hauls_to_make(const model::RecipeMap& recipes, const model::TradeSymbol& good) {
    const auto recipe = goods::recipe_of(recipes, good);
    return recipe ? recipe->total_input_count() : 0;
}

}  // namespace

SharedResourceCoordinator::SharedResourceCoordinator(fleet::Fleet& fleet, hauls::TaskBook& tasks,
                                                     const FactoryTracker& factories,
                                                     const Profitability& profitability,
                                                     SharedResources& shared,
                                                     goods::Recipes recipes)
    : fleet_(fleet),
      tasks_(tasks),
      factories_(factories),
      profitability_(profitability),
      shared_(shared),
      recipes_(std::move(recipes)) {}

void SharedResourceCoordinator::refresh(store::Transaction& transaction) {
    for (const auto& [id, reservation] : shared_.factories.all()) {
        if (reservation.status == ReservationStatus::kActive) {
            refresh_factory(reservation, transaction);
        }
    }
    settle_reservations(transaction);
    add_to_pool(transaction);
    reserve_from_pool(transaction);
}

void SharedResourceCoordinator::release(const core::PipelineId& pipeline,
                                        store::Transaction& transaction) {
    settle_reservations(transaction);
    shared_.factories.release(pipeline, transaction);
}

void SharedResourceCoordinator::release_before(const std::vector<FactoryState>& planned,
                                               const core::PipelineId& pipeline,
                                               store::Transaction& transaction) {
    std::set<FactoryOutput> keep;
    for (const ManufacturingTask* task : tasks_.of_pipeline(pipeline)) {
        if (task->type != TaskType::kDeliver || hauls::is_terminal(task->status)) continue;
        keep.emplace(task->factory, task->output);
    }
    for (const FactoryState& factory : planned)
        keep.erase({factory.factory, factory.output});
    shared_.factories.release(pipeline, transaction, keep);
}

void SharedResourceCoordinator::refresh_factory(const FactoryReservation& reservation,
                                                store::Transaction& transaction) {
    std::vector<DeliverySlot> slots;
    bool open = false;
    for (const ManufacturingTask* task : tasks_.of_pipeline(reservation.pipeline)) {
        if (!feeds(*task, reservation.factory) || hauls::is_terminal(task->status)) continue;
        open = true;
        const Haul haul = tasks_.haul(task->haul);
        if (is_bound(*haul.load) || is_bound(*task)) slots.push_back(slot_of(haul, reservation));
    }
    std::sort(slots.begin(), slots.end(), [](const DeliverySlot& a, const DeliverySlot& b) {
        return std::tie(a.input, a.ship) < std::tie(b.input, b.ship);
    });
    const bool none_on_the_way = slots.empty();
    shared_.factories.expect(reservation.id, std::move(slots), transaction);
    if (!open && has_all_inputs(reservation)) {
        shared_.factories.transition(reservation.id, ReservationStatus::kFulfilled, transaction);
    } else if (none_on_the_way && fleet_.runtime.now() >= reservation.expires_at) {
        expire(reservation, transaction);
    }
}

// Its pipeline may not feed the factory any more, so nothing that would is left waiting.
void SharedResourceCoordinator::expire(const FactoryReservation& reservation,
                                       store::Transaction& transaction) {
    const std::string reason = fmt::format("its reservation of {} at {} has expired",
                                           reservation.factory.second, reservation.factory.first);
    for (const ManufacturingTask* task : tasks_.of_pipeline(reservation.pipeline)) {
        if (!feeds(*task, reservation.factory) || hauls::is_terminal(task->status)) continue;
        const Haul haul = tasks_.haul(task->haul);
        tasks_.transition(haul.load->id, TaskStatus::kCancelled, transaction, reason);
        tasks_.transition(task->id, TaskStatus::kCancelled, transaction, reason);
    }
    shared_.factories.transition(reservation.id, ReservationStatus::kExpired, transaction);
}

// A window is worked out when the ship is bound, and again when it has passed without a delivery.
DeliverySlot SharedResourceCoordinator::slot_of(const Haul& haul,
                                                const FactoryReservation& reservation) {
    const core::TimePoint now = fleet_.runtime.now();
    for (const DeliverySlot& known : reservation.delivery_slots) {
        const bool same = known.input == haul.good() && known.ship == haul.ship();
        if (same && known.window_end > now) return known;
    }
    core::TimePoint arrival = now;
    if (const model::Ship* ship = fleet_.ships.find(haul.ship())) {
        arrival = std::max(now, ship->nav.route.arrival);
        std::vector<WaypointSymbol> way{ship->nav.waypoint};
        if (!hauls::is_terminal(haul.load->status)) way.push_back(haul.load->place());
        way.push_back(haul.unload->place());
        for (std::size_t leg = 1; leg < way.size(); ++leg) {
            const fleet::RoutePlan* plan = fleet_.routes.find(*ship, way[leg - 1], way[leg]);
            if (plan != nullptr) arrival += plan->time;
        }
    }
    return {haul.good(), haul.ship(), arrival, arrival + kUnloadingTime};
}

bool SharedResourceCoordinator::has_all_inputs(const FactoryReservation& reservation) const {
    const auto states = factories_.of_pipeline(reservation.pipeline);
    return std::any_of(states.begin(), states.end(), [&](const FactoryState* state) {
        return FactoryOutput(state->factory, state->output) == reservation.factory &&
               std::includes(state->delivered.begin(), state->delivered.end(),
                             state->required.begin(), state->required.end());
    });
}

void SharedResourceCoordinator::add_to_pool(store::Transaction& transaction) {
    std::map<FactoryOutput, Units> surplus;
    for (const auto& [id, reservation] : shared_.factories.all()) {
        if (reservation.status == ReservationStatus::kExpired) continue;
        const Units units = surplus_of(reservation);
        if (units > Units(0)) surplus[reservation.factory] = units;
    }
    shared_.pools.add_to_pool(std::move(surplus), transaction);
}

// What may be bought of a factory before its supply falls below HIGH, and its pipeline leaves.
Units SharedResourceCoordinator::surplus_of(const FactoryReservation& reservation) const {
    const auto& [factory, output] = reservation.factory;
    const market::Listing* listing = fleet_.markets.find(factory, output);
    if (listing == nullptr || !listing->state || listing->supply < kCollectionSupply) {
        return Units(0);
    }
    const Units ready = listing->state->stock - listing->state->volume * model::kHighFrom;
    return std::max(Units(0), ready - needed_by(reservation.pipeline, reservation.factory));
}

// What ships on their way will collect, and what those that wait would if they left now.
Units SharedResourceCoordinator::needed_by(const core::PipelineId& pipeline,
                                           const FactoryOutput& factory) const {
    Units needed;
    std::map<std::pair<TaskType, WaypointSymbol>, Units> wanted;
    for (const ManufacturingTask* task : tasks_.of_pipeline(pipeline)) {
        const bool collects = task->type == TaskType::kCollect && task->factory == factory.first &&
                              task->good == factory.second && !hauls::is_terminal(task->status);
        if (!collects) continue;
        if (is_bound(*task)) {
            needed += std::max(Units(0), task->quantity - task->actual_quantity);
            continue;
        }
        if (task->wanted > Units(0)) {
            needed += task->wanted;
            continue;
        }
        const ManufacturingTask& unload = *tasks_.haul(task->haul).unload;
        const std::pair leg(unload.type, unload.target);
        if (!wanted.contains(leg)) {
            wanted[leg] =
                profitability_
                    .forecast_leg(factory.second, factory.first, unload.target, unload.type)
                    .units;
        }
        const Units lot = std::min(hold(), wanted[leg]);
        wanted[leg] -= lot;
        needed += lot;
    }
    return needed;
}

void SharedResourceCoordinator::settle_reservations(store::Transaction& transaction) {
    const core::TimePoint now = fleet_.runtime.now();
    const std::map<PoolReservationId, PoolReservation> open = shared_.pools.open();
    for (const auto& [id, reservation] : open) {
        const auto tasks = tasks_.of_pipeline(reservation.pipeline);
        const auto load = std::find_if(tasks.begin(), tasks.end(), [&](const auto* task) {
            return task->haul == reservation.haul && hauls::loads(task->type);
        });
        if (load == tasks.end()) {
            shared_.pools.release(id, transaction);
            continue;
        }
        const ManufacturingTask& task = **load;
        const bool here = task.place() == reservation.factory.first;
        if (task.status == TaskStatus::kCompleted && here) {
            shared_.pools.consume(id, transaction);
        } else if (hauls::is_terminal(task.status) || !here) {
            shared_.pools.release(id, transaction);
        } else if (now >= reservation.expires_at) {
            if (is_bound(task)) {
                shared_.pools.extend(id, now + kPoolReservationTime, transaction);
            } else {
                shared_.pools.release(id, transaction);
            }
        }
    }
}

void SharedResourceCoordinator::reserve_from_pool(store::Transaction& transaction,
                                                  const SparedInputs& spared) {
    std::set<core::HaulId> served;
    for (const auto& [id, reservation] : shared_.pools.open())
        served.insert(reservation.haul);
    for (const Haul& haul : tasks_.open_hauls()) {
        const bool fetches = haul.load != nullptr && haul.load->type == TaskType::kAcquire &&
                             !hauls::is_terminal(haul.load->status) &&
                             haul.unload->type == TaskType::kDeliver;
        if (!fetches || served.contains(haul.id)) continue;
        const FactoryOutput factory(haul.load->source, haul.good());
        const core::PipelineId maker = shared_.factories.holder_of(factory);
        if (maker.empty() || maker == haul.load->pipeline) continue;
        const Units units = std::min(hold(), shared_.pools.available_at(factory));
        if (units < least_lot(factory)) continue;
        const bool saves =
            haul.load->pipeline == spared.pipeline && spared.inputs.contains(factory);
        const auto reserved = shared_.pools.reserve(
            {.pipeline = haul.load->pipeline,
             .haul = haul.id,
             .factory = factory,
             .units = units,
             .expires_at = fleet_.runtime.now() + kPoolReservationTime,
             .hauls_saved = saves ? hauls_to_make(*recipes_, haul.good()) : 0},
            transaction);
        ARGOSY_ASSERT(reserved.ok());
    }
}

std::set<FactoryOutput> SharedResourceCoordinator::share(SupplyChainNode& tree) const {
    const std::map<FactoryOutput, Units> available = shared_.pools.available();
    std::set<FactoryOutput> spared;
    for (SupplyChainNode& child : tree.children) {
        if (child.method == AcquisitionMethod::kBuy) continue;
        const std::pair<const FactoryOutput, Units>* best = nullptr;
        for (const auto& offer : available) {
            const bool fits =
                offer.first.second == child.good &&
                model::system_of(offer.first.first) == model::system_of(tree.market) &&
                offer.second >= least_lot(offer.first);
            if (fits && (best == nullptr || offer.second > best->second)) best = &offer;
        }
        if (best == nullptr) {
            spared.merge(share(child));
            continue;
        }
        child.method = AcquisitionMethod::kBuy;
        child.market = best->first.first;
        child.children.clear();
        spared.insert(best->first);
    }
    return spared;
}

Units SharedResourceCoordinator::least_lot(const FactoryOutput& factory) const {
    const market::Listing* listing = fleet_.markets.find(factory.first, factory.second);
    if (listing == nullptr) return hold();
    return std::max(Units(1), std::min(hold(), Units(listing->volume.count() / 2)));
}

Units SharedResourceCoordinator::hold() const {
    Units largest;
    for (const auto& [symbol, ship] : fleet_.ships.all())
        largest = std::max(largest, ship.cargo.capacity);
    return largest;
}

}  // namespace argosy::manufacturing
