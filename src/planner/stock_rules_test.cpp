#include "planner/stock_rules.h"

#include <gtest/gtest.h>

#include "planner/planner.h"

namespace argosy::planner {
namespace {

model::PriceState state(model::TradeType type, std::int64_t base) {
    return {.type = type, .base = base, .margin = 8, .volume = core::Units(20), .stock = {}};
}

constexpr UnitTaken kForGood{.value = 5'000, .felt_hours = 1'000};

const model::PriceState kExport = state(model::TradeType::kExport, 4'000);
const model::PriceState kImport = state(model::TradeType::kImport, 4'000);

TEST(StockRules, LeaveAnExportAtItsBestRateBelowAbundantAfterTheNextUpdate) {
    const PlannedGood planned{.level = 5, .worth = 5'000, .flow = 36, .share = 1.0};
    EXPECT_LT(keep_of({}, kExport, planned, kForGood) + 1, 4);
}

TEST(StockRules, LeaveAnExportThatIsToGrowLimitedAfterTheNextUpdateAndOneThatWasMissed) {
    const PlannedGood planned{.level = 5, .worth = 5'000, .flow = 36, .share = 1.0, .grows = true};
    EXPECT_LT(keep_of({}, kExport, planned, kForGood) + 2, -2);
}

TEST(StockRules, BuyFurtherDownWhatIsWorthMuchMoreThanItCosts) {
    const PlannedGood planned{.level = 8, .worth = 5'000, .flow = 5, .share = 0.2};
    const double at_its_price = keep_of({}, kExport, planned, {4'000, 24});
    const double at_ten_times = keep_of({}, kExport, planned, {40'000, 24});
    EXPECT_LT(at_ten_times, at_its_price);
}

TEST(StockRules, WaitForTheLevelOfThePlanWhereWhatIsTakenIsMissedForGood) {
    const PlannedGood planned{.level = 8, .worth = 5'000, .flow = 5, .share = 0.2};
    const StockRules rules;
    EXPECT_EQ(keep_of(rules, kExport, planned, kForGood), 8 - rules.below_level);
}

TEST(StockRules, LeaveAnExportBelowAbundantWhoseFactoryIsFedALittle) {
    const PlannedGood planned{.level = 7.4, .worth = 5'000, .flow = 14, .share = 0.4};
    EXPECT_LT(keep_of({}, kExport, planned, kForGood) + 1, 4);
}

TEST(StockRules, NeverWaitForMoreThanAnExportEverHolds) {
    const PlannedGood planned{.level = 20, .worth = 1, .flow = 100, .share = 0.2};
    EXPECT_LE(keep_of({}, kExport, planned, {1, 1'000}), 8 - 1);
}

TEST(StockRules, KeepInputsOfFactoriesAtTheirBestModerateThroughTheNextUpdate) {
    const PlannedGood input{.share = 1.0, .feeds = true, .kept = true};
    EXPECT_GE(fill_of({}, kImport, input) - 1, -2);
}

TEST(StockRules, SellWhatIsUsedUpAtItsFastestSoThatItGoesOnAndTheRestUntilItGetsFaster) {
    const SaleFill fill = PlannerSettings().sales.fill;
    const UpdateLaw law;
    EXPECT_GE(fill.at(model::Activity::kStrong) - 1, law.restricted_below) << "it gets no slower";
    EXPECT_GT(fill.at(model::Activity::kGrowing), law.limited_below) << "it gets faster";
    EXPECT_GT(fill.at(model::Activity::kWeak) - law.least_rate - law.consumption_rise,
              law.limited_below)
        << "and at the update after that too";
    EXPECT_EQ(fill.at(std::nullopt), fill.at(model::Activity::kWeak));
    EXPECT_EQ(fill.at(model::Activity::kRestricted), fill.at(model::Activity::kWeak));
}

TEST(StockRules, StockUpOnCheapInputsToSpareFlights) {
    const PlannedGood input{.share = 1.0, .feeds = true, .kept = true};
    EXPECT_GT(fill_of({}, state(model::TradeType::kImport, 40), input),
              fill_of({}, kImport, input));
}

}  // namespace
}  // namespace argosy::planner
