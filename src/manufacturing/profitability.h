#pragma once

/// @file
/// What legs and whole opportunities would bring, before a credit is spent: every tranche at the
/// price it will meet (hauls/pricing.h), at what the markets are known to be now.

#include <string>

#include "goods/supply_chain.h"
#include "hauls/dispatch.h"

namespace argosy::manufacturing {

/// What legs would bring, each leg to the point where it stops paying.
struct Forecast {
    core::Units units;      ///< Of product sold.
    core::Credits cost;     ///< Of inputs and product bought.
    core::Credits revenue;  ///< Of inputs and product sold.

    core::Credits profit() const { return revenue - cost; }
};

struct ManufacturingOpportunity {
    model::TradeSymbol good;
    model::WaypointSymbol sell_market;
    core::Bid bid;
    goods::SupplyChainNode tree;
    Forecast sale;   ///< Collecting the product and selling it.
    Forecast whole;  ///< The same with every feeding leg.
    bool clears = false;
    std::string verdict;  ///< "clears", or why not, with the arithmetic.
};

class Profitability {
  public:
    Profitability(const fleet::Fleet& fleet, const hauls::DispatchSettings& gate)
        : fleet_(fleet), gate_(gate) {}

    /// Returns what a leg would bring now, up to where it stops paying.
    /// @param unload  kSell for a product, kDeliver for an input: they have margins of their own.
    Forecast forecast_leg(const model::TradeSymbol& good, const model::WaypointSymbol& from,
                          const model::WaypointSymbol& to, hauls::TaskType unload) const;

    /// Fills in what the opportunity would bring, whether it clears, and why not.
    void assess(ManufacturingOpportunity& opportunity) const;

    /// Returns into how many hold-sized lots a leg is worth splitting, so that several ships can
    /// work on it at once. 0: an input that its factory has plenty of.
    int lots_of(const model::TradeSymbol& good, const model::WaypointSymbol& from,
                const model::WaypointSymbol& to, hauls::TaskType unload) const;

  private:
    void add_feeding(const goods::SupplyChainNode& node, Forecast& whole, bool& any_clears) const;

    const fleet::Fleet& fleet_;
    const hauls::DispatchSettings& gate_;
};

}  // namespace argosy::manufacturing
