#include "kernel/trade_trace.h"

#include <algorithm>
#include <cmath>

namespace argosy::kernel {

double price_of(const model::PriceState& state, PriceSide side) {
    return side == PriceSide::kAsk ? double(model::ask_of(state).count())
                                   : double(model::bid_of(state).count());
}

double error_of(const model::PriceState& believed, const model::PriceState& truth, PriceSide side) {
    return std::abs(price_of(believed, side) / price_of(truth, side) - 1);
}

core::Units traded_by_ships(const sim::MarketGoodState& good) {
    return good.flows.sold - good.flows.bought;
}

void TradeTrace::observe(const sim::Truth& truth, core::TimePoint now) {
    for (const auto& [waypoint, market] : truth.markets()) {
        for (const sim::MarketGoodState& good : market.goods) {
            std::vector<Moment>& moments = moments_[{waypoint, good.good}];
            const core::Units traded = traded_by_ships(good);
            if (!moments.empty()) {
                model::PriceState still = moments.back().state;
                still.stock += traded - moments.back().traded;
                if (still == good.price) continue;
            }
            moments.push_back({now, good.price, traded});
        }
    }
}

std::size_t TradeTrace::add(PriceUse use) {
    by_market_[use.place.first].push_back(uses_.size());
    uses_.push_back(std::move(use));
    return uses_.size() - 1;
}

const std::vector<std::size_t>& TradeTrace::uses_of(const model::WaypointSymbol& market) const {
    static const std::vector<std::size_t> kNone;
    const auto found = by_market_.find(market);
    return found == by_market_.end() ? kNone : found->second;
}

double TradeTrace::error_after_look(const PriceUse& use, core::TimePoint looked_at) const {
    const std::vector<Moment>& moments = moments_.at(use.place);
    auto last =
        std::upper_bound(moments.begin(), moments.end(), looked_at,
                         [](core::TimePoint at, const Moment& moment) { return at < moment.at; });
    if (last != moments.begin()) --last;
    model::PriceState believed = last->state;
    believed.stock += use.traded - last->traded;
    return error_of(believed, use.truth, use.side);
}

double Foresight::of(const model::WaypointSymbol& market, core::TimePoint at) const {
    // More than the requests of a look, and far less than a market nobody has seen.
    constexpr double kCreditsOfError = 10'000;
    const auto looked_at = markets_.looked_at(market);
    if (!looked_at) return scouting::TradeValue::kUnseen;
    double spared = 0;
    for (const std::size_t number : future_.uses_of(market)) {
        const PriceUse& use = future_.use(number);
        if (use.at <= at || use.at > at + kHorizon) continue;
        spared += double(use.requests) *
                  (future_.error_after_look(use, *looked_at) - future_.error_after_look(use, at));
    }
    return std::max(0.0, spared) * kCreditsOfError;
}

}  // namespace argosy::kernel
