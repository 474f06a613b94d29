#pragma once

/// @file
/// What a strategy says of a lane and of a trade on it, with the rule that decided: the values that
/// it decides from, so that what people are told is what was done. Made for every lane in every
/// round, so no words are put together before somebody asks.

#include <fmt/core.h>

#include <optional>
#include <string>

#include "trading/trade_desk.h"

namespace argosy::trading {

/// A rule with the figures that it was applied to.
struct Rule {
    /// Has {0} for what was found and {1} for what it was held against.
    using Words = fmt::format_string<const double&, const double&>;

    Words words = "";
    double found = 0;
    double limit = 0;

    std::string text() const { return fmt::format(words, found, limit); }
};

/// Whether a lane is traded now.
struct Verdict {
    std::optional<TradeTerms> terms;  ///< Nothing: it is not.
    Rule rule;                        ///< The first that closes it; of an open one, what limits it.

    bool is_open() const { return terms.has_value(); }

    static Verdict open(const TradeTerms& terms, const Rule& rule) { return {terms, rule}; }
    static Verdict closed(const Rule& rule) { return {std::nullopt, rule}; }
};

/// What a trade on an open lane is chosen by: its profit and what counts besides, over its time and
/// what counts besides.
struct Score {
    std::optional<double> rate;  ///< Credits a second; nothing: it is not made.
    Rule refusal;                ///< Why not.
    double beyond_profit = 0;    ///< Credits.
    double beyond_time = 0;      ///< Seconds.
};

/// A number that a strategy decides by.
struct Figure {
    std::string name;
    double value = 0;
};

}  // namespace argosy::trading
