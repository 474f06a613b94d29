#include "trading/sell_out.h"

#include "trading/best_first.h"

namespace argosy::trading {
namespace {

// Of the base price: below it, a price a little off what is believed makes it a loss.
constexpr std::int64_t kLeastMarginBp = 200;

}  // namespace

std::vector<Trade> SellOut::choose(TradeDesk& desk, const std::vector<model::ShipSymbol>& ships) {
    return best_first(
        desk, ships, [&](const LaneNow& lane) { return judge(desk, lane).terms; },
        [&](const LaneNow& lane, const Trade& trade) { return score(lane, trade).rate; });
}

Verdict SellOut::judge(const TradeDesk&, const LaneNow&) const {
    return Verdict::open(
        {.min_margin_bp = kLeastMarginBp},
        {"the end is near: units with a margin of {1:.0f} bp or more", 0, double(kLeastMarginBp)});
}

Score SellOut::score(const LaneNow& lane, const Trade& trade) const {
    const core::TimePoint now = clock_.now();
    if (is_sold_by(end_, trade, now)) return Strategy::score(lane, trade);
    const auto minutes = [](core::Duration time) { return double(time.count()) / 60'000; };
    return {.rate = std::nullopt,
            .refusal = {"it is sold in {0:.0f} minutes, and trading ends in {1:.0f}",
                        minutes(trade.offer.time), minutes(end_ - now)}};
}

std::optional<TradeTerms> SellOut::terms_on_arrival(const TradeDesk&, const Lane&) {
    return TradeTerms{.min_margin_bp = kLeastMarginBp};
}

}  // namespace argosy::trading
