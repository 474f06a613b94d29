#pragma once

/// @file
/// What a person asked for, under way: the good, its tree, how far each piece of work has come, and
/// what it has cost. Not a factory of the game, which is a market; the name is the requirements'.

#include <cstdint>
#include <map>
#include <optional>
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
    core::Units units;       ///< Of the node's good.
    core::Credits spent;     ///< On purchases.
    core::Credits returned;  ///< By selling the good to the factory it is an input of.

    NodeYield& operator+=(const NodeYield& more);
};

/// One piece of work of the tree: SupplyChainNode::flatten() says which there are.
struct FactoryNode {
    SupplyChainNode work;
    NodeYield yield;
    std::optional<core::TimePoint> completed_at;  ///< When it had yielded what was asked of it.
};

struct FactoryProgress {
    std::int64_t completed_nodes = 0;
    std::int64_t total_nodes = 0;

    /// Returns whole percent, rounded down.
    std::int64_t percent() const;
};

struct FactoryMetrics {
    core::Units quantity_acquired;          ///< Of the target.
    core::Credits total_cost;               ///< Spent, less what inputs returned.
    std::optional<core::Duration> elapsed;  ///< From the start to the end, or until now.
};

struct GoodsFactory {
    /// Returns a factory in PENDING for this target.
    static GoodsFactory planned(GoodsFactoryId id, ProductionTarget target, SupplyChainNode tree,
                                core::TimePoint now);

    FactoryProgress progress() const;
    FactoryMetrics metrics(core::TimePoint now) const;

    GoodsFactoryId id;
    ProductionTarget target;
    SupplyChainNode tree;
    std::vector<FactoryNode> nodes;  ///< By position in tree.flatten(); the first is the root.
    FactoryStatus status = FactoryStatus::kPending;
    std::map<std::string, std::string> metadata;  ///< What whoever runs it has to remember.
    std::string error;                            ///< Why it failed or was stopped.
    core::TimePoint created_at;
    core::TimePoint updated_at;
    std::optional<core::TimePoint> started_at;
    std::optional<core::TimePoint> completed_at;  ///< When it ended, however.
};

}  // namespace argosy::goods
