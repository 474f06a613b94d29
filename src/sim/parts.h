#pragma once

/// @file
/// The parts ships are made of: what each takes from the ship that carries it, what it gives, and
/// how the API shows it. All numbers are recorded (data/README.md); a part never recorded does
/// not exist here.

#include <array>
#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <vector>

#include "model/symbols.h"
#include "sim/json_reader.h"

namespace argosy::sim {

/// What a ship is built on; these wear out, and nobody exchanges them.
enum class Component : std::uint8_t { kFrame, kReactor, kEngine };
inline constexpr std::size_t kComponents = 3;

/// A frame, reactor, engine, module or mount. A number that its kind does not have is 0.
struct Part {
    std::string symbol;
    std::int64_t quality = 0;  ///< Of frames, reactors and engines: 1 to 7.

    // What it takes.
    std::int64_t power = 0;
    std::int64_t crew = 0;   ///< Negative: the frame of a drone flies itself.
    std::int64_t slots = 0;  ///< Of modules. A mount takes one mounting point.

    // What it gives.
    std::int64_t capacity = 0;       ///< Of cargo holds (units) and quarters (people).
    std::int64_t range = 0;          ///< Of drives.
    std::int64_t strength = 0;       ///< Of lasers, siphons, surveyors and sensor arrays.
    std::int64_t power_output = 0;   ///< Of reactors.
    std::int64_t speed = 0;          ///< Of engines.
    std::int64_t fuel_capacity = 0;  ///< Of frames, as the three below.
    std::int64_t module_slots = 0;
    std::int64_t mounting_points = 0;
    std::vector<model::TradeSymbol> deposits;  ///< What a surveyor finds.

    /// In the API's form, but for condition and integrity, which are the ship's.
    boost::json::object json;

    bool is_cargo_hold() const { return symbol.starts_with("MODULE_CARGO_HOLD"); }
    bool is_crew_quarters() const { return symbol.starts_with("MODULE_CREW_QUARTERS"); }
};

using Parts = std::map<std::string, Part, std::less<>>;

/// What a ship's parts take and give together.
struct Fitting {
    std::int64_t power = 0;
    std::int64_t power_output = 0;
    std::int64_t crew = 0;
    std::int64_t crew_capacity = 0;
    std::int64_t slots = 0;
    std::int64_t module_slots = 0;
    std::int64_t mounts = 0;
    std::int64_t mounting_points = 0;
    std::int64_t cargo_capacity = 0;

    void add_component(const Part& part);
    void add_module(const Part& part);
    void add_mount(const Part& part);
};

/// Reads the list `kind` of data/parts.json: "frames", "reactors", "engines", "modules", "mounts".
Parts read_parts(JsonReader& reader, const boost::json::object& document, std::string_view kind);

}  // namespace argosy::sim
