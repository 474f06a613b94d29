#pragma once

/// @file
/// Which goods are worth making: demanded somewhere, made by a known factory, and forecast to
/// pay, leg by leg, at the prices each leg will meet.

#include <set>
#include <vector>

#include "manufacturing/profitability.h"
#include "manufacturing/settings.h"

namespace argosy::manufacturing {

class DemandFinder {
  public:
    DemandFinder(const market::MarketBook& markets, const Profitability& profitability,
                 const Settings& settings)
        : markets_(markets), profitability_(profitability), settings_(settings) {}

    /// Returns an opportunity for every good that some known market imports at the least price or
    /// better and some known factory makes: by rank, and no more than the settings let count.
    /// @param reserved  Outputs that pipelines feed already; they are left out.
    std::vector<ManufacturingOpportunity> find(
        const std::set<std::pair<model::WaypointSymbol, model::TradeSymbol>>& reserved) const;

  private:
    const market::MarketBook& markets_;
    const Profitability& profitability_;
    const Settings& settings_;
};

}  // namespace argosy::manufacturing
