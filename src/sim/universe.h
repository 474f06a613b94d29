#pragma once

/// @file
/// The game server without its wire: all state and rules of one universe, for any number of
/// agents. Every operation takes the time it happens at, and nothing here knows a clock, a socket
/// or JSON. `SimGame` calls it in virtual time, the HTTP front over sockets.

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/rng.h"
#include "core/time.h"
#include "model/goods.h"
#include "model/market.h"
#include "model/ship.h"
#include "sim/api_error.h"
#include "sim/catalogue.h"
#include "sim/economy.h"
#include "sim/scenario.h"

namespace argosy::sim {

/// Ships every new agent gets besides the game's two: fleets of benchmarks.
struct FleetGift {
    model::ShipType type;
    std::int64_t count = 0;
};

struct UniverseOptions {
    std::uint64_t seed = 1;
    std::string law = "measured";
    core::TimePoint start;   ///< When the scenario's state is; no operation is earlier.
    std::string reset_date;  ///< Empty: the scenario's.
    core::Credits starting_credits{175'000};
    std::vector<FleetGift> gifts;
    /// A shipyard builds one ship of a type in this time, up to the stock it started with: the
    /// rate of a RESTRICTED export of volume 2.
    core::Duration build_time = std::chrono::minutes(82) + std::chrono::seconds(30);
};

struct AgentRecord {
    model::Agent agent;
    std::string account_id;
    std::vector<model::ShipSymbol> ships;
    core::Credits spent;   ///< On goods, fuel and ships.
    core::Credits earned;  ///< From goods. credits = starting credits - spent + earned.
};

/// The last fuel a ship burnt.
struct FuelUse {
    std::int64_t amount = 0;
    core::TimePoint at;
};

struct ShipRecord {
    model::Ship ship;
    model::AgentSymbol owner;
    const Hull* hull = nullptr;
    FuelUse fuel_use;
};

struct NewAgent {
    std::string token;
    const AgentRecord* agent = nullptr;
    std::vector<const ShipRecord*> ships;
};

/// A purchase, sale or refuelling that happened.
struct Deal {
    model::MarketTransaction line;
    std::int64_t price_per_unit = 0;
    const AgentRecord* agent = nullptr;
    const ShipRecord* ship = nullptr;
};

struct ShipDeal {
    model::ShipyardTransaction line;
    const AgentRecord* agent = nullptr;
    const ShipRecord* ship = nullptr;
};

struct RefuelOrder {
    std::optional<std::int64_t> units;  ///< Of ship fuel; absent: to the brim.
    bool from_cargo = false;
};

struct WaypointFilter {
    std::string type;                 ///< Empty: any.
    std::vector<std::string> traits;  ///< All of them.
};

/// One universe. Pointers and references given out stay valid for its life; what they point to
/// changes with the next operation. Calls are made from one thread, with times that never fall.
class Universe {
  public:
    /// @error kInvalidArgument  No such law; a gift of an unknown hull.
    static core::Result<std::unique_ptr<Universe>> create(Scenario scenario,
                                                          UniverseOptions options);

    const std::string& reset_date() const { return options_.reset_date; }
    const Scenario& scenario() const { return scenario_; }
    const Catalogue& catalogue() const { return *catalogue_; }
    const Economy& economy() const { return economy_; }
    const model::RecipeMap& supply_chain() const { return model::recipes(); }

    /// Lets markets and shipyards live up to `now`. Every operation that looks at one or trades
    /// there does so first.
    void advance(core::TimePoint now);

    /// Any account token is accepted, as long as there is one.
    /// @returns nothing when accepted, else 4116.
    static std::optional<ApiError> check_account_token(std::string_view token);

    /// Creates an agent with a command frigate `-1` at headquarters, a probe `-2`, and the gifts.
    /// @param symbol   3 to 14 of A-Z, a-z, 0-9, _ and -; kept in upper case.
    /// @error 422   The symbol is malformed, or there is no such faction.
    /// @error 4111  The symbol is taken.
    ApiResult<NewAgent> register_agent(std::string_view symbol, std::string_view faction,
                                       core::TimePoint now);

    /// Returns the agent of an agent token.
    /// @error 4103, 4113, 4107, 4115  Missing, of another reset date, of no agent, invalid.
    ApiResult<model::AgentSymbol> authenticate(std::string_view token) const;

    /// @error 404
    ApiResult<const AgentRecord*> agent(const model::AgentSymbol& agent) const;
    const std::map<model::AgentSymbol, AgentRecord>& agents() const { return agents_; }

    /// @error 404
    ApiResult<const SystemFacts*> system(const model::SystemSymbol& system) const;
    /// Returns the system's waypoints, in the scenario's order.  @error 404  No such system.
    ApiResult<std::vector<const WaypointFacts*>> waypoints(const model::SystemSymbol& system,
                                                           const WaypointFilter& filter = {}) const;
    /// @error 404
    ApiResult<const WaypointFacts*> waypoint(const model::WaypointSymbol& waypoint) const;

    /// Returns the market; prices and transactions only when `viewer` has a ship docked or in
    /// orbit there.
    /// @error 404  No such waypoint, or no market there.
    ApiResult<model::Market> market(const model::WaypointSymbol& waypoint,
                                    const std::optional<model::AgentSymbol>& viewer,
                                    core::TimePoint now);

    /// Returns the shipyard; listings and transactions only as in market().
    /// @error 404  No such waypoint, or no shipyard there.
    ApiResult<model::Shipyard> shipyard(const model::WaypointSymbol& waypoint,
                                        const std::optional<model::AgentSymbol>& viewer,
                                        core::TimePoint now);
    /// Returns the activity a shipyard shows for a listing.
    std::optional<model::Activity> listing_activity(const model::WaypointSymbol& yard,
                                                    const model::ShipType& type) const;

