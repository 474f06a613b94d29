#include "trading/lane_board.h"

#include <gmock/gmock.h>

#include "trading/testing/trading_test.h"

namespace argosy::trading {
namespace {

using fleet::testing::kSystem;
using hauls::testing::kCustomer;
using hauls::testing::kFactory;
using hauls::testing::kIron;
using hauls::testing::kMachinery;
using hauls::testing::kRival;
using hauls::testing::kSmelter;
using testing::kIronLane;
using testing::kMachineryLane;
using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const model::TradeSymbol kFuel("FUEL");

// MACHINERY is made at the factory and wanted by customer and rival; IRON goes from the smelter to
// the factory; all four exchange FUEL.
class LaneBoardTest : public testing::TradingTest {
  protected:
    LaneBoardTest() { open(); }

    void refresh(const std::map<Lane, core::TimePoint>& resting = {}) {
        board_.refresh(markets(), kSystem, resting);
    }

    const market::MarketBook& markets() const { return process_->markets; }

    /// Looks at the smelter, which trades this as well by now.
    void find_new_good(const model::TradeSymbol& good) {
        const auto smelted = fleet::testing::priced(good.str(), model::TradeType::kExport, 20, 0);
        model::Market seen{.symbol = kSmelter, .goods = std::vector<model::MarketGood>()};
        for (auto goods = remains_.world.markets.at(kSmelter);
             const auto& [symbol, state] : goods) {
            seen.goods->push_back({symbol, state.type, state.volume, model::supply_of(state),
                                   std::nullopt, model::ask_of(state), model::bid_of(state)});
        }
        seen.goods->push_back({good, smelted.type, smelted.volume, model::supply_of(smelted),
                               std::nullopt, model::ask_of(smelted), model::bid_of(smelted)});
        store::Transaction unstored;
        process_->markets.record_look(seen, unstored);
    }

    LaneBoard board_;
};

TEST_F(LaneBoardTest, JoinsWhereAGoodIsSoldWithWhereElseItIsBought) {
    refresh();
    EXPECT_THAT(board_.lanes(), Contains(kIronLane));
    EXPECT_THAT(board_.lanes(), Contains(kMachineryLane));
    EXPECT_THAT(board_.lanes(), Contains(Lane{kMachinery, kFactory, kRival}));
    EXPECT_THAT(board_.lanes(), Contains(Lane{kFuel, kFactory, kRival}));
    EXPECT_THAT(board_.lanes(), Contains(Lane{kFuel, kRival, kFactory}));
    EXPECT_THAT(board_.lanes(), Not(Contains(Lane{kIron, kFactory, kSmelter})));
    EXPECT_THAT(board_.lanes(), Not(Contains(Lane{kMachinery, kCustomer, kRival})));
    EXPECT_THAT(board_.lanes(), Not(Contains(Lane{kFuel, kRival, kRival})));
    EXPECT_THAT(board_.lanes(), SizeIs(1 + 2 + 4 * 3));
}

TEST_F(LaneBoardTest, KnowsByNumberWhatItKnowsByName) {
    refresh();
    ASSERT_EQ(board_.ends().size(), board_.lanes().size());
    for (std::size_t number = 0; number < board_.lanes().size(); ++number) {
        const Lane& lane = board_.lanes()[number];
        const LaneBoard::Ends ends = board_.ends()[number];
        EXPECT_EQ(board_.find(lane.from, lane.good), std::size_t(ends.source));
        EXPECT_EQ(board_.find(lane.to, lane.good), std::size_t(ends.sink));
    }
    for (const LanePlace& place : board_.places())
        EXPECT_EQ(board_.markets()[std::size_t(place.market)], place.listing->market);
    EXPECT_THAT(board_.places(), SizeIs(2 + 3 + 4));
    EXPECT_THAT(board_.markets(), SizeIs(4));
    EXPECT_EQ(board_.find(kSmelter, kMachinery), std::nullopt);
}

TEST_F(LaneBoardTest, KeepsLanesInOrder) {
    refresh();
    EXPECT_TRUE(std::ranges::is_sorted(board_.lanes()));
    const auto key = [](const LanePlace& place) {
        return std::tie(place.listing->good, place.listing->market);
    };
    EXPECT_TRUE(std::ranges::is_sorted(board_.places(), {}, key));
}

TEST_F(LaneBoardTest, LeavesOutALaneForAsLongAsItRests) {
    refresh({{kIronLane, process_->runtime.now() + 1min}});
    EXPECT_THAT(board_.lanes(), Not(Contains(kIronLane)));
    EXPECT_THAT(board_.lanes(), Contains(kMachineryLane));
    EXPECT_NE(board_.find(kSmelter, kIron), std::nullopt) << "the place is still there";
    refresh();
    EXPECT_THAT(board_.lanes(), Contains(kIronLane));
}

TEST_F(LaneBoardTest, ShowsAGoodThatBecameKnownOnceItIsRefreshed) {
    refresh();
    EXPECT_TRUE(board_.is_current(markets()));
    find_new_good(kMachinery);
    EXPECT_FALSE(board_.is_current(markets()));
    refresh();
    EXPECT_TRUE(board_.is_current(markets()));
    EXPECT_THAT(board_.lanes(), Contains(Lane{kMachinery, kSmelter, kCustomer}));
}

TEST_F(LaneBoardTest, StaysAsItIsWhilePricesMove) {
    refresh();
    const Lane* before = board_.lanes().data();
    store::Transaction unstored;
    process_->markets.record_trade(kSmelter, kIron, core::Units(20), unstored);
    EXPECT_TRUE(board_.is_current(markets()));
    refresh();
    EXPECT_EQ(board_.lanes().data(), before) << "it was not made anew";
}

TEST_F(LaneBoardTest, ShowsNothingOfAnotherSystem) {
    board_.refresh(markets(), model::SystemSymbol("X1-ELSE"), {});
    EXPECT_THAT(board_.lanes(), IsEmpty());
    EXPECT_THAT(board_.places(), IsEmpty());
}

}  // namespace
}  // namespace argosy::trading
