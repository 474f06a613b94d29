// What becomes of a goods factory when something goes otherwise than its tree says.

#include <algorithm>

#include "manufacturing/goods_coordinator.h"
#include "manufacturing/pipeline_closing.h"

namespace argosy::manufacturing {

using goods::FactoryNode;
using goods::GoodsFactory;
using goods::GoodsFactoryId;
using hauls::Haul;

// Returns why there is no use in going on; nothing when there is.
std::optional<std::string> GoodsCoordinator::give_up_reason(
    const GoodsFactory& factory, const std::vector<FlowWork>& work) const {
    for (const FlowWork& each : work) {
        const FactoryNode& node = factory.nodes[each.flow.node];
        if (each.is_done(factory) || each.failures < kMostFailures) continue;
        return fmt::format("{} hauls of {} from {} failed, the last one because: {}", each.failures,
                           node.work.good, node.work.market, each.last_error);
    }
    const core::Duration limit = settings_.production_timeout;
    if (limit == core::Duration(0)) return std::nullopt;
    for (std::size_t position = 0; position < factory.nodes.size(); ++position) {
        const FactoryNode& node = factory.nodes[position];
        if (!is_made(node) || node.completed_at) continue;
        auto waited = waited_for(position, factory, work, fleet_.runtime.now());
        for (const FlowWork& each : work) {
            if (each.flow.node == position && each.last_at && waited)
                waited = std::min(*waited, fleet_.runtime.now() - *each.last_at);
        }
        const bool is_coming = std::ranges::any_of(work, [&](const FlowWork& each) {
            return each.flow.node == position && each.is_under_way();
        });
        if (!waited || *waited < limit || is_coming) continue;
        const market::Listing* listing = fleet_.markets.find(node.work.market, node.work.good);
        return fmt::format(
            "{} at {} was waited for {} s, and goods.production_timeout is {} s: its "
            "supply is {}",
            node.work.good, node.work.market, *waited / std::chrono::seconds(1),
            limit / std::chrono::seconds(1),
            listing == nullptr ? "not known" : model::to_string(listing->supply));
    }
    return std::nullopt;
}

// What is to be made is collected once its inputs are there, or while another pipeline brings them.
// It may never become HIGH: then, after a while, what there is is what was made of them.
void GoodsCoordinator::say_when_to_collect(const GoodsFactory& factory,
                                           store::Transaction& transaction) {
    const std::vector<FlowWork> work = work_on(factory, tasks_);
    for (std::size_t position = 0; position < factory.nodes.size(); ++position) {
        const FactoryNode& node = factory.nodes[position];
        if (!is_made(node) || node.completed_at) continue;
        const auto waited = waited_for(position, factory, work, fleet_.runtime.now());
        const core::PipelineId holder =
            shared_.books().factories.holder_of({node.work.market, node.work.good});
        const bool is_others = !holder.empty() && holder != factory.pipeline;
        const core::Duration patient = waited.value_or(fleet_.runtime.now() - *factory.started_at);
        std::optional<model::Supply> least;
        if (waited || is_others) {
            least = patient < settings_.patience ? kCollectionSupply : model::Supply::kScarce;
        }
        factories_.collect_from(factory.pipeline, node.work.market, node.work.good, least,
                                transaction);
    }
}

bool GoodsCoordinator::trusts(const model::ShipSymbol& ship) const {
    const core::TimePoint rested = fleet_.runtime.now() - kRest;
    return std::ranges::none_of(book_.active(), [&](const auto& each) {
        return std::ranges::any_of(tasks_.of_pipeline(each.second.pipeline),
                                   [&](const hauls::ManufacturingTask* task) {
                                       return task->status == hauls::TaskStatus::kFailed &&
                                              task->ship == ship && task->completed_at > rested;
                                   });
    });
}

// A market may turn out not to sell, make or take what the tree says: the work goes to another, and
// where there is none the factory has failed.
void GoodsCoordinator::mend_tree(const GoodsFactoryId& id, store::Transaction& transaction) {
    const GoodsFactory& factory = book_.active().at(id);
    const std::vector<FlowWork> work = work_on(factory, tasks_);
    for (std::size_t position = 0; position < factory.nodes.size(); ++position) {
        const goods::SupplyChainNode node = factory.nodes[position].work;
        if (factory.nodes[position].completed_at) continue;
        const std::vector<model::TradeSymbol> inputs = inputs_of(position, factory, work);
        const auto fault = goods::fault_of(node, inputs, fleet_.markets);
        if (!fault) continue;
        const auto others =
            goods::alternatives_to(node, inputs, factory.target.system, fleet_.markets);
        const auto other = std::ranges::find_if(others, [&](const model::WaypointSymbol& market) {
            goods::SupplyChainNode there = node;
            there.market = market;
            return !factory.position_of(there).has_value();
        });
        if (other == others.end()) {
            wind_up(
                book_, id, goods::FactoryStatus::kFailed,
                fmt::format("{}, and no other market of {} will do", *fault, factory.target.system),
                transaction);
            return;
        }
        fleet_.runtime.log.warning("manufacturing", "goods_market_replaced",
                                   {{"goods_factory", id},
                                    {"good", node.good},
                                    {"market", node.market},
                                    {"by", *other},
                                    {"reason", *fault}});
        for (const FlowWork& each : work) {
            if (each.flow.node != position && each.flow.feeds != position) continue;
            for (const Haul& haul : each.hauls)
                cancel_waiting(tasks_, haul, *fault, transaction);
        }
        if (is_made(factory.nodes[position])) {
            factories_.remove(factory.pipeline, node.market, node.good, transaction);
            track(factory, *other, node.good, inputs, transaction);
        }
        book_.move(id, position, *other, transaction);
        // What was brought to the first market is not at the other.
        for (const FlowWork& each : work) {
            const std::size_t input = each.flow.node;
            if (each.flow.feeds != position || !factory.nodes[input].completed_at) continue;
            book_.reopen(id, input, transaction);
            const goods::SupplyChainNode& again = factory.nodes[input].work;
            if (is_made(factory.nodes[input])) {
                track(factory, again.market, again.good, inputs_of(input, factory, work),
                      transaction);
            }
        }
    }
}

}  // namespace argosy::manufacturing