    /// Returns the agent's ships, by number.  @error 404  No such agent.
    ApiResult<std::vector<const ShipRecord*>> ships(const model::AgentSymbol& agent,
                                                    core::TimePoint now);
    /// @error 404  The agent has no such ship.
    ApiResult<const ShipRecord*> ship(const model::AgentSymbol& agent,
                                      const model::ShipSymbol& ship, core::TimePoint now);

    /// Returns every ship of every agent, arrivals unsettled: for checkers, not for answers.
    const std::map<model::ShipSymbol, ShipRecord>& all_ships() const { return ships_; }

    /// Every operation below refuses a ship the agent does not have with 404.

    /// @error 4214
    ApiResult<const ShipRecord*> orbit(const model::AgentSymbol& agent,
                                       const model::ShipSymbol& ship, core::TimePoint now);
    /// @error 4214
    ApiResult<const ShipRecord*> dock(const model::AgentSymbol& agent,
                                      const model::ShipSymbol& ship, core::TimePoint now);
    /// @error 4269  In transit, where only the mode in use is accepted.
    ApiResult<const ShipRecord*> set_flight_mode(const model::AgentSymbol& agent,
                                                 const model::ShipSymbol& ship,
                                                 model::FlightMode mode, core::TimePoint now);
    /// @error 4214, 4236  In transit; docked.
    /// @error 4201, 4202, 4204, 4203  No such waypoint; outside the system; there already; fuel.
    ApiResult<const ShipRecord*> navigate(const model::AgentSymbol& agent,
                                          const model::ShipSymbol& ship,
                                          const model::WaypointSymbol& destination,
                                          core::TimePoint now);

    /// @error 4214, 4225, 4226  In transit; not docked; no fuel sold here.
    /// @error 4600, 4219  Too few credits; too little FUEL in the hold (from_cargo).
    ApiResult<Deal> refuel(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                           const RefuelOrder& order, core::TimePoint now);

    /// @error 4214, 4244, 4603, 4601, 4604, 422  In transit; not docked; no market; good not
    ///        traded; above the trade volume; units below 1.
    /// @error 4228, 4217, 4600  Hold full; too little room; too few credits.
    ApiResult<Deal> purchase(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                             const model::TradeSymbol& good, core::Units units,
                             core::TimePoint now);
    /// @error 4214, 4244, 4603, 4602, 4604, 422, 4219
    ApiResult<Deal> sell(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                         const model::TradeSymbol& good, core::Units units, core::TimePoint now);

    /// @error 404, 4245, 4605, 4216  No shipyard; none of the agent's ships there; type not sold;
    ///        too few credits.
    ApiResult<ShipDeal> purchase_ship(const model::AgentSymbol& agent, const model::ShipType& type,
                                      const model::WaypointSymbol& yard, core::TimePoint now);

    /// Returns a hash of the whole state: equal for equal histories.
    std::uint64_t state_hash() const;

  private:
    struct Listing {
        ShipListingFacts facts;  ///< With the stock of now.
        core::Units full;        ///< Stock at which nothing is built any more.
        core::TimePoint next_built;
    };
    struct Yard {
        std::vector<Listing> listings;
        std::deque<model::ShipyardTransaction> sales;
    };

    Universe(Scenario scenario, UniverseOptions options, std::shared_ptr<const EconomyLaw> law);

    std::string token_of(const model::AgentSymbol& agent) const;
    ShipRecord& add_ship(AgentRecord& agent, const Hull& hull,
                         const model::WaypointSymbol& waypoint, core::TimePoint now);
    /// Returns the agent's ship, its arrival settled.
    ApiResult<ShipRecord*> own_ship(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                                    core::TimePoint now);
    /// Returns the agent's ship, arrived.
    ApiResult<ShipRecord*> own_ship_at_rest(const model::AgentSymbol& agent,
                                            const model::ShipSymbol& ship, core::TimePoint now);
    ApiResult<ShipRecord*> own_docked_ship(const model::AgentSymbol& agent,
                                           const model::ShipSymbol& ship, core::TimePoint now);
    ApiResult<const MarketGoodState*> traded_good(const ShipRecord& ship,
                                                  const model::TradeSymbol& good, core::Units units,
                                                  model::TransactionType type) const;
    ApiResult<Deal> refuel_from_cargo(ShipRecord& record, std::int64_t filled, core::TimePoint now);
    ApiResult<Deal> refuel_from_market(ShipRecord& record, std::int64_t filled,
                                       core::TimePoint now);
    bool is_present(const model::AgentSymbol& agent, const model::WaypointSymbol& waypoint,
                    core::TimePoint now) const;
    model::MarketTransaction record(const ShipRecord& ship, const model::TradeSymbol& good,
                                    model::TransactionType type, core::Units units,
                                    core::Credits total, core::TimePoint now);
    const WaypointFacts* find_waypoint(const model::WaypointSymbol& waypoint) const;
    void restock(Yard& yard, core::TimePoint now);
    void move_to(ShipRecord& ship, const model::WaypointSymbol& waypoint);

    Scenario scenario_;
    UniverseOptions options_;
    const Catalogue* catalogue_;
    core::Rng rng_;
    Economy economy_;
    std::map<model::WaypointSymbol, std::size_t> waypoint_index_;
    std::map<model::AgentSymbol, AgentRecord> agents_;
    std::map<model::ShipSymbol, ShipRecord> ships_;
    /// Where ships are, or are flying to.
    std::map<model::WaypointSymbol, std::set<model::ShipSymbol>> berths_;
    std::map<model::WaypointSymbol, Yard> yards_;
    std::map<model::WaypointSymbol, std::deque<model::MarketTransaction>> deals_;
};

}  // namespace argosy::sim
