#include "sim/generator.h"

#include <fmt/format.h>

#include <array>
#include <set>

#include "core/assert.h"
#include "sim/catalogue.h"
#include "sim/generator_draft.h"

namespace argosy::sim {
namespace {

using model::SystemSymbol;

constexpr std::string_view kSector = "X1";

// Of 6,996 symbols seen in 2026: letters and digits of the part after the dash, the letters used.
constexpr std::string_view kSymbolLetters = "ABCDFGHJKMNPQRSTUVXYZ";
struct SymbolForm {
    int letters;
    std::int64_t least;
    std::int64_t most;
};
constexpr SymbolForm kSymbolForms[] = {{2, 10, 99}, {2, 1, 9}, {1, 10, 99}, {1, 1, 9}};
constexpr std::array<std::int64_t, 4> kSymbolFormWeights{6147, 530, 297, 22};
constexpr int kMostTries = 10'000;

// Star types: of gates under construction, and of all others that have gates.
constexpr Names kHomeStars = "ORANGE_STAR BLUE_STAR RED_STAR";
constexpr std::array<std::int64_t, 3> kHomeStarWeights{113, 100, 93};
constexpr Names kOuterStars = "RED_STAR ORANGE_STAR BLUE_STAR YOUNG_STAR";
constexpr std::array<std::int64_t, 4> kOuterStarWeights{884, 821, 635, 455};

constexpr std::int64_t kClaimedPercent = 50;  ///< Outer systems that a faction holds.
constexpr std::string_view kChartedAt = "T13:00:00.000Z";

class SymbolSource {
  public:
    explicit SymbolSource(core::RandomStream stream) : stream_(stream) {}

    SystemSymbol next() {
        for (int tries = 0; tries < kMostTries; ++tries) {
            const SymbolForm& form = kSymbolForms[weighted(stream_, kSymbolFormWeights)];
            std::string name;
            for (int i = 0; i < form.letters; ++i) {
                name += kSymbolLetters[std::size_t(
                    stream_.uniform(0, std::int64_t(kSymbolLetters.size()) - 1))];
            }
            name += std::to_string(stream_.uniform(form.least, form.most));
            SystemSymbol symbol(fmt::format("{}-{}", kSector, name));
            if (taken_.insert(symbol).second) return symbol;
        }
        ARGOSY_FAIL("no system symbol is free");
    }

  private:
    core::RandomStream stream_;
    std::set<SystemSymbol> taken_;
};

// Spreads the share evenly, so that any prefix of a universe has about the same.
bool is_outer(std::int64_t number, std::int64_t percent) {
    return number > 0 && number * percent / 100 > (number - 1) * percent / 100;
}

std::string draw_star(core::RandomStream& stream, bool outer) {
    return outer ? split_names(kOuterStars)[weighted(stream, kOuterStarWeights)]
                 : split_names(kHomeStars)[weighted(stream, kHomeStarWeights)];
}

template <class Entry>
void append(std::vector<Entry>& all, std::vector<Entry>& part) {
    all.insert(all.end(), std::make_move_iterator(part.begin()),
               std::make_move_iterator(part.end()));
}

class Builder {
  public:
    explicit Builder(const GeneratorOptions& options)
        : options_(options), rng_(options.seed), symbols_(rng_.stream("symbols")) {}

    Scenario build() {
        const auto charted = core::parse_time(options_.reset_date + std::string(kChartedAt));
        ARGOSY_ASSERT(charted.ok());
        scenario_.name = fmt::format("generated-{}-{}", options_.systems, options_.seed);
        if (options_.outer_percent > 0)
            scenario_.name += fmt::format("-outer-{}", options_.outer_percent);
        scenario_.reset_date = options_.reset_date;
        scenario_.charted_at = *charted;
        const Galaxy galaxy = draw_galaxy(rng_.stream("galaxy"), std::size_t(options_.systems));
        for (std::int64_t i = 0; i < options_.systems; ++i)
            add_system(i, galaxy.places[std::size_t(i)]);
        for (const auto& [a, b] : galaxy.edges) {
            scenario_.gates[a].connections.push_back(scenario_.gates[b].waypoint);
            scenario_.gates[b].connections.push_back(scenario_.gates[a].waypoint);
        }
        return std::move(scenario_);
    }

  private:
    // Each system draws from a stream of its own, so that one's draws leave the others' alone.
    void add_system(std::int64_t number, model::Position place) {
        const bool outer = is_outer(number, options_.outer_percent);
        SystemDraft draft;
        draft.facts.symbol = symbols_.next();
        draft.facts.sector = kSector;
        draft.facts.position = place;
        draft.stream = rng_.stream(draft.facts.symbol.str());
        draft.facts.type = draw_star(draft.stream, outer);
        const auto& factions = Catalogue::recorded().factions();
        if (!outer) {
            draft.facts.faction = factions[scenario_.starts.size() % factions.size()].symbol;
            draw_home_system(draft);
        } else {
            if (chance_of(draft.stream, kClaimedPercent)) {
                const auto most = std::int64_t(factions.size()) - 1;
                draft.facts.faction = factions[std::size_t(draft.stream.uniform(0, most))].symbol;
            }
            draw_outer_system(draft);
        }
        take(draft);
    }

    void take(SystemDraft& draft) {
        scenario_.systems.push_back(std::move(draft.facts));
        scenario_.gates.push_back({std::move(draft.gate), {}});
        append(scenario_.waypoints, draft.waypoints);
        append(scenario_.market_goods, draft.market_goods);
        append(scenario_.ship_listings, draft.ship_listings);
        append(scenario_.sites, draft.sites);
        append(scenario_.starts, draft.starts);
    }

    const GeneratorOptions& options_;
    core::Rng rng_;
    SymbolSource symbols_;
    Scenario scenario_;
};

}  // namespace

Scenario generate(const GeneratorOptions& options) {
    ARGOSY_ASSERT(options.systems >= 1 && options.systems <= kMostSystems);
    ARGOSY_ASSERT(options.outer_percent >= 0 && options.outer_percent <= 100);
    return Builder(options).build();
}

}  // namespace argosy::sim
