// Starting systems: the one plan that eight recorded ones share, with what differs among them
// drawn.

#include <array>
#include <optional>

#include "core/assert.h"
#include "model/goods.h"
#include "sim/generator_draft.h"
#include "sim/generator_plan.h"
#include "sim/shape.h"

namespace argosy::sim {
namespace {

constexpr std::int64_t kLeastWaypoints = 82;
constexpr std::int64_t kMostWaypoints = 93;
constexpr std::int64_t kMostMoons = 10;
constexpr std::int64_t kLeastInner = 29;
constexpr std::int64_t kMostInner = 33;
constexpr std::int64_t kLeastOuter = 19;
constexpr std::int64_t kMostOuter = 29;
/// Redraws of what must fit together. A try in five fits; so many in a row never fail.
constexpr int kMostTries = 10'000;

struct Counts {
    std::vector<char> moons;  ///< Letters of the further moons.
    std::size_t moon_markets = 0;
    std::int64_t inner = 0;  ///< Asteroids.
    std::int64_t outer = 0;
};

Counts draw_counts(core::RandomStream& stream) {
    Counts counts;
    counts.moon_markets = weighted(stream, kMoonMarketWeights);
    const std::vector<std::string> letters = split_names(kMoonLetters);
    for (int tries = 0; tries < kMostTries; ++tries) {
        const std::int64_t moons = stream.uniform(std::int64_t(counts.moon_markets), kMostMoons);
        const std::int64_t all = stream.uniform(kLeastWaypoints, kMostWaypoints);
        counts.inner = stream.uniform(kLeastInner, kMostInner);
        counts.outer = all - std::int64_t(std::size(kRows)) - moons - counts.inner;
        if (counts.outer < kLeastOuter || counts.outer > kMostOuter) continue;
        for (std::int64_t i = 0; i < moons; ++i)
            counts.moons.push_back(letters[weighted(stream, kMoonLetterWeights)].front());
        return counts;
    }
    ARGOSY_FAIL("no counts fit together");
}

class HomePlanner {
  public:
    explicit HomePlanner(SystemDraft& draft) : draft_(draft), stream_(draft.stream) {}

    void draw() {
        counts_ = draw_counts(stream_);
        place_rows();
        for (std::size_t i = 0; i < std::size(kRows); ++i) {
            add_row(i);
            const bool letter_ends =
                i + 1 == std::size(kRows) || kRows[i + 1].letter != kRows[i].letter;
            if (letter_ends) end_letter(kRows[i].letter);
        }
        draft_.starts.push_back({draft_.facts.faction, headquarters_, probe_});
    }

  private:
    // Until the markets lie as far from each other as those of recorded systems.
    void place_rows() {
        for (int tries = 0; tries < kMostTries; ++tries) {
            Bearings bearings;
            const std::int64_t turn = stream_.uniform(0, 359);
            for (std::size_t i = 0; i < kArcs.size(); ++i) {
                bearings[i] =
                    turn + kArcs[i].middle + stream_.uniform(-kArcs[i].farthest, kArcs[i].farthest);
            }
            place_rows(bearings);
            if (distances_fit()) return;
        }
        ARGOSY_FAIL("no places fit together");
    }

    void place_rows(const Bearings& bearings) {
        for (std::size_t i = 0; i < std::size(kRows); ++i) {
            const Row& row = kRows[i];
            places_[i] = row.least_radius == 0
                             ? places_[i - 1]
                             : polar(stream_.uniform(row.least_radius, row.most_radius),
                                     bearings[std::size_t(row.bearing)]);
        }
    }

    bool distances_fit() const {
        std::vector<model::Position> markets;
        for (std::size_t i = 0; i < places_.size(); ++i) {
            if (kRows[i].type != "GAS_GIANT") markets.push_back(places_[i]);
        }
        for (std::size_t i = 0; i < counts_.moon_markets; ++i)
            markets.push_back(place_of(counts_.moons[i]));
        return distances_fit_home(measure_distances(markets));
    }

    model::Position place_of(char letter) const {
        for (std::size_t i = 0; i < places_.size(); ++i) {
            if (kRows[i].letter == letter) return places_[i];
        }
        ARGOSY_FAIL("no such letter");
    }

