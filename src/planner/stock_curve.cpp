#include "planner/stock_curve.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/assert.h"

namespace argosy::planner {
namespace {

using Role = CurveKind::Role;

// Of the price law: strain doubles with every 1 / 0.3 volumes.
constexpr double kPower = 0.3;

// The density whose integral over any whole volume is the strain at its lower end.
const double kSmooth = kPower * std::log(2.0) / (std::exp2(kPower) - 1);

// Levels and rates are looked at in tenths of a volume, rounded to where trading is better.
constexpr double kTenth = 0.1;

std::int64_t tenths_below(double volumes) {
    return std::int64_t(std::floor(volumes / kTenth + 1e-6));
}

std::int64_t tenths_above(double volumes) {
    return std::int64_t(std::ceil(volumes / kTenth - 1e-6));
}

// Integral of an exponential density.
double grown(double from, double to) {
    return (std::exp2(kPower * to) - std::exp2(kPower * from)) / (kPower * std::log(2.0));
}

// What a volume more may be worth, in strain: from what it costs at the bottom to more than any
// margin of the game brings.
constexpr double kSlopeStep = 1.12;
constexpr int kSlopes = 30;

// A tangent with such a head start says nothing of a time that ends.
constexpr double kNever = 1e9;

bool is_export(Role role) {
    return role == Role::kMade || role == Role::kGathered || role == Role::kStarved;
}

// What an update may do: the rate after it, and the most it moves, in tenths.
struct Change {
    std::int64_t rate;
    std::int64_t most;
};

// The law in tenths, every number rounded to where trading is better.
struct Tenths {
    explicit Tenths(const UpdateLaw& law)
        : least(tenths_above(law.least_rate)),
          full(tenths_above(law.full_rate)),
          rise(tenths_above(law.rise)),
          fall(tenths_below(law.fall)),
          limited_rate(tenths_above(law.limited_rate)),
          settle_up(tenths_above(law.settle)),
          settle_down(tenths_below(law.settle)),
          restricted_fall(tenths_below(law.restricted_fall)),
          restricted_step(tenths_above(law.restricted_step)),
          consumption_rise(tenths_above(law.consumption_rise)),
          consumption_fall(tenths_below(law.consumption_fall)) {}

    std::int64_t least, full, rise, fall, limited_rate, settle_up, settle_down, restricted_fall,
        restricted_step, consumption_rise, consumption_fall;

    std::int64_t risen(std::int64_t rate, std::int64_t by) const {
        return std::min(rate + by, full);
    }
    std::int64_t fallen(std::int64_t rate, std::int64_t by) const {
        return std::max(rate - by, least);
    }
    std::int64_t settled(std::int64_t rate) const {
        return rate < limited_rate ? std::min(rate + settle_up, limited_rate)
                                   : std::max(rate - settle_down, limited_rate);
    }
};

/// The states a good can be in after an update (rate, level), and what it costs to go from one to
/// the next: an update with the trades before it. Least mean costs are found by value iteration.
class Chain {
  public:
    Chain(const UpdateLaw& law, const CurveKind& kind)
        : law_(law), kind_(kind), tenths_(law), bottom_(bottom_of(law, kind.role)) {
        // Higher levels than where the best change becomes possible strain for nothing.
        top_ = std::max(bottom_ + 2, top_of());
        levels_ = top_ - bottom_ + 1;
        rates_ = tenths_.full - tenths_.least + 1;
        for (std::int64_t rate = 0; rate < rates_; ++rate) {
            for (std::int64_t level = 0; level < levels_; ++level)
                changes_.push_back(changes_at(tenths_.least + rate, bottom_ + level));
        }
        const double least_strain = density(bottom_);
        for (std::int64_t level = 0; level < levels_; ++level) {
            for (std::int64_t moved = 0; moved <= widest(); ++moved)
                strain_.push_back(strain_of(bottom_ + level, moved, least_strain));
        }
        values_.assign(std::size_t(rates_ * levels_), 0);
    }

    std::int64_t levels() const { return levels_; }
    std::int64_t bottom() const { return bottom_; }
    const std::vector<double>& values() const { return values_; }

    /// Returns a number that no way of trading has a lower mean of strain less `slope` for each
    /// volume traded. `values()` is then what each state costs compared with the others, at least.
    double least_mean(double slope) {
        std::vector<double> next(values_.size());
        double least = 0;
        for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
            step(slope, next);
            least = next[0] - values_[0];
            double most = least;
            for (std::size_t i = 0; i < next.size(); ++i) {
                least = std::min(least, next[i] - values_[i]);
                most = std::max(most, next[i] - values_[i]);
            }
            // What is left in `values_` is what `least` holds of.
            if (most - least < kCloseEnough || sweep + 1 == kMostSweeps) break;
            // Half a step, since best ways are cycles that whole steps would run around in.
            const double shift = (next[0] + values_[0]) / 2;
            for (std::size_t i = 0; i < next.size(); ++i)
                values_[i] = (values_[i] + next[i]) / 2 - shift;
        }
        return least;
    }

  private:
    static constexpr int kMostSweeps = 1'500;
    static constexpr double kCloseEnough = 5e-4;

