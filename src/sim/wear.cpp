#include "sim/wear.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/flight.h"
#include "sim/universe.h"

namespace argosy::sim {
namespace {

constexpr std::int64_t kCertain = 1'000'000;

core::Duration life_of(const Part& part, const WearRules& rules) {
    const auto last = std::int64_t(rules.life.size());
    return rules.life[std::size_t(std::clamp<std::int64_t>(part.quality, 1, last) - 1)];
}

// Events to be expected, in millionths: work over life, in steps of the mean damage.
std::int64_t expected_events(const Part& part, core::Duration work, const WearRules& rules) {
    const std::int64_t mean_damage = (rules.least_damage + rules.most_damage) / 2;
    const std::int64_t steps = Wear::kNew / std::max<std::int64_t>(1, mean_damage);
    using std::chrono::duration_cast;
    using std::chrono::seconds;
    return duration_cast<seconds>(work).count() * kCertain * steps /
           duration_cast<seconds>(life_of(part, rules)).count();
}

std::int64_t drawn_events(std::int64_t expected, const WearRules& rules,
                          core::RandomStream& stream) {
    const bool one_more = stream.uniform(0, kCertain - 1) < expected % kCertain;
    return std::min(expected / kCertain + (one_more ? 1 : 0), std::int64_t(rules.most_events));
}

void damage(Wear& wear, const WearRules& rules, core::RandomStream& stream) {
    const std::int64_t drawn = stream.uniform(rules.least_damage, rules.most_damage);
    const std::int64_t total = drawn * (2 * Wear::kNew - wear.health()) / Wear::kNew;
    wear.condition = std::max<std::int64_t>(0, wear.condition - total);
}

}  // namespace

std::vector<const ShipEvent*> wear_out(Universe& universe, ShipRecord& ship, WearCause cause,
                                       core::TimePoint now) {
    const WearRules& rules = universe.options().wear;
    std::vector<const ShipEvent*> happened;
    if (!rules.enabled) return happened;
    const core::Duration work = cause == WearCause::kTravel
                                    ? flight_time(universe, ship, model::FlightMode::kCruise)
                                    : rules.extraction_work;
    core::RandomStream stream = universe.take_chance(ship);
    for (const Component component : {Component::kFrame, Component::kReactor, Component::kEngine}) {
        const auto events = universe.catalogue().ship_events(cause, component);
        if (events.empty()) continue;
        Wear& wear = ship.wear_of(component);
        const bool worked = wear.condition > 0;
        const std::int64_t expected = expected_events(ship.hull->component(component), work, rules);
        for (std::int64_t left = drawn_events(expected, rules, stream); left > 0; --left) {
            damage(wear, rules, stream);
            const auto which = stream.uniform(0, std::int64_t(events.size()) - 1);
            happened.push_back(events[std::size_t(which)]);
        }
        if (worked && wear.condition == 0) {
            Universe::note_event(
                universe.agent_record(ship.owner), "SHIP_WORN_OUT",
                fmt::format("{} of {} is worn out.", ship.hull->component(component).symbol,
                            ship.ship.symbol),
                now);
        }
    }
    return happened;
}

core::Duration slowed(const ShipRecord& ship, const WearRules& rules, core::Duration as_new) {
    const std::int64_t health = std::min(ship.wear_of(Component::kFrame).health(),
                                         ship.wear_of(Component::kEngine).health());
    const std::int64_t share = (Wear::kNew - health) * rules.most_slowdown / Wear::kNew;
    const std::int64_t seconds = std::chrono::duration_cast<std::chrono::seconds>(as_new).count();
    return as_new + std::chrono::seconds((seconds * share + Wear::kNew / 2) / Wear::kNew);
}

}  // namespace argosy::sim
