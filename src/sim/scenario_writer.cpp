#include "sim/scenario_writer.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "model/goods.h"

namespace argosy::sim {
namespace {

std::string quoted(std::string_view text) {
    return boost::json::serialize(boost::json::string_view(text));
}

// `, "name": "text"`, or nothing for an empty text.
std::string maybe_member(std::string_view name, std::string_view text) {
    return text.empty() ? "" : fmt::format(R"(, "{}": {})", name, quoted(text));
}

std::string line(const SystemFacts& facts) {
    return fmt::format(R"({{"symbol": {}, "sector": {}{}{}, "type": {}, "x": {}, "y": {}{}}})",
                       quoted(facts.symbol.str()), quoted(facts.sector),
                       maybe_member("constellation", facts.constellation),
                       maybe_member("name", facts.name), quoted(facts.type), facts.position.x,
                       facts.position.y, maybe_member("faction", facts.faction));
}

std::string line(const StartFacts& facts) {
    return fmt::format(R"({{"faction": {}, "headquarters": {}, "probe_waypoint": {}}})",
                       quoted(facts.faction), quoted(facts.headquarters.str()),
                       quoted(facts.probe_waypoint.str()));
}

template <class Texts, class Text>
std::string list(const Texts& entries, Text text) {
    std::string joined;
    for (const auto& entry : entries)
        joined += (joined.empty() ? "" : ", ") + quoted(text(entry));
    return "[" + joined + "]";
}

std::string line(const WaypointFacts& facts) {
    const model::Waypoint& waypoint = facts.waypoint;
    return fmt::format(R"({{"symbol": {}, "type": {}, "x": {}, "y": {}{}{}, "traits": {}}})",
                       quoted(waypoint.symbol.str()), quoted(waypoint.type), waypoint.position.x,
                       waypoint.position.y,
                       maybe_member("orbits", facts.orbits ? facts.orbits->str() : ""),
                       facts.charted ? "" : R"(, "uncharted": true)",
                       list(waypoint.traits,
                            [](const std::string& trait) -> const std::string& { return trait; }));
}

std::string line(const MarketGoodFacts& facts) {
    const bool is_usual = model::base_price(facts.good) == facts.state.base;
    return fmt::format(
        R"({{"at": {}, "good": {}, "type": "{}", "volume": {}{}, "margin": {}, "stock": {}{}}})",
        quoted(facts.waypoint.str()), quoted(facts.good.str()), model::to_string(facts.state.type),
        facts.state.volume.count(),
        is_usual ? "" : fmt::format(R"(, "base": {})", facts.state.base), facts.state.margin,
        facts.state.stock.count(),
        maybe_member("activity", facts.activity ? model::to_string(*facts.activity) : ""));
}

std::string line(const ShipListingFacts& facts) {
    return fmt::format(
        R"({{"at": {}, "ship": {}, "base": {}, "margin": {}, "stock": {}, "activity": "{}"}})",
        quoted(facts.waypoint.str()), quoted(facts.type.str()), facts.state.base,
        facts.state.margin, facts.state.stock.count(), model::to_string(facts.activity));
}

std::string line(const GateFacts& facts) {
    return fmt::format(
        R"({{"at": {}, "connections": {}}})", quoted(facts.waypoint.str()),
        list(facts.connections,
             [](const model::WaypointSymbol& gate) -> const std::string& { return gate.str(); }));
}

std::string line(const SiteFacts& facts) {
    std::string materials;
    for (const SiteMaterial& material : facts.materials) {
        materials += fmt::format("{}\n      {{\"good\": {}, \"required\": {}, \"fulfilled\": {}}}",
                                 materials.empty() ? "" : ",", quoted(material.good.str()),
                                 material.required.count(), material.fulfilled.count());
    }
    return fmt::format(R"({{"at": {}, "materials": [{}]}})", quoted(facts.waypoint.str()),
                       materials);
}

template <class Entry>
void write_list(std::ostream& out, std::string_view name, const std::vector<Entry>& entries,
                std::string_view end = ",\n") {
    out << "  \"" << name << "\": [";
    for (std::size_t i = 0; i < entries.size(); ++i)
        out << (i == 0 ? "\n    " : ",\n    ") << line(entries[i]);
    out << (entries.empty() ? "]" : "\n  ]") << end;
}

}  // namespace

void write_scenario(const Scenario& scenario, std::ostream& out) {
    out << "{\n  \"format\": \"argosy-scenario-2\",\n"
        << "  \"name\": " << quoted(scenario.name) << ",\n"
        << "  \"reset_date\": " << quoted(scenario.reset_date) << ",\n"
        << "  \"charted_at\": \"" << core::format_time(scenario.charted_at) << "\",\n";
    write_list(out, "systems", scenario.systems);
    write_list(out, "starts", scenario.starts);
    write_list(out, "waypoints", scenario.waypoints);
    write_list(out, "market_goods", scenario.market_goods);
    write_list(out, "ship_listings", scenario.ship_listings);
    write_list(out, "gates", scenario.gates);
    write_list(out, "sites", scenario.sites, "\n}\n");
}

}  // namespace argosy::sim
