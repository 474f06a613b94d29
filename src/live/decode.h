#pragma once

/// @file
/// The game's JSON as values. Unknown members are ignored, absent optional ones tolerated; what a
/// caller acts on must be there. Knows nothing of HTTP.

#include <boost/json/value.hpp>
#include <string>
#include <vector>

#include "core/result.h"
#include "game/game_port.h"
#include "live/json_node.h"

namespace argosy::live {

/// Each reads the object a node stands for: the content of `data`, not the envelope.
model::Agent read_agent(const JsonNode& node);
model::Nav read_nav(const JsonNode& node);
model::Fuel read_fuel(const JsonNode& node);
model::Cargo read_cargo(const JsonNode& node);
model::Ship read_ship(const JsonNode& node);
model::System read_system(const JsonNode& node);
model::JumpGate read_jump_gate(const JsonNode& node);
/// Of a waypoint: whether it is under construction. In 2023 none was.
bool read_unfinished(const JsonNode& node);
model::Waypoint read_waypoint(const JsonNode& node);
model::Market read_market(const JsonNode& node);
model::Shipyard read_shipyard(const JsonNode& node);
model::RecipeMap read_recipes(const JsonNode& node);
game::Registration read_registration(const JsonNode& node);
game::TradeReceipt read_trade(const JsonNode& node);
game::RefuelReceipt read_refuel(const JsonNode& node);
game::ShipReceipt read_ship_purchase(const JsonNode& node);
/// The moment of `expiration`; absent when the cooldown is over.
core::TimePoint read_cooldown(const JsonNode& node);
game::JumpReceipt read_jump(const JsonNode& node);
game::Departure read_departure(const JsonNode& node);
/// Of `{"nav": ...}`, what orbit, dock and the change of flight mode answer.
model::Nav read_changed_nav(const JsonNode& node);
/// Of the whole answer of `GET /`: version and reset date.
game::ServerStatus read_status(const JsonNode& node);

/// One page of a list.
template <class Value>
struct Page {
    std::vector<Value> values;
    std::int64_t total = 0;
};

/// Reads a whole answer with one of the functions above.
/// @error kUnavailable  The answer is not what the game answers; names the member, what it was and
///                      what was expected.
template <class Value>
core::Result<Value> decode_answer(const boost::json::value& answer,
                                  Value (*read)(const JsonNode&)) {
    std::string problem;
    Value value = read(JsonNode(answer, problem));
    if (!problem.empty()) return core::Error{core::ErrorCode::kUnavailable, std::move(problem)};
    return value;
}

/// The same for the answer's `data`.
template <class Value>
core::Result<Value> decode_data(const boost::json::value& answer, Value (*read)(const JsonNode&)) {
    std::string problem;
    Value value = read(JsonNode(answer, problem)["data"]);
    if (!problem.empty()) return core::Error{core::ErrorCode::kUnavailable, std::move(problem)};
    return value;
}

/// The same for a list with its `meta`.
template <class Value>
core::Result<Page<Value>> decode_page(const boost::json::value& answer,
                                      Value (*read)(const JsonNode&)) {
    std::string problem;
    const JsonNode node(answer, problem);
    Page<Value> page;
    for (const JsonNode& item : node["data"].items())
        page.values.push_back(read(item));
    page.total = node["meta"]["total"].whole();
    if (!problem.empty()) return core::Error{core::ErrorCode::kUnavailable, std::move(problem)};
    return page;
}

}  // namespace argosy::live
