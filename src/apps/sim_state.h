#pragma once

/// @file
/// The universe that a server serves: a new one, or the one that a state file kept.

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>

#include "apps/sim_serve.h"
#include "sim/journal.h"
#include "sim/state_file.h"
#include "sim/universe.h"

namespace argosy::apps {

struct ServedUniverse {
    std::unique_ptr<sim::Universe> universe;
    core::TimePoint now;                 ///< At which its time goes on.
    std::optional<sim::StateFile> file;  ///< That keeps it from now on, when one was asked for.
};

/// Returns what the state file kept; a new universe, beginning at `start`, where it kept nothing or
/// there is none.
/// @error kNotFound, kConfiguration, kInvalidArgument  There is no such scenario; it or the state
///        file is wrong; an option is.
/// @error kConflict  Another process serves from the state file.
core::Result<ServedUniverse> open_universe(const ServeOptions& options, core::TimePoint start);

/// Keeps everything that happens to a universe, also that time passes while nobody asks for it.
class UniverseKeeper {
  public:
    /// @pre All of them live as long as this.
    /// @error kUnavailable  The file cannot be written.
    static core::Result<std::unique_ptr<UniverseKeeper>> begin(core::Executor executor,
                                                               ServedUniverse& served,
                                                               const core::Clock& clock);

    /// Returns what has to keep the changes, null where no file was asked for.
    sim::Journal* journal() { return journal_.get(); }

    /// Is called when nothing can be kept any more: the server has to stop.
    void on_failure(std::function<void()> callback) { on_failure_ = std::move(callback); }

    /// Lets the loop end.
    void stop() { pause_.cancel(); }

    /// Makes the file ready for the next start.
    /// @error kUnavailable  Not everything was kept, or could be summed up.
    core::Result<void> finish();

  private:
    UniverseKeeper(core::Executor executor, const core::Clock& clock)
        : pause_(std::move(executor)), clock_(clock) {}

    void keep_time();

    boost::asio::steady_timer pause_;
    const core::Clock& clock_;
    std::unique_ptr<sim::Journal> journal_;
    std::optional<core::Error> failure_;
    std::function<void()> on_failure_;
};

}  // namespace argosy::apps
