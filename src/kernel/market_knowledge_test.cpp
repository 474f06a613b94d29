#include <gtest/gtest.h>

#include "core/virtual_loop.h"
#include "market/market_book.h"
#include "sim/economy.h"
#include "tests/support/seed.h"

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;

// What is believed here is never read back.
class NoStore final : public store::Store {
  public:
    core::Task<core::Result<void>> commit(store::Transaction, store::Durability) override {
        co_return core::Error{core::ErrorCode::kUnavailable, "there is no store"};
    }
    core::Task<core::Result<store::Rows>> query(std::string_view, store::Params) override {
        co_return core::Error{core::ErrorCode::kUnavailable, "there is no store"};
    }
};

struct Quiet final : core::LogSink {
    void write(const core::LogEvent&) override {}
};

// A visitor who looks and trades at random in markets that live, and a book of what it saw.
class Visits {
  public:
    Visits(const char* law, std::uint64_t seed) : Visits(scenario(), law, seed) {}

    /// Lets a minute pass, then looks, trades and looks again at one market.
    void visit() {
        runtime_.spawn(loop_.clock().sleep_for(1min));
        loop_.run_until(loop_.clock().now() + 1min);
        economy_.advance(now());
        auto market = economy_.markets().begin();
        std::advance(market, dice_.uniform(0, std::int64_t(economy_.markets().size()) - 1));
        look(market->second);
        for (std::int64_t trades = dice_.uniform(0, 6); trades > 0; --trades)
            trade(market->second);
        look(market->second);
    }

    std::int64_t checked() const { return checked_; }

  private:
    static sim::Scenario scenario() { return sim::recorded_scenario("X1-AD75").value(); }

    Visits(const sim::Scenario& facts, const char* law, std::uint64_t seed)
        : loop_(facts.charted_at),
          rng_(seed),
          economy_(sim::economy_law(law).value(), facts.market_goods, rng_, facts.charted_at),
          dice_(rng_.stream("visits")) {}

    core::TimePoint now() const { return runtime_.now(); }

    void look(const sim::MarketState& market) {
        model::Market shown;
        shown.symbol = market.waypoint;
        shown.goods.emplace();
        for (const sim::MarketGoodState& good : market.goods) {
            shown.goods->push_back({good.good, good.price.type, good.price.volume,
                                    model::supply_of(good.price), good.activity,
                                    model::ask_of(good.price), model::bid_of(good.price)});
        }
        store::Transaction unstored;
        book_.record_look(shown, unstored);
        for (const sim::MarketGoodState& good : market.goods)
            expect_held(market, good);
    }

    void trade(const sim::MarketState& market) {
        const auto& good =
            market.goods[std::size_t(dice_.uniform(0, std::int64_t(market.goods.size()) - 1))];
        const core::Units units(dice_.uniform(1, good.price.volume.count()));
        const bool buys = good.price.type != model::TradeType::kImport;
        store::Transaction unstored;
        if (buys) {
            economy_.buy(market.waypoint, good.good, units, sim::Economy::Cause::kTrade, now());
        } else {
            economy_.sell(market.waypoint, good.good, units, now());
        }
        book_.record_trade(market.waypoint, good.good, buys ? units : -units, unstored);
        expect_held(market, good);
    }

    void expect_held(const sim::MarketState& market, const sim::MarketGoodState& good) {
        const market::Listing* listing = book_.find(market.waypoint, good.good);
        ASSERT_NE(listing, nullptr);
        EXPECT_TRUE(listing->belief.holds(good.price.margin, good.price.stock))
            << good.good.str() << " at " << market.waypoint.str() << ": margin "
            << good.price.margin << " and stock " << good.price.stock.count() << " are not in "
            << model::to_text(listing->belief);
        ++checked_;
    }

    core::VirtualLoop loop_;
    Quiet sink_;
    core::Log log_{loop_.clock(), sink_};
    core::Rng rng_;
    core::IdSource ids_{1};
    core::DecisionHash decisions_;
    core::Runtime runtime_{loop_.executor(), loop_.clock(), log_, rng_, ids_, decisions_};
    NoStore store_;
    market::MarketBook book_{runtime_, store_, 1};
    sim::Economy economy_;
    core::RandomStream dice_;
    std::int64_t checked_ = 0;
};

class BeliefUnder : public ::testing::TestWithParam<const char*> {};

TEST_P(BeliefUnder, HoldsTheTruePairThroughADayOfTrades) {
    Visits visits(GetParam(), tests::seed_of_this_run());
    for (int minute = 0; minute < 24 * 60 && !::testing::Test::HasFailure(); ++minute)
        visits.visit();
    EXPECT_GT(visits.checked(), 10'000);
}

INSTANTIATE_TEST_SUITE_P(EveryLaw, BeliefUnder,
                         ::testing::Values("measured", "inert", "eager", "crowded"));

}  // namespace
}  // namespace argosy::kernel
