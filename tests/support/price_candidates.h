#pragma once

/// @file
/// Every state of a market good that one look leaves possible, each by itself: what the ranges that
/// the program works with stand for.

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <vector>

#include "model/price_belief.h"
#include "model/price_law.h"

namespace argosy::tests {

/// Returns every state that shows exactly this, by margin and stock. Of cheap goods there may be
/// thousands.
inline std::vector<model::PriceState> infer(const model::PriceObservation& observation) {
    std::vector<model::PriceState> candidates;
    for (const model::StockRange& range : model::infer_ranges(observation)) {
        for (core::Units stock = range.least; stock <= range.most; stock += core::Units(1)) {
            candidates.push_back(
                {observation.type, observation.base, range.margin, observation.volume, stock});
        }
    }
    return candidates;
}

/// Returns the one with the margin that is nearest to the usual, then with the stock that is
/// nearest to zero; nothing where there is none.
inline std::optional<model::PriceState> likeliest(
    const std::vector<model::PriceState>& candidates) {
    if (candidates.empty()) return std::nullopt;
    return *std::ranges::min_element(candidates, {}, [](const model::PriceState& state) {
        return std::pair(std::abs(state.margin - model::usual_margin(state.volume)),
                         std::abs(state.stock.count()));
    });
}

/// Returns the same as the program finds it: without listing them.
inline std::optional<model::PriceState> likeliest(const model::PriceObservation& observation) {
    const auto pair = model::PriceBelief(model::infer_ranges(observation))
                          .likeliest(observation.volume, core::Units(0));
    if (!pair) return std::nullopt;
    return model::PriceState{observation.type, observation.base, pair->margin, observation.volume,
                             pair->stock};
}

}  // namespace argosy::tests
