#include "apps/bench_supply.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "kernel/virtual_world.h"
#include "model/goods.h"

namespace argosy::apps {
namespace {

using core::Duration;
using core::TimePoint;
using manufacturing::FactoryOutput;
using manufacturing::FactoryState;
using manufacturing::FactoryStatus;
using manufacturing::Looks;

constexpr int kExitFailed = 1;

// How finely the truth is sampled: delays are as exact as this.
constexpr Duration kSample = std::chrono::seconds(5);

// Probes are at their stations, and the fleet at work, before anything is counted.
constexpr Duration kSettling = std::chrono::hours(1);

struct SupplyCommand {
    std::vector<std::string> systems{"X1-AD75", "X1-ZG64"};
    std::vector<std::uint64_t> seeds{1, 2, 3};
    double hours = 24;
    std::int64_t ships = 10;
    std::string law = "measured";
    std::string output = "table";
};

/// Where the probes are.
enum class Probes : std::uint8_t {
    kAtFactories,  ///< One at every factory.
    kStandard,     ///< One in all, which scouts.
};

struct Figures {
    std::int64_t looks = 0;    ///< Requests that the monitor spent.
    double awaited_hours = 0;  ///< Of all factories, summed.
    /// Seconds from an update to its detection; of one never detected, as long as it lasted.
    std::vector<double> delays;
    std::int64_t undetected = 0;   ///< Of the updates: gone again before anybody noticed.
    std::int64_t conflicts = 0;    ///< As manufacturing::kFactoryConflicts counts them.
    std::int64_t hauls_saved = 0;  ///< By what pipelines shared.

    double quantile(double share) const {
        if (delays.empty()) return 0;
        std::vector<double> sorted = delays;
        std::sort(sorted.begin(), sorted.end());
        return sorted[std::min(sorted.size() - 1, std::size_t(share * double(sorted.size())))];
    }
};

/// Holds what the company believes of fed factories against what is so.
class DetectionMeter {
  public:
    explicit DetectionMeter(const kernel::VirtualWorld& world, kernel::Company& company)
        : world_(world), company_(company) {}

    void sample() {
        std::map<FactoryOutput, bool> believed;
        std::set<model::WaypointSymbol> awaited;
        for (const auto& [id, pipeline] : company_.pipelines().active()) {
            for (const FactoryState* state : company_.factories().of_pipeline(id)) {
                const bool ready = state->status == FactoryStatus::kReadyForCollection;
                believed[{state->factory, state->output}] = ready;
                if (!ready) awaited.insert(state->factory);
            }
        }
        figures_.awaited_hours += double(awaited.size()) * double(kSample.count()) / 3'600'000.0;
        std::erase_if(unready_, [&](const FactoryOutput& f) { return !believed.contains(f); });
        std::erase_if(since_, [&](const auto& waiting) {
            const bool over = !believed.contains(waiting.first);
            if (over) note_undetected(waiting.second);
            return over;
        });
        for (const auto& [factory, ready] : believed)
            compare(factory, ready);
    }

    /// Returns the figures, with what nobody has noticed to the end.
    Figures finish() {
        for (const auto& [factory, since] : since_)
            note_undetected(since);
        since_.clear();
        return figures_;
    }

  private:
    void note_undetected(TimePoint since) {
        ++figures_.undetected;
        note_delay(since);
    }

