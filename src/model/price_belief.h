#pragma once

/// @file
/// What all looks so far leave possible of a market good's hidden state: the set of margins and
/// stocks that show every one of them. A margin stays while the trade volume does, so each look can
/// only strike margins out; stock is as the last look shows it, moved by our own trades exactly.

#include <string>
#include <string_view>

#include "core/result.h"
#include "model/price_law.h"

namespace argosy::model {

class PriceBelief {
  public:
    /// Nothing is possible: the good was never seen, or shows what the law cannot.
    PriceBelief() = default;
    /// What a first look leaves, as infer_ranges() returns it.
    explicit PriceBelief(std::vector<StockRange> ranges) : ranges_(std::move(ranges)) {}

    /// Takes in a later look at the same trade volume: what it shows, less the margins that earlier
    /// looks have struck out. Looks that contradict each other start anew from the later one.
    void look(std::vector<StockRange> shown);

    /// Takes in a trade of ours. `bought` is negative for a sale.
    void trade(core::Units bought);

    bool empty() const { return ranges_.empty(); }
    /// Returns how many pairs of margin and stock are possible: 1 when both are known.
    std::int64_t size() const;
    bool holds(std::int64_t margin, core::Units stock) const;
    const std::vector<StockRange>& ranges() const { return ranges_; }

    struct Pair {
        std::int64_t margin;
        core::Units stock;
        core::Units width;  ///< Stocks possible beside it at this margin; 0: it is certain.
    };
    /// Returns the pair to plan with: the margin nearest to what margins are drawn around, and of
    /// its stocks the one nearest to where the stock was expected.
    /// @returns nothing when nothing is possible.
    std::optional<Pair> likeliest(core::Units volume, core::Units expected_stock) const;

    friend bool operator==(const PriceBelief&, const PriceBelief&) = default;

  private:
    std::vector<StockRange> ranges_;  ///< By margin, then stock.
};

/// Returns the form in which a belief is stored: "7 -163 -161, 8 -161 -159", by margin.
std::string to_text(const PriceBelief& belief);

/// Reads what to_text() writes.
/// @error kInvalidArgument  names the text.
core::Result<PriceBelief> parse_price_belief(std::string_view text);

}  // namespace argosy::model
