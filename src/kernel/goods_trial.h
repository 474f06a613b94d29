#pragma once

/// @file
/// One production on request in a virtual world whose markets have been seen, and how it went.

#include <optional>
#include <string>
#include <vector>

#include "kernel/virtual_world.h"

namespace argosy::kernel {

struct GoodsTrial {
    std::string scenario;                    ///< Recorded; its system is the target's.
    std::optional<std::uint64_t> generated;  ///< As of VirtualWorldOptions.
    std::uint64_t seed = 1;
    std::int64_t haulers = 8;
    std::int64_t max_workers = 0;  ///< As of goods::Settings.
    goods::ProductionTarget target;
    /// Every good of the tree that is made stands where it would be untouched: at stock 0.
    bool from_nothing = false;
};

/// Has the markets looked at, asks for the target and waits until its factory has ended, a virtual
/// week at most.
/// @error as GoodsOperation::produce(), and kRejected where the run logged errors, did not end, or
///        the ledger is not the game's
Result<goods::GoodsFactory> run_trial(const GoodsTrial& trial);

/// What a system can make of a good.
struct Prospect {
    model::TradeSymbol good;
    Result<goods::SupplyChainNode> tree;  ///< Or what is missing.
};

/// Returns what the trial's world could make of every good with a recipe, by name of the good.
/// @param trial  Its target's good does not matter.
/// @error as VirtualWorld::create()
Result<std::vector<Prospect>> prospects(const GoodsTrial& trial);

}  // namespace argosy::kernel
