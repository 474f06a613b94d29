#pragma once

/// @file
/// What the steps about workers share: a worker is a haul that a ship carries, for manufacturing or
/// for goods factories.

#include <functional>
#include <optional>
#include <string>

#include "tests/features/support/goods_orders.h"

namespace argosy::tests {

struct WorkerWorld {
    Works works;
    GoodsOrders orders{works};
    /// What "the worker executes" means for this one.
    std::function<void(WorkerWorld&)> execute;

    std::string product;
    std::string factory;     ///< That makes it.
    model::ShipSymbol lost;  ///< The ship that a scenario takes away.

    // Of a coordinator of goods factories:
    std::vector<model::ShipSymbol> idle;  ///< When it began.
    model::ShipSymbol worker;             ///< The first ship that was given a haul,
    std::string haul;                     ///< and that haul.
    std::int64_t begun = 0;               ///< Hauls begun when it was stopped.
    core::Result<model::RecipeMap> map{core::Error{}};

    // Of a worker of manufacturing:
    std::string sink;
    std::string input;
    std::optional<core::Duration> cancelled_after;
    core::Result<operations::Operation> stopped{core::Error{}};
};

}  // namespace argosy::tests
