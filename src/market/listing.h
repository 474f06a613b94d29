#pragma once

/// @file
/// What is kept of one good at one market: how it was last seen, what that leaves possible of its
/// hidden state, and what was learned of how it moves.

#include <optional>

#include "core/time.h"
#include "market/drift.h"
#include "market/frequency.h"
#include "model/market.h"
#include "model/price_belief.h"
#include "model/price_law.h"

namespace argosy::market {

/// Where the newest part of what is known of a good comes from.
enum class Source : std::uint8_t {
    kLook,   ///< A look by a ship of ours.
    kTrade,  ///< A trade of ours since, applied by the price law.
};

std::string_view to_string(Source source);
std::optional<Source> parse_source(std::string_view text);

/// One good at one market, as last seen.
struct Listing {
    model::WaypointSymbol market;
    model::TradeSymbol good;
    model::TradeType type;
    core::Units volume;
    model::Supply supply;
    std::optional<model::Activity> activity;
    core::Ask ask;
    core::Bid bid;
    core::TimePoint looked_at;
    /// The likeliest state, with our own trades since the look applied. Absent where the good's
    /// base price is unknown or the law cannot show what was seen; such a good is not planned with.
    std::optional<model::PriceState> state;
    /// All states that every look so far leaves possible, our trades applied.
    model::PriceBelief belief;
    Source source = Source::kLook;
    /// When anybody last traded the good here, as far as we know.
    std::optional<core::TimePoint> traded_at;
    Gauge drift;       ///< How it moved against what its kind led to expect.
    Frequency trades;  ///< Requests of ours that traded it here.
};

/// A look that showed other prices than the one before, as it is kept.
struct PricePoint {
    core::TimePoint at;
    core::Units volume;
    model::Supply supply;
    std::optional<model::Activity> activity;
    core::Ask ask;
    core::Bid bid;
};

}  // namespace argosy::market