    static std::int64_t bottom_of(const UpdateLaw& law, Role role) {
        return is_export(role) ? -tenths_above(law.most_export) : tenths_below(law.least_import);
    }

    std::int64_t top_of() const {
        switch (kind_.role) {
            case Role::kMade:
            case Role::kGathered:
                return -tenths_above(law_.abundant_from);
            case Role::kStarved:
                return bottom_;
            case Role::kFeeding:
                return kind_.feeds == 0 ? bottom_ : tenths_below(law_.limited_below);
            case Role::kSharing:
            case Role::kConsumed:
                return tenths_below(law_.limited_below);
        }
        return bottom_;
    }

    // Most tenths that an update moves.
    std::int64_t widest() const {
        if (kind_.role == Role::kStarved) return tenths_.restricted_step;
        if (kind_.role != Role::kFeeding) return tenths_.full;
        return kind_.feeds * tenths_.full + kind_.feeds_starved * tenths_.restricted_step;
    }

    std::vector<Change> changes_at(std::int64_t rate, std::int64_t level) const {
        std::vector<Change> changes;
        const auto add = [&](std::int64_t after, std::int64_t step) {
            changes.push_back({after, step});
        };
        const bool high = level >= top_;
        switch (kind_.role) {
            case Role::kMade:
                add(tenths_.settled(rate), tenths_.settled(rate));
                [[fallthrough]];
            case Role::kGathered: {
                const auto after =
                    high ? tenths_.risen(rate, tenths_.rise) : tenths_.fallen(rate, tenths_.fall);
                add(after, after);
                break;
            }
            case Role::kStarved:
                add(rate, tenths_.restricted_step);
                break;
            case Role::kFeeding:
            case Role::kSharing:
                add_fed(changes, rate, level);
                break;
            case Role::kConsumed: {
                const bool low = level < tenths_below(law_.restricted_below);
                const auto after = high  ? tenths_.risen(rate, tenths_.consumption_rise)
                                   : low ? tenths_.fallen(rate, tenths_.consumption_fall)
                                         : rate;
                add(after, after);
                break;
            }
        }
        // In an idle market: whatever the level, the rate as good as kept.
        if (law_.others == 0)
            add(rate, std::min(widest(), tenths_above(law_.idle_share) * crowd()));
        return changes;
    }

    std::int64_t crowd() const { return std::max<std::int64_t>(1, kind_.feeds); }

    void add_fed(std::vector<Change>& changes, std::int64_t rate, std::int64_t level) const {
        const std::int64_t starved = kind_.feeds_starved * tenths_.restricted_step;
        if (kind_.feeds == 0) {
            changes.push_back({rate, starved});
            return;
        }
        std::int64_t after = tenths_.fallen(rate, tenths_.restricted_fall);
        std::int64_t step = tenths_.restricted_step;
        if (level >= tenths_below(law_.limited_below)) {
            step = after = tenths_.risen(rate, tenths_.rise);
        } else if (level >= tenths_below(law_.restricted_below)) {
            step = after = tenths_.settled(rate);
        }
        changes.push_back({after, kind_.feeds * step + starved});
    }

    double density(std::int64_t level) const {
        const double z = double(level) * kTenth;
        const double bottom = double(bottom_) * kTenth;
        return z < bottom + 1 ? std::exp2(kPower * bottom) : kSmooth * std::exp2(kPower * z);
    }

    // What the trades strain that make up for an update which moves so much: levels below the
    // bottom, reached by rounding only, as the bottom. What others trade strains nobody's price
    // but lessens what is left for us.
    double strain_of(std::int64_t level, std::int64_t moved, double least_strain) const {
        const std::int64_t after = level - moved;
        const double below = double(std::max<std::int64_t>(0, bottom_ - after)) * kTenth;
        const double strain = strain_between(double(std::max(after, bottom_)) * kTenth,
                                             double(level) * kTenth, double(bottom_) * kTenth) +
                              below * least_strain;
        return strain - law_.others * density(std::max(after, bottom_) + kOthersReach);
    }

    // One draw of the others lifts a level by no more: one unit of six, or a tenth of a volume.
    static constexpr std::int64_t kOthersReach = 2;

    void step(double slope, std::vector<double>& next) const {
        const auto width = std::size_t(widest() + 1);
        for (std::int64_t rate = 0; rate < rates_; ++rate) {
            double best = std::numeric_limits<double>::infinity();
            // Trades raise a level to any that is higher.
            for (std::int64_t level = levels_ - 1; level >= 0; --level) {
                for (const Change& change : changes_[std::size_t(rate * levels_ + level)]) {
                    const double* after =
                        &values_[std::size_t((change.rate - tenths_.least) * levels_)];
                    const double* strain = &strain_[std::size_t(level) * width];
                    for (std::int64_t moved = 0; moved <= change.most; ++moved) {
                        const std::int64_t to = std::max<std::int64_t>(0, level - moved);
                        const double cost =
                            strain[moved] - slope * kTenth * double(moved) + after[to];
                        best = std::min(best, cost);
                    }
                }
                next[std::size_t(rate * levels_ + level)] = best + slope * law_.others;
            }
            // What others of its exports use up may lower a level at any time.
            if (kind_.role == Role::kSharing) {
                const auto begin = next.begin() + rate * levels_;
                std::fill(begin, begin + levels_, best + slope * law_.others);
            }
        }
    }

