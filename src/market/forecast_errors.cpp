#include "market/forecast_errors.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace argosy::market {
namespace {

constexpr std::int64_t kWholeBp = ForecastErrors::kOpenClass;

// What is expected before anything was counted, and how many prices outweigh it.
constexpr double kUsualErrorPerHour = 150;
constexpr double kGreatestUsualError = 1'500;
constexpr double kDoubt = 20;

std::size_t age_index(core::Duration age) {
    const auto& ages = ForecastErrors::kAges;
    const auto next = std::upper_bound(ages.begin(), ages.end(), age);
    return next == ages.begin() ? 0 : std::size_t(next - ages.begin()) - 1;
}

std::size_t class_of(std::int64_t error_bp) {
    const auto& classes = ForecastErrors::kClasses;
    return std::size_t(std::lower_bound(classes.begin(), classes.end(), error_bp) -
                       classes.begin());
}

std::int64_t lower_end(std::size_t error_class) {
    return error_class == 0 ? 0 : ForecastErrors::kClasses[error_class - 1];
}

std::int64_t upper_end(std::size_t error_class) {
    return error_class < ForecastErrors::kClasses.size() ? ForecastErrors::kClasses[error_class]
                                                         : kWholeBp;
}

std::int64_t sum(const ForecastErrors::Counts& counts) {
    return std::accumulate(counts.begin(), counts.end(), std::int64_t(0));
}

// The error that `share` of the prices did not exceed, evenly spread within its class.
std::int64_t quantile(const ForecastErrors::Counts& counts, double share) {
    const double wanted = share * double(sum(counts));
    double below = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0 && below + double(counts[i]) >= wanted) {
            const double within = (wanted - below) / double(counts[i]);
            return lower_end(i) + std::llround(within * double(upper_end(i) - lower_end(i)));
        }
        below += double(counts[i]);
    }
    return 0;
}

double usual_error(core::Duration age) {
    const double hours = std::chrono::duration<double, std::ratio<3600>>(age).count();
    return std::min(kGreatestUsualError, kUsualErrorPerHour * hours);
}

// The middle of the ages of an index; the last is open.
core::Duration middle(std::size_t age) {
    const auto& ages = ForecastErrors::kAges;
    return age + 1 < ages.size() ? (ages[age] + ages[age + 1]) / 2 : ages[age];
}

// What younger forecasts taught, carried on to an age that few or none were counted at.
double carried_on(double younger, double usual_younger, double usual) {
    constexpr double kLeastShare = 0.2;
    return std::clamp(younger * usual / usual_younger, kLeastShare * usual,
                      std::max(younger, kGreatestUsualError));
}

}  // namespace

void ForecastErrors::count(const ErrorKind& kind, core::Duration age, std::int64_t forecast,
                           std::int64_t seen) {
    if (seen <= 0) return;  // No price of the game's, and nothing to compare with.
    const std::int64_t off =
        std::min(kWholeBp, (std::abs(seen - forecast) * kWholeBp + seen - 1) / seen);
    const Key key{kind, age_index(age)};
    const std::size_t error_class = class_of(off);
    ++counts_[key][error_class];
    changed_.emplace(key, error_class);
    learn_expectation(kind);
}

std::vector<ForecastErrors::Entry> ForecastErrors::take_changed() {
    std::vector<Entry> entries;
    for (const auto& [key, error_class] : std::exchange(changed_, {})) {
        entries.push_back(
            {key.first, kAges[key.second], upper_end(error_class), counts_[key][error_class]});
    }
    return entries;
}

void ForecastErrors::restore(const Entry& entry) {
    const std::size_t age = age_index(entry.age_from);
    const std::size_t error_class = class_of(entry.error_to);
    if (kAges[age] != entry.age_from || upper_end(error_class) != entry.error_to) return;
    counts_[{entry.kind, age}][error_class] = entry.prices;
    learn_expectation(entry.kind);
}

void ForecastErrors::learn_expectation(const ErrorKind& kind) {
    auto& expected = expected_[kind];
    for (std::size_t age = 0; age < kAges.size(); ++age) {
        const double younger = age == 0 ? 0.0 : expected[age - 1];
        const double usual = usual_error(middle(age));
        double errors = kDoubt * usual;
        if (age > 0) errors = kDoubt * carried_on(younger, usual_error(middle(age - 1)), usual);
        double prices = kDoubt;
        const auto counted = counts_.find({kind, age});
        if (counted != counts_.end()) {
            for (std::size_t i = 0; i < counted->second.size(); ++i) {
                errors += double(counted->second[i]) * double(lower_end(i) + upper_end(i)) / 2;
            }
            prices += double(sum(counted->second));
        }
        expected[age] = std::max(younger, errors / prices);
    }
}

std::int64_t ForecastErrors::expected_bp(const ErrorKind& kind, core::Duration age) const {
    const auto known = expected_.find(kind);
    if (known == expected_.end()) return std::llround(usual_error(age));
    const auto& expected = known->second;
    // Between the middles of two ranges of ages the error grows evenly.
    std::size_t next = 0;
    while (next < kAges.size() && middle(next) <= age)
        ++next;
    if (next == kAges.size()) return std::llround(expected.back());
    const core::Duration from = next == 0 ? core::Duration(0) : middle(next - 1);
    const double low = next == 0 ? 0.0 : expected[next - 1];
    const double share = double((age - from).count()) / double((middle(next) - from).count());
    return std::llround(low + share * (expected[next] - low));
}

std::vector<AccuracyRow> ForecastErrors::report() const {
    std::map<std::pair<model::TradeType, std::size_t>, Counts> merged;
    for (const auto& [key, counts] : counts_) {
        Counts& all = merged[{key.first.type, key.second}];
        for (std::size_t i = 0; i < counts.size(); ++i)
            all[i] += counts[i];
    }
    std::vector<AccuracyRow> rows;
    for (const auto& [key, counts] : merged) {
        rows.push_back({.type = key.first,
                        .age_from = kAges[key.second],
                        .prices = sum(counts),
                        .exact = counts[0],
                        .median_bp = quantile(counts, 0.5),
                        .worst_tenth_bp = quantile(counts, 0.9)});
    }
    return rows;
}

}  // namespace argosy::market
