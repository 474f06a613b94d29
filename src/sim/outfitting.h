#pragma once

/// @file
/// The desk of a shipyard's workshop: mounts and modules go in and out. Whatever is installed
/// stays within the ship's power, slots, mounting points and crew.

#include "sim/universe.h"

namespace argosy::sim {

struct OutfittingRules {
    /// Measured: what a shipyard's `modificationsFee` says (docs/reference/simulator.md).
    core::Credits fee{100};
};

/// A mount or module that went in or out.
struct Refit {
    const AgentRecord* agent = nullptr;
    const ShipRecord* ship = nullptr;
    model::TradeSymbol part;
    core::Credits total;
    core::TimePoint at;
};

/// Every operation refuses a ship the agent does not have (404), in transit (4214) or not docked
/// (4244). What is refused changes nothing.
class Outfitting {
  public:
    explicit Outfitting(Universe& universe, OutfittingRules rules = {})
        : universe_(universe), rules_(rules) {}

    /// Takes the part out of the hold and puts it in place.
    /// @error 422, 4219  No such part; none in the hold.
    /// @error 4249, 4252  Too little power; too little room for crew.
    /// @error 4246, 4248, 4251  Mount: no shipyard; too few credits; no mounting point left.
    /// @error 4266, 4268, 4250  Module: no shipyard; too few credits; too few slots left.
    ApiResult<Refit> install_mount(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                                   const std::string& mount, core::TimePoint now);
    ApiResult<Refit> install_module(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                                    const std::string& module, core::TimePoint now);

    /// Takes the part out of its place and puts it into the hold.
    /// @error 4228, 4217  Hold full; too little room in the hold that is left.
    /// @error 4246, 4248, 4247  Mount: no shipyard; too few credits; none installed.
    /// @error 4266, 4268, 4267  Module: no shipyard; too few credits; none installed.
    /// @error 4252  The crew would be too many for the quarters that are left.
    ApiResult<Refit> remove_mount(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                                  const std::string& mount, core::TimePoint now);
    ApiResult<Refit> remove_module(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                                   const std::string& module, core::TimePoint now);

  private:
    struct Kind;

    ApiResult<Refit> install(const Kind& kind, const model::AgentSymbol& agent,
                             const model::ShipSymbol& ship, const std::string& symbol,
                             core::TimePoint now);
    ApiResult<Refit> remove(const Kind& kind, const model::AgentSymbol& agent,
                            const model::ShipSymbol& ship, const std::string& symbol,
                            core::TimePoint now);
    ApiResult<ShipRecord*> ship_for_refit(const Kind& kind, const model::AgentSymbol& agent,
                                          const model::ShipSymbol& ship, core::TimePoint now);
    Refit paid(ShipRecord& ship, const std::string& symbol, core::TimePoint now);

    Universe& universe_;
    OutfittingRules rules_;
};

/// Returns whether ships are fitted, repaired and scrapped at the waypoint.
bool has_shipyard(const Universe& universe, const model::WaypointSymbol& waypoint);

}  // namespace argosy::sim
