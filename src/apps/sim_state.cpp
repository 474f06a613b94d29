#include "apps/sim_state.h"

#include <fmt/format.h>

#include <cstdio>

#include "apps/sim_worlds.h"

namespace argosy::apps {
namespace {

using core::Result;

constexpr std::size_t kDateLength = std::string_view("2025-04-06").size();

// The scenario, or a world made on the spot.
Result<sim::Scenario> find_world(const ServeOptions& options) {
    if (options.systems == 0) return find_scenario(options.scenario);
    return sim::generate(
        {.seed = options.seed, .systems = options.systems, .outer_percent = options.outer_percent});
}

Result<std::unique_ptr<sim::Universe>> new_universe(const ServeOptions& options,
                                                    core::TimePoint start) {
    ARGOSY_TRY(sim::Scenario scenario, find_world(options));
    sim::UniverseOptions universe_options;
    universe_options.seed = options.seed;
    universe_options.law = options.law;
    universe_options.other_traders = options.other_traders;
    universe_options.start = start;
    // Its clients tell universes apart by it, so a new universe has the date of its beginning.
    universe_options.reset_date = core::format_time(start).substr(0, kDateLength);
    universe_options.starting_credits = core::Credits(options.credits);
    universe_options.wear.enabled = !options.no_wear;
    return sim::Universe::create(std::move(scenario), std::move(universe_options));
}

}  // namespace

Result<ServedUniverse> open_universe(const ServeOptions& options, core::TimePoint start) {
    std::optional<sim::StateFile> file;
    if (!options.state.empty()) {
        ARGOSY_TRY(sim::StateFile opened, sim::StateFile::open(options.state));
        file.emplace(std::move(opened));
        ARGOSY_TRY(auto kept, sim::read_kept_universe(*file));
        if (kept) {
            fmt::print(stderr,
                       "spacetraders-sim: {} goes on at {}: seed {}, law {}, {} agents; options "
                       "for a new universe do nothing\n",
                       options.state, core::format_time(kept->now), kept->universe->options().seed,
                       kept->universe->options().law, kept->universe->agents().size());
            return ServedUniverse{std::move(kept->universe), kept->now, std::move(file)};
        }
    }
    ARGOSY_TRY(auto universe, new_universe(options, start));
    return ServedUniverse{std::move(universe), start, std::move(file)};
}

Result<std::unique_ptr<UniverseKeeper>> UniverseKeeper::begin(core::Executor executor,
                                                              ServedUniverse& served,
                                                              const core::Clock& clock) {
    std::unique_ptr<UniverseKeeper> keeper(new UniverseKeeper(std::move(executor), clock));
    if (!served.file) return keeper;
    ARGOSY_TRY(keeper->journal_,
               sim::Journal::begin(*std::move(served.file), *served.universe, clock));
    keeper->journal_->on_failure([self = keeper.get()](const core::Error& error) {
        self->failure_ = error;
        if (self->on_failure_) self->on_failure_();
    });
    keeper->keep_time();
    return keeper;
}

void UniverseKeeper::keep_time() {
    pause_.expires_after(sim::Journal::kTimeAhead / 2);
    pause_.async_wait([this](const boost::system::error_code& error) {
        if (error || !journal_->keep_time(clock_.now())) return;
        keep_time();
    });
}

Result<void> UniverseKeeper::finish() {
    if (failure_) return *failure_;
    if (journal_ == nullptr) return {};
    return journal_->write_snapshot();
}

}  // namespace argosy::apps
