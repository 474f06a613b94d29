#pragma once

/// @file
/// Markets that are known and recipes, for tests of what a resolver makes of them.

#include <string>
#include <string_view>
#include <vector>

#include "fleet/testing/fleet_process.h"
#include "goods/supply_chain.h"

namespace argosy::goods::testing {

/// A good as a market shows it, with prices that follow no law.
struct Offered {
    std::string_view good;
    model::TradeType type;
    model::Supply supply = model::Supply::kModerate;
    std::int64_t ask = 100;
    model::Activity activity = model::Activity::kWeak;
};

/// A good of a market that follows the price law.
struct Stocked {
    std::string_view good;
    model::TradeType type;
    std::int64_t stock;  ///< With a trade volume of 20.
};

/// Returns the tree as text: "MACHINERY@H1(IRON@H2(IRON_ORE<B7))", "@" made at, "<" bought at.
inline std::string drawn(const SupplyChainNode& node) {
    const bool made = node.method == AcquisitionMethod::kFabricate;
    std::string text = fmt::format("{}{}{}", node.good, made ? "@" : "<", node.market);
    if (node.children.empty()) return text;
    std::string inputs;
    for (const SupplyChainNode& child : node.children)
        inputs += (inputs.empty() ? "" : " ") + drawn(child);
    return fmt::format("{}({})", text, inputs);
}

/// A process with a market book that is filled by hand.
class KnownMarkets {
  public:
    void look(std::string_view market, const std::vector<Offered>& offers) {
        std::vector<model::MarketGood> goods;
        for (const Offered& offer : offers) {
            goods.push_back({model::TradeSymbol(offer.good), offer.type, core::Units(60),
                             offer.supply, offer.activity, core::Ask(offer.ask),
                             core::Bid(offer.ask / 2)});
        }
        record(market, std::move(goods));
    }

    void see(std::string_view market, const std::vector<Stocked>& stocks) {
        std::vector<model::MarketGood> goods;
        for (const Stocked& each : stocks) {
            const auto state = fleet::testing::priced(each.good, each.type, 20, each.stock);
            goods.push_back({model::TradeSymbol(each.good), each.type, state.volume,
                             supply_of(state), model::Activity::kWeak, ask_of(state),
                             bid_of(state)});
        }
        record(market, std::move(goods));
    }

    /// A factory of `good`, with the supply of what it makes.
    void add_factory(std::string_view market, std::string_view good,
                     const std::vector<std::string_view>& inputs,
                     model::Supply supply = model::Supply::kModerate) {
        std::vector<Offered> offers{{good, model::TradeType::kExport, supply}};
        for (const std::string_view input : inputs)
            offers.push_back({input, model::TradeType::kImport});
        look(market, offers);
    }

    /// MACHINERY from IRON from IRON_ORE, each at a place of its own.
    void add_machinery_chain() {
        add_factory("M", "MACHINERY", {"IRON"});
        add_factory("I", "IRON", {"IRON_ORE"});
        look("O", {{"IRON_ORE", model::TradeType::kExchange, model::Supply::kScarce, 60}});
    }

    fleet::testing::Remains remains_;
    fleet::testing::FleetProcess process_{remains_};
    model::RecipeMap recipes_ = model::recipes();

  private:
    void record(std::string_view market, std::vector<model::MarketGood> goods) {
        model::Market seen{.symbol = model::WaypointSymbol(market), .goods = std::move(goods)};
        store::Transaction unstored;
        process_.markets.record_look(seen, unstored);
    }
};

}  // namespace argosy::goods::testing
