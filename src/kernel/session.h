#pragma once

/// @file
/// One player that acts here; of Sessions only.

#include <memory>

#include "kernel/sessions.h"

namespace argosy::kernel {

/// A company and what it stands on, in the order they are built.
struct Sessions::Session {
    Session(const SessionsWorld& world, std::shared_ptr<Tenure> held)
        : tenure(std::move(held)),
          clock(world.runtime.clock, tenure),
          runtime{world.runtime.executor, clock,
                  world.runtime.log,      world.runtime.rng,
                  world.runtime.ids,      world.runtime.decisions},
          store(world.store, world.machine, tenure) {}

    std::shared_ptr<Tenure> tenure;
    TenureClock clock;
    core::Runtime runtime;
    LeasedStore store;
    std::unique_ptr<game::GamePort> port;
    std::unique_ptr<Company> company;
    bool open = false;  ///< Its books are up, so it may be found.
    bool auditing = false;
    core::TimePoint ended_at{};         ///< The machine's time.
    std::int64_t late_acts_booked = 0;  ///< The last row of `late_acts` that has been looked after.
};

}  // namespace argosy::kernel
