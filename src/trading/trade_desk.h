#pragma once

/// @file
/// What trading decides from: every lane there is by what we know, priced to the credit with the
/// trades under way counted in, for any ship.

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "fleet/fleet.h"
#include "hauls/commitments.h"
#include "hauls/dispatch.h"
#include "trading/lane_board.h"

namespace argosy::trading {

/// A lane of a round, with what its ends are believed to have now: ships under way counted in.
struct LaneNow {
    std::size_t number;  ///< In TradeDesk::lanes().
    const Lane& lane;
    LaneBoard::Ends ends;
    const model::PriceState& source;
    const model::PriceState& sink;
};

/// One hold of cargo on a lane: what a strategy decides. `offer.haul` is empty until it is bound.
struct Trade {
    model::TradeSymbol good;
    hauls::Offer offer;

    Lane lane() const { return {good, offer.from, offer.to}; }
};

/// What it takes a ship to come to where a lane begins.
struct Approach {
    core::Credits fuel;
    std::int64_t requests = 0;
    core::Duration time{0};  ///< With what its requests cost.
};

/// What limits a trade besides hold and credits.
struct TradeTerms {
    std::int64_t min_margin_bp = 0;  ///< Of a unit, in basis points of the good's base price.
    core::Units most{1'000'000};
};

/// What deciding in a round took, counted: for those who measure.
struct RoundWork {
    std::int64_t pricings = 0;   ///< Of a lane, for all holds.
    std::int64_t offers = 0;     ///< Of ships at one place for a lane, scored.
    bool was_cut_short = false;  ///< See kMostPricings.
};

/// Makes the trade of a ship that is where it begins that of one which is so far away.
void come_from(const Approach& approach, Trade& trade);

/// Credits a second, the time that its requests cost included.
double rate_of(const Trade& trade);

class TradeDesk {
  public:
    /// @param operation  Whose budget is spent.
    /// @param system     Lanes lead from and to markets of it.
    TradeDesk(fleet::Fleet& fleet, const hauls::TaskBook& tasks, core::OperationId operation,
              model::SystemSymbol system);

    /// Takes in what has changed since the last round. To be called before anything else.
    void begin_round();

    /// Returns all lanes of the system whose prices are known at both ends, in order. Those that
    /// lose are there too.
    const std::vector<Lane>& lanes() const { return board_.lanes(); }

    /// The same by number, with the places they join.
    const LaneBoard& board() const { return board_; }

    /// Returns a lane of this round. Valid until a trade is taken.
    /// @param number  In lanes().
    LaneNow lane_now(std::size_t number) const;

    /// Whether a ship has been given a trade of this lane that is not over, in this round too.
    bool is_under_way(const Lane& lane) const { return under_way_.contains(lane); }
    /// The same of any lane of the good.
    bool is_under_way(const model::TradeSymbol& good) const;

    /// Returns a good's state, with what ships under way will do to it; nothing where it is not
    /// known.
    std::optional<model::PriceState> state(const model::WaypointSymbol& market,
                                           const model::TradeSymbol& good) const;

    /// Returns the best quantity and what it brings: hauls::price_haul().
    hauls::HaulPrice price(const Lane& lane, core::Units hold, const TradeTerms& terms) const;
    hauls::HaulPrice price(const LaneNow& lane, core::Units hold, const TradeTerms& terms) const;

    /// Takes in what has changed, as if this haul were not under way: to price it again.
    void begin_again(const hauls::Haul& haul);

    /// Leaves a lane out of all rounds for a while: it turned out not to be what it seemed.
    void rest(const Lane& lane, core::TimePoint until) { resting_[lane] = until; }

    /// Returns those lanes, with until when.
    const std::map<Lane, core::TimePoint>& resting() const { return resting_; }

    /// Returns the trade of a ship from where it is; nothing where it cannot fly.
    std::optional<Trade> trade(const model::Ship& ship, const Lane& lane,
                               const hauls::HaulPrice& price) const;

    /// The same of a ship that is where the lane begins; `offer.ship` is empty.
    Trade trade_at_source(const LaneNow& lane, const hauls::HaulPrice& price,
                          const fleet::RoutePlan& onward) const;

    /// Returns what a way to where a lane begins takes.
    Approach approach(const fleet::RoutePlan& there) const;

    /// Counts a trade in that was decided on in this round.
    void take(const Trade& trade);

    /// What this round took so far.
    RoundWork& work() { return work_; }

    /// Returns what the trades of this round may still spend.
    core::Credits budget() const { return budget_; }

    fleet::Fleet& fleet() const { return fleet_; }
    const model::SystemSymbol& system() const { return system_; }

  private:
    const model::PriceState& state_at(std::int32_t place) const;
    void forget_beliefs();
    void note_under_way(const core::HaulId& but);

    fleet::Fleet& fleet_;
    const hauls::TaskBook& tasks_;
    core::OperationId operation_;
    model::SystemSymbol system_;
    /// Of the board's places, with commitments: worked out when a round first asks.
    mutable std::vector<std::optional<model::PriceState>> believed_;
    hauls::Commitments commitments_;
    core::Credits budget_;
    core::Duration request_price_{0};
    RoundWork work_;
    LaneBoard board_;
    std::set<Lane> under_way_;
    std::map<Lane, core::TimePoint> resting_;
};

}  // namespace argosy::trading
