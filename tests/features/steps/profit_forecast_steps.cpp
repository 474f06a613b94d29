#include <fmt/format.h>
#include <gmock/gmock.h>

#include "tests/features/support/gherkin.h"
#include "tests/features/support/lesson_world.h"

namespace argosy::tests {
namespace {

/// Returns what is stored of the forecast of MACHINERY, and keeps it.
store::Row forecast_of(LessonWorld& world) {
    const store::Rows rows = world.works.rows(
        "SELECT f.estimated_profit, f.confidence_level, f.frozen_at, f.price_snapshots"
        " FROM profit_forecasts f JOIN manufacturing_pipelines p ON p.id = f.pipeline_id"
        " WHERE p.product_good = 'MACHINERY' ORDER BY p.sequence_number");
    ARGOSY_ASSERT(!rows.empty());
    world.forecast = rows.front();
    return rows.front();
}

const Steps kSteps([](StepRegistry& steps) {
    steps.add("the forecast of MACHINERY is of {word} confidence",
              [](LessonWorld& world, std::string confidence) {
                  EXPECT_EQ(forecast_of(world).text("confidence_level"), confidence);
              });
    steps.add("the forecast of MACHINERY is not frozen", [](LessonWorld& world) {
        EXPECT_EQ(forecast_of(world).maybe_integer("frozen_at"), std::nullopt);
    });
    steps.add("the forecast of MACHINERY is frozen", [](LessonWorld& world) {
        EXPECT_TRUE(forecast_of(world).maybe_integer("frozen_at").has_value());
    });
    steps.add("others sell {int} MACHINERY at A1, and a probe looks", [](LessonWorld& world,
                                                                         std::int64_t units) {
        world.works.at("A1", "MACHINERY").stock += core::Units(units);
        fleet::Fleet& fleet = world.works.company().fleet();
        EXPECT_TRUE(
            world.works.business().call(fleet.helm.look(model::ShipSymbol("PROBE-A1"))).ok());
    });
    steps.add("the forecast of MACHINERY is frozen, with what A1 pays", [](LessonWorld& world) {
        const store::Row forecast = forecast_of(world);
        EXPECT_TRUE(forecast.maybe_integer("frozen_at").has_value());
        EXPECT_THAT(forecast.text("price_snapshots"),
                    testing::HasSubstr(
                        fmt::format(R"("waypoint_symbol":"{}","price":{})", Works::waypoint("A1"),
                                    bid_of(world.works.at("A1", "MACHINERY")).count())));
    });
    steps.add("the forecast of MACHINERY is as it was frozen", [](LessonWorld& world) {
        const store::Row before = world.forecast.value();
        const store::Row forecast = forecast_of(world);
        for (const char* column : {"estimated_profit", "frozen_at"})
            EXPECT_EQ(forecast.integer(column), before.integer(column)) << column;
        EXPECT_EQ(forecast.text("price_snapshots"), before.text("price_snapshots"));
    });
});

}  // namespace
}  // namespace argosy::tests
