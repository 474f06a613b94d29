#pragma once

/// @file
/// Keeps knowledge of markets fresh where that is worth most. A ship goes where a look brings most
/// for what is short, its time or the requests: `LookValue` says what it brings. A probe with
/// nothing better to see stays and looks again, so markets that matter get a station and the others
/// a tour. Looks that haulers make on arrival come for free and count.

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "fleet/fleet.h"
#include "scouting/look_value.h"

namespace argosy::scouting {

using core::Task;

/// How the next market to look at is chosen.
enum class Policy : std::uint8_t {
    kValue,       ///< By what the look is worth.
    kRoundRobin,  ///< One market after another, by symbol: the measure for the other.
};

struct Settings {
    Policy policy = Policy::kValue;
    /// A hauler without work looks at markets not seen for this long.
    core::Duration stale_after = std::chrono::minutes(45);
    /// No market is looked at by a probe more often than this.
    core::Duration least_age = std::chrono::minutes(5);
    /// What a request must bring to be spent on a look.
    core::Credits request_price{20};
    /// Requests an hour, of all scouting ships; 0: as many as bring more than they cost.
    std::int64_t requests_per_hour = 0;
};

class Scout {
  public:
    /// The owner of ships that scout, in claims.
    static constexpr const char* kOwner = "scout";

    Scout(fleet::Fleet& fleet, Settings settings);

    /// Sends out those of these idle ships that have something to look at.
    /// @param awaited    Markets that somebody waits for: a look there counts twice.
    /// @param operation  Whose books the fuel is on.
    Task<void> send(std::vector<model::ShipSymbol> idle, std::set<model::WaypointSymbol> awaited,
                    core::OperationId operation);

    /// Called when a ship is back from a look.
    void on_return(std::function<void()> listener) { on_return_ = std::move(listener); }

    /// Ships on their way to look.
    std::size_t scouting() const { return under_way_.size(); }

    /// Those of them that may buy fuel on the way for this operation: until they are back, money of
    /// it can move.
    std::size_t spending(const core::OperationId& operation) const;

    /// Looks that scouting ships have made in this life of the process.
    std::int64_t looks() const { return looks_; }

    /// Where the ship goes to look; empty when it does not scout.
    model::WaypointSymbol target_of(const model::ShipSymbol& ship) const;

    /// Returns what a look at the market would be worth now, in credits.
    double value_of(const model::WaypointSymbol& market) const;

    /// Puts another judgement of what looks are worth in place of `TradeValue`.
    void use_value(std::unique_ptr<LookValue> value) { value_ = std::move(value); }

  private:
    struct Trip {
        model::WaypointSymbol market;
        core::OperationId operation;
    };
    /// A look that could be made.
    struct Prospect {
        model::ShipSymbol ship;
        model::WaypointSymbol market;
        std::int64_t requests;
        /// Credits, less what the look costs, for each millisecond, or request if these are short.
        double rate;
        core::Duration time;
    };

    Task<void> trip(model::ShipSymbol ship, model::WaypointSymbol target,
                    core::OperationId operation);
    /// Returns the best look of each ship that may make one, the best first.
    std::vector<Prospect> best_looks(const std::vector<model::ShipSymbol>& ships,
                                     const std::set<model::WaypointSymbol>& awaited);
    std::optional<Prospect> best_look(const model::ShipSymbol& ship,
                                      const std::set<model::WaypointSymbol>& awaited);
    std::optional<Prospect> next_in_tour(const model::Ship& ship);
    std::optional<Prospect> prospect(const model::Ship& ship, const model::WaypointSymbol& market,
                                     const std::set<model::WaypointSymbol>& awaited);
    bool is_taken(const model::WaypointSymbol& market) const;
    /// Whether a ship of ours will be there first, and look on arrival.
    bool is_looked_at_before(const model::WaypointSymbol& market, core::TimePoint at) const;
    static bool is_better(const Prospect& a, const Prospect& b);
    bool may_look_now() const;
    bool requests_are_short() const;
    core::Duration pause_after(std::int64_t requests) const;
    void count_requests(std::int64_t requests);

    fleet::Fleet& fleet_;
    Settings settings_;
    std::unique_ptr<LookValue> value_;
    std::map<model::ShipSymbol, Trip> under_way_;
    std::function<void()> on_return_;
    std::int64_t looks_ = 0;
    core::TimePoint next_look_;  ///< Under a limit of requests: when the next one may start.
    model::WaypointSymbol last_in_tour_;
};

}  // namespace argosy::scouting
