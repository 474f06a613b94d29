#pragma once

/// @file
/// What a market good is believed to be at a moment: the state inferred from the last look, our own
/// trades since applied exactly, moved on by the drift that was learned from earlier looks.

#include "core/time.h"
#include "model/price_law.h"

namespace argosy::market {

struct Forecast {
    model::PriceState state;
    core::Ask ask;
    core::Bid bid;
    /// What a price seen now is expected to differ from these by, in basis points: learned from
    /// how far earlier forecasts of the like and of this age were off.
    std::int64_t error_bp;
    core::Duration age;  ///< Of the last look. Never below 0, however early the moment asked for.
};

}  // namespace argosy::market
