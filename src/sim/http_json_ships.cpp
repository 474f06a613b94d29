#include <string>

#include "sim/http_json.h"

// Ships, and what befalls them, in the API's shapes.

namespace argosy::sim {
namespace {

using boost::json::array;
using boost::json::object;
using core::format_time;

constexpr std::array kComponentNames{"FRAME", "REACTOR", "ENGINE"};

std::string text(std::string_view view) {
    return std::string(view);
}

// Whole numbers at the ends, as the game writes them: 1, 0.97, 0.
boost::json::value share(std::int64_t basis_points) {
    if (basis_points == 0 || basis_points == Wear::kNew) return basis_points / Wear::kNew;
    return double(basis_points) / double(Wear::kNew);
}

}  // namespace

object UniverseJson::route_end(const model::WaypointSymbol& waypoint) const {
    const auto facts = universe_.waypoint(waypoint);
    ARGOSY_ASSERT(facts.ok());
    const model::Waypoint& place = (*facts)->waypoint;
    return {{"symbol", waypoint.str()},
            {"type", place.type},
            {"systemSymbol", model::system_of(waypoint).str()},
            {"x", place.position.x},
            {"y", place.position.y}};
}

object UniverseJson::nav(const ShipRecord& record, core::TimePoint now) const {
    const model::Nav& nav = record.ship.nav;
    return {{"systemSymbol", nav.system.str()},
            {"waypointSymbol", nav.waypoint.str()},
            {"route", object{{"destination", route_end(nav.route.destination)},
                             {"origin", route_end(nav.route.origin)},
                             {"departureTime", format_time(nav.route.departure)},
                             {"arrival", format_time(nav.route.arrival)}}},
            {"status", text(model::to_string(model::status_at(nav, now)))},
            {"flightMode", text(model::to_string(nav.flight_mode))}};
}

array UniverseJson::ship_events(const std::vector<const ShipEvent*>& events) const {
    array result;
    for (const ShipEvent* event : events) {
        result.push_back(object{{"symbol", event->symbol},
                                {"component", kComponentNames[std::size_t(event->component)]},
                                {"name", event->name},
                                {"description", event->description}});
    }
    return result;
}

object UniverseJson::fuel(const ShipRecord& record) const {
    return {{"current", record.ship.fuel.current},
            {"capacity", record.ship.fuel.capacity},
            {"consumed", object{{"amount", record.fuel_use.amount},
                                {"timestamp", format_time(record.fuel_use.at)}}}};
}

object UniverseJson::cargo(const ShipRecord& record) const {
    const model::Cargo& cargo = record.ship.cargo;
    array inventory;
    for (const auto& [symbol, units] : cargo.items) {
        object item = good(symbol);
        item["units"] = units.count();
        inventory.push_back(std::move(item));
    }
    return {{"capacity", cargo.capacity.count()},
            {"units", cargo.used().count()},
            {"inventory", std::move(inventory)}};
}

array UniverseJson::modules(const ShipRecord& record) const {
    array result;
    for (const std::string& symbol : record.modules)
        result.push_back(universe_.catalogue().module(symbol)->json);
    return result;
}

array UniverseJson::mounts(const ShipRecord& record) const {
    array result;
    for (const std::string& symbol : record.mounts)
        result.push_back(universe_.catalogue().mount(symbol)->json);
    return result;
}

object UniverseJson::component(const ShipRecord& record, Component which) const {
    object result = record.hull->component(which).json;
    const Wear& wear = record.wear_of(which);
    result["condition"] = share(wear.condition);
    result["integrity"] = share(wear.integrity);
    return result;
}

object UniverseJson::ship(const ShipRecord& record, core::TimePoint now) const {
    const model::Ship& ship = record.ship;
    const auto owner = universe_.agent(record.owner);
    ARGOSY_ASSERT(owner.ok());
    const Fitting fitting =
        universe_.catalogue().fitting(*record.hull, record.modules, record.mounts);
    return {{"symbol", ship.symbol.str()},
            {"registration", object{{"name", ship.symbol.str()},
                                    {"factionSymbol", (*owner)->agent.starting_faction},
                                    {"role", ship.role}}},
            {"nav", nav(record, now)},
            {"crew", object{{"current", fitting.crew},
                            {"required", fitting.crew},
                            {"capacity", fitting.crew_capacity},
                            {"rotation", "STRICT"},
                            {"morale", 100},
                            {"wages", 0}}},
            {"frame", component(record, Component::kFrame)},
            {"reactor", component(record, Component::kReactor)},
            {"engine", component(record, Component::kEngine)},
            {"modules", modules(record)},
            {"mounts", mounts(record)},
            {"cargo", cargo(record)},
            {"fuel", fuel(record)},
            {"cooldown", cooldown(record, now)}};
}

object UniverseJson::cooldown(const ShipRecord& record, core::TimePoint now) const {
    const Cooldown& cooldown = record.cooldown;
    const bool over = cooldown.expires <= now;
    const auto left = std::chrono::ceil<std::chrono::seconds>(cooldown.expires - now);
    object result{{"shipSymbol", record.ship.symbol.str()},
                  {"totalSeconds", over ? 0 : cooldown.total_seconds},
                  {"remainingSeconds", over ? 0 : left.count()}};
    if (!over) result["expiration"] = format_time(cooldown.expires);
    return result;
}

object UniverseJson::refit(const Refit& refit) const {
    return {{"waypointSymbol", refit.ship->ship.nav.waypoint.str()},
            {"shipSymbol", refit.ship->ship.symbol.str()},
            {"tradeSymbol", refit.part.str()},
            {"totalPrice", refit.total.count()},
            {"timestamp", format_time(refit.at)}};
}

object UniverseJson::yard_bill(const YardBill& bill) const {
    return {{"waypointSymbol", bill.waypoint.str()},
            {"shipSymbol", bill.ship.str()},
            {"totalPrice", bill.total.count()},
            {"timestamp", format_time(bill.at)}};
}

}  // namespace argosy::sim
