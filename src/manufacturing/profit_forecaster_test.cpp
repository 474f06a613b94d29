#include "manufacturing/profit_forecaster.h"

#include <gmock/gmock.h>

#include "manufacturing/profitability.h"
#include "manufacturing/testing/workshop.h"

namespace argosy::manufacturing {
namespace {

using core::Credits;
using core::Units;
using fleet::testing::goods_of;
using fleet::testing::priced;
using model::TradeSymbol;
using model::TradeType;
using model::WaypointSymbol;
using testing::Remains;
using ::testing::SizeIs;
using testing::Workshop;

const WaypointSymbol kMine("X1-AD75-B7");
const WaypointSymbol kFactory("X1-AD75-H51");
const WaypointSymbol kTown("X1-AD75-A1");

constexpr std::int64_t kVolume = 20;
constexpr std::int64_t kPlenty = 6 * kVolume;

core::Task<core::Result<void>> let_pass(const core::Runtime& runtime, core::Duration length) {
    co_await runtime.clock.sleep_for(length);
    co_return core::Result<void>();
}

/// A mine sells IRON, a factory makes MACHINERY of it, a town wants that.
class ProfitForecasterTest : public ::testing::Test {
  protected:
    ProfitForecasterTest() : workshop_(with_credits(remains_)) {
        workshop_.look(kMine,
                       goods_of({{"IRON", priced("IRON", TradeType::kExport, kVolume, kPlenty)}}));
        workshop_.look(
            kTown,
            goods_of({{"MACHINERY", priced("MACHINERY", TradeType::kImport, kVolume, -kPlenty)}}));
        see_factory(kPlenty);
    }

    static Remains& with_credits(Remains& remains) {
        remains.world.credits = Credits(5'000'000);
        return remains;
    }

    /// A look that shows so much of the product at the factory.
    void see_factory(std::int64_t stock) {
        workshop_.look(
            kFactory,
            goods_of({{"MACHINERY", priced("MACHINERY", TradeType::kExport, kVolume, stock)},
                      {"IRON", priced("IRON", TradeType::kImport, kVolume, -kPlenty)}}));
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

    Remains remains_;
    Workshop workshop_;
    hauls::DispatchSettings gate_;
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
    see_factory(-kPlenty);
    const ProfitForecast scarce = forecast();
    ASSERT_EQ(scarce.sale.units, Units(20));
    const Credits paid_at_high = scarce.sale.cost;
    see_factory(kPlenty);
    EXPECT_LT(forecast().sale.cost, paid_at_high) << "more than HIGH is cheaper still";
    model::PriceState low = priced("MACHINERY", TradeType::kExport, kVolume, -kPlenty);
    EXPECT_LT(paid_at_high, quote_purchase(low, Units(20), core::Ask(1'000'000)).total);
}

TEST_F(ProfitForecasterTest, IsSureOfFreshLooksOnly) {
    add_sale(Units(20));
    EXPECT_EQ(forecast().confidence, ConfidenceLevel::kHigh);
    ASSERT_TRUE(workshop_.run(let_pass(workshop_.runtime, ProfitForecaster::kFresh * 2)).ok());
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
