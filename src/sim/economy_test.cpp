#include "sim/economy.h"

#include <gtest/gtest.h>

#include <set>

#include "sim/testing/one_market.h"

namespace argosy::sim {
namespace {

using core::TimePoint;
using core::Units;
using model::TradeType;
using testing::good;
using testing::kStart;
using testing::OneMarket;

constexpr auto kTenHours = std::chrono::hours(10);

// A whole recorded system under a law.
Economy recorded_system(std::string_view law, LawOptions options = {}, std::uint64_t seed = 1) {
    return Economy(economy_law(law, options).value(), recorded_scenario().market_goods,
                   core::Rng(seed), kStart);
}

// Somebody buys, sells and refuels all over the place for ten hours, and now and then a stock
// jumps.
void trade_for_ten_hours(Economy& economy, TimePoint begin, core::RandomStream stream) {
    std::vector<model::WaypointSymbol> places;
    for (const auto& [waypoint, market] : economy.markets())
        places.push_back(waypoint);
    for (TimePoint now = begin; now < begin + kTenHours; now += std::chrono::minutes(2)) {
        economy.advance(now);
        const auto& here = places[std::size_t(stream.uniform(0, std::int64_t(places.size()) - 1))];
        const auto& goods = economy.find(here)->goods;
        const auto& traded = goods[std::size_t(stream.uniform(0, std::int64_t(goods.size()) - 1))];
        const Units units(stream.uniform(1, traded.price.volume.count()));
        if (stream.chance(0.05)) {
            economy.shock(here, traded.good, Units(0) - units);
        } else if (stream.chance(0.5)) {
            economy.sell(here, traded.good, units, now);
        } else {
            economy.buy(here, traded.good, units,
                        stream.chance(0.8) ? Economy::Cause::kTrade : Economy::Cause::kRefuel, now);
        }
    }
    economy.advance(begin + kTenHours);
}

std::uint64_t hash_of(const Economy& economy) {
    core::DecisionHash hash;
    economy.mix_into(hash);
    return hash.value();
}

TEST(Economy, MovesStockByExactlyTheUnitsTraded) {
    OneMarket market({good("IRON", TradeType::kExport, 60, 100)});
    market.buy("IRON", 37);
    EXPECT_EQ(market.stock_of("IRON"), 63);
    market.sell("IRON", 5);
    EXPECT_EQ(market.stock_of("IRON"), 68);
}

TEST(Economy, RestrictsWhatIsMadeOfAnInputThatItsMarketTradesNoMore) {
    OneMarket market(
        {good("IRON", TradeType::kImport, 60, 300), good("MACHINERY", TradeType::kExport, 60, 0)});
    market.update_awake();
    EXPECT_NE(market["MACHINERY"].activity, model::Activity::kRestricted);
    market.economy().delist(testing::kHere, model::TradeSymbol("IRON"));
    EXPECT_EQ(market.economy().find(testing::kHere)->find(model::TradeSymbol("IRON")), nullptr);
    market.update_awake();
    EXPECT_EQ(market["MACHINERY"].activity, model::Activity::kRestricted);
}

TEST(Economy, GivesEveryMarketItsOwnPhase) {
    std::set<TimePoint> first_updates;
    const Economy economy = recorded_system("measured");
    for (const auto& [waypoint, market] : economy.markets())
        first_updates.insert(market.next_update);
    EXPECT_GE(first_updates.size(), 24u);
}

TEST(Economy, UpdatesMarketsInTheOrderTheyAreDueHoweverFarItIsTold) {
    Economy one = recorded_system("crowded");
    Economy other = recorded_system("crowded");
    one.advance(kStart + kTenHours);
    TimePoint last = kStart;
    for (TimePoint now = kStart; now <= kStart + kTenHours; now += std::chrono::seconds(10)) {
        other.advance(now);
        EXPECT_GE(other.last_update(), last);
        EXPECT_LE(other.last_update(), now);
        last = other.last_update();
    }
    EXPECT_EQ(hash_of(one), hash_of(other));
    EXPECT_EQ(one.last_update(), other.last_update());
}

TEST(Economy, IsTheSameWorldAfterItWasRestored) {
    for (const char* law : {"measured", "crowded"}) {
        Economy economy = recorded_system(law);
        trade_for_ten_hours(economy, kStart, core::RandomStream(1));
        std::vector<MarketState> states;
        for (const auto& [waypoint, market] : economy.markets()) {
            states.push_back(market);
            states.back().stream = core::RandomStream(market.stream.state());
            for (MarketGoodState& each : states.back().goods) {
                each.inputs = {0};  // What the recipes fix need not be kept.
                each.feeds.clear();
                each.lacks_input = true;
            }
        }
        Economy restored =
            Economy::restore(economy_law(law).value(), std::move(states), economy.last_update());
        EXPECT_EQ(hash_of(restored), hash_of(economy));
        EXPECT_EQ(restored.last_update(), economy.last_update());
        trade_for_ten_hours(economy, kStart + kTenHours, core::RandomStream(2));
        trade_for_ten_hours(restored, kStart + kTenHours, core::RandomStream(2));
        EXPECT_EQ(hash_of(restored), hash_of(economy));
        EXPECT_EQ(restored.last_update(), economy.last_update());
    }
}

TEST(Economy, AccountsForEveryUnitOfStockUnderEveryLaw) {
    for (const char* law : {"measured", "inert", "eager", "crowded"}) {
        for (const bool others : {false, true}) {
            Economy economy = recorded_system(law, {.other_traders = others});
            for (int i = 0; i < 5; ++i) {
                trade_for_ten_hours(economy, kStart + i * kTenHours,
                                    core::RandomStream(std::uint64_t(i)));
            }
            for (const auto& [waypoint, market] : economy.markets()) {
                for (const MarketGoodState& each : market.goods) {
                    EXPECT_EQ(each.accounted_stock(), each.price.stock)
                        << law << " " << waypoint.str() << " " << each.good.str();
                }
            }
        }
    }
}

}  // namespace
}  // namespace argosy::sim
