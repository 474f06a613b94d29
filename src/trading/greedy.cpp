#include "trading/greedy.h"

#include <algorithm>

#include "trading/best_first.h"

namespace argosy::trading {

std::vector<Trade> Greedy::choose(TradeDesk& desk, const std::vector<model::ShipSymbol>& ships) {
    return best_first(
        desk, ships, [&](const LaneNow& lane) { return judge(desk, lane).terms; },
        [&](const LaneNow& lane, const Trade& trade) { return score(lane, trade).rate; });
}

Verdict Greedy::judge(const TradeDesk&, const LaneNow& lane) const {
    const TradeTerms terms = terms_of(lane.source, lane.sink);
    return Verdict::open(terms, {"at most {0:.0f} units, each with a margin of {1:.0f} bp or more",
                                 double(terms.most.count()), double(terms.min_margin_bp)});
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
