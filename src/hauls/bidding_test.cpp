#include "hauls/bidding.h"

#include <gmock/gmock.h>

#include "hauls/testing/haul_process.h"

namespace argosy::hauls {
namespace {

using For = Bidding::Outbid::For;
using ::testing::HasSubstr;

const core::OperationId kMakes("operation-1-1");
const core::OperationId kTrades("operation-1-2");
const model::ShipSymbol kShip("ARGOSY-1");

class SaysWhatItIsTold final : public Bidder {
  public:
    explicit SaysWhatItIsTold(core::OperationId operation) : operation_(std::move(operation)) {}
    const core::OperationId& bids_for() const override { return operation_; }
    Appraisal appraise(const Intention&) override { return appraisal; }
    std::optional<double> bid(const model::ShipSymbol&) override {
        ++asked;
        return offered;
    }
    void count_in(const Intention& intention) override { counted += intention.offer.price.units; }
    void wake_for_ship() override { ++woken; }

    Appraisal appraisal;
    std::optional<double> offered;
    int asked = 0;
    int woken = 0;
    core::Units counted;

  private:
    core::OperationId operation_;
};

class BiddingTest : public ::testing::Test {
  protected:
    BiddingTest() : process_(remains_), bidding_(process_.runtime) {
        bidding_.join(maker_);
        bidding_.join(trader_);
        offer_.ship = kShip;
        offer_.price.units = core::Units(40);
    }

    Intention intends(const core::OperationId& operation, double rate) const {
        return {operation, testing::kIron, offer_, rate};
    }

    void pass(core::Duration time) {
        process_.runtime.spawn(process_.runtime.clock.sleep_for(time));
        process_.run_for(time);
    }

    testing::Remains remains_;
    testing::HaulProcess process_;
    Bidding bidding_;
    SaysWhatItIsTold maker_{kMakes};
    SaysWhatItIsTold trader_{kTrades};
    Offer offer_;
};

TEST_F(BiddingTest, LetsStartWhatNobodyElseMakesMoreOf) {
    EXPECT_FALSE(bidding_.outbid(intends(kMakes, 5)));
    trader_.offered = 5;
    EXPECT_FALSE(bidding_.outbid(intends(kMakes, 5))) << "as much is not more";
    maker_.offered = 100;
    EXPECT_FALSE(bidding_.outbid(intends(kMakes, 5))) << "nobody outbids itself";
    EXPECT_EQ(trader_.woken, 0);
}

TEST_F(BiddingTest, LeavesAShipToWhoMakesMoreOfItAndWakesThem) {
    trader_.offered = 8;
    const auto outbid = bidding_.outbid(intends(kMakes, 5));
    ASSERT_TRUE(outbid);
    EXPECT_EQ(outbid->what, For::kShip);
    EXPECT_THAT(outbid->by, HasSubstr("operation-1-2 makes 8.00 credits a second of ARGOSY-1"));
    EXPECT_EQ(trader_.woken, 1);
    EXPECT_TRUE(bidding_.has_left(kMakes, kShip));
    EXPECT_FALSE(bidding_.has_left(kTrades, kShip));
}

TEST_F(BiddingTest, AsksNobodyAboutAShipThatWasLeft) {
    trader_.offered = 8;
    maker_.offered = 9;
    ASSERT_TRUE(bidding_.outbid(intends(kMakes, 5)));
    EXPECT_FALSE(bidding_.outbid(intends(kTrades, 6)))
        << "or the two would leave it to each other for ever";
    EXPECT_EQ(maker_.asked, 0);
}

TEST_F(BiddingTest, LetsAShipBeTakenThatTheOtherHasNotTaken) {
    trader_.offered = 8;
    ASSERT_TRUE(bidding_.outbid(intends(kMakes, 5)));
    pass(Bidding::kLeft);
    EXPECT_FALSE(bidding_.has_left(kMakes, kShip));
    EXPECT_FALSE(bidding_.outbid(intends(kMakes, 5)));
    pass(Bidding::kSettled);
    EXPECT_TRUE(bidding_.outbid(intends(kMakes, 5))) << "the next time it is asked again";
}

TEST_F(BiddingTest, ForgetsAShipThatWasLeftOnceAnybodyTakesIt) {
    trader_.offered = 8;
    ASSERT_TRUE(bidding_.outbid(intends(kMakes, 5)));
    bidding_.started(intends(kTrades, 8));
    EXPECT_FALSE(bidding_.has_left(kMakes, kShip));
    EXPECT_TRUE(bidding_.outbid(intends(kMakes, 5)));
}

TEST_F(BiddingTest, LeavesGoodsWhereTheyAreWorthMore) {
    trader_.appraisal.objection = "the plan feeds that factory none of it";
    const auto outbid = bidding_.outbid(intends(kMakes, 1'000));
    ASSERT_TRUE(outbid);
    EXPECT_EQ(outbid->what, For::kGoods);
    EXPECT_EQ(outbid->by, "operation-1-2: the plan feeds that factory none of it");
    EXPECT_FALSE(bidding_.has_left(kMakes, kShip));
}

TEST_F(BiddingTest, CountsAHaulForWhatTheOtherMakesOfItIfThatIsMore) {
    trader_.offered = 8;
    trader_.appraisal.rate = 8;
    EXPECT_FALSE(bidding_.outbid(intends(kMakes, 5)));
}

TEST_F(BiddingTest, TellsTheOthersOfWhatWasStarted) {
    bidding_.started(intends(kMakes, 5));
    EXPECT_EQ(trader_.counted, core::Units(40));
    EXPECT_EQ(maker_.counted, core::Units(0));
}

TEST_F(BiddingTest, AsksNobodyWhoHasLeft) {
    EXPECT_TRUE(bidding_.has_rivals(kMakes));
    trader_.offered = 8;
    bidding_.leave(trader_);
    EXPECT_FALSE(bidding_.has_rivals(kMakes));
    EXPECT_FALSE(bidding_.outbid(intends(kMakes, 5)));
}

}  // namespace
}  // namespace argosy::hauls
