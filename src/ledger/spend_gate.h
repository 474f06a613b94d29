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

/// Every change takes effect at once and is stored by the caller. admit() comes before its row is
/// committed, and abandon() takes it back when that fails; earmark() and release() come before
/// theirs too, which must hold (store/commit.h). All others follow what is committed already.
class SpendGate {
  public:
    /// Refuses everything until open().
    explicit SpendGate(GateSettings settings) : settings_(settings) {}

    /// Begins with this balance, which may be negative. What readmit(), restore() and invested()
    /// said before stays.
    void open(core::Credits balance);

    /// Returns the sum of everything booked; 0 before open().
    core::Credits balance() const { return balance_; }

    /// Adds a difference to the game that nobody spent; negative where the game has less.
    void correct(core::Credits difference);

    /// Refuses purchases other than fuel until confirm(), because the balance may not be what the
    /// game says; within what the game was seen() to say they are admitted. `reason` is for people.
    void doubt(std::string reason);
    bool in_doubt() const { return doubt_.has_value(); }
    /// Takes the game's credits for as long as the doubt lasts; without a doubt, nothing happens.
    void seen(core::Credits game_credits);
    /// Ends the doubt: the balance is the game's.
    void confirm() { doubt_.reset(); }

    /// Reserves what an intent may cost at worst, out of its earmark first. Purchases that are open
    /// for one good at one place make it dearer for each other, in whatever order they get there:
    /// each reserves a price slip for each of them. Fuel may be bought
    /// below the floor, out of what is earmarked for others and beyond any budget: a ship that
    /// cannot fly cannot earn. A sale reserves nothing and is never refused.
    /// @pre No intent of this id was admitted before.
    /// @error kInsufficientCredits  The floor, or the operation's budget; the message says what
    ///                              would unblock it.
    /// @error kUnavailable          The balance is not known.
    core::Result<void> admit(const Intent& intent);

    /// Reserves for an intent of an earlier run, which was admitted then; never refuses.
    void readmit(const Intent& intent);

    /// Ends the reservation of an intent that happened, and puts `amount` (signed) in the balance.
    /// What its earmark gave and was not paid goes back to it.
    /// @pre The intent was admitted and has not ended.
    void settle(const core::IntentId& intent, core::Credits amount);

    /// Ends the reservation of an intent that did not happen; its earmark has everything again.
    /// @pre As settle().
    void abandon(const core::IntentId& intent);

    /// Sets credits aside for purchases to come: `quoted`, and what they may turn out dearer. What
    /// was set aside under this id before is replaced.
    /// @error as admit(); nothing is set aside, and what was before stays.
    core::Result<void> earmark(const EarmarkId& id, const core::OperationId& operation,
                               core::Credits quoted);
    /// Sets aside what an earmark of an earlier run had left, worst case included; never refuses.
    void restore(const EarmarkId& id, const core::OperationId& operation, core::Credits left);
    /// Frees what an earmark has left; nothing when there is none. What open intents drew stays
    /// reserved for them.
    void release(const EarmarkId& id);
    /// Returns what an earmark has left, worst case included; 0 when there is none.
    core::Credits earmarked(const EarmarkId& id) const;
    /// Returns what an intent's earmark will have left once the intent has been settled at
    /// `amount`; nothing when it drew on none.
    std::optional<core::Credits> left_after(const Intent& intent, core::Credits amount) const;

    /// Sets what an operation had paid less earned when the program starts.
    void invested(const core::OperationId& operation, core::Credits net_paid);
    /// Sets what an operation may have invested at most, paid and not earned back; nothing: as much
    /// as there is. What is reserved already stays so.
    void set_budget(const core::OperationId& operation, std::optional<core::Credits> budget);
    /// What one operation has of the treasury.
    struct OperationMoney {
        core::Credits invested;  ///< Paid less earned; below zero when it has earned.
        core::Credits reserved;
        std::optional<core::Credits> budget;
    };
    /// Returns every operation that has spent, earned or reserved, or has a budget, by id.
    const std::map<core::OperationId, OperationMoney>& operations() const { return operations_; }

    /// Returns what intents not settled, and earmarks, may still cost.
    core::Credits reserved() const { return in_flight_ + earmarked_; }

    /// Returns what the operation may spend now, on a purchase with this earmark; may be negative.
    core::Credits available(const core::OperationId& operation, const EarmarkId& earmark) const;

    /// Returns what fuel may cost now at worst: all there is.
    core::Credits for_fuel() const { return balance_ - in_flight_; }

    /// Returns the greatest quote whose worst case `room` covers; 0 where there is none.
    core::Credits quotable(core::Credits room) const;

    /// Returns why an operation can buy nothing now and what would unblock it; nothing when it
    /// can spend at least one credit. Without an operation: why nobody can.
    std::optional<std::string> why_blocked(const core::OperationId& operation) const;

    /// Returns GateSettings::floor.
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
