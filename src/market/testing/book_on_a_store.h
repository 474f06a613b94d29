#pragma once

/// @file
/// A market book on a store of its own, with looks, trades and time as a test orders them.

#include <gtest/gtest.h>

#include "core/virtual_loop.h"
#include "market/market_book.h"
#include "model/goods.h"
#include "store/inline_store.h"
#include "store/sqlite_engine.h"

namespace argosy::market {

inline constexpr std::int64_t kPlayer = 1;
inline const model::WaypointSymbol kHere("X1-AD75-A1");
inline const model::WaypointSymbol kThere("X1-AD75-B2");
inline const model::TradeSymbol kIron("IRON");

inline std::int64_t base_of(const model::TradeSymbol& good) {
    return model::base_price(good).value();
}

inline model::PriceState state_of(const model::TradeSymbol& good, model::TradeType type,
                                  std::int64_t margin, std::int64_t stock) {
    return {type, base_of(good), margin, core::Units(60), core::Units(stock)};
}

inline model::MarketGood shown(const model::TradeSymbol& good, const model::PriceState& state) {
    return {good,
            state.type,
            state.volume,
            model::supply_of(state),
            model::Activity::kGrowing,
            model::ask_of(state),
            model::bid_of(state)};
}

inline model::Market market_of(const model::WaypointSymbol& symbol,
                               std::vector<model::MarketGood> goods) {
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
    void look(const model::WaypointSymbol& symbol, std::vector<model::MarketGood> goods) {
        store::Transaction transaction;
        book_.record_look(market_of(symbol, std::move(goods)), transaction);
        commit(transaction);
    }

    const Listing* trade(const model::TradeSymbol& good, std::int64_t bought) {
        store::Transaction transaction;
        const Listing* after = book_.record_trade(kHere, good, core::Units(bought), transaction);
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

}  // namespace argosy::market
