#include "sim/scenario.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <cctype>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "core/assert.h"
#include "model/goods.h"
#include "sim/embedded.h"
#include "sim/json_reader.h"

namespace argosy::sim {
namespace {

namespace json = boost::json;
using core::Error;
using core::ErrorCode;
using core::Units;
using model::TradeSymbol;
using model::WaypointSymbol;

constexpr std::string_view kFormat = "argosy-scenario-2";
constexpr Units kShipVolume{2};

struct Embedded {
    const char* begin;
    const char* end;
};
constexpr Embedded kEmbedded[] = {{argosy_scenario_x1_ad75_begin, argosy_scenario_x1_ad75_end},
                                  {argosy_scenario_x1_zg64_begin, argosy_scenario_x1_zg64_end}};
static_assert(std::size(kEmbedded) == kRecordedScenarios.size());

class ScenarioReader {
  public:
    explicit ScenarioReader(const std::string& file) : reader_(file) {}

    core::Result<Scenario> read(std::string_view text) {
        const json::value document = reader_.parse(text);
        if (reader_.ok()) read_document(reader_.object(document, "the file"));
        if (!reader_.ok()) return reader_.error();
        return std::move(scenario_);
    }

  private:
    void read_document(const json::object& file) {
        reader_.only(file, "the file",
                     {"format", "name", "reset_date", "charted_at", "systems", "starts",
                      "waypoints", "market_goods", "ship_listings", "gates", "sites"});
        const std::string format = reader_.text(file, "the file", "format");
        if (format != kFormat) {
            reader_.problem("the file",
                            fmt::format(R"(has format "{}", expected "{}")", format, kFormat));
            return;
        }
        scenario_.name = reader_.text(file, "the file", "name");
        scenario_.reset_date = reader_.text(file, "the file", "reset_date");
        const auto charted = core::parse_time(reader_.text(file, "the file", "charted_at"));
        if (charted) {
            scenario_.charted_at = *charted;
        } else {
            reader_.problem("the file", "charted_at: " + charted.error().message);
        }
        read_each(file, "systems", "system", &ScenarioReader::read_system);
        read_waypoints(file);
        read_each(file, "starts", "start", &ScenarioReader::read_start);
        if (scenario_.starts.empty()) reader_.problem("starts", "has none, expected at least one");
        read_market_goods(file);
        read_each(file, "ship_listings", "ship listing", &ScenarioReader::read_ship_listing);
        read_each(file, "gates", "gate", &ScenarioReader::read_gate);
        read_each(file, "sites", "site", &ScenarioReader::read_site);
    }

    using EntryReader = void (ScenarioReader::*)(const json::object&, const std::string& place);

    void read_each(const json::object& file, std::string_view list, std::string_view kind,
                   EntryReader read) {
        const json::array& entries = reader_.array(file, "the file", list);
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const std::string place = fmt::format("{} {}", kind, i + 1);
            (this->*read)(reader_.object(entries[i], place), place);
        }
    }

    void read_system(const json::object& entry, const std::string& place) {
        reader_.only(
            entry, place,
            {"symbol", "sector", "constellation", "name", "type", "x", "y", "faction", "note"});
        SystemFacts facts;
        facts.symbol = model::SystemSymbol(reader_.text(entry, place, "symbol"));
        facts.sector = reader_.text(entry, place, "sector");
        facts.constellation = reader_.maybe_text(entry, place, "constellation").value_or("");
        facts.name = reader_.maybe_text(entry, place, "name").value_or("");
        facts.type = reader_.text(entry, place, "type");
        facts.position = position(entry, place);
        facts.faction = reader_.maybe_text(entry, place, "faction").value_or("");
        if (!systems_.insert(facts.symbol).second) {
            reader_.problem(place, fmt::format("repeats {}", facts.symbol));
        }
        scenario_.systems.push_back(std::move(facts));
    }

    void read_start(const json::object& entry, const std::string& place) {
        reader_.only(entry, place, {"faction", "headquarters", "probe_waypoint"});
        scenario_.starts.push_back({reader_.text(entry, place, "faction"),
                                    waypoint(entry, place, "headquarters"),
                                    waypoint(entry, place, "probe_waypoint")});
    }

    void read_gate(const json::object& entry, const std::string& place) {
        reader_.only(entry, place, {"at", "connections", "note"});
        GateFacts facts{waypoint(entry, place, "at"), {}};
        for (const json::value& each : reader_.array(entry, place, "connections")) {
            if (each.is_string()) {
                facts.connections.emplace_back(std::string_view(each.get_string()));
            } else {
                reader_.problem(place, "has a connection that is no text");
            }
        }
        scenario_.gates.push_back(std::move(facts));
    }

