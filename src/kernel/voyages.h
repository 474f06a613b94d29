#pragma once

/// @file
/// Ships sent anywhere at random through a universe that lets them down: markets stop selling fuel
/// and sell it again, credits run out, the process is killed in the middle of everything. For
/// showing that no ship is ever stranded.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fleet/fleet.h"
#include "market/market_book.h"
#include "sim/sim_game.h"
#include "store/engine.h"

namespace argosy::kernel {

struct VoyageOptions {
    std::uint64_t seed = 1;
    std::int64_t ships = 60;
    /// One of sim::kRecordedScenarios; empty: three generated systems that gates join.
    std::string scenario;
};

struct VoyageReport {
    std::int64_t legs = 0;      ///< Departures, jumps not among them.
    std::int64_t arrivals = 0;  ///< Journeys that ended where they were sent.
    std::int64_t jumps = 0;
    std::int64_t refused = 0;  ///< Journeys that ended with an error, to be told again.
    std::int64_t killed = 0;   ///< Times the process was.
    std::int64_t fuel_stops_lost = 0;
    std::int64_t hours = 0;  ///< Of virtual time.
    /// Ships seen at rest without fuel aboard where none is sold, by symbol and waypoint.
    std::vector<std::string> stranded;
};

class Voyages {
  public:
    static core::Result<std::unique_ptr<Voyages>> create(VoyageOptions options);
    ~Voyages();

    const fleet::Fleet& fleet() const;

    /// Goes on until so many legs have been flown, or a ship is stranded.
    core::Result<VoyageReport> fly(std::int64_t legs);

  private:
    struct Process;

    explicit Voyages(VoyageOptions options);
    core::Result<void> start_process();
    core::Task<core::Result<void>> open();
    core::Task<void> wander(model::ShipSymbol ship, core::RandomStream random);
    std::optional<model::WaypointSymbol> destination(const model::Ship& ship,
                                                     core::RandomStream& random) const;
    void disturb();
    void trouble_fuel();
    void trouble_credits();
    void look_for_stranded();
    std::int64_t legs() const;

    const VoyageOptions options_;
    const core::Rng rng_;
    core::RandomStream trouble_;
    core::DecisionHash decisions_;
    std::unique_ptr<sim::Universe> universe_;
    std::unique_ptr<store::Engine> engine_;
    core::Secret token_;
    core::TimePoint now_;
    std::int64_t runs_ = 0;
    /// Markets that have stopped selling fuel, with what they sold it as.
    std::map<model::WaypointSymbol, sim::MarketGoodState> lost_;
    VoyageReport report_;
    std::unique_ptr<Process> process_;
};

}  // namespace argosy::kernel
