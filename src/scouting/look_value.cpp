#include "scouting/look_value.h"

#include <algorithm>
#include <cmath>

namespace argosy::scouting {
namespace {

// Bought for ships to fly on, at any price.
const model::TradeSymbol kFuel("FUEL");

// What the whole price of a trade is worth, chosen: every trade counts the same, whatever the good,
// for requests are what is scarce.
constexpr double kCreditsOfTrade = 5'000;

// Trades an hour that a good we leave alone counts with, for it may be the next we trade, and the
// longest time that a look is taken to last: both chosen.
constexpr double kTradesAnyway = 0.07;
constexpr core::Duration kLongestUse = std::chrono::hours(4);

// What a price that is thought to rest may move in an hour all the same: chosen, and so little that
// it decides only what nothing else does.
constexpr double kLeastDriftAnHour = 0.0002;

double hours(core::Duration length) {
    return std::chrono::duration<double, std::ratio<3600>>(length).count();
}

// How far the price we would trade at is off, as a share of what it has become.
double drift_between(const model::PriceState& then, const model::PriceState& now) {
    const double ask = double(model::ask_of(then).count()) / double(model::ask_of(now).count());
    const double bid = double(model::bid_of(then).count()) / double(model::bid_of(now).count());
    switch (now.type) {
        case model::TradeType::kExport:
            return std::abs(ask - 1);
        case model::TradeType::kImport:
            return std::abs(bid - 1);
        case model::TradeType::kExchange:
            return (std::abs(ask - 1) + std::abs(bid - 1)) / 2;
    }
    return 0;
}

}  // namespace

// A look lasts until the next, which will be as long in coming as this one was: so the value grows
// with the square of the age, and looks are shared out by the root of what they are worth. With
// the age itself a few markets would get nearly all of them.
double TradeValue::of_good(const market::Listing& listing, core::TimePoint at) const {
    const auto forecast = markets_.forecast(listing.market, listing.good, at);
    if (!forecast) return 0;
    const double drift = std::max(drift_between(*listing.state, forecast->state),
                                  kLeastDriftAnHour * hours(forecast->age));
    const double trades =
        (listing.trades.per_hour(at) + kTradesAnyway) * hours(std::min(forecast->age, kLongestUse));
    return drift * trades * kCreditsOfTrade;
}

double TradeValue::of(const model::WaypointSymbol& market, core::TimePoint at) const {
    const auto goods = markets_.goods_at(market);
    if (goods.empty()) return kUnseen;
    double value = 0;
    for (const market::Listing* listing : goods) {
        if (listing->good != kFuel) value += of_good(*listing, at);
    }
    return value;
}

}  // namespace argosy::scouting
