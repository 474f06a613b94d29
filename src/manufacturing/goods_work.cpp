#include "manufacturing/goods_work.h"

#include <algorithm>
#include <map>

#include "core/enum_names.h"
#include "manufacturing/pipeline.h"
#include "manufacturing/pipeline_closing.h"

namespace argosy::manufacturing {
namespace {

using core::Duration;
using core::Units;
using goods::GoodsFactory;
using goods::SupplyChainNode;
using hauls::Haul;
using hauls::ManufacturingTask;
using hauls::TaskStatus;
using hauls::TaskType;

constexpr auto kStates = core::enum_names<NodeState>({
    {NodeState::kPending, "PENDING"},
    {NodeState::kInProgress, "IN_PROGRESS"},
    {NodeState::kWaiting, "WAITING"},
    {NodeState::kCompleted, "COMPLETED"},
    {NodeState::kFailed, "FAILED"},
});

using FlowsByEnds = std::map<std::pair<std::size_t, std::size_t>, Units>;

void add_flows(const SupplyChainNode& node, const GoodsFactory& factory, FlowsByEnds& flows) {
    const std::size_t to = *factory.position_of(node);
    for (const SupplyChainNode& child : node.children) {
        flows[{*factory.position_of(child), to}] += child.quantity;
        add_flows(child, factory, flows);
    }
}

// A factory of a good is one for all of a tree, so the goods at both ends say enough: a market at
// either end may have been replaced meanwhile.
bool is_on(const Haul& haul, const Flow& flow, const GoodsFactory& factory) {
    const SupplyChainNode& from = factory.nodes[flow.node].work;
    if (haul.load == nullptr || haul.load->type != load_type(from.method)) return false;
    if (haul.good() != from.good) return false;
    if (!flow.feeds) return haul.unload->type != TaskType::kDeliver;
    return haul.unload->type == TaskType::kDeliver &&
           haul.unload->output == factory.nodes[*flow.feeds].work.good;
}

Units open_units(const Haul& haul) {
    if (hauls::is_terminal(haul.unload->status)) return Units(0);
    if (haul.load->status == TaskStatus::kCompleted) {
        return std::max(Units(0), haul.load->actual_quantity - haul.unload->actual_quantity);
    }
    return is_bound(*haul.load) ? haul.load->quantity : haul.load->wanted;
}

bool has_failed(const Haul& haul) {
    return haul.load->status == TaskStatus::kFailed || haul.unload->status == TaskStatus::kFailed;
}

Duration time_of(const Haul& haul) {
    const auto& began = haul.load->started_at;
    const auto& ended = haul.unload->completed_at;
    return began && ended ? *ended - *began : Duration(0);
}

// @param counts  It goes to where the good is needed now.
void take_in(const Haul& haul, bool counts, FlowWork& work) {
    if (counts) {
        work.moved += haul.unload->actual_quantity;
        work.open += open_units(haul);
        work.yield.units += haul.unload->actual_quantity;
    }
    work.yield.spent += haul.load->total_cost;
    work.yield.returned += haul.unload->total_revenue;
    if (haul.load->actual_quantity > Units(0)) work.yield.ships.insert(haul.ship());
    if (!counts) return;
    if (has_failed(haul)) {
        ++work.failures;
        work.last_error = haul.unload->error.empty() ? haul.load->error : haul.unload->error;
    } else if (haul.unload->status == TaskStatus::kCompleted) {
        work.failures = 0;
        work.last_at = haul.unload->completed_at;
    }
}

std::vector<Flow> flows_of(const GoodsFactory& factory) {
    FlowsByEnds by_ends;
    add_flows(factory.tree, factory, by_ends);
    std::vector<Flow> flows{{.node = 0, .feeds = std::nullopt, .units = factory.target.quantity}};
    for (const auto& [ends, units] : by_ends)
        flows.push_back({ends.first, ends.second, units});
    return flows;
}

// The longest of the chains that end with a node: each flow is as long as its hauls are on average.
Duration longest_before(std::size_t node, const std::vector<FlowWork>& work,
                        const std::vector<Duration>& times) {
    Duration longest{0};
    for (std::size_t i = 0; i < work.size(); ++i) {
        if (work[i].flow.feeds != node) continue;
        longest = std::max(longest, times[i] + longest_before(work[i].flow.node, work, times));
    }
    return longest;
}

}  // namespace

std::string_view to_string(NodeState state) {
    return kStates.name_of(state);
}

bool FlowWork::is_under_way() const {
    return std::ranges::any_of(
        hauls, [](const Haul& haul) { return is_bound(*haul.load) || is_bound(*haul.unload); });
}

bool is_winding_up(const GoodsFactory& factory) {
    return factory.metadata.contains(kEndsAs);
}

void wind_up(goods::GoodsFactoryBook& book, const goods::GoodsFactoryId& id,
             goods::FactoryStatus status, const std::string& reason,
             store::Transaction& transaction) {
    const GoodsFactory& factory = book.active().at(id);
    if (is_winding_up(factory)) return;
    if (factory.status == goods::FactoryStatus::kPending) {
        book.end(id, status, reason, transaction);
        return;
    }
    book.note(id, kEndsAs, std::string(goods::to_string(status)), transaction);
    book.note(id, kEndsBecause, reason, transaction);
}

bool FlowWork::is_done(const GoodsFactory& factory) const {
    const bool needed = !flow.feeds || !factory.nodes[*flow.feeds].completed_at;
    return !needed || moved >= flow.units;
}

std::vector<FlowWork> work_on(const GoodsFactory& factory, const hauls::TaskBook& tasks) {
    std::vector<FlowWork> work;
    for (const Flow& flow : flows_of(factory))
        work.push_back({.flow = flow});
    for (const ManufacturingTask* task : tasks.of_pipeline(factory.pipeline)) {
        if (hauls::loads(task->type)) continue;
        const Haul haul = tasks.haul(task->haul);
        const auto its = std::ranges::find_if(
            work, [&](const FlowWork& each) { return is_on(haul, each.flow, factory); });
        if (its != work.end()) its->hauls.push_back(haul);
    }
    for (FlowWork& each : work) {
        std::ranges::stable_sort(each.hauls, {}, [](const Haul& haul) {
            return haul.unload->completed_at.value_or(core::TimePoint::max());
        });
        for (const Haul& haul : each.hauls) {
            const bool counts = !each.flow.feeds ||
                                haul.unload->factory == factory.nodes[*each.flow.feeds].work.market;
            take_in(haul, counts, each);
        }
    }
    return work;
}

std::optional<Duration> waited_for(std::size_t node, const GoodsFactory& factory,
                                   const std::vector<FlowWork>& work, core::TimePoint now) {
    core::TimePoint since = *factory.started_at;
    for (const FlowWork& each : work) {
        if (each.flow.feeds != node) continue;
        if (!each.is_done(factory) || each.is_under_way()) return std::nullopt;
        if (each.last_at) since = std::max(since, *each.last_at);
    }
    return now - since;
}

hauls::HaulOrder haul_on(const Flow& flow, const GoodsFactory& factory, Units units,
                         const core::OperationId& operation) {
    ARGOSY_ASSERT(units > Units(0));
    const SupplyChainNode& from = factory.nodes[flow.node].work;
    const bool keeps = factory.target.disposal == goods::Disposal::kKeep;
    hauls::HaulOrder order{.operation = operation,
                           .pipeline = factory.pipeline,
                           .load = load_type(from.method),
                           .good = from.good,
                           .from = from.market,
                           .unload = keeps ? TaskType::kKeep : TaskType::kSell,
                           .wanted = units};
    if (flow.feeds) {
        const SupplyChainNode& to = factory.nodes[*flow.feeds].work;
        order.unload = TaskType::kDeliver;
        order.to = to.market;
        order.output = to.good;
    }
    return order;
}

goods::FactoryWork sum_of(const std::vector<FlowWork>& work) {
    goods::FactoryWork sum;
    std::set<model::ShipSymbol> ships;
    std::vector<Duration> times;
    for (const FlowWork& each : work) {
        ships.insert(each.yield.ships.begin(), each.yield.ships.end());
        Duration at_work{0};
        std::int64_t carried = 0;
        for (const Haul& haul : each.hauls) {
            if (haul.unload->status != TaskStatus::kCompleted) continue;
            ++carried;
            at_work += time_of(haul);
        }
        sum.hauls += carried;
        sum.at_work += at_work;
        times.push_back(carried == 0 ? Duration(0) : at_work / carried);
    }
    sum.ships = std::int64_t(ships.size());
    // The first flow is the target's, on which all others come together.
    sum.critical_path = times.front() + longest_before(0, work, times);
    return sum;
}

}  // namespace argosy::manufacturing
