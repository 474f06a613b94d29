// What pipelines have in common, and what became of it: on the chain of the lessons.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/features/support/gherkin.h"
#include "tests/features/support/lesson_world.h"

namespace argosy::tests {
namespace {

using manufacturing::DeliverySlot;
using manufacturing::FactoryReservation;

/// The shares of C1's MACHINERY that pipelines of this product have taken.
std::string shares_of(const std::string& product) {
    return fmt::format(
        "pool_reservations r JOIN manufacturing_pipelines p ON p.id = r.pipeline_id"
        " WHERE p.product_good = '{}' AND r.factory_symbol = '{}'",
        product, Works::waypoint("C1"));
}

const FactoryReservation* reservation_of(LessonWorld& world, const std::string& factory) {
    for (const auto& [id, reservation] : world.works.company().shared().factories.all()) {
        if (reservation.factory.first == Works::waypoint(factory)) return &reservation;
    }
    return nullptr;
}

std::int64_t reservations(LessonWorld& world, const std::string& status) {
    return world.count(
        fmt::format("factory_reservations WHERE factory_symbol = '{}' AND status = '{}'",
                    Works::waypoint("C1"), status));
}

void define_pools(StepRegistry& steps) {
    steps.add("the factory of MACHINERY has more than its customers want", [](LessonWorld& world) {
        world.works.at("C1", "MACHINERY").stock = core::Units(400);
    });
    steps.add("SHIP_PLATING is wanted, which Y1 makes of MACHINERY",
              [](LessonWorld& world) { world.add_shipyard(); });
    steps.add(
        "a pipeline of SHIP_PLATING took MACHINERY that a pipeline of MACHINERY had made",
        [](LessonWorld& world) {
            EXPECT_GT(world.count(shares_of("SHIP_PLATING") + " AND r.consumed = 1"), 0)
                << world.works.describe();
            EXPECT_GT(world.count(
                          fmt::format("factory_reservations r JOIN manufacturing_pipelines p"
                                      " ON p.id = r.pipeline_id WHERE p.product_good = 'MACHINERY'"
                                      " AND r.factory_symbol = '{}'",
                                      Works::waypoint("C1"))),
                      0);
            EXPECT_GT(world.count("transactions x JOIN manufacturing_pipelines p"
                                  " ON p.id = x.pipeline_id"
                                  " WHERE p.product_good = 'SHIP_PLATING'"
                                  " AND x.type = 'PURCHASE_CARGO' AND x.good_symbol = 'MACHINERY'"),
                      0);
        });
    steps.add("each such haul is counted, and {int} hauls saved", [](LessonWorld& world,
                                                                     std::int64_t saved) {
        const manufacturing::Shared& shared = world.works.company().shared().pools.shared();
        const std::int64_t hauls = world.count("pool_reservations WHERE consumed = 1");
        EXPECT_GT(hauls, 0);
        EXPECT_EQ(shared.hauls, hauls);
        EXPECT_EQ(shared.hauls_saved, saved);
        EXPECT_EQ(shared.units.count(),
                  world.works.number("SELECT SUM(units) AS n FROM pool_reservations"
                                     " WHERE consumed = 1"));
    });
    steps.add("nothing at C1 is reserved for the pipeline of {word}", [](LessonWorld& world,
                                                                         std::string product) {
        EXPECT_GT(
            world.count(fmt::format("manufacturing_pipelines WHERE product_good = '{}'", product)),
            0)
            << world.works.describe();
        EXPECT_EQ(world.count(shares_of(product)), 0);
    });
}

void define_reservations(StepRegistry& steps) {
    steps.add("the reservation of {word} expects {word} by {word}",
              [](LessonWorld& world, std::string factory, std::string good, std::string ship) {
                  const FactoryReservation* reservation = reservation_of(world, factory);
                  ASSERT_NE(reservation, nullptr) << world.works.describe();
                  ASSERT_EQ(reservation->delivery_slots.size(), 1u);
                  const DeliverySlot& slot = reservation->delivery_slots.front();
                  world.slot = slot;
                  EXPECT_EQ(slot.input, model::TradeSymbol(good));
                  EXPECT_EQ(slot.ship, model::ShipSymbol(ship));
                  EXPECT_GT(slot.window_start, world.works.now());
              });
    steps.add("it does not expire before that is there", [](LessonWorld& world) {
        const FactoryReservation* reservation = reservation_of(world, "C1");
        ASSERT_NE(reservation, nullptr);
        const core::TimePoint there_at = reservation->delivery_slots.front().window_end;
        EXPECT_GE(reservation->expires_at, there_at);
        EXPECT_GT(there_at, reservation->reserved_at + world.works.settings.manufacturing.horizon)
            << "it would not have expired anyway: the scenario tells nothing";
    });
    steps.add("that is there when it was said to be", [](LessonWorld& world) {
        constexpr core::Duration kDocking = std::chrono::seconds(15);
        const DeliverySlot slot = world.slot.value();
        const auto delivered = [&] {
            return world.works.trades(model::TransactionType::kSell, slot.input.str(), "C1");
        };
        ASSERT_TRUE(
            world.works.live_until([&] { return !delivered().empty(); }, std::chrono::hours(6)));
        EXPECT_GE(delivered().front().at, slot.window_start);
        EXPECT_LE(delivered().front().at, slot.window_start + kDocking);
        EXPECT_LE(delivered().back().at, slot.window_end);
    });
    steps.add("what would have fed C1 by it was given up", [](LessonWorld& world) {
        EXPECT_GT(world.count("manufacturing_tasks WHERE task_type = 'DELIVER'"
                              " AND status = 'CANCELLED'"
                              " AND error LIKE 'its reservation of MACHINERY at %has expired'"),
                  0)
            << world.works.describe();
    });
    steps.add("C1 is reserved, and {word} reservation has expired",
              [](LessonWorld& world, std::string count) {
                  EXPECT_EQ(reservations(world, "ACTIVE"), 1) << world.works.describe();
                  EXPECT_EQ(reservations(world, "EXPIRED"), count == "no" ? 0 : std::stoll(count));
              });
    steps.add("the reservation of C1 is {word}", [](LessonWorld& world, std::string status) {
        EXPECT_EQ(reservations(world, status), 1) << world.works.describe();
    });
}

const Steps kSteps([](StepRegistry& steps) {
    define_pools(steps);
    define_reservations(steps);
});

}  // namespace
}  // namespace argosy::tests
