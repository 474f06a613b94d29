#include "hauls/candidates.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace argosy::hauls {
namespace {

constexpr double kNone = -1e18;

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

/// The best of many, so many of them.
class Best {
  public:
    explicit Best(std::int32_t most) : most_(std::size_t(most)) {}

    /// Returns the rate that is to be beaten.
    double bar() const { return kept_.size() < most_ ? kNone : kept_.front().rate; }

    void take(Rated rated) {
        if (kept_.size() == most_) {
            std::pop_heap(kept_.begin(), kept_.end());
            kept_.pop_back();
        }
        kept_.push_back(rated);
        std::push_heap(kept_.begin(), kept_.end());
    }

    /// Returns them, the best first; no more than hold so many, each counting for some.
    template <class CountOf>
    std::vector<Rated> until(std::int64_t enough, CountOf count_of) {
        std::sort(kept_.begin(), kept_.end());
        std::size_t taken = 0;
        for (; taken < kept_.size() && enough > 0; ++taken)
            enough -= count_of(kept_[taken].number);
        kept_.resize(taken);
        return std::move(kept_);
    }

  private:
    std::size_t most_;
    std::vector<Rated> kept_;  ///< A heap, the worst in front.
};

/// What the ships of every berth earn with a lot: by kind, so that the inner loop is plain.
class Rates {
  public:
    explicit Rates(const std::vector<Berth>& berths)
        : rates_(berths.size()), trips_(berths.size()) {
        for (std::size_t berth = 0; berth < berths.size(); ++berth) {
            const auto kind = std::size_t(berths[berth].kind);
            if (kinds_.size() <= kind) kinds_.resize(kind + 1);
            kinds_[kind].berths.push_back(berth);
            const std::vector<Approach>& approaches = berths[berth].approaches;
            kinds_[kind].ways.resize(approaches.size());
            for (std::size_t place = 0; place < approaches.size(); ++place) {
                const Approach& way = approaches[place];
                kinds_[kind].ways[place].costs.push_back(way.possible ? double(way.cost) : kNever);
                kinds_[kind].ways[place].times.push_back(double(way.milliseconds));
            }
        }
    }

    /// Works out the rates of a lot.
    void set(const Lot& lot) {
        for (Kind& kind : kinds_) {
            kind.best.assign(kind.berths.size(), kNone);
            kind.trips.assign(kind.berths.size(), nullptr);
        }
        for (const Trip& trip : lot.trips) {
            Kind& kind = kinds_[std::size_t(trip.kind)];
            if (kind.berths.empty()) continue;
            const Ways& ways = kind.ways[std::size_t(trip.from)];
            for (std::size_t i = 0; i < kind.best.size(); ++i) {
                const double rate = (double(trip.profit) - ways.costs[i]) /
                                    (double(trip.milliseconds) + ways.times[i]);
                if (rate <= kind.best[i]) continue;
                kind.best[i] = rate;
                kind.trips[i] = &trip;
            }
        }
        for (const Kind& kind : kinds_) {
            for (std::size_t i = 0; i < kind.best.size(); ++i) {
                rates_[kind.berths[i]] = kind.best[i];
                trips_[kind.berths[i]] = kind.trips[i];
            }
        }
    }

    /// Returns the best rate of a berth's ships; kNone where they cannot come.
    double rate(std::size_t berth) const { return rates_[berth]; }
    /// @pre They can come.
    const Trip& trip(std::size_t berth) const { return *trips_[berth]; }

  private:
    static constexpr double kNever = 1e30;

    struct Ways {
        std::vector<double> costs;
        std::vector<double> times;
    };
    struct Kind {
        std::vector<std::size_t> berths;
        std::vector<Ways> ways;  ///< By place.
        std::vector<double> best;
        std::vector<const Trip*> trips;
    };

    std::vector<double> rates_;
    std::vector<const Trip*> trips_;
    std::vector<Kind> kinds_;
};

/// Takes the pairs that either side wants.
class Choosing {
  public:
    Choosing(const std::vector<Berth>& berths, const std::vector<Lot>& lots,
             const CandidateLimits& limits)
        : berths_(berths), lots_(lots), limits_(limits) {}

    Candidates run() {
        number_all();
        for (const Berth& berth : berths_)
            best_of_berth_.emplace_back(limits_.hauls_for_a_ship + berth.ships - 1);
        bars_.assign(berths_.size(), kNone);
        wanted_.resize(lots_.size());
        Rates rates(berths_);
        for (const std::int32_t lot :
             best_lots(lots_, std::int64_t(limits_.hauls_looked_at) * result_.problem.workers)) {
            rates.set(lots_[std::size_t(lot)]);
            consider(lot, rates);
        }
        add_all();
        return std::move(result_);
    }

