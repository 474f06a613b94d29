#include "manufacturing/profit_forecast.h"

#include <gmock/gmock.h>

#include "manufacturing/testing/workshop.h"

namespace argosy::manufacturing {
namespace {

using core::Credits;
using core::Units;
using model::TradeSymbol;
using testing::Remains;
using testing::Workshop;

const TradeSymbol kProduct("MACHINERY");

Takings takings(std::int64_t units, std::int64_t cost, std::int64_t revenue) {
    return {Units(units), Credits(cost), Credits(revenue)};
}

class ForecastBookTest : public ::testing::Test {
  protected:
    template <class Change>
    static void commit(Workshop& workshop, Change change) {
        store::Transaction transaction;
        change(workshop.pipelines.forecasts(), transaction);
        ASSERT_TRUE(workshop.commit(std::move(transaction)).ok());
    }

    /// Carries a pipeline of the product through its life: forecast, frozen, ended.
    /// @returns what its sale was estimated at
    static Credits live(Workshop& workshop, const Takings& estimated, const Takings& sold) {
        const core::PipelineId id = workshop.begin_pipeline(kProduct);
        const ProfitForecast forecast{.pipeline = id, .target = kProduct, .sale = estimated};
        Credits sale;
        commit(workshop, [&](ForecastBook& book, store::Transaction& transaction) {
            book.add(forecast, transaction);
            book.freeze(forecast, transaction);
            sale = book.find(id)->sale.profit();
            book.validate(id, sold, Takings{}, transaction);
        });
        return sale;
    }

