#pragma once

/// @file
/// What one hull more would bring: what the strategy says of one, for as much of the time as no
/// ship was free. Where ships wait for trades, another would wait as well
/// (docs/concepts/growth.md). Values only.

#include <deque>
#include <optional>

#include "core/time.h"

namespace argosy::trading {

/// What one hull more would bring by what was seen.
struct HullWorth {
    double credits_an_hour = 0;
    double all_at_work = 0;  ///< Share of the time in which no ship was free.
    core::Duration seen{0};  ///< For how long the fleet was watched: HullMeter::kWindow at most.

    bool is_known() const;
};

class HullMeter {
  public:
    /// What is older says nothing any more.
    static constexpr core::Duration kWindow = std::chrono::minutes(60);

    enum class Ships : std::uint8_t { kSomeFree, kAllAtWork };

    /// Takes in a moment: it counts until the next one.
    /// @param worth  Credits an hour of one hull more for a fleet that is always at work.
    void watch(core::TimePoint now, Ships ships, double worth);

    /// The fleet has changed: what was seen is of another one.
    void begin_anew() { moments_.clear(); }

    HullWorth worth(core::TimePoint now) const;

  private:
    struct Moment {
        core::TimePoint at;
        Ships ships;
        double worth;
    };
    std::deque<Moment> moments_;
};

}  // namespace argosy::trading
