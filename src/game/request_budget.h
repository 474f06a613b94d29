#pragma once

/// @file
/// Requests are the scarcest thing: the game allows 2 a second and 30 more per 60 seconds. This is
/// the one queue they all go through, by priority and age, in the clock of the game.

#include <array>
#include <cstdint>
#include <deque>
#include <memory>

#include "core/clock.h"

namespace argosy::game {

/// What a request is for, most urgent first. A waiter rises one step for every `kAgeingStep` it
/// has waited, so nothing starves.
enum class Priority : std::uint8_t { kAct, kMove, kLook, kList };

std::string_view to_string(Priority priority);

class RequestBudget {
  public:
    static constexpr int kPerSecond = 2;
    static constexpr int kBurst = 30;
    static constexpr core::Duration kBurstWindow = std::chrono::seconds(60);
    static constexpr core::Duration kAgeingStep = std::chrono::seconds(5);

    explicit RequestBudget(core::Clock& clock);
    ~RequestBudget();

    /// Suspends until a request of this priority may leave, and counts it as sent.
    core::Task<void> acquire(Priority priority);

    /// The server answered 429: nothing leaves before `until`.
    void pause_until(core::TimePoint until);

    /// What has been sent and how long it waited, by priority.
    struct Counts {
        std::array<std::int64_t, 4> sent{};
        std::array<core::Duration, 4> waited{};
        std::int64_t refused = 0;  ///< Answers of 429.

        std::int64_t total() const;
    };
    const Counts& counts() const;

    /// Waiters in the queue now.
    std::size_t waiting() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace argosy::game
