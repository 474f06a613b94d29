#pragma once

/// @file
/// An agent whose ships are wherever a test wants them, in any scenario.

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "sim/universe.h"

namespace argosy::sim::testing {

inline const core::TimePoint kDawn = core::parse_time("2025-04-09T12:00:00.000Z").value();

/// Returns the refusal's code, 0 when the operation was done.
template <class T>
std::int32_t code(const ApiResult<T>& result) {
    return result.ok() ? 0 : result.error().code;
}

/// The agent ARGOSY with the frigate -1, the probe -2, and a ship of each of the `gifts` from -3.
class OneAgent {
  public:
    explicit OneAgent(std::initializer_list<const char*> gifts = {},
                      Scenario scenario = recorded_scenario(), std::uint64_t seed = 7) {
        UniverseOptions options{.seed = seed, .start = kDawn};
        for (const char* gift : gifts)
            options.gifts.push_back({model::ShipType(gift), 1});
        world_ = Universe::create(std::move(scenario), options).value();
        const bool registered = world_->register_agent("account", "ARGOSY", "COSMIC", kDawn).ok();
        ARGOSY_ASSERT(registered);
    }

    Universe& world() { return *world_; }
    const model::AgentSymbol& name() const { return name_; }

    model::ShipSymbol symbol(int number) const {
        return model::ShipSymbol(name_.str() + "-" + std::to_string(number));
    }
    ShipRecord& ship(int number) { return world_->state().ships.at(symbol(number)); }
    core::Credits credits() { return world_->agent_record(name_).agent.credits; }

    /// Puts a ship into orbit, without a cooldown and with an empty hold.
    ShipRecord& put(int number, const model::WaypointSymbol& waypoint) {
        ShipRecord& record = ship(number);
        world_->move_to(record, waypoint);
        record.ship.nav.status = model::NavStatus::kInOrbit;
        record.ship.nav.route = {waypoint, waypoint, kDawn, kDawn};
        record.cooldown = {};
        record.ship.cargo.items.clear();
        return record;
    }

    /// Sends a ship away, for an hour.
    void send(int number, const model::WaypointSymbol& waypoint, core::TimePoint now) {
        ShipRecord& record = ship(number);
        const model::WaypointSymbol from = record.ship.nav.waypoint;
        world_->move_to(record, waypoint);
        record.ship.nav.status = model::NavStatus::kInTransit;
        record.ship.nav.route = {from, waypoint, now, now + std::chrono::hours(1)};
    }

    /// Returns the first waypoint of a type that has a trait ("": any), and not another.
    model::WaypointSymbol place(std::string_view type, std::string_view trait = "",
                                std::string_view not_trait = "STRIPPED") const {
        for (const WaypointFacts& facts : world_->scenario().waypoints) {
            const model::Waypoint& waypoint = facts.waypoint;
            if (waypoint.type == type && (trait.empty() || waypoint.has_trait(trait)) &&
                !waypoint.has_trait(not_trait)) {
                return waypoint.symbol;
            }
        }
        ARGOSY_ASSERT(false);
        return {};
    }

  private:
    model::AgentSymbol name_{"ARGOSY"};
    std::unique_ptr<Universe> world_;
};

}  // namespace argosy::sim::testing
