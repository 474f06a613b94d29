#include "sim/generator_draft.h"

#include <array>
#include <numeric>

#include "core/assert.h"

namespace argosy::sim {
namespace {

constexpr std::int64_t kRightAngle = 90;
constexpr std::int64_t kSineScale = 10'000;

// In ten thousandths, by degree. Computed by the compiler and rounded, because the machine's own
// sine may differ from another's in the last digit.
constexpr std::array<std::int64_t, kRightAngle + 1> kSine = [] {
    std::array<std::int64_t, kRightAngle + 1> table{};
    for (std::size_t degree = 0; degree < table.size(); ++degree) {
        const double x = double(degree) * 3.14159265358979323846 / 180.0;
        double term = x;
        double sum = x;
        for (int n = 1; n <= 10; ++n) {
            term *= -x * x / double(2 * n * (2 * n + 1));
            sum += term;
        }
        table[degree] = std::int64_t(sum * double(kSineScale) + 0.5);
    }
    return table;
}();
static_assert(kSine[30] == kSineScale / 2 && kSine[90] == kSineScale);

std::int64_t sine(std::int64_t degrees) {
    const std::int64_t turn = 4 * kRightAngle;
    const std::int64_t angle = ((degrees % turn) + turn) % turn;
    const std::int64_t half = angle % (2 * kRightAngle);
    const std::int64_t value = kSine[half <= kRightAngle ? half : 2 * kRightAngle - half];
    return angle < 2 * kRightAngle ? value : -value;
}

std::int64_t scaled(std::int64_t value) {
    const std::int64_t half = value < 0 ? -kSineScale / 2 : kSineScale / 2;
    return (value + half) / kSineScale;
}

// How often each surface was seen on the planets and moons of seven starting systems.
constexpr std::array<std::int64_t, 8> kPlanetSurfaceWeights{14, 8, 8, 6, 6, 3, 3, 1};
constexpr Names kPlanetSurfaces = "FROZEN BARREN ROCKY TEMPERATE VOLCANIC SWAMP OCEAN JUNGLE";
constexpr Names kPlanetNature =
    "MAGMA_SEAS FOSSILS BREATHABLE_ATMOSPHERE SCARCE_LIFE CANYONS SALT_FLATS DRY_SEABEDS "
    "VIBRANT_AURORAS CORROSIVE_ATMOSPHERE ASH_CLOUDS DIVERSE_LIFE METHANE_POOLS "
    "PERPETUAL_OVERCAST THIN_ATMOSPHERE PERPETUAL_DAYLIGHT ICE_CRYSTALS MUTATED_FLORA";
constexpr std::array<std::int64_t, 4> kMoonSurfaceWeights{24, 21, 19, 18};
constexpr Names kMoonSurfaces = "FROZEN BARREN ROCKY VOLCANIC";
constexpr Names kMoonNature =
    "EXTREME_PRESSURE CORROSIVE_ATMOSPHERE TOXIC_ATMOSPHERE VIBRANT_AURORAS THIN_ATMOSPHERE "
    "STRONG_MAGNETOSPHERE EXTREME_TEMPERATURES TERRAFORMED";
constexpr std::int64_t kLeastNature = 1;
constexpr std::int64_t kMostPlanetNature = 4;
constexpr std::int64_t kMostMoonNature = 3;

// Counted over the 383 asteroids of those systems.
constexpr Names kDeposits =
    "MINERAL_DEPOSITS COMMON_METAL_DEPOSITS RARE_METAL_DEPOSITS PRECIOUS_METAL_DEPOSITS";
constexpr std::array<std::int64_t, 4> kInnerDepositWeights{99, 98, 7, 11};
constexpr std::array<std::int64_t, 4> kOuterDepositWeights{79, 59, 20, 10};
constexpr std::array<std::int64_t, 4> kAsteroidExtrasWeights{109, 164, 96, 14};  ///< 0 to 3.
constexpr Names kAsteroidExtras =
    "DEEP_CRATERS RADIOACTIVE EXPLOSIVE_GASES SHALLOW_CRATERS UNSTABLE_COMPOSITION "
    "DEBRIS_CLUSTER MICRO_GRAVITY_ANOMALIES HOLLOWED_INTERIOR";
constexpr std::array<std::int64_t, 8> kAsteroidExtraWeights{91, 77, 76, 73, 23, 20, 20, 18};

struct Ring {
    std::int64_t least;
    std::int64_t most;
};
constexpr Ring kInnerBelt{308, 390};
constexpr Ring kOuterBelt{710, 791};
constexpr std::int64_t kBeltJitter = 25;  ///< Degrees either way.

void add_distinct(std::vector<std::string>& traits, std::string trait) {
    for (const std::string& known : traits) {
        if (known == trait) return;
    }
    traits.push_back(std::move(trait));
}

}  // namespace

bool chance_of(core::RandomStream& stream, std::int64_t percent) {
    return stream.uniform(0, 99) < percent;
}

std::int64_t tent(core::RandomStream& stream, std::int64_t least, std::int64_t most) {
    const std::int64_t half = (most - least) / 2;
    return least + stream.uniform(0, half) + stream.uniform(0, most - least - half);
}

std::size_t weighted(core::RandomStream& stream, std::span<const std::int64_t> weights) {
    const std::int64_t sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
    std::int64_t draw = stream.uniform(0, sum - 1);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (draw < weights[i]) return i;
        draw -= weights[i];
    }
    ARGOSY_FAIL("no index is below the sum of the weights");
}

