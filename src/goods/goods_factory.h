#pragma once

/// @file
/// What a person asked for, under way: the good, its tree, how far each piece of work has come, and
/// what it has cost. Not a factory of the game, which is a market; the name is the requirements'.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/symbol.h"
#include "core/time.h"
#include "goods/supply_chain.h"

namespace argosy::goods {

using GoodsFactoryId = core::Symbol<struct GoodsFactoryTag>;  ///< "factory-<run>-<sequence>"

enum class FactoryStatus : std::uint8_t {
    kPending,    ///< Planned; no ship works for it yet.
    kActive,     ///< Being produced.
    kCompleted,  ///< All that was asked for is there.
    kFailed,     ///< Given up; `error` says why.
    kStopped,    ///< Ended by a person, or with its universe.
};

std::string_view to_string(FactoryStatus status);
std::optional<FactoryStatus> parse_factory_status(std::string_view text);

/// @error kRejected  Not a step of the state machine; the message names both states.
Result<void> check_transition(FactoryStatus from, FactoryStatus to);

/// What a piece of work has moved and paid.
struct NodeYield {
    core::Units units;    ///< Of the node's good.
    core::Credits spent;  ///< On purchases.
    /// By selling the good to the factory it is an input of; of a target, to whoever buys it.
    core::Credits returned;
    std::set<model::ShipSymbol> ships;  ///< That carried it.

    NodeYield& operator+=(const NodeYield& more);

    friend bool operator==(const NodeYield&, const NodeYield&) = default;
};

/// One piece of work of the tree: SupplyChainNode::flatten() says which there are.
struct FactoryNode {
    SupplyChainNode work;
    NodeYield yield;
    /// When it had yielded what was asked of it, or nobody needed more of it.
    std::optional<core::TimePoint> completed_at;
};

struct FactoryProgress {
    std::int64_t completed_nodes = 0;
    std::int64_t total_nodes = 0;

    /// Returns whole percent, rounded down.
    std::int64_t percent() const;
};

struct FactoryMetrics {
    core::Units quantity_acquired;          ///< Of the target.
    core::Credits total_cost;               ///< Spent, less what came back.
    std::optional<core::Duration> elapsed;  ///< From the start to the end, or until now.
};

/// What ships have done for a factory.
struct FactoryWork {
    std::int64_t ships = 0;           ///< That carried for it.
    std::int64_t hauls = 0;           ///< Carried.
    std::int64_t market_queries = 0;  ///< Looks at markets, on the way and while waiting.
    core::Duration at_work{0};        ///< Of all ships together.
    core::Duration critical_path{0};  ///< The longest chain of hauls, each as long as they took.

    friend bool operator==(const FactoryWork&, const FactoryWork&) = default;
};

struct GoodsFactory {
    /// Returns a factory in PENDING for this target.
    static GoodsFactory planned(GoodsFactoryId id, ProductionTarget target, SupplyChainNode tree,
                                core::TimePoint now);

    /// Returns the position in `nodes` of this piece of work; nothing when it is none of them.
    std::optional<std::size_t> position_of(const SupplyChainNode& work) const;

    FactoryProgress progress() const;
    FactoryMetrics metrics(core::TimePoint now) const;

    GoodsFactoryId id;
    ProductionTarget target;
    SupplyChainNode tree;
    std::vector<FactoryNode> nodes;  ///< By position in tree.flatten(); the first is the root.
    core::PipelineId pipeline;       ///< Whose tasks its work is; empty while PENDING.
    FactoryWork work;
    FactoryStatus status = FactoryStatus::kPending;
    std::map<std::string, std::string> metadata;  ///< What whoever runs it has to remember.
    std::string error;                            ///< Why it failed or was stopped.
    core::TimePoint created_at;
    core::TimePoint updated_at;
    std::optional<core::TimePoint> started_at;
    std::optional<core::TimePoint> completed_at;  ///< When it ended, however.
};

}  // namespace argosy::goods
