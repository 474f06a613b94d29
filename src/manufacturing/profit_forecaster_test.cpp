#include "manufacturing/profit_forecaster.h"

#include <gmock/gmock.h>

#include "manufacturing/testing/two_chains.h"

namespace argosy::manufacturing {
namespace {

using core::Credits;
using core::Units;
using model::TradeSymbol;
using model::WaypointSymbol;
using testing::exports;
using testing::imports;
using testing::kFactory;
using testing::kLack;
using testing::kMine;
using testing::kPlenty;
using testing::kTown;
using ::testing::SizeIs;

class ProfitForecasterTest : public testing::TwoChainsTest {
  protected:
    /// A look that shows so much of the product at the factory.
    void see_factory(std::int64_t stock) {
        see(kFactory, {exports("MACHINERY", stock), imports("IRON", kLack)});
    }

    /// Adds a haul with its two tasks, bound for so many units (0: not bound yet).
    void add_haul(hauls::TaskType load, const char* good, const WaypointSymbol& from,
                  hauls::TaskType unload, const WaypointSymbol& to, Units bound) {
        const auto haul = workshop_.runtime.ids.next<core::HaulId>("haul");
        for (const hauls::TaskType type : {load, unload}) {
            hauls::ManufacturingTask task{.id = workshop_.runtime.ids.next<core::TaskId>("task"),
                                          .haul = haul,
                                          .type = type,
                                          .good = TradeSymbol(good),
                                          .quantity = bound};
            task.source = from;
            task.factory = type == hauls::TaskType::kCollect ? from : to;
            task.target = to;
            tasks_.push_back(std::move(task));
        }
    }
    void add_sale(Units bound) {
        add_haul(hauls::TaskType::kCollect, "MACHINERY", kFactory, hauls::TaskType::kSell, kTown,
                 bound);
    }
    void add_feeding(Units bound) {
        add_haul(hauls::TaskType::kAcquire, "IRON", kMine, hauls::TaskType::kDeliver, kFactory,
                 bound);
    }

    ProfitForecast forecast() const {
        std::vector<const hauls::ManufacturingTask*> tasks;
        for (const hauls::ManufacturingTask& task : tasks_)
            tasks.push_back(&task);
        return ProfitForecaster(workshop_.fleet, gate_)
            .forecast(core::PipelineId("pipeline-1-1"), TradeSymbol("MACHINERY"), tasks);
    }

    std::vector<hauls::ManufacturingTask> tasks_;
};

TEST_F(ProfitForecasterTest, PricesBoundHaulsForTheUnitsTheyAreBoundFor) {
    add_sale(Units(20));
    const ProfitForecast one = forecast();
    EXPECT_EQ(one.sale.units, Units(20));
    EXPECT_GT(one.profit(), Credits(0));
    add_sale(Units(20));
    const ProfitForecast two = forecast();
    EXPECT_EQ(two.sale.units, Units(40));
    EXPECT_LT(two.profit(), one.profit() + one.profit()) << "the second lot meets worse prices";
}

TEST_F(ProfitForecasterTest, KeepsSaleAndFeedingApart) {
    add_sale(Units(20));
    add_feeding(Units(20));
    const ProfitForecast whole = forecast();
    EXPECT_EQ(whole.feeding.units, Units(20));
    EXPECT_EQ(whole.cost(), whole.sale.cost + whole.feeding.cost);
    EXPECT_THAT(whole.snapshots, SizeIs(4)) << "an ask and a bid for each leg";
}

TEST_F(ProfitForecasterTest, AProductThatIsScarceIsPricedAsItWillBeWhenItIsHigh) {
    add_sale(Units(20));
    see_factory(kLack);
    const ProfitForecast scarce = forecast();
    ASSERT_EQ(scarce.sale.units, Units(20));
    const Credits paid_at_high = scarce.sale.cost;
    see_factory(kPlenty);
    EXPECT_LT(forecast().sale.cost, paid_at_high) << "more than HIGH is cheaper still";
    const model::PriceState low = exports("MACHINERY", kLack).second;
    EXPECT_LT(paid_at_high, quote_purchase(low, Units(20), core::Ask(1'000'000)).total);
}

TEST_F(ProfitForecasterTest, IsSureOfFreshLooksOnly) {
    add_sale(Units(20));
    EXPECT_EQ(forecast().confidence, ConfidenceLevel::kHigh);
    workshop_.pass(ProfitForecaster::kFresh * 2);
    EXPECT_NE(forecast().confidence, ConfidenceLevel::kHigh);
}

TEST_F(ProfitForecasterTest, LeavesOutWhatHasEnded) {
    add_sale(Units(20));
    for (hauls::ManufacturingTask& task : tasks_)
        task.status = hauls::TaskStatus::kCancelled;
    EXPECT_EQ(forecast().profit(), Credits(0));
}

}  // namespace
}  // namespace argosy::manufacturing