    void note_delay(TimePoint since) {
        figures_.delays.push_back(double((world_.now() - since).count()) / 1'000.0);
    }

    // An update is one that turned a factory ready that was known, rightly, not to be.
    void compare(const FactoryOutput& factory, bool believed) {
        const sim::MarketGoodState& good = world_.truth().good(factory.first, factory.second);
        const bool ready = model::supply_of(good.price) >= manufacturing::kCollectionSupply;
        const auto waiting = since_.find(factory);
        if (waiting != since_.end()) {
            if (believed) {
                note_delay(waiting->second);
            } else if (!ready) {
                note_undetected(waiting->second);
            }
            if (believed || !ready) since_.erase(waiting);
        } else if (ready && unready_.contains(factory)) {
            if (believed) {
                note_delay(world_.now());
            } else {
                since_[factory] = world_.now();
            }
        }
        if (!ready && !believed) {
            unready_.insert(factory);
        } else {
            unready_.erase(factory);
        }
    }

    const kernel::VirtualWorld& world_;
    kernel::Company& company_;
    std::set<FactoryOutput> unready_;           ///< At the last sample, and known so.
    std::map<FactoryOutput, TimePoint> since_;  ///< Ready, and nobody knows.
    Figures figures_;
};

/// Markets that make something of other goods.
std::vector<model::WaypointSymbol> factories_of(const kernel::VirtualWorld& world) {
    std::vector<model::WaypointSymbol> factories;
    for (const auto& [waypoint, market] : world.truth().markets()) {
        const bool makes =
            std::any_of(market.goods.begin(), market.goods.end(), [](const auto& good) {
                return good.price.type == model::TradeType::kExport && !model::is_raw(good.good) &&
                       model::recipes().contains(good.good);
            });
        if (makes) factories.push_back(waypoint);
    }
    return factories;
}

core::Result<void> station_probes(kernel::VirtualWorld& world,
                                  const std::vector<model::WaypointSymbol>& factories) {
    std::vector<model::ShipSymbol> probes;
    for (const auto& [symbol, ship] : world.company().fleet().ships.all()) {
        if (!fleet::ShipRegistry::is_hauler(ship)) probes.push_back(symbol);
    }
    for (std::size_t i = 0; i < std::min(probes.size(), factories.size()); ++i) {
        ARGOSY_CHECK(world.call(world.company().orders().hold(probes[i])));
        const auto nav = world.company().fleet().ships.at(probes[i]).nav;
        if (nav.waypoint == factories[i]) continue;
        ARGOSY_CHECK(world.call(world.company().orders().navigate(probes[i], factories[i])));
    }
    return {};
}

core::Result<Figures> measure(const SupplyCommand& command, const std::string& system,
                              std::uint64_t seed, Probes probes, Looks looks) {
    kernel::VirtualWorldOptions options{
        .seed = seed, .scenario = system, .law = command.law, .haulers = command.ships};
    options.settings.manufacturing.look.looks = looks;
    if (probes == Probes::kAtFactories) {
        ARGOSY_TRY(const auto plain, kernel::VirtualWorld::create(options));
        options.probes = std::int64_t(factories_of(*plain).size()) - 1;
    }
    ARGOSY_TRY(const auto world, kernel::VirtualWorld::create(std::move(options)));
    if (probes == Probes::kAtFactories) {
        ARGOSY_CHECK(station_probes(*world, factories_of(*world)));
        world->run_for(kSettling);
    }
    ARGOSY_CHECK(world->call(world->company().start_manufacturing({})));
    world->run_for(kSettling);
    const auto spent = [&] {
        const manufacturing::Coordinator* at_work = world->company().manufacturing();
        return at_work == nullptr ? 0 : at_work->looks();
    };
    const std::int64_t before = spent();
    DetectionMeter meter(*world, world->company());
    const TimePoint end = world->now() + Duration(std::int64_t(command.hours * 3'600'000.0));
    while (world->now() < end) {
        world->run_for(kSample);
        meter.sample();
    }
    Figures figures = meter.finish();
    figures.looks = spent() - before;
    figures.hauls_saved = world->company().shared().pools.shared().hauls_saved;
    ARGOSY_TRY(const store::Rows conflicts,
               world->stored(manufacturing::kFactoryConflicts, {world->company().player().id}));
    figures.conflicts = conflicts.front().integer("n");
    return figures;
}

struct Comparison {
    std::string system;
    std::uint64_t seed;
    Figures fixed;       ///< A probe at every factory, every 30 seconds.
    Figures predictive;  ///< The same fleet.
    Figures standard;    ///< One probe that scouts.

