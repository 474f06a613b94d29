#pragma once

/// @file
/// The rule that simple strategies share: of all idle ships and all lanes the best pair is taken,
/// then the best of what is left at the prices that leaves. It is done without looking at every
/// pair each time, and with the same result: ships that are alike count as one, and a trade changes
/// only the lanes that begin or end where it does.

#include <functional>
#include <optional>

#include "trading/trade_desk.h"

namespace argosy::trading {

/// Returns with what terms a lane may be traded now; nothing: not at all, and not later in the
/// round either, unless a trade makes its good cheaper where it is bought or dearer where it is
/// sold.
using TermsOf = std::function<std::optional<TradeTerms>(const LaneNow&)>;

/// Returns what orders trades, above 0, higher first; nothing: it is not worth making. Of two
/// ships on one lane with the same price, what differs is profit and time: more profit is no worse,
/// more time is worse. The trade's ship is not told.
using ScoreOf = std::function<std::optional<double>(const LaneNow&, const Trade&)>;

/// So many times lanes are priced in a round, beyond once each, and every pair taken is the best
/// there is. From then on a lane whose prices have changed is looked at again when it comes to be
/// the best by those it had. At twice as many the round ends, and ships that are left stay idle
/// until the next.
inline constexpr std::int64_t kMostPricings = 50'000;

/// @returns trades counted in at the desk, as is the work, each ship in one at most
std::vector<Trade> best_first(TradeDesk& desk, const std::vector<model::ShipSymbol>& ships,
                              const TermsOf& terms_of, const ScoreOf& score_of,
                              std::int64_t most_pricings = kMostPricings);

}  // namespace argosy::trading
