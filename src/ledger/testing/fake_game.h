#pragma once

/// @file
/// The port to a fake world, and the ways its answers go wrong.

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/rng.h"
#include "ledger/testing/fake_world.h"

namespace argosy::ledger::testing {

/// What becomes of a request that acts.
enum class Fate : std::uint8_t {
    kAnswered,
    kAnswerLost,   ///< It happened, and the answer never came.
    kRequestLost,  ///< It never arrived, and that is not known either.
    kRefused,
    kStopped,
};

/// The port to a FakeWorld, as one process has it.
class FakeGame final : public game::GamePort {
  public:
    FakeGame(FakeWorld& world, core::Clock& clock, core::RandomStream random)
        : world_(world),
          clock_(clock),
          random_(random),
          budget_(std::make_shared<game::RequestBudget>(clock)) {}

    /// The fates of the next requests that act; after them all are answered.
    std::deque<Fate> fates;
    /// The same of one method's requests, by its name; these come first.
    std::map<std::string, std::deque<Fate>, std::less<>> fates_of;
    /// Looks that fail before one succeeds.
    int blind = 0;
    /// Whether the agent's credits cannot be read.
    bool credits_hidden = false;
    /// Called at the moment a request takes effect.
    std::function<void()> on_effect;
    int acts = 0;
    /// Every request by the name of its method, in order.
    std::vector<std::string_view> requests;

    /// Returns how often a method was called.
    std::int64_t count(std::string_view method) const;

    core::Task<core::Result<model::Agent>> my_agent() override;
    core::Task<core::Result<std::vector<model::Ship>>> my_ships() override;
    core::Task<core::Result<model::Ship>> ship(model::ShipSymbol symbol) override;
    core::Task<core::Result<model::System>> system(model::SystemSymbol system) override;
    core::Task<core::Result<std::vector<model::Waypoint>>> waypoints(
        model::SystemSymbol system) override;
    core::Task<core::Result<model::Market>> market(model::WaypointSymbol waypoint) override;
    core::Task<core::Result<model::Shipyard>> shipyard(model::WaypointSymbol waypoint) override;
    core::Task<core::Result<model::JumpGate>> jump_gate(model::WaypointSymbol gate) override;
    core::Task<core::Result<core::TimePoint>> cooldown(model::ShipSymbol symbol) override;
    core::Task<core::Result<model::Nav>> orbit(model::ShipSymbol symbol) override;
    core::Task<core::Result<model::Nav>> dock(model::ShipSymbol symbol) override;
    core::Task<core::Result<model::Nav>> set_flight_mode(model::ShipSymbol symbol,
                                                         model::FlightMode mode) override;
    core::Task<core::Result<game::Departure>> navigate(model::ShipSymbol symbol,
                                                       model::WaypointSymbol destination) override;
    core::Task<core::Result<game::RefuelReceipt>> refuel(game::RefuelOrder order) override;
    core::Task<core::Result<game::JumpReceipt>> jump(model::ShipSymbol symbol,
                                                     model::WaypointSymbol gate) override;
    core::Task<core::Result<game::TradeReceipt>> purchase(game::TradeOrder order) override;
    core::Task<core::Result<game::TradeReceipt>> sell(game::TradeOrder order) override;
    core::Task<core::Result<game::ShipReceipt>> purchase_ship(
        model::ShipType type, model::WaypointSymbol shipyard) override;
    const game::BudgetMember& budget() const override { return budget_; }
    /// Takes a place in the budget's queue, as anybody's request would.
    core::Task<void> take_a_place() {
        (void)co_await budget_.acquire(game::RequestPurpose::kTrade);
    }

    // Nothing registers here, and recipes are the model's.
    core::Task<core::Result<game::ServerStatus>> status() override;
    core::Task<core::Result<game::Registration>> register_agent(core::Secret, model::AgentSymbol,
                                                                std::string) override;
    void use_agent_token(core::Secret) override {}
    core::Task<core::Result<model::RecipeMap>> supply_chain() override;

  private:
    core::Task<void> travel();
    core::Task<core::Result<void>> look(std::string_view method);
    template <class Answer>
    core::Task<core::Result<Answer>> act(std::string_view method,
                                         std::function<core::Result<Answer>()> effect);

    FakeWorld& world_;
    core::Clock& clock_;
    core::RandomStream random_;
    game::BudgetMember budget_;
};

}  // namespace argosy::ledger::testing
