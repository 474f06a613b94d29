#include "hauls/pricing.h"

#include <algorithm>

namespace argosy::hauls {
namespace {

// One side of a haul: the good's state, and how much of the tranche at its present price is left.
class Side {
  public:
    Side(model::PriceState state, int direction) : state_(state), direction_(direction) {}

    const model::PriceState& state() const { return state_; }
    core::Units left_in_tranche() const { return state_.volume - in_tranche_; }

    void move(core::Units units) {
        in_tranche_ += units;
        if (in_tranche_ < state_.volume) return;
        state_.stock += in_tranche_ * direction_;
        in_tranche_ = core::Units(0);
    }

  private:
    model::PriceState state_;
    int direction_;
    core::Units in_tranche_;
};

}  // namespace

HaulPrice price_haul(const HaulTerms& terms) {
    Side source(terms.source, -1);
    Side sink(terms.sink, +1);
    HaulPrice price;
    while (price.units < terms.capacity) {
        const core::Ask ask = model::ask_of(source.state());
        const core::Bid bid = model::bid_of(sink.state());
        const std::int64_t margin = bid.count() - ask.count();
        if (margin * 10'000 < terms.min_margin_bp * terms.source.base) break;
        const core::Units affordable((terms.budget - price.cost).count() / ask.count());
        const core::Units step = std::min({terms.capacity - price.units, source.left_in_tranche(),
                                           sink.left_in_tranche(), affordable});
        if (step.count() <= 0) break;
        price.units += step;
        price.cost += ask * step;
        price.revenue += bid * step;
        price.ask_limit = ask;
        source.move(step);
        sink.move(step);
    }
    return price;
}

HaulPrice price_purchase(const model::PriceState& state, core::Units capacity,
                         core::Credits budget) {
    Side source(state, -1);
    HaulPrice price;
    while (price.units < capacity) {
        const core::Ask ask = model::ask_of(source.state());
        const core::Units affordable((budget - price.cost).count() / ask.count());
        const core::Units step =
            std::min({capacity - price.units, source.left_in_tranche(), affordable});
        if (step.count() <= 0) break;
        price.units += step;
        price.cost += ask * step;
        price.ask_limit = ask;
        source.move(step);
    }
    return price;
}

core::Units trade_size(const TradeSizeInput& input) {
    constexpr std::int64_t kPercentBySupply[] = {10, 20, 40, 60, 80};
    std::int64_t size = input.cargo_capacity.count();
    if (input.target_quantity.count() > 0) size = std::min(size, input.target_quantity.count());
    const std::int64_t volume = input.trade_volume.count();
    if (volume > 0) size = std::min(size, volume);
    size = std::min(size, volume * kPercentBySupply[int(input.supply)] / 100);
    if (input.ask.count() > 0 && input.available_credits.count() > 0) {
        size = std::min(size, input.available_credits.count() / input.ask.count());
    }
    return core::Units(size);
}

}  // namespace argosy::hauls
