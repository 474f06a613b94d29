#include "market/market_book.h"

#include <gmock/gmock.h>

#include "market/testing/book_on_a_store.h"
#include "tests/support/price_candidates.h"

namespace argosy::market {
namespace {

using core::Ask;
using core::Bid;
using core::Units;
using model::Activity;
using model::Supply;
using model::TradeSymbol;
using model::TradeType;
using model::WaypointSymbol;
using namespace std::chrono_literals;
using ::testing::ElementsAre;

TEST_F(MarketBookTest, RemembersALookWithTheStateBehindIt) {
    const auto truth = state_of(kIron, TradeType::kExport, 8, 40);
    look(kHere, {shown(kIron, truth)});

    const Listing* listing = book_.find(kHere, kIron);
    ASSERT_NE(listing, nullptr);
    EXPECT_EQ(listing->type, TradeType::kExport);
    EXPECT_EQ(listing->volume, Units(60));
    EXPECT_EQ(listing->activity, Activity::kGrowing);
    EXPECT_EQ(listing->looked_at, loop_.clock().now());
    EXPECT_EQ(book_.looked_at(kHere), loop_.clock().now());
    ASSERT_TRUE(listing->state.has_value());
    EXPECT_EQ(model::ask_of(*listing->state), listing->ask);
    EXPECT_EQ(model::bid_of(*listing->state), listing->bid);
    EXPECT_EQ(model::supply_of(*listing->state), listing->supply);
}

TEST_F(MarketBookTest, KnowsNothingOfAMarketNobodyLookedAt) {
    EXPECT_EQ(book_.find(kHere, kIron), nullptr);
    EXPECT_FALSE(book_.looked_at(kHere).has_value());
    EXPECT_TRUE(book_.goods_at(kHere).empty());
    EXPECT_TRUE(book_.sellers_of(kIron).empty());
    EXPECT_EQ(trade(kIron, 10), nullptr);
}

TEST_F(MarketBookTest, MovesPricesByOurOwnTradesExactlyAsTheLawDoes) {
    // A dear good: each of its prices belongs to one stock, so that the state is the market's own.
    const TradeSymbol machinery("MACHINERY");
    auto truth = state_of(machinery, TradeType::kExport, 8, 100);
    look(kHere, {shown(machinery, truth)});
    for (const std::int64_t bought : {60, 60, 17, -40, 60}) {
        truth.stock -= Units(bought);
        const Listing* after = trade(machinery, bought);
        ASSERT_NE(after, nullptr);
        EXPECT_EQ(after->ask, model::ask_of(truth));
        EXPECT_EQ(after->bid, model::bid_of(truth));
        EXPECT_EQ(after->supply, model::supply_of(truth));
    }
}

TEST_F(MarketBookTest, IsTheSameBookAfterAReload) {
    look(kHere,
         {shown(kIron, state_of(kIron, TradeType::kExport, 8, 100)),
          shown(TradeSymbol("FUEL"), state_of(TradeSymbol("FUEL"), TradeType::kExchange, 8, 0))});
    look(kThere, {shown(kIron, state_of(kIron, TradeType::kImport, 6, -100))});
    trade(kIron, 60);

    MarketBook reloaded(runtime_, store_, kPlayer);
    ASSERT_TRUE(load(reloaded).ok());
    for (const WaypointSymbol& market : {kHere, kThere}) {
        const auto before = book_.goods_at(market);
        const auto after = reloaded.goods_at(market);
        ASSERT_EQ(before.size(), after.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
            EXPECT_EQ(before[i]->good, after[i]->good);
            EXPECT_EQ(before[i]->type, after[i]->type);
            EXPECT_EQ(before[i]->volume, after[i]->volume);
            EXPECT_EQ(before[i]->supply, after[i]->supply);
            EXPECT_EQ(before[i]->activity, after[i]->activity);
            EXPECT_EQ(before[i]->ask, after[i]->ask);
            EXPECT_EQ(before[i]->bid, after[i]->bid);
            EXPECT_EQ(before[i]->looked_at, after[i]->looked_at);
            EXPECT_EQ(before[i]->state, after[i]->state);
        }
    }
    EXPECT_EQ(reloaded.sellers_of(kIron).size(), 1u);
    EXPECT_EQ(reloaded.buyers_of(kIron).size(), 1u);
    EXPECT_EQ(reloaded.imports().size(), 1u);
}

// Two states with different margins that show the same prices and supply.
std::optional<std::pair<model::PriceState, model::PriceState>> indistinguishable(
    const TradeSymbol& good) {
    for (std::int64_t stock = -200; stock <= 200; ++stock) {
        const auto unusual = state_of(good, TradeType::kExport, 5, stock);
        const auto candidates =
            tests::infer({unusual.type, unusual.base, unusual.volume, model::supply_of(unusual),
                          model::ask_of(unusual), model::bid_of(unusual)});
        const auto guess = tests::likeliest(candidates);
        if (guess && guess->margin != unusual.margin) return std::pair(unusual, *guess);
    }
    return std::nullopt;
}

// A state of the same good and margin whose prices leave no other margin.
model::PriceState telling(model::PriceState state) {
    for (state.stock = Units(-400); state.stock < Units(400); state.stock += Units(1)) {
        const auto ranges =
            model::infer_ranges({state.type, state.base, state.volume, model::supply_of(state),
                                 model::ask_of(state), model::bid_of(state)});
        if (ranges.size() == 1) break;
    }
    return state;
}

TEST_F(MarketBookTest, KeepsTheMarginKnownFromBeforeWhenPricesLeaveSeveral) {
    const auto ambiguous = indistinguishable(kIron);
    ASSERT_TRUE(ambiguous.has_value());
    const auto& [truth, guess] = *ambiguous;
    look(kThere, {shown(kIron, truth)});
    EXPECT_EQ(book_.find(kThere, kIron)->state->margin, guess.margin)
        << "without a look before, the usual margin is the better guess";

    look(kHere, {shown(kIron, telling(truth))});
    ASSERT_EQ(book_.find(kHere, kIron)->state->margin, truth.margin);
    look(kHere, {shown(kIron, truth)});
    EXPECT_EQ(book_.find(kHere, kIron)->state->margin, truth.margin);
}

TEST_F(MarketBookTest, ForgetsTheMarginWhenTheTradeVolumeIsAnother) {
    const auto ambiguous = indistinguishable(kIron);
    ASSERT_TRUE(ambiguous.has_value());
    const auto& [truth, guess] = *ambiguous;
    auto before = truth;
    before.volume = Units(80);
    before = telling(before);
    look(kHere, {shown(kIron, before)});
    ASSERT_EQ(book_.find(kHere, kIron)->state->margin, truth.margin);
    look(kHere, {shown(kIron, truth)});
    EXPECT_EQ(book_.find(kHere, kIron)->state->margin, guess.margin);
}

TEST_F(MarketBookTest, HasNoStateForAGoodOfUnknownBasePrice) {
    const TradeSymbol unheard("UNHEARD_OF");
    look(kHere, {{unheard, TradeType::kImport, Units(20), Supply::kLimited, Activity::kWeak,
                  Ask(200), Bid(90)}});
    ASSERT_NE(book_.find(kHere, unheard), nullptr);
    EXPECT_FALSE(book_.find(kHere, unheard)->state.has_value());
    EXPECT_EQ(book_.find(kHere, unheard)->bid, Bid(90));
    const Listing* after = trade(unheard, -20);
    ASSERT_NE(after, nullptr);
    EXPECT_EQ(after->bid, Bid(90)) << "nothing is known of how it moves";
}

TEST_F(MarketBookTest, HasNoStateWhereTheLawCannotShowWhatWasSeen) {
    look(kHere, {{kIron, TradeType::kExport, Units(60), Supply::kAbundant, Activity::kWeak,
                  Ask(5'000), Bid(1)}});
    EXPECT_FALSE(book_.find(kHere, kIron)->state.has_value());
}

TEST_F(MarketBookTest, KeepsTheHistoryOfEveryLook) {
    auto state = state_of(kIron, TradeType::kExport, 8, 0);
    look(kHere, {shown(kIron, state)});
    wait(std::chrono::minutes(5));
    state.stock += Units(120);
    look(kHere, {shown(kIron, state)});
    const auto rows = engine_->query("SELECT ask FROM market_price_history ORDER BY at", {});
    ASSERT_TRUE(rows.ok());
    ASSERT_EQ(rows->size(), 2u);
    EXPECT_EQ((*rows)[0].integer("ask"),
              model::ask_of(state_of(kIron, TradeType::kExport, 8, 0)).count());
    EXPECT_EQ((*rows)[1].integer("ask"), model::ask_of(state).count());
}

class PriceHistory : public MarketBookTest {
  protected:
    /// Looks at a price that moves, at one market, every six hours for so long.
    void look_for(MarketBook& book, core::Duration length) {
        auto state = state_of(kIron, TradeType::kExport, 8, 0);
        for (core::Duration passed(0); passed < length; passed += 6h) {
            state.stock = Units(state.stock.count() == 0 ? 120 : 0);
            store::Transaction transaction;
            book.record_look(market_of(kHere, {shown(kIron, state)}), transaction);
            commit(transaction);
            wait(6h);
        }
    }
    core::TimePoint oldest() {
        const auto rows = engine_->query("SELECT MIN(at) AS at FROM market_price_history", {});
        return core::from_millis(rows.value().front().integer("at"));
    }
};

TEST_F(PriceHistory, IsPrunedOfWhatIsOlderThanAsked) {
    const core::TimePoint begin = loop_.clock().now();
    constexpr core::Duration kKept = 72h;
    MarketBook book(runtime_, store_, kPlayer, {.history = kKept});
    look_for(book, kKept);
    EXPECT_EQ(oldest(), begin) << "none is too old";
    look_for(book, 2 * kKept);
    EXPECT_GE(oldest(), loop_.clock().now() - kKept - MarketBook::kPrunePeriod - 6h);
    EXPECT_LE(oldest(), loop_.clock().now() - kKept);
}

TEST_F(PriceHistory, IsKeptForEverWhenAsked) {
    const core::TimePoint begin = loop_.clock().now();
    MarketBook book(runtime_, store_, kPlayer, {.history = core::Duration(0)});
    look_for(book, 90 * 24h);
    EXPECT_EQ(oldest(), begin);
}

TEST_F(PriceHistory, OfAnotherPlayerIsLeftAlone) {
    const core::TimePoint begin = loop_.clock().now();
    store::Transaction player;
    player.add(
        "INSERT INTO players (id, agent_symbol, era, faction, headquarters, token, created_at)"
        " VALUES ($1, 'OTHER', '2025-04-06', 'COSMIC', 'X1-AD75-A1', 't', 0)",
        {kPlayer + 1});
    commit(player);
    MarketBook theirs(runtime_, store_, kPlayer + 1, {.history = core::Duration(0)});
    look_for(theirs, 6h);
    MarketBook book(runtime_, store_, kPlayer, {.history = 24h});
    look_for(book, 4 * 24h);
    EXPECT_EQ(oldest(), begin);
}

TEST_F(MarketBookTest, CountsItsLooks) {
    for (int i = 0; i < 3; ++i)
        look(kHere, {shown(kIron, state_of(kIron, TradeType::kExport, 8, 0))});
    look(kThere, {});
    const auto rows =
        engine_->query("SELECT looks FROM market_looks ORDER BY waypoint_symbol", {}).value();
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].integer("looks") + rows[1].integer("looks"), 4);
}

TEST_F(MarketBookTest, TellsSellersFromBuyers) {
    const auto listed = [](TradeType type) { return shown(kIron, state_of(kIron, type, 8, 0)); };
    look(WaypointSymbol("X1-AD75-E"), {listed(TradeType::kExport)});
    look(WaypointSymbol("X1-AD75-I"), {listed(TradeType::kImport)});
    look(WaypointSymbol("X1-AD75-X"), {listed(TradeType::kExchange)});
    const auto places = [](const std::vector<const Listing*>& listings) {
        std::vector<std::string> names;
        for (const Listing* listing : listings)
            names.push_back(listing->market.str().substr(8));
        return names;
    };
    EXPECT_THAT(places(book_.sellers_of(kIron)), ElementsAre("E", "X"));
    EXPECT_THAT(places(book_.buyers_of(kIron)), ElementsAre("I", "X"));
    EXPECT_THAT(places(book_.imports()), ElementsAre("I"));
}

TEST_F(MarketBookTest, ForgetsWhatAMarketNoLongerLists) {
    const TradeSymbol kFabrics("FABRICS");
    const model::MarketGood iron = shown(kIron, state_of(kIron, TradeType::kExport, 8, 120));
    look(kHere, {iron, shown(kFabrics, state_of(kFabrics, TradeType::kImport, 8, -120))});
    ASSERT_EQ(book_.buyers_of(kFabrics).size(), 1u);

    look(kHere, {iron});

    EXPECT_EQ(book_.find(kHere, kFabrics), nullptr);
    EXPECT_TRUE(book_.buyers_of(kFabrics).empty());
    EXPECT_NE(book_.find(kHere, kIron), nullptr);
    MarketBook reloaded(runtime_, store_, kPlayer);
    ASSERT_TRUE(load(reloaded).ok());
    EXPECT_EQ(reloaded.find(kHere, kFabrics), nullptr);
}

}  // namespace
}  // namespace argosy::market
