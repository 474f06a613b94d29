#pragma once

/// @file
/// Watches what fed factories hold, by every look any ship makes, and opens or shuts their
/// collections: a COLLECT is READY while its factory's output is HIGH or better, and no ship ever
/// waits for it.

#include "fleet/fleet.h"
#include "hauls/task_book.h"
#include "manufacturing/factory_state.h"

namespace argosy::manufacturing {

class SupplyMonitor {
  public:
    SupplyMonitor(const market::MarketBook& markets, hauls::TaskBook& tasks,
                  FactoryTracker& factories)
        : markets_(markets), tasks_(tasks), factories_(factories) {}

    /// Takes in what is known of a pipeline's factories and moves its collections between PENDING
    /// and READY accordingly; books deliveries that have been completed.
    /// @returns whether anything changed
    bool update(const core::PipelineId& pipeline, store::Transaction& transaction);

    /// Why a COLLECT that is PENDING waits: "IRON at X1-AD75-H51 is MODERATE, collected from HIGH".
    std::string waits_for(const hauls::ManufacturingTask& collect) const;

  private:
    const market::MarketBook& markets_;
    hauls::TaskBook& tasks_;
    FactoryTracker& factories_;
};

}  // namespace argosy::manufacturing
