#pragma once

/// @file
/// The server's rate limits: 2 requests a second and 30 more in 60 seconds, counted for each
/// address and for each account, whatever its agents, in game time. Windows are fixed: each opens
/// at the first request that consumes from it and refills wholly when it ends.

#include <map>
#include <optional>
#include <string>

#include "core/time.h"

namespace argosy::sim {

class RateLimits {
  public:
    static constexpr int kPerSecond = 2;
    static constexpr int kBurst = 30;
    static constexpr core::Duration kSecond = std::chrono::seconds(1);
    static constexpr core::Duration kBurstWindow = std::chrono::seconds(60);

    /// What the headers of the answer say.
    struct Decision {
        bool admitted = true;
        std::string_view type;  ///< Whose limit is told: "IP Address" or "Account".
        int remaining = 0;
        core::TimePoint reset;  ///< When the next request may be admitted at the latest.
    };

    /// Admits a request when both the address and the account have room, and counts it. A request
    /// that is refused costs nothing.
    /// @param account  Absent: nobody's token came with the request.
    Decision admit(const std::string& address, const std::optional<std::string>& account,
                   core::TimePoint now);

  private:
    class Window {
      public:
        Window(core::Duration length, int limit) : length_(length), limit_(limit) {}

        int remaining(core::TimePoint now) const { return is_open(now) ? limit_ - used_ : limit_; }
        void consume(core::TimePoint now);
        core::TimePoint ends(core::TimePoint now) const {
            return (is_open(now) ? opened_ : now) + length_;
        }

      private:
        bool is_open(core::TimePoint now) const { return used_ > 0 && now < opened_ + length_; }

        core::Duration length_;
        int limit_;
        core::TimePoint opened_{};
        int used_ = 0;
    };

    struct Pools {
        Window second{kSecond, kPerSecond};
        Window burst{kBurstWindow, kBurst};

        int remaining(core::TimePoint now) const {
            return second.remaining(now) + burst.remaining(now);
        }
        void consume(core::TimePoint now) {
            (second.remaining(now) > 0 ? second : burst).consume(now);
        }
        core::TimePoint reset(core::TimePoint now) const {
            return std::min(second.ends(now), burst.ends(now));
        }
    };

    void forget_idle(core::TimePoint now);

    std::map<std::string, Pools> by_address_;
    std::map<std::string, Pools> by_account_;
};

}  // namespace argosy::sim
