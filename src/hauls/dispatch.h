#pragma once

/// @file
/// Which ship takes which haul. Idle ships are priced against ready hauls, at every place the haul
/// could buy or sell, with all trades under way taken into account; then all are matched at once
/// for the most credits per second. Where requests are short their price in ship time is part of
/// every second. What does not clear a gate is declined, with its reason.

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "fleet/assignment.h"
#include "fleet/fleet.h"
#include "hauls/candidates.h"
#include "hauls/commitments.h"
#include "hauls/pricing.h"
#include "hauls/ship_groups.h"
#include "hauls/task_book.h"

namespace argosy::hauls {

/// How ships and hauls find each other: docs/concepts/assignment.md compares the two.
enum class Choice : std::uint8_t {
    kTogether,   ///< All pairs of a pass are matched for the greatest sum of rates.
    kBestFirst,  ///< The best pair is taken, then the best of what is left.
    kByKind,     ///< Hauls in the order of task_queue.h, each to the ship that does best with it.
};

/// What a ship does that has no haul and nothing to look at: see `Positioner`.
enum class Idle : std::uint8_t { kStays, kGoesAhead };

/// How much of a good one haul takes.
enum class Sizing : std::uint8_t {
    kExact,         ///< What makes the most of both price curves: price_haul().
    kRequirements,  ///< One transaction by the requirements' rule: trade_size().
};

std::string_view to_string(Sizing sizing);
/// Reads what to_string() writes: "exact", "requirements".
std::optional<Sizing> parse_sizing(std::string_view text);

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
    Choice choice = Choice::kTogether;
    Idle idle = Idle::kStays;  ///< The bench earns no more by going ahead.
    Sizing sizing = Sizing::kExact;
};

/// Returns the least margin of a unit for a haul that ends so, in basis points of the good's base
/// price; far below zero where the gate is off.
std::int64_t least_margin_bp(const DispatchSettings& settings, TaskType unload);

/// Returns what a haul that ends so brings between the two places, with the margin and the size
/// that the settings ask for. Forecasts, previews and dispatch all price with it.
/// @param capacity  Free hold.  @param budget  What may be spent.
HaulPrice price_by(const DispatchSettings& settings, TaskType unload,
                   const model::PriceState& source, const model::PriceState& sink,
                   core::Units capacity, core::Credits budget);

/// One ship on one haul, priced.
struct Offer {
    model::ShipSymbol ship;
    core::HaulId haul;
    model::WaypointSymbol from;
    model::WaypointSymbol to;
    HaulPrice price;
    core::Credits profit;  ///< Revenue less cost and fuel.
    /// What it is worth beyond that because it was asked for: what ranks such hauls, which may all
    /// cost more than they bring. No money.
    core::Credits worth{0};
    core::Duration time{0};
    std::int64_t requests = 0;  ///< An estimate: flights, fuel stops, docking, looks and trades.
};

/// Why a ready haul waits.
struct Declined {
    core::HaulId haul;
    /// "margin", "profit", "requests", "no_price", "no_money", "no_route", "no_ship"
    std::string reason;
    std::string detail;  ///< The arithmetic.
};

/// Returns the name under which a haul's credits are set aside, from when it is bound to a ship
/// until its purchases are done.
ledger::EarmarkId earmark_of(const core::HaulId& haul);

class Dispatch {
  public:
    /// @param settings  Of operations that have none of their own.
    Dispatch(fleet::Fleet& fleet, const TaskBook& tasks, DispatchSettings settings);

    /// Returns the best offer of any of these ships for any of these hauls; nothing when none
    /// clears the gate of its operation.
    std::optional<Offer> best(const std::vector<model::ShipSymbol>& ships,
                              const std::vector<Haul>& hauls);

    /// Returns offers that may all be taken, the best first: each ship and each haul is in one at
    /// most, and no two meet at a market with the same good, so each is worth what it says. What
    /// was left out may be offered when these have been taken: ask again until nothing is.
    /// @pre The hauls are of one operation.
    std::vector<Offer> choose(const std::vector<model::ShipSymbol>& ships,
                              const std::vector<Haul>& hauls);

    /// Returns the credits a second that offers of a round are ranked by.
    /// @pre Its haul is open.
    double rate_of(const Offer& offer) const;

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

    /// Why hauls of the last call of best() or choose() were not offered.
    const std::vector<Declined>& declined() const { return declined_; }

