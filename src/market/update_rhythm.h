#pragma once

/// @file
/// When the stocks of a market move: all goods at once, in updates about as far apart in every
/// market of a universe, each market in its own phase. Learned from looks alone: one that shows
/// other stocks than the one before had an update between them. It knows no rule of any simulator:
/// docs/concepts/market-knowledge.md.

#include <map>
#include <optional>

#include "core/time.h"
#include "model/symbols.h"

namespace argosy::market {

/// A stretch of time in which something happened, or will: after `from`, up to `to`.
struct Window {
    core::TimePoint from;
    core::TimePoint to;

    core::Duration width() const { return to - from; }
    friend bool operator==(const Window&, const Window&) = default;
};

/// What was learned of one market.
struct MarketRhythm {
    Window last;                      ///< In which an update is known to have been.
    std::int64_t gaps = 0;            ///< Between updates, as far as they were seen closely.
    core::Duration gap_sum{0};        ///< Of all of them.
    core::Duration deviation_sum{0};  ///< How far each was from what was expected.

    friend bool operator==(const MarketRhythm&, const MarketRhythm&) = default;
};

class UpdateRhythms {
  public:
    /// Taken to be the time between updates until looks teach another (measured:
    /// docs/reference/simulator.md), as much as so many of them.
    static constexpr core::Duration kUsualGap = std::chrono::minutes(33);
    static constexpr core::Duration kUsualDeviation = std::chrono::minutes(1);
    static constexpr std::int64_t kUsualCount = 2;

    /// Two looks at a market showed other stocks: an update was after the first, by the second.
    /// @returns what is now known of the market
    const MarketRhythm& note_update(const model::WaypointSymbol& market, Window between);

    /// Returns when the next update after `since` is expected: within gap() of it where nothing is
    /// known of the market's phase. Of an update that a look at `since` should have shown and did
    /// not, it is taken that it moved nothing.
    Window next_after(const model::WaypointSymbol& market, core::TimePoint since) const;

    /// Returns the mean time between two updates of a market, and how far from it they come,
    /// either way.
    core::Duration gap() const;
    core::Duration leeway() const;

    /// Returns whether the phase of a market was learned closely enough to go by.
    bool knows(const model::WaypointSymbol& market) const;

    void restore(const model::WaypointSymbol& market, MarketRhythm rhythm);

  private:
    /// The `count`th update after one within `last`.
    Window after(const Window& last, std::int64_t count) const;
    void learn_gap(MarketRhythm& rhythm, core::Duration gap);

    std::map<model::WaypointSymbol, MarketRhythm> markets_;
    // Of all markets, the usual included.
    std::int64_t gaps_ = kUsualCount;
    core::Duration gap_sum_ = kUsualGap * kUsualCount;
    core::Duration deviation_sum_ = kUsualDeviation * kUsualCount;
};

}  // namespace argosy::market
