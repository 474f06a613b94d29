#include "market/market_book.h"

#include <gmock/gmock.h>

#include "core/virtual_loop.h"
#include "market/locator.h"
#include "model/goods.h"
#include "store/inline_store.h"
#include "store/sqlite_engine.h"

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
using ::testing::ElementsAre;

constexpr std::int64_t kPlayer = 1;
const WaypointSymbol kHere("X1-AD75-A1");
const WaypointSymbol kThere("X1-AD75-B2");
const TradeSymbol kIron("IRON");

std::int64_t base_of(const TradeSymbol& good) {
    return model::base_price(good).value();
}

model::PriceState state_of(const TradeSymbol& good, TradeType type, std::int64_t margin,
                           std::int64_t stock) {
    return {type, base_of(good), margin, Units(60), Units(stock)};
}

model::MarketGood shown(const TradeSymbol& good, const model::PriceState& state) {
    return {good,
            state.type,
            state.volume,
            model::supply_of(state),
            Activity::kGrowing,
            model::ask_of(state),
            model::bid_of(state)};
}

model::Market market_of(const WaypointSymbol& symbol, std::vector<model::MarketGood> goods) {
    model::Market market;
    market.symbol = symbol;
    market.goods = std::move(goods);
    return market;
}

class MarketBookTest : public ::testing::Test {
  protected:
    MarketBookTest() {
        EXPECT_TRUE(store::migrate(*engine_).ok());
        store::Transaction player;
        player.add(
            "INSERT INTO players (id, agent_symbol, era, faction, headquarters, token,"
            " created_at) VALUES ($1, 'ARGOSY', '2025-04-06', 'COSMIC', 'X1-AD75-A1', 't',"
            " 0)",
            {kPlayer});
        EXPECT_TRUE(engine_->commit(player, store::Durability::kNormal).ok());
    }

    /// Takes in a look, and stores it.
    void look(const WaypointSymbol& symbol, std::vector<model::MarketGood> goods) {
        store::Transaction transaction;
        book_.record_look(market_of(symbol, std::move(goods)), transaction);
        commit(transaction);
    }

    const Listing* trade(const TradeSymbol& good, std::int64_t bought) {
        store::Transaction transaction;
        const Listing* after = book_.record_trade(kHere, good, Units(bought), transaction);
        commit(transaction);
        return after;
    }

    void commit(const store::Transaction& transaction) {
        const auto done = engine_->commit(transaction, store::Durability::kNormal);
        EXPECT_TRUE(done.ok());
    }

    Result<void> load(MarketBook& book) {
        std::optional<Result<void>> result;
        runtime_.spawn(load_into(book, result));
        loop_.run_until(loop_.clock().now() + std::chrono::hours(1));
        return result.value();
    }

    void wait(core::Duration length) {
        runtime_.spawn(loop_.clock().sleep_for(length));
        loop_.run_until(loop_.clock().now() + length);
    }

  private:
    struct Quiet final : core::LogSink {
        void write(const core::LogEvent&) override {}
    };
    static Task<void> load_into(MarketBook& book, std::optional<Result<void>>& result) {
        result = co_await book.load();
    }

  protected:
    std::unique_ptr<store::Engine> engine_ =
        store::open_sqlite(std::string(store::kInMemory)).value();
    core::VirtualLoop loop_{core::TimePoint(std::chrono::hours(480'000))};
    Quiet sink_;
    core::Log log_{loop_.clock(), sink_};
    core::Rng rng_{1};
    core::IdSource ids_{1};
    core::DecisionHash decisions_;
    core::Runtime runtime_{loop_.executor(), loop_.clock(), log_, rng_, ids_, decisions_};
    store::InlineStore store_{*engine_, loop_.clock(), rng_};
    MarketBook book_{runtime_, store_, kPlayer};
};

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

TEST_F(MarketBookTest, ForecastsFromTheLastLookWithItsAge) {
    const auto truth = state_of(TradeSymbol("MACHINERY"), TradeType::kExport, 8, 40);
    look(kHere, {shown(TradeSymbol("MACHINERY"), truth)});
    EXPECT_FALSE(book_.forecast(kThere, TradeSymbol("MACHINERY"), loop_.clock().now()));
    const auto now = book_.forecast(kHere, TradeSymbol("MACHINERY"), loop_.clock().now());
    ASSERT_TRUE(now.has_value());
    EXPECT_EQ(now->state, truth);
    EXPECT_EQ(now->ask, model::ask_of(truth));
    EXPECT_EQ(now->bid, model::bid_of(truth));
    EXPECT_EQ(now->age, core::Duration(0));
    const auto later = book_.forecast(kHere, TradeSymbol("MACHINERY"),
                                      loop_.clock().now() + std::chrono::hours(2));
    ASSERT_TRUE(later.has_value());
    EXPECT_EQ(later->age, std::chrono::hours(2));
    EXPECT_GT(later->error_bp, now->error_bp);
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
            model::infer({unusual.type, unusual.base, unusual.volume, model::supply_of(unusual),
                          model::ask_of(unusual), model::bid_of(unusual)});
        const auto guess = model::likeliest(candidates);
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

TEST_F(MarketBookTest, MeasuresHowWellLooksWereForeseen) {
    const auto truth = state_of(TradeSymbol("MACHINERY"), TradeType::kExport, 8, 100);
    auto moved = truth;
    moved.stock += Units(60);
    look(kHere, {shown(TradeSymbol("MACHINERY"), truth)});
    EXPECT_EQ(book_.accuracy().seen_again, 0);
    look(kHere, {shown(TradeSymbol("MACHINERY"), truth)});
    look(kHere, {shown(TradeSymbol("MACHINERY"), moved)});
    EXPECT_EQ(book_.accuracy().seen_again, 2);
    EXPECT_EQ(book_.accuracy().as_expected, 1);
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