    void add_row(std::size_t index) {
        const Row& row = kRows[index];
        std::vector<std::string> traits;
        if (row.type == "PLANET" || row.type == "MOON") traits = natural_traits(stream_, row.type);
        for (std::string& trait : split_names(row.traits))
            traits.push_back(std::move(trait));
        const model::WaypointSymbol added = add(row, places_[index], std::move(traits));
        const bool is_rarity_station = row.letter == 'A' && row.type == "ORBITAL_STATION";
        const bool is_gate_fuel = row.letter == 'I' && row.type == "FUEL_STATION";
        if (is_rarity_station) {
            open_rarity_station();
        } else if (is_gate_fuel) {
            const bool dead = chance_of(stream_, kDeadFuelPercent);
            open_market(draft_, {"", "", dead ? kFuelOnly : "ANTIMATTER FUEL"});
        } else if (index == 0) {
            open_capital(row);
        } else if (row.type != "GAS_GIANT") {
            open_market(draft_, row.market);
        }
        if (!row.ships.empty()) open_shipyard(draft_, row.ships);
        if (index == 0) headquarters_ = added;
        if (row.letter == 'H' && !row.ships.empty()) probe_ = added;
        if (row.type == "JUMP_GATE") add_site(added);
    }

    model::WaypointSymbol add(const Row& row, model::Position place,
                              std::vector<std::string> traits) {
        const std::string name = row.letter == 'X' ? engineered_name() : next_name(row.letter);
        if (row.least_radius != 0 || row.letter == 'X') {
            const model::WaypointSymbol symbol =
                draft_.add(name, row.type, place, std::move(traits)).waypoint.symbol;
            if (row.type == "PLANET" || row.type == "GAS_GIANT") parent_ = symbol;
            return symbol;
        }
        return draft_.add_orbital(parent_, name, row.type, std::move(traits)).waypoint.symbol;
    }

    std::string next_name(char letter) { return letter + std::to_string(++number_); }

    // "XD5A": the one waypoint of a starting system whose name is not its letter and number.
    std::string engineered_name() {
        constexpr Names kLetters = "A B C D E F X Z";
        return pick_name(stream_, kLetters) + pick_name(stream_, kLetters) +
               std::to_string(++number_) + pick_name(stream_, kLetters);
    }

    void open_capital(const Row& row) {
        const std::string imports =
            std::string(row.market.imports) + " " + pick_name(stream_, kLuxuries);
        open_market(draft_, {row.market.exports, imports, row.market.exchange});
    }

    void open_rarity_station() {
        draft_.waypoints.back().waypoint.traits.push_back(pick_name(stream_, kRarityTraits));
        open_maker(pick_name(stream_, kRarities));
    }

    void open_maker(const std::string& good) {
        std::string imports;
        for (const model::TradeSymbol& input : model::recipes().at(model::TradeSymbol(good)))
            imports += (imports.empty() ? "" : " ") + input.str();
        open_market(draft_, {good, imports, "FUEL"});
    }

    void end_letter(char letter) {
        if (letter == 'B') add_belt(letter, Belt::kInner, counts_.inner);
        if (letter == 'J') add_belt(letter, Belt::kOuter, counts_.outer);
        for (std::size_t i = 0; i < counts_.moons.size(); ++i) {
            if (counts_.moons[i] == letter) add_moon(letter, i < counts_.moon_markets);
        }
    }

    void add_belt(char letter, Belt belt, std::int64_t count) {
        for (std::int64_t i = 0; i < count; ++i) {
            const model::Position place = belt_place(stream_, belt, i, count);
            draft_.add(next_name(letter), "ASTEROID", place, asteroid_traits(stream_, belt));
        }
    }

    void add_moon(char letter, bool with_market) {
        std::vector<std::string> traits = natural_traits(stream_, "MOON");
        if (with_market) traits.push_back(pick_name(stream_, kSettled));
        draft_.add_orbital(parent_, next_name(letter), "MOON", std::move(traits));
        if (!with_market) return;
        if (consumers_ == kMostConsumers || chance_of(stream_, kMakerPercent)) {
            open_maker(pick_name(stream_, kMadeOnMoons));
        } else {
            open_market(draft_, {"", kConsumed, "FUEL"});
            ++consumers_;
        }
    }

    void add_site(const model::WaypointSymbol& gate) {
        using core::Units;
        using model::TradeSymbol;
        draft_.gate = gate;
        draft_.sites.push_back({gate,
                                {{TradeSymbol("FAB_MATS"), Units(1600), Units(0)},
                                 {TradeSymbol("ADVANCED_CIRCUITRY"), Units(400), Units(0)},
                                 {TradeSymbol("QUANTUM_STABILIZERS"), Units(1), Units(1)}}});
    }

    SystemDraft& draft_;
    core::RandomStream& stream_;
    Counts counts_;
    std::array<model::Position, std::size(kRows)> places_;
    std::int64_t number_ = 0;
    std::size_t consumers_ = 0;
    model::WaypointSymbol parent_;
    model::WaypointSymbol headquarters_;
    model::WaypointSymbol probe_;
};

}  // namespace

void draw_home_system(SystemDraft& draft) {
    HomePlanner(draft).draw();
}

}  // namespace argosy::sim
