#pragma once

/// @file
/// Requests are the scarcest thing: the game allows 2 a second and 30 more per 60 seconds. This is
/// the one queue they all go through, by priority and age, in the clock of the game.

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "core/clock.h"

namespace argosy::game {

/// What a request is for, most urgent first. A waiter rises one step for every `kAgeingStep` it
/// has waited, so nothing starves.
enum class Priority : std::uint8_t { kAct, kMove, kLook, kList };

std::string_view to_string(Priority priority);

/// Lets requests leave no faster than the server accepts them.
///
/// The server counts in fixed windows that open when a request arrives; the client knows only when
/// it sent. So each point is held for the server's window plus `kJitter`, counted from the sending.
/// Every server window then sees at most as many requests beyond its two as points of the burst
/// were taken here since that window opened. A burst window may open in the middle of such a
/// second, so a burst point is held one second longer. While latency varies by less than `kJitter`
/// no request is refused; beyond that an answer of 429 is rare, and `pause_until()` obeys it.
class RequestBudget {
  public:
    static constexpr int kPerSecond = 2;
    static constexpr int kBurst = 30;
    static constexpr core::Duration kSecond = std::chrono::seconds(1);
    static constexpr core::Duration kBurstWindow = std::chrono::seconds(60);
    static constexpr core::Duration kAgeingStep = std::chrono::seconds(5);

    /// By how much one request's way to the server may be longer than another's.
    static constexpr core::Duration kJitter = std::chrono::milliseconds(50);
    /// No answer of the server stops requests for longer than this.
    static constexpr core::Duration kLongestPause = std::chrono::minutes(5);

    explicit RequestBudget(core::Clock& clock);
    ~RequestBudget();

    /// Suspends until a request of this priority may leave, and counts it as sent.
    /// @cancel A waiter that is destroyed leaves the queue and takes no point.
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
    class Place;

    static core::Task<void> wait_for_turn(std::shared_ptr<State> state, Priority priority);

    // Shared with the waiters: they may be destroyed after the budget, with their loop.
    std::shared_ptr<State> state_;
};

}  // namespace argosy::game
