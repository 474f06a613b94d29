#pragma once

/// @file
/// Market goods with a price that a scenario names.

#include <gtest/gtest.h>

#include <initializer_list>
#include <string_view>

#include "model/goods.h"
#include "model/price_law.h"

namespace argosy::tests {

/// Which of a good's two prices a scenario means.
enum class Side : std::uint8_t {
    kAsk,  ///< What we pay.
    kBid,  ///< What we get.
};

/// Returns a state of the price law that shows exactly this price, with the greatest trade volume
/// that has one: scenarios name round prices, and the law's are as they come.
inline model::PriceState priced_at(std::string_view good, model::TradeType type, Side side,
                                   std::int64_t price) {
    const model::TradeSymbol symbol(good);
    const std::int64_t base = model::base_price(symbol).value();
    constexpr std::int64_t kMostVolumes = 60;
    for (const std::int64_t volume : {60, 40, 20, 10, 6, 5, 4, 2, 1}) {
        for (std::int64_t margin = 4; margin <= 13; ++margin) {
            for (std::int64_t stock = -kMostVolumes * volume; stock <= kMostVolumes * volume;
                 ++stock) {
                const model::PriceState state{type, base, margin, core::Units(volume),
                                              core::Units(stock)};
                const std::int64_t shown =
                    side == Side::kAsk ? ask_of(state).count() : bid_of(state).count();
                if (shown == price) return state;
            }
        }
    }
    ADD_FAILURE() << good << " never costs " << price;
    return {type, base, 8, core::Units(20), core::Units(0)};
}

}  // namespace argosy::tests