    /// Returns what an operation's hauls go by: a reference that stays good.
    const DispatchSettings& settings(const core::OperationId& operation) const;
    void set_settings(const core::OperationId& operation, DispatchSettings settings) {
        settings_of_.insert_or_assign(operation, settings);
    }

  private:
    struct Place {
        model::WaypointSymbol from;
        model::WaypointSymbol to;
        HaulPrice price;
        std::int64_t trading_requests;
    };

    /// Where a haul can be done; if nowhere, the obstacle says why.
    struct Places {
        std::vector<Place> found;
        Declined obstacle;
    };

    /// What makes hauls alike.
    using LotKey = std::tuple<TaskType, TaskType, model::TradeSymbol, model::WaypointSymbol,
                              model::WaypointSymbol, core::Units, core::OperationId>;

    /// The ships and hauls of one round: as they are, and as find_candidates() takes them.
    struct Round {
        std::vector<ShipGroup> groups;
        std::vector<Berth> berths;             ///< By group.
        std::vector<std::vector<Haul>> hauls;  ///< Alike, by lot.
        std::vector<Lot> lots;
        std::vector<std::vector<const Place*>> places;  ///< By lot and trip.
    };
    /// A hull, by what a haul is priced by.
    struct Kind {
        const model::Ship* hull;
        core::Units hold;
    };

    static LotKey lot_of(const Haul& haul);
    Round make_round(const std::vector<model::ShipSymbol>& ships, const std::vector<Haul>& hauls);
    void add_trips(Round& round, const std::vector<Kind>& kinds,
                   std::map<model::WaypointSymbol, std::int32_t>& numbers);
    void add_berths(Round& round, const std::vector<std::int32_t>& kind_of_group,
                    const std::map<model::WaypointSymbol, std::int32_t>& numbers);
    /// Returns the best offer for the first haul of a lot, though it be refused.
    std::optional<Offer> best_of(const Round& round, std::size_t lot);
    /// Says why no ship takes the hauls of a lot.
    void decline(const Round& round, std::size_t lot);
    std::optional<Declined> refusal_of(const Haul& haul, const Offer& offer) const;
    bool earns_more(const Offer& a, const Offer& b) const;
    core::Duration charged_time(const Offer& offer) const;
    std::vector<Offer> in_order(std::vector<model::ShipSymbol> ships,
                                const std::vector<Haul>& hauls);
    /// Returns the same if it clears; else the lot is declined.
    std::optional<Offer> clearing(const Round& round, std::size_t lot);
    std::vector<Offer> compatible(std::vector<Offer> offers) const;
    const Places& known_places(const Haul& haul, core::Units capacity);
    void begin_round();
    Places places(const Haul& haul, core::Units capacity) const;
    Declined obstacle(const Haul& haul, const model::WaypointSymbol& from,
                      const model::WaypointSymbol& to, core::Units capacity) const;
    std::optional<HaulPrice> price(const Haul& haul, const model::WaypointSymbol& from,
                                   const model::WaypointSymbol& to, core::Units capacity,
                                   core::Credits budget) const;
    std::optional<Offer> offer(const model::Ship& ship, const Haul& haul, const Place& place);
    std::optional<model::PriceState> state_at(const model::WaypointSymbol& market,
                                              const model::TradeSymbol& good) const;
    const DispatchSettings& settings_of(const Haul& haul) const {
        return settings(haul.unload->operation);
    }
    /// What hauls that were asked for are set beside, to be ranked.
    static constexpr core::Duration kBeside = std::chrono::hours(100);
    core::Credits worth_of(const Haul& haul, const Place& place) const;
    static core::Duration time_beside(const Haul& haul);
    core::Credits least_profit(const Haul& haul) const;

    fleet::Fleet& fleet_;
    const TaskBook& tasks_;
    DispatchSettings settings_;
    std::map<core::OperationId, DispatchSettings> settings_of_;  ///< A few bytes an operation.
    Commitments commitments_;  ///< Of this round, as the ships under way left them.
    /// Of this round: hauls that are alike are priced once for each hold.
    using PlacesKey = std::pair<LotKey, core::Units>;
    std::map<PlacesKey, Places> places_;
    core::Duration request_price_{0};  ///< Ship time that a request costs: RequestBudget::price().
    std::vector<Declined> declined_;
};

}  // namespace argosy::hauls
