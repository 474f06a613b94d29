#include "market/update_rhythm.h"

#include <algorithm>
#include <cmath>

namespace argosy::market {

using core::Duration;
using core::TimePoint;
using model::WaypointSymbol;

namespace {

// An update seen within this is seen closely.
constexpr Duration kClose = std::chrono::minutes(3);

// Gaps of one market that are remembered; above it the past counts half.
constexpr std::int64_t kMostGaps = 16;

// What looks and answers take: no window is narrower, either way.
constexpr Duration kLeastLeeway = std::chrono::seconds(20);

TimePoint middle(const Window& window) {
    return window.from + window.width() / 2;
}

}  // namespace

Duration UpdateRhythms::gap() const {
    return gap_sum_ / gaps_;
}

// Of numbers spread evenly the mean distance from the middle is half of the longest.
Duration UpdateRhythms::leeway() const {
    return std::max(kLeastLeeway, 2 * deviation_sum_ / gaps_);
}

Window UpdateRhythms::after(const Window& last, std::int64_t count) const {
    const Duration way = gap() * count;
    const auto doubt = Duration(std::llround(double(leeway().count()) * std::sqrt(double(count))));
    return {last.from + way - doubt, last.to + way + doubt};
}

const MarketRhythm& UpdateRhythms::note_update(const WaypointSymbol& market, Window between) {
    const auto [found, is_new] = markets_.try_emplace(market);
    MarketRhythm& rhythm = found->second;
    // Of several updates between two looks this is about the last.
    Window seen{std::max(between.from, between.to - gap() - leeway()), between.to};
    if (is_new) {
        rhythm.last = seen;
        return rhythm;
    }
    std::int64_t count = 1;
    while (after(rhythm.last, count).to <= between.from)
        ++count;
    const Window expected = after(rhythm.last, count);
    const Window fits{std::max(expected.from, between.from), std::min(expected.to, between.to)};
    const bool early = expected.from >= between.to;
    const bool several = after(rhythm.last, count + 1).from < between.to;
    if (early) {
        // Between two expected ones: what was believed of the gap is wrong. It is late, for looks
        // have ruled out the one before; or it is the first, and sooner than any was expected.
        const bool far = count == 1 && seen.width() > kClose;
        const Duration way = (far ? seen.to : middle(seen)) - middle(rhythm.last);
        if (rhythm.last.width() < gap() / 2) {
            learn_gap(rhythm, way / std::max<std::int64_t>(1, count - 1));
        }
    } else if (several) {
        if (seen.width() >= expected.width()) return rhythm;
    } else {
        if (seen.width() <= kClose && rhythm.last.width() <= kClose) {
            learn_gap(rhythm, (middle(seen) - middle(rhythm.last)) / count);
        }
        seen = fits;
    }
    rhythm.last = seen;
    return rhythm;
}

void UpdateRhythms::learn_gap(MarketRhythm& rhythm, Duration gap) {
    const Duration deviation = std::chrono::abs(gap - this->gap());
    if (rhythm.gaps >= kMostGaps) {
        const MarketRhythm half{rhythm.last, rhythm.gaps / 2, rhythm.gap_sum / 2,
                                rhythm.deviation_sum / 2};
        gaps_ -= rhythm.gaps - half.gaps;
        gap_sum_ -= rhythm.gap_sum - half.gap_sum;
        deviation_sum_ -= rhythm.deviation_sum - half.deviation_sum;
        rhythm = half;
    }
    ++rhythm.gaps;
    rhythm.gap_sum += gap;
    rhythm.deviation_sum += deviation;
    ++gaps_;
    gap_sum_ += gap;
    deviation_sum_ += deviation;
}

Window UpdateRhythms::next_after(const WaypointSymbol& market, TimePoint since) const {
    const auto known = markets_.find(market);
    if (known == markets_.end()) return {since, since + gap()};
    const Window& last = known->second.last;
    std::int64_t count = 1;
    if (since > last.to) count = std::max<std::int64_t>(1, (since - last.to) / gap() - 1);
    while (after(last, count).to <= since)
        ++count;
    const Window next = after(last, count);
    if (next.width() >= gap()) return {since, since + gap()};
    return {std::max(since, next.from), next.to};
}

bool UpdateRhythms::knows(const WaypointSymbol& market) const {
    const auto known = markets_.find(market);
    return known != markets_.end() && known->second.last.width() <= kClose;
}

void UpdateRhythms::restore(const WaypointSymbol& market, MarketRhythm rhythm) {
    gaps_ += rhythm.gaps;
    gap_sum_ += rhythm.gap_sum;
    deviation_sum_ += rhythm.deviation_sum;
    markets_[market] = rhythm;
}

}  // namespace argosy::market
