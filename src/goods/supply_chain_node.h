#pragma once

/// @file
/// The tree of a good: what is bought, what is made of what, where, and how much of each.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/units.h"
#include "model/symbols.h"

namespace argosy::goods {

using core::Result;

enum class AcquisitionMethod : std::uint8_t {
    kBuy,        ///< Bought as it is at `market`.
    kFabricate,  ///< Made at the factory `market` from the children.
};

/// Returns "BUY" or "FABRICATE".
std::string_view to_string(AcquisitionMethod method);
std::optional<AcquisitionMethod> parse_acquisition_method(std::string_view text);

struct SupplyChainNode {
    model::TradeSymbol good;
    AcquisitionMethod method = AcquisitionMethod::kBuy;
    model::WaypointSymbol market;  ///< Where it is bought, or the factory that makes it.
    std::vector<SupplyChainNode> children;
    core::Units quantity{0};  ///< How much is asked for; 0 where nobody asked for an amount.

    bool is_leaf() const { return children.empty(); }

    /// Returns 1 for a leaf, one more than the deepest child for a node.
    int total_depth() const;

    /// Returns the nodes breadth first and without their children. Nodes that are one piece of
    /// work (the same good, obtained the same way at the same market) come once, where the first
    /// of them stands, with what all of them ask for.
    std::vector<SupplyChainNode> flatten() const;

    /// Returns how much of each good the leaves ask for.
    std::map<model::TradeSymbol, core::Units> required_raw_materials() const;

    friend bool operator==(const SupplyChainNode&, const SupplyChainNode&) = default;
};

/// Returns whether two nodes are one piece of work: the same good, obtained the same way at the
/// same market.
bool is_same_work(const SupplyChainNode& a, const SupplyChainNode& b);

/// Returns the tree as JSON: `good`, `quantity`, `acquisition_method`, `market` and `children` of
/// each node.
std::string to_json(const SupplyChainNode& tree);

/// Reads what to_json() writes.
/// @error kInvalidArgument  The text is something else.
Result<SupplyChainNode> parse_tree(std::string_view json);

}  // namespace argosy::goods
