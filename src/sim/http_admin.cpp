#include "sim/http_admin.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <charconv>
#include <cmath>
#include <optional>

#include "sim/http_admin_input.h"
#include "sim/json_text.h"
#include "sim/snapshot.h"
#include "sim/truth.h"

namespace argosy::sim {
namespace {

using boost::json::array;
using boost::json::object;
using core::Duration;
using core::TimePoint;
using core::Units;
using model::AgentSymbol;
using model::ShipSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;

constexpr double kMillis = 1000.0;

std::string date_of(TimePoint at) {
    return core::format_time(at).substr(0, std::string_view("2025-08-26").size());
}

object cargo_json(const std::map<TradeSymbol, Units>& cargo) {
    object result;
    for (const auto& [good, units] : cargo)
        result[good.str()] = units.count();
    return result;
}

object good_json(const WaypointSymbol& waypoint, const MarketGoodState& good) {
    return {{"waypoint", waypoint.str()},
            {"good", good.good.str()},
            {"stock", good.price.stock.count()},
            {"supply", std::string(model::to_string(model::supply_of(good.price)))},
            {"purchasePrice", model::ask_of(good.price).count()},
            {"sellPrice", model::bid_of(good.price).count()}};
}

/// What may be moved without leaving the stocks for which the price law makes sense.
struct Movable {
    std::int64_t least;
    std::int64_t most;
};

Movable movable(const model::PriceState& state) {
    const std::int64_t bound = HttpAdmin::kMostVolumes * state.volume.count();
    return {std::min<std::int64_t>(-bound - state.stock.count(), 0),
            std::max<std::int64_t>(bound - state.stock.count(), 0)};
}

/// Returns the ask after `units` more of stock: it falls where stock grows.
std::int64_t ask_after(model::PriceState price, std::int64_t units) {
    price.stock += Units(units);
    return model::ask_of(price).count();
}

/// Returns the units to move so that the ask comes as near to `target` as it can.
/// @error 422  No stock has this price.
ApiResult<std::int64_t> units_towards(const model::PriceState& price, std::int64_t target) {
    auto [low, high] = movable(price);
    if (target < ask_after(price, high) || target > ask_after(price, low)) {
        return refusal::invalid_field(
            "price_factor",
            fmt::format("the price would be {}, expected {} to {}: no stock makes it another",
                        target, ask_after(price, high), ask_after(price, low)));
    }
    while (low + 1 < high) {
        const std::int64_t middle = low + (high - low) / 2;
        (ask_after(price, middle) > target ? low : high) = middle;
    }
    const std::int64_t above = ask_after(price, low) - target;
    return above < target - ask_after(price, high) ? low : high;
}

/// Returns the units an order for a shock means.
/// @error 422  They are more, or fewer, than may be moved.
ApiResult<std::int64_t> shock_units(const model::PriceState& price,
                                    std::optional<std::int64_t> units,
                                    std::optional<double> factor) {
    if (!units) {
        return units_towards(price, std::llround(double(model::ask_of(price).count()) * *factor));
    }
    const Movable range = movable(price);
    if (*units >= range.least && *units <= range.most) return *units;
    return refusal::invalid_field(
        "units", fmt::format("units must be from {} to {}", range.least, range.most));
}

}  // namespace

std::span<const HttpAdmin::Route> HttpAdmin::routes() {
    using A = HttpAdmin;
    static constexpr std::array kRoutes = {
        Route{"GET", "/time", &A::get_time},
        Route{"POST", "/time", &A::post_time},
        Route{"GET", "/faults", &A::get_faults},
        Route{"POST", "/faults", &A::post_faults},
        Route{"DELETE", "/faults", &A::delete_faults},
        Route{"DELETE", "/faults/{}", &A::delete_fault},
        Route{"POST", "/shock", &A::post_shock},
        Route{"POST", "/ships/{}/lose", &A::post_lose},
        Route{"POST", "/reset", &A::post_reset},
        Route{"POST", "/save", &A::post_save},
        Route{"GET", "/hash", &A::get_hash},
        Route{"GET", "/truth/agents/{}", &A::get_agent},
    };
    return kRoutes;
}

HttpResponse HttpAdmin::handle(const HttpRequest& request) {
    HttpResponse response;
    const Answer answered = answer(request, response);
    if (answered) {
        response.body = to_json_text(object{{"data", *answered}});
    } else {
        response.status = answered.error().http_status;
        response.body = error_body(answered.error(), request_ids_.next(clock_.now()));
    }
    if (journal_ != nullptr && !journal_->keep_time(clock_.now())) response.cut = true;
    return response;
}

HttpResponse HttpAdmin::refuse(int status, std::string_view message) {
    HttpResponse response{.status = status};
    response.body = error_body(ApiError::ordered(status, status, std::string(message)),
                               request_ids_.next(clock_.now()));
    return response;
}

HttpAdmin::Answer HttpAdmin::answer(const HttpRequest& request, HttpResponse& response) {
    // No page in a browser on this machine may meddle.
    if (!request.header("origin").empty()) {
        return ApiError::ordered(403, 403, "A request had an Origin header, expected none.");
    }
    const auto target = parse_target(request.target);
    if (!target) return refusal::not_found("Route", request.target);
    std::string allowed;
    for (const Route& route : routes()) {
        auto names = match_path(route.pattern, target->segments);
        if (!names) continue;
        if (route.method == request.method) {
            ARGOSY_TRY(object body, read_body(request));
            return (this->*route.handler)({*std::move(names), std::move(body), clock_.now()});
        }
        allowed += fmt::format("{}{}", allowed.empty() ? "" : ", ", route.method);
    }
    if (allowed.empty()) return refusal::not_found("Route", request.target);
    response.headers.emplace_back("allow", allowed);
    return ApiError::ordered(
        405, 405, fmt::format("Method was {}, expected one of {}.", request.method, allowed));
}

HttpAdmin::Answer HttpAdmin::get_time(const Call&) {
    return object{{"time", core::format_time(clock_.now())},
                  {"speed", speed_},
                  {"frozen", clock_.factor() == 0.0}};
}

HttpAdmin::Answer HttpAdmin::post_time(const Call& call) {
    InputProblems problems;
    only_fields(call.body, {"speed", "freeze", "step_seconds"}, problems);
    if (call.body.size() != 1) {
        problems.add("body", "expected one of speed, freeze, step_seconds");
    }
    const auto speed = maybe_number(call.body, "speed", {kSlowest, kFastest}, problems);
    const auto freeze = maybe_flag(call.body, "freeze", problems);
    const auto step = maybe_number(call.body, "step_seconds",
                                   {1 / kMillis, double(kLongestStep.count()) / kMillis}, problems);
    if (auto refused = problems.refusal()) return *std::move(refused);
    TimePoint reading = call.now;
    double factor = clock_.factor();
    if (speed) factor = speed_ = *speed;
    if (freeze) factor = *freeze ? 0.0 : speed_;
    if (step) reading += Duration(std::llround(*step * kMillis));
    clock_.follow(reading, factor, Duration(0));
    // Whoever steps pays for what happened meanwhile, not the next client.
    universe_.advance(reading);
    return get_time(call);
}

HttpAdmin::Answer HttpAdmin::get_faults(const Call&) {
    array rules;
    for (const auto& [number, armed] : faults_.rules())
        rules.push_back(fault_json(number, armed.rule));
    return object{{"faults", std::move(rules)}};
}

HttpAdmin::Answer HttpAdmin::post_faults(const Call& call) {
    ARGOSY_TRY(FaultRule rule, read_fault(call.body));
    const auto number = faults_.add(std::move(rule));
    if (!number) {
        const int status = number.error().code == core::ErrorCode::kConflict ? 409 : 422;
        return ApiError::ordered(status, status, number.error().message);
    }
    return fault_json(*number, faults_.rules().at(*number).rule);
}

HttpAdmin::Answer HttpAdmin::delete_faults(const Call& call) {
    faults_.clear();
    return get_faults(call);
}

HttpAdmin::Answer HttpAdmin::delete_fault(const Call& call) {
    const std::string& text = call.names[0];
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_number = error == std::errc() && end == text.data() + text.size();
    if (!is_number || !faults_.remove(number)) return refusal::not_found("Fault", text);
    return get_faults(call);
}

HttpAdmin::Answer HttpAdmin::post_shock(const Call& call) {
    InputProblems problems;
    only_fields(call.body, {"waypoint", "good", "units", "price_factor"}, problems);
    const WaypointSymbol waypoint(text_field(call.body, "waypoint", problems));
    const TradeSymbol symbol(text_field(call.body, "good", problems));
    const auto units = maybe_whole(call.body, "units", problems);
    const auto factor = maybe_number(call.body, "price_factor",
                                     {1.0 / kMostPriceFactor, kMostPriceFactor}, problems);
    if (call.body.contains("units") == call.body.contains("price_factor")) {
        problems.add("body", "expected either units or price_factor");
    }
    if (auto refused = problems.refusal()) return *std::move(refused);
    ARGOSY_TRY(const MarketGoodState* before,
               universe_.shock(waypoint, symbol, Units(0), call.now));
    ARGOSY_TRY(const std::int64_t moved, shock_units(before->price, units, factor));
    ARGOSY_TRY(const MarketGoodState* after,
               universe_.shock(waypoint, symbol, Units(moved), call.now));
    keep({.at = call.now, .shock = ShockEntry{waypoint, symbol, Units(moved)}});
    object result = good_json(waypoint, *after);
    result["units"] = moved;
    return result;
}

HttpAdmin::Answer HttpAdmin::post_lose(const Call& call) {
    ARGOSY_TRY(const ShipRecord lost, universe_.lose_ship(ShipSymbol(call.names[0])));
    keep({.at = call.now, .lost_ship = lost.ship.symbol});
    return object{{"ship", lost.ship.symbol.str()},
                  {"agent", lost.owner.str()},
                  {"cargo", cargo_json(lost.ship.cargo.items)}};
}

HttpAdmin::Answer HttpAdmin::post_reset(const Call& call) {
    InputProblems problems;
    only_fields(call.body, {"reset_date"}, problems);
    const std::string today = date_of(call.now);
    std::string date =
        today != universe_.reset_date() ? today : date_of(call.now + std::chrono::days(1));
    if (call.body.contains("reset_date")) {
        date = text_field(call.body, "reset_date", problems);
        const auto midnight = core::parse_time(date + "T00:00:00.000Z");
        if (!midnight || date_of(*midnight) != date || date == universe_.reset_date()) {
            problems.add("reset_date", fmt::format("expected a date like {}, another than {}",
                                                   today, universe_.reset_date()));
        }
    }
    if (auto refused = problems.refusal()) return *std::move(refused);
    universe_.reset(std::move(date), call.now);
    keep({.at = call.now, .reset_date = universe_.reset_date()});
    return object{{"reset_date", universe_.reset_date()}};
}

HttpAdmin::Answer HttpAdmin::post_save(const Call& call) {
    InputProblems problems;
    only_fields(call.body, {"path"}, problems);
    const std::string path = text_field(call.body, "path", problems);
    if (path.empty()) problems.add("path", "path must be that of a file");
    if (auto refused = problems.refusal()) return *std::move(refused);
    universe_.advance(call.now);
    const auto saved = write_state_file(path, write_snapshot(universe_));
    if (!saved) return ApiError::ordered(409, 409, saved.error().message);
    return object{{"path", path},
                  {"time", core::format_time(call.now)},
                  {"hash", fmt::format("{:016x}", universe_.state_hash())}};
}

void HttpAdmin::keep(JournalEntry change) {
    if (journal_ != nullptr) journal_->keep(std::move(change));
}

HttpAdmin::Answer HttpAdmin::get_hash(const Call& call) {
    universe_.advance(call.now);
    return object{{"hash", fmt::format("{:016x}", universe_.state_hash())},
                  {"time", core::format_time(call.now)}};
}

HttpAdmin::Answer HttpAdmin::get_agent(const Call& call) {
    const AgentSymbol agent(call.names[0]);
    universe_.advance(call.now);
    ARGOSY_TRY([[maybe_unused]] const AgentRecord* record, universe_.agent(agent));
    const Truth truth(universe_);
    return object{{"agent", agent.str()},
                  {"credits", truth.credits(agent).count()},
                  {"spent", truth.spent(agent).count()},
                  {"earned", truth.earned(agent).count()},
                  {"ships", truth.ships(agent, call.now).size()},
                  {"cargo", cargo_json(truth.cargo(agent))}};
}

}  // namespace argosy::sim
