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

namespace argosy::apps {
namespace {

using fleet::Assignment;
using fleet::AssignmentProblem;

// Pairs that are considered: of the best hauls, so many for each ship, each with those ships that
// would earn most with it, of those nearest to its source, and for each group of like ships those
// hauls that it would earn most with.
constexpr std::size_t kHaulsPerShip = 4;
constexpr std::size_t kNearestShips = 96;
constexpr std::size_t kShipsPerHaul = 8;
constexpr std::size_t kHaulsPerGroup = 64;
constexpr std::int64_t kHaulsForEachShip = 10;
constexpr std::array<std::int64_t, 3> kSpeeds{10, 15, 30};
// More pairs than this are not all valued, so there is no exact figure to compare with.
constexpr std::int64_t kMostPairs = 20'000'000;
constexpr std::int64_t kUnlimited = std::numeric_limits<std::int64_t>::max();

struct AssignmentCommand {
    std::int64_t most_ships = 10'000;
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
    Scene(std::int64_t ships, std::uint64_t seed) {
        core::RandomStream random = core::Rng(seed).stream("assignment");
        const std::int64_t places = std::max<std::int64_t>(30, ships / 20);
        for (std::int64_t i = 0; i < places; ++i)
            places_.push_back({random.uniform(-700, 700), random.uniform(-700, 700)});
        const auto somewhere = [&] { return std::size_t(random.uniform(0, places - 1)); };
        for (std::int64_t i = 0; i < ships; ++i) {
            ships_.push_back({somewhere(), kSpeeds[std::size_t(random.uniform(0, 2))],
                              random.chance(0.5) ? 40 : 80,
                              random.chance(0.5) ? 0 : random.uniform(1, 120)});
        }
        for (std::int64_t i = 0; i < ships * kHaulsForEachShip; ++i) {
            hauls_.push_back(
                {somewhere(), somewhere(), random.uniform(10, 80), random.uniform(20, 2'000)});
        }
        index();
    }

    std::size_t ships() const { return ships_.size(); }
    std::size_t hauls() const { return hauls_.size(); }

    AssignmentProblem best_pairs() const {
        AssignmentProblem problem = empty_problem();
        const std::vector<std::size_t> hauls = best_hauls();
        for (const std::size_t haul : hauls)
            add_best_ships(problem, haul);
        for (const std::vector<std::size_t>& equals : groups_)
            add_best_hauls(problem, equals, hauls);
        const auto pair_of = [](const auto& edge) { return std::pair(edge.worker, edge.job); };
        std::sort(problem.edges.begin(), problem.edges.end(),
                  [&](const auto& a, const auto& b) { return pair_of(a) < pair_of(b); });
        const auto repeated =
            std::unique(problem.edges.begin(), problem.edges.end(),
                        [&](const auto& a, const auto& b) { return pair_of(a) == pair_of(b); });
        problem.edges.erase(repeated, problem.edges.end());
        return problem;
    }

    AssignmentProblem all_pairs() const {
        AssignmentProblem problem = empty_problem();
        problem.edges.reserve(ships_.size() * hauls_.size());
        for (std::size_t ship = 0; ship < ships_.size(); ++ship) {
            for (std::size_t haul = 0; haul < hauls_.size(); ++haul)
                add(problem, ship, haul);
        }
        return problem;
    }

  private:
    using At = std::vector<std::vector<std::size_t>>;

    std::int64_t distance(std::size_t a, std::size_t b) const {
        return std::llround(
            std::hypot(double(places_[a].x - places_[b].x), double(places_[a].y - places_[b].y)));
    }

    // What a planner keeps between its ticks: who is where, and what is near what.
    void index() {
        ships_at_.resize(places_.size());
        for (std::size_t i = 0; i < ships_.size(); ++i)
            ships_at_[ships_[i].at].push_back(i);
        std::map<std::array<std::int64_t, 3>, std::vector<std::size_t>> groups;
        for (std::size_t i = 0; i < ships_.size(); ++i)
            groups[{std::int64_t(ships_[i].at), ships_[i].speed, ships_[i].hold}].push_back(i);
        for (auto& [key, equals] : groups)
            groups_.push_back(std::move(equals));
        near_.resize(places_.size());
        for (std::size_t from = 0; from < places_.size(); ++from) {
            for (std::size_t to = 0; to < places_.size(); ++to)
                near_[from].push_back(to);
            std::sort(near_[from].begin(), near_[from].end(), [&](std::size_t a, std::size_t b) {
                return std::pair(distance(from, a), a) < std::pair(distance(from, b), b);
            });
        }
    }

    using Rated = std::vector<std::pair<std::int64_t, std::size_t>>;

    static void keep_first(Rated& rated, std::size_t most) {
        const std::size_t kept = std::min(most, rated.size());
        std::partial_sort(rated.begin(), rated.begin() + std::ptrdiff_t(kept), rated.end());
        rated.resize(kept);
    }

    void add_best_ships(AssignmentProblem& problem, std::size_t haul) const {
        Rated rated;
        for (const std::size_t place : near_[hauls_[haul].from]) {
            for (const std::size_t ship : ships_at_[place])
                rated.emplace_back(-rate(ships_[ship], hauls_[haul]), ship);
            if (rated.size() >= kNearestShips) break;
        }
        keep_first(rated, kShipsPerHaul);
        for (const auto& [loss, ship] : rated)
            add(problem, ship, haul);
    }

    // Ships of one group would choose alike.
    void add_best_hauls(AssignmentProblem& problem, const std::vector<std::size_t>& equals,
                        const std::vector<std::size_t>& hauls) const {
        Rated rated;
        for (const std::size_t haul : hauls)
            rated.emplace_back(-rate(ships_[equals.front()], hauls_[haul]), haul);
        keep_first(rated, kHaulsPerGroup);
        for (const auto& [loss, haul] : rated) {
            for (const std::size_t ship : equals)
                add(problem, ship, haul);
        }
    }

    // By what a ship that is there already would earn with it.
    std::vector<std::size_t> best_hauls() const {
        Rated rated;
        for (std::size_t haul = 0; haul < hauls_.size(); ++haul)
            rated.emplace_back(-rate({hauls_[haul].from, kSpeeds.back(), 80, 0}, hauls_[haul]),
                               haul);
        keep_first(rated, ships_.size() * kHaulsPerShip);
        std::vector<std::size_t> best;
        for (const auto& [loss, haul] : rated)
            best.push_back(haul);
        return best;
    }

    // Credits an hour, from where the ship is to the drop.
    std::int64_t rate(const Ship& ship, const Haul& haul) const {
        constexpr std::int64_t kTradingSeconds = 10;
        constexpr std::int64_t kSecondsPerHour = 3'600;
        const std::int64_t far = distance(ship.at, haul.from) + distance(haul.from, haul.to);
        const std::int64_t seconds = ship.free_in + far * 25 / ship.speed + 30 + kTradingSeconds;
        return std::min(ship.hold, haul.units) * haul.profit_per_unit * kSecondsPerHour / seconds;
    }

    AssignmentProblem empty_problem() const {
        return {std::int32_t(ships_.size()), std::int32_t(hauls_.size()), {}};
    }

    void add(AssignmentProblem& problem, std::size_t ship, std::size_t haul) const {
        problem.edges.push_back(
            {std::int32_t(ship), std::int32_t(haul), rate(ships_[ship], hauls_[haul])});
    }

    std::vector<Place> places_;
    std::vector<Ship> ships_;
    std::vector<Haul> hauls_;
    At ships_at_;
    At groups_;
    At near_;
};

template <class Work>
auto timed(double& milliseconds, Work work) {
    // The processor's time: what else the machine does is not measured.
    const std::clock_t begin = std::clock();
    auto result = work();
    milliseconds = 1'000.0 * double(std::clock() - begin) / CLOCKS_PER_SEC;
    return result;
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

Line measure(std::int64_t ships, std::uint64_t seed) {
    const Scene scene(ships, seed);
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
        const Line line = measure(ships, command.seed);
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
