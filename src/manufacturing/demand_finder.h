#pragma once

/// @file
/// Which goods are worth making: demanded somewhere, made by a known factory, and forecast to
/// pay, leg by leg, at the prices each leg will meet.

#include <string>
#include <vector>

#include "goods/supply_chain.h"
#include "hauls/dispatch.h"
#include "manufacturing/settings.h"

namespace argosy::manufacturing {

/// What the legs of an opportunity would bring now, each leg to the point where it stops paying.
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

class DemandFinder {
  public:
    DemandFinder(const fleet::Fleet& fleet, const hauls::DispatchSettings& gate,
                 const Settings& settings)
        : fleet_(fleet), gate_(gate), settings_(settings) {}

    /// Returns an opportunity for every good that some known market imports at the least price or
    /// better and some known factory makes, best forecast first.
    /// @param reserved  Outputs that pipelines feed already; they are left out.
    std::vector<ManufacturingOpportunity> find(
        const std::set<std::pair<model::WaypointSymbol, model::TradeSymbol>>& reserved) const;

    /// Returns what a leg would bring now, up to where it stops paying.
    Forecast forecast_leg(const model::TradeSymbol& good, const model::WaypointSymbol& from,
                          const model::WaypointSymbol& to, std::int64_t min_margin_bp) const;

  private:
    void assess(ManufacturingOpportunity& opportunity) const;
    void add_feeding(const goods::SupplyChainNode& node, Forecast& whole, bool& any_clears) const;

    const fleet::Fleet& fleet_;
    const hauls::DispatchSettings& gate_;
    const Settings& settings_;
};

}  // namespace argosy::manufacturing
