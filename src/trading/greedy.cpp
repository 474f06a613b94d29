#include "trading/greedy.h"

#include <algorithm>

#include "trading/best_first.h"

namespace argosy::trading {

std::vector<Trade> Greedy::choose(TradeDesk& desk, const std::vector<model::ShipSymbol>& ships) {
    const auto score_of = [](const LaneNow&, const Trade& trade) -> std::optional<double> {
        if (trade.offer.profit <= core::Credits(0)) return std::nullopt;
        return rate_of(trade);
    };
    return best_first(
        desk, ships, [&](const LaneNow& lane) { return terms_of(lane.source, lane.sink); },
        score_of);
}

TradeTerms Greedy::terms_of(const model::PriceState& source, const model::PriceState& sink) const {
    TradeTerms terms{.min_margin_bp = settings_.min_margin_bp};
    if (!settings_.whole_hold) terms.most = std::min(source.volume, sink.volume);
    return terms;
}

std::optional<TradeTerms> Greedy::terms_on_arrival(const TradeDesk& desk, const Lane& lane) {
    const auto source = desk.state(lane.from, lane.good);
    const auto sink = desk.state(lane.to, lane.good);
    // A market may trade a good no more when a ship comes to buy it.
    if (!source || !sink) return std::nullopt;
    return terms_of(*source, *sink);
}

}  // namespace argosy::trading
