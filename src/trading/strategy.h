#pragma once

/// @file
/// How trading decides: idle ships in, trades out. Each way is a small class over the same desk,
/// so that they can be compared on equal ground: the same knowledge, engine, fleet and requests.

#include <string_view>
#include <vector>

#include "trading/verdict.h"

namespace argosy::trading {

class Strategy {
  public:
    virtual ~Strategy() = default;

    /// Its name, as commands and results have it.
    virtual std::string_view name() const = 0;

    /// Returns trades that may all be started; each ship is in one at most. It has counted them in
    /// at the desk.
    /// @param ships  Idle, and able to carry.
    virtual std::vector<Trade> choose(TradeDesk& desk,
                                      const std::vector<model::ShipSymbol>& ships) = 0;

    /// Returns with what terms a trade is still made when its ship has come to where it is to buy;
    /// nothing: not at all.
    virtual std::optional<TradeTerms> terms_on_arrival(const TradeDesk& desk, const Lane& lane) = 0;

    /// Returns whether a lane is traded now: what choose() goes by.
    virtual Verdict judge(const TradeDesk& desk, const LaneNow& lane) const = 0;

    /// Returns what a trade on an open lane is chosen by: its profit a second, if it brings any.
    virtual Score score(const LaneNow& lane, const Trade& trade) const;

    /// Returns what else it decides by on a lane, for people.
    virtual std::vector<Figure> figures_of(const Lane&) const { return {}; }

    /// Returns whether cargo on a lane is sold whatever it brings, because more is made of it.
    virtual bool sells_anyway(const Lane&) const { return false; }

    /// Returns what one such hull more would bring to a fleet that is always at work, in credits an
    /// hour; nothing where the strategy cannot tell. Changes no decision.
    virtual std::optional<double> hull_worth(const TradeDesk&, const model::Ship& /*hull*/) {
        return std::nullopt;
    }

    /// What is spent for later must have paid back by then; trading may go on. Nothing: nobody says
    /// when. Called before anything is decided, and when it changes.
    virtual void must_pay_back_by(std::optional<core::TimePoint>) {}

    /// Returns how much longer a flight may take for a credit that it saves: the more ships there
    /// are for what there is to do, the longer.
    virtual core::Duration time_for_a_credit() const { return fleet::kUsualTimeForACredit; }

    /// Returns whether it knows what a lane's good is worth at both ends, to itself and later: then
    /// what judge() says of the lane is said to the whole company.
    virtual bool values_goods(const Lane&) const { return false; }

    /// Somebody else's haul takes so much on a lane.
    virtual void count_in(const Lane&, core::Units) {}

    /// A chosen trade was not made after all: it was not started, or handed back where it was to
    /// load.
    virtual void dropped(const Lane&, core::Units) {}
};

}  // namespace argosy::trading
