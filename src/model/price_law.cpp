#include "model/price_law.h"

#include <algorithm>
#include <cmath>

namespace argosy::model {
namespace {

using core::Ask;
using core::Bid;
using core::Credits;
using core::Units;

// The margins seen in records are 4 to 13; exchange margins are undetermined within 2 to 20.
constexpr std::int64_t kLeastMargin = 2;
constexpr std::int64_t kGreatestMargin = 20;

double round_half_up(double value) { return std::floor(value + 0.5); }

double share(std::int64_t margin) { return double(margin) / 100.0; }

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

std::int64_t ask_at(TradeType type, std::int64_t base, std::int64_t margin, double s) {
    switch (type) {
        case TradeType::kExport:
            return std::int64_t(round_half_up(export_curve(base, margin, s)));
        case TradeType::kImport: {
            const double bid = round_half_up(import_curve(base, margin, s));
            const double ask = 2.0 * round_half_up(import_curve(base, margin, s - 1.0));
            // Recorded floor: a bid of 1 goes with an ask of nine tenths of the base price.
            return bid < 1.0 ? std::int64_t(round_half_up(0.9 * double(base))) : std::int64_t(ask);
        }
        case TradeType::kExchange:
            return std::int64_t(
                round_half_up(exchange_curve(base, margin, s - 1.0) + exchange_spread(base)));
    }
    return 0;
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
    if (s < 2.0) return Supply::kModerate;
    if (s < 4.0) return Supply::kHigh;
    return Supply::kAbundant;
}

// Both curves fall as s rises, so the stocks that show one ask are one run of whole numbers:
// bisect to its beginning.
std::int64_t first_stock_with_ask_at_most(const PriceObservation& seen, std::int64_t margin) {
    std::int64_t low = -400 * seen.volume.count();
    std::int64_t high = 400 * seen.volume.count();
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        const double s = double(middle) / double(seen.volume.count());
        if (ask_at(seen.type, seen.base, margin, s) <= seen.ask.count()) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

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

Supply supply_of(const PriceState& state) { return supply_at(stock_ratio(state)); }

std::vector<PriceState> infer(const PriceObservation& seen) {
    std::vector<PriceState> candidates;
    if (seen.volume.count() <= 0) return candidates;
    for (std::int64_t margin = kLeastMargin; margin <= kGreatestMargin; ++margin) {
        std::int64_t stock = first_stock_with_ask_at_most(seen, margin);
        for (;; ++stock) {
            const PriceState state{seen.type, seen.base, margin, seen.volume, Units(stock)};
            if (ask_of(state) != seen.ask) break;
            if (bid_of(state) == seen.bid && supply_of(state) == seen.supply) {
                candidates.push_back(state);
            }
            if (stock > 400 * seen.volume.count()) break;
        }
    }
    return candidates;
}

std::optional<PriceState> likeliest(const std::vector<PriceState>& candidates) {
    if (candidates.empty()) return std::nullopt;
    const auto distance = [](const PriceState& state) {
        return std::abs(state.margin - (state.volume.count() < 10 ? 10 : 8));
    };
    return *std::min_element(candidates.begin(), candidates.end(),
                             [&](const PriceState& a, const PriceState& b) {
                                 if (distance(a) != distance(b)) return distance(a) < distance(b);
                                 return std::abs(a.stock.count()) < std::abs(b.stock.count());
                             });
}

Quote quote_purchase(PriceState state, Units units, Ask limit) {
    Quote quote{Units(0), Credits(0), state};
    while (quote.units < units) {
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
    Quote quote{Units(0), Credits(0), state};
    while (quote.units < units) {
        const Bid bid = bid_of(quote.after);
        if (bid < limit) break;
        const Units tranche = std::min(units - quote.units, state.volume);
        quote.units += tranche;
        quote.total += bid * tranche;
        quote.after.stock += tranche;
    }
    return quote;
}

}  // namespace argosy::model
