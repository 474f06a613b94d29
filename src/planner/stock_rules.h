#pragma once

/// @file
/// How far down an export is bought and how far up an import is sold to: from what a plan makes of
/// a good, and what one unit moved now costs every later trade. Pure.

#include <optional>
#include <utility>

#include "model/levels.h"
#include "model/price_law.h"
#include "model/symbols.h"

namespace argosy::planner {

/// A good at a market.
using Place = std::pair<model::WaypointSymbol, model::TradeSymbol>;

/// What a plan makes of a good at a market.
struct PlannedGood {
    /// What moves at a factory that nobody feeds, and a little: in trade volumes an update.
    static constexpr double kAtRest = 0.25;

    double level = 0;    ///< Stock in trade volumes around which it is traded.
    double worth = 0;    ///< Credits of a unit that is in our hands there.
    double flow = 0;     ///< Units an hour that we buy of an export, sell to an import.
    double share = 0;    ///< The same in trade volumes an update.
    bool feeds = false;  ///< Something is made of it there.
    /// Something is made of it there faster than it would be at rest, so it is kept at hand.
    bool kept = false;
    /// It is bought out so that its trade volume grows (volume_growth.h), or something is made of
    /// it there that is.
    bool grows = false;
    bool feeds_growth = false;

    /// Returns whether the market is to move about as much as it can.
    bool at_full_rate() const { return share >= 0.5; }
    /// Returns whether more of it is to be made or used up than at rest.
    bool moves_beyond_rest() const { return share > kAtRest; }
};

/// Stocks in trade volumes. Found with `spacetraders-bench compare`.
struct StockRules {
    /// Left at an export of which more is to be made than at rest: below ABUNDANT after the next
    /// update, or it slows down.
    double keep_full = 2.9;
    /// Left at one that is to grow: LIMITED after the next update, and after one that was missed.
    double keep_growing = -4.2;
    /// Bought so far below the level of the plan elsewhere, so that it is bought at all.
    double below_level = 1.5;
    /// An input of a factory that is fed: MODERATE through the next update, and cheap ones for some
    /// more, which spares flights.
    double fill_input = 0.0;
    double fill_dear_input = -0.5;
    std::int64_t dear_from = 1'000;  ///< Base price.
    double fill_part = 0.0;          ///< Of one that is left alone.
};

/// Stock in trade volumes up to which a good is sold that nothing is made of, by how fast the
/// market was seen to use it up.
struct SaleFill {
    double strong;   ///< As fast as it can: it only must not slow down, and the less it has, the
                     ///< more it pays.
    double growing;  ///< Faster than at rest: above LIMITED at an update, or it gets no faster.
    double weak;     ///< The same at two of them, as it has to get faster by more than one.

    /// Returns that of an activity: of one slower than GROWING, or not known, `weak`.
    double at(std::optional<model::Activity> activity) const;
};

/// What goes by whether feeding helps: how a good is sold that nothing is made of, and how far
/// exports are bought down.
struct SaleRules {
    SaleFill fill;
    /// What it must bring, of what the plan says it is worth: the plan is a bound, and its prices
    /// better than any that come.
    std::int64_t worth_percent;
    /// The same, above its ask: of the base price.
    std::int64_t margin_percent;
    /// An export that stands above this makes no more. It is sold wherever the margin can be had,
    /// whatever the plan hopes for, up to `full_fill`.
    double full_from;
    double full_fill;
    /// For how long it is felt that an export has a unit less: it is bought further down than the
    /// plan says where that pays in the meantime. With more than some hundred it never does, if
    /// the plan buys any.
    std::int64_t felt_hours;
};

/// What speaks for and against one more unit of an export.
struct UnitTaken {
    double value;             ///< Credits that it brings where it goes.
    std::int64_t felt_hours;  ///< For how long the export has one less: SaleRules.
};

/// Returns the stock in trade volumes that is left at an export.
double keep_of(const StockRules& rules, const model::PriceState& source, const PlannedGood& planned,
               const UnitTaken& unit);

/// Returns the stock in trade volumes up to which an import is filled that something is made of.
double fill_of(const StockRules& rules, const model::PriceState& sink, const PlannedGood& planned);

}  // namespace argosy::planner