    void read_site(const json::object& entry, const std::string& place) {
        reader_.only(entry, place, {"at", "materials"});
        SiteFacts facts{waypoint(entry, place, "at"), {}};
        for (const json::value& each : reader_.array(entry, place, "materials")) {
            const json::object& material = reader_.object(each, place);
            reader_.only(material, place, {"good", "required", "fulfilled"});
            facts.materials.push_back({TradeSymbol(reader_.text(material, place, "good")),
                                       Units(at_least_one(material, place, "required")),
                                       Units(reader_.integer(material, place, "fulfilled"))});
        }
        scenario_.sites.push_back(std::move(facts));
    }

    void read_waypoints(const json::object& file) {
        const json::array& list = reader_.array(file, "the file", "waypoints");
        for (std::size_t i = 0; i < list.size(); ++i) {
            const std::string place = fmt::format("waypoint {}", i + 1);
            read_waypoint(reader_.object(list[i], place), place);
        }
        for (const WaypointFacts& facts : scenario_.waypoints) {
            if (!facts.orbits) continue;
            const auto parent = places_.find(*facts.orbits);
            if (parent == places_.end()) {
                reader_.problem(
                    facts.waypoint.symbol.str(),
                    fmt::format("orbits {}, expected a waypoint of this file", *facts.orbits));
                continue;
            }
            scenario_.waypoints[parent->second].orbitals.push_back(facts.waypoint.symbol);
        }
    }

    void read_waypoint(const json::object& entry, const std::string& place) {
        reader_.only(entry, place, {"symbol", "type", "x", "y", "orbits", "uncharted", "traits"});
        WaypointFacts facts;
        facts.waypoint.symbol = WaypointSymbol(reader_.text(entry, place, "symbol"));
        facts.waypoint.type = reader_.text(entry, place, "type");
        facts.waypoint.position = position(entry, place);
        for (const json::value& trait : reader_.array(entry, place, "traits")) {
            if (trait.is_string()) {
                facts.waypoint.traits.emplace_back(trait.get_string());
            } else {
                reader_.problem(place, "has a trait that is no text");
            }
        }
        if (const auto orbits = reader_.maybe_text(entry, place, "orbits")) {
            facts.orbits = WaypointSymbol(*orbits);
        }
        if (const json::value* flag = entry.if_contains("uncharted")) {
            facts.charted = !(flag->is_bool() && flag->get_bool());
        }
        const WaypointSymbol symbol = facts.waypoint.symbol;
        if (!systems_.contains(model::system_of(symbol))) {
            reader_.problem(place, fmt::format("is \"{}\", expected a waypoint of a system of this "
                                               "file",
                                               symbol));
        }
        const model::SystemSymbol system = model::system_of(symbol);
        const bool goes_on = !scenario_.waypoints.empty() &&
                             model::system_of(scenario_.waypoints.back().waypoint.symbol) == system;
        if (!goes_on && !begun_.insert(system).second) {
            reader_.problem(
                place,
                fmt::format("stands apart, expected {} among the waypoints of {}", symbol, system));
        }
        if (!places_.emplace(symbol, scenario_.waypoints.size()).second) {
            reader_.problem(place, fmt::format("repeats {}", symbol));
        }
        scenario_.waypoints.push_back(std::move(facts));
    }

    void read_market_goods(const json::object& file) {
        const json::array& list = reader_.array(file, "the file", "market_goods");
        std::set<std::pair<WaypointSymbol, TradeSymbol>> seen;
        for (std::size_t i = 0; i < list.size(); ++i) {
            const std::string place = fmt::format("market good {}", i + 1);
            MarketGoodFacts facts = read_market_good(reader_.object(list[i], place), place);
            if (!seen.emplace(facts.waypoint, facts.good).second) {
                reader_.problem(place, fmt::format("repeats {} at {}", facts.good, facts.waypoint));
            }
            scenario_.market_goods.push_back(std::move(facts));
        }
    }

    MarketGoodFacts read_market_good(const json::object& entry, const std::string& place) {
        reader_.only(
            entry, place,
            {"at", "good", "type", "volume", "base", "margin", "stock", "activity", "note"});
        MarketGoodFacts facts;
        facts.waypoint = waypoint_with(entry, place, "MARKETPLACE");
        facts.good = TradeSymbol(reader_.text(entry, place, "good"));
        const std::string type = reader_.text(entry, place, "type");
        if (const auto known = model::parse_trade_type(type)) {
            facts.state.type = *known;
        } else {
            reader_.problem(
                place, fmt::format("type was \"{}\", expected EXPORT, IMPORT or EXCHANGE", type));
        }
        facts.state.volume = Units(at_least_one(entry, place, "volume"));
        facts.state.margin = at_least_one(entry, place, "margin");
        facts.state.stock = Units(reader_.integer(entry, place, "stock"));
        facts.state.base = base(entry, place, facts.good);
        if (facts.state.type != model::TradeType::kExchange) {
            facts.activity = activity(entry, place);
        } else if (entry.contains("activity")) {
            reader_.problem(place, "has an activity, expected none for an exchange good");
        }
        return facts;
    }

