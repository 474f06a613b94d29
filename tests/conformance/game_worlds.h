#pragma once

/// @file
/// The worlds that the suite of `game::GamePort` runs in: the simulator in process, the HTTP
/// adapter and the HTTP front without a wire, and both over real sockets. A test drives one call
/// at a time and never sleeps: waiting is the clock's business.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/clock.h"
#include "game/game_port.h"
#include "sim/universe.h"

namespace argosy::tests {

class GameWorld {
  public:
    virtual ~GameWorld() = default;

    virtual game::GamePort& game() = 0;
    virtual core::Clock& clock() = 0;
    virtual double time_factor() const = 0;

    /// Runs the loop until the call has its result.
    template <class Value>
    Value call(core::Task<Value> task) {
        std::optional<Value> result;
        drive(keep(std::move(task), result), [&] { return result.has_value(); });
        return *std::move(result);
    }

    /// Lets the clock reach `moment`.
    void wait_until(core::TimePoint moment) { call(reach(clock(), moment)); }

  protected:
    /// Runs `task` on the loop until `done`.
    virtual void drive(core::Task<void> task, const std::function<bool()>& done) = 0;

  private:
    template <class Value>
    static core::Task<void> keep(core::Task<Value> task, std::optional<Value>& result) {
        result = co_await std::move(task);
    }
    static core::Task<bool> reach(core::Clock& clock, core::TimePoint moment) {
        co_await clock.sleep_until(moment);
        co_return true;
    }
};

using MakeWorld = std::function<std::unique_ptr<GameWorld>()>;

/// SimGame in virtual time.
std::unique_ptr<GameWorld> make_simulated_world();
/// HttpGame in virtual time, its requests handed to the HTTP front, rate limits on.
std::unique_ptr<GameWorld> make_http_world();
/// HttpGame and the HTTP server over loopback sockets, in fast real time.
std::unique_ptr<GameWorld> make_socket_world();

/// Returns a universe whose markets stand still between trades. The worlds above have the recorded
/// one with its gate complete, and a second system that it leads to.
std::unique_ptr<sim::Universe> make_still_universe(
    core::TimePoint start, sim::Scenario scenario = sim::recorded_scenario());

}  // namespace argosy::tests
