#include "market/drift.h"

#include <gtest/gtest.h>

namespace argosy::market {
namespace {

using namespace std::chrono_literals;
using model::Activity;
using model::TradeType;

DriftKind export_kind(std::int64_t volume = 20) {
    return {TradeType::kExport, Activity::kWeak, core::Units(volume), Trading::kBusy};
}

// Shows the model a good that moves evenly, in looks so far apart.
void live(DriftModel& model, const DriftKind& kind, Gauge& own, double rate_per_hour, int looks,
          core::Duration apart = 30min) {
    double ratio = -6;
    for (int i = 0; i < looks; ++i) {
        const double moved = rate_per_hour * std::chrono::duration<double>(apart).count() / 3600;
        model.learn(kind, own, ratio, ratio + moved, apart);
        ratio = ratio + moved > 6 ? -6 : ratio + moved;
    }
}

TEST(Drift, BeginsWithTheRatesRecordedOfTheLiveGame) {
    const DriftModel model;
    EXPECT_NEAR(model.predict(export_kind(), {}, 0, 1h), 0.35, 0.05);
    const DriftKind import{TradeType::kImport, Activity::kStrong, core::Units(20), Trading::kBusy};
    EXPECT_NEAR(model.predict(import, {}, 0, 1h), -1.9, 0.1);
    const DriftKind exchange{TradeType::kExchange, std::nullopt, core::Units(180), Trading::kBusy};
    EXPECT_LT(model.predict(exchange, {}, 2, 1h), 2);
    EXPECT_GT(model.predict(exchange, {}, 2, 100h), 0);
}

TEST(Drift, ExpectsQuietMarketsToHardlyMove) {
    const DriftModel model;
    DriftKind quiet = export_kind();
    quiet.trading = Trading::kQuiet;
    EXPECT_LT(model.predict(quiet, {}, 0, 1h), 0.1);
}

TEST(Drift, StopsWhereStocksRest) {
    const DriftModel model;
    const DriftKind import{TradeType::kImport, Activity::kWeak, core::Units(20), Trading::kBusy};
    EXPECT_EQ(model.predict(export_kind(), {}, 7.9, 24h), 8);
    EXPECT_EQ(model.predict(export_kind(), {}, 16, 24h), 16) << "it began outside and stays there";
    EXPECT_EQ(model.predict(import, {}, -7.9, 24h), -8);
    EXPECT_EQ(model.predict(import, {}, -20, 24h), -20);
}

TEST(Drift, LearnsTheRateOfAGoodFromAFewLooks) {
    DriftModel model;
    Gauge own;
    live(model, export_kind(), own, 1.5, 3);
    EXPECT_NEAR(model.predict(export_kind(), own, 0, 1h), 1.5, 0.5);
    live(model, export_kind(), own, 1.5, 20);
    EXPECT_NEAR(model.predict(export_kind(), own, 0, 1h), 1.5, 0.1);
}

TEST(Drift, GivesAGoodThatWasNeverSeenAgainTheRateOfItsKind) {
    DriftModel model;
    for (int good = 0; good < 10; ++good) {
        Gauge own;
        live(model, export_kind(), own, 1.5, 6);
    }
    EXPECT_NEAR(model.predict(export_kind(), {}, 0, 1h), 1.5, 0.2);
    EXPECT_NEAR(model.predict(export_kind(60), {}, 0, 1h), 1.5, 0.5) << "of another volume";
    DriftKind growing = export_kind();
    growing.activity = Activity::kGrowing;
    EXPECT_NEAR(model.predict(growing, {}, 0, 1h), 1.4, 0.01) << "of another activity: untouched";
}

TEST(Drift, ForgetsAnOldRateForANewOne) {
    DriftModel model;
    Gauge own;
    live(model, export_kind(), own, 0.3, 40);
    live(model, export_kind(), own, 1.8, 20);
    EXPECT_NEAR(model.predict(export_kind(), own, 0, 1h), 1.8, 0.2);
}

TEST(Drift, LearnsNothingFromStocksAtRest) {
    DriftModel model;
    Gauge own;
    for (int i = 0; i < 100; ++i)
        model.learn(export_kind(), own, 8, 8, 30min);
    EXPECT_EQ(own, Gauge());
    EXPECT_TRUE(model.take_changed().empty());
    EXPECT_NEAR(model.predict(export_kind(), own, 0, 1h), 0.35, 0.05);
}

TEST(Drift, LearnsWhatShareOfItsStockAnExchangeLoses) {
    DriftModel model;
    Gauge own;
    const DriftKind kind{TradeType::kExchange, std::nullopt, core::Units(180), Trading::kBusy};
    double ratio = -3;
    for (int i = 0; i < 30; ++i) {
        const double after = ratio * 0.9;
        model.learn(kind, own, ratio, after, 30min);
        ratio = after < -0.3 ? after : -3;
    }
    EXPECT_NEAR(model.predict(kind, own, -2, 30min), -1.8, 0.05);
    EXPECT_NEAR(model.predict(kind, own, 2, 30min), 1.8, 0.05);
}

TEST(Drift, NamesThePoolsThatLearnedOnce) {
    DriftModel model;
    Gauge own;
    live(model, export_kind(), own, 1, 1);
    const auto changed = model.take_changed();
    ASSERT_EQ(changed.size(), 2u);
    EXPECT_TRUE(model.take_changed().empty());
    DriftModel restored;
    for (const DriftPool& pool : changed)
        restored.restore(pool, model.pools().at(pool));
    EXPECT_EQ(restored.predict(export_kind(), own, 0, 1h),
              model.predict(export_kind(), own, 0, 1h));
}

}  // namespace
}  // namespace argosy::market
