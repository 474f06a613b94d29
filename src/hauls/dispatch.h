#pragma once

/// @file
/// Which ship takes which haul. Every idle ship is priced against every ready haul, at every place
/// the haul could buy or sell, with all trades under way taken into account; the pair that earns
/// most per second is taken first. What does not clear the margin is declined, with its reason.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "fleet/fleet.h"
#include "hauls/pricing.h"
#include "hauls/task_book.h"

namespace argosy::hauls {

/// What the gate and the ranking go by.
struct DispatchSettings {
    std::int64_t feed_margin_bp = 0;      ///< Least margin of a unit that feeds a factory.
    std::int64_t sale_margin_bp = 4'500;  ///< Least margin of a unit of product sold.
    core::Credits least_profit{1'000};    ///< A sale that earns less stays where it is.
    /// The same for hauls that feed a factory. Below zero: a small loss, of fuel mostly, is an
    /// investment in what the factory makes of it.
    core::Credits feed_least_profit{-3'000};
    /// The gate is off: hauls run whatever they are forecast to bring (the requirements' advisory
    /// mode). A haul that finds nothing to buy at all is still not started.
    bool advisory = false;
};

/// One ship on one haul, priced.
struct Offer {
    model::ShipSymbol ship;
    core::HaulId haul;
    model::WaypointSymbol from;
    model::WaypointSymbol to;
    HaulPrice price;
    core::Credits profit;  ///< Revenue less cost and fuel.
    core::Duration time{0};
};

/// Why a ready haul waits.
struct Declined {
    core::HaulId haul;
    std::string reason;  ///< "margin", "profit", "no_price", "no_money", "no_route", "no_ship"
    std::string detail;  ///< The arithmetic.
};

class Dispatch {
  public:
    Dispatch(fleet::Fleet& fleet, const TaskBook& tasks, DispatchSettings settings);

    /// Returns the best offer of any of these ships for any of these hauls; nothing when none
    /// clears the gate.
    std::optional<Offer> best(const std::vector<model::ShipSymbol>& ships,
                              const std::vector<Haul>& hauls);

    /// Returns the price of a haul under way, from what is known now, for a hold of this size;
    /// nothing when one of the prices is not known.
    std::optional<HaulPrice> price_again(const Haul& haul, core::Units capacity);

    /// Returns where the best price for this cargo is, seen from `from`, and what it brings.
    struct Sink {
        model::WaypointSymbol market;
        core::Credits revenue;
    };
    std::optional<Sink> best_sink(const model::ShipSymbol& ship, const model::TradeSymbol& good,
                                  core::Units units);

    /// Why hauls of the last call of best() were not offered.
    const std::vector<Declined>& declined() const { return declined_; }

    const DispatchSettings& settings() const { return settings_; }
    void set_settings(DispatchSettings settings) { settings_ = settings; }

  private:
    struct Place {
        model::WaypointSymbol from;
        model::WaypointSymbol to;
        HaulPrice price;
    };

    /// Where a haul can be done; if nowhere, the obstacle says why.
    struct Places {
        std::vector<Place> found;
        Declined obstacle;
    };

    /// The best of any of these ships; a decline when it does not clear the gate.
    std::optional<Offer> best_for(const Haul& haul, const std::vector<model::ShipSymbol>& ships);
    Places places(const Haul& haul, core::Units capacity) const;
    Declined obstacle(const Haul& haul, const model::WaypointSymbol& from,
                      const model::WaypointSymbol& to, core::Units capacity) const;
    std::optional<HaulPrice> price(const Haul& haul, const model::WaypointSymbol& from,
                                   const model::WaypointSymbol& to, core::Units capacity,
                                   core::Credits budget) const;
    std::optional<Offer> offer(const model::Ship& ship, const Haul& haul, const Place& place);
    std::optional<model::PriceState> state_at(const model::WaypointSymbol& market,
                                              const model::TradeSymbol& good) const;
    std::int64_t min_margin_bp(const Haul& haul) const;
    core::Credits least_profit(const Haul& haul) const;
    void gather_commitments(const core::HaulId& except = core::HaulId());

    fleet::Fleet& fleet_;
    const TaskBook& tasks_;
    DispatchSettings settings_;
    /// Stock that our ships under way will add (sales) or take (purchases).
    std::map<std::pair<model::WaypointSymbol, model::TradeSymbol>, core::Units> committed_;
    std::vector<Declined> declined_;
};

}  // namespace argosy::hauls
