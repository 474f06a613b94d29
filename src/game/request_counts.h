#pragma once

/// @file
/// What requests were spent on, what became of them, and how long they waited for their turn.

#include <array>
#include <cstdint>

#include "core/time.h"
#include "game/request_purpose.h"

namespace argosy::game {

/// Waits, kept as a fixed histogram: its size does not grow with what it has seen.
class WaitingTime {
  public:
    /// Upper ends of the bins, each included; the last bin has none.
    static constexpr std::array kBounds{
        core::Duration(0),       core::Duration(50),     core::Duration(100),
        core::Duration(250),     core::Duration(500),    core::Duration(1'000),
        core::Duration(1'500),   core::Duration(2'000),  core::Duration(5'000),
        core::Duration(10'000),  core::Duration(30'000), core::Duration(60'000),
        core::Duration(300'000),
    };

    void add(core::Duration wait);
    WaitingTime& operator+=(const WaitingTime& other);

    std::int64_t count() const { return count_; }
    core::Duration total() const { return total_; }
    core::Duration max() const { return max_; }
    /// 0 when nothing was added.
    core::Duration mean() const;

    /// Returns a wait that at least this share was not longer than: the end of the bin it falls
    /// into, and never more than max().
    /// @param percent  1 to 100
    core::Duration percentile(int percent) const;

  private:
    std::array<std::int64_t, kBounds.size() + 1> bins_{};
    std::int64_t count_ = 0;
    core::Duration total_{0};
    core::Duration max_{0};
};

struct RequestCounts {
    using ByOutcome = std::array<std::int64_t, kOutcomes>;

    std::array<std::int64_t, kPurposes> sent{};  ///< By purpose; includes those still unanswered.
    std::array<ByOutcome, kPurposes> outcomes{};
    std::array<WaitingTime, kPriorities> waited{};        ///< Of those sent.
    std::array<std::int64_t, kPriorities> turned_away{};  ///< The queue was full; nothing was sent.

    std::int64_t total() const;
    std::int64_t sent_for(RequestPurpose purpose) const { return sent[std::size_t(purpose)]; }
    std::int64_t count(RequestPurpose purpose, RequestOutcome outcome) const {
        return outcomes[std::size_t(purpose)][std::size_t(outcome)];
    }
    /// Answers of 429.
    std::int64_t rate_limited() const;

    RequestCounts& operator+=(const RequestCounts& other);
};

}  // namespace argosy::game
