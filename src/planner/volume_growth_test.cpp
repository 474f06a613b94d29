#include "planner/volume_growth.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace argosy::planner {
namespace {

using namespace std::chrono_literals;
using core::Units;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const model::PriceState kExport{.type = model::TradeType::kExport,
                                .base = 4'000,
                                .margin = 8,
                                .volume = Units(20),
                                .stock = Units(60)};
const PlannedGood kPlanned{.level = 5, .worth = 5'000, .flow = 36, .share = 1.0};
constexpr core::Duration kGap = 33min;

TEST(GrownVolume, IsTheFirstOfTheLadderFromTwoThirdsOfTheLeastInputOn) {
    EXPECT_EQ(grown_volume(Units(20), Units(60)), Units(43)) << "20 22 25 28 31 35 39 43";
    EXPECT_EQ(grown_volume(Units(6), Units(20)), Units(15)) << "6 7 8 9 10 11 13 15";
    EXPECT_EQ(grown_volume(Units(60), Units(60)), Units(60));
}

TEST(GrowthPaysBack, SoonerTheMoreAUnitIsWorthAndTheSoonerUpdatesCome) {
    const auto usual = growth_pays_back_in(kExport, kPlanned, Units(43), kGap);
    ASSERT_TRUE(usual.has_value());
    PlannedGood dear = kPlanned;
    dear.worth = 8'000;
    EXPECT_LT(*growth_pays_back_in(kExport, dear, Units(43), kGap), *usual);
    EXPECT_EQ(*growth_pays_back_in(kExport, kPlanned, Units(43), 2 * kGap) / *usual, 2);
    // 20 to 30 hours with what the plan of X1-AD75 says, where EQUIPMENT, CLOTHING and SHIP_PARTS
    // together had paid back a day after they were begun.
    EXPECT_GT(*usual, 12h);
    EXPECT_LT(*usual, 48h);
}

TEST(GrowthPaysBack, NeverWhereAUnitIsWorthNoMoreThanItCostsOrNoneIsBought) {
    PlannedGood poor = kPlanned;
    poor.worth = 2'000;
    EXPECT_EQ(growth_pays_back_in(kExport, poor, Units(43), kGap), std::nullopt);
    PlannedGood left = kPlanned;
    left.share = 0;
    EXPECT_EQ(growth_pays_back_in(kExport, left, Units(43), kGap), std::nullopt);
}

class Growing : public ::testing::Test {
  protected:
    static Place place(std::string_view good) {
        return {model::WaypointSymbol("X1-AD75-A1"), model::TradeSymbol(good)};
    }

    static GrowthChance chance(std::string_view good, core::Duration pays_back_in,
                               std::int64_t volume = 20) {
        return {.place = place(good),
                .volume = Units(volume),
                .is_strong = true,
                .pays_back_in = pays_back_in};
    }

    /// Reviews what can grow now, as so often until then.
    std::vector<GrowthNews> review(const std::vector<GrowthChance>& chances,
                                   core::Duration after = 0min, core::Duration left = 72h) {
        now_ += after;
        return growth_.review(chances, now_, kGap, left);
    }

    /// Tries one for as long as it is tried, while nothing grows.
    std::vector<GrowthNews> try_in_vain(std::string_view good) {
        review({chance(good, 10h)});
        return review({chance(good, 10h)}, VolumeGrowth::kPatience * kGap);
    }

    VolumeGrowth growth_{2};
    core::TimePoint now_;
};

TEST_F(Growing, BeginsWhatPaysBackSoonestAndNoMoreThanSoMany) {
    const auto news = review({chance("DRUGS", 30h), chance("CLOTHING", 20h), chance("FOOD", 25h)});
    EXPECT_EQ(news.size(), 2u);
    EXPECT_TRUE(growth_.grows(place("CLOTHING")));
    EXPECT_TRUE(growth_.grows(place("FOOD")));
    EXPECT_FALSE(growth_.grows(place("DRUGS")));
}

TEST_F(Growing, BeginsNothingThatIsNotStrongOrComesBackTooLateOrNever) {
    GrowthChance weak = chance("CLOTHING", 10h);
    weak.is_strong = false;
    GrowthChance never = chance("DRUGS", 10h);
    never.pays_back_in.reset();
    EXPECT_THAT(review({weak, never, chance("FOOD", 20h)}, 0min, 19h), IsEmpty());
    EXPECT_FALSE(growth_.grows(place("FOOD")));
}

TEST_F(Growing, GoesOnAsLongAsItGrowsWhateverIsLeft) {
    review({chance("FOOD", 20h)});
    for (const std::int64_t volume : {22, 25, 28}) {
        const auto news = review({chance("FOOD", 20h, volume)}, 4h, 1h);
        ASSERT_EQ(news.size(), 1u);
        EXPECT_EQ(news.front().kind, GrowthNews::Kind::kGrown);
        EXPECT_TRUE(growth_.grows(place("FOOD")));
    }
    const auto news = review({});
    ASSERT_EQ(news.size(), 1u);
    EXPECT_EQ(news.front().kind, GrowthNews::Kind::kEnded) << "it can grow no further";
    EXPECT_FALSE(growth_.grows(place("FOOD")));
}

TEST_F(Growing, GivesUpWhatDoesNotGrowAndLeavesItAloneForAWhile) {
    const auto news = try_in_vain("FOOD");
    ASSERT_EQ(news.size(), 1u);
    EXPECT_EQ(news.front().kind, GrowthNews::Kind::kGivenUp);
    review({chance("FOOD", 10h)}, 1h);
    EXPECT_FALSE(growth_.grows(place("FOOD")));
    review({chance("FOOD", 10h)}, VolumeGrowth::kRest);
    EXPECT_TRUE(growth_.grows(place("FOOD")));
}

TEST_F(Growing, StopsTryingWhereNothingHasEverGrown) {
    for (std::int64_t tried = 0; tried < VolumeGrowth::kEnough; ++tried)
        try_in_vain(fmt::format("GOOD_{}", tried));
    EXPECT_THAT(review({chance("FOOD", 10h)}, 48h), IsEmpty());
}

TEST_F(Growing, GoesOnTryingOnceSomethingHasGrown) {
    review({chance("FOOD", 10h)});
    review({chance("FOOD", 10h, 22)}, 1h);
    review({});
    for (std::int64_t tried = 0; tried < VolumeGrowth::kEnough; ++tried)
        try_in_vain(fmt::format("GOOD_{}", tried));
    review({chance("CLOTHING", 10h)});
    EXPECT_TRUE(growth_.grows(place("CLOTHING")));
}

}  // namespace
}  // namespace argosy::planner