    const UpdateLaw law_;
    const CurveKind kind_;
    const Tenths tenths_;
    const std::int64_t bottom_;
    std::int64_t top_ = 0;
    std::int64_t levels_ = 0;
    std::int64_t rates_ = 0;
    std::vector<std::vector<Change>> changes_;  ///< By rate and level.
    std::vector<double> strain_;                ///< By level and tenths moved.
    std::vector<double> values_;                ///< By rate and level.
};

// Under the law that feeding changes nothing every export is as if starved.
CurveKind kind_under(const UpdateLaw& law, CurveKind kind) {
    if (law.feeding == Feeding::kHelps) return kind;
    if (is_export(kind.role)) kind.role = Role::kStarved;
    kind.feeds_starved += std::exchange(kind.feeds, 0);
    return kind;
}

}  // namespace

StockCurve::StockCurve(const UpdateLaw& law, const CurveKind& kind) : kind_(kind_under(law, kind)) {
    Chain chain(law, kind_);
    least_rate_tenths_ = Tenths(law).least;
    bottom_tenths_ = chain.bottom();
    levels_ = chain.levels();
    // No level is below the bottom: not for ever, nor, where others do not lift it, for a while.
    double slope = std::exp2(kPower * double(bottom_tenths_) * kTenth);
    tangents_.push_back({0, slope});
    const auto no_head = chain.values().size();
    heads_.emplace_back(no_head, law.others > 0 ? -kNever : 0);
    for (int i = 0; i < kSlopes; ++i) {
        slope *= kSlopeStep;
        tangents_.push_back({chain.least_mean(slope), slope});
        heads_.push_back(chain.values());
        const double worst = *std::max_element(heads_.back().begin(), heads_.back().end());
        for (double& value : heads_.back())
            value -= worst;
    }
    const double whole = kind_.role == Role::kStarved ? law.restricted_step : law.full_rate;
    most_ = kind_.role == Role::kFeeding ? double(kind_.feeds) * law.full_rate +
                                               double(kind_.feeds_starved) * law.restricted_step
                                         : whole;
    most_ = std::max(0.0, most_ - law.others);
}

double StockCurve::at(double volumes) const {
    double strain = 0;
    for (const Tangent& tangent : tangents_)
        strain = std::max(strain, tangent.base + tangent.slope * volumes);
    return strain;
}

StockCurve::Pieces StockCurve::pieces(const GoodStart& start) const {
    const double z = is_export(kind_.role) ? -start.stock : start.stock;
    const std::int64_t level =
        std::clamp<std::int64_t>(tenths_below(z) - bottom_tenths_, 0, levels_ - 1);
    const auto rates = std::int64_t(heads_.front().size()) / levels_;
    const std::int64_t rate =
        std::clamp<std::int64_t>(tenths_above(start.rate) - least_rate_tenths_, 0, rates - 1);
    std::vector<Tangent> tangents = tangents_;
    for (std::size_t i = 0; i < tangents.size(); ++i)
        tangents[i].base += heads_[i][std::size_t(rate * levels_ + level)] / start.updates;
    return pieces_of(std::move(tangents));
}

StockCurve::Pieces StockCurve::pieces_of(std::vector<Tangent> tangents) const {
    Pieces curve;
    std::size_t current = 0;
    for (std::size_t i = 0; i < tangents.size(); ++i) {
        if (tangents[i].base >= tangents[current].base) current = i;
    }
    curve.base = tangents[current].base;
    double at = 0;
    while (at < most_) {
        // The tangent that takes over first.
        double until = most_;
        std::size_t next = current;
        for (std::size_t i = current + 1; i < tangents.size(); ++i) {
            const double cross = (tangents[current].base - tangents[i].base) /
                                 (tangents[i].slope - tangents[current].slope);
            if (cross < until) {
                until = cross;
                next = i;
            }
        }
        if (until > at) curve.pieces.push_back({tangents[current].slope, until - at});
        at = std::max(at, until);
        if (next == current) break;
        current = next;
    }
    return curve;
}

const StockCurve& StockCurves::of(const CurveKind& kind) {
    std::unique_ptr<StockCurve>& curve = curves_[kind];
    if (!curve) curve = std::make_unique<StockCurve>(law_, kind);
    return *curve;
}

double strain_between(double from, double to, double bottom) {
    if (to <= from) return 0;
    double strain = 0;
    if (from < bottom) {
        const double end = std::min(to, bottom);
        strain += grown(from - 1, end - 1);
        from = end;
    }
    if (from < to && from < bottom + 1) {
        const double end = std::min(to, bottom + 1);
        strain += (end - from) * std::exp2(kPower * bottom);
        from = end;
    }
    if (from < to) strain += kSmooth * grown(from, to);
    return strain;
}

double level_of_strain(double strain) {
    return std::log2(strain) / kPower;
}

}  // namespace argosy::planner
