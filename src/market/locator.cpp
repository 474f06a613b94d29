#include "market/locator.h"

#include <algorithm>
#include <tuple>

namespace argosy::market {
namespace {

template <class Key>
const Listing* least_by(const std::vector<const Listing*>& listings, Key key) {
    const auto best =
        std::min_element(listings.begin(), listings.end(),
                         [&](const Listing* a, const Listing* b) { return key(*a) < key(*b); });
    return best == listings.end() ? nullptr : *best;
}

}  // namespace

const Listing* best_source(const MarketBook& book, const model::TradeSymbol& good) {
    return least_by(book.sellers_of(good), [](const Listing& listing) {
        const auto activity = listing.activity.value_or(model::Activity::kWeak);
        return std::tuple(-int(listing.supply), -int(activity), listing.ask, listing.market);
    });
}

const Listing* cheapest_source(const MarketBook& book, const model::TradeSymbol& good) {
    return least_by(book.sellers_of(good),
                    [](const Listing& listing) { return std::tuple(listing.ask, listing.market); });
}

const Listing* factory_of(const MarketBook& book, const model::TradeSymbol& good,
                          const std::vector<model::TradeSymbol>& inputs) {
    std::vector<const Listing*> factories;
    for (const Listing* seller : book.sellers_of(good)) {
        if (seller->type != model::TradeType::kExport) continue;
        const bool takes_all =
            std::all_of(inputs.begin(), inputs.end(), [&](const model::TradeSymbol& input) {
                const Listing* taken = book.find(seller->market, input);
                return taken != nullptr && taken->type == model::TradeType::kImport;
            });
        if (takes_all) factories.push_back(seller);
    }
    return least_by(factories, [](const Listing& listing) {
        return std::tuple(-int(listing.supply), listing.ask, listing.market);
    });
}

}  // namespace argosy::market
