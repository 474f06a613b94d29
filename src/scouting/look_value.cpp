#include "scouting/look_value.h"

#include <algorithm>

namespace argosy::scouting {
namespace {

// Bought for ships to fly on, at any price.
const model::TradeSymbol kFuel("FUEL");

// What the whole price of a trade is worth, chosen: every trade counts the same, whatever the good,
// for requests are what is scarce.
constexpr double kCreditsOfTrade = 5'000;

// Trades that a good we leave alone counts with, for it may be the next we trade, and the longest
// time that a look is taken to last: both chosen.
constexpr double kTradesAnyway = 0.2;
constexpr core::Duration kLongestUse = std::chrono::hours(4);

}  // namespace

// A look lasts until the next, which will be as long in coming as this one was: so the value grows
// with the square of the age, and looks are shared out by the root of what they are worth. With
// the age itself a few markets would get nearly all of them.
double TradeValue::of_good(const market::Listing& listing, core::TimePoint at) const {
    const core::TimePoint seen = listing.looked_at;
    const core::Duration use = std::clamp(at - seen, core::Duration(0), kLongestUse);
    const auto error = [&](core::TimePoint when) {
        constexpr double kBasisPoints = 10'000;
        const auto forecast = markets_.forecast(listing.market, listing.good, when);
        return forecast ? double(forecast->error_bp) / kBasisPoints : 0.0;
    };
    double spared = 0;
    constexpr int kParts = 3;
    for (int part = 0; part < kParts; ++part) {
        const core::Duration later = use * (2 * part + 1) / (2 * kParts);
        spared += (error(at + later) - error(seen + later)) / kParts;
    }
    const double trades = (listing.trades.at(at) + kTradesAnyway) *
                          std::chrono::duration<double, std::ratio<3600>>(use).count();
    return std::max(0.0, spared) * trades * kCreditsOfTrade;
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
