// Systems that no agent starts in: five tiers of richness, from bare belts around a gate to a dozen
// worlds with yards of heavy ships.

#include <algorithm>
#include <array>

#include "core/assert.h"
#include "sim/generator_draft.h"

namespace argosy::sim {
namespace {

// Tiers, planets and stations: a player's fit over 3,101 systems with gates. The rest is chosen
// to look like a sample of 25 of them.
constexpr std::array<std::int64_t, 5> kTierWeights{100, 100, 50, 20, 20};
constexpr std::array<std::int64_t, 5> kStationPercent{23, 26, 32, 32, 90};
constexpr std::int64_t kPlanetSpread = 2;  ///< Two draws of it, either way: a deviation of 2.
constexpr std::array<std::int64_t, 4> kGiantWeights{40, 25, 20, 15};  ///< 0 to 3.
constexpr std::array<std::int64_t, 5> kMoonWeights{30, 30, 20, 12, 8};
constexpr std::int64_t kLeastOrbit = 10;
constexpr std::int64_t kMostOrbit = 25;  ///< From one planet to the next.
constexpr std::int64_t kLeastGiantOrbit = 105;
constexpr std::int64_t kMostGiantOrbit = 175;
constexpr std::int64_t kLeastAsteroids = 11;
constexpr std::int64_t kMostAsteroids = 24;
constexpr std::int64_t kOuterBeltPercent = 15;
constexpr std::int64_t kMostBases = 3;
constexpr std::int64_t kBaseRadius = 299;
constexpr std::int64_t kBaseFuelRadius = 201;
constexpr std::int64_t kLeastGateRadius = 449;
constexpr std::int64_t kMostGateRadius = 452;
constexpr std::int64_t kGateFuelRadius = 230;

constexpr std::int64_t kSettledPercent = 45;  ///< A planet that has a market, more by tier.
constexpr std::int64_t kSettledPercentByTier = 10;
constexpr std::int64_t kSettledMoonPercent = 20;
constexpr std::int64_t kYardPercent = 40;       ///< A station that has a shipyard.
constexpr std::int64_t kUnchartedPercent = 15;  ///< A place that a faction has not charted.

// One line of business each, as markets of starting systems have it.
constexpr MarketPlan kIndustries[] = {
    {"IRON COPPER ALUMINUM", "IRON_ORE COPPER_ORE ALUMINUM_ORE", "FUEL"},
    {"SHIP_PARTS MEDICINE", "EQUIPMENT ELECTRONICS FABRICS POLYNUCLEOTIDES", "FUEL"},
    {"SHIP_PLATING ADVANCED_CIRCUITRY", "ALUMINUM MACHINERY ELECTRONICS MICROPROCESSORS", "FUEL"},
    {"ASSAULT_RIFLES FIREARMS", "ALUMINUM AMMUNITION IRON", "FUEL"},
    {"MACHINERY FABRICS POLYNUCLEOTIDES", "FERTILIZERS IRON LIQUID_HYDROGEN LIQUID_NITROGEN",
     "FUEL"},
    {"AMMUNITION EXPLOSIVES", "IRON LIQUID_NITROGEN LIQUID_HYDROGEN", "FUEL"},
    {"FAB_MATS ELECTRONICS", "IRON QUARTZ_SAND SILICON_CRYSTALS COPPER", "FUEL"},
    {"PLASTICS FERTILIZERS", "LIQUID_HYDROGEN LIQUID_NITROGEN", "FUEL"},
    {"FOOD EQUIPMENT CLOTHING", "FERTILIZERS ALUMINUM PLASTICS FABRICS", "FUEL"},
    {"", "FOOD MEDICINE CLOTHING EQUIPMENT JEWELRY", "FUEL"},
};
constexpr MarketPlan kConsumer{"", "FOOD MEDICINE CLOTHING EQUIPMENT", "FUEL"};
constexpr MarketPlan kFuelOnly{"", "", "FUEL"};
constexpr MarketPlan kGate{"", "", "ANTIMATTER FUEL"};
constexpr MarketPlan kYard{"", "SHIP_PLATING SHIP_PARTS", "FUEL"};
constexpr MarketPlan kGasStation{"", "", "HYDROCARBON LIQUID_HYDROGEN LIQUID_NITROGEN FUEL"};
constexpr MarketPlan kPirates{"IRON_ORE COPPER_ORE ALUMINUM_ORE DRUGS PRECIOUS_STONES",
                              "FOOD MEDICINE EXPLOSIVES AMMONIA_ICE POLYNUCLEOTIDES FIREARMS",
                              "FUEL"};
constexpr Names kHeavyShips =
    "SHIP_HEAVY_FREIGHTER SHIP_REFINING_FREIGHTER SHIP_EXPLORER SHIP_ORE_HOUND SHIP_INTERCEPTOR";
constexpr Names kGiantTraits = "STRONG_GRAVITY TOXIC_ATMOSPHERE VIBRANT_AURORAS";

class OuterPlanner {
  public:
    explicit OuterPlanner(SystemDraft& draft)
        : draft_(draft),
          stream_(draft.stream),
          tier_(std::int64_t(weighted(stream_, kTierWeights))) {}

