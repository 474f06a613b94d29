#include "sim/catalogue.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>

#include "core/assert.h"
#include "sim/embedded.h"
#include "sim/json_reader.h"

namespace argosy::sim {
namespace {

namespace json = boost::json;

using Texts = std::map<std::string, Description, std::less<>>;

// Returns the list that the text is, empty, with a problem, when it is none.
json::array read_list(JsonReader& reader, std::string_view text) {
    json::value document = reader.parse(text);
    if (document.is_array()) return std::move(document.get_array());
    reader.problem("the file", "is no list, expected a list of symbol, name, description");
    return {};
}

Description read_description(JsonReader& reader, const json::object& entry,
                             const std::string& place) {
    return {reader.text(entry, place, "name"), reader.text(entry, place, "description")};
}

Texts read_texts(JsonReader& reader, std::string_view text) {
    Texts texts;
    const json::array list = read_list(reader, text);
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string place = fmt::format("entry {}", i + 1);
        const json::object& entry = reader.object(list[i], place);
        std::string symbol = reader.text(entry, place, "symbol");
        Description description = read_description(reader, entry, place);
        if (!texts.emplace(symbol, std::move(description)).second) {
            reader.problem(place, fmt::format("repeats {}", symbol));
        }
    }
    return texts;
}

std::vector<Faction> read_factions(JsonReader& reader, std::string_view text) {
    std::vector<Faction> factions;
    const json::array list = read_list(reader, text);
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string place = fmt::format("entry {}", i + 1);
        const json::object& entry = reader.object(list[i], place);
        const Description description = read_description(reader, entry, place);
        Faction faction{
            reader.text(entry, place, "symbol"), description.name, description.text, {}};
        for (const json::value& each : reader.array(entry, place, "traits")) {
            const json::object& trait = reader.object(each, place + " trait");
            faction.traits.push_back({reader.text(trait, place + " trait", "symbol"),
                                      read_description(reader, trait, place + " trait")});
        }
        factions.push_back(std::move(faction));
    }
    return factions;
}

constexpr std::array kComponentKinds{"frames", "reactors", "engines"};
constexpr std::array kComponentNames{"frame", "reactor", "engine"};

// The part a hull names, or null and a problem.
const Part* find_part(JsonReader& reader, const Parts& parts, const std::string& symbol,
                      const std::string& place) {
    const auto found = parts.find(symbol);
    if (found != parts.end()) return &found->second;
    reader.problem(place, fmt::format("names the part \"{}\", expected one of parts.json", symbol));
    return nullptr;
}

std::vector<std::string> read_symbols(JsonReader& reader, const json::object& entry,
                                      const std::string& place, std::string_view name,
                                      const Parts& parts) {
    std::vector<std::string> symbols;
    for (const json::value& value : reader.array(entry, place, name)) {
        std::string symbol = value.is_string() ? std::string(value.get_string()) : std::string();
        if (find_part(reader, parts, symbol, place) != nullptr) symbols.push_back(symbol);
    }
    return symbols;
}

json::array shown(const std::vector<std::string>& symbols, const Parts& parts) {
    json::array list;
    for (const std::string& symbol : symbols)
        list.push_back(parts.find(symbol)->second.json);
    return list;
}

}  // namespace

Hull Catalogue::read_hull(JsonReader& reader, const json::object& entry,
                          const std::string& place) const {
    Hull hull;
    hull.type = model::ShipType(reader.text(entry, place, "type"));
    hull.name = reader.text(entry, place, "name");
    hull.description = reader.text(entry, place, "description");
    hull.role = reader.text(entry, place, "role");
    hull.modules = read_symbols(reader, entry, place, "modules", modules_);
    hull.mounts = read_symbols(reader, entry, place, "mounts", mounts_);
    for (std::size_t i = 0; i < kComponents; ++i) {
        const std::string symbol = reader.text(entry, place, kComponentNames[i]);
        hull.components[i] = find_part(reader, components_[i], symbol, place);
    }
    if (!reader.ok()) return hull;

    hull.frame = hull.component(Component::kFrame).symbol;
    hull.fuel_capacity = hull.component(Component::kFrame).fuel_capacity;
    hull.speed = hull.component(Component::kEngine).speed;
    if (hull.speed <= 0) reader.problem(place, "has a speed of 0 or less, expected 1 or more");
    const Fitting fitting = this->fitting(hull, hull.modules, hull.mounts);
    hull.cargo_capacity = core::Units(fitting.cargo_capacity);
    for (std::size_t i = 0; i < kComponents; ++i) {
        json::object component = hull.components[i]->json;
        component["condition"] = 1;
        component["integrity"] = 1;
        hull.parts[kComponentNames[i]] = std::move(component);
    }
    hull.parts["modules"] = shown(hull.modules, modules_);
    hull.parts["mounts"] = shown(hull.mounts, mounts_);
    hull.parts["crew"] =
        json::object{{"required", fitting.crew}, {"capacity", fitting.crew_capacity}};
    return hull;
}

void Catalogue::read_hulls(JsonReader& reader, std::string_view text) {
    const json::value document = reader.parse(text);
    if (!document.is_array()) {
        reader.problem("the file", "is no list, expected a list of hulls");
        return;
    }
    const json::array& entries = document.get_array();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const std::string place = fmt::format("hull {}", i + 1);
        Hull hull = read_hull(reader, reader.object(entries[i], place), place);
        hulls_.emplace(hull.type, std::move(hull));
    }
}

