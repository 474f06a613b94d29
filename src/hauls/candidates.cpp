#include "hauls/candidates.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace argosy::hauls {
namespace {

constexpr double kNone = -1e18;  ///< Credits a millisecond.

/// The best first; of equals the first number.
struct Rated {
    double rate;
    std::int32_t number;

    bool operator<(const Rated& other) const {
        return rate != other.rate ? rate > other.rate : number < other.number;
    }
};

double standing_rate(const Lot& lot) {
    double best = kNone;
    for (const Trip& trip : lot.trips) {
        const auto time = double(std::max<std::int64_t>(1, trip.milliseconds));
        best = std::max(best, double(trip.profit) / time);
    }
    return best;
}

// The lots with the best hauls, so many hauls of them, by number.
std::vector<std::int32_t> best_lots(const std::vector<Lot>& lots, std::int64_t most_hauls) {
    std::vector<std::int32_t> kept(lots.size());
    std::iota(kept.begin(), kept.end(), 0);
    const std::int64_t hauls =
        std::accumulate(lots.begin(), lots.end(), std::int64_t(0),
                        [](std::int64_t sum, const Lot& lot) { return sum + lot.hauls; });
    if (hauls <= most_hauls) return kept;
    std::vector<Rated> rated;
    rated.reserve(lots.size());
    for (const std::int32_t lot : kept)
        rated.push_back({standing_rate(lots[std::size_t(lot)]), lot});
    std::sort(rated.begin(), rated.end());
    kept.clear();
    for (const Rated& each : rated) {
        if (most_hauls <= 0) break;
        most_hauls -= lots[std::size_t(each.number)].hauls;
        kept.push_back(each.number);
    }
    return kept;
}

bool clears(const Berth& berth, const Lot& lot, const Trip& trip) {
    const Approach& approach = berth.approaches[std::size_t(trip.from)];
    const std::int64_t requests = trip.requests + approach.requests;
    return trip.profit - approach.cost >= lot.least_profit + lot.least_for_a_request * requests;
}

/// The best of many, so many of them. What is taken is only put down; each time there is twice as
/// much as wanted, the worse half is thrown away.
class Best {
  public:
    explicit Best(std::int32_t most) : most_(std::size_t(most)) {}

    /// Returns a rate that is to be beaten: nothing at or below it can be among the best.
    double bar() const { return bar_; }

    void take(Rated rated) {
        kept_.push_back(rated);
        if (kept_.size() >= most_ * 2) keep_best();
    }

    /// Returns them, the best first; no more than hold so many, each counting for some.
    template <class CountOf>
    std::vector<Rated> until(std::int64_t enough, CountOf count_of) {
        if (kept_.size() > most_) keep_best();
        std::sort(kept_.begin(), kept_.end());
        std::size_t taken = 0;
        for (; taken < kept_.size() && enough > 0; ++taken)
            enough -= count_of(kept_[taken].number);
        kept_.resize(taken);
        return std::move(kept_);
    }

  private:
    void keep_best() {
        const auto worst = kept_.begin() + std::ptrdiff_t(most_) - 1;
        std::nth_element(kept_.begin(), worst, kept_.end());
        bar_ = worst->rate;
        kept_.resize(most_);
    }

    std::size_t most_;
    double bar_ = kNone;
    std::vector<Rated> kept_;
};

/// What a berth's ships need to come to a place.
struct Way {
    double cost;
    double milliseconds;
};

std::vector<Way> ways_of(const Berth& berth) {
    constexpr double kNever = 1e30;
    std::vector<Way> ways;
    ways.reserve(berth.approaches.size());
    for (const Approach& approach : berth.approaches) {
        const double cost = approach.possible ? double(approach.cost) : kNever;
        ways.push_back({cost, double(approach.milliseconds)});
    }
    return ways;
}

/// The trips of the lots that are looked at, for hulls of one kind, lot by lot: so laid out that
/// the inner loop is plain.
class TripsOfKind {
  public:
    void add(const Trip& trip, std::size_t rank) {
        profits_.push_back(double(trip.profit));
        milliseconds_.push_back(double(std::max<std::int64_t>(1, trip.milliseconds)));
        from_.push_back(std::size_t(trip.from));
        ranks_.push_back(rank);
        trips_.push_back(&trip);
    }

