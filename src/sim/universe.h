#pragma once

/// @file
/// The game server without its wire: all state and rules of one universe, for any number of
/// agents. Every operation takes the time it happens at, and nothing here knows a clock, a socket
/// or JSON. `SimGame` calls it in virtual time, the HTTP front over sockets.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/result.h"
#include "core/rng.h"
#include "core/time.h"
#include "model/goods.h"
#include "model/market.h"
#include "model/ship.h"
#include "model/travel.h"
#include "sim/api_error.h"
#include "sim/catalogue.h"
#include "sim/economy.h"
#include "sim/scenario.h"
#include "sim/universe_state.h"
#include "sim/wear.h"

namespace argosy::sim {

/// The version of the game whose public API this is.
inline constexpr std::string_view kGameVersion = "v2.3.0";

/// Ships every new agent gets besides the game's two: fleets of benchmarks.
struct FleetGift {
    model::ShipType type;
    std::int64_t count = 0;
};

struct UniverseOptions {
    std::uint64_t seed = 1;
    std::string law = "measured";
    /// In the background of any law: see `LawOptions`.
    bool other_traders = false;
    core::TimePoint start;   ///< When the scenario's state is; no operation is earlier.
    std::string reset_date;  ///< Empty: the scenario's.
    core::Credits starting_credits{175'000};
    std::vector<FleetGift> gifts;
    /// A shipyard builds one ship of a type in this time, up to the stock it started with: the
    /// rate of a RESTRICTED export of volume 2.
    core::Duration build_time = std::chrono::minutes(82) + std::chrono::seconds(30);
    WearRules wear;
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

/// A ship that has left, and what leaving did to it.
struct Departure {
    const ShipRecord* ship = nullptr;
    std::vector<const ShipEvent*> events;
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
    /// Returns a universe that goes on from `state` exactly as the one it was taken from.
    /// @pre `state` came from a universe of this scenario and these options.
    static std::unique_ptr<Universe> restore(Scenario scenario, UniverseOptions options,
                                             UniverseState state);

    const std::string& reset_date() const { return options_.reset_date; }
    /// Returns when the next reset is announced for. Clients plan for it; here it never comes.
    core::TimePoint next_reset() const { return options_.start + std::chrono::days(3650); }
    const Scenario& scenario() const { return scenario_; }
    const Catalogue& catalogue() const { return *catalogue_; }
    const UniverseOptions& options() const { return options_; }
    const Economy& economy() const { return state_.economy; }
    const model::RecipeMap& supply_chain() const { return model::recipes(); }

    /// Lets markets, shipyards and contracts live up to `now`. Every operation that looks at one,
    /// or at credits, does so first.
    void advance(core::TimePoint now);

    /// Creates an agent with a command frigate `-1` at headquarters, a probe `-2`, the gifts, and
    /// a first contract on offer.
    /// @param account_token  Any text names an account; an agent's token does not.
    /// @param symbol         3 to 14 of A-Z, a-z, 0-9, _ and -; kept in upper case.
    /// @error 4116, 4105  No account token; an agent's.
    /// @error 422   The symbol is malformed, or there is no such faction.
    /// @error 4111  The symbol is taken.
    ApiResult<NewAgent> register_agent(std::string_view account_token, std::string_view symbol,
                                       std::string_view faction, core::TimePoint now);

    /// Returns the agent of an agent token.
    /// @error 4103, 4113, 4107, 4105, 4115  Missing, of another reset date, of no agent, of an
    ///        account, invalid.
    ApiResult<model::AgentSymbol> authenticate(std::string_view token) const;
    /// Returns the token by which the agent is known, whether there is one or not.
    std::string token_of(const model::AgentSymbol& agent) const;
    /// Each returns what is wrong with a name to register with, empty when nothing is.
    static std::string symbol_problem(std::string_view symbol);
    std::string faction_problem(std::string_view faction) const;
    /// Returns the id of the account this token is of. An id stands for its own account: what
    /// registered an agent can be kept without a secret.
    static std::string account_of(std::string_view account_token);

    /// @error 404
    ApiResult<const AgentRecord*> agent(const model::AgentSymbol& agent) const;
    const std::map<model::AgentSymbol, AgentRecord>& agents() const { return state_.agents; }

    /// @error 404
    ApiResult<const SystemFacts*> system(const model::SystemSymbol& system) const;
    /// Returns all systems, in the scenario's order.
    const std::vector<SystemFacts>& systems() const { return scenario_.systems; }
    /// Returns the system's waypoints, in the scenario's order.  @error 404  No such system.
    ApiResult<std::span<const WaypointFacts>> waypoints_of(const model::SystemSymbol& system) const;
    /// Returns those of the system's waypoints that the filter lets pass. Like the game's, it
    /// knows the traits of uncharted ones.  @error 404  No such system.
    ApiResult<std::vector<const WaypointFacts*>> waypoints(const model::SystemSymbol& system,
                                                           const WaypointFilter& filter = {}) const;
    /// @error 404
    ApiResult<const WaypointFacts*> waypoint(const model::WaypointSymbol& waypoint) const;
    /// Returns who charted the waypoint, or null while nobody has.
    const ChartRecord* chart_of(const model::WaypointSymbol& waypoint) const;
    /// Returns the construction site, also when it is complete, or null.
    const SiteRecord* site_of(const model::WaypointSymbol& waypoint) const;
    bool is_under_construction(const model::WaypointSymbol& waypoint) const;
    /// Returns the jump gate there, or null.
    const GateFacts* gate_of(const model::WaypointSymbol& waypoint) const;
    /// Returns whether the viewer may look at what stands there: somebody charted the place, or a
    /// ship of the viewer is there.
    bool is_accessible(const model::WaypointSymbol& waypoint,
                       const std::optional<model::AgentSymbol>& viewer, core::TimePoint now) const;
    /// Returns where agents of the faction begin.
    const StartFacts& start_of(std::string_view faction) const;

    /// Returns the market; prices and transactions only when `viewer` has a ship docked or in
    /// orbit there.
    /// @error 404, 4001  No such waypoint, or no market there; not accessible.
    ApiResult<model::Market> market(const model::WaypointSymbol& waypoint,
                                    const std::optional<model::AgentSymbol>& viewer,
                                    core::TimePoint now);

    /// Returns the shipyard; listings and transactions only as in market().
    /// @error 404, 4001  No such waypoint, or no shipyard there; not accessible.
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
    const std::map<model::ShipSymbol, ShipRecord>& all_ships() const { return state_.ships; }

    /// Every operation below refuses a ship the agent does not have with 404.

    /// @error 4214
    ApiResult<const ShipRecord*> orbit(const model::AgentSymbol& agent,
                                       const model::ShipSymbol& ship, core::TimePoint now);
    /// @error 4214
    ApiResult<const ShipRecord*> dock(const model::AgentSymbol& agent,
                                      const model::ShipSymbol& ship, core::TimePoint now);
    /// @error 4269, 4203  In transit, where it would arrive no earlier; too little fuel to hurry.
    ApiResult<const ShipRecord*> set_flight_mode(const model::AgentSymbol& agent,
                                                 const model::ShipSymbol& ship,
                                                 model::FlightMode mode, core::TimePoint now);
    /// @error 4214, 4236  In transit; docked.
    /// @error 4201, 4202, 4204, 4203  No such waypoint; outside the system; there already; fuel.
    ApiResult<Departure> navigate(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                                  const model::WaypointSymbol& destination, core::TimePoint now);

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

    // Trouble that nobody in the game can cause (universe_trouble.cpp).

    /// Moves a market's stock by decree, in when `units` are above 0, out when below, and returns
    /// the good as it is then.
    /// @error 404  No market there, or it does not trade the good.
    ApiResult<const MarketGoodState*> shock(const model::WaypointSymbol& waypoint,
                                            const model::TradeSymbol& good, core::Units units,
                                            core::TimePoint now);
    /// Has a market trade a good no more, and returns what it was there.
    /// @error 404  No market there, or it does not trade the good.
    ApiResult<MarketGoodState> delist(const model::WaypointSymbol& waypoint,
                                      const model::TradeSymbol& good, core::TimePoint now);
    /// Takes a ship out of the universe with all that is aboard, and returns what it was.
    /// @error 404  There is no such ship.
    ApiResult<ShipRecord> lose_ship(const model::ShipSymbol& ship);

    /// Begins anew at `now`: nothing of the state is left, and every token is of another reset
    /// date. Pointers and references given out before are void.
    /// @pre `reset_date` is another than reset_date().
    void reset(std::string reset_date, core::TimePoint now);

    /// Returns a hash of the whole state: equal for equal histories up to the same moment. What
    /// only looking changes (the time last told, arrivals noticed) is not part of it.
    std::uint64_t state_hash() const;

    // For the desks of this room: the state itself, and what every operation needs.

    UniverseState& state() { return state_; }
    const UniverseState& state() const { return state_; }

    /// Returns the agent's ship, its arrival settled.  @error 404
    ApiResult<ShipRecord*> own_ship(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                                    core::TimePoint now);
    /// Returns the agent's ship, arrived.  @error 404, 4214
    ApiResult<ShipRecord*> own_ship_at_rest(const model::AgentSymbol& agent,
                                            const model::ShipSymbol& ship, core::TimePoint now);
    /// @error 404, 4214, 4244
    ApiResult<ShipRecord*> own_docked_ship(const model::AgentSymbol& agent,
                                           const model::ShipSymbol& ship, core::TimePoint now);
    /// @error 404, 4214, 4236
    ApiResult<ShipRecord*> own_ship_in_orbit(const model::AgentSymbol& agent,
                                             const model::ShipSymbol& ship, core::TimePoint now);
    /// Returns 4000 while the ship cools down.
    static std::optional<ApiError> still_cooling(const ShipRecord& ship, core::TimePoint now);
    static void begin_cooldown(ShipRecord& ship, std::int64_t seconds, core::TimePoint now);

    /// @pre The agent exists.
    AgentRecord& agent_record(const model::AgentSymbol& agent);
    static void pay(AgentRecord& agent, core::Credits amount);
    static void earn(AgentRecord& agent, core::Credits amount);
    static void note_event(AgentRecord& agent, std::string type, std::string message,
                           core::TimePoint now);
    /// Has the contract looked after at its next deadline: to accept it, or to fulfil it.
    void watch(const ContractRecord& contract);

    /// Returns the waypoint, or null.
    const WaypointFacts* find_waypoint(const model::WaypointSymbol& waypoint) const;
    /// Returns whether a ship of the agent is docked or in orbit there.
    bool is_present(const model::AgentSymbol& agent, const model::WaypointSymbol& waypoint,
                    core::TimePoint now) const;
    /// Returns all ships at the waypoint or on their way to it.
    std::vector<const ShipRecord*> ships_near(const model::WaypointSymbol& waypoint) const;
    /// Puts the ship at the waypoint, in the index too.
    void move_to(ShipRecord& ship, const model::WaypointSymbol& waypoint);
    /// Takes the ship out of the universe.
    void remove_ship(const model::ShipSymbol& ship);
    ShipRecord& add_ship(AgentRecord& agent, const Hull& hull,
                         const model::WaypointSymbol& waypoint, core::TimePoint now);
    /// Returns the receipt of a trade where the ship is, and keeps it for the market to show.
    model::MarketTransaction record(const ShipRecord& ship, const model::TradeSymbol& good,
                                    model::TransactionType type, core::Units units,
                                    core::Credits total, core::TimePoint now);
    /// Returns the stream of the ship's next chance.
    core::RandomStream take_chance(ShipRecord& ship) const;
    core::RandomStream stream(std::string_view name) const { return rng_.stream(name); }

  private:
    Universe(Scenario scenario, UniverseOptions options, std::shared_ptr<const EconomyLaw> law);
    Universe(Scenario scenario, UniverseOptions options, UniverseState state);

    void index_scenario();
    void index_state();
    void fill_state();
    ApiResult<const MarketGoodState*> traded_good(const ShipRecord& ship,
                                                  const model::TradeSymbol& good, core::Units units,
                                                  model::TransactionType type) const;
    ApiResult<Deal> refuel_from_cargo(ShipRecord& record, std::int64_t filled, core::TimePoint now);
    ApiResult<Deal> refuel_from_market(ShipRecord& record, std::int64_t filled,
                                       core::TimePoint now);
    void build_ships(core::TimePoint now);
    void settle_contracts(core::TimePoint now);

    Scenario scenario_;
    UniverseOptions options_;
    const Catalogue* catalogue_;
    core::Rng rng_;
    UniverseState state_;

    // Derived from the scenario and the state.
    std::map<model::SystemSymbol, std::size_t> system_index_;
    std::map<model::SystemSymbol, std::pair<std::size_t, std::size_t>> waypoints_of_;
    std::map<model::WaypointSymbol, std::size_t> waypoint_index_;
    /// Where ships are, or are flying to, by owner.
    std::map<model::WaypointSymbol, std::map<model::AgentSymbol, std::set<model::ShipSymbol>>>
        berths_;
    /// Ships being built: when the next one is done, where, and which listing.
    std::set<std::tuple<core::TimePoint, model::WaypointSymbol, std::size_t>> building_;
    std::map<model::WaypointSymbol, std::size_t> gate_index_;
    /// The next deadline of every open contract, and its id.
    std::set<std::pair<core::TimePoint, std::string>> contract_deadlines_;
};

}  // namespace argosy::sim
