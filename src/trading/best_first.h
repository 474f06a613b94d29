#pragma once

/// @file
/// The rule that simple strategies share: of all idle ships and all lanes the best pair is taken,
/// then the best of what is left at the prices that leaves.

#include <functional>
#include <optional>

#include "trading/trade_desk.h"

namespace argosy::trading {

/// Returns with what terms a lane may be traded now; nothing: not at all.
using TermsOf = std::function<std::optional<TradeTerms>(const Lane&)>;

/// Returns what orders trades, higher first; nothing: it is not worth making.
using ScoreOf = std::function<std::optional<double>(const Trade&)>;

/// @returns trades counted in at the desk, each ship in one at most
std::vector<Trade> best_first(TradeDesk& desk, const std::vector<model::ShipSymbol>& ships,
                              const TermsOf& terms_of, const ScoreOf& score_of);

}  // namespace argosy::trading
