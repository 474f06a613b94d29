#pragma once

/// @file
/// A fleet of any size over markets of any number, all known, at one moment: what a planner's tick
/// is measured on. The markets are those of generated systems, with their goods and stocks; they
/// make systems of their own, or all lie in one, which the game has none as large as.

#include <memory>
#include <vector>

#include "hauls/task_book.h"
#include "trading/trade_desk.h"

namespace argosy::apps {

struct GroundOptions {
    std::uint64_t seed = 1;
    std::int64_t ships = 10;    ///< That can carry; their holds are of three sizes.
    std::int64_t markets = 10;  ///< At least one.
    /// Above 0: all markets lie in one system, and as many of them are taken as so many lanes need.
    std::int64_t lanes = 0;
};

class PlanningGround {
  public:
    /// Ships are at markets drawn at random, and credits are no matter.
    static core::Result<std::unique_ptr<PlanningGround>> create(const GroundOptions& options);
    ~PlanningGround();

    fleet::Fleet& fleet();
    const hauls::TaskBook& tasks() const;
    /// Every system with markets.
    const std::vector<model::SystemSymbol>& systems() const { return systems_; }
    std::int64_t markets() const { return markets_; }

    /// Returns the ships of a system that can carry and have nothing to do, by symbol.
    std::vector<model::ShipSymbol> idle(const model::SystemSymbol& system) const;

    /// Gives a ship a trade: it is under way from now on.
    void send(const trading::Trade& trade);

  private:
    struct Parts;

    PlanningGround();
    core::Result<void> settle(const GroundOptions& options);
    void look_at_markets();
    void spread_ships(std::uint64_t seed);

    std::unique_ptr<Parts> parts_;
    std::vector<model::SystemSymbol> systems_;
    std::int64_t markets_ = 0;
};

}  // namespace argosy::apps
