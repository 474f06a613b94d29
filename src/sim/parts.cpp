#include "sim/parts.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>

namespace argosy::sim {
namespace {

namespace json = boost::json;

Part read_part(JsonReader& reader, const json::object& entry, const std::string& place) {
    const auto number = [&](const char* name) {
        return reader.maybe_integer(entry, place, name).value_or(0);
    };
    const json::object& needs = reader.object(entry, place, "requirements");
    const auto need = [&](const char* name) {
        return reader.maybe_integer(needs, place + " requirements", name).value_or(0);
    };
    Part part;
    part.symbol = reader.text(entry, place, "symbol");
    reader.text(entry, place, "name");
    reader.text(entry, place, "description");
    part.quality = number("quality");
    part.power = need("power");
    part.crew = need("crew");
    part.slots = need("slots");
    part.capacity = number("capacity");
    part.range = number("range");
    part.strength = number("strength");
    part.power_output = number("powerOutput");
    part.speed = number("speed");
    part.fuel_capacity = number("fuelCapacity");
    part.module_slots = number("moduleSlots");
    part.mounting_points = number("mountingPoints");
    if (entry.contains("deposits")) {
        for (const json::value& deposit : reader.array(entry, place, "deposits")) {
            if (!deposit.is_string()) {
                reader.problem(place, "has a deposit that is no text, expected a symbol");
                continue;
            }
            part.deposits.emplace_back(std::string(deposit.get_string()));
        }
    }
    part.json = entry;
    return part;
}

}  // namespace

void Fitting::add_component(const Part& part) {
    power += part.power;
    crew += part.crew;
    power_output += part.power_output;
    module_slots += part.module_slots;
    mounting_points += part.mounting_points;
}

void Fitting::add_module(const Part& part) {
    power += part.power;
    crew += part.crew;
    slots += part.slots;
    if (part.is_crew_quarters()) crew_capacity += part.capacity;
    if (part.is_cargo_hold()) cargo_capacity += part.capacity;
}

void Fitting::add_mount(const Part& part) {
    power += part.power;
    crew += part.crew;
    ++mounts;
}

Parts read_parts(JsonReader& reader, const json::object& document, std::string_view kind) {
    Parts parts;
    const json::array& entries = reader.array(document, "the file", kind);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const std::string place = fmt::format("{} entry {}", kind, i + 1);
        Part part = read_part(reader, reader.object(entries[i], place), place);
        std::string symbol = part.symbol;
        if (!parts.emplace(symbol, std::move(part)).second) {
            reader.problem(place, fmt::format("repeats {}", symbol));
        }
    }
    return parts;
}

}  // namespace argosy::sim
