#pragma once

/// @file
/// What is really so in a universe, for checkers and benchmarks: nothing here spends a request,
/// waits, or changes anything. The program itself never sees it.

#include <vector>

#include "sim/universe.h"

namespace argosy::sim {

class Truth {
  public:
    explicit Truth(const Universe& universe) : universe_(universe) {}

    /// @pre The agent exists.
    core::Credits credits(const model::AgentSymbol& agent) const;
    core::Credits spent(const model::AgentSymbol& agent) const;
    core::Credits earned(const model::AgentSymbol& agent) const;

    /// Returns the agent's ships as they are at `now`, by number.  @pre The agent exists.
    std::vector<model::Ship> ships(const model::AgentSymbol& agent, core::TimePoint now) const;

    /// Returns units of each good in all holds of the agent.  @pre The agent exists.
    std::map<model::TradeSymbol, core::Units> cargo(const model::AgentSymbol& agent) const;

    const std::map<model::WaypointSymbol, MarketState>& markets() const {
        return universe_.economy().markets();
    }
    /// @pre The market trades the good.
    const MarketGoodState& good(const model::WaypointSymbol& waypoint,
                                const model::TradeSymbol& good) const;

    /// Returns the first market good whose stock is not what its flows say, or null.
    const MarketGoodState* unbalanced_good() const;

    std::uint64_t state_hash() const { return universe_.state_hash(); }

  private:
    const AgentRecord& record(const model::AgentSymbol& agent) const;

    const Universe& universe_;
};

}  // namespace argosy::sim