    Remains remains_;
};

TEST(ForecastErrors, AreSharesOfTheProfitForecast) {
    EXPECT_EQ(error_bp(Credits(1'000), Credits(1'000)), 0);
    EXPECT_EQ(error_bp(Credits(1'000), Credits(950)), 500);
    EXPECT_EQ(error_bp(Credits(1'000), Credits(-1'000)), 20'000);
    EXPECT_EQ(error_bp(Credits(-200), Credits(-100)), 5'000);
    EXPECT_EQ(error_bp(Credits(0), Credits(0)), 0);
    EXPECT_EQ(error_bp(Credits(0), Credits(7)), 10'000) << "nothing was forecast, all of it is off";
}

TEST(ProfitForecasts, AddUpSaleAndFeeding) {
    const ProfitForecast forecast{.sale = takings(40, 15'000, 78'000),
                                  .feeding = takings(20, 30'000, 22'000)};
    EXPECT_EQ(forecast.cost(), Credits(45'000));
    EXPECT_EQ(forecast.revenue(), Credits(100'000));
    EXPECT_EQ(forecast.profit(), Credits(55'000));
    EXPECT_EQ(forecast.margin_bp(), 12'222);
}

TEST(ProfitForecasts, HaveTheMarginOfTheRequirements) {
    const ProfitForecast forecast{.sale = takings(40, 45'000, 78'000)};
    EXPECT_EQ(forecast.profit(), Credits(33'000));
    EXPECT_EQ(forecast.margin_bp(), 7'333) << "33,000 on 45,000 are 73 %";
    EXPECT_EQ(ProfitForecast{.sale = takings(40, 0, 100)}.margin_bp(), 0) << "of nothing";
}

TEST(ConfidenceLevels, AreReadAsTheyAreWritten) {
    for (const auto level :
         {ConfidenceLevel::kHigh, ConfidenceLevel::kMedium, ConfidenceLevel::kLow}) {
        EXPECT_EQ(parse_confidence_level(to_string(level)), level);
    }
    EXPECT_EQ(parse_confidence_level("SURE"), std::nullopt);
}

TEST_F(ForecastBookTest, AForecastMayBeReplacedUntilItIsFrozenAndThenItStays) {
    Workshop workshop(remains_);
    const core::PipelineId id = workshop.begin_pipeline(kProduct);
    commit(workshop, [&](ForecastBook& book, store::Transaction& transaction) {
        book.add({.pipeline = id, .target = kProduct, .sale = takings(10, 100, 900)}, transaction);
        EXPECT_FALSE(book.find(id)->frozen_at);
        book.freeze({.pipeline = id, .target = kProduct, .sale = takings(10, 100, 700)},
                    transaction);
    });
    const ProfitForecast* kept = workshop.pipelines.forecasts().find(id);
    ASSERT_NE(kept, nullptr);
    EXPECT_TRUE(kept->frozen_at);
    EXPECT_EQ(kept->profit(), Credits(600));
    EXPECT_EQ(remains_.number("SELECT COUNT(*) AS n FROM profit_forecasts"), 1);
    EXPECT_EQ(remains_.number("SELECT estimated_profit AS n FROM profit_forecasts"), 600);
    store::Transaction late;
    EXPECT_DEATH(workshop.pipelines.forecasts().freeze({.pipeline = id}, late), "frozen");
}

TEST_F(ForecastBookTest, AnEndedPipelineIsHeldAgainstItsForecast) {
    Workshop workshop(remains_);
    live(workshop, takings(10, 100, 1'100), takings(10, 100, 1'050));
    EXPECT_EQ(remains_.number("SELECT actual_profit AS n FROM profit_forecasts"), 950);
    EXPECT_EQ(workshop.pipelines.forecasts().median_error_bp(), 500);
}

TEST_F(ForecastBookTest, ASaleThatDoesNotClearYetIsForecastByExperience) {
    Workshop workshop(remains_);
    const Takings nothing;
    EXPECT_EQ(live(workshop, nothing, takings(10, 0, 900)), Credits(0)) << "nothing is known yet";
    EXPECT_EQ(live(workshop, nothing, takings(10, 0, 1'000)), Credits(900));
    EXPECT_EQ(live(workshop, nothing, takings(10, 0, 50)), Credits(900));
    EXPECT_EQ(live(workshop, nothing, nothing), Credits(900)) << "the middle of the last three";
    // What clears at prices is neither corrected by experience nor part of it.
    EXPECT_EQ(live(workshop, takings(10, 0, 700), takings(10, 0, 9'999)), Credits(700));
    EXPECT_EQ(live(workshop, nothing, nothing), Credits(50));
}

TEST_F(ForecastBookTest, OpenForecastsAndExperienceSurviveARestart) {
    core::PipelineId open;
    {
        Workshop workshop(remains_);
        live(workshop, Takings{}, takings(10, 0, 900));
        store::Transaction ended;
        ended.add("UPDATE manufacturing_pipelines SET status = 'COMPLETED', completed_at = 1", {});
        ASSERT_TRUE(workshop.commit(std::move(ended)).ok());
        open = workshop.begin_pipeline(kProduct);
        commit(workshop, [&](ForecastBook& book, store::Transaction& transaction) {
            ProfitForecast forecast{.pipeline = open,
                                    .target = kProduct,
                                    .sale = takings(10, 200, 500),
                                    .feeding = takings(5, 50, 40),
                                    .confidence = ConfidenceLevel::kLow};
            book.add(forecast, transaction);
            book.freeze(forecast, transaction);
        });
    }
    Workshop after_crash(remains_);
    const ProfitForecast* kept = after_crash.pipelines.forecasts().find(open);
    ASSERT_NE(kept, nullptr);
    EXPECT_EQ(kept->profit(), Credits(290));
    EXPECT_EQ(kept->cost(), Credits(250));
    EXPECT_EQ(kept->sale.profit(), Credits(300));
    EXPECT_EQ(kept->confidence, ConfidenceLevel::kLow);
    EXPECT_TRUE(kept->frozen_at);
    EXPECT_EQ(after_crash.pipelines.forecasts().median_error_bp(), 10'000);
    EXPECT_EQ(live(after_crash, Takings{}, Takings{}), Credits(900));
}

}  // namespace
}  // namespace argosy::manufacturing
