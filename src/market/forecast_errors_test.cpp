#include "market/forecast_errors.h"

#include <gtest/gtest.h>

namespace argosy::market {
namespace {

using namespace std::chrono_literals;

const ErrorKind kExports{model::TradeType::kExport, model::Activity::kWeak, Trading::kBusy};
const ErrorKind kImports{model::TradeType::kImport, model::Activity::kWeak, Trading::kBusy};

TEST(ForecastErrors, AreExpectedToGrowWithAgeBeforeAnyWasSeen) {
    const ForecastErrors errors;
    EXPECT_EQ(errors.expected_bp(kExports, 0min), 0);
    EXPECT_GT(errors.expected_bp(kExports, 1h), 0);
    EXPECT_GT(errors.expected_bp(kExports, 3h), errors.expected_bp(kExports, 1h));
    EXPECT_LT(errors.expected_bp(kExports, 10'000h), ForecastErrors::kOpenClass);
    EXPECT_TRUE(errors.report().empty());
}

TEST(ForecastErrors, AreExpectedToBeWhatTheyWere) {
    ForecastErrors errors;
    for (int i = 0; i < 500; ++i)
        errors.count(kExports, 30min, 1'055, 1'000);
    EXPECT_NEAR(double(errors.expected_bp(kExports, 32min)), 500, 60);
    EXPECT_GE(errors.expected_bp(kExports, 10h), 480) << "never less than a younger one's";
    EXPECT_LT(errors.expected_bp(kImports, 30min), 150) << "another kind";
}

TEST(ForecastErrors, AreReportedByTypeAndAge) {
    ForecastErrors errors;
    for (const std::int64_t forecast : {1'000, 1'000, 1'000, 1'020, 1'300})
        errors.count(kExports, 30min, forecast, 1'000);
    errors.count({model::TradeType::kExport, model::Activity::kStrong, Trading::kQuiet}, 30min,
                 1'000, 1'000);
    errors.count(kImports, 13h, 90, 100);
    const auto rows = errors.report();
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].type, model::TradeType::kExport);
    EXPECT_EQ(rows[0].age_from, 20min);
    EXPECT_EQ(rows[0].prices, 6) << "of both activities";
    EXPECT_EQ(rows[0].exact, 4);
    EXPECT_EQ(rows[0].median_bp, 0);
    EXPECT_GT(rows[0].worst_tenth_bp, 2'400);
    EXPECT_EQ(rows[1].type, model::TradeType::kImport);
    EXPECT_EQ(rows[1].age_from, 12h);
    EXPECT_NEAR(double(rows[1].median_bp), 1'000, 200);
}

TEST(ForecastErrors, AreTheSameOnceStoredAndReadBack) {
    ForecastErrors errors;
    for (std::int64_t forecast = 800; forecast < 2'200; forecast += 7)
        errors.count(kExports, core::Duration(forecast * 20'000), forecast, 1'000);
    ForecastErrors restored;
    const auto entries = errors.take_changed();
    EXPECT_GT(entries.size(), 10u);
    EXPECT_TRUE(errors.take_changed().empty());
    for (const ForecastErrors::Entry& entry : entries)
        restored.restore(entry);
    ASSERT_EQ(restored.report().size(), errors.report().size());
    for (std::size_t i = 0; i < errors.report().size(); ++i) {
        EXPECT_EQ(restored.report()[i].prices, errors.report()[i].prices);
        EXPECT_EQ(restored.report()[i].median_bp, errors.report()[i].median_bp);
    }
    EXPECT_EQ(restored.expected_bp(kExports, 4h), errors.expected_bp(kExports, 4h));
    restored.restore({kExports, 17min, 100, 5});
    EXPECT_EQ(restored.report().size(), errors.report().size()) << "an age that is not counted";
}

}  // namespace
}  // namespace argosy::market
