#include "game/request_counts.h"

#include <algorithm>
#include <numeric>

#include "core/assert.h"

namespace argosy::game {

using core::Duration;

void WaitingTime::add(Duration wait) {
    const auto bin = std::lower_bound(kBounds.begin(), kBounds.end(), wait) - kBounds.begin();
    ++bins_[std::size_t(bin)];
    ++count_;
    total_ += wait;
    max_ = std::max(max_, wait);
}

WaitingTime& WaitingTime::operator+=(const WaitingTime& other) {
    for (std::size_t bin = 0; bin < bins_.size(); ++bin)
        bins_[bin] += other.bins_[bin];
    count_ += other.count_;
    total_ += other.total_;
    max_ = std::max(max_, other.max_);
    return *this;
}

Duration WaitingTime::mean() const {
    return count_ == 0 ? Duration(0) : total_ / count_;
}

Duration WaitingTime::percentile(int percent) const {
    ARGOSY_ASSERT(percent >= 1 && percent <= 100);
    std::int64_t within = 0;
    for (std::size_t bin = 0; bin < kBounds.size(); ++bin) {
        within += bins_[bin];
        if (within * 100 >= count_ * percent) return std::min(kBounds[bin], max_);
    }
    return max_;
}

std::int64_t RequestCounts::total() const {
    return std::accumulate(sent.begin(), sent.end(), std::int64_t(0));
}

std::int64_t RequestCounts::rate_limited() const {
    std::int64_t sum = 0;
    for (const ByOutcome& of_purpose : outcomes)
        sum += of_purpose[std::size_t(RequestOutcome::kRateLimited)];
    return sum;
}

RequestCounts& RequestCounts::operator+=(const RequestCounts& other) {
    for (std::size_t purpose = 0; purpose < kPurposes; ++purpose) {
        sent[purpose] += other.sent[purpose];
        for (std::size_t outcome = 0; outcome < kOutcomes; ++outcome)
            outcomes[purpose][outcome] += other.outcomes[purpose][outcome];
    }
    for (std::size_t priority = 0; priority < kPriorities; ++priority) {
        waited[priority] += other.waited[priority];
        turned_away[priority] += other.turned_away[priority];
    }
    return *this;
}

}  // namespace argosy::game
