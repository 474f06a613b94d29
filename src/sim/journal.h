#pragma once

/// @file
/// What carries a universe through restarts: its state file begins with a snapshot, and every
/// change since is a line of its own, written before anybody is told of it. The universe is
/// deterministic, so the changes carried out again make the same universe.

#include <functional>
#include <memory>
#include <optional>

#include "core/clock.h"
#include "sim/journal_entry.h"
#include "sim/state_file.h"
#include "sim/universe.h"

namespace argosy::sim {

/// A universe out of a state file.
struct KeptUniverse {
    std::unique_ptr<Universe> universe;
    core::TimePoint now;  ///< No client was ever told a later time.
};

/// Returns the universe as the last answer left it, or nothing when the file is new.
/// @error kConfiguration  A line is damaged, or carried out again it ends otherwise than it did:
///                        other rules wrote it. The message names the line; the file is as it was.
core::Result<std::optional<KeptUniverse>> read_kept_universe(StateFile& file);

class Journal {
  public:
    /// Changes are summed up in a new snapshot when they take more than this, and more than the
    /// last snapshot did: so writing snapshots never takes more than writing changes.
    static constexpr std::uint64_t kLeastBeforeSnapshot = std::uint64_t(16) << 20;
    /// Game time is used in advance for this much real time: what a restart skips at most.
    static constexpr core::Duration kTimeAhead = std::chrono::seconds(2);

    /// Keeps the universe in the file, from now on, beginning with a snapshot.
    /// @pre All of them live as long as the journal.
    /// @error kUnavailable  The file cannot be written.
    static core::Result<std::unique_ptr<Journal>> begin(StateFile file, Universe& universe,
                                                        const core::Clock& clock);

    /// Keeps a change that was just carried out. Its answer may leave when this has returned
    /// true; it must not leave otherwise: the universe that goes on after a restart lacks it.
    bool keep(JournalEntry entry);

    /// Keeps that `now` was reached. The same holds for every answer that tells the time.
    bool keep_time(core::TimePoint now);

    /// Sums up all changes in a new snapshot.
    /// @error kUnavailable  The file cannot be written, and is as it was.
    core::Result<void> write_snapshot();

    /// Is called once when the file cannot be written any more: the server has to end.
    void on_failure(std::function<void(const core::Error&)> callback) {
        on_failure_ = std::move(callback);
    }

  private:
    Journal(StateFile file, Universe& universe, const core::Clock& clock)
        : file_(std::move(file)), universe_(universe), clock_(clock) {}

    bool append(const JournalEntry& entry);
    bool fail(const core::Error& error);

    StateFile file_;
    Universe& universe_;
    const core::Clock& clock_;
    core::TimePoint kept_until_;
    std::uint64_t snapshot_size_ = 0;
    bool has_failed_ = false;
    std::function<void(const core::Error&)> on_failure_;
};

}  // namespace argosy::sim
