#include "model/price_law.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "core/assert.h"

namespace argosy::model {
namespace {

using core::Ask;
using core::Bid;
using core::Credits;
using core::Units;

// The margins seen in records are 4 to 13; exchange margins are undetermined within 2 to 20.
constexpr std::int64_t kLeastMargin = 2;
constexpr std::int64_t kGreatestMargin = 20;
// In trade volumes, for the law to be believed. Recorded stocks lie within 20 of zero.
constexpr std::int64_t kFarthestVolumes = 64;

double round_half_up(double value) {
    return std::floor(value + 0.5);
}

double share(std::int64_t margin) {
    return double(margin) / 100.0;
}

double exchange_spread(std::int64_t base) {
    return std::max(2.0, round_half_up(double(base) / 100.0));
}

// Price curves over s, before rounding. An export's bid and an import's ask are the same curves one
// trade volume further on, halved and doubled.
double export_curve(std::int64_t base, std::int64_t margin, double s) {
    return double(base) * (1.0 + (4.0 * std::exp2(-0.3 * s) - 5.0) * share(margin));
}

double import_curve(std::int64_t base, std::int64_t margin, double s) {
    return double(base) * (1.0 + (5.0 - 4.0 * std::exp2(0.3 * s)) * share(margin));
}

double exchange_curve(std::int64_t base, std::int64_t margin, double s) {
    return double(base) * (1.0 - double(margin) / 20000.0 * s * s * s);
}

bool at_import_floor(std::int64_t base, std::int64_t margin, double s) {
    return round_half_up(import_curve(base, margin, s)) < 1.0;
}

std::int64_t ask_at(TradeType type, std::int64_t base, std::int64_t margin, double s) {
    double ask = 0;
    switch (type) {
        case TradeType::kExport:
            ask = round_half_up(export_curve(base, margin, s));
            break;
        case TradeType::kImport:
            // Recorded: where the bid has come down to 1, the ask is nine tenths of the base price.
            ask = at_import_floor(base, margin, s)
                      ? round_half_up(0.9 * double(base))
                      : 2.0 * round_half_up(import_curve(base, margin, s - 1.0));
            break;
        case TradeType::kExchange:
            ask = round_half_up(exchange_curve(base, margin, s - 1.0) + exchange_spread(base));
            break;
    }
    return std::max<std::int64_t>(1, std::int64_t(ask));
}

std::int64_t bid_at(TradeType type, std::int64_t base, std::int64_t margin, double s) {
    double bid = 0;
    switch (type) {
        case TradeType::kExport:
            bid = round_half_up(round_half_up(export_curve(base, margin, s + 1.0)) / 2.0);
            break;
        case TradeType::kImport:
            bid = round_half_up(import_curve(base, margin, s));
            break;
        case TradeType::kExchange:
            bid = round_half_up(exchange_curve(base, margin, s + 1.0) - exchange_spread(base));
            break;
    }
    return std::max<std::int64_t>(1, std::int64_t(bid));
}

Supply supply_at(double s) {
    if (s < -4.0) return Supply::kScarce;
    if (s < -2.0) return Supply::kLimited;
    if (s < double(kHighFrom)) return Supply::kModerate;
    if (s < 4.0) return Supply::kHigh;
    return Supply::kAbundant;
}

// Returns the first stock of [from, to) for which `holds`, which must not turn false again after
// it; `to` if there is none.
template <class Predicate>
std::int64_t first_stock(std::int64_t from, std::int64_t to, const Predicate& holds) {
    while (from < to) {
        const std::int64_t middle = from + (to - from) / 2;
        if (holds(middle)) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    return from;
}

// Stocks from `begin`, before `end`.
struct Span {
    std::int64_t begin;
    std::int64_t end;
};

// Narrows `span` to where `value_at(stock)`, which never rises with stock, equals `value`.
template <class Function, class Value>
Span where_equal(Span span, const Function& value_at, Value value) {
    const auto begin = first_stock(span.begin, span.end,
                                   [&](std::int64_t stock) { return value_at(stock) <= value; });
    const auto end =
        first_stock(begin, span.end, [&](std::int64_t stock) { return value_at(stock) < value; });
    return {begin, end};
}

// Finds the stocks that show an observation at one margin: ask, bid and supply each leave one span.
class Inference {
  public:
    Inference(const PriceObservation& seen, std::int64_t margin) : seen_(seen), margin_(margin) {}

    void append_to(std::vector<StockRange>& ranges) const {
        const std::int64_t farthest = kFarthestVolumes * seen_.volume.count();
        const Span all = where_equal(
            Span{-farthest, farthest + 1},
            [&](std::int64_t stock) { return -int(supply_at(ratio(stock))); }, -int(seen_.supply));
        if (seen_.type != TradeType::kImport) return append_span(all, ranges);
        // An import's ask jumps up where its floor begins, and falls on either side of that.
        const std::int64_t floor = first_stock(all.begin, all.end, [&](std::int64_t stock) {
            return at_import_floor(seen_.base, margin_, ratio(stock));
        });
        append_span({all.begin, floor}, ranges);
        append_span({floor, all.end}, ranges);
    }

  private:
    double ratio(std::int64_t stock) const { return double(stock) / double(seen_.volume.count()); }

    void append_span(Span span, std::vector<StockRange>& ranges) const {
        const auto ask = [&](std::int64_t stock) {
            return ask_at(seen_.type, seen_.base, margin_, ratio(stock));
        };
        const auto bid = [&](std::int64_t stock) {
            return bid_at(seen_.type, seen_.base, margin_, ratio(stock));
        };
        span = where_equal(span, ask, seen_.ask.count());
        span = where_equal(span, bid, seen_.bid.count());
        if (span.begin < span.end) {
            ranges.push_back({margin_, Units(span.begin), Units(span.end - 1)});
        }
    }

    const PriceObservation& seen_;
    const std::int64_t margin_;
};

}  // namespace

double stock_ratio(const PriceState& state) {
    return double(state.stock.count()) / double(state.volume.count());
}

Ask ask_of(const PriceState& state) {
    return Ask(ask_at(state.type, state.base, state.margin, stock_ratio(state)));
}

Bid bid_of(const PriceState& state) {
    return Bid(bid_at(state.type, state.base, state.margin, stock_ratio(state)));
}

Supply supply_of(const PriceState& state) {
    return supply_at(stock_ratio(state));
}

std::vector<StockRange> infer_ranges(const PriceObservation& observation) {
    std::vector<StockRange> ranges;
    if (observation.volume <= Units(0)) return ranges;
    for (std::int64_t margin = kLeastMargin; margin <= kGreatestMargin; ++margin) {
        Inference(observation, margin).append_to(ranges);
    }
    return ranges;
}

std::int64_t usual_margin(Units volume) {
    return volume.count() < 10 ? 10 : 8;
}

Quote quote_purchase(PriceState state, Units units, Ask limit) {
    ARGOSY_ASSERT(state.volume > Units(0));
    const Units least = -state.volume * kFarthestVolumes;
    Quote quote{Units(0), Credits(0), state};
    while (quote.units < units && quote.after.stock >= least) {
        const Ask ask = ask_of(quote.after);
        if (ask > limit) break;
        const Units tranche = std::min(units - quote.units, state.volume);
        quote.units += tranche;
        quote.total += ask * tranche;
        quote.after.stock -= tranche;
    }
    return quote;
}

Quote quote_sale(PriceState state, Units units, Bid limit) {
    ARGOSY_ASSERT(state.volume > Units(0));
    const Units most = state.volume * kFarthestVolumes;
    Quote quote{Units(0), Credits(0), state};
    while (quote.units < units && quote.after.stock <= most) {
        const Bid bid = bid_of(quote.after);
        if (bid < limit) break;
        const Units tranche = std::min(units - quote.units, state.volume);
        quote.units += tranche;
        quote.total += bid * tranche;
        quote.after.stock += tranche;
    }
    return quote;
}

Quote quote_tranches(PriceState state, const std::vector<Units>& bought) {
    Quote quote{Units(0), Credits(0), state};
    for (const Units units : bought) {
        ARGOSY_ASSERT(-state.volume <= units && units <= state.volume);
        quote.units += units;
        quote.total += units > Units(0) ? ask_of(quote.after) * units : bid_of(quote.after) * units;
        quote.after.stock -= units;
    }
    return quote;
}

}  // namespace argosy::model
