#pragma once

/// @file
/// Wear: what travel and extraction do to a ship's frame, reactor and engine, and what a worn
/// ship loses by it. The game tells that there are 27 events, that each lowers the condition of
/// one component, that poor hulls last a day or two and good ones weeks, that low condition slows
/// travel up to a limit and draws further damage. The numbers are ours: WearRules.

#include <array>
#include <vector>

#include "core/time.h"
#include "sim/catalogue.h"

namespace argosy::sim {

class Universe;
struct ShipRecord;

/// Condition and integrity of a component, in basis points.
struct Wear {
    static constexpr std::int64_t kNew = 10'000;

    std::int64_t condition = kNew;
    std::int64_t integrity = kNew;

    /// Returns how well the component works: condition times integrity, in basis points.
    std::int64_t health() const { return condition * integrity / kNew; }
};

/// Chosen, all of it (docs/reference/simulator.md).
struct WearRules {
    bool enabled = true;
    /// Work that wears out a component that stays as good as new, by quality 1 to 7. Damage
    /// doubles on the way to health 0, so it really takes seven tenths of this.
    std::array<core::Duration, 7> life{
        std::chrono::days(2),  std::chrono::days(5),  std::chrono::days(10), std::chrono::days(14),
        std::chrono::days(21), std::chrono::days(28), std::chrono::days(42)};
    /// Condition an event costs a component as good as new.
    std::int64_t least_damage = 50;
    std::int64_t most_damage = 150;
    std::size_t most_events = 5;  ///< Of one component in one action.
    /// A flight is work for as long as it takes at CRUISE, in whatever mode; an extraction for as
    /// long as a drone's laser cools down.
    core::Duration extraction_work = std::chrono::seconds(70);
    /// What a flight takes longer, in basis points, when the frame or the engine is at health 0.
    /// One flight is recorded that took 15 % longer.
    std::int64_t most_slowdown = 5'000;
};

/// Lets what the ship just did wear it out: travel along its route, or one extraction. Call it once
/// for each, whatever its outcome for the cargo.
/// @returns what happened, for the answer's `events`; nothing while wear is switched off.
std::vector<const ShipEvent*> wear_out(Universe& universe, ShipRecord& ship, WearCause cause,
                                       core::TimePoint now);

/// Returns how long a flight takes that would take the ship `as_new`; `as_new` itself for a ship as
/// good as new.
core::Duration slowed(const ShipRecord& ship, const WearRules& rules, core::Duration as_new);

}  // namespace argosy::sim