void Catalogue::read_ship_events(JsonReader& reader, std::string_view text) {
    const json::value document = reader.parse(text);
    if (!document.is_array()) {
        reader.problem("the file", "is no list, expected a list of events");
        return;
    }
    const json::array& entries = document.get_array();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const std::string place = fmt::format("event {}", i + 1);
        const json::object& entry = reader.object(entries[i], place);
        const std::string component = reader.text(entry, place, "component");
        const std::string cause = reader.text(entry, place, "cause");
        if (component != "FRAME" && component != "REACTOR" && component != "ENGINE") {
            reader.problem(place, fmt::format("has the component \"{}\", expected FRAME, REACTOR "
                                              "or ENGINE",
                                              component));
        }
        if (cause != "TRAVEL" && cause != "EXTRACTION") {
            reader.problem(
                place, fmt::format("has the cause \"{}\", expected TRAVEL or EXTRACTION", cause));
        }
        ship_events_.push_back({reader.text(entry, place, "symbol"),
                                component == "FRAME"     ? Component::kFrame
                                : component == "REACTOR" ? Component::kReactor
                                                         : Component::kEngine,
                                cause == "TRAVEL" ? WearCause::kTravel : WearCause::kExtraction,
                                reader.text(entry, place, "name"),
                                reader.text(entry, place, "description")});
    }
}

core::Result<Catalogue> Catalogue::parse(const CatalogueTexts& texts) {
    Catalogue catalogue;
    JsonReader goods_file("trade_goods.json");
    catalogue.goods_ = read_texts(goods_file, texts.goods);
    JsonReader traits_file("waypoint_traits.json");
    catalogue.traits_ = read_texts(traits_file, texts.traits);
    JsonReader factions_file("factions.json");
    catalogue.factions_ = read_factions(factions_file, texts.factions);
    JsonReader parts_file("parts.json");
    const json::value parts = parts_file.parse(texts.parts);
    const json::object& kinds = parts_file.object(parts, "the file");
    for (std::size_t i = 0; i < kComponents; ++i) {
        catalogue.components_[i] = read_parts(parts_file, kinds, kComponentKinds[i]);
    }
    catalogue.modules_ = read_parts(parts_file, kinds, "modules");
    catalogue.mounts_ = read_parts(parts_file, kinds, "mounts");
    JsonReader hulls_file("hulls.json");
    catalogue.read_hulls(hulls_file, texts.hulls);
    JsonReader events_file("ship_events.json");
    catalogue.read_ship_events(events_file, texts.ship_events);
    for (const JsonReader* file :
         {&goods_file, &traits_file, &factions_file, &parts_file, &hulls_file, &events_file}) {
        if (!file->ok()) return file->error();
    }
    return catalogue;
}

const Catalogue& Catalogue::recorded() {
    static const Catalogue kRecorded = [] {
        auto parsed = parse({
            .goods = embedded(argosy_data_trade_goods_begin, argosy_data_trade_goods_end),
            .traits = embedded(argosy_data_waypoint_traits_begin, argosy_data_waypoint_traits_end),
            .factions = embedded(argosy_data_factions_begin, argosy_data_factions_end),
            .parts = embedded(argosy_data_parts_begin, argosy_data_parts_end),
            .hulls = embedded(argosy_data_hulls_begin, argosy_data_hulls_end),
            .ship_events = embedded(argosy_data_ship_events_begin, argosy_data_ship_events_end),
        });
        ARGOSY_ASSERT(parsed.ok());
        return *std::move(parsed);
    }();
    return kRecorded;
}

Description Catalogue::good(const model::TradeSymbol& good) const {
    const auto found = goods_.find(good.str());
    return found == goods_.end() ? Description{good.str(), good.str()} : found->second;
}

Description Catalogue::trait(const std::string& trait) const {
    const auto found = traits_.find(trait);
    return found == traits_.end() ? Description{trait, trait} : found->second;
}

const Part* Catalogue::module(std::string_view symbol) const {
    const auto found = modules_.find(symbol);
    return found == modules_.end() ? nullptr : &found->second;
}

const Part* Catalogue::mount(std::string_view symbol) const {
    const auto found = mounts_.find(symbol);
    return found == mounts_.end() ? nullptr : &found->second;
}

Fitting Catalogue::fitting(const Hull& hull, const std::vector<std::string>& modules,
                           const std::vector<std::string>& mounts) const {
    Fitting fitting;
    for (const Part* component : hull.components)
        fitting.add_component(*component);
    for (const std::string& symbol : modules)
        fitting.add_module(*module(symbol));
    for (const std::string& symbol : mounts)
        fitting.add_mount(*mount(symbol));
    return fitting;
}

std::vector<const ShipEvent*> Catalogue::ship_events(WearCause cause, Component component) const {
    std::vector<const ShipEvent*> events;
    for (const ShipEvent& event : ship_events_) {
        if (event.cause == cause && event.component == component) events.push_back(&event);
    }
    return events;
}

const Hull* Catalogue::hull(const model::ShipType& type) const {
    const auto found = hulls_.find(type);
    return found == hulls_.end() ? nullptr : &found->second;
}

const Faction* Catalogue::faction(std::string_view symbol) const {
    for (const Faction& faction : factions_) {
        if (faction.symbol == symbol) return &faction;
    }
    return nullptr;
}

}  // namespace argosy::sim
