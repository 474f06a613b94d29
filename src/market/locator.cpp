#include "market/locator.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <tuple>

#include "model/goods.h"

namespace argosy::market {
namespace {

using model::Supply;
using model::TradeSymbol;
using model::TradeType;

constexpr core::Ask kAnyAsk(std::numeric_limits<std::int64_t>::max());

enum class Side : std::uint8_t { kBuy, kSell };

// Sorts the markets that trade a good into those that will do and those that will not.
class Search {
  public:
    Search(const MarketBook& book, const TradeSymbol& good, const LocateOptions& options, Side side)
        : book_(book), good_(good), options_(options), side_(side) {}

    /// @param refuse  Returns why a place will not do; empty for one that will.
    template <class Refuse>
    Located run(const Refuse& refuse) const {
        Located located;
        for (const Listing* listing : book_.traders_of(good_)) {
            Place place = as_forecast(*listing);
            std::string reason = refuse(place);
            if (reason.empty() && place.priced < options_.units) {
                reason = fmt::format("prices are believed for {} units at most", place.priced);
            }
            if (reason.empty() && options_.distance) {
                const auto distance = options_.distance(place.market);
                place.distance = distance.value_or(0);
                if (!distance) reason = "cannot be reached";
            }
            if (reason.empty()) {
                located.places.push_back(std::move(place));
            } else {
                located.rejected.push_back({place.market, std::move(reason)});
            }
        }
        std::ranges::sort(located.places,
                          [this](const Place& a, const Place& b) { return is_better(a, b); });
        return located;
    }

  private:
    Place as_forecast(const Listing& listing) const {
        Place place{.market = listing.market,
                    .type = listing.type,
                    .supply = listing.supply,
                    .activity = listing.activity,
                    .ask = listing.ask,
                    .bid = listing.bid,
                    .priced = options_.units,
                    .age = core::Duration(0)};
        if (options_.at) place.age = std::max(place.age, *options_.at - listing.looked_at);
        place.total = side_ == Side::kBuy ? place.ask * options_.units : place.bid * options_.units;
        const auto forecast =
            book_.forecast(listing.market, listing.good, options_.at.value_or(listing.looked_at));
        if (!forecast) return place;
        place.supply = model::supply_of(forecast->state);
        place.ask = forecast->ask;
        place.bid = forecast->bid;
        place.error_bp = forecast->error_bp;
        const model::Quote quote =
            side_ == Side::kBuy ? model::quote_purchase(forecast->state, options_.units, kAnyAsk)
                                : model::quote_sale(forecast->state, options_.units, core::Bid(0));
        place.total = quote.total;
        place.priced = quote.units;
        return place;
    }

    bool is_better(const Place& a, const Place& b) const {
        const auto key = [this](const Place& place) {
            const bool by_supply = options_.rank == Rank::kSupply && side_ == Side::kBuy;
            const auto activity = place.activity.value_or(model::Activity::kWeak);
            return std::tuple(by_supply ? -int(place.supply) : 0, by_supply ? -int(activity) : 0,
                              side_ == Side::kBuy ? place.total : -place.total, place.distance,
                              place.market);
        };
        return key(a) < key(b);
    }

    const MarketBook& book_;
    const TradeSymbol& good_;
    const LocateOptions& options_;
    const Side side_;
};

Supply usual_least_supply(const TradeSymbol& good) {
    return model::is_raw(good) ? Supply::kHigh : Supply::kModerate;
}

const Listing* listing_of(const MarketBook& book, const TradeSymbol& good, const Located& located) {
    return located.places.empty() ? nullptr : book.find(located.best()->market, good);
}

}  // namespace

Located find_sources(const MarketBook& book, const TradeSymbol& good,
                     const LocateOptions& options) {
    const Supply least = options.least_supply.value_or(usual_least_supply(good));
    return Search(book, good, options, Side::kBuy).run([&](const Place& place) -> std::string {
        if (place.type == TradeType::kImport) return "uses it up, and sells at twice its bid";
        if (place.supply < least) {
            return fmt::format("supply is {}, expected {} or more", model::to_string(place.supply),
                               model::to_string(least));
        }
        return {};
    });
}

Located find_sinks(const MarketBook& book, const TradeSymbol& good, const LocateOptions& options) {
    return Search(book, good, options, Side::kSell).run([](const Place& place) -> std::string {
        if (place.type == TradeType::kExport) return "makes it, and takes it back at half its ask";
        return {};
    });
}

Located find_factories(const MarketBook& book, const TradeSymbol& good,
                       const std::vector<TradeSymbol>& inputs, const LocateOptions& options) {
    return Search(book, good, options, Side::kBuy).run([&](const Place& place) -> std::string {
        if (place.type != TradeType::kExport) {
            return place.type == TradeType::kImport ? "uses it up"
                                                    : "trades it, but does not make it";
        }
        for (const TradeSymbol& input : inputs) {
            const Listing* taken = book.find(place.market, input);
            if (taken == nullptr || taken->type != TradeType::kImport) {
                return fmt::format("does not import {}", input);
            }
        }
        return {};
    });
}

const Listing* best_source(const MarketBook& book, const TradeSymbol& good,
                           const DistanceTo& distance) {
    return listing_of(
        book, good,
        find_sources(book, good, {.least_supply = Supply::kScarce, .distance = distance}));
}

const Listing* cheapest_source(const MarketBook& book, const TradeSymbol& good,
                               const DistanceTo& distance) {
    return listing_of(
        book, good,
        find_sources(
            book, good,
            {.rank = Rank::kPrice, .least_supply = Supply::kScarce, .distance = distance}));
}

const Listing* factory_of(const MarketBook& book, const TradeSymbol& good,
                          const std::vector<TradeSymbol>& inputs, const DistanceTo& distance) {
    return listing_of(book, good, find_factories(book, good, inputs, {.distance = distance}));
}

}  // namespace argosy::market
