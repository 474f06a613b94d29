// Which hauls a goods factory gets, and whose turn it is to feed a factory of the game.
#include <algorithm>

#include "manufacturing/goods_coordinator.h"
#include "manufacturing/pipeline_closing.h"

namespace argosy::manufacturing {
namespace {

using core::Units;
using goods::FactoryNode;
using goods::GoodsFactory;
using hauls::Haul;
using hauls::TaskStatus;

// A factory of the game stays reserved as long as it is fed; this is for one that is forgotten.
constexpr core::Duration kReservation = std::chrono::hours(24);

// Of ships that are not their player's.
Units largest_free_hold(const fleet::Fleet& fleet) {
    Units largest;
    for (const auto& [symbol, ship] : fleet.ships.all()) {
        if (fleet.claims.owner_of(symbol) == fleet::kHeldForPlayer) continue;
        largest = std::max(largest, ship.cargo.capacity);
    }
    return largest;
}

}  // namespace

// Who asked first feeds first: so no two of them wait for each other.
bool GoodsCoordinator::is_wanted_before(const FactoryOutput& output,
                                        const GoodsFactory& factory) const {
    return std::ranges::any_of(book_.active(), [&](const auto& entry) {
        const GoodsFactory& other = entry.second;
        const bool older =
            std::tie(other.created_at, other.id) < std::tie(factory.created_at, factory.id);
        return older && !is_winding_up(other) &&
               std::ranges::any_of(other.nodes, [&](const FactoryNode& node) {
                   return is_made(node) && !node.completed_at &&
                          FactoryOutput(node.work.market, node.work.good) == output;
               });
    });
}

void GoodsCoordinator::reserve(const GoodsFactory& factory, store::Transaction& transaction) {
    ReservationBook& reservations = shared_.books().factories;
    for (const FactoryNode& node : factory.nodes) {
        if (!is_made(node) || node.completed_at) continue;
        const FactoryOutput output(node.work.market, node.work.good);
        if (!reservations.holder_of(output).empty() || is_wanted_before(output, factory)) continue;
        reservations.reserve(factory.pipeline, output, kReservation, transaction);
    }
}

// One pipeline at a time feeds a factory. What another feeds is only collected from meanwhile.
bool GoodsCoordinator::may_feed(const GoodsFactory& factory, const Flow& flow) const {
    if (!flow.feeds) return true;
    const goods::SupplyChainNode& fed = factory.nodes[*flow.feeds].work;
    return shared_.books().factories.holder_of({fed.market, fed.good}) == factory.pipeline;
}

void GoodsCoordinator::add_hauls(const GoodsFactory& factory, store::Transaction& transaction) {
    const core::Runtime& runtime = fleet_.runtime;
    const Units hold = largest_free_hold(fleet_);
    for (const FlowWork& each : work_on(factory, tasks_)) {
        if (each.is_done(factory)) {
            for (const Haul& haul : each.hauls)
                cancel_waiting(tasks_, haul, "no more of it is needed", transaction);
            continue;
        }
        if (hold <= Units(0) || !may_feed(factory, each.flow)) continue;
        cancel_surplus(each, hold, transaction);
        for (Units missing = each.missing(); missing > Units(0);) {
            const Units lot = std::min(hold, missing);
            missing -= lot;
            auto [load, unload] =
                tasks_of(haul_on(each.flow, factory, lot, operation_), runtime.now(), runtime.ids);
            tasks_.add(std::move(load), transaction);
            tasks_.add(std::move(unload), transaction);
        }
    }
}

// A haul that a smaller ship was to carry in part, and handed back, is planned for all of it again;
// and one that no hold takes any more is planned in parts.
void GoodsCoordinator::cancel_surplus(const FlowWork& work, Units hold,
                                      store::Transaction& transaction) {
    Units surplus = -work.missing();
    for (const Haul& haul : work.hauls) {
        const TaskStatus status = haul.load->status;
        if (status != TaskStatus::kPending && status != TaskStatus::kReady) continue;
        if (surplus <= Units(0) && haul.load->wanted <= hold) continue;
        surplus -= haul.load->wanted;
        cancel_waiting(tasks_, haul, "so much is not to be carried at once", transaction);
    }
}

}  // namespace argosy::manufacturing
