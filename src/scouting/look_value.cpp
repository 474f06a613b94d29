#include "scouting/look_value.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace argosy::scouting {
namespace {

using market::Forecast;
using market::Listing;

// A forecast's error is the size it has half of the time; a normal deviation is this much more.
constexpr double kDeviationOfMedian = 1.4826;

// What of the doubt in a price a trade planned with it loses: chosen (spacetraders-bench scouting).
constexpr double kShareOfDoubt = 0.1;

double deviation(std::int64_t price, const Forecast& forecast) {
    constexpr double kBasisPoints = 10'000.0;
    return double(price) * double(forecast.error_bp) / kBasisPoints * kDeviationOfMedian;
}

}  // namespace

double value_of_knowing(double advantage, double deviation) {
    if (deviation <= 0) return 0;
    const double z = std::abs(advantage) / deviation;
    const double density = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
    const double tail = std::erfc(z / std::numbers::sqrt2) / 2;
    return deviation * std::max(0.0, density - z * tail);
}

// What else could be done, at the prices last seen: their own doubt is another market's to answer.
double LaneValue::best_ask_elsewhere(const Listing& listing) const {
    double best = std::numeric_limits<double>::infinity();
    for (const Listing* seller : markets_.sellers_of(listing.good)) {
        if (seller->market != listing.market) best = std::min(best, double(seller->ask.count()));
    }
    return best;
}

double LaneValue::best_bid_elsewhere(const Listing& listing) const {
    double best = 0;
    for (const Listing* buyer : markets_.buyers_of(listing.good)) {
        if (buyer->market != listing.market) best = std::max(best, double(buyer->bid.count()));
    }
    return best;
}

double LaneValue::of_good(const Listing& listing, core::TimePoint at) const {
    const auto here = markets_.forecast(listing.market, listing.good, at);
    if (!here) return 0;
    const double ask = best_ask_elsewhere(listing), bid = best_bid_elsewhere(listing);
    const bool is_sink = listing.type == model::TradeType::kImport;
    const double doubt = deviation(is_sink ? here->bid.count() : here->ask.count(), *here);
    double value = 0;
    // As a source it is chosen against the cheapest other one, and against not buying at all.
    if (!is_sink && bid > 0) {
        value = value_of_knowing(std::min(ask, bid) - double(here->ask.count()), doubt);
    }
    if (listing.type != model::TradeType::kExport && !std::isinf(ask)) {
        value = std::max(value,
                         value_of_knowing(double(here->bid.count()) - std::max(ask, bid), doubt));
    }
    // What is traded here anyway is traded in quantities that follow the price believed.
    value += kShareOfDoubt * doubt * listing.trades.at(at);
    return value * double(listing.volume.count());
}

double LaneValue::of(const model::WaypointSymbol& market, core::TimePoint at) const {
    const auto goods = markets_.goods_at(market);
    if (goods.empty()) return kUnseen;
    double value = 0;
    for (const Listing* listing : goods)
        value += of_good(*listing, at);
    return value;
}

}  // namespace argosy::scouting
