#pragma once

/// @file
/// The universe in the JSON shapes of the public API, every required member included. Reads the
/// universe, changes nothing, decides nothing.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "sim/universe.h"

namespace argosy::sim {

class UniverseJson {
  public:
    explicit UniverseJson(const Universe& universe) : universe_(universe) {}

    boost::json::object status(core::TimePoint now) const;
    boost::json::object agent(const AgentRecord& record) const;
    /// What everybody may see: no account.
    boost::json::object public_agent(const AgentRecord& record) const;
    boost::json::object faction(const Faction& faction) const;
    boost::json::object system(const SystemFacts& facts) const;
    boost::json::object waypoint(const WaypointFacts& facts) const;
    boost::json::object market(const model::Market& market) const;
    boost::json::object shipyard(const model::Shipyard& yard) const;
    boost::json::object supply_chain() const;
    boost::json::object ship(const ShipRecord& record, core::TimePoint now) const;
    boost::json::object nav(const ShipRecord& record, core::TimePoint now) const;
    /// Without an expiration when there is none.
    boost::json::object cooldown(const ShipRecord& record, core::TimePoint now) const;
    boost::json::object fuel(const ShipRecord& record) const;
    boost::json::object cargo(const ShipRecord& record) const;
    boost::json::object deal(const Deal& deal) const;
    boost::json::object ship_deal(const ShipDeal& deal) const;
    /// The contract an agent is registered with. The simulator has no contracts, so it expired at
    /// the moment it was offered: nobody can act on it.
    boost::json::object expired_contract(const AgentRecord& record, core::TimePoint now) const;

  private:
    boost::json::object route_end(const model::WaypointSymbol& waypoint) const;
    boost::json::object good(const model::TradeSymbol& good) const;
    boost::json::object listing(const model::WaypointSymbol& yard,
                                const model::ShipyardListing& listing) const;

    const Universe& universe_;
};

}  // namespace argosy::sim
