#include "goods/chain_cost.h"

#include <algorithm>

#include "goods/supply_chain.h"

namespace argosy::goods {
namespace {

using core::Credits;
using core::Duration;
using model::Supply;

constexpr core::Ask kAnyAsk(1'000'000'000);
constexpr core::Bid kAnyBid(1);

class Reckoning {
  public:
    Reckoning(const market::MarketBook& markets, const CostTerms& terms)
        : markets_(markets), terms_(terms) {}

    std::optional<Credits> cost(const SupplyChainNode& node,
                                const model::WaypointSymbol& destination) const {
        const market::Listing* listing = markets_.find(node.market, node.good);
        if (listing == nullptr || !listing->state) return std::nullopt;
        const Duration trip = trip_between(node.market, destination);
        if (node.method == AcquisitionMethod::kBuy) {
            const Credits price = purchase(*listing->state);
            return price + of_ship(trip) + of_capital(price, trip);
        }
        Credits spent, returned;
        for (const SupplyChainNode& input : node.children) {
            const auto there = cost(input, node.market);
            const market::Listing* sink = markets_.find(node.market, input.good);
            if (!there || sink == nullptr || !sink->state) return std::nullopt;
            spent += *there;
            returned += model::quote_sale(*sink->state, terms_.lot, kAnyBid).total;
        }
        const Duration wait = CostTerms::kTimePerLevel * levels_to_high(*listing->state);
        const Credits price = purchase(at_high(*listing->state));
        // Inputs are paid for before the wait, the output after it.
        return spent - returned + of_capital(spent, wait) + price + of_ship(trip) +
               of_capital(price, trip);
    }

  private:
    Credits purchase(const model::PriceState& state) const {
        return model::quote_purchase(state, terms_.lot, kAnyAsk).total;
    }

    static std::int64_t levels_to_high(const model::PriceState& state) {
        return std::max(0, int(Supply::kHigh) - int(model::supply_of(state)));
    }

    static model::PriceState at_high(model::PriceState state) {
        while (model::supply_of(state) < Supply::kHigh)
            state.stock += core::Units(1);
        return state;
    }

    Duration trip_between(const model::WaypointSymbol& from,
                          const model::WaypointSymbol& to) const {
        if (!terms_.time_between) return CostTerms::kUsualTrip;
        return terms_.time_between(from, to).value_or(CostTerms::kUsualTrip);
    }

    Credits of_ship(Duration time) const {
        return Credits(terms_.ship_hour.count() * time.count() / Duration(kHour).count());
    }

    Credits of_capital(Credits bound, Duration time) const {
        return Credits(bound.count() * terms_.capital_bp_per_hour / 10'000 * time.count() /
                       Duration(kHour).count());
    }

    static constexpr std::chrono::hours kHour{1};

    const market::MarketBook& markets_;
    const CostTerms& terms_;
};

}  // namespace

std::optional<Credits> cost_of(const SupplyChainNode& node,
                               const model::WaypointSymbol& destination,
                               const market::MarketBook& markets, const CostTerms& terms) {
    return Reckoning(markets, terms).cost(node, destination);
}

}  // namespace argosy::goods
