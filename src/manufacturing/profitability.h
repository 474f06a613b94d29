#pragma once

/// @file
/// What legs and whole opportunities would bring, before a credit is spent: every tranche at the
/// price it will meet (hauls/pricing.h), at what the markets are known to be now.

#include <string>

#include "goods/supply_chain.h"
#include "hauls/dispatch.h"
#include "manufacturing/profit_forecast.h"

namespace argosy::manufacturing {

struct ManufacturingOpportunity {
    model::TradeSymbol good;
    model::WaypointSymbol sell_market;
    core::Bid bid;
    goods::SupplyChainNode tree;
    Takings sale;   ///< Collecting the product and selling it.
    Takings whole;  ///< The same with every feeding leg.
    bool clears = false;
    std::string verdict;  ///< "clears", or why not, with the arithmetic.
};

/// Returns the largest hold of the fleet; 0 without ships.
core::Units largest_hold(const fleet::Fleet& fleet);

class Profitability {
  public:
    Profitability(const fleet::Fleet& fleet, const hauls::DispatchSettings& gate)
        : fleet_(fleet), gate_(gate) {}

    /// Returns what a leg would bring now, up to where it stops paying.
    /// @param unload  kSell for a product, kDeliver for an input: they have margins of their own.
    Takings forecast_leg(const model::TradeSymbol& good, const model::WaypointSymbol& from,
                         const model::WaypointSymbol& to, hauls::TaskType unload) const;

    /// Fills in what the opportunity would bring, whether it clears, and why not.
    void assess(ManufacturingOpportunity& opportunity) const;

    /// Returns into how many hold-sized lots a leg is worth splitting, so that several ships can
    /// work on it at once. 0: an input that its factory has plenty of.
    int lots_of(const model::TradeSymbol& good, const model::WaypointSymbol& from,
                const model::WaypointSymbol& to, hauls::TaskType unload) const;

  private:
    void add_feeding(const goods::SupplyChainNode& node, Takings& whole, bool& any_clears) const;

    const fleet::Fleet& fleet_;
    const hauls::DispatchSettings& gate_;
};

}  // namespace argosy::manufacturing
