#include "sim/universe.h"

// A universe from a state that was kept.

namespace argosy::sim {

std::unique_ptr<Universe> Universe::restore(Scenario scenario, UniverseOptions options,
                                            UniverseState state) {
    return std::unique_ptr<Universe>(
        new Universe(std::move(scenario), std::move(options), std::move(state)));
}

Universe::Universe(Scenario scenario, UniverseOptions options, UniverseState state)
    : scenario_(std::move(scenario)),
      options_(std::move(options)),
      catalogue_(&Catalogue::recorded()),
      rng_(options_.seed),
      state_(std::move(state)) {
    index_scenario();
    index_state();
}

void Universe::index_state() {
    for (const auto& [symbol, record] : state_.ships) {
        berths_[record.ship.nav.waypoint][record.owner].insert(symbol);
    }
    for (const auto& [waypoint, yard] : state_.yards) {
        for (std::size_t i = 0; i < yard.listings.size(); ++i) {
            const Listing& listing = yard.listings[i];
            if (listing.facts.state.stock >= listing.full) continue;
            building_.emplace(listing.next_built, waypoint, i);
        }
    }
    for (const auto& [id, contract] : state_.contracts) {
        const core::TimePoint deadline =
            contract.accepted ? contract.deadline : contract.deadline_to_accept;
        if (deadline > state_.now) watch(contract);
    }
}

}  // namespace argosy::sim
