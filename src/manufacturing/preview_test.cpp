#include "manufacturing/preview.h"

#include <gmock/gmock.h>

#include "manufacturing/testing/two_chains.h"

namespace argosy::manufacturing {
namespace {

using hauls::TaskType;
using model::TradeSymbol;
using testing::exports;
using ::testing::HasSubstr;
using testing::imports;
using testing::kFactory;
using testing::kLack;
using testing::kMill;
using testing::kMine;
using testing::kPlenty;
using testing::kTown;
using testing::kVolume;
using ::testing::SizeIs;

class PreviewTest : public testing::TwoChainsTest {
  protected:
    std::vector<PreviewedPipeline> previewed() {
        return preview({.markets = workshop_.markets,
                        .profitability = profitability_,
                        .gate = gate_,
                        .settings = settings_,
                        .reserved = workshop_.shared.factories.held(),
                        .active = std::int64_t(workshop_.pipelines.active().size()),
                        .is_too_late = is_too_late_});
    }

    bool is_too_late_ = false;
};

TEST_F(PreviewTest, StartsNothingThatAResetWouldCutShort) {
    is_too_late_ = true;
    for (const PreviewedPipeline& pipeline : previewed())
        EXPECT_EQ(pipeline.obstacle, "the universe is reset before it would pay");
}

TEST_F(PreviewTest, ShowsTheArithmeticOfEveryLegInTheOrderOfAFlight) {
    const auto pipelines = previewed();
    ASSERT_THAT(pipelines, SizeIs(2));
    for (const PreviewedPipeline& pipeline : pipelines) {
        EXPECT_EQ(pipeline.obstacle, "");
        ASSERT_THAT(pipeline.legs, SizeIs(2));
        const PreviewedLeg& feed = pipeline.legs.front();
        const PreviewedLeg& sale = pipeline.legs.back();
        EXPECT_EQ(feed.from, kMine);
        EXPECT_EQ(feed.to, sale.from);
        EXPECT_EQ(feed.load, TaskType::kAcquire);
        EXPECT_EQ(feed.unload, TaskType::kDeliver);
        EXPECT_EQ(sale.load, TaskType::kCollect);
        EXPECT_EQ(sale.unload, TaskType::kSell);
        EXPECT_EQ(sale.to, kTown);
        const auto& whole = pipeline.opportunity.whole;
        EXPECT_EQ(feed.cost + sale.cost, whole.cost);
        EXPECT_EQ(feed.revenue + sale.revenue, whole.revenue);
        EXPECT_EQ(sale.verdict, "clears");
    }
}

TEST_F(PreviewTest, SaysWhyALegOrAProductDoesNotClear) {
    see(kMill, {exports("CLOTHING", kLack), imports("FABRICS", kPlenty)});
    see(kTown, {imports("MACHINERY", kLack), imports("CLOTHING", kVolume)});
    const auto pipelines = previewed();
    ASSERT_THAT(pipelines, SizeIs(2));
    const PreviewedPipeline& clothing = pipelines.back();
    EXPECT_EQ(clothing.opportunity.good, TradeSymbol("CLOTHING"));
    EXPECT_THAT(clothing.obstacle, HasSubstr("no leg earns"));
    EXPECT_THAT(clothing.legs.front().verdict, HasSubstr("the factory has plenty"));
    EXPECT_THAT(clothing.legs.back().verdict, HasSubstr("no unit clears 4500 bp"));
    gate_.least_profit = core::Credits(100'000'000);
    gate_.feed_least_profit = core::Credits(100'000'000);
    EXPECT_THAT(previewed().front().legs.front().verdict, HasSubstr("the least is 100000000"));
    gate_.advisory = true;
    EXPECT_EQ(previewed().front().legs.front().verdict, "clears");
}

TEST_F(PreviewTest, StartsNoMorePipelinesThanThereMayBe) {
    settings_.max_pipelines = 1;
    auto pipelines = previewed();
    EXPECT_EQ(pipelines.front().obstacle, "");
    EXPECT_EQ(pipelines.back().obstacle, "max_pipelines is 1");
    settings_.max_pipelines = 0;
    settings_.mode = Mode::kSerial;
    pipelines = previewed();
    EXPECT_EQ(pipelines.front().obstacle, "");
    EXPECT_EQ(pipelines.back().obstacle, "serial: one product at a time");
    // One that runs already counts.
    workshop_.begin_pipeline(TradeSymbol("FOOD"));
    EXPECT_NE(previewed().front().obstacle, "");
}

TEST_F(PreviewTest, ChangesNothing) {
    const auto rows = [&] {
        return workshop_.run(
            workshop_.store.query("SELECT COUNT(*) AS n FROM manufacturing_pipelines", {}));
    };
    const std::size_t asked = workshop_.game.requests.size();
    previewed();
    EXPECT_EQ(rows()->front().integer("n"), 0);
    EXPECT_TRUE(workshop_.pipelines.active().empty());
    EXPECT_TRUE(workshop_.tasks.all().empty());
    EXPECT_EQ(workshop_.game.requests.size(), asked);
}

TEST(Words, OfModesAndRankingsAreReadAsTheyAreWritten) {
    EXPECT_EQ(parse_mode("parallel"), Mode::kParallel);
    EXPECT_EQ(parse_mode("serial"), Mode::kSerial);
    EXPECT_EQ(parse_mode(""), std::nullopt);
    EXPECT_EQ(parse_rank("value"), Rank::kValue);
    EXPECT_EQ(parse_rank("return"), Rank::kReturn);
    EXPECT_EQ(parse_rank("price"), Rank::kPrice);
    EXPECT_EQ(parse_rank("profit"), std::nullopt);
}

}  // namespace
}  // namespace argosy::manufacturing
