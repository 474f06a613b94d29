#pragma once

/// @file
/// What trading decides from: every lane there is by what we know, priced to the credit with the
/// trades under way counted in, for any ship.

#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "fleet/fleet.h"
#include "hauls/commitments.h"
#include "hauls/dispatch.h"

namespace argosy::trading {

/// A good that can be bought at one market and sold at another.
struct Lane {
    model::TradeSymbol good;
    model::WaypointSymbol from;
    model::WaypointSymbol to;

    friend auto operator<=>(const Lane&, const Lane&) = default;
};

/// One hold of cargo on a lane: what a strategy decides. `offer.haul` is empty until it is bound.
struct Trade {
    model::TradeSymbol good;
    hauls::Offer offer;

    Lane lane() const { return {good, offer.from, offer.to}; }
};

/// What limits a trade besides hold and credits.
struct TradeTerms {
    std::int64_t min_margin_bp = 0;  ///< Of a unit, in basis points of the good's base price.
    core::Units most{1'000'000};
};

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
    const std::vector<Lane>& lanes() const { return lanes_; }

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

    /// Takes in what has changed, as if this haul were not under way: to price it again.
    void begin_again(const hauls::Haul& haul);

    /// Leaves a lane out of all rounds for a while: it turned out not to be what it seemed.
    void rest(const Lane& lane, core::TimePoint until) { resting_[lane] = until; }

    /// Returns the trade of a ship from where it is; nothing where it cannot fly.
    std::optional<Trade> trade(const model::Ship& ship, const Lane& lane,
                               const hauls::HaulPrice& price) const;

    /// Counts a trade in that was decided on in this round.
    void take(const Trade& trade);

    /// Returns what the trades of this round may still spend.
    core::Credits budget() const { return budget_; }

    fleet::Fleet& fleet() const { return fleet_; }
    const model::SystemSymbol& system() const { return system_; }

  private:
    void expect(const model::WaypointSymbol& market, const model::TradeSymbol& good,
                core::Units more);

    fleet::Fleet& fleet_;
    const hauls::TaskBook& tasks_;
    core::OperationId operation_;
    model::SystemSymbol system_;
    /// What state() has answered in this round, by market and good: strategies ask for every lane
    /// and ship again. Its order is never seen.
    using States = std::unordered_map<model::TradeSymbol, std::optional<model::PriceState>>;
    mutable std::unordered_map<model::WaypointSymbol, States> states_;
    hauls::Commitments commitments_;
    core::Credits budget_;
    core::Duration request_price_{0};
    std::vector<Lane> lanes_;
    std::set<Lane> under_way_;
    std::map<Lane, core::TimePoint> resting_;
};

}  // namespace argosy::trading
