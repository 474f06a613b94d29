#include "market/locator.h"

#include <gtest/gtest.h>

#include "core/virtual_loop.h"
#include "model/goods.h"

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

TEST_F(Locator, RefusesMoreUnitsThanThePriceLawIsBelievedFor) {
    const model::PriceState state{TradeType::kExport, model::base_price(kIron).value(), 8,
                                  Units(60), Units(0)};
    model::Market seen;
    seen.symbol = WaypointSymbol("A");
    seen.goods = {{kIron, state.type, state.volume, model::supply_of(state), Activity::kWeak,
                   model::ask_of(state), model::bid_of(state)}};
    store::Transaction unstored;
    book_.record_look(seen, unstored);
    EXPECT_EQ(find_sources(book_, kIron, {.units = Units(3'000)}).places.size(), 1u);
    const Located located = find_sources(book_, kIron, {.units = Units(5'000)});
    EXPECT_TRUE(located.places.empty());
    ASSERT_EQ(located.rejected.size(), 1u);
    EXPECT_EQ(located.rejected[0].reason, "prices are believed for 3900 units at most");
}

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

std::vector<std::string> markets_of(const Located& located) {
    std::vector<std::string> names;
    for (const Place& place : located.places)
        names.push_back(place.market.str());
    return names;
}

std::string rejections_of(const Located& located) {
    std::string text;
    for (const RejectedPlace& place : located.rejected)
        text += fmt::format("{} {}; ", place.market, place.reason);
    return text;
}

TEST_F(Locator, RanksSourcesBySupplyThenActivityThenPriceThenDistance) {
    look("A", {{kIron, TradeType::kExport, Supply::kModerate, 50, Activity::kStrong}});
    look("B", {{kIron, TradeType::kExport, Supply::kHigh, 90, Activity::kWeak}});
    look("C", {{kIron, TradeType::kExport, Supply::kHigh, 95, Activity::kGrowing}});
    look("D", {{kIron, TradeType::kExport, Supply::kHigh, 80, Activity::kWeak}});
    look("E", {{kIron, TradeType::kExport, Supply::kHigh, 80, Activity::kWeak}});
    const auto located = find_sources(book_, kIron, {.distance = [](const WaypointSymbol& market) {
                                          return std::optional(market.str() == "E" ? 10.0 : 20.0);
                                      }});
    EXPECT_EQ(markets_of(located), (std::vector<std::string>{"C", "E", "D", "B", "A"}));
    EXPECT_EQ(markets_of(find_sources(book_, kIron, {.rank = Rank::kPrice})).front(), "A");
}

TEST_F(Locator, SaysWhyAMarketWillNotDo) {
    look("A", {{kIron, TradeType::kExport, Supply::kLimited}});
    look("B", {{kIron, TradeType::kImport, Supply::kAbundant}});
    look("C", {{kIron, TradeType::kExport}});
    look("D", {{kIron, TradeType::kExport}, {kOre, TradeType::kImport}});
    const auto sources =
        find_sources(book_, kIron, {.distance = [](const WaypointSymbol& market) {
                         return market.str() == "C" ? std::nullopt : std::optional(1.0);
                     }});
    EXPECT_EQ(markets_of(sources), std::vector<std::string>{"D"});
    EXPECT_EQ(rejections_of(sources),
              "A supply is LIMITED, expected MODERATE or more; "
              "B uses it up, and sells at twice its bid; C cannot be reached; ");
    EXPECT_EQ(rejections_of(find_sinks(book_, kIron, {})),
              "A makes it, and takes it back at half its ask; "
              "C makes it, and takes it back at half its ask; "
              "D makes it, and takes it back at half its ask; ");
    const auto factories = find_factories(book_, kIron, {kOre}, {});
    EXPECT_EQ(markets_of(factories), std::vector<std::string>{"D"});
    EXPECT_EQ(rejections_of(factories),
              "A does not import IRON_ORE; B uses it up; C does not import IRON_ORE; ");
}

TEST_F(Locator, WantsMoreOfARawGoodUnlessToldOtherwise) {
    look("A", {{kOre, TradeType::kExchange, Supply::kModerate}});
    EXPECT_EQ(rejections_of(find_sources(book_, kOre, {})),
              "A supply is MODERATE, expected HIGH or more; ");
    EXPECT_EQ(markets_of(find_sources(book_, kOre, {.least_supply = Supply::kModerate})),
              std::vector<std::string>{"A"});
}

TEST_F(Locator, RanksSinksByWhatTheUnitsBring) {
    look("A", {{kIron, TradeType::kImport, Supply::kScarce, 300}});
    look("B", {{kIron, TradeType::kImport, Supply::kScarce, 400}});
    look("C", {{kIron, TradeType::kExchange, Supply::kModerate, 310}});
    const auto sinks = find_sinks(book_, kIron, {.units = Units(10)});
    EXPECT_EQ(markets_of(sinks), (std::vector<std::string>{"B", "C", "A"}));
    EXPECT_EQ(sinks.best()->total, core::Credits(2'000));
}

TEST_F(Locator, TakesAnOldLookWithItsAgeAndError) {
    const model::PriceState truth{TradeType::kExport, 120, 8, Units(60), Units(0)};
    look("A", {{kIron, TradeType::kExport, model::supply_of(truth), model::ask_of(truth).count()}});
    const auto days_later =
        book_.find(WaypointSymbol("A"), kIron)->looked_at + std::chrono::hours(100);
    const auto located = find_sources(book_, kIron, {.at = days_later});
    ASSERT_EQ(located.places.size(), 1u);
    EXPECT_EQ(located.best()->age, std::chrono::hours(100));
    EXPECT_EQ(find_sources(book_, kIron, {}).best()->age, core::Duration(0));
}

}  // namespace
}  // namespace argosy::market
