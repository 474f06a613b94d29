#pragma once

/// @file
/// A single market with whatever goods a test wants, under any law.

#include <optional>
#include <string_view>
#include <vector>

#include "model/goods.h"
#include "sim/economy.h"

namespace argosy::sim::testing {

inline const core::TimePoint kStart = core::parse_time("2025-04-09T12:00:00.000Z").value();
inline const model::WaypointSymbol kHere("X1-TEST-A1");

/// A market good of margin 8.
inline MarketGoodFacts good(const char* symbol, model::TradeType type, std::int64_t volume,
                            std::int64_t stock,
                            std::optional<model::Activity> activity = model::Activity::kWeak) {
    if (type == model::TradeType::kExchange) activity.reset();
    const model::TradeSymbol name(symbol);
    return {kHere,
            name,
            {type, model::base_price(name).value(), 8, core::Units(volume), core::Units(stock)},
            activity};
}

/// Kept awake, where a test wants it, by trades of a good that nothing else depends on.
class OneMarket {
  public:
    explicit OneMarket(std::vector<MarketGoodFacts> goods, std::string_view law = "measured",
                       LawOptions options = {})
        : economy_(economy_law(law, options).value(), with_fuel(std::move(goods)), core::Rng(1),
                   kStart) {}

    void update() { economy_.advance(economy_.find(kHere)->next_update); }
    void update_awake(int times = 1) {
        for (int i = 0; i < times; ++i) {
            const core::TimePoint now = economy_.find(kHere)->next_update - core::Duration(1);
            economy_.sell(kHere, model::TradeSymbol("FUEL"), core::Units(1), now);
            update();
        }
    }
    void buy(const char* symbol, std::int64_t units) {
        economy_.buy(kHere, model::TradeSymbol(symbol), core::Units(units), Economy::Cause::kTrade,
                     kStart);
    }
    void sell(const char* symbol, std::int64_t units) {
        economy_.sell(kHere, model::TradeSymbol(symbol), core::Units(units), kStart);
    }
    /// Trades as much as it takes to bring the stock to `stock`.
    void settle(const char* symbol, std::int64_t stock) { sell(symbol, stock - stock_of(symbol)); }

    const MarketGoodState& operator[](const char* symbol) const {
        return *economy_.find(kHere)->find(model::TradeSymbol(symbol));
    }
    std::int64_t stock_of(const char* symbol) const { return (*this)[symbol].price.stock.count(); }
    std::int64_t volume_of(const char* symbol) const {
        return (*this)[symbol].price.volume.count();
    }
    Economy& economy() { return economy_; }

  private:
    static std::vector<MarketGoodFacts> with_fuel(std::vector<MarketGoodFacts> goods) {
        goods.push_back(good("FUEL", model::TradeType::kExchange, 180, 0));
        return goods;
    }

    Economy economy_;
};

}  // namespace argosy::sim::testing