    /// Works out what a berth's ships earn with each, in credits a millisecond; far below kNone
    /// where they cannot come.
    void rate(const std::vector<Way>& ways) {
        rates_.resize(trips_.size());
        for (std::size_t i = 0; i < rates_.size(); ++i) {
            const Way& way = ways[from_[i]];
            rates_[i] = (profits_[i] - way.cost) / (milliseconds_[i] + way.milliseconds);
        }
    }

    /// Calls `use` with the best trip for each lot: its lot's rank, its rate and itself.
    template <class Use>
    void for_each_best(Use use) const {
        for (std::size_t i = 0; i < ranks_.size(); ++i) {
            std::size_t best = i;
            for (; i + 1 < ranks_.size() && ranks_[i + 1] == ranks_[best]; ++i) {
                if (rates_[i + 1] > rates_[best]) best = i + 1;
            }
            use(ranks_[best], rates_[best], *trips_[best]);
        }
    }

  private:
    std::vector<double> profits_;
    std::vector<double> milliseconds_;
    std::vector<std::size_t> from_;   ///< Places.
    std::vector<std::size_t> ranks_;  ///< Of their lots, among those that are looked at.
    std::vector<const Trip*> trips_;
    std::vector<double> rates_;
};

/// Takes the pairs that either side wants.
class Choosing {
  public:
    Choosing(const std::vector<Berth>& berths, const std::vector<Lot>& lots,
             const CandidateLimits& limits)
        : berths_(berths), lots_(lots), limits_(limits) {}

    Candidates run() {
        number_all();
        look_at_best();
        for (std::size_t berth = 0; berth < berths_.size(); ++berth)
            consider(berth);
        choose_for_lots();
        for (std::size_t berth = 0; berth < berths_.size(); ++berth)
            add_pairs(berth);
        raise();
        return std::move(result_);
    }

  private:
    void number_all() {
        for (std::size_t berth = 0; berth < berths_.size(); ++berth) {
            first_ship_.push_back(std::int32_t(result_.berth_of.size()));
            result_.berth_of.insert(result_.berth_of.end(), std::size_t(berths_[berth].ships),
                                    std::int32_t(berth));
        }
        for (const Lot& lot : lots_)
            result_.problem.capacities.push_back(lot.hauls);
        result_.problem.workers = std::int32_t(result_.berth_of.size());
        result_.problem.jobs = std::int32_t(lots_.size());
        result_.refused.assign(lots_.size(), false);
    }

    void look_at_best() {
        for (const Berth& berth : berths_)
            kinds_.resize(std::max(kinds_.size(), std::size_t(berth.kind) + 1));
        looked_at_ =
            best_lots(lots_, std::int64_t(limits_.hauls_looked_at) * result_.problem.workers);
        for (std::size_t rank = 0; rank < looked_at_.size(); ++rank) {
            const Lot& lot = lots_[std::size_t(looked_at_[rank])];
            best_of_lot_.emplace_back(limits_.ships_for_a_haul + lot.hauls - 1);
            for (const Trip& trip : lot.trips) {
                if (std::size_t(trip.kind) < kinds_.size())
                    kinds_[std::size_t(trip.kind)].add(trip, rank);
            }
        }
        bars_.assign(looked_at_.size(), kNone);
    }

    void consider(std::size_t number) {
        const Berth& berth = berths_[number];
        TripsOfKind& trips = kinds_[std::size_t(berth.kind)];
        trips.rate(ways_of(berth));
        Best& lots = best_of_berth_.emplace_back(limits_.lots_for_a_ship + berth.ships - 1);
        double bar = lots.bar();
        trips.for_each_best([&](std::size_t rank, double rate, const Trip& trip) {
            const bool berth_takes = rate > bar;
            const bool lot_takes = rate > bars_[rank];
            if (!berth_takes && !lot_takes) return;
            const std::int32_t lot = looked_at_[rank];
            if (!clears(berth, lots_[std::size_t(lot)], trip)) return;
            if (berth_takes) {
                lots.take({rate, lot});
                bar = lots.bar();
            }
            if (lot_takes) {
                best_of_lot_[rank].take({rate, std::int32_t(number)});
                bars_[rank] = best_of_lot_[rank].bar();
            }
        });
    }

