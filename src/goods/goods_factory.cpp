#include "goods/goods_factory.h"

#include <algorithm>
#include <array>

#include "core/enum_names.h"

namespace argosy::goods {
namespace {

using Status = FactoryStatus;

constexpr auto kNames = core::enum_names<Status>({
    {Status::kPending, "PENDING"},
    {Status::kActive, "ACTIVE"},
    {Status::kCompleted, "COMPLETED"},
    {Status::kFailed, "FAILED"},
    {Status::kStopped, "STOPPED"},
});

constexpr std::array<std::pair<Status, Status>, 6> kTransitions{{
    {Status::kPending, Status::kActive},
    {Status::kPending, Status::kFailed},
    {Status::kPending, Status::kStopped},
    {Status::kActive, Status::kCompleted},
    {Status::kActive, Status::kFailed},
    {Status::kActive, Status::kStopped},
}};

}  // namespace

std::string_view to_string(FactoryStatus status) {
    return kNames.name_of(status);
}

std::optional<FactoryStatus> parse_factory_status(std::string_view text) {
    return kNames.value_of(text);
}

Result<void> check_transition(FactoryStatus from, FactoryStatus to) {
    if (std::ranges::find(kTransitions, std::pair(from, to)) != kTransitions.end()) {
        return Result<void>();
    }
    return core::Error{
        core::ErrorCode::kRejected,
        fmt::format("a goods factory cannot go from {} to {}", to_string(from), to_string(to))};
}

NodeYield& NodeYield::operator+=(const NodeYield& more) {
    units += more.units;
    spent += more.spent;
    returned += more.returned;
    ships.insert(more.ships.begin(), more.ships.end());
    return *this;
}

std::int64_t FactoryProgress::percent() const {
    return total_nodes == 0 ? 0 : 100 * completed_nodes / total_nodes;
}

GoodsFactory GoodsFactory::planned(GoodsFactoryId id, ProductionTarget target, SupplyChainNode tree,
                                   core::TimePoint now) {
    GoodsFactory factory{.id = std::move(id),
                         .target = std::move(target),
                         .tree = std::move(tree),
                         .created_at = now,
                         .updated_at = now};
    for (SupplyChainNode& work : factory.tree.flatten())
        factory.nodes.push_back({.work = std::move(work)});
    return factory;
}

std::optional<std::size_t> GoodsFactory::position_of(const SupplyChainNode& work) const {
    const auto found = std::ranges::find_if(
        nodes, [&](const FactoryNode& node) { return is_same_work(node.work, work); });
    if (found == nodes.end()) return std::nullopt;
    return std::size_t(found - nodes.begin());
}

FactoryProgress GoodsFactory::progress() const {
    const auto completed = std::ranges::count_if(
        nodes, [](const FactoryNode& node) { return node.completed_at.has_value(); });
    return {completed, std::int64_t(nodes.size())};
}

FactoryMetrics GoodsFactory::metrics(core::TimePoint now) const {
    FactoryMetrics metrics{.quantity_acquired = nodes.front().yield.units};
    for (const FactoryNode& node : nodes)
        metrics.total_cost += node.yield.spent - node.yield.returned;
    if (started_at) metrics.elapsed = completed_at.value_or(now) - *started_at;
    return metrics;
}

}  // namespace argosy::goods
