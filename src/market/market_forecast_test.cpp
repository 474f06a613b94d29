#include <gmock/gmock.h>

#include <limits>

#include "market/testing/book_on_a_store.h"

namespace argosy::market {
namespace {

using core::Units;
using model::TradeSymbol;
using model::TradeType;

const TradeSymbol kMachinery("MACHINERY");  // Dear: one look settles its state.
constexpr core::Ask kAnyAsk(std::numeric_limits<std::int64_t>::max());

using MarketForecastTest = MarketBookTest;

TEST_F(MarketForecastTest, ForecastsFromTheLastLookWithItsAge) {
    const auto truth = state_of(kMachinery, TradeType::kExport, 8, 40);
    look(kHere, {shown(kMachinery, truth)});
    EXPECT_FALSE(book_.forecast(kThere, kMachinery, loop_.clock().now()));
    const auto now = book_.forecast(kHere, kMachinery, loop_.clock().now());
    ASSERT_TRUE(now.has_value());
    EXPECT_EQ(now->state, truth);
    EXPECT_EQ(now->ask, model::ask_of(truth));
    EXPECT_EQ(now->bid, model::bid_of(truth));
    EXPECT_EQ(now->age, core::Duration(0));
    const auto later =
        book_.forecast(kHere, kMachinery, loop_.clock().now() + std::chrono::hours(2));
    ASSERT_TRUE(later.has_value());
    EXPECT_EQ(later->age, std::chrono::hours(2));
    EXPECT_GT(later->error_bp, now->error_bp);
}

TEST_F(MarketForecastTest, MeasuresHowFarForecastsWereOff) {
    const auto truth = state_of(kMachinery, TradeType::kExport, 8, 100);
    look(kHere, {shown(kMachinery, truth)});
    EXPECT_TRUE(book_.accuracy().empty());
    look(kHere, {shown(kMachinery, truth)});
    ASSERT_EQ(book_.accuracy().size(), 1u);
    EXPECT_EQ(book_.accuracy()[0].type, TradeType::kExport);
    EXPECT_EQ(book_.accuracy()[0].prices, 2) << "an ask and a bid";
    EXPECT_EQ(book_.accuracy()[0].exact, 2);
    EXPECT_EQ(book_.accuracy()[0].median_bp, 0);

    wait(std::chrono::hours(1));
    auto emptied = truth;
    emptied.stock -= Units(300);
    look(kHere, {shown(kMachinery, emptied)});
    ASSERT_EQ(book_.accuracy().size(), 2u);
    EXPECT_EQ(book_.accuracy()[1].age_from, std::chrono::minutes(45));
    EXPECT_EQ(book_.accuracy()[1].prices, 2);
    EXPECT_EQ(book_.accuracy()[1].exact, 0);
    EXPECT_GT(book_.accuracy()[1].median_bp, 1'000);
}

TEST_F(MarketForecastTest, MovesOnWithTheDriftItLearned) {
    auto truth = state_of(kMachinery, TradeType::kExport, 8, -240);
    for (int visit = 0; visit < 8; ++visit) {
        look(kHere, {shown(kMachinery, truth)});
        trade(kMachinery, 6);
        truth.stock -= Units(6);
        wait(std::chrono::minutes(30));
        truth.stock += Units(36);
    }
    look(kHere, {shown(kMachinery, truth)});
    const auto forecast =
        book_.forecast(kHere, kMachinery, loop_.clock().now() + std::chrono::hours(1));
    ASSERT_TRUE(forecast.has_value());
    EXPECT_NEAR(double(forecast->state.stock.count()), double(truth.stock.count() + 72), 8.0);
    EXPECT_EQ(forecast->ask, model::ask_of(forecast->state));

    const auto cost = [](const Forecast& of) {
        return model::quote_purchase(of.state, Units(150), kAnyAsk).total;
    };
    EXPECT_EQ(cost(*forecast),
              model::quote_tranches(forecast->state, {Units(60), Units(60), Units(30)}).total);
    EXPECT_LT(cost(*forecast), cost(*book_.forecast(kHere, kMachinery, loop_.clock().now())))
        << "the market will have made more by then";
    EXPECT_FALSE(book_.forecast(kThere, kMachinery, loop_.clock().now()));
}

TEST_F(MarketForecastTest, SaysWhetherALookOrATradeTaughtItLast) {
    look(kHere, {shown(kMachinery, state_of(kMachinery, TradeType::kExport, 8, 0))});
    EXPECT_EQ(book_.find(kHere, kMachinery)->source, Source::kLook);
    EXPECT_FALSE(book_.find(kHere, kMachinery)->traded_at);
    trade(kMachinery, 20);
    EXPECT_EQ(book_.find(kHere, kMachinery)->source, Source::kTrade);
    EXPECT_EQ(book_.find(kHere, kMachinery)->traded_at, loop_.clock().now());
    look(kHere, {shown(kMachinery, state_of(kMachinery, TradeType::kExport, 8, -20))});
    EXPECT_EQ(book_.find(kHere, kMachinery)->source, Source::kLook);
    EXPECT_TRUE(book_.find(kHere, kMachinery)->traded_at);
}

TEST_F(MarketForecastTest, KnowsTheSameAfterAReload) {
    auto truth = state_of(kMachinery, TradeType::kExport, 8, -240);
    for (int visit = 0; visit < 8; ++visit) {
        look(kHere, {shown(kMachinery, truth),
                     shown(kIron, state_of(kIron, TradeType::kImport, 9, -truth.stock.count()))});
        trade(kMachinery, 6);
        wait(std::chrono::minutes(20));
        truth.stock += Units(30);
    }
    MarketBook reloaded(runtime_, store_, kPlayer);
    ASSERT_TRUE(load(reloaded).ok());
    for (const TradeSymbol& good : {kMachinery, kIron}) {
        const Listing* before = book_.find(kHere, good);
        const Listing* after = reloaded.find(kHere, good);
        ASSERT_NE(after, nullptr);
        EXPECT_EQ(after->belief, before->belief);
        EXPECT_EQ(after->source, before->source);
        EXPECT_EQ(after->traded_at, before->traded_at);
        EXPECT_EQ(after->drift, before->drift);
        for (const auto ahead : {std::chrono::hours(0), std::chrono::hours(2)}) {
            const auto at = loop_.clock().now() + ahead;
            EXPECT_EQ(reloaded.forecast(kHere, good, at)->state,
                      book_.forecast(kHere, good, at)->state);
            EXPECT_EQ(reloaded.forecast(kHere, good, at)->error_bp,
                      book_.forecast(kHere, good, at)->error_bp);
        }
    }
    EXPECT_EQ(reloaded.accuracy().size(), book_.accuracy().size());
}

TEST_F(MarketForecastTest, TellsTheHistoryOfAGoodOverASpan) {
    auto truth = state_of(kMachinery, TradeType::kExport, 8, 0);
    const core::TimePoint start = loop_.clock().now();
    for (int visit = 0; visit < 5; ++visit) {
        look(kHere, {shown(kMachinery, truth)});
        truth.stock += Units(30);
        wait(std::chrono::hours(1));
    }
    const auto points = [&](core::TimePoint from, core::TimePoint to, std::int64_t most) {
        std::optional<Result<std::vector<PricePoint>>> answer;
        const auto ask = [](MarketBook& book, core::TimePoint first, core::TimePoint last,
                            std::int64_t count, auto& kept) -> Task<void> {
            kept = co_await book.history(kHere, kMachinery, first, last, count);
        };
        runtime_.spawn(ask(book_, from, to, most, answer));
        wait(std::chrono::minutes(1));
        return answer.value().value();
    };
    EXPECT_EQ(points(start, start + std::chrono::hours(9), 100).size(), 5u);
    const auto middle = points(start + std::chrono::hours(1), start + std::chrono::hours(3), 100);
    ASSERT_EQ(middle.size(), 3u);
    EXPECT_EQ(middle.front().at, start + std::chrono::hours(1));
    EXPECT_GT(middle.front().ask, middle.back().ask);
    const auto newest = points(start, start + std::chrono::hours(9), 2);
    ASSERT_EQ(newest.size(), 2u);
    EXPECT_EQ(newest.back().at, start + std::chrono::hours(4));
}

}  // namespace
}  // namespace argosy::market
