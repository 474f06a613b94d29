#pragma once

/// @file
/// How stocks move between two looks, learned from earlier looks: exports fill, imports empty,
/// exchanges go back to zero. A rate is what was recorded of the live game, times what this
/// universe taught of goods of the kind, times what it taught of this good; so a good seen twice
/// already has a sensible one. It knows no rule of any simulator:
/// docs/concepts/market-knowledge.md.

#include <array>
#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "core/time.h"
#include "core/units.h"
#include "model/levels.h"

namespace argosy::market {

/// Whether a market is one that somebody trades with: the others were recorded hardly moving.
enum class Trading : std::uint8_t { kQuiet, kBusy };

std::string_view to_string(Trading trading);
std::optional<Trading> parse_trading(std::string_view text);

/// What decides how fast a good's stock moves, as far as a look shows it.
struct DriftKind {
    model::TradeType type;
    std::optional<model::Activity> activity;
    core::Units volume;
    Trading trading;
};

/// Goods whose rates are learned together.
struct DriftPool {
    model::TradeType type;
    std::optional<model::Activity> activity;
    Trading trading;
    /// Least trade volume of these goods, which go up to the next of kVolumes; 0: of any volume.
    core::Units volume;

    friend auto operator<=>(const DriftPool&, const DriftPool&) = default;
};

/// How far stocks moved against how far they were expected to, in millionths of a trade volume.
/// What is long past counts less and less.
class Gauge {
  public:
    Gauge() = default;
    Gauge(std::int64_t moved, std::int64_t expected) : moved_(moved), expected_(expected) {}

    /// Returns what to multiply the expectation with; 1 without any evidence.
    /// @param doubt  Trade volumes of evidence that weigh as much as the expectation itself.
    double factor(double doubt) const;
    /// @param memory  Trade volumes of expectation above which the past is halved.
    void add(double moved, double expected, double memory);

    std::int64_t moved() const { return moved_; }
    std::int64_t expected() const { return expected_; }

    friend bool operator==(const Gauge&, const Gauge&) = default;

  private:
    std::int64_t moved_ = 0;
    std::int64_t expected_ = 0;
};

class DriftModel {
  public:
    /// Volumes that markets begin with; they grow, but seldom as far as the next.
    static constexpr std::array<std::int64_t, 3> kVolumes{1, 10, 60};

    /// Returns the stock ratio that one of `ratio` is expected to have become after `length`.
    /// @param own  What was learned of this very good.
    double predict(const DriftKind& kind, const Gauge& own, double ratio,
                   core::Duration length) const;

    /// Learns from two looks that far apart. Our own trades between them must have been applied to
    /// `before`, so that what is left moved without us.
    void learn(const DriftKind& kind, Gauge& own, double before, double after,
               core::Duration length);

    /// What was learned of each pool.
    const std::map<DriftPool, Gauge>& pools() const { return pools_; }
    /// Returns the pools that learned since the last call, for those who store them.
    std::set<DriftPool> take_changed() { return std::exchange(changed_, {}); }
    void restore(const DriftPool& pool, Gauge gauge) { pools_[pool] = gauge; }

  private:
    /// Trade volumes an hour, or for exchanges the share of the stock, before the good's own gauge.
    double pooled_rate(const DriftKind& kind) const;
    double factor_of(const DriftPool& pool, double doubt) const;

    std::map<DriftPool, Gauge> pools_;
    std::set<DriftPool> changed_;
};

}  // namespace argosy::market
