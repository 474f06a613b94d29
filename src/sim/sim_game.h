#pragma once

/// @file
/// The game as the program sees it, over a `Universe` in the same process: the same budget, the
/// same waits, limits and refusals as over a wire, in the clock it is given. In virtual time the
/// same seed gives the same answers at the same moments.

#include <memory>

#include "core/clock.h"
#include "core/rng.h"
#include "game/game_port.h"
#include "game/request_guard.h"
#include "sim/http_limits.h"
#include "sim/universe.h"

namespace argosy::sim {

/// Not final: tests of the program derive from it to lose answers.
class SimGame : public game::GamePort {
  public:
    /// Way of a request to the server and of its answer back, each drawn anew. It varies by no more
    /// than the budget expects, so a run in which the server refused a request has a fault.
    static constexpr core::Duration kLeastLatency{45};
    static constexpr core::Duration kMostLatency = kLeastLatency + game::RequestBudget::kJitter;

    /// Where the requests of every port come from.
    static constexpr const char* kAddress = "process";

    /// What ports share that act from one address for one account.
    struct Access {
        std::shared_ptr<game::RequestBudget> budget;
        std::shared_ptr<RateLimits> limits;

        static Access of_one_process(core::Clock& clock);
    };

    /// Several ports may share a universe, one for each agent; one made without an access has an
    /// address and an account of its own.
    /// @pre `universe` and `clock` outlive the port and every call in progress.
    /// @param guard  nullptr: nobody stops a request.
    SimGame(Universe& universe, core::Clock& clock, const core::Rng& rng,
            std::shared_ptr<game::RequestGuard> guard = nullptr);
    SimGame(Universe& universe, core::Clock& clock, const core::Rng& rng, Access access,
            std::shared_ptr<game::RequestGuard> guard = nullptr);

    game::Task<game::Result<game::ServerStatus>> status() override;
    game::Task<game::Result<game::Registration>> register_agent(core::Secret account_token,
                                                                model::AgentSymbol symbol,
                                                                std::string faction) override;
    void use_agent_token(core::Secret agent_token) override;
    game::Task<game::Result<model::Agent>> my_agent() override;
    game::Task<game::Result<std::vector<model::Ship>>> my_ships() override;
    game::Task<game::Result<model::Ship>> ship(model::ShipSymbol ship) override;
    game::Task<game::Result<model::System>> system(model::SystemSymbol system) override;
    game::Task<game::Result<std::vector<model::Waypoint>>> waypoints(
        model::SystemSymbol system) override;
    game::Task<game::Result<model::Market>> market(model::WaypointSymbol waypoint) override;
    game::Task<game::Result<model::Shipyard>> shipyard(model::WaypointSymbol waypoint) override;
    game::Task<game::Result<model::JumpGate>> jump_gate(model::WaypointSymbol gate) override;
    game::Task<game::Result<core::TimePoint>> cooldown(model::ShipSymbol ship) override;
    game::Task<game::Result<model::RecipeMap>> supply_chain() override;
    game::Task<game::Result<model::Nav>> orbit(model::ShipSymbol ship) override;
    game::Task<game::Result<model::Nav>> dock(model::ShipSymbol ship) override;
    game::Task<game::Result<model::Nav>> set_flight_mode(model::ShipSymbol ship,
                                                         model::FlightMode mode) override;
    game::Task<game::Result<game::Departure>> navigate(model::ShipSymbol ship,
                                                       model::WaypointSymbol destination) override;
    game::Task<game::Result<game::RefuelReceipt>> refuel(game::RefuelOrder order) override;
    game::Task<game::Result<game::JumpReceipt>> jump(model::ShipSymbol ship,
                                                     model::WaypointSymbol gate) override;
    game::Task<game::Result<game::TradeReceipt>> purchase(game::TradeOrder order) override;
    game::Task<game::Result<game::TradeReceipt>> sell(game::TradeOrder order) override;
    game::Task<game::Result<game::ShipReceipt>> purchase_ship(
        model::ShipType type, model::WaypointSymbol shipyard) override;
    const game::BudgetMember& budget() const override { return budget_; }

  private:
    game::Task<game::Result<void>> reach_server(game::RequestPurpose purpose);
    game::Task<void> travel();
    /// Returns the agent this port acts for, as the server judges its token.
    ApiResult<model::AgentSymbol> me() const;
    template <class Value, class Operation>
    game::Task<game::Result<Value>> request(game::RequestPurpose purpose, Operation operation);
    void count(game::RequestPurpose purpose, const auto& answer);

    Universe& universe_;
    core::Clock& clock_;
    core::RandomStream latency_;
    std::shared_ptr<RateLimits> limits_;
    game::BudgetMember budget_;
    std::shared_ptr<game::RequestGuard> guard_;
    core::Secret token_;
};

}  // namespace argosy::sim
