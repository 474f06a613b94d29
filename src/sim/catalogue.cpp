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

Texts read_texts(JsonReader& reader, std::string_view text) {
    Texts texts;
    const json::value document = reader.parse(text);
    if (!document.is_array()) {
        reader.problem("the file", "is no list, expected a list of symbol, name, description");
        return texts;
    }
    for (std::size_t i = 0; i < document.get_array().size(); ++i) {
        const std::string place = fmt::format("entry {}", i + 1);
        const json::object& entry = reader.object(document.get_array()[i], place);
        std::string symbol = reader.text(entry, place, "symbol");
        Description description{reader.text(entry, place, "name"),
                                reader.text(entry, place, "description")};
        if (!texts.emplace(symbol, std::move(description)).second) {
            reader.problem(place, fmt::format("repeats {}", symbol));
        }
    }
    return texts;
}

core::Units cargo_of(const json::array& modules) {
    std::int64_t capacity = 0;
    for (const json::value& module : modules) {
        const json::object* parts = module.if_object();
        const json::value* symbol = parts ? parts->if_contains("symbol") : nullptr;
        const json::value* units = parts ? parts->if_contains("capacity") : nullptr;
        if (symbol == nullptr || units == nullptr || !symbol->is_string()) continue;
        if (std::string_view(symbol->get_string()).starts_with("MODULE_CARGO_HOLD")) {
            capacity += units->to_number<std::int64_t>();
        }
    }
    return core::Units(capacity);
}

std::vector<std::string> symbols_of(const json::array& parts) {
    std::vector<std::string> symbols;
    for (const json::value& part : parts) {
        const json::object* entry = part.if_object();
        const json::value* symbol = entry ? entry->if_contains("symbol") : nullptr;
        if (symbol != nullptr && symbol->is_string()) symbols.emplace_back(symbol->get_string());
    }
    return symbols;
}

Hull read_hull(JsonReader& reader, const json::object& entry, const std::string& place) {
    Hull hull;
    hull.type = model::ShipType(reader.text(entry, place, "type"));
    hull.name = reader.text(entry, place, "name");
    hull.description = reader.text(entry, place, "description");
    hull.role = reader.text(entry, place, "role");
    for (std::string_view part : {"frame", "reactor", "engine", "crew"}) {
        hull.parts[part] = reader.object(entry, place, part);
    }
    hull.parts["modules"] = reader.array(entry, place, "modules");
    hull.parts["mounts"] = reader.array(entry, place, "mounts");
    const json::object& frame = hull.parts["frame"].get_object();
    hull.frame = reader.text(frame, place + " frame", "symbol");
    hull.fuel_capacity = reader.integer(frame, place + " frame", "fuelCapacity");
    hull.speed = reader.integer(hull.parts["engine"].get_object(), place + " engine", "speed");
    if (hull.speed <= 0) reader.problem(place, "has a speed of 0 or less, expected 1 or more");
    hull.modules = symbols_of(hull.parts["modules"].get_array());
    hull.mounts = symbols_of(hull.parts["mounts"].get_array());
    hull.cargo_capacity = cargo_of(hull.parts["modules"].get_array());
    return hull;
}

}  // namespace

core::Result<Catalogue> Catalogue::parse(std::string_view goods, std::string_view traits,
                                         std::string_view factions, std::string_view hulls) {
    Catalogue catalogue;
    JsonReader goods_file("trade_goods.json");
    catalogue.goods_ = read_texts(goods_file, goods);
    JsonReader traits_file("waypoint_traits.json");
    catalogue.traits_ = read_texts(traits_file, traits);
    JsonReader factions_file("factions.json");
    for (const auto& [symbol, description] : read_texts(factions_file, factions)) {
        catalogue.factions_.push_back(Faction{symbol, description.name, description.text});
    }
    JsonReader hulls_file("hulls.json");
    const json::value document = hulls_file.parse(hulls);
    if (!document.is_array())
        hulls_file.problem("the file", "is no list, expected a list of hulls");
    const json::array entries = document.is_array() ? document.get_array() : json::array();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const std::string place = fmt::format("hull {}", i + 1);
        Hull hull = read_hull(hulls_file, hulls_file.object(entries[i], place), place);
        catalogue.hulls_.emplace(hull.type, std::move(hull));
    }
    for (const JsonReader* file : {&goods_file, &traits_file, &factions_file, &hulls_file}) {
        if (!file->ok()) return file->error();
    }
    return catalogue;
}

const Catalogue& Catalogue::recorded() {
    static const Catalogue kRecorded = [] {
        auto parsed =
            parse(embedded(argosy_data_trade_goods_begin, argosy_data_trade_goods_end),
                  embedded(argosy_data_waypoint_traits_begin, argosy_data_waypoint_traits_end),
                  embedded(argosy_data_factions_begin, argosy_data_factions_end),
                  embedded(argosy_data_hulls_begin, argosy_data_hulls_end));
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