    void choose_for_lots() {
        wanted_by_lots_.resize(berths_.size());
        const auto ships = [&](std::int32_t berth) { return berths_[std::size_t(berth)].ships; };
        for (std::size_t rank = 0; rank < looked_at_.size(); ++rank) {
            const std::int32_t lot = looked_at_[rank];
            const std::int64_t enough =
                limits_.ships_for_a_haul + lots_[std::size_t(lot)].hauls - 1;
            const std::vector<Rated> berths = best_of_lot_[rank].until(enough, ships);
            result_.refused[std::size_t(lot)] = berths.empty();
            for (const Rated& berth : berths)
                wanted_by_lots_[std::size_t(berth.number)].push_back({berth.rate, lot});
        }
    }

    void add_pairs(std::size_t berth) {
        const auto as_one = [](std::int32_t) { return 1; };
        const std::int32_t enough = limits_.lots_for_a_ship + berths_[berth].ships - 1;
        std::vector<Rated> lots = best_of_berth_[berth].until(enough, as_one);
        const std::vector<Rated>& others = wanted_by_lots_[berth];
        lots.insert(lots.end(), others.begin(), others.end());
        std::sort(lots.begin(), lots.end());
        const auto is_same = [](const Rated& a, const Rated& b) { return a.number == b.number; };
        lots.erase(std::unique(lots.begin(), lots.end(), is_same), lots.end());
        for (const Rated& lot : lots)
            add_pairs(berth, lot);
    }

    // Ships of a berth are equals: each lot begins with others of them, so that not all lots
    // consider the same few.
    void add_pairs(std::size_t berth, const Rated& lot) {
        const std::int64_t value = credits_per_hour(lot.rate);
        const std::int32_t ships = berths_[berth].ships;
        const std::int32_t hauls = lots_[std::size_t(lot.number)].hauls;
        const std::int32_t some = std::min(ships, limits_.ships_for_a_haul + hauls - 1);
        for (std::int32_t i = 0; i < some; ++i)
            result_.problem.edges.push_back(
                {first_ship_[berth] + (lot.number * some + i) % ships, lot.number, value});
    }

    // An investment may cost something, and an idle ship is worth nothing: so what matters is only
    // how much more one pair brings than another.
    void raise() {
        std::int64_t least = 0;
        for (const fleet::AssignmentEdge& edge : result_.problem.edges)
            least = std::min(least, edge.value);
        for (fleet::AssignmentEdge& edge : result_.problem.edges)
            edge.value -= least;
    }

    const std::vector<Berth>& berths_;
    const std::vector<Lot>& lots_;
    const CandidateLimits& limits_;
    std::vector<std::int32_t> first_ship_;  ///< By berth.
    std::vector<std::int32_t> looked_at_;   ///< Lots, by rank.
    std::vector<TripsOfKind> kinds_;
    std::vector<Best> best_of_berth_;                 ///< Of lots.
    std::vector<Best> best_of_lot_;                   ///< Of berths, by rank.
    std::vector<double> bars_;                        ///< By rank: best_of_lot_'s.
    std::vector<std::vector<Rated>> wanted_by_lots_;  ///< By berth.
    Candidates result_;
};

}  // namespace

CandidateLimits limits_for(std::int64_t ships) {
    constexpr std::int64_t kLargeFleet = 200;
    if (ships <= kLargeFleet) return {};
    return {.ships_for_a_haul = 2, .lots_for_a_ship = 64, .hauls_looked_at = 2};
}

std::int64_t credits_per_hour(double credits_per_ms) {
    constexpr double kMsPerHour = 3'600'000;
    return std::llround(credits_per_ms * kMsPerHour);
}

BestTrip best_trip(const Berth& berth, const Lot& lot) {
    BestTrip best;
    for (std::size_t i = 0; i < lot.trips.size(); ++i) {
        const Trip& trip = lot.trips[i];
        if (trip.kind != berth.kind) continue;
        const Approach& approach = berth.approaches[std::size_t(trip.from)];
        if (!approach.possible) continue;
        const std::int64_t profit = trip.profit - approach.cost;
        const double rate = double(profit) / double(std::max<std::int64_t>(
                                                 1, trip.milliseconds + approach.milliseconds));
        if (best.trip >= 0 && rate <= best.credits_per_ms) continue;
        best = {std::int32_t(i), rate, clears(berth, lot, trip)};
    }
    return best;
}

Candidates find_candidates(const std::vector<Berth>& berths, const std::vector<Lot>& lots,
                           const CandidateLimits& limits) {
    return Choosing(berths, lots, limits).run();
}

}  // namespace argosy::hauls
