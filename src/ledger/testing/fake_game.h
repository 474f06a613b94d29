#pragma once

/// @file
/// A game with just enough rules to trade in, and the ways its answers go wrong. The world
/// outlives the port, as a server outlives a crashed client.

#include <deque>
#include <functional>
#include <map>
#include <utility>

#include "core/clock.h"
#include "core/rng.h"
#include "game/game_port.h"

namespace argosy::ledger::testing {

/// What becomes of a request that acts.
enum class Fate : std::uint8_t {
    kAnswered,
    kAnswerLost,   ///< It happened, and the answer never came.
    kRequestLost,  ///< It never arrived, and that is not known either.
    kRefused,
    kStopped,
};

struct FakeWorld {
    model::AgentSymbol agent{"ARGOSY"};
    core::Credits credits{100'000};
    std::map<model::ShipSymbol, model::Ship> ships;
    /// Ask and bid are the same here: nobody earns, and every credit is accounted for.
    std::map<model::TradeSymbol, std::int64_t> prices;
    std::int64_t ship_price = 20'000;
    std::vector<model::MarketTransaction> trades;
    std::vector<model::ShipyardTransaction> sales;
    bool lists_visible = true;

    model::Ship& add_ship(std::int64_t fuel = 100);
};

/// The port to a FakeWorld, as one process has it.
class FakeGame final : public game::GamePort {
  public:
    FakeGame(FakeWorld& world, core::Clock& clock, core::RandomStream random)
        : world_(world), clock_(clock), random_(random), budget_(clock) {}

    /// The fates of the next requests that act; after them all are answered.
    std::deque<Fate> fates;
    /// Looks that fail before one succeeds.
    int blind = 0;
    /// Called at the moment a request takes effect.
    std::function<void()> on_effect;
    int acts = 0;

    core::Task<core::Result<model::Agent>> my_agent() override;
    core::Task<core::Result<std::vector<model::Ship>>> my_ships() override;
    core::Task<core::Result<model::Ship>> ship(model::ShipSymbol symbol) override;
    core::Task<core::Result<model::Market>> market(model::WaypointSymbol waypoint) override;
    core::Task<core::Result<model::Shipyard>> shipyard(model::WaypointSymbol waypoint) override;
    core::Task<core::Result<game::RefuelReceipt>> refuel(model::ShipSymbol symbol) override;
    core::Task<core::Result<game::TradeReceipt>> purchase(game::TradeOrder order) override;
    core::Task<core::Result<game::TradeReceipt>> sell(game::TradeOrder order) override;
    core::Task<core::Result<game::ShipReceipt>> purchase_ship(
        model::ShipType type, model::WaypointSymbol shipyard) override;
    const game::RequestBudget& budget() const override { return budget_; }

    // The ledger moves money; it neither registers nor flies.
    core::Task<core::Result<game::ServerStatus>> status() override;
    core::Task<core::Result<game::Registration>> register_agent(core::Secret, model::AgentSymbol,
                                                                std::string) override;
    void use_agent_token(core::Secret) override {}
    core::Task<core::Result<std::vector<model::Waypoint>>> waypoints(model::SystemSymbol) override;
    core::Task<core::Result<model::RecipeMap>> supply_chain() override;
    core::Task<core::Result<model::Nav>> orbit(model::ShipSymbol) override;
    core::Task<core::Result<model::Nav>> dock(model::ShipSymbol) override;
    core::Task<core::Result<model::Nav>> set_flight_mode(model::ShipSymbol,
                                                         model::FlightMode) override;
    core::Task<core::Result<game::Departure>> navigate(model::ShipSymbol,
                                                       model::WaypointSymbol) override;

  private:
    core::Task<void> travel();
    core::Task<core::Result<void>> look();
    template <class Receipt>
    core::Task<core::Result<Receipt>> act(std::function<core::Result<Receipt>()> effect);
    core::Result<game::TradeReceipt> trade(const game::TradeOrder& order,
                                           model::TransactionType type);
    core::Result<game::RefuelReceipt> fill(const model::ShipSymbol& symbol);
    core::Result<game::ShipReceipt> sell_ship(const model::ShipType& type,
                                              const model::WaypointSymbol& shipyard);
    void note(const model::Ship& ship, const model::TradeSymbol& good, model::TransactionType type,
              core::Units units, core::Credits total);

    FakeWorld& world_;
    core::Clock& clock_;
    core::RandomStream random_;
    game::RequestBudget budget_;
};

}  // namespace argosy::ledger::testing
