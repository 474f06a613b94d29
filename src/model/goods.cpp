#include "model/goods.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>

namespace argosy::model {
namespace {

struct RecipeRow {
    std::string_view outputs;  ///< Goods with this same recipe, by blanks.
    std::string_view inputs;   ///< In the game's order, by blanks.
};

// The game lists MERITIUM twice for MODULE_WARP_DRIVE_III; a recipe says what, not how much.
constexpr RecipeRow kRecipeRows[] = {
    {"LIQUID_HYDROGEN LIQUID_NITROGEN HYDROCARBON AMMONIA_ICE ICE_WATER SHIP_SALVAGE", "MACHINERY"},
    {"PRECIOUS_STONES QUARTZ_SAND SILICON_CRYSTALS IRON_ORE ALUMINUM_ORE SILVER_ORE COPPER_ORE "
     "PLATINUM_ORE GOLD_ORE URANITE_ORE MERITIUM_ORE DIAMONDS",
     "EXPLOSIVES"},
    {"CULTURAL_ARTIFACTS", "LAB_INSTRUMENTS"},
    {"PLASTICS", "LIQUID_HYDROGEN"},
    {"FERTILIZERS", "LIQUID_NITROGEN"},
    {"FUEL", "HYDROCARBON"},
    {"IRON", "IRON_ORE"},
    {"ALUMINUM", "ALUMINUM_ORE"},
    {"POLYNUCLEOTIDES EXPLOSIVES", "LIQUID_HYDROGEN LIQUID_NITROGEN"},
    {"COPPER", "COPPER_ORE"},
    {"SILVER", "SILVER_ORE"},
    {"PLATINUM", "PLATINUM_ORE"},
    {"GOLD", "GOLD_ORE"},
    {"URANITE", "URANITE_ORE"},
    {"MERITIUM", "MERITIUM_ORE"},
    {"AMMUNITION", "IRON LIQUID_NITROGEN"},
    {"FAB_MATS", "IRON QUARTZ_SAND"},
    {"FOOD FABRICS", "FERTILIZERS"},
    {"ELECTRONICS MICROPROCESSORS", "SILICON_CRYSTALS COPPER"},
    {"MACHINERY", "IRON"},
    {"EQUIPMENT", "ALUMINUM PLASTICS"},
    {"JEWELRY", "GOLD SILVER PRECIOUS_STONES DIAMONDS"},
    {"FIREARMS", "IRON AMMUNITION"},
    {"ASSAULT_RIFLES", "ALUMINUM AMMUNITION"},
    {"CLOTHING", "FABRICS"},
    {"SHIP_PLATING MODULE_CARGO_HOLD_II MOUNT_GAS_SIPHON_II", "ALUMINUM MACHINERY"},
    {"SHIP_PARTS", "EQUIPMENT ELECTRONICS"},
    {"MEDICINE BIOCOMPOSITES", "FABRICS POLYNUCLEOTIDES"},
    {"DRUGS", "AMMONIA_ICE POLYNUCLEOTIDES"},
    {"MILITARY_EQUIPMENT", "ALUMINUM ELECTRONICS"},
    {"LAB_INSTRUMENTS", "ELECTRONICS EQUIPMENT"},
    {"ADVANCED_CIRCUITRY", "ELECTRONICS MICROPROCESSORS"},
    {"REACTOR_SOLAR_I REACTOR_FUSION_I REACTOR_FISSION_I REACTOR_CHEMICAL_I "
     "REACTOR_ANTIMATTER_I ENGINE_IMPULSE_DRIVE_I ENGINE_ION_DRIVE_I MODULE_CARGO_HOLD_I "
     "MODULE_MINERAL_PROCESSOR_I MODULE_GAS_PROCESSOR_I MOUNT_GAS_SIPHON_I MOUNT_TURRET_I "
     "MOUNT_MISSILE_LAUNCHER_I",
     "IRON MACHINERY"},
    {"MODULE_CREW_QUARTERS_I MODULE_ENVOY_QUARTERS_I MODULE_PASSENGER_CABIN_I",
     "IRON MACHINERY FABRICS"},
    {"MODULE_SCIENCE_LAB_I MODULE_CARGO_HOLD_III MOUNT_GAS_SIPHON_III MOUNT_SURVEYOR_III",
     "PLATINUM MACHINERY ADVANCED_CIRCUITRY"},
    {"MODULE_ORE_REFINERY_I MODULE_FUEL_REFINERY_I MODULE_MICRO_REFINERY_I", "PLATINUM MACHINERY"},
    {"MOUNT_SURVEYOR_I MOUNT_SENSOR_ARRAY_I", "IRON MACHINERY ELECTRONICS"},
    {"MOUNT_SURVEYOR_II MOUNT_SENSOR_ARRAY_II", "ALUMINUM MACHINERY ELECTRONICS"},
    {"MOUNT_MINING_LASER_I MOUNT_LASER_CANNON_I", "IRON MACHINERY DIAMONDS"},
    {"MOUNT_MINING_LASER_II", "ALUMINUM MACHINERY DIAMONDS"},
    {"QUANTUM_STABILIZERS ENGINE_ION_DRIVE_II ENGINE_HYPER_DRIVE_I", "PLATINUM ADVANCED_CIRCUITRY"},
    {"ANTIMATTER EXOTIC_MATTER", "LAB_INSTRUMENTS ADVANCED_CIRCUITRY"},
    {"RELIC_TECH NOVEL_LIFEFORMS BOTANICAL_SPECIMENS", "LAB_INSTRUMENTS EQUIPMENT"},
    {"AI_MAINFRAMES", "ADVANCED_CIRCUITRY MICROPROCESSORS"},
    {"QUANTUM_DRIVES", "ADVANCED_CIRCUITRY DIAMONDS"},
    {"GRAVITON_EMITTERS", "ADVANCED_CIRCUITRY GOLD"},
    {"ROBOTIC_DRONES", "ADVANCED_CIRCUITRY ALUMINUM"},
    {"CYBER_IMPLANTS", "ADVANCED_CIRCUITRY BIOCOMPOSITES"},
    {"NANOBOTS GENE_THERAPEUTICS MOOD_REGULATORS VIRAL_AGENTS", "POLYNUCLEOTIDES LAB_INSTRUMENTS"},
    {"NEURAL_CHIPS", "POLYNUCLEOTIDES ADVANCED_CIRCUITRY"},
    {"MICRO_FUSION_GENERATORS", "ADVANCED_CIRCUITRY PLATINUM DIAMONDS"},
    {"SUPERGRAINS", "FERTILIZERS POLYNUCLEOTIDES LAB_INSTRUMENTS"},
    {"LASER_RIFLES", "DIAMONDS PLATINUM ADVANCED_CIRCUITRY"},
    {"HOLOGRAPHICS", "GOLD SILVER ADVANCED_CIRCUITRY"},
    {"MODULE_JUMP_DRIVE_I MODULE_WARP_DRIVE_I", "IRON ADVANCED_CIRCUITRY"},
    {"MODULE_JUMP_DRIVE_II", "PLATINUM ADVANCED_CIRCUITRY GOLD"},
    {"MODULE_JUMP_DRIVE_III", "PLATINUM ADVANCED_CIRCUITRY GOLD MERITIUM"},
    {"MODULE_WARP_DRIVE_II", "PLATINUM ADVANCED_CIRCUITRY URANITE"},
    {"MODULE_WARP_DRIVE_III", "PLATINUM ADVANCED_CIRCUITRY MERITIUM"},
    {"MODULE_SHIELD_GENERATOR_I", "IRON MACHINERY URANITE"},
    {"MODULE_SHIELD_GENERATOR_II", "ALUMINUM MACHINERY URANITE"},
    {"MOUNT_SENSOR_ARRAY_III MOUNT_MINING_LASER_III",
     "PLATINUM MACHINERY ADVANCED_CIRCUITRY URANITE"},
    {"SHIP_PROBE SHIP_MINING_DRONE SHIP_SIPHON_DRONE SHIP_LIGHT_HAULER SHIP_COMMAND_FRIGATE "
     "SHIP_INTERCEPTOR SHIP_EXPLORER SHIP_LIGHT_SHUTTLE SHIP_HEAVY_FREIGHTER SHIP_ORE_HOUND "
     "SHIP_REFINING_FREIGHTER SHIP_SURVEYOR SHIP_BULK_FREIGHTER",
     "SHIP_PLATING SHIP_PARTS"},
};

// Mined, siphoned or found. LIQUID_HYDROGEN and LIQUID_NITROGEN are not here: siphoning them is not
// this program's trade, so a chain that needs them buys them like any other good.
constexpr std::string_view kRawGoods =
    "ALUMINUM_ORE AMMONIA_ICE BOTANICAL_SPECIMENS COPPER_ORE DIAMONDS EXOTIC_MATTER GOLD_ORE "
    "HYDROCARBON ICE_WATER IRON_ORE MERITIUM_ORE PLATINUM_ORE PRECIOUS_STONES QUARTZ_SAND "
    "SILICON_CRYSTALS SILVER_ORE URANITE_ORE";

struct GoodFacts {
    std::string_view good;
    std::int64_t base;    ///< Base price since 2025.
    std::int64_t volume;  ///< Starting trade volume where the good is exported or imported.
};

constexpr std::int64_t kUnknown = 0;
constexpr std::int64_t kNeverSeen = 0;

// Ordered by name. A base price without a comment is the only one, or the only round one, that
// reproduces every recorded row of the good.
constexpr GoodFacts kGoodFacts[] = {
    {"ADVANCED_CIRCUITRY", 5200, 20},
    {"AI_MAINFRAMES", 42000, 6},  // or 52500
    {"ALUMINUM", 200, 60},
    {"ALUMINUM_ORE", 60, 60},
    {"AMMONIA_ICE", 40, 60},
    {"AMMUNITION", 1400, 20},
    {"ANTIMATTER", 5000, kNeverSeen},
    {"ASSAULT_RIFLES", 3400, 20},
    {"BIOCOMPOSITES", 4800, 20},
    {"BOTANICAL_SPECIMENS", 14000, 6},  // or 11200
    {"CLOTHING", 4000, 20},
    {"COPPER", 240, 60},
    {"COPPER_ORE", 55, 60},
    {"DIAMONDS", 90, 60},
    {"DRUGS", 4200, 20},
    {"ELECTRONICS", 2200, 20},
    {"EQUIPMENT", 2600, 20},
    {"EXOTIC_MATTER", 24000, 6},
    {"EXPLOSIVES", 140, 20},
    {"FABRICS", 2000, 60},
    {"FAB_MATS", 1600, 20},
    {"FERTILIZERS", 180, 60},
    {"FIREARMS", 3200, 20},
    {"FOOD", 1800, 60},
    {"FUEL", 70, 60},
    {"GOLD", 300, 60},
    {"GOLD_ORE", 85, 60},             // 83 to 94 fit
    {"GRAVITON_EMITTERS", 44000, 6},  // or 55000
    {"HYDROCARBON", 45, 60},
    {"ICE_WATER", 15, kNeverSeen},
    {"IRON", 120, 60},
    {"IRON_ORE", 50, 60},
    {"JEWELRY", 2800, 20},
    {"LAB_INSTRUMENTS", 4600, 20},
    {"LASER_RIFLES", 24000, 6},  // fits 2024; the one row of 2025 does not
    {"LIQUID_HYDROGEN", 25, 60},
    {"LIQUID_NITROGEN", 30, 60},
    {"MACHINERY", 2400, 20},
    {"MEDICINE", 3800, 20},
    {"MERITIUM_ORE", 1200, kNeverSeen},
    {"MICROPROCESSORS", 3000, 20},
    {"MICRO_FUSION_GENERATORS", 52000, 6},
    {"MODULE_MICRO_REFINERY_I", 58000, 6},     // one row
    {"MODULE_SHIELD_GENERATOR_I", 120000, 6},  // one row
    {"MOUNT_TURRET_I", 7200, 6},               // one row
    {"NANOBOTS", 32000, 6},
    {"NOVEL_LIFEFORMS", 16000, 6},
    {"PLASTICS", 160, 60},
    {"PLATINUM", 280, 60},
    {"PLATINUM_ORE", 80, 60},  // 72 to 88 fit
    {"POLYNUCLEOTIDES", 220, 20},
    {"PRECIOUS_STONES", 75, 60},
    {"QUANTUM_DRIVES", 46000, 6},          // or 57500
    {"QUANTUM_STABILIZERS", kUnknown, 6},  // seen once, not settled
    {"QUARTZ_SAND", 20, 60},
    {"SHIP_PARTS", 5600, 6},
    {"SHIP_PLATING", 5400, 6},
    {"SILICON_CRYSTALS", 35, 60},
    {"SILVER", 260, 60},
    {"SILVER_ORE", 65, 60},     // 59 to 68 fit
    {"SUPERGRAINS", 12500, 6},  // one row
    {"URANITE", 3600, 60},
    {"URANITE_ORE", 320, 60},
};
static_assert(std::ranges::is_sorted(kGoodFacts, {}, &GoodFacts::good));

constexpr std::int64_t kExchangeVolume = 180;
constexpr std::int64_t kAntimatterVolume = 18;

struct FormerPrice {
    std::string_view good;
    std::int64_t base;
};

// Last recorded in September 2024; the first rows with today's prices are from spring 2025.
constexpr core::TimePoint kPricesChanged = std::chrono::sys_days{std::chrono::year{2025} / 1 / 1};
constexpr FormerPrice kPricesBefore[] = {
    {"ADVANCED_CIRCUITRY", 5000},
    {"ANTIMATTER", 14000},
    {"SHIP_PARTS", 5400},
    {"SHIP_PLATING", 5200},
};

std::vector<TradeSymbol> split(std::string_view names) {
    std::vector<TradeSymbol> symbols;
    while (!names.empty()) {
        const std::size_t end = std::min(names.find(' '), names.size());
        symbols.emplace_back(names.substr(0, end));
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    return symbols;
}

const GoodFacts* facts_of(const TradeSymbol& good) {
    const auto* found = std::ranges::lower_bound(kGoodFacts, good.str(), {}, &GoodFacts::good);
    return found != std::end(kGoodFacts) && found->good == good.str() ? found : nullptr;
}

}  // namespace

const RecipeMap& recipes() {
    static const RecipeMap map = [] {
        RecipeMap built;
        for (const RecipeRow& row : kRecipeRows) {
            const std::vector<TradeSymbol> inputs = split(row.inputs);
            for (const TradeSymbol& output : split(row.outputs)) {
                built.emplace(output, inputs);
            }
        }
        return built;
    }();
    return map;
}

bool is_raw(const TradeSymbol& good) {
    static const std::set<TradeSymbol> raw = [] {
        const std::vector<TradeSymbol> goods = split(kRawGoods);
        return std::set<TradeSymbol>(goods.begin(), goods.end());
    }();
    return raw.contains(good);
}

std::optional<std::int64_t> base_price(const TradeSymbol& good) {
    const GoodFacts* facts = facts_of(good);
    if (facts == nullptr || facts->base == kUnknown) return std::nullopt;
    return facts->base;
}

std::optional<std::int64_t> base_price_at(const TradeSymbol& good, core::TimePoint date) {
    if (date < kPricesChanged) {
        for (const FormerPrice& former : kPricesBefore) {
            if (former.good == good.str()) return former.base;
        }
    }
    return base_price(good);
}

std::optional<core::Units> starting_volume(const TradeSymbol& good, bool exchange) {
    const GoodFacts* facts = facts_of(good);
    if (facts == nullptr) return std::nullopt;
    if (exchange) {
        return core::Units(good.str() == "ANTIMATTER" ? kAntimatterVolume : kExchangeVolume);
    }
    if (facts->volume == kNeverSeen) return std::nullopt;
    return core::Units(facts->volume);
}

}  // namespace argosy::model
