#pragma once

/// @file
/// The law of how markets change that recorded data supports best, with every number that is
/// measured or chosen in one place. The other named laws are this one with other numbers.
/// docs/reference/simulator.md says which number is exact, measured, told or chosen.

#include <string>

#include "sim/economy.h"

namespace argosy::sim {

/// Rates, steps and shares are thousandths: of a trade volume per update, or of the whole.
struct EconomyParameters {
    core::Duration period = std::chrono::minutes(33);
    core::Duration jitter = std::chrono::minutes(2);  ///< Either way.

    /// Share of every step, rate change and drift in an idle market: one without a purchase or
    /// sale since its last update, nor within `idle_after`. Recorded markets traded with every
    /// 3.5 hours made full steps at every update between.
    std::int64_t idle_share = 100;
    core::Duration idle_after = std::chrono::hours(4);

    std::int64_t least_rate = 200;
    std::int64_t full_rate = 1000;     ///< At it, activity is STRONG.
    std::int64_t growing_rate = 500;   ///< From it, activity is GROWING.
    std::int64_t limited_rate = 300;   ///< Where a LIMITED input holds an export.
    std::int64_t starting_rate = 300;  ///< Of a WEAK export; a WEAK import starts at least_rate.
    std::int64_t rise = 300;
    std::int64_t settle = 100;  ///< Towards limited_rate.
    std::int64_t fall = 100;
    std::int64_t restricted_fall = 200;
    std::int64_t restricted_step = 200;
    std::int64_t consumption_rise = 200;
    std::int64_t consumption_fall = 100;
    bool feeding_helps = true;  ///< Else every export makes restricted_step, always.

    // Stock in trade volumes.
    std::int64_t restricted_below = -4;
    std::int64_t limited_below = -2;
    std::int64_t abundant_from = 4;
    std::int64_t most_export = 8;
    std::int64_t least_import = -8;

    int growth_after = 3;             ///< Updates in a row.
    double growth_factor = 1.1;       ///< Rounded up.
    std::int64_t import_volumes = 3;  ///< An import grows to this many times what it feeds.
    std::int64_t exchange_drift = 100;

    double margin_mean = 8.0;
    double margin_deviation = 1.0;
    std::int64_t margin_least = 5;
    std::int64_t margin_most = 11;
    double small_margin_mean = 10.0;  ///< Below `small_volume`.
    std::int64_t small_margin_least = 8;
    std::int64_t small_margin_most = 13;
    core::Units small_volume{10};

    bool other_traders = false;
    /// What they sell to each import and buy of each export per update, on average.
    std::int64_t others = 50;
};

class MeasuredLaw final : public EconomyLaw {
  public:
    explicit MeasuredLaw(std::string name, EconomyParameters parameters = {})
        : name_(std::move(name)), parameters_(parameters) {}

    std::string_view name() const override { return name_; }
    std::int64_t starting_rate(model::TradeType type, model::Activity activity) const override;
    core::Duration first_wait(core::RandomStream& stream) const override;
    core::Duration next_wait(core::RandomStream& stream) const override;
    void update(MarketState& market) const override;

    const EconomyParameters& parameters() const { return parameters_; }

  private:
    std::string name_;
    EconomyParameters parameters_;
};

}  // namespace argosy::sim
