#include "planner/volume_growth.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace argosy::planner {
namespace {

using namespace std::chrono_literals;
using core::Units;
using ::testing::IsEmpty;

const model::PriceState kExport{.type = model::TradeType::kExport,
                                .base = 4'000,
                                .margin = 8,
                                .volume = Units(20),
                                .stock = Units(60)};
const PlannedGood kPlanned{.level = 5, .worth = 5'000, .flow = 36, .share = 1.0};
constexpr core::Duration kGap = 33min;

TEST(GrownVolume, IsTheFirstStepOfTheLadderThatIsNotBelowWhatIsAskedFor) {
    EXPECT_EQ(grown_volume(Units(20), Units(40)), Units(43)) << "20 22 25 28 31 35 39 43";
    EXPECT_EQ(grown_volume(Units(6), Units(14)), Units(15)) << "6 7 8 9 10 11 13 15";
    EXPECT_EQ(grown_volume(Units(60), Units(40)), Units(60));
    EXPECT_EQ(grown_volume(Units(0), Units(40)), Units(0));
}

TEST(LargestVolume, IsTheFirstThatIsNotBelowTwoThirdsOfTheLeastInput) {
    EXPECT_EQ(largest_volume(Units(60)), Units(40));
    EXPECT_EQ(largest_volume(Units(20)), Units(14));
}

TEST(GrowthPaysBack, SoonerTheMoreAUnitIsWorthAndTheSoonerUpdatesCome) {
    const auto usual = growth_pays_back_in(kExport, kPlanned, Units(43), kGap);
    ASSERT_TRUE(usual.has_value());
    PlannedGood dear = kPlanned;
    dear.worth = 8'000;
    EXPECT_LT(*growth_pays_back_in(kExport, dear, Units(43), kGap), *usual);
    const auto twice = growth_pays_back_in(kExport, kPlanned, Units(43), 2 * kGap);
    EXPECT_NEAR(double(twice->count()), 2 * double(usual->count()), 2);
    EXPECT_GT(*usual, 12h);
    EXPECT_LT(*usual, 48h);
}

TEST(GrowthPaysBack, SoonerWhereTheExportHasBeenBoughtOutAlready) {
    model::PriceState drained = kExport;
    drained.stock = Units(-60);
    EXPECT_LT(*growth_pays_back_in(drained, kPlanned, Units(43), kGap),
              *growth_pays_back_in(kExport, kPlanned, Units(43), kGap) / 2);
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

    static VolumeChance chance(std::string_view good, core::Duration pays_back_in,
                               std::int64_t volume = 20) {
        return {.place = place(good),
                .volume = Units(volume),
                .grown = Units(43),
                .may_begin = true,
                .is_ripe = true,
                .pays_back_in = pays_back_in};
    }

    /// Reviews how exports stand so long after the last time.
    std::vector<VolumeNews> review(const std::vector<VolumeChance>& chances,
                                   core::Duration after = 0min, core::Duration left = 72h) {
        now_ += after;
        return growth_.review(chances, {.now = now_, .gap = kGap, .left = left});
    }

    /// What became of the only one there is news of.
    static VolumeNews::Kind only(const std::vector<VolumeNews>& news) {
        EXPECT_EQ(news.size(), 1u);
        return news.empty() ? VolumeNews::Kind::kBegun : news.front().kind;
    }

    /// Tries one for as long as it is tried, while nothing grows.
    void try_in_vain(std::string_view good, bool is_ripe = true) {
        VolumeChance tried = chance(good, 10h);
        tried.is_ripe = is_ripe;
        review({tried});
        EXPECT_TRUE(growth_.grows(place(good)));
        review({tried}, 1min);
        EXPECT_EQ(only(review({tried}, VolumeGrowth::kPatience * kGap)),
                  VolumeNews::Kind::kGivenUp);
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

TEST_F(Growing, BeginsNothingThatMayNotBeginOrComesBackTooLateOrNeverOrHasGrown) {
    VolumeChance weak = chance("CLOTHING", 10h);
    weak.may_begin = false;
    VolumeChance never = chance("DRUGS", 10h);
    never.pays_back_in.reset();
    EXPECT_THAT(review({weak, never, chance("FOOD", 20h), chance("FUEL", 10h, 43)}, 0min, 19h),
                IsEmpty());
}

TEST_F(Growing, GoesOnAsLongAsItGrowsEvenIfNotAllPaysBackAnyMore) {
    review({chance("FOOD", 20h)});
    for (const std::int64_t volume : {22, 25, 28}) {
        EXPECT_EQ(only(review({chance("FOOD", 20h, volume)}, 4h, 1h)), VolumeNews::Kind::kGrown);
        EXPECT_TRUE(growth_.grows(place("FOOD")));
    }
    const auto news = review({chance("FOOD", 20h, 43)}, 4h);
    ASSERT_EQ(news.size(), 2u);
    EXPECT_EQ(news[0].kind, VolumeNews::Kind::kGrown);
    EXPECT_EQ(news[1].kind, VolumeNews::Kind::kEnded) << "it can grow no further";
    EXPECT_FALSE(growth_.grows(place("FOOD")));
}

TEST_F(Growing, EndsWhatIsNotKnownAnyMoreOrBringsNothingOrHasNoTimeLeft) {
    VolumeChance useless = chance("FOOD", 10h);
    useless.pays_back_in.reset();
    review({chance("FOOD", 10h)});
    EXPECT_EQ(only(review({})), VolumeNews::Kind::kEnded);
    review({chance("FOOD", 10h)});
    EXPECT_EQ(only(review({useless})), VolumeNews::Kind::kEnded);
    review({chance("FOOD", 10h)});
    EXPECT_EQ(only(review({chance("FOOD", 10h)}, 0min, 0h)), VolumeNews::Kind::kEnded);
    review({chance("FOOD", 10h)});
    EXPECT_TRUE(growth_.grows(place("FOOD"))) << "none of that speaks against it";
}

TEST_F(Growing, LeavesWhatItGaveUpAloneTwiceAsLongEachTime) {
    try_in_vain("FOOD");
    for (core::Duration rest = VolumeGrowth::kRest; rest < 100h; rest *= 2) {
        EXPECT_THAT(review({chance("FOOD", 10h)}, rest - 1min), IsEmpty());
        review({chance("CLOTHING", 10h), chance("DRUGS", 10h)});
        review({chance("CLOTHING", 10h, 22)});
        review({}, 1min);
        try_in_vain("FOOD");
    }
}

TEST_F(Growing, StopsTryingWhereWhatWasRipeNeverGrew) {
    for (std::int64_t tried = 0; tried < VolumeGrowth::kEnough; ++tried)
        try_in_vain(fmt::format("GOOD_{}", tried));
    EXPECT_THAT(review({chance("FOOD", 10h)}, 48h), IsEmpty());
}

TEST_F(Growing, GoesOnTryingWhereNothingWasRipeOrSomethingHasGrown) {
    for (std::int64_t tried = 0; tried <= VolumeGrowth::kEnough; ++tried)
        try_in_vain(fmt::format("UNRIPE_{}", tried), false);
    review({chance("FOOD", 10h)});
    review({chance("FOOD", 10h, 43)}, 1h);
    for (std::int64_t tried = 0; tried <= VolumeGrowth::kEnough; ++tried)
        try_in_vain(fmt::format("GOOD_{}", tried));
    review({chance("CLOTHING", 10h)});
    EXPECT_TRUE(growth_.grows(place("CLOTHING")));
}

}  // namespace
}  // namespace argosy::planner
