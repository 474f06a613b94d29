#pragma once

/// @file
/// The trades that ships are making, and what each is expected to bring by what is known now.

#include <vector>

#include "trading/trade_desk.h"

namespace argosy::trading {

struct TradeUnderWay {
    core::HaulId haul;
    model::ShipSymbol ship;
    Lane lane;  ///< Of cargo that is sold for lack of another purpose, `from` is empty.
    core::Units units;
    /// What is expected, or was paid, and what is expected or was taken in; before fuel. Nothing
    /// where a price is not known any more.
    std::optional<core::Credits> profit;
};

/// Returns what ships carry or fetch for an operation, by haul.
std::vector<TradeUnderWay> trades_under_way(TradeDesk& desk, const hauls::TaskBook& tasks,
                                            const core::OperationId& operation);

}  // namespace argosy::trading
