#pragma once

/// @file
/// Growth of a fleet that trades: another hull is bought when what it would bring pays its price
/// back within the time that is left, one at a time, and the next one only once the last has been
/// seen at work for a while (docs/concepts/growth.md). Whether is decided from figures alone; what
/// was bought is in the ledger, so a killed program goes on where it was.

#include <functional>
#include <optional>
#include <string>

#include "kernel/ship_purchases.h"
#include "trading/hull_meter.h"

namespace argosy::kernel {

struct GrowthSettings {
    /// What a ship costs must come back within this. Chosen: nothing is known of the day after.
    core::Duration horizon = std::chrono::hours(24);
};

/// What an operation may do.
struct GrowthTerms {
    std::int64_t most = 0;  ///< Hulls that it may buy; 0: none.
    /// From the operation's start: by then hulls that were bought, and what the strategy spends for
    /// later, must have paid back. Nothing: hulls as GrowthSettings, the rest as the strategy says.
    /// In any case by the end of the universe.
    std::optional<core::Duration> within;
};

/// Everything that the decision is made from.
struct GrowthView {
    std::int64_t most = 0;
    std::int64_t bought = 0;
    trading::HullWorth worth;     ///< Of one hull more, since the last was bought.
    core::Credits price;          ///< Of one hull.
    bool price_was_seen = false;  ///< At a shipyard, lately; else what one usually costs.
    core::Duration time_left{0};
    core::Credits to_spend;
    core::Credits working_capital;  ///< That must stay: the holds of ships without cargo.

    std::string refused;  ///< Why the last attempt came to nothing; empty: it did not.

    /// Returns the time in which the price comes back; nothing where it never does.
    std::optional<core::Duration> pays_back_in() const;
    /// Returns the most that a hull may cost now.
    core::Credits most_to_pay() const;
    /// Returns what speaks against buying one now; empty: nothing.
    std::string why_not() const;
};

class FleetGrowth {
  public:
    /// A light hauler: sold in every starting system, and what a hull's worth is measured for.
    static const model::ShipType kHull;
    /// What one is taken to cost until a price is seen: three shipyards asked 272,775 to 336,024.
    static constexpr core::Credits kUsualPrice{300'000};
    /// For how long a price that was seen is believed.
    static constexpr core::Duration kPriceAge = std::chrono::hours(1);
    /// What the cargo of a ship costs at least: 80 units of something dear enough to carry.
    static constexpr core::Credits kLeastHold{40'000};

    FleetGrowth(fleet::Fleet& fleet, ShipPurchases& purchases, GrowthSettings settings)
        : fleet_(fleet), purchases_(purchases), settings_(settings) {}

    /// Begins to buy for an operation, with what it has bought before.
    /// @error as Ledger::list()
    Task<Result<void>> begin(core::OperationId operation, core::TimePoint started,
                             GrowthTerms terms);
    void end() { operation_ = {}; }

    /// Buys a hull if that is due, and returns when that has been tried. Does nothing while one is
    /// being bought.
    /// @param still_wanted  Asked again at the shipyard.
    /// @returns whether one was bought
    Task<bool> grow(trading::HullWorth worth, std::function<bool()> still_wanted);

    /// Whether a ship is on its way to buy.
    bool is_buying() const { return buying_; }

    /// Returns what is known and decided now.
    GrowthView view(trading::HullWorth worth) const;

  private:
    /// Finds out what has become of the last attempt.
    Task<Result<void>> settle_attempt();
    Task<Result<void>> count_bought();
    Task<void> attempt(trading::HullWorth worth, std::function<bool()> still_wanted);
    core::Duration time_left() const;
    core::Credits working_capital() const;

    fleet::Fleet& fleet_;
    ShipPurchases& purchases_;
    GrowthSettings settings_;
    core::OperationId operation_;
    core::TimePoint started_;
    GrowthTerms terms_;
    std::int64_t bought_ = 0;
    bool buying_ = false;
    /// What was bought is counted and known; not so after an attempt that failed, as its answer may
    /// have been lost.
    bool is_settled_ = true;
    std::string refused_;
};

}  // namespace argosy::kernel
