#include "manufacturing/preview.h"

#include <gmock/gmock.h>

#include "manufacturing/testing/workshop.h"

namespace argosy::manufacturing {
namespace {

using fleet::testing::goods_of;
using fleet::testing::priced;
using hauls::TaskType;
using model::TradeSymbol;
using model::TradeType;
using model::WaypointSymbol;
using ::testing::HasSubstr;
using testing::Remains;
using ::testing::SizeIs;
using testing::Workshop;

const WaypointSymbol kMine("X1-AD75-B7");
const WaypointSymbol kFactory("X1-AD75-H51");
const WaypointSymbol kMill("X1-AD75-D43");
const WaypointSymbol kTown("X1-AD75-A1");

constexpr std::int64_t kVolume = 20;
constexpr std::int64_t kPlenty = 6 * kVolume;
constexpr std::int64_t kLack = -6 * kVolume;

std::pair<std::string_view, model::PriceState> exports(std::string_view good, std::int64_t stock) {
    return {good, priced(good, TradeType::kExport, kVolume, stock)};
}

std::pair<std::string_view, model::PriceState> imports(std::string_view good, std::int64_t stock) {
    return {good, priced(good, TradeType::kImport, kVolume, stock)};
}

/// Two chains, CLOTHING from FABRICS and MACHINERY from IRON; a town lacks both products.
class PreviewTest : public ::testing::Test {
  protected:
    PreviewTest() : workshop_(furnished(remains_)) {
        EXPECT_TRUE(workshop_.run(workshop_.fleet.ships.refresh()).ok());
        workshop_.look(kMine, goods_of({exports("IRON", kPlenty), exports("FABRICS", kPlenty)}));
        workshop_.look(kFactory, goods_of({exports("MACHINERY", kPlenty), imports("IRON", kLack)}));
        workshop_.look(kMill, goods_of({exports("CLOTHING", kPlenty), imports("FABRICS", kLack)}));
        workshop_.look(kTown, goods_of({imports("MACHINERY", kLack), imports("CLOTHING", kLack)}));
    }

    static Remains& furnished(Remains& remains) {
        remains.world.credits = core::Credits(5'000'000);
        remains.world.add_ship(400);
        return remains;
    }

    std::vector<PreviewedPipeline> previewed() {
        return preview({.markets = workshop_.markets,
                        .profitability = profitability_,
                        .gate = gate_,
                        .settings = settings_,
                        .reserved = workshop_.shared.factories.held(),
                        .active = std::int64_t(workshop_.pipelines.active().size())});
    }

    Remains remains_;
    Workshop workshop_;
    hauls::DispatchSettings gate_;
    Settings settings_;
    Profitability profitability_{workshop_.fleet, gate_};
};

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
    workshop_.look(kMill, goods_of({exports("CLOTHING", kLack), imports("FABRICS", kPlenty)}));
    workshop_.look(kTown, goods_of({imports("MACHINERY", kLack), imports("CLOTHING", kVolume)}));
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
    EXPECT_EQ(parse_rank("price"), Rank::kPrice);
    EXPECT_EQ(parse_rank("profit"), std::nullopt);
}

}  // namespace
}  // namespace argosy::manufacturing
