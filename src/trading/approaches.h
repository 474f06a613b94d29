#pragma once

/// @file
/// Which of many idle ships come into question for a lane. Ships of one kind at one place are as
/// good as each other, and of all places only those matter from where the lane's beginning is
/// reached sooner or cheaper than from any other: a few, however many ships there are.

#include "trading/trade_desk.h"

namespace argosy::trading {

class Approaches {
  public:
    /// Ships that make the same of a lane once they are where it begins.
    struct Kind {
        const model::Ship* example;
        core::Units hold;  ///< That is free.
    };
    /// A way that ships of one kind have in common.
    struct Way {
        std::int32_t group;
        Approach approach;
    };

    /// @param ships  They, and the desk's board, stay as they are meanwhile.
    Approaches(const TradeDesk& desk, const std::vector<model::ShipSymbol>& ships);

    /// Returns the kinds, in the order of the first ship of each.
    const std::vector<Kind>& kinds() const { return kinds_; }

    /// Returns ways to a market by ships that are left, of which one is the best for whoever counts
    /// money and time: no other is sooner and as cheap. Valid until a ship is taken.
    /// @param market  Its number on the board.
    const std::vector<Way>& to(std::size_t kind, std::int32_t market);

    /// Returns the first ship left of a group, by its place in the constructor's `ships`; nothing
    /// when all are taken.
    std::optional<std::size_t> first_of(std::int32_t group) const;

    /// Takes the first ship left of a group.
    void take(std::int32_t group);

    std::size_t ships_left() const { return ships_left_; }

  private:
    struct Group {
        std::vector<std::size_t> ships;
        std::size_t taken = 0;
    };
    /// A way from one of the places where ships of a hull are.
    struct FromStart {
        std::size_t start;
        Approach approach;
    };
    /// Ships that fly alike, whatever they have in their holds.
    struct Hull {
        std::vector<const model::Ship*> starts;  ///< A ship at each place where any is.
        /// By market: from all starts, soonest first, once asked for.
        std::vector<std::optional<std::vector<FromStart>>> ways;
    };
    /// Where the ships of a kind are.
    struct KindGroups {
        std::size_t hull;
        std::vector<std::int32_t> at;  ///< The group at each of its hull's starts; kNone: none.
        /// What to() returns.
        std::vector<std::optional<std::vector<Way>>> best;
    };
    static constexpr std::int32_t kNone = -1;

    const std::vector<FromStart>& ways_of(Hull& hull, std::int32_t market) const;

    const TradeDesk& desk_;
    std::vector<Hull> hulls_;
    std::vector<Kind> kinds_;
    std::vector<KindGroups> groups_of_;  ///< By kind.
    std::vector<Group> groups_;
    std::size_t ships_left_ = 0;
};

}  // namespace argosy::trading