model::Position polar(std::int64_t radius, std::int64_t degrees) {
    return {scaled(radius * sine(degrees + kRightAngle)), scaled(radius * sine(degrees))};
}

std::vector<std::string> split_names(Names names) {
    std::vector<std::string> list;
    while (!names.empty()) {
        const std::size_t end = std::min(names.find(' '), names.size());
        list.emplace_back(names.substr(0, end));
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    return list;
}

std::string pick_name(core::RandomStream& stream, Names names) {
    std::vector<std::string> list = split_names(names);
    return std::move(list[std::size_t(stream.uniform(0, std::int64_t(list.size()) - 1))]);
}

WaypointFacts& SystemDraft::add(std::string_view name, std::string_view type,
                                model::Position position, std::vector<std::string> traits) {
    WaypointFacts waypoint;
    waypoint.waypoint.symbol = model::WaypointSymbol(facts.symbol.str() + "-" + std::string(name));
    waypoint.waypoint.type = type;
    waypoint.waypoint.position = position;
    waypoint.waypoint.traits = std::move(traits);
    return waypoints.emplace_back(std::move(waypoint));
}

WaypointFacts& SystemDraft::add_orbital(const model::WaypointSymbol& parent, std::string_view name,
                                        std::string_view type, std::vector<std::string> traits) {
    for (WaypointFacts& candidate : waypoints) {
        if (candidate.waypoint.symbol != parent) continue;
        const model::Position place = candidate.waypoint.position;
        candidate.orbitals.emplace_back(facts.symbol.str() + "-" + std::string(name));
        WaypointFacts& orbital = add(name, type, place, std::move(traits));
        orbital.orbits = parent;
        return orbital;
    }
    ARGOSY_FAIL("the parent is not in the system");
}

std::vector<std::string> natural_traits(core::RandomStream& stream, std::string_view type) {
    const bool is_planet = type == "PLANET";
    const std::vector<std::string> surfaces =
        split_names(is_planet ? kPlanetSurfaces : kMoonSurfaces);
    std::vector<std::string> traits;
    traits.push_back(is_planet ? surfaces[weighted(stream, kPlanetSurfaceWeights)]
                               : surfaces[weighted(stream, kMoonSurfaceWeights)]);
    const std::int64_t count =
        stream.uniform(kLeastNature, is_planet ? kMostPlanetNature : kMostMoonNature);
    for (std::int64_t i = 0; i < count; ++i)
        add_distinct(traits, pick_name(stream, is_planet ? kPlanetNature : kMoonNature));
    return traits;
}

std::vector<std::string> asteroid_traits(core::RandomStream& stream, Belt belt) {
    std::vector<std::string> traits;
    traits.push_back(split_names(kDeposits)[weighted(
        stream, belt == Belt::kInner ? kInnerDepositWeights : kOuterDepositWeights)]);
    const std::size_t extras = weighted(stream, kAsteroidExtrasWeights);
    const std::vector<std::string> names = split_names(kAsteroidExtras);
    for (std::size_t i = 0; i < extras; ++i)
        add_distinct(traits, names[weighted(stream, kAsteroidExtraWeights)]);
    return traits;
}

model::Position belt_place(core::RandomStream& stream, Belt belt, std::int64_t number,
                           std::int64_t count) {
    const Ring& ring = belt == Belt::kInner ? kInnerBelt : kOuterBelt;
    const std::int64_t radius = stream.uniform(ring.least, ring.most);
    const std::int64_t bearing = number * 4 * kRightAngle / count;
    return polar(radius, bearing + stream.uniform(-kBeltJitter, kBeltJitter));
}

}  // namespace argosy::sim
