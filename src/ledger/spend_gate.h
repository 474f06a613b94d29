#pragma once

/// @file
/// The one guard over spending: what is in the treasury, what of it is spoken for, and what may
/// still be spent, on whose behalf. Checking and taking are one step, so buyers at the same moment
/// cannot spend one credit twice. A value in memory; it knows neither the store nor the game.

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/result.h"
#include "ledger/entry.h"

namespace argosy::ledger {

/// What a guard is made of.
struct GateSettings {
    /// Credits that purchases of cargo and ships leave untouched, so that there is always fuel.
    core::Credits floor{0};
    /// How much dearer than quoted a purchase may turn out; part of what is reserved for it.
    std::int64_t price_slip_percent = 5;
};

class SpendGate {
  public:
    explicit SpendGate(GateSettings settings) : settings_(settings) {}

    /// The balance is known: until then everything is refused.
    void open(core::Credits balance);

    core::Credits balance() const { return balance_; }

    /// A difference to the game was booked that nobody spent.
    void correct(core::Credits difference);

    /// The balance may not be what the game says. Purchases other than fuel are refused until
    /// confirm(), or admitted within what the game was seen() to say.
    void doubt(std::string reason);
    bool in_doubt() const { return doubt_.has_value(); }
    void seen(core::Credits game_credits);
    void confirm() { doubt_.reset(); }

    /// Reserves what an intent may cost at worst, out of its earmark first. Purchases that are open
    /// for one good at one place make it dearer for each other, in whatever order they get there:
    /// each reserves a price slip for each of them. Fuel may be bought
    /// below the floor, out of what is earmarked for others and beyond any budget: a ship that
    /// cannot fly cannot earn. A sale reserves nothing and is never refused.
    /// @error kInsufficientCredits  The floor, or the operation's budget; the message says what
    ///                              would unblock it.
    /// @error kUnavailable          The balance is not known.
    core::Result<void> admit(const Intent& intent);

    /// Reserves for an intent of an earlier run, which was admitted then.
    void readmit(const Intent& intent);

    /// The intent happened: its amount is in the balance.
    void settle(const core::IntentId& intent, core::Credits amount);

    /// The intent did not happen.
    void abandon(const core::IntentId& intent);

    /// Sets credits aside for purchases to come: `quoted`, and what they may turn out dearer. What
    /// was set aside under this id before is replaced.
    /// @error as admit(); nothing is set aside, and what was before stays.
    core::Result<void> earmark(const EarmarkId& id, const core::OperationId& operation,
                               core::Credits quoted);
    /// The same of an earlier run.
    void restore(const EarmarkId& id, const core::OperationId& operation, core::Credits left);
    /// Nothing when there is none.
    void release(const EarmarkId& id);
    core::Credits earmarked(const EarmarkId& id) const;
    /// Returns what an intent's earmark will have left once the intent has been settled at
    /// `amount`; nothing when it drew on none.
    std::optional<core::Credits> left_after(const Intent& intent, core::Credits amount) const;

    /// An operation's books when the program starts, and the credits it may have invested: paid
    /// and not earned back. Nothing: as much as there is.
    void invested(const core::OperationId& operation, core::Credits net_paid);
    void set_budget(const core::OperationId& operation, std::optional<core::Credits> budget);
    struct OperationMoney {
        core::Credits invested;  ///< Paid less earned; below zero when it has earned.
        core::Credits reserved;
        std::optional<core::Credits> budget;
    };
    const std::map<core::OperationId, OperationMoney>& operations() const { return operations_; }

    /// Returns what intents not settled, and earmarks, may still cost.
    core::Credits reserved() const { return in_flight_ + earmarked_; }

    /// Returns what the operation may spend now, on a purchase with this earmark; may be negative.
    core::Credits available(const core::OperationId& operation, const EarmarkId& earmark) const;

    /// Returns the greatest quote whose worst case `room` covers; 0 where there is none.
    core::Credits quotable(core::Credits room) const;

    /// Returns why an operation can buy nothing now and what would unblock it; nothing when it
    /// can spend at least one credit. Without an operation: why nobody can.
    std::optional<std::string> why_blocked(const core::OperationId& operation) const;

    core::Credits floor() const { return settings_.floor; }

  private:
    using Place = std::pair<model::WaypointSymbol, model::TradeSymbol>;
    struct Reservation {
        core::OperationId operation;
        EarmarkId earmark;
        core::Credits worst;
        core::Credits drawn;  ///< How much of it the earmark gave.
        Place place;
        core::Credits quoted;  ///< Of a purchase of cargo; 0 for all others.
        /// Purchases at its place that were open together with it, at one time or another.
        std::int64_t others = 0;
    };
    struct Earmark {
        core::OperationId operation;
        core::Credits left;
    };
    struct Doubt {
        std::string reason;
        std::optional<core::Credits> seen;
    };

    core::Credits worst_of(core::Credits quoted) const;
    core::Credits slip_of(core::Credits quoted, std::int64_t times) const;
    core::Credits spendable_balance() const;
    core::Credits room(core::Credits own) const;
    std::optional<core::Credits> budget_left(const core::OperationId& operation) const;
    core::Result<void> check(const std::string& what, core::Credits worst, core::Credits own,
                             const core::OperationId& operation) const;
    core::Result<void> check_fuel(const std::string& what, core::Credits worst) const;
    core::Result<void> check_known(const std::string& what) const;
    /// What a purchase adds to what others at its place may cost, and they to it.
    core::Credits crowding(const Place& place, core::Credits quoted) const;
    void take(const Intent& intent);
    /// Ends the intent's reservation; what its earmark gave and was not paid goes back to it.
    Reservation give_back(const core::IntentId& intent, core::Credits paid);
    void change_earmark(Earmark& earmark, core::Credits by);

    GateSettings settings_;
    bool open_ = false;
    core::Credits balance_;
    std::optional<Doubt> doubt_;
    core::Credits in_flight_;
    core::Credits earmarked_;
    std::map<core::IntentId, Reservation> intents_;
    std::map<EarmarkId, Earmark> earmarks_;
    std::map<core::OperationId, OperationMoney> operations_;
};

/// Returns what an intent is, for people: "PURCHASE of 10 IRON at X1-AD75-A1".
std::string described(const Intent& intent);

}  // namespace argosy::ledger
