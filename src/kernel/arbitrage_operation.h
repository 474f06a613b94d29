#pragma once

/// @file
/// Arbitrage as an operation: what it is started with, and its duty, which trades with every idle
/// ship by a strategy until it is stopped and no money of it moves any more.

#include <memory>
#include <optional>
#include <string>

#include "kernel/fleet_growth.h"
#include "kernel/idle_work.h"
#include "operations/supervisor.h"
#include "trading/arbitrage_coordinator.h"
#include "trading/strategy_spec.h"

namespace argosy::kernel {

/// The kind of the operation that trades.
inline constexpr std::string_view kArbitrage = "arbitrage";

/// What trades are chosen by where nobody says.
inline constexpr std::string_view kDefaultStrategy = "planner";

/// The longest time that may be said: in which hulls must pay back, as in growth.horizon, or for
/// which it runs.
inline constexpr core::Duration kLongestPayBack = std::chrono::hours(24 * 30);

/// What a player may say when starting arbitrage.
struct ArbitrageRequest {
    model::SystemSymbol system;  ///< Empty: the headquarters'.
    std::int64_t max_workers = 0;
    trading::StrategySpec strategy{.name = std::string(kDefaultStrategy), .parameters = {}};
    GrowthTerms growth = {};
    /// From the start; then what stands in markets has been sold out. Nothing: until it is stopped.
    std::optional<core::Duration> runs_for = {};
};

class ArbitrageOperation {
  public:
    /// What it works on; all of it outlives it.
    struct Parts {
        fleet::Fleet& fleet;
        hauls::TaskBook& tasks;
        hauls::HaulRunner& runner;
        hauls::Bidding& bidding;
        IdleWork& idle_work;
        operations::OperationRegistry& operations;
        ShipPurchases& purchases;
    };

    ArbitrageOperation(Parts parts, GrowthSettings growth)
        : parts_(parts), growth_(parts.fleet, parts.purchases, growth) {}

    /// Returns what an operation is stored, and later adopted, with.
    /// @param system  The one that the request means.
    static std::string config_of(const ArbitrageRequest& request,
                                 const model::SystemSymbol& system);

    /// Reads what config_of() writes.
    /// @error kInvalidArgument  Says what was to be read.
    static Result<ArbitrageRequest> read_config(const std::string& config);

    /// Makes the duty of a stored operation.
    /// @error kInvalidArgument  Its configuration cannot be read, or names what there is not.
    Result<std::unique_ptr<operations::Duty>> make_duty(const operations::Operation& operation);

    /// Something happened that may change a decision.
    void wake();

    /// nullptr when it does not run.
    const trading::ArbitrageCoordinator* coordinator() const { return coordinator_.get(); }
    trading::ArbitrageCoordinator* coordinator() { return coordinator_.get(); }

    /// Returns what one hull more would be worth, and why none is bought.
    /// @pre It runs.
    GrowthView growth() const { return growth_.view(coordinator_->hull_worth()); }

  private:
    class Shift;

    Task<void> use_idle();
    /// Whether this operation is the one that trades, and was not told to stop.
    bool goes_on(const core::OperationId& operation) const;
    /// @pre It runs.
    IdleWork::Operation as_seen_by_idle_ships() const;
    fleet::IdlePool::Idle why_idle() const;

    Parts parts_;
    FleetGrowth growth_;
    std::unique_ptr<trading::ArbitrageCoordinator> coordinator_;
};

}  // namespace argosy::kernel
