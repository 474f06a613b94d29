#pragma once

/// @file
/// What our ships under way will still add to the stocks of markets, and take from them. Whoever
/// prices another haul counts it in, so that it is worth what it says.

#include <map>
#include <utility>

#include "hauls/task_book.h"
#include "model/price_law.h"

namespace argosy::hauls {

class Commitments {
  public:
    Commitments() = default;
    /// @param except  A haul that is not counted: the one to be priced.
    explicit Commitments(const TaskBook& tasks, const core::HaulId& except = core::HaulId());

    /// Counts a haul in that is not bound yet.
    void add(const model::WaypointSymbol& from, const model::WaypointSymbol& to,
             const model::TradeSymbol& good, core::Units units);

    /// Returns what will be added, less what will be taken.
    core::Units of(const model::WaypointSymbol& market, const model::TradeSymbol& good) const;

  private:
    std::map<std::pair<model::WaypointSymbol, model::TradeSymbol>, core::Units> units_;
};

}  // namespace argosy::hauls
