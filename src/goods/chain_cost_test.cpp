#include "goods/chain_cost.h"

#include <gtest/gtest.h>

#include "fleet/testing/fleet_process.h"
#include "goods/supply_chain.h"

namespace argosy::goods {
namespace {

using core::Credits;
using core::Units;
using fleet::testing::priced;
using model::TradeSymbol;
using model::TradeType;
using model::WaypointSymbol;

const WaypointSymbol kHere("X1-A-A1");
const WaypointSymbol kMill("X1-A-I1");
const WaypointSymbol kMine("X1-A-O1");

class ChainCost : public ::testing::Test {
  protected:
    ChainCost() {
        terms_.lot = Units(20);
        terms_.time_between = [](const auto&, const auto&) { return std::optional(time_); };
    }

    void look(const WaypointSymbol& market, std::vector<model::PriceState> states,
              std::vector<std::string_view> goods) {
        model::Market seen{.symbol = market, .goods = std::vector<model::MarketGood>()};
        for (std::size_t i = 0; i < goods.size(); ++i) {
            seen.goods->push_back({TradeSymbol(goods[i]), states[i].type, states[i].volume,
                                   supply_of(states[i]), model::Activity::kWeak, ask_of(states[i]),
                                   bid_of(states[i])});
        }
        store::Transaction unstored;
        process_.markets.record_look(seen, unstored);
    }

    Credits cost(const SupplyChainNode& node) {
        return cost_of(node, kHere, process_.markets, terms_).value();
    }

    static inline core::Duration time_ = std::chrono::minutes(6);
    fleet::testing::Remains remains_;
    fleet::testing::FleetProcess process_{remains_};
    CostTerms terms_;
    SupplyChainNode bought_{TradeSymbol("IRON"), AcquisitionMethod::kBuy, kMill, {}};
    SupplyChainNode made_{TradeSymbol("IRON"),
                          AcquisitionMethod::kFabricate,
                          kMill,
                          {{TradeSymbol("IRON_ORE"), AcquisitionMethod::kBuy, kMine, {}}}};
};

TEST_F(ChainCost, OfAPurchaseIsTheQuoteTheTripAndTheMoneyMeanwhile) {
    const model::PriceState iron = priced("IRON", TradeType::kExport, 20, 40);
    look(kMill, {iron}, {"IRON"});
    const Credits quote = model::quote_purchase(iron, Units(20), core::Ask(1'000'000)).total;
    terms_.capital_bp_per_hour = 0;
    EXPECT_EQ(cost(bought_), quote + Credits(3'600));
    terms_.capital_bp_per_hour = 1'000;
    EXPECT_EQ(cost(bought_), quote + Credits(3'600) + Credits(quote.count() / 10 / 10));
}

TEST_F(ChainCost, OfMakingIsWhatTheInputsLoseAndTheOutputAtHigh) {
    const model::PriceState ore = priced("IRON_ORE", TradeType::kExport, 20, 80);
    const model::PriceState fed = priced("IRON_ORE", TradeType::kImport, 20, -80);
    model::PriceState iron = priced("IRON", TradeType::kExport, 20, -60);
    look(kMine, {ore}, {"IRON_ORE"});
    look(kMill, {iron, fed}, {"IRON", "IRON_ORE"});
    terms_.capital_bp_per_hour = 0;
    terms_.ship_hour = Credits(0);
    const Credits inputs = model::quote_purchase(ore, Units(20), core::Ask(1'000'000)).total;
    const Credits back = model::quote_sale(fed, Units(20), core::Bid(1)).total;
    iron.stock = Units(40);
    ASSERT_EQ(supply_of(iron), model::Supply::kHigh);
    const Credits output = model::quote_purchase(iron, Units(20), core::Ask(1'000'000)).total;
    EXPECT_EQ(cost(made_), inputs - back + output);
    EXPECT_GT(cost(bought_), cost(made_)) << "at a scarce mill";
    // Two trips and the wait cost more the more an hour is worth.
    terms_.ship_hour = Credits(10'000);
    EXPECT_EQ(cost(made_), inputs - back + output + Credits(2'000));
    terms_.capital_bp_per_hour = 100;
    EXPECT_GT(cost(made_), inputs - back + output + Credits(2'000));
}

TEST_F(ChainCost, IsNotKnownWhereAPriceIsNot) {
    EXPECT_EQ(cost_of(bought_, kHere, process_.markets, terms_), std::nullopt);
    look(kMill, {priced("IRON", TradeType::kExport, 20, 0)}, {"IRON"});
    EXPECT_NE(cost_of(bought_, kHere, process_.markets, terms_), std::nullopt);
    EXPECT_EQ(cost_of(made_, kHere, process_.markets, terms_), std::nullopt);
}

}  // namespace
}  // namespace argosy::goods
