#pragma once

/// @file
/// What the game answers when it says no: its own code, its own words, and the data that go with
/// them. The texts are the recorded ones where a recording exists (docs/reference/simulator.md).
/// Knows nothing of HTTP beyond the status number, and nothing of JSON.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/assert.h"
#include "core/time.h"
#include "core/units.h"
#include "model/levels.h"
#include "model/ship.h"
#include "model/symbols.h"
#include "sim/error_codes.h"

namespace argosy::sim {

/// One member of an error's `data` object: a number (whole, or seconds with their fraction), a
/// text, a list of texts (validation), or an object of its own.
struct ErrorField {
    std::string name;
    std::variant<std::int64_t, std::string, std::vector<std::string>, double,
                 std::vector<ErrorField>>
        value;
};

struct ApiError {
    ApiError(int status, NamedCode named, std::string words, std::vector<ErrorField> details)
        : ApiError(ordered(status, named.number, std::move(words))) {
        data = std::move(details);
    }

    /// Returns an error with any code: of a fault that was ordered, of a broken HTTP message.
    static ApiError ordered(int status, std::int32_t code, std::string words) {
        return ApiError(status, code, std::move(words));
    }

    int http_status;
    std::int32_t code;
    std::string message;
    std::vector<ErrorField> data;  ///< Empty: the answer has no `data`.

  private:
    ApiError(int status, std::int32_t any_code, std::string words)
        : http_status(status), code(any_code), message(std::move(words)) {}
};

/// A value, or what the game answers instead. Usable with ARGOSY_TRY.
template <class T>
class [[nodiscard]] ApiResult {
  public:
    ApiResult(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    ApiResult(ApiError error) : state_(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    /// @pre ok()
    const T& operator*() const& {
        ARGOSY_ASSERT(ok());
        return std::get<0>(state_);
    }
    T&& operator*() && {
        ARGOSY_ASSERT(ok());
        return std::get<0>(std::move(state_));
    }
    const T* operator->() const { return &**this; }

    /// @pre !ok()
    const ApiError& error() const& {
        ARGOSY_ASSERT(!ok());
        return std::get<1>(state_);
    }
    ApiError&& error() && {
        ARGOSY_ASSERT(!ok());
        return std::get<1>(std::move(state_));
    }

  private:
    std::variant<T, ApiError> state_;
};

/// The refusals of the game, each named for what went wrong.
namespace refusal {

using core::Credits;
using core::Units;
using model::AgentSymbol;
using model::ShipSymbol;
using model::SystemSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;

ErrorField number(std::string name, std::int64_t value);
ErrorField text(std::string name, std::string_view value);

ApiError not_found(std::string_view kind, std::string_view symbol);
ApiError invalid_field(std::string_view field, std::string expectation);

ApiError waypoint_no_access(const WaypointSymbol& waypoint);

ApiError token_missing();
ApiError token_empty();
/// The authorization is another than a Bearer token.
ApiError token_malformed();
/// An account's token where an agent's is needed, or the other way round.
ApiError token_of_another_kind(std::string_view expected);
ApiError account_token_missing();
ApiError token_invalid();
ApiError token_without_subject();
ApiError token_of_another_version(std::string_view expected);
ApiError agent_not_exists(std::string_view symbol);
ApiError reset_mismatch(std::string_view expected, std::string_view actual);
ApiError symbol_taken(std::string_view symbol);

ApiError on_cooldown(const ShipSymbol& ship, std::int64_t total_seconds, core::TimePoint expires,
                     core::TimePoint now);
ApiError in_transit(const model::Nav& nav, core::TimePoint now);
ApiError not_in_orbit(const WaypointSymbol& waypoint);
ApiError not_docked(const ShipSymbol& ship);
ApiError slower_in_transit(const ShipSymbol& ship, model::FlightMode mode);

ApiError invalid_destination(const ShipSymbol& ship, const WaypointSymbol& destination);
ApiError outside_system(const ShipSymbol& ship, const WaypointSymbol& destination,
                        const SystemSymbol& system);
ApiError already_there(const ShipSymbol& ship, const WaypointSymbol& destination);
ApiError not_enough_fuel(const ShipSymbol& ship, std::int64_t required, std::int64_t available);

ApiError refuel_not_docked(const ShipSymbol& ship);
ApiError sells_no_fuel(const WaypointSymbol& waypoint);

ApiError no_market(const WaypointSymbol& waypoint);
ApiError not_sold_here(const WaypointSymbol& waypoint, const TradeSymbol& good);
ApiError not_bought_here(const WaypointSymbol& waypoint, const TradeSymbol& good);
ApiError above_trade_volume(const WaypointSymbol& waypoint, const TradeSymbol& good, Units units,
                            Units volume);
ApiError not_enough_credits(const TradeSymbol& good, Units units, core::Ask ask, Credits credits);
ApiError cargo_full(const ShipSymbol& ship);
ApiError cargo_exceeds_limit(const ShipSymbol& ship, const model::Cargo& cargo, Units units);
ApiError not_enough_cargo(const ShipSymbol& ship, const TradeSymbol& good, Units held, Units units);

ApiError ship_too_expensive(Credits available, Credits needed);
ApiError no_ship_at_yard(const WaypointSymbol& yard);
ApiError ship_type_not_sold(const WaypointSymbol& yard, const model::ShipType& type);

}  // namespace refusal
}  // namespace argosy::sim
