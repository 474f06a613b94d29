#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "model/price_law.h"
#include "tests/support/price_candidates.h"

namespace argosy::model {
namespace {

using core::Ask;
using core::Bid;
using core::Credits;
using core::Units;
using tests::infer;
using tests::likeliest;

constexpr Ask kAnyAsk{std::numeric_limits<std::int64_t>::max()};
constexpr Bid kAnyBid{0};

rc::Gen<TradeType> any_type() {
    return rc::gen::element(TradeType::kExport, TradeType::kImport, TradeType::kExchange);
}

// States such as the game has: base prices from ICE_WATER to a shield module, stocks up to what
// was recorded.
PriceState any_state(TradeType type) {
    const auto base = *rc::gen::oneOf(rc::gen::inRange<std::int64_t>(15, 200),
                                      rc::gen::inRange<std::int64_t>(200, 120'001));
    const auto margin = *rc::gen::inRange<std::int64_t>(4, 14);
    const auto volume = *rc::gen::element<std::int64_t>(6, 9, 18, 20, 43, 60, 111);
    const auto stock = *rc::gen::inRange<std::int64_t>(-20 * volume, 20 * volume + 1);
    return {type, base, margin, Units(volume), Units(stock)};
}

PriceState with_more(PriceState state, std::int64_t units) {
    state.stock += Units(units);
    return state;
}

PriceObservation seen(const PriceState& state) {
    return {state.type, state.base, state.volume, supply_of(state), ask_of(state), bid_of(state)};
}

RC_GTEST_PROP(PriceLaw, NeverRaisesTheBidOrLowersTheSupplyWithTheStock, ()) {
    const PriceState state = any_state(*any_type());
    const PriceState fuller = with_more(state, *rc::gen::inRange(1, 500));
    RC_ASSERT(bid_of(fuller) <= bid_of(state));
    RC_ASSERT(supply_of(fuller) >= supply_of(state));
}

RC_GTEST_PROP(PriceLaw, NeverRaisesTheAskWithTheStockAboveTheFloorOfImports, ()) {
    const PriceState state = any_state(*any_type());
    const PriceState fuller = with_more(state, *rc::gen::inRange(1, 500));
    if (state.type == TradeType::kImport && bid_of(fuller) == Bid(1)) return;
    RC_ASSERT(ask_of(fuller) <= ask_of(state));
}

RC_GTEST_PROP(PriceLaw, NeverAsksLessThanItBids, ()) {
    const PriceState state = any_state(*any_type());
    RC_ASSERT(ask_of(state).count() >= bid_of(state).count());
    RC_ASSERT(bid_of(state) >= Bid(1));
}

RC_GTEST_PROP(Inference, FindsTheHiddenState, ()) {
    const PriceState hidden = any_state(*any_type());
    bool found = false;
    for (const StockRange& range : infer_ranges(seen(hidden))) {
        found = found || (range.margin == hidden.margin && range.least <= hidden.stock &&
                          hidden.stock <= range.most);
    }
    RC_ASSERT(found);
}

// What infer_ranges() finds by halving is what looking at every margin and stock finds.
RC_GTEST_PROP(Inference, MissesNothingAndInventsNothing, ()) {
    const PriceObservation observation = seen(any_state(*any_type()));
    const std::int64_t farthest = 64 * observation.volume.count();
    std::vector<PriceState> all;
    for (std::int64_t margin = 2; margin <= 20; ++margin) {
        for (std::int64_t stock = -farthest; stock <= farthest; ++stock) {
            const PriceState state{observation.type, observation.base, margin, observation.volume,
                                   Units(stock)};
            if (ask_of(state) == observation.ask && bid_of(state) == observation.bid &&
                supply_of(state) == observation.supply) {
                all.push_back(state);
            }
        }
    }
    RC_ASSERT(infer(observation) == all);
}

RC_GTEST_PROP(Likeliest, IsTheSameWithAndWithoutListingTheCandidates, ()) {
    const PriceObservation observation = seen(any_state(*any_type()));
    const auto direct = likeliest(observation);
    const auto listed = likeliest(infer(observation));
    RC_ASSERT(direct.has_value() && listed.has_value());
    RC_ASSERT(direct->margin == listed->margin);
    RC_ASSERT(std::abs(direct->stock.count()) == std::abs(listed->stock.count()));
}

// Stocks are drawn within 20 trade volumes of zero, and quotes end beyond 64.
rc::Gen<std::int64_t> units_within_the_law(const PriceState& state) {
    return rc::gen::inRange<std::int64_t>(0, 40 * state.volume.count());
}

RC_GTEST_PROP(Quote, OfAPurchaseIsTheSumOfItsTransactions, ()) {
    PriceState state = any_state(*any_type());
    const std::int64_t wanted = *units_within_the_law(state);
    const Quote quote = quote_purchase(state, Units(wanted), kAnyAsk);
    std::int64_t total = 0;
    for (std::int64_t left = wanted; left > 0;) {
        const std::int64_t tranche = std::min(left, state.volume.count());
        total += ask_of(state).count() * tranche;
        state.stock -= Units(tranche);
        left -= tranche;
    }
    RC_ASSERT(quote.units == Units(wanted));
    RC_ASSERT(quote.total == Credits(total));
    RC_ASSERT(quote.after == state);
}

RC_GTEST_PROP(Quote, OfASaleIsTheSumOfItsTransactions, ()) {
    PriceState state = any_state(*any_type());
    const std::int64_t offered = *units_within_the_law(state);
    const Quote quote = quote_sale(state, Units(offered), kAnyBid);
    std::int64_t total = 0;
    for (std::int64_t left = offered; left > 0;) {
        const std::int64_t tranche = std::min(left, state.volume.count());
        total += bid_of(state).count() * tranche;
        state.stock += Units(tranche);
        left -= tranche;
    }
    RC_ASSERT(quote.units == Units(offered));
    RC_ASSERT(quote.total == Credits(total));
    RC_ASSERT(quote.after == state);
}

RC_GTEST_PROP(Quote, NeverPaysMoreThanTheLimitForAnyUnit, ()) {
    const PriceState state = any_state(*any_type());
    const Ask limit(ask_of(state).count() * *rc::gen::inRange<std::int64_t>(80, 160) / 100);
    const Units wanted(*units_within_the_law(state));
    const Quote quote = quote_purchase(state, wanted, limit);
    RC_ASSERT(quote.total <= limit * quote.units);
    RC_ASSERT(quote.units == wanted || ask_of(quote.after) > limit);
}

RC_GTEST_PROP(Quote, BuyingAndSellingBackRestoresTheStockAndEarnsNothing, ()) {
    const PriceState state = any_state(*any_type());
    const Units units(*rc::gen::inRange<std::int64_t>(1, 5) * state.volume.count());
    const Quote bought = quote_purchase(state, units, kAnyAsk);
    const Quote sold = quote_sale(bought.after, units, kAnyBid);
    RC_ASSERT(sold.after == state);
    RC_ASSERT(sold.total <= bought.total);
}

}  // namespace
}  // namespace argosy::model