    void read_ship_listing(const json::object& entry, const std::string& place) {
        reader_.only(entry, place, {"at", "ship", "base", "margin", "stock", "activity", "note"});
        ShipListingFacts facts;
        facts.waypoint = waypoint_with(entry, place, "SHIPYARD");
        facts.type = model::ShipType(reader_.text(entry, place, "ship"));
        facts.state = {model::TradeType::kExport, at_least_one(entry, place, "base"),
                       at_least_one(entry, place, "margin"), kShipVolume,
                       Units(reader_.integer(entry, place, "stock"))};
        facts.activity = activity(entry, place);
        scenario_.ship_listings.push_back(std::move(facts));
    }

    std::int64_t base(const json::object& entry, const std::string& place,
                      const TradeSymbol& good) {
        if (entry.contains("base")) return at_least_one(entry, place, "base");
        if (const auto known = model::base_price(good)) return *known;
        reader_.problem(place, fmt::format("base was absent, expected one: no base price of {} is "
                                           "known",
                                           good));
        return 0;
    }

    model::Activity activity(const json::object& entry, const std::string& place) {
        const std::string text = reader_.text(entry, place, "activity");
        if (const auto known = model::parse_activity(text)) return *known;
        reader_.problem(place, fmt::format("activity was \"{}\", expected RESTRICTED, WEAK, "
                                           "GROWING or STRONG",
                                           text));
        return model::Activity::kWeak;
    }

    std::int64_t at_least_one(const json::object& entry, const std::string& place,
                              std::string_view name) {
        const std::int64_t value = reader_.integer(entry, place, name);
        if (value < 1) {
            reader_.problem(place, fmt::format("{} was {}, expected 1 or more", name, value));
        }
        return value;
    }

    model::Position position(const json::object& entry, const std::string& place) {
        return {reader_.integer(entry, place, "x"), reader_.integer(entry, place, "y")};
    }

    WaypointSymbol waypoint(const json::object& entry, const std::string& place,
                            std::string_view name) {
        WaypointSymbol symbol(reader_.text(entry, place, name));
        if (!places_.contains(symbol)) {
            reader_.problem(place, fmt::format("{} was \"{}\", expected a waypoint of this file",
                                               name, symbol));
        }
        return symbol;
    }

    WaypointSymbol waypoint_with(const json::object& entry, const std::string& place,
                                 std::string_view trait) {
        WaypointSymbol symbol = waypoint(entry, place, "at");
        const auto found = places_.find(symbol);
        if (found != places_.end() &&
            !scenario_.waypoints[found->second].waypoint.has_trait(trait)) {
            reader_.problem(
                place, fmt::format("is at {}, expected a waypoint with trait {}", symbol, trait));
        }
        return symbol;
    }

    JsonReader reader_;
    Scenario scenario_;
    std::set<model::SystemSymbol> systems_;
    std::set<model::SystemSymbol> begun_;  ///< Whose waypoints have been listed.
    std::map<WaypointSymbol, std::size_t> places_;
};

}  // namespace

core::Result<Scenario> parse_scenario(std::string_view text) {
    return ScenarioReader("scenario").read(text);
}

core::Result<Scenario> load_scenario(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return Error{ErrorCode::kNotFound, fmt::format("scenario {}: no such file", path)};
    }
    std::ostringstream text;
    text << file.rdbuf();
    return ScenarioReader(path).read(text.str());
}

core::Result<Scenario> recorded_scenario(std::string_view name) {
    std::string lower(name);
    for (char& c : lower)
        c = char(std::tolower(static_cast<unsigned char>(c)));
    for (std::size_t i = 0; i < kRecordedScenarios.size(); ++i) {
        if (kRecordedScenarios[i] != lower) continue;
        auto parsed = parse_scenario(embedded(kEmbedded[i].begin, kEmbedded[i].end));
        ARGOSY_ASSERT(parsed.ok());
        return parsed;
    }
    return Error{ErrorCode::kNotFound, fmt::format("scenario was \"{}\", expected {}", name,
                                                   fmt::join(kRecordedScenarios, " or "))};
}

Scenario recorded_scenario() {
    return *recorded_scenario(kRecordedScenarios.front());
}

}  // namespace argosy::sim
