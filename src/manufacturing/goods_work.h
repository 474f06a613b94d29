#pragma once

/// @file
/// What a goods factory's tree means for ships. Goods take *flows*: from where a piece of work
/// yields them to the factory of the game that needs them, and at the end to whoever asked. What is
/// left to carry on a flow follows from the tasks that exist for it, whatever became of them.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "goods/goods_factory_book.h"
#include "hauls/haul_tasks.h"
#include "hauls/task_book.h"

namespace argosy::manufacturing {

// In the metadata of a factory that is being wound up: how it is to end, and why.
inline constexpr const char* kEndsAs = "ends_as";
inline constexpr const char* kEndsBecause = "ends_because";

/// Returns whether nothing more is begun for a factory.
bool is_winding_up(const goods::GoodsFactory& factory);

/// Begins nothing more for a factory. One that is PENDING ends at once; else its coordinator ends
/// it once what is under way is done. No-op for one that is being wound up.
/// @pre It is in the book.
void wind_up(goods::GoodsFactoryBook& book, const goods::GoodsFactoryId& factory,
             goods::FactoryStatus status, const std::string& reason,
             store::Transaction& transaction);

/// Returns whether the good is made, not bought.
inline bool is_made(const goods::FactoryNode& node) {
    return node.work.method == goods::AcquisitionMethod::kFabricate;
}

/// Where a piece of work stands.
enum class NodeState : std::uint8_t {
    kPending,     ///< Nothing of it has begun.
    kInProgress,  ///< A ship carries it.
    kWaiting,     ///< Begun, and no ship carries it now.
    kCompleted,
    kFailed,  ///< Its factory was given up, or stopped, before it was complete.
};

/// Returns "PENDING", "IN_PROGRESS", "WAITING", "COMPLETED", "FAILED".
std::string_view to_string(NodeState state);

struct NodeProgress {
    NodeState state = NodeState::kPending;
    std::set<model::ShipSymbol> ships;  ///< That carry it now.
    std::string waits_for;              ///< Empty: it does not wait.
};

/// The way of a good from the piece of work that yields it to the one that needs it.
struct Flow {
    std::size_t node = 0;              ///< Position in GoodsFactory::nodes.
    std::optional<std::size_t> feeds;  ///< The same; nothing: it is what was asked for.
    core::Units units;                 ///< To be carried in all.
};

/// A flow with what became of its tasks.
struct FlowWork {
    Flow flow;
    std::vector<hauls::Haul> hauls;          ///< In the order in which they ended; others last.
    core::Units moved;                       ///< Arrived.
    core::Units open;                        ///< Planned, and not arrived.
    goods::NodeYield yield;                  ///< Of all its hauls.
    std::int64_t failures = 0;               ///< Hauls that failed since the last that arrived.
    std::string last_error;                  ///< Of the latest that failed.
    std::optional<core::TimePoint> last_at;  ///< When the latest arrived.

    /// Returns what is neither carried nor planned.
    core::Units missing() const { return flow.units - moved - open; }

    /// Returns whether a ship carries for it now.
    bool is_under_way() const;

    /// Returns whether nothing is left to carry: all of it arrived, or what it feeds needs no more.
    bool is_done(const goods::GoodsFactory& factory) const;
};

/// Returns the flows of a factory with their work: one for each two pieces of work of which one
/// needs the other. The first is that of what was asked for.
std::vector<FlowWork> work_on(const goods::GoodsFactory& factory, const hauls::TaskBook& tasks);

/// Returns how long a piece of work that is made has been waited for, with all its inputs there:
/// since the last of them came. Nothing while an input is still to come.
std::optional<core::Duration> waited_for(std::size_t node, const goods::GoodsFactory& factory,
                                         const std::vector<FlowWork>& work, core::TimePoint now);

/// Returns the order for a haul of so much on a flow.  @pre 1 unit or more.
hauls::HaulOrder haul_on(const Flow& flow, const goods::GoodsFactory& factory, core::Units units,
                         const core::OperationId& operation);

/// Returns what ships have done for a factory; looks aside.
goods::FactoryWork sum_of(const std::vector<FlowWork>& work);

}  // namespace argosy::manufacturing
