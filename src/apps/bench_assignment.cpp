#include "apps/bench_assignment.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <ctime>
#include <limits>
#include <map>
#include <memory>
#include <optional>

#include "core/rng.h"
#include "fleet/assignment.h"
#include "hauls/candidates.h"

namespace argosy::apps {
namespace {

using fleet::Assignment;
using fleet::AssignmentProblem;

constexpr std::int64_t kHaulsForEachShip = 10;
constexpr std::array<std::int64_t, 3> kSpeeds{10, 15, 30};
// More pairs than this are not all valued, so there is no exact figure to compare with.
constexpr std::int64_t kMostPairs = 20'000'000;
constexpr std::int64_t kUnlimited = std::numeric_limits<std::int64_t>::max();

struct AssignmentCommand {
    std::int64_t most_ships = 10'000;
    std::int64_t alike = 1;
    std::int64_t handing_over = 0;  ///< Percent of the ships.
    std::uint64_t seed = 1;
    std::string output = "table";
};

struct Place {
    std::int64_t x;
    std::int64_t y;
};

struct Ship {
    std::size_t at;
    std::int64_t speed;
    std::int64_t hold;
    std::int64_t free_in;  ///< Seconds until it has handed over what it carries.
};

struct Haul {
    std::size_t from;
    std::size_t to;
    std::int64_t units;
    std::int64_t profit_per_unit;
};

/// A fleet and its work, as a planner's tick meets them.
class Scene {
  public:
    Scene(std::int64_t ships, const AssignmentCommand& command) : alike_(command.alike) {
        core::RandomStream random = core::Rng(command.seed).stream("assignment");
        const std::int64_t places = std::max<std::int64_t>(30, ships / 20);
        for (std::int64_t i = 0; i < places; ++i)
            places_.push_back({random.uniform(-700, 700), random.uniform(-700, 700)});
        const auto somewhere = [&] { return std::size_t(random.uniform(0, places - 1)); };
        for (std::int64_t i = 0; i < ships; ++i) {
            ships_.push_back(
                {somewhere(), kSpeeds[std::size_t(random.uniform(0, 2))],
                 random.chance(0.5) ? 40 : 80,
                 random.uniform(0, 99) < command.handing_over ? random.uniform(1, 120) : 0});
        }
        for (std::int64_t i = 0; i < ships * kHaulsForEachShip; i += alike_) {
            hauls_.push_back(
                {somewhere(), somewhere(), random.uniform(10, 80), random.uniform(20, 2'000)});
        }
        measure();
    }

    std::size_t ships() const { return ships_.size(); }
    std::size_t hauls() const { return hauls_.size() * std::size_t(alike_); }

    /// Returns the pairs as hauls::Dispatch finds them: ships that are alike together, and hauls.
    AssignmentProblem best_pairs() const {
        const auto limits = hauls::limits_for(std::int64_t(ships_.size()));
        return hauls::find_candidates(berths(), lots(), limits).problem;
    }

    /// Returns all pairs, with their values as best_pairs() has them, for ships in its order.
    AssignmentProblem all_pairs() const {
        const std::vector<hauls::Berth> all_berths = berths();
        const std::vector<hauls::Lot> all_lots = lots();
        AssignmentProblem problem{std::int32_t(ships()), std::int32_t(hauls()), {}};
        problem.edges.reserve(ships() * hauls());
        std::int32_t ship = 0;
        for (const hauls::Berth& berth : all_berths) {
            for (std::int32_t one = 0; one < berth.ships; ++one, ++ship) {
                std::int32_t haul = 0;
                for (const hauls::Lot& lot : all_lots) {
                    const std::int64_t value =
                        hauls::credits_per_hour(hauls::best_trip(berth, lot).credits_per_ms);
                    for (std::int32_t each = 0; each < lot.hauls; ++each, ++haul)
                        problem.edges.push_back({ship, haul, value});
                }
            }
        }
        return problem;
    }

  private:
    static constexpr std::int64_t kHolds[] = {40, 80};

    static std::int64_t flight_ms(std::int64_t distance, std::int64_t speed) {
        constexpr std::int64_t kLandingMs = 15'000;
        return distance * 25'000 / speed + kLandingMs;
    }

    void measure() {
        for (const Place& from : places_) {
            for (const Place& to : places_)
                distances_.push_back(
                    std::llround(std::hypot(double(from.x - to.x), double(from.y - to.y))));
        }
    }
    std::int64_t distance(std::size_t from, std::size_t to) const {
        return distances_[from * places_.size() + to];
    }

    std::vector<hauls::Berth> berths() const {
        std::map<std::array<std::int64_t, 4>, std::int32_t> alike;
        for (const Ship& ship : ships_)
            ++alike[{std::int64_t(ship.at), ship.speed, ship.hold, ship.free_in}];
        std::vector<hauls::Berth> berths;
        for (const auto& [key, ships] : alike) {
            const auto [at, speed, hold, free_in] = key;
            hauls::Berth& berth =
                berths.emplace_back(hauls::Berth{kind_of(speed, hold), ships, {}});
            for (std::size_t place = 0; place < places_.size(); ++place) {
                const std::int64_t way = place == std::size_t(at)
                                             ? 0
                                             : flight_ms(distance(std::size_t(at), place), speed);
                berth.approaches.push_back({.milliseconds = free_in * 1'000 + way});
            }
        }
        return berths;
    }

    std::vector<hauls::Lot> lots() const {
        constexpr std::int64_t kTradingMs = 10'000;
        std::vector<hauls::Lot> lots;
        for (const Haul& haul : hauls_) {
            hauls::Lot& lot = lots.emplace_back();
            lot.hauls = std::int32_t(alike_);
            lot.trips.reserve(kSpeeds.size() * std::size(kHolds));
            for (const std::int64_t speed : kSpeeds) {
                for (const std::int64_t hold : kHolds) {
                    lot.trips.push_back(
                        {.kind = kind_of(speed, hold),
                         .from = std::int32_t(haul.from),
                         .profit = std::min(hold, haul.units) * haul.profit_per_unit,
                         .milliseconds =
                             flight_ms(distance(haul.from, haul.to), speed) + kTradingMs,
                         .requests = 0});
                }
            }
        }
        return lots;
    }

    static std::int32_t kind_of(std::int64_t speed, std::int64_t hold) {
        const auto found = std::find(kSpeeds.begin(), kSpeeds.end(), speed);
        return std::int32_t(found - kSpeeds.begin()) * 2 + (hold == kHolds[1] ? 1 : 0);
    }

    std::vector<Place> places_;
    std::vector<std::int64_t> distances_;
    std::vector<Ship> ships_;
    std::vector<Haul> hauls_;  ///< One of those that are alike.
    std::int64_t alike_;
};

template <class Work>
auto timed(double& milliseconds, Work work) {
    // The processor's time, and the least of a few: what else the machine does is not measured.
    constexpr int kTimes = 5;
    milliseconds = std::numeric_limits<double>::max();
    for (int time = 1;; ++time) {
        const std::clock_t begin = std::clock();
        auto result = work();
        milliseconds =
            std::min(milliseconds, 1'000.0 * double(std::clock() - begin) / CLOCKS_PER_SEC);
        if (time == kTimes) return result;
    }
}

struct Line {
    std::size_t ships = 0;
    std::size_t hauls = 0;
    std::size_t edges = 0;
    double pairs_ms = 0;  ///< Finding the pairs to consider.
    Assignment matched;
    double match_ms = 0;
    Assignment greedy;
    double greedy_ms = 0;
    std::optional<std::int64_t> exact;  ///< The greatest value over all pairs.
};

Line measure(std::int64_t ships, const AssignmentCommand& command) {
    const Scene scene(ships, command);
    Line line{.ships = scene.ships(), .hauls = scene.hauls()};
    const AssignmentProblem problem = timed(line.pairs_ms, [&] { return scene.best_pairs(); });
    line.edges = problem.edges.size();
    line.matched = timed(line.match_ms, [&] { return fleet::match(problem); });
    line.greedy = timed(line.greedy_ms, [&] { return fleet::match_greedily(problem); });
    if (std::int64_t(line.ships * line.hauls) <= kMostPairs) {
        line.exact = fleet::match(scene.all_pairs(), kUnlimited).value;
    }
    return line;
}

std::string share_of(std::int64_t value, const std::optional<std::int64_t>& exact) {
    if (!exact) return "-";
    return fmt::format("{:.2f} %", 100.0 * double(value) / double(*exact));
}

void print_row(const Line& line) {
    fmt::print("{:>6} {:>7} {:>8} {:>9.2f} {:>9.2f} {:>10} {:>9} {:>10.2f} {:>9} {:>9}\n",
               line.ships, line.hauls, line.edges, line.pairs_ms, line.match_ms,
               line.matched.operations, share_of(line.matched.value, line.exact), line.greedy_ms,
               share_of(line.greedy.value, line.exact), line.matched.served_greedily);
}

void print_json(const Line& line) {
    boost::json::object json{{"ships", line.ships},
                             {"hauls", line.hauls},
                             {"edges", line.edges},
                             {"pairs_ms", line.pairs_ms},
                             {"match_ms", line.match_ms},
                             {"match_operations", line.matched.operations},
                             {"match_value", line.matched.value},
                             {"served_greedily", line.matched.served_greedily},
                             {"greedy_ms", line.greedy_ms},
                             {"greedy_value", line.greedy.value}};
    if (line.exact) json["exact_value"] = *line.exact;
    fmt::print("{}\n", boost::json::serialize(json));
}

void run(const AssignmentCommand& command) {
    if (command.output == "table") {
        fmt::print("{:>6} {:>7} {:>8} {:>9} {:>9} {:>10} {:>9} {:>10} {:>9} {:>9}\n", "ships",
                   "hauls", "pairs", "pairs ms", "match ms", "operations", "of exact", "greedy ms",
                   "of exact", "cut short");
    }
    for (std::int64_t ships = 10; ships <= command.most_ships; ships *= 10) {
        const Line line = measure(ships, command);
        command.output == "json" ? print_json(line) : print_row(line);
    }
}

}  // namespace

void add_assignment_command(CLI::App& app, int& exit_code) {
    const auto chosen = std::make_shared<AssignmentCommand>();
    CLI::App* command = app.add_subcommand(
        "assignment", "Gives ships to hauls, ten for each, and measures time and quality");
    command->add_option("--most-ships", chosen->most_ships, "Largest fleet: 10, 100, 1000, ...")
        ->check(CLI::Range(10, 100'000))
        ->capture_default_str();
    command
        ->add_option("--alike", chosen->alike,
                     "So many hauls are of one good between the same places")
        ->check(CLI::IsMember({1, 2, 5, 10, 20, 50}))
        ->capture_default_str();
    command
        ->add_option("--handing-over", chosen->handing_over,
                     "Percent of the ships that are free only within two minutes, which the "
                     "program does not match")
        ->check(CLI::Range(0, 100))
        ->capture_default_str();
    command->add_option("--seed", chosen->seed, "Seed of all randomness")->capture_default_str();
    command->add_option("--output", chosen->output, "table or json (one line for each size)")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    command->footer("Example: spacetraders-bench assignment --most-ships 100 --output json");
    command->callback([chosen, &exit_code] {
        exit_code = 0;
        run(*chosen);
    });
}

}  // namespace argosy::apps
