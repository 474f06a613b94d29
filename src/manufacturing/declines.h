#pragma once

/// @file
/// Why things are not done. Every decision against doing something is recorded with its reason, so
/// that `status` can say why nothing happens; repeats are counted, not repeated.

#include <map>
#include <string>
#include <vector>

#include "core/runtime.h"
#include "store/store.h"

namespace argosy::manufacturing {

struct Decline {
    std::string subject;  ///< A pipeline's product, a haul, a ship.
    std::string reason;   ///< One word: "margin", "supply", "reserved".
    std::string detail;   ///< The arithmetic, and what would unblock it.
    core::TimePoint first_at;
    core::TimePoint last_at;
    std::int64_t times = 1;  ///< In this run of the program; the store counts all runs.
};

class Declines {
  public:
    static constexpr core::Duration kStoreInterval = std::chrono::hours(1);
    /// Declines kept in memory; the one that is longest ago makes room for a new one.
    static constexpr std::size_t kMost = 1'000;

    Declines(const core::Runtime& runtime, std::int64_t player)
        : runtime_(runtime), player_(player) {}

    /// Records a decline. It is stored at its first time, and from then on once an hour.
    void record(const std::string& subject, const std::string& reason, const std::string& detail,
                store::Transaction& transaction);

    /// Returns the declines since `since`, latest first.
    std::vector<Decline> since(core::TimePoint since) const;

    /// Returns the latest decline of a subject; nullptr when there is none since `since`.
    const Decline* latest(const std::string& subject, core::TimePoint since) const;

  private:
    struct Entry {
        Decline decline;
        core::TimePoint stored_at;
        std::int64_t stored_times = 0;
    };

    void make_room();

    const core::Runtime& runtime_;
    std::int64_t player_;
    std::map<std::pair<std::string, std::string>, Entry> entries_;
};

}  // namespace argosy::manufacturing
