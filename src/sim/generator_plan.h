#pragma once

/// @file
/// The one plan that eight recorded starting systems share, as the generator's table: which
/// waypoints they have and where, what those trade, and what differs from system to system.

#include <array>

#include "sim/generator_draft.h"

namespace argosy::sim {

/// Bearings of the places of a starting system, in degrees from the capital's: the middle and the
/// farthest from it, as eight systems have them.
enum class Bearing : std::uint8_t {
    kCapital,
    kEngineered,
    kBeltFuel,
    kBeltBase,
    kGas,
    kD,
    kE,
    kF,
    kG,
    kH,
    kGate,
    kK
};
struct Arc {
    std::int64_t middle;
    std::int64_t farthest;
};
inline constexpr std::array<Arc, 12> kArcs{{{0, 0},
                                            {100, 50},
                                            {0, 45},
                                            {0, 42},
                                            {180, 30},
                                            {90, 52},
                                            {-100, 60},
                                            {0, 50},
                                            {180, 35},
                                            {100, 58},
                                            {-95, 32},
                                            {-100, 55}}};
using Bearings = std::array<std::int64_t, kArcs.size()>;

/// A waypoint of the plan. Those without a radius orbit the letter's first.
struct Row {
    char letter;
    std::string_view type;
    Bearing bearing;
    std::int64_t least_radius;
    std::int64_t most_radius;
    Names traits;  ///< Beside those of its nature.
    MarketPlan market;
    Names ships;  ///< Of its shipyard.
};

inline constexpr Names kFuelOnly = "FUEL";
inline constexpr Names kBeltExchange =
    "ICE_WATER AMMONIA_ICE QUARTZ_SAND SILICON_CRYSTALS IRON_ORE COPPER_ORE ALUMINUM_ORE "
    "URANITE_ORE MERITIUM_ORE PRECIOUS_STONES DIAMONDS FUEL";

// As X1-AD75 and X1-ZG64 have it, and X1-HB61, X1-HK42 where records show them.
inline constexpr Row kRows[] = {
    {'A',
     "PLANET",
     Bearing::kCapital,
     23,
     27,
     "SCATTERED_SETTLEMENTS",
     {"", "FOOD MEDICINE CLOTHING EQUIPMENT JEWELRY", "FUEL"},
     ""},
    {'A',
     "MOON",
     Bearing::kCapital,
     0,
     0,
     "OUTPOST",
     {"", "SHIP_PLATING SHIP_PARTS", "FUEL"},
     "SHIP_PROBE SHIP_LIGHT_HAULER SHIP_LIGHT_SHUTTLE"},
    {'A',
     "MOON",
     Bearing::kCapital,
     0,
     0,
     "SCATTERED_SETTLEMENTS",
     {"MICROPROCESSORS", "SILICON_CRYSTALS COPPER", "FUEL"},
     ""},
    {'A', "ORBITAL_STATION", Bearing::kCapital, 0, 0, "", {}, ""},
    {'X',
     "ENGINEERED_ASTEROID",
     Bearing::kEngineered,
     26,
     28,
     "COMMON_METAL_DEPOSITS STRIPPED",
     {"", "", kFuelOnly},
     ""},
    {'B', "FUEL_STATION", Bearing::kBeltFuel, 188, 192, "", {"", "", kFuelOnly}, ""},
    {'B',
     "ASTEROID_BASE",
     Bearing::kBeltBase,
     343,
     346,
     "HOLLOWED_INTERIOR OUTPOST",
     {"GOLD SILVER PLATINUM", "GOLD_ORE SILVER_ORE PLATINUM_ORE", kBeltExchange},
     ""},
    {'C', "GAS_GIANT", Bearing::kGas, 153, 157, "STRONG_GRAVITY", {}, ""},
    {'C',
     "ORBITAL_STATION",
     Bearing::kGas,
     0,
     0,
     "OUTPOST INDUSTRIAL",
     {"LAB_INSTRUMENTS", "ELECTRONICS EQUIPMENT SHIP_PLATING SHIP_PARTS",
      "HYDROCARBON LIQUID_HYDROGEN LIQUID_NITROGEN FUEL"},
     "SHIP_PROBE SHIP_SIPHON_DRONE"},
    {'C', "FUEL_STATION", Bearing::kGas, 114, 117, "", {"", "", kFuelOnly}, ""},
    {'D',
     "PLANET",
     Bearing::kD,
     83,
     87,
     "INDUSTRIAL",
     {"SHIP_PARTS MEDICINE", "EQUIPMENT ELECTRONICS FABRICS POLYNUCLEOTIDES", "FUEL"},
     ""},
    {'D',
     "MOON",
     Bearing::kD,
     0,
     0,
     "INDUSTRIAL",
     {"SHIP_PLATING ADVANCED_CIRCUITRY", "ALUMINUM MACHINERY ELECTRONICS MICROPROCESSORS", "FUEL"},
     ""},
    {'E',
     "PLANET",
     Bearing::kE,
     54,
     57,
     "INDUSTRIAL",
     {"ASSAULT_RIFLES FIREARMS", "ALUMINUM AMMUNITION IRON", "FUEL"},
     ""},
    {'E',
     "MOON",
     Bearing::kE,
     0,
     0,
     "INDUSTRIAL",
     {"MACHINERY FABRICS POLYNUCLEOTIDES", "FERTILIZERS IRON LIQUID_HYDROGEN LIQUID_NITROGEN",
      "FUEL"},
     ""},
    {'F',
     "PLANET",
     Bearing::kF,
     74,
     77,
     "SCATTERED_SETTLEMENTS",
     {"AMMUNITION EXPLOSIVES", "IRON LIQUID_NITROGEN LIQUID_HYDROGEN", "FUEL"},
     ""},
    {'F',
     "ORBITAL_STATION",
     Bearing::kF,
     0,
     0,
     "SCATTERED_SETTLEMENTS HIGH_TECH",
     {"FAB_MATS ELECTRONICS", "IRON QUARTZ_SAND SILICON_CRYSTALS COPPER", "FUEL"},
     ""},
    {'G',
     "PLANET",
     Bearing::kG,
     63,
     67,
     "INDUSTRIAL",
     {"FUEL PLASTICS FERTILIZERS", "HYDROCARBON LIQUID_HYDROGEN LIQUID_NITROGEN", ""},
     ""},
    {'H',
     "PLANET",
     Bearing::kH,
     44,
     47,
     "INDUSTRIAL",
     {"IRON ALUMINUM COPPER", "DRUGS IRON_ORE ALUMINUM_ORE COPPER_ORE", "FUEL"},
     ""},
    {'H',
     "MOON",
     Bearing::kH,
     0,
     0,
     "INDUSTRIAL",
     {"", "SHIP_PLATING SHIP_PARTS", "FUEL"},
     "SHIP_MINING_DRONE SHIP_SURVEYOR"},
    {'H',
     "MOON",
     Bearing::kH,
     0,
     0,
     "OUTPOST INDUSTRIAL",
     {"", "", "ICE_WATER AMMONIA_ICE QUARTZ_SAND SILICON_CRYSTALS FUEL"},
     ""},
    {'H',
     "MOON",
     Bearing::kH,
     0,
     0,
     "OUTPOST INDUSTRIAL",
     {"JEWELRY", "GOLD SILVER PRECIOUS_STONES DIAMONDS", "FUEL"},
     ""},
    {'I', "JUMP_GATE", Bearing::kGate, 447, 452, "", {"", "", "ANTIMATTER FUEL"}, ""},
    {'I', "FUEL_STATION", Bearing::kGate, 228, 232, "", {}, ""},
    {'J', "FUEL_STATION", Bearing::kGate, 599, 603, "", {"", "", kFuelOnly}, ""},
    {'J',
     "ASTEROID_BASE",
     Bearing::kGate,
     719,
     722,
     "HOLLOWED_INTERIOR PIRATE_BASE",
     {"IRON_ORE COPPER_ORE ALUMINUM_ORE DRUGS PRECIOUS_STONES",
      "FOOD MEDICINE CLOTHING EQUIPMENT EXPLOSIVES AMMONIA_ICE POLYNUCLEOTIDES ASSAULT_RIFLES "
      "FIREARMS",
      "FUEL"},
     ""},
    {'K',
     "PLANET",
     Bearing::kK,
     103,
     107,
     "OUTPOST INDUSTRIAL",
     {"FOOD EQUIPMENT CLOTHING BIOCOMPOSITES",
      "FERTILIZERS ALUMINUM PLASTICS FABRICS POLYNUCLEOTIDES", "FUEL"},
     ""},
};

// Each was seen at the capital of at least one system: what it craves, and what its station makes.
inline constexpr Names kLuxuries =
    "EXOTIC_MATTER NANOBOTS NOVEL_LIFEFORMS AI_MAINFRAMES GRAVITON_EMITTERS QUANTUM_DRIVES "
    "LASER_RIFLES";
inline constexpr Names kRarities =
    "BOTANICAL_SPECIMENS LASER_RIFLES MICRO_FUSION_GENERATORS EXOTIC_MATTER SUPERGRAINS";
inline constexpr Names kRarityTraits = "RESEARCH_FACILITY MILITARY_BASE";

// Further moons, and which of them have markets: consumers, or makers of one thing.
inline constexpr Names kConsumed = "FOOD MEDICINE CLOTHING EQUIPMENT";
inline constexpr Names kMadeOnMoons = "MOUNT_TURRET_I MODULE_MICRO_REFINERY_I";
inline constexpr Names kSettled = "OUTPOST SCATTERED_SETTLEMENTS SPRAWLING_CITIES";
inline constexpr Names kMoonLetters = "D E F G K";
inline constexpr std::array<std::int64_t, 5> kMoonLetterWeights{3, 11, 10, 7, 3};
inline constexpr std::array<std::int64_t, 5> kMoonMarketWeights{30, 25, 20, 10, 15};  ///< 0 to 4.
inline constexpr std::int64_t kMakerPercent = 25;
inline constexpr std::size_t kMostConsumers =
    3;  ///< One more would import more than was ever seen.
inline constexpr std::int64_t kDeadFuelPercent =
    30;  ///< The gate's fuel station sells no ANTIMATTER.

}  // namespace argosy::sim
