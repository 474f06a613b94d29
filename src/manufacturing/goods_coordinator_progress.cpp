// How a goods factory stands, for people.

#include <algorithm>

#include "manufacturing/goods_coordinator.h"
#include "manufacturing/pipeline_closing.h"

namespace argosy::manufacturing {

using core::Units;
using goods::FactoryNode;
using goods::GoodsFactory;
using hauls::Haul;
using hauls::TaskStatus;

std::vector<NodeProgress> GoodsCoordinator::progress(const GoodsFactory& factory) const {
    std::vector<NodeProgress> progress(factory.nodes.size());
    const std::vector<FlowWork> work = work_on(factory, tasks_);
    for (const FlowWork& each : work) {
        for (const Haul& haul : each.hauls) {
            if (is_bound(*haul.load) || is_bound(*haul.unload)) {
                progress[each.flow.node].ships.insert(haul.ship());
            }
        }
    }
    for (std::size_t node = 0; node < progress.size(); ++node) {
        const FactoryNode& known = factory.nodes[node];
        NodeProgress& now = progress[node];
        if (known.completed_at) {
            now.state = NodeState::kCompleted;
        } else if (!now.ships.empty()) {
            now.state = NodeState::kInProgress;
        } else {
            const bool begun =
                known.yield.units > Units(0) || std::ranges::any_of(work, [&](const auto& each) {
                    return each.flow.feeds == node && each.moved > Units(0);
                });
            now.state = begun ? NodeState::kWaiting : NodeState::kPending;
            now.waits_for = waits_for(node, factory, work);
        }
    }
    return progress;
}

std::string GoodsCoordinator::waits_for(std::size_t node, const GoodsFactory& factory,
                                        const std::vector<FlowWork>& work) const {
    for (const FlowWork& each : work) {
        if (each.flow.node != node || each.is_done(factory)) continue;
        if (!may_feed(factory, each.flow)) {
            const goods::SupplyChainNode& fed = factory.nodes[*each.flow.feeds].work;
            const core::PipelineId holder =
                shared_.books().factories.holder_of({fed.market, fed.good});
            return holder.empty()
                       ? fmt::format("an older goods factory needs {} at {} first", fed.good,
                                     fed.market)
                       : fmt::format("{} at {} is fed by {}", fed.good, fed.market, holder);
        }
        for (const Haul& haul : each.hauls) {
            if (haul.load->status == TaskStatus::kPending) return monitor_.waits_for(*haul.load);
            if (haul.load->status != TaskStatus::kReady) continue;
            const Decline* decline =
                declines_.latest(subject_of(haul), fleet_.runtime.now() - 4 * kPassInterval);
            return decline == nullptr ? "a ship that is free" : decline->detail;
        }
        if (each.missing() <= Units(0)) continue;
        return largest_hold(fleet_) <= Units(0) ? "a ship with a hold" : "a ship that is free";
    }
    return "";
}

std::string GoodsCoordinator::waits_for(const GoodsFactory& factory) const {
    if (factory.status == goods::FactoryStatus::kPending) return "its turn";
    if (is_winding_up(factory)) {
        return fmt::format("what is under way, and then it is {}", factory.metadata.at(kEndsAs));
    }
    if (has_work_under_way(tasks_, factory.pipeline)) return "";
    // What is deepest is carried first: the others wait for it.
    const std::vector<FlowWork> work = work_on(factory, tasks_);
    for (std::size_t node = factory.nodes.size(); node-- > 0;) {
        if (factory.nodes[node].completed_at) continue;
        std::string reason = waits_for(node, factory, work);
        if (!reason.empty()) return reason;
    }
    return "";
}

}  // namespace argosy::manufacturing
