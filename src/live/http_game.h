#pragma once

/// @file
/// The game over HTTP: api.spacetraders.io or a `spacetraders-sim`. Translates each operation of
/// the port into one call of the API and its JSON back. Knows no rule of the game.

#include <memory>
#include <string>

#include "game/game_port.h"
#include "live/api_client.h"
#include "live/http_transport.h"

namespace argosy::live {

class JsonNode;

struct HttpGameOptions {
    std::string base_url = "https://api.spacetraders.io/v2";
    ServerTimeObserver observer = {};
    RetryPolicy retries = {};
    TransportLimits limits = {};
    std::shared_ptr<game::RequestGuard> guard = nullptr;
    /// Shared by all games of one server in a process; nullptr: one of its own.
    std::shared_ptr<game::RequestBudget> budget = nullptr;
};

class HttpGame final : public game::GamePort {
  public:
    /// @error kInvalidArgument  The URL is malformed.
    /// @error kUnavailable      The system's certificates cannot be loaded.
    static core::Result<std::unique_ptr<HttpGame>> create(core::Executor executor,
                                                          core::Clock& clock, core::Log& log,
                                                          HttpGameOptions options);
    /// Speaks through any transport: for tests.
    explicit HttpGame(std::unique_ptr<ApiClient> client) : client_(std::move(client)) {}

    core::Task<core::Result<game::ServerStatus>> status() override;
    core::Task<core::Result<game::Registration>> register_agent(core::Secret account_token,
                                                                model::AgentSymbol symbol,
                                                                std::string faction) override;
    void use_agent_token(core::Secret agent_token) override;
    core::Task<core::Result<model::Agent>> my_agent() override;
    core::Task<core::Result<std::vector<model::Ship>>> my_ships() override;
    core::Task<core::Result<model::Ship>> ship(model::ShipSymbol ship) override;
    core::Task<core::Result<model::System>> system(model::SystemSymbol system) override;
    core::Task<core::Result<std::vector<model::Waypoint>>> waypoints(
        model::SystemSymbol system) override;
    core::Task<core::Result<model::Market>> market(model::WaypointSymbol waypoint) override;
    core::Task<core::Result<model::Shipyard>> shipyard(model::WaypointSymbol waypoint) override;
    core::Task<core::Result<model::JumpGate>> jump_gate(model::WaypointSymbol gate) override;
    core::Task<core::Result<core::TimePoint>> cooldown(model::ShipSymbol ship) override;
    core::Task<core::Result<model::RecipeMap>> supply_chain() override;
    core::Task<core::Result<model::Nav>> orbit(model::ShipSymbol ship) override;
    core::Task<core::Result<model::Nav>> dock(model::ShipSymbol ship) override;
    core::Task<core::Result<model::Nav>> set_flight_mode(model::ShipSymbol ship,
                                                         model::FlightMode mode) override;
    core::Task<core::Result<game::Departure>> navigate(model::ShipSymbol ship,
                                                       model::WaypointSymbol destination) override;
    core::Task<core::Result<game::RefuelReceipt>> refuel(game::RefuelOrder order) override;
    core::Task<core::Result<game::JumpReceipt>> jump(model::ShipSymbol ship,
                                                     model::WaypointSymbol gate) override;
    core::Task<core::Result<game::TradeReceipt>> purchase(game::TradeOrder order) override;
    core::Task<core::Result<game::TradeReceipt>> sell(game::TradeOrder order) override;
    core::Task<core::Result<game::ShipReceipt>> purchase_ship(
        model::ShipType type, model::WaypointSymbol shipyard) override;

    const game::BudgetMember& budget() const override { return client_->budget(); }

  private:
    template <class Value>
    core::Task<core::Result<Value>> look(std::string path, game::RequestPurpose purpose,
                                         Value (*read)(const JsonNode&));
    template <class Value>
    core::Task<core::Result<Value>> act(std::string_view method, std::string path, std::string body,
                                        game::RequestPurpose purpose,
                                        Value (*read)(const JsonNode&));
    template <class Value>
    core::Task<core::Result<std::vector<Value>>> list(std::string path,
                                                      game::RequestPurpose purpose,
                                                      Value (*read)(const JsonNode&));

    std::unique_ptr<ApiClient> client_;
    core::Secret agent_token_;
};

}  // namespace argosy::live