    double share_of_fixed(const Figures& figures) const {
        return double(figures.looks) / double(fixed.looks);
    }
};

core::Result<std::vector<Comparison>> compare(const SupplyCommand& command) {
    std::vector<Comparison> all;
    for (const std::string& system : command.systems) {
        for (const std::uint64_t seed : command.seeds) {
            ARGOSY_TRY(Figures fixed,
                       measure(command, system, seed, Probes::kAtFactories, Looks::kFixed));
            ARGOSY_TRY(Figures predictive,
                       measure(command, system, seed, Probes::kAtFactories, Looks::kWhereItPays));
            ARGOSY_TRY(Figures standard,
                       measure(command, system, seed, Probes::kStandard, Looks::kWhereItPays));
            all.push_back(
                {system, seed, std::move(fixed), std::move(predictive), std::move(standard)});
        }
    }
    return all;
}

boost::json::object to_json(const Figures& figures) {
    return {{"requests", figures.looks},
            {"awaited_hours", figures.awaited_hours},
            {"updates", figures.delays.size()},
            {"undetected", figures.undetected},
            {"delay_median_seconds", figures.quantile(0.5)},
            {"delay_p90_seconds", figures.quantile(0.9)},
            {"factory_conflicts", figures.conflicts},
            {"hauls_saved", figures.hauls_saved}};
}

void print_json(const std::vector<Comparison>& comparisons) {
    boost::json::array rows;
    for (const Comparison& row : comparisons) {
        rows.push_back(
            boost::json::object{{"system", row.system},
                                {"seed", row.seed},
                                {"fixed", to_json(row.fixed)},
                                {"predictive", to_json(row.predictive)},
                                {"standard", to_json(row.standard)},
                                {"share_of_requests", row.share_of_fixed(row.predictive)}});
    }
    fmt::print("{}\n", boost::json::serialize(rows));
}

void print_row(const Comparison& row, const char* fleet, const Figures& figures) {
    fmt::print("| {} | {} | {} | {} | {:.1f} % | {} | {} | {:.0f} s | {:.0f} s | {} | {} |\n",
               row.system, row.seed, fleet, figures.looks, 100 * row.share_of_fixed(figures),
               figures.delays.size(), figures.undetected, figures.quantile(0.5),
               figures.quantile(0.9), figures.conflicts, figures.hauls_saved);
}

void print_table(const std::vector<Comparison>& comparisons) {
    fmt::print(
        "| system | seed | probes, looks | requests | of fixed | updates | undetected | "
        "median delay | nine in ten | factory conflicts | hauls saved |\n"
        "|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (const Comparison& row : comparisons) {
        print_row(row, "at factories, every 30 s", row.fixed);
        print_row(row, "at factories, where it pays", row.predictive);
        print_row(row, "one, where it pays", row.standard);
    }
}

int run(const SupplyCommand& command) {
    const auto comparisons = compare(command);
    if (!comparisons) {
        fmt::print(stderr, "spacetraders-bench: {}\n", comparisons.error().message);
        return kExitFailed;
    }
    command.output == "json" ? print_json(*comparisons) : print_table(*comparisons);
    return 0;
}

}  // namespace

void add_supply_command(CLI::App& app, int& exit_code) {
    const auto chosen = std::make_shared<SupplyCommand>();
    CLI::App* command = app.add_subcommand(
        "supply", "Compares looks at fed factories where they pay with looks every 30 seconds");
    command->add_option("--system", chosen->systems, "X1-AD75, X1-ZG64, or both")
        ->delimiter(',')
        ->capture_default_str();
    command->add_option("--seeds", chosen->seeds, "Seeds of all randomness")
        ->delimiter(',')
        ->capture_default_str();
    command->add_option("--hours", chosen->hours, "Simulated hours that are counted")
        ->check(CLI::Range(0.1, 24.0 * 31))
        ->capture_default_str();
    command->add_option("--ships", chosen->ships, "Light haulers")
        ->check(CLI::Range(0, 1'000))
        ->capture_default_str();
    command->add_option("--law", chosen->law, "Economy law: measured, inert, eager or crowded")
        ->capture_default_str();
    command->add_option("--output", chosen->output, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    command->footer("Example: spacetraders-bench supply --hours 2 --seeds 1 --output json");
    command->callback([chosen, &exit_code] { exit_code = run(*chosen); });
}

}  // namespace argosy::apps
