#include "live/http_game.h"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <map>

#include "live/decode.h"

namespace argosy::live {
namespace {

using core::Error;
using core::ErrorCode;
using core::Result;
using core::Task;
using game::RequestPurpose;

constexpr int kPageSize = 20;
constexpr int kMostPages = 1'000;
// A list may shift between its pages while the agent buys ships; then some item is missed.
constexpr int kMostPasses = 3;

// A symbol may come from a person's keyboard: nothing in it may end the path.
template <class SymbolType>
std::string segment(const SymbolType& symbol) {
    return boost::urls::encode(symbol.str(), boost::urls::unreserved_chars);
}

std::string ship_path(const model::ShipSymbol& ship, std::string_view action = "") {
    return fmt::format("/my/ships/{}{}", segment(ship), action);
}

std::string waypoint_path(const model::WaypointSymbol& waypoint, std::string_view what) {
    return fmt::format("/systems/{}/waypoints/{}{}", segment(model::system_of(waypoint)),
                       segment(waypoint), what);
}

std::string json_text(const boost::json::object& object) {
    return boost::json::serialize(object);
}

std::string trade_body(const game::TradeOrder& order) {
    return json_text({{"symbol", order.good.str()}, {"units", order.units.count()}});
}

Error in_answer_of(std::string_view request, Error error) {
    error.message = fmt::format("answer of {}: {}", request, error.message);
    return error;
}

}  // namespace

Result<std::unique_ptr<HttpGame>> HttpGame::create(core::Executor executor, core::Clock& clock,
                                                   core::Log& log, HttpGameOptions options) {
    ARGOSY_TRY(std::unique_ptr<Transport> transport,
               HttpTransport::create(std::move(executor), options.base_url, options.limits));
    return std::make_unique<HttpGame>(std::make_unique<ApiClient>(
        std::move(transport), clock, log, std::move(options.observer), options.retries,
        std::move(options.guard), std::move(options.budget)));
}

template <class Value>
Task<Result<Value>> HttpGame::look(std::string path, RequestPurpose purpose,
                                   Value (*read)(const JsonNode&)) {
    HttpRequest request{.method = "GET", .path = path, .body = {}, .token = agent_token_};
    ARGOSY_CO_TRY(ApiAnswer answer, co_await client_->call(std::move(request), purpose));
    Result<Value> value = decode_data(answer.json, read);
    if (!value) co_return in_answer_of("GET " + path, std::move(value).error());
    co_return value;
}

template <class Value>
Task<Result<Value>> HttpGame::act(std::string_view method, std::string path, std::string body,
                                  RequestPurpose purpose, Value (*read)(const JsonNode&)) {
    HttpRequest request{
        .method = method, .path = path, .body = std::move(body), .token = agent_token_};
    ARGOSY_CO_TRY(ApiAnswer answer, co_await client_->call(std::move(request), purpose));
    Result<Value> value = decode_data(answer.json, read);
    if (value) co_return value;
    // The server says it did something, but not what.
    Error error = in_answer_of(fmt::format("{} {}", method, path), std::move(value).error());
    error.code = ErrorCode::kOutcomeUnknown;
    co_return error;
}

template <class Value>
Task<Result<std::vector<Value>>> HttpGame::list(std::string path, RequestPurpose purpose,
                                                Value (*read)(const JsonNode&)) {
    std::map<std::string, Value> found;
    std::int64_t total = 0;
    for (int pass = 0; pass < kMostPasses; ++pass) {
        for (int number = 1; number <= kMostPages; ++number) {
            HttpRequest request{.method = "GET",
                                .path = fmt::format("{}?limit={}&page={}", path, kPageSize, number),
                                .body = {},
                                .token = agent_token_};
            ARGOSY_CO_TRY(ApiAnswer answer, co_await client_->call(std::move(request), purpose));
            Result<Page<Value>> page = decode_page(answer.json, read);
            if (!page) co_return in_answer_of("GET " + path, std::move(page).error());
            total = page->total;
            for (Value& value : page->values) {
                found.insert_or_assign(value.symbol.str(), std::move(value));
            }
            if (page->values.empty() || std::int64_t(number) * kPageSize >= total) break;
        }
        if (std::int64_t(found.size()) >= total) break;
    }
    if (std::int64_t(found.size()) < total) {
        co_return Error{
            ErrorCode::kUnavailable,
            fmt::format("GET {}: the pages held {} items, expected {}", path, found.size(), total)};
    }
    std::vector<Value> values;
    values.reserve(found.size());
    for (auto& [symbol, value] : found)
        values.push_back(std::move(value));
    co_return values;
}

Task<Result<game::ServerStatus>> HttpGame::status() {
    HttpRequest request{.method = "GET", .path = "/", .body = {}, .token = {}};
    ARGOSY_CO_TRY(ApiAnswer answer,
                  co_await client_->call(std::move(request), RequestPurpose::kStatus));
    Result<game::ServerStatus> status = decode_answer(answer.json, &read_status);
    if (!status) co_return in_answer_of("GET /", std::move(status).error());
    if (!answer.time) {
        co_return Error{ErrorCode::kUnavailable,
                        "answer of GET /: no header told the server's time, expected Date"};
    }
    status->server_time = answer.time->at;
    status->time_factor = answer.time->factor;
    co_return status;
}

Task<Result<game::Registration>> HttpGame::register_agent(core::Secret account_token,
                                                          model::AgentSymbol symbol,
                                                          std::string faction) {
    HttpRequest request{.method = "POST",
                        .path = "/register",
                        .body = json_text({{"symbol", symbol.str()}, {"faction", faction}}),
                        .token = std::move(account_token)};
    ARGOSY_CO_TRY(ApiAnswer answer,
                  co_await client_->call(std::move(request), RequestPurpose::kRegistration));
    Result<game::Registration> registration = decode_data(answer.json, &read_registration);
    if (!registration) {
        Error error = in_answer_of("POST /register", std::move(registration).error());
        error.code = ErrorCode::kOutcomeUnknown;
        co_return error;
    }
    agent_token_ = registration->agent_token;
    co_return registration;
}

void HttpGame::use_agent_token(core::Secret agent_token) {
    agent_token_ = std::move(agent_token);
}

Task<Result<model::Agent>> HttpGame::my_agent() {
    return look("/my/agent", RequestPurpose::kAgentLook, &read_agent);
}

Task<Result<std::vector<model::Ship>>> HttpGame::my_ships() {
    return list("/my/ships", RequestPurpose::kShipListing, &read_ship);
}

Task<Result<model::Ship>> HttpGame::ship(model::ShipSymbol ship) {
    return look(ship_path(ship), RequestPurpose::kShipLook, &read_ship);
}

Task<Result<model::System>> HttpGame::system(model::SystemSymbol system) {
    return look(fmt::format("/systems/{}", segment(system)), RequestPurpose::kChartLook,
                &read_system);
}

Task<Result<std::vector<model::Waypoint>>> HttpGame::waypoints(model::SystemSymbol system) {
    return list(fmt::format("/systems/{}/waypoints", segment(system)),
                RequestPurpose::kWaypointListing, &read_waypoint);
}

Task<Result<model::Market>> HttpGame::market(model::WaypointSymbol waypoint) {
    return look(waypoint_path(waypoint, "/market"), RequestPurpose::kMarketLook, &read_market);
}

Task<Result<model::Shipyard>> HttpGame::shipyard(model::WaypointSymbol waypoint) {
    return look(waypoint_path(waypoint, "/shipyard"), RequestPurpose::kShipyardLook,
                &read_shipyard);
}

Task<Result<model::JumpGate>> HttpGame::jump_gate(model::WaypointSymbol gate) {
    ARGOSY_CO_TRY(model::JumpGate found,
                  co_await look(waypoint_path(gate, "/jump-gate"), RequestPurpose::kChartLook,
                                &read_jump_gate));
    ARGOSY_CO_TRY(
        found.under_construction,
        co_await look(waypoint_path(gate, ""), RequestPurpose::kChartLook, &read_unfinished));
    co_return found;
}

Task<Result<core::TimePoint>> HttpGame::cooldown(model::ShipSymbol ship) {
    const std::string path = ship_path(ship, "/cooldown");
    HttpRequest request{.method = "GET", .path = path, .body = {}, .token = agent_token_};
    ARGOSY_CO_TRY(ApiAnswer answer,
                  co_await client_->call(std::move(request), RequestPurpose::kShipLook));
    // 204 without a body: the ship is not cooling down.
    if (answer.json.is_null()) co_return core::TimePoint();
    auto until = decode_data(answer.json, &read_cooldown);
    if (!until) co_return in_answer_of("GET " + path, std::move(until).error());
    co_return until;
}

Task<Result<model::RecipeMap>> HttpGame::supply_chain() {
    HttpRequest request{
        .method = "GET", .path = "/market/supply-chain", .body = {}, .token = agent_token_};
    ARGOSY_CO_TRY(ApiAnswer answer,
                  co_await client_->call(std::move(request), RequestPurpose::kRecipes));
    Result<model::RecipeMap> recipes = decode_data(answer.json, &read_recipes);
    if (!recipes) co_return in_answer_of("GET /market/supply-chain", std::move(recipes).error());
    co_return recipes;
}

Task<Result<model::Nav>> HttpGame::orbit(model::ShipSymbol ship) {
    return act("POST", ship_path(ship, "/orbit"), "", RequestPurpose::kNavigation,
               &read_changed_nav);
}

Task<Result<model::Nav>> HttpGame::dock(model::ShipSymbol ship) {
    return act("POST", ship_path(ship, "/dock"), "", RequestPurpose::kNavigation,
               &read_changed_nav);
}

Task<Result<model::Nav>> HttpGame::set_flight_mode(model::ShipSymbol ship, model::FlightMode mode) {
    return act("PATCH", ship_path(ship, "/nav"),
               json_text({{"flightMode", std::string(model::to_string(mode))}}),
               RequestPurpose::kNavigation, &read_changed_nav);
}

Task<Result<game::Departure>> HttpGame::navigate(model::ShipSymbol ship,
                                                 model::WaypointSymbol destination) {
    return act("POST", ship_path(ship, "/navigate"),
               json_text({{"waypointSymbol", destination.str()}}), RequestPurpose::kNavigation,
               &read_departure);
}

Task<Result<game::RefuelReceipt>> HttpGame::refuel(game::RefuelOrder order) {
    boost::json::object body;
    if (order.fuel) body["units"] = *order.fuel;
    if (order.from == game::FuelSource::kCargo) body["fromCargo"] = true;
    return act("POST", ship_path(order.ship, "/refuel"), body.empty() ? "" : json_text(body),
               RequestPurpose::kRefuel, &read_refuel);
}

Task<Result<game::JumpReceipt>> HttpGame::jump(model::ShipSymbol ship, model::WaypointSymbol gate) {
    return act("POST", ship_path(ship, "/jump"), json_text({{"waypointSymbol", gate.str()}}),
               RequestPurpose::kJump, &read_jump);
}

Task<Result<game::TradeReceipt>> HttpGame::purchase(game::TradeOrder order) {
    return act("POST", ship_path(order.ship, "/purchase"), trade_body(order),
               RequestPurpose::kTrade, &read_trade);
}

Task<Result<game::TradeReceipt>> HttpGame::sell(game::TradeOrder order) {
    return act("POST", ship_path(order.ship, "/sell"), trade_body(order), RequestPurpose::kTrade,
               &read_trade);
}

Task<Result<game::ShipReceipt>> HttpGame::purchase_ship(model::ShipType type,
                                                        model::WaypointSymbol shipyard) {
    return act("POST", "/my/ships",
               json_text({{"shipType", type.str()}, {"waypointSymbol", shipyard.str()}}),
               RequestPurpose::kShipPurchase, &read_ship_purchase);
}

}  // namespace argosy::live