  private:
    void consider(std::int32_t number, const Rates& rates) {
        const Lot& lot = lots_[std::size_t(number)];
        const std::int32_t enough = limits_.ships_for_a_haul + lot.hauls - 1;
        Best berths(enough);
        double bar = berths.bar();
        for (std::size_t berth = 0; berth < berths_.size(); ++berth) {
            const double rate = rates.rate(berth);
            const bool lot_takes = rate > bar;
            const bool berth_takes = rate > bars_[berth];
            if (!lot_takes && !berth_takes) continue;
            if (!clears(berths_[berth], lot, rates.trip(berth))) continue;
            if (lot_takes) {
                berths.take({rate, std::int32_t(berth)});
                bar = berths.bar();
            }
            if (berth_takes) {
                best_of_berth_[berth].take({rate, number});
                bars_[berth] = best_of_berth_[berth].bar();
            }
        }
        const auto ships = [&](std::int32_t berth) { return berths_[std::size_t(berth)].ships; };
        wanted_[std::size_t(number)] = berths.until(enough, ships);
        result_.refused[std::size_t(number)] = wanted_[std::size_t(number)].empty();
    }

    void add_all() {
        for (std::size_t berth = 0; berth < berths_.size(); ++berth) {
            const auto hauls = [&](std::int32_t lot) { return lots_[std::size_t(lot)].hauls; };
            const std::int64_t enough = limits_.hauls_for_a_ship + berths_[berth].ships - 1;
            for (const Rated& lot : best_of_berth_[berth].until(enough, hauls)) {
                const std::vector<Rated>& by_lot = wanted_[std::size_t(lot.number)];
                const bool known = std::any_of(by_lot.begin(), by_lot.end(), [&](const Rated& one) {
                    return one.number == std::int32_t(berth);
                });
                if (!known) add_pairs(berth, std::size_t(lot.number), lot.rate);
            }
        }
        for (std::size_t lot = 0; lot < lots_.size(); ++lot) {
            for (const Rated& berth : wanted_[lot])
                add_pairs(std::size_t(berth.number), lot, berth.rate);
        }
        raise();
    }

    void number_all() {
        for (std::size_t berth = 0; berth < berths_.size(); ++berth) {
            first_ship_.push_back(std::int32_t(result_.berth_of.size()));
            result_.berth_of.insert(result_.berth_of.end(), std::size_t(berths_[berth].ships),
                                    std::int32_t(berth));
        }
        for (std::size_t lot = 0; lot < lots_.size(); ++lot) {
            first_haul_.push_back(std::int32_t(result_.lot_of.size()));
            result_.lot_of.insert(result_.lot_of.end(), std::size_t(lots_[lot].hauls),
                                  std::int32_t(lot));
        }
        result_.problem.workers = std::int32_t(result_.berth_of.size());
        result_.problem.jobs = std::int32_t(result_.lot_of.size());
        result_.refused.assign(lots_.size(), false);
    }

    // Ships of a berth are equals: each haul begins with others of them, so that not all hauls
    // consider the same few.
    void add_pairs(std::size_t berth, std::size_t lot, double rate) {
        const std::int64_t value = credits_per_hour(rate);
        const std::int32_t ships = berths_[berth].ships;
        const std::int32_t some = std::min(ships, limits_.ships_for_a_haul);
        for (std::int32_t i = 0; i < lots_[lot].hauls; ++i) {
            const std::int32_t job = first_haul_[lot] + i;
            for (std::int32_t j = 0; j < some; ++j)
                result_.problem.edges.push_back(
                    {first_ship_[berth] + (job * some + j) % ships, job, value});
        }
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
    std::vector<Best> best_of_berth_;
    std::vector<double> bars_;                ///< By berth: what it has enough hauls above.
    std::vector<std::vector<Rated>> wanted_;  ///< By lot: the berths it wants.
    std::vector<std::int32_t> first_ship_;    ///< By berth.
    std::vector<std::int32_t> first_haul_;    ///< By lot.
    Candidates result_;
};

}  // namespace

CandidateLimits limits_for(std::int64_t ships) {
    constexpr std::int64_t kLargeFleet = 200;
    if (ships <= kLargeFleet) return {};
    return {.ships_for_a_haul = 2, .hauls_for_a_ship = 64, .hauls_looked_at = 2};
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
