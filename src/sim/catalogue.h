#pragma once

/// @file
/// What the game's texts and hulls say, recorded: names of goods and waypoint traits, factions,
/// and the parts of every hull. Embedded in the program (data/README.md says what was recorded
/// when). For the shapes of answers; no rule of the game reads the texts.

#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/units.h"
#include "model/symbols.h"

namespace argosy::sim {

struct Description {
    std::string name;
    std::string text;
};

struct Faction {
    std::string symbol;
    std::string name;
    std::string description;
};

/// A hull as a shipyard sells it.
struct Hull {
    model::ShipType type;
    std::string name;
    std::string description;
    std::string role;   ///< Of a ship of this hull: "HAULER".
    std::string frame;  ///< "FRAME_LIGHT_FREIGHTER"
    std::int64_t speed = 0;
    std::int64_t fuel_capacity = 0;
    core::Units cargo_capacity;
    std::vector<std::string> modules;  ///< Symbols, as built.
    std::vector<std::string> mounts;
    /// Members frame, reactor, engine, modules, mounts and crew, in the API's form.
    boost::json::object parts;
};

class Catalogue {
  public:
    /// Returns the recorded catalogue, read from the program itself.
    static const Catalogue& recorded();

    /// Reads a catalogue from the texts of data/*.json.
    /// @error kConfiguration  names file, entry and what was expected.
    static core::Result<Catalogue> parse(std::string_view goods, std::string_view traits,
                                         std::string_view factions, std::string_view hulls);

    /// A good or trait never recorded is described by its own symbol.
    Description good(const model::TradeSymbol& good) const;
    Description trait(const std::string& trait) const;

    /// Returns the hull, or null for a type that was never recorded.
    const Hull* hull(const model::ShipType& type) const;
    /// Returns the faction, or null.
    const Faction* faction(std::string_view symbol) const;
    const std::vector<Faction>& factions() const { return factions_; }

  private:
    std::map<std::string, Description, std::less<>> goods_;
    std::map<std::string, Description, std::less<>> traits_;
    std::vector<Faction> factions_;
    std::map<model::ShipType, Hull> hulls_;
};

}  // namespace argosy::sim
