#pragma once

/// @file
/// How far forecasts were off, counted at every look: what the next one is expected to be off by,
/// and the report that says how much our knowledge of markets is worth.

#include <array>
#include <compare>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/time.h"
#include "market/drift.h"

namespace argosy::market {

/// Goods whose forecasts are about equally good.
struct ErrorKind {
    model::TradeType type;
    std::optional<model::Activity> activity;
    Trading trading;

    friend auto operator<=>(const ErrorKind&, const ErrorKind&) = default;
};

/// How forecasts of one kind of good and one range of ages fared.
struct AccuracyRow {
    model::TradeType type;
    core::Duration age_from;      ///< Of the look before, up to the next row's.
    std::int64_t prices;          ///< Asks and bids that were forecast and then seen.
    std::int64_t exact;           ///< Of them, those seen to the credit.
    std::int64_t median_bp;       ///< Of |seen - forecast| / seen, to the width of a class of it.
    std::int64_t worst_tenth_bp;  ///< Nine in ten were off by less.
};

class ForecastErrors {
  public:
    /// Ages are counted apart from each of these on.
    static constexpr std::array<core::Duration, 9> kAges{
        std::chrono::minutes(0),   std::chrono::minutes(2),   std::chrono::minutes(10),
        std::chrono::minutes(20),  std::chrono::minutes(45),  std::chrono::minutes(90),
        std::chrono::minutes(180), std::chrono::minutes(360), std::chrono::minutes(720)};
    /// Errors are counted in classes that end at each of these, in basis points, and one above.
    static constexpr std::array<std::int64_t, 16> kClasses{
        0, 10, 25, 50, 75, 100, 150, 200, 300, 400, 600, 800, 1'200, 1'600, 2'400, 4'800};
    using Counts = std::array<std::int64_t, kClasses.size() + 1>;
    using Key = std::pair<ErrorKind, std::size_t>;  ///< The second indexes kAges.

    /// Takes in one price that was forecast and then seen.
    void count(const ErrorKind& kind, core::Duration age, std::int64_t forecast, std::int64_t seen);

    /// Returns the expected |error| of a price forecast at this age, in basis points. Never less
    /// than that of a younger forecast of the same kind.
    std::int64_t expected_bp(const ErrorKind& kind, core::Duration age) const;

    /// Returns a row for every trade type and age that was counted, by type, then age.
    std::vector<AccuracyRow> report() const;

    /// One class of one count, as it is stored.
    struct Entry {
        ErrorKind kind;
        core::Duration age_from;  ///< One of kAges.
        std::int64_t error_to;    ///< One of kClasses, or kOpenClass.
        std::int64_t prices;
    };
    static constexpr std::int64_t kOpenClass = 10'000;

    /// Returns what was counted on since the last call, for those who store it.
    std::vector<Entry> take_changed();
    /// Takes back what was stored. An age or class that is counted no longer is left out.
    void restore(const Entry& entry);

  private:
    void learn_expectation(const ErrorKind& kind);

    std::map<Key, Counts> counts_;
    std::set<std::pair<Key, std::size_t>> changed_;  ///< With the class.
    std::map<ErrorKind, std::array<double, kAges.size()>> expected_;
};

}  // namespace argosy::market
