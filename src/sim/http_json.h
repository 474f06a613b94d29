#pragma once

/// @file
/// The universe in the JSON shapes of the public API, every required member included. Reads the
/// universe, changes nothing, decides nothing.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "sim/drydock.h"
#include "sim/outfitting.h"
#include "sim/universe.h"

namespace argosy::sim {

class UniverseJson {
  public:
    explicit UniverseJson(const Universe& universe) : universe_(universe) {}

    boost::json::object status() const;
    boost::json::object account(const AccountRecord& record) const;
    boost::json::object event(const AgentRecord& record, const AgentEvent& event) const;
    boost::json::object agent(const AgentRecord& record) const;
    /// What everybody may see: no account.
    boost::json::object public_agent(const AgentRecord& record) const;
    boost::json::object faction(const Faction& faction) const;
    boost::json::object system(const SystemFacts& facts) const;
    /// Without its traits while nobody has charted it.
    boost::json::object waypoint(const WaypointFacts& facts, core::TimePoint now) const;
    boost::json::array traits(const std::vector<std::string>& symbols) const;
    /// What extraction did to the place.
    boost::json::array modifiers(const model::WaypointSymbol& waypoint, core::TimePoint now) const;
    boost::json::object market(const model::Market& market) const;
    boost::json::object shipyard(const model::Shipyard& yard) const;
    boost::json::object jump_gate(const GateFacts& gate) const;
    boost::json::object supply_chain() const;
    boost::json::object ship(const ShipRecord& record, core::TimePoint now) const;
    boost::json::object nav(const ShipRecord& record, core::TimePoint now) const;
    boost::json::array ship_events(const std::vector<const ShipEvent*>& events) const;
    boost::json::array modules(const ShipRecord& record) const;
    boost::json::array mounts(const ShipRecord& record) const;
    /// Without an expiration when there is none.
    boost::json::object cooldown(const ShipRecord& record, core::TimePoint now) const;
    boost::json::object fuel(const ShipRecord& record) const;
    boost::json::object cargo(const ShipRecord& record) const;
    boost::json::object deal(const Deal& deal) const;
    boost::json::object ship_deal(const ShipDeal& deal) const;
    boost::json::object refit(const Refit& refit) const;
    boost::json::object yard_bill(const YardBill& bill) const;
    boost::json::object contract(const ContractRecord& record) const;
    boost::json::object construction(const model::WaypointSymbol& waypoint,
                                     const SiteRecord& site) const;

  private:
    boost::json::object component(const ShipRecord& record, Component which) const;
    boost::json::object route_end(const model::WaypointSymbol& waypoint) const;
    boost::json::object good(const model::TradeSymbol& good) const;
    boost::json::object listing(const model::WaypointSymbol& yard,
                                const model::ShipyardListing& listing) const;

    const Universe& universe_;
};

}  // namespace argosy::sim
