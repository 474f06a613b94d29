#pragma once

/// @file
/// What the game's texts, parts and hulls say, recorded: names of goods and waypoint traits,
/// factions, ship parts, hulls, and what happens to hulls. Embedded in the program (data/README.md
/// says what was recorded when). No rule of the game reads the texts.

#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/units.h"
#include "model/symbols.h"
#include "sim/parts.h"

namespace argosy::sim {

struct Description {
    std::string name;
    std::string text;
};

struct FactionTrait {
    std::string symbol;
    Description description;
};

struct Faction {
    std::string symbol;
    std::string name;
    std::string description;
    std::vector<FactionTrait> traits;
};

/// A hull as a shipyard sells it.
struct Hull {
    model::ShipType type;
    std::string name;
    std::string description;
    std::string role;   ///< Of a ship of this hull: "HAULER".
    std::string frame;  ///< "FRAME_LIGHT_FREIGHTER"
    /// By Component.
    std::array<const Part*, kComponents> components{};
    std::int64_t speed = 0;
    std::int64_t fuel_capacity = 0;
    core::Units cargo_capacity;
    std::vector<std::string> modules;  ///< Symbols, as built.
    std::vector<std::string> mounts;
    /// Members frame, reactor, engine, modules, mounts and crew of a new ship, in the API's form.
    boost::json::object parts;

    const Part& component(Component which) const { return *components[std::size_t(which)]; }
};

/// What a ship does that wears it out.
enum class WearCause : std::uint8_t { kTravel, kExtraction };

/// Something that happens to a component and costs it some of its condition.
struct ShipEvent {
    std::string symbol;
    Component component = Component::kFrame;
    WearCause cause = WearCause::kTravel;
    std::string name;
    std::string description;
};

/// The texts of data/*.json.
struct CatalogueTexts {
    std::string_view goods;
    std::string_view traits;
    std::string_view factions;
    std::string_view parts;
    std::string_view hulls;
    std::string_view ship_events;
};

class Catalogue {
  public:
    /// Returns the recorded catalogue, read from the program itself.
    static const Catalogue& recorded();

    /// Reads a catalogue.
    /// @error kConfiguration  names file, entry and what was expected.
    static core::Result<Catalogue> parse(const CatalogueTexts& texts);

    // Hulls and answers point into it.
    Catalogue(Catalogue&&) = default;
    Catalogue& operator=(Catalogue&&) = default;

    /// A good or trait never recorded is described by its own symbol.
    Description good(const model::TradeSymbol& good) const;
    Description trait(const std::string& trait) const;
    bool knows_trait(std::string_view trait) const { return traits_.contains(trait); }

    /// Returns the part, or null for one that was never recorded.
    const Part* module(std::string_view symbol) const;
    const Part* mount(std::string_view symbol) const;
    /// Returns what the parts of a ship of this hull take and give together.
    /// @pre Every module and mount is in the catalogue.
    Fitting fitting(const Hull& hull, const std::vector<std::string>& modules,
                    const std::vector<std::string>& mounts) const;

    /// Returns what a cause may do to a component, in the game's order; empty where it does
    /// nothing.
    std::vector<const ShipEvent*> ship_events(WearCause cause, Component component) const;

    /// Returns the hull, or null for a type that was never recorded.
    const Hull* hull(const model::ShipType& type) const;
    /// Returns the faction, or null.
    const Faction* faction(std::string_view symbol) const;
    const std::vector<Faction>& factions() const { return factions_; }

  private:
    Catalogue() = default;

    void read_hulls(JsonReader& reader, std::string_view text);
    Hull read_hull(JsonReader& reader, const boost::json::object& entry,
                   const std::string& place) const;
    void read_ship_events(JsonReader& reader, std::string_view text);

    std::map<std::string, Description, std::less<>> goods_;
    std::map<std::string, Description, std::less<>> traits_;
    std::vector<Faction> factions_;
    std::array<Parts, kComponents> components_;
    Parts modules_;
    Parts mounts_;
    std::map<model::ShipType, Hull> hulls_;
    std::vector<ShipEvent> ship_events_;
};

}  // namespace argosy::sim
