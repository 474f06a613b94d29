#pragma once

/// @file
/// The desk where ships are repaired and scrapped, at a shipyard's waypoint. Plating and parts come
/// from the market there and go to it, so both prices follow the market's.

#include "sim/universe.h"

namespace argosy::sim {

/// Documented (docs/reference/simulator.md): plating and parts are bought at the market for a
/// repair and sold to it for a scrapped ship, more of them the higher a component's quality; a
/// repair lowers the integrity. Chosen: plating for the frame, parts for reactor and engine, and
/// all numbers. Where the market does not trade them, their base prices are asked and paid.
struct DrydockRules {
    /// For each point of quality to repair a component from 0, in basis points of a unit.
    std::int64_t repair_units = 10'000;
    /// For each point of quality that a component of full health gives, in basis points of a unit:
    /// so few that no hull on sale is worth its price as scrap.
    std::int64_t scrap_units = 5'000;
    /// What a repair takes off the integrity, in basis points of the condition it restores.
    std::int64_t integrity_lost = 500;
};

/// What a repair costs, or a scrapped ship brings.
struct YardBill {
    model::WaypointSymbol waypoint;
    model::ShipSymbol ship;
    core::Credits total;
    core::TimePoint at;
};

struct Repair {
    const AgentRecord* agent = nullptr;
    const ShipRecord* ship = nullptr;
    YardBill bill;
};

struct Scrapping {
    const AgentRecord* agent = nullptr;
    YardBill bill;
};

/// Every operation refuses a ship the agent does not have (404) or in transit (4214). What is
/// refused changes nothing.
class Drydock {
  public:
    explicit Drydock(Universe& universe, DrydockRules rules = {})
        : universe_(universe), rules_(rules) {}

    /// Returns what repair() would cost now.
    /// @error 4264  Not docked at a shipyard.
    ApiResult<YardBill> repair_quote(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                                     core::TimePoint now);
    /// Makes every condition as new, at the price of the quote.
    /// @error 4264, 4265  Not docked at a shipyard; too few credits.
    ApiResult<Repair> repair(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                             core::TimePoint now);

    /// Returns what scrap() would bring now.
    /// @error 4263  Not docked at a shipyard.
    ApiResult<YardBill> scrap_quote(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                                    core::TimePoint now);
    /// Takes the ship out of the universe, with all that is aboard, at the price of the quote.
    /// @error 4263  Not docked at a shipyard.
    ApiResult<Scrapping> scrap(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                               core::TimePoint now);

  private:
    /// In basis points of a unit.
    struct Material {
        std::int64_t plating = 0;
        std::int64_t parts = 0;
    };

    ApiResult<ShipRecord*> ship_at_yard(const model::AgentSymbol& agent,
                                        const model::ShipSymbol& ship,
                                        ApiError (*refuse)(const model::WaypointSymbol&),
                                        core::TimePoint now);
    Material to_repair(const ShipRecord& ship) const;
    Material to_gain(const ShipRecord& ship) const;
    core::Credits cost(const ShipRecord& ship) const;
    core::Credits worth(const ShipRecord& ship) const;
    const MarketGoodState* traded(const model::WaypointSymbol& waypoint,
                                  const model::TradeSymbol& good) const;

    Universe& universe_;
    DrydockRules rules_;
};

}  // namespace argosy::sim
