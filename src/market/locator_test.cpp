#include "market/locator.h"

#include <gtest/gtest.h>

#include "core/virtual_loop.h"

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

const TradeSymbol kIron("IRON");
const TradeSymbol kOre("IRON_ORE");

struct Offered {
    TradeSymbol good;
    TradeType type;
    Supply supply = Supply::kModerate;
    std::int64_t ask = 100;
    Activity activity = Activity::kWeak;
};

// The locator reads the book alone, so nothing here is ever stored.
class NoStore final : public store::Store {
  public:
    Task<Result<void>> commit(store::Transaction, store::Durability) override {
        co_return core::Error{core::ErrorCode::kUnavailable, "there is no store"};
    }
    Task<Result<store::Rows>> query(std::string_view, store::Params) override {
        co_return core::Error{core::ErrorCode::kUnavailable, "there is no store"};
    }
};

class Locator : public ::testing::Test {
  protected:
    void look(std::string_view market, const std::vector<Offered>& offers) {
        model::Market seen;
        seen.symbol = WaypointSymbol(market);
        seen.goods.emplace();
        for (const Offered& offer : offers) {
            seen.goods->push_back({offer.good, offer.type, Units(60), offer.supply, offer.activity,
                                   Ask(offer.ask), Bid(offer.ask / 2)});
        }
        store::Transaction unstored;
        book_.record_look(seen, unstored);
    }

    static std::string place(const Listing* listing) {
        return listing == nullptr ? "none" : listing->market.str();
    }

  private:
    struct Quiet final : core::LogSink {
        void write(const core::LogEvent&) override {}
    };
    core::VirtualLoop loop_{core::TimePoint(std::chrono::hours(480'000))};
    Quiet sink_;
    core::Log log_{loop_.clock(), sink_};
    core::Rng rng_{1};
    core::IdSource ids_{1};
    core::DecisionHash decisions_;
    core::Runtime runtime_{loop_.executor(), loop_.clock(), log_, rng_, ids_, decisions_};
    NoStore store_;

  protected:
    MarketBook book_{runtime_, store_, 1};
};

TEST_F(Locator, PrefersPlentyToALowPrice) {
    look("A", {{kIron, TradeType::kExport, Supply::kScarce, 80}});
    look("B", {{kIron, TradeType::kExport, Supply::kHigh, 120}});
    EXPECT_EQ(place(best_source(book_, kIron)), "B");
    EXPECT_EQ(place(cheapest_source(book_, kIron)), "A");
}

TEST_F(Locator, PrefersTheMoreActiveOfEquallySupplied) {
    look("A", {{kIron, TradeType::kExport, Supply::kHigh, 80, Activity::kRestricted}});
    look("B", {{kIron, TradeType::kExport, Supply::kHigh, 120, Activity::kStrong}});
    EXPECT_EQ(place(best_source(book_, kIron)), "B");
}

TEST_F(Locator, PrefersPlentyToActivity) {
    look("A", {{kIron, TradeType::kExport, Supply::kLimited, 80, Activity::kStrong}});
    look("B", {{kIron, TradeType::kExport, Supply::kHigh, 80, Activity::kWeak}});
    EXPECT_EQ(place(best_source(book_, kIron)), "B");
}

TEST_F(Locator, PrefersTheCheaperThenTheFirstBySymbol) {
    look("A", {{kIron, TradeType::kExport, Supply::kHigh, 90}});
    look("B", {{kIron, TradeType::kExport, Supply::kHigh, 80}});
    look("C", {{kIron, TradeType::kExport, Supply::kHigh, 80}});
    EXPECT_EQ(place(best_source(book_, kIron)), "B");
    EXPECT_EQ(place(cheapest_source(book_, kIron)), "B");
}

TEST_F(Locator, BuysFromNobodyWhoOnlyConsumes) {
    look("A", {{kIron, TradeType::kImport, Supply::kAbundant, 10}});
    EXPECT_EQ(place(best_source(book_, kIron)), "none");
    look("B", {{kIron, TradeType::kExchange, Supply::kLimited, 500}});
    EXPECT_EQ(place(best_source(book_, kIron)), "B");
}

TEST_F(Locator, CallsAFactoryOnlyWhatTakesAllInputsItself) {
    const TradeSymbol plates("SHIP_PLATING");
    const std::vector<TradeSymbol> inputs{kIron, kOre};
    look("A", {{plates, TradeType::kExport, Supply::kAbundant}, {kIron, TradeType::kImport}});
    look("B", {{plates, TradeType::kExport, Supply::kAbundant},
               {kIron, TradeType::kImport},
               {kOre, TradeType::kExchange}});
    EXPECT_EQ(place(factory_of(book_, plates, inputs)), "none");
    look("C", {{plates, TradeType::kExport, Supply::kScarce},
               {kIron, TradeType::kImport},
               {kOre, TradeType::kImport}});
    EXPECT_EQ(place(factory_of(book_, plates, inputs)), "C");
}

TEST_F(Locator, CallsNoMarketAFactoryThatTradesTheProductFreely) {
    look("A", {{kIron, TradeType::kExchange}, {kOre, TradeType::kImport}});
    EXPECT_EQ(place(factory_of(book_, kIron, {kOre})), "none");
}

TEST_F(Locator, PrefersTheFactoryWithTheMostStock) {
    look("A", {{kIron, TradeType::kExport, Supply::kLimited, 70}, {kOre, TradeType::kImport}});
    look("B", {{kIron, TradeType::kExport, Supply::kHigh, 90}, {kOre, TradeType::kImport}});
    EXPECT_EQ(place(factory_of(book_, kIron, {kOre})), "B");
}

}  // namespace
}  // namespace argosy::market
