#include <gtest/gtest.h>

#include "tests/features/support/gherkin.h"
#include "tests/features/support/lesson_world.h"

namespace argosy::tests {
namespace {

const model::Ship& ship_of(LessonWorld& world, const std::string& symbol) {
    return world.works.company().fleet().ships.at(model::ShipSymbol(symbol));
}

bool is_flying(LessonWorld& world, const model::Ship& ship) {
    return model::status_at(ship.nav, world.works.now()) == model::NavStatus::kInTransit;
}

std::string owner_of(LessonWorld& world, const std::string& ship) {
    return world.works.company().fleet().claims.owner_of(model::ShipSymbol(ship));
}

const Steps kSteps([](StepRegistry& steps) {
    steps.add("idle ships go ahead",
              [](LessonWorld& world) { world.works.settings.gate.idle = hauls::Idle::kGoesAhead; });
    steps.add("{word} is at {word}, and idle",
              [](LessonWorld& world, std::string symbol, std::string market) {
                  const model::Ship& ship = ship_of(world, symbol);
                  EXPECT_EQ(ship.nav.waypoint, Works::waypoint(market));
                  EXPECT_FALSE(is_flying(world, ship));
                  EXPECT_EQ(owner_of(world, symbol), "");
              });
    steps.add("{word} is on its way to {word}",
              [](LessonWorld& world, std::string symbol, std::string market) {
                  const model::Ship& ship = ship_of(world, symbol);
                  EXPECT_EQ(ship.nav.waypoint, Works::waypoint(market));
                  EXPECT_TRUE(is_flying(world, ship));
                  EXPECT_EQ(owner_of(world, symbol), hauls::Positioner::kOwner);
              });
    steps.add("as many ships are at C1 as hauls wait there, and {int} at most",
              [](LessonWorld& world, std::int64_t most) {
                  std::int64_t ships = 0;
                  for (const auto& [symbol, ship] : world.works.company().fleet().ships.all()) {
                      const bool there = ship.nav.waypoint == Works::waypoint("C1");
                      ships += there && fleet::ShipRegistry::is_hauler(ship) ? 1 : 0;
                  }
                  const std::int64_t hauls = world.count(
                      "manufacturing_tasks WHERE task_type = 'COLLECT' AND status = 'PENDING'");
                  EXPECT_GT(hauls, 0) << world.works.describe();
                  EXPECT_EQ(ships, std::min(hauls, most));
              });
});

}  // namespace
}  // namespace argosy::tests