    void draw() {
        add_planets();
        add_giants();
        add_gate();
        add_belt(Belt::kInner);
        if (chance_of(stream_, kOuterBeltPercent)) add_belt(Belt::kOuter);
        add_bases();
        for (WaypointFacts& facts : draft_.waypoints) {
            facts.charted = !draft_.facts.faction.empty() && !chance_of(stream_, kUnchartedPercent);
        }
    }

  private:
    // "EA9Z", "D10X": two letters before numbers of one digit.
    std::string next_name() {
        constexpr Names kLetters = "A B C D E F X Z";
        std::string name = pick_name(stream_, kLetters);
        if (++number_ < 10) name += pick_name(stream_, kLetters);
        return name + std::to_string(number_) + pick_name(stream_, kLetters);
    }

    std::int64_t bearing() { return stream_.uniform(0, 359); }

    void add_planets() {
        const std::int64_t count =
            std::max<std::int64_t>(0, tier_ + 1 + stream_.uniform(-kPlanetSpread, kPlanetSpread) +
                                          stream_.uniform(-kPlanetSpread, kPlanetSpread));
        std::int64_t radius = 0;
        for (std::int64_t i = 0; i < count; ++i) {
            radius += stream_.uniform(kLeastOrbit, kMostOrbit);
            const model::WaypointSymbol planet =
                draft_
                    .add(next_name(), "PLANET", polar(radius, bearing()),
                         natural_traits(stream_, "PLANET"))
                    .waypoint.symbol;
            if (chance_of(stream_, kSettledPercent + tier_ * kSettledPercentByTier)) {
                open_market(draft_, kIndustries[stream_.uniform(0, std::size(kIndustries) - 1)]);
            }
            add_moons(planet);
            if (chance_of(stream_, kStationPercent[std::size_t(tier_)])) add_station(planet, kYard);
        }
    }

    void add_giants() {
        const std::size_t count = weighted(stream_, kGiantWeights);
        for (std::size_t i = 0; i < count; ++i) {
            const std::int64_t radius = stream_.uniform(kLeastGiantOrbit, kMostGiantOrbit);
            const model::WaypointSymbol giant =
                draft_
                    .add(next_name(), "GAS_GIANT", polar(radius, bearing()),
                         {pick_name(stream_, kGiantTraits)})
                    .waypoint.symbol;
            add_station(giant, kGasStation);
            add_moons(giant);
        }
    }

    void add_moons(const model::WaypointSymbol& parent) {
        const std::size_t count = weighted(stream_, kMoonWeights);
        for (std::size_t i = 0; i < count; ++i) {
            draft_.add_orbital(parent, next_name(), "MOON", natural_traits(stream_, "MOON"));
            if (chance_of(stream_, kSettledMoonPercent)) open_market(draft_, kConsumer);
        }
    }

    void add_station(const model::WaypointSymbol& parent, const MarketPlan& plan) {
        draft_.add_orbital(parent, next_name(), "ORBITAL_STATION", {"OUTPOST"});
        open_market(draft_, plan);
        if (!chance_of(stream_, kYardPercent)) return;
        open_shipyard(draft_, "SHIP_PROBE " + pick_name(stream_, kHeavyShips));
    }

    void add_gate() {
        const std::int64_t towards = bearing();
        draft_.gate =
            draft_
                .add(next_name(), "JUMP_GATE",
                     polar(stream_.uniform(kLeastGateRadius, kMostGateRadius), towards), {})
                .waypoint.symbol;
        open_market(draft_, kGate);
        draft_.add(next_name(), "FUEL_STATION", polar(kGateFuelRadius, towards), {});
        open_market(draft_, kFuelOnly);
    }

    void add_belt(Belt belt) {
        const std::int64_t count = stream_.uniform(kLeastAsteroids, kMostAsteroids);
        for (std::int64_t i = 0; i < count; ++i) {
            const model::Position place = belt_place(stream_, belt, i, count);
            draft_.add(next_name(), "ASTEROID", place, asteroid_traits(stream_, belt));
        }
    }

    void add_bases() {
        const std::int64_t count = stream_.uniform(0, kMostBases);
        for (std::int64_t i = 0; i < count; ++i) {
            const std::int64_t towards = bearing();
            draft_.add(next_name(), "FUEL_STATION", polar(kBaseFuelRadius, towards), {});
            open_market(draft_, kFuelOnly);
            draft_.add(next_name(), "ASTEROID_BASE", polar(kBaseRadius, towards),
                       {"HOLLOWED_INTERIOR", "PIRATE_BASE"});
            open_market(draft_, kPirates);
        }
    }

    SystemDraft& draft_;
    core::RandomStream& stream_;
    std::int64_t tier_;
    std::int64_t number_ = 0;
};

}  // namespace

void draw_outer_system(SystemDraft& draft) {
    OuterPlanner(draft).draw();
}

}  // namespace argosy::sim
