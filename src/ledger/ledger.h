#pragma once

/// @file
/// Money. Everything that moves credits goes through here: an intent is stored durably before the
/// request leaves, and settled together with the ledger row and the caller's own progress. An
/// intent whose answer never came is settled by looking, never by asking again. The ledger does
/// not choose trades, and does not know what a task, pipeline or operation is beyond its id.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/runtime.h"
#include "game/game_port.h"
#include "ledger/cargo_lots.h"
#include "ledger/entry.h"
#include "ledger/evidence.h"
#include "ledger/journal.h"
#include "ledger/report.h"
#include "ledger/settlement.h"
#include "ledger/spend_gate.h"
#include "store/store.h"

namespace argosy::ledger {

using core::Result;
using core::Task;

/// Adds the caller's statements to the transaction that books a receipt. Called at most once, on
/// the loop; what it captures must be alive for as long as the call it was given to.
template <class Receipt>
using WithReceipt = std::function<void(store::Transaction&, const Receipt&)>;

struct Settings {
    core::Credits floor{0};               ///< As GateSettings.
    std::int64_t price_slip_percent = 5;  ///< The same.
    /// How long a request without an answer may still be on its way: looking waits this long.
    core::Duration look_after = std::chrono::seconds(5);
};

/// The money of one player. Must outlive the loop its calls run on.
///
/// Calls for different ships may overlap; calls for one ship must not (the caller holds its
/// claim). A ship whose last trade is still in doubt is looked at before it trades again.
class Ledger {
  public:
    /// @param player  Its row in `players` exists.
    Ledger(const core::Runtime& runtime, store::Store& store, game::GamePort& game,
           std::int64_t player, Settings settings = {});

    /// Loads the balance, the open intents, the lots aboard, earmarks and budgets. An empty ledger
    /// begins with a row OPENING of the agent's credits.
    /// @pre Called once, before anything else.
    /// @cost 1 request for an empty ledger, else none.
    Task<Result<void>> open();

    /// Buys cargo. `aboard_before` is what the ship holds of the good now, and `expected` the ask
    /// last seen.
    ///
    /// The receipt, the ledger row and what `also` adds are one commit.
    ///
    /// @error kInsufficientCredits  The spend gate or the game refused; nothing was bought. The
    ///                     message names what would unblock it.
    /// @error kUnavailable  The balance is in doubt and the game's credits cannot be read, or as
    ///                     GamePort says; nothing was bought.
    /// @error kCargoFull, kRejected, ...  As GamePort says; nothing was bought.
    /// @error kConflict    What `also` added was refused. The trade happened and is booked: derive
    ///                     progress from moved().
    /// @error kOutcomeUnknown  It may have happened, and looking failed too, or it happened and
    ///                     could not be stored. The intent is open, its cost stays reserved, and
    ///                     settle_open_intents() or the ship's next trade settles it.
    /// @error kStopped     The program is stopping; as kOutcomeUnknown, without a look.
    /// @cost 1 request; after a lost answer 2 or 3 more, 1 more while the balance is in doubt.
    Task<Result<game::TradeReceipt>> purchase(game::TradeOrder order, model::WaypointSymbol market,
                                              core::Ask expected, core::Units aboard_before,
                                              Purpose purpose,
                                              WithReceipt<game::TradeReceipt> also = {});

    /// Sells cargo. Mirrors purchase() in every respect but the spend gate, which it has not.
    Task<Result<game::TradeReceipt>> sell(game::TradeOrder order, model::WaypointSymbol market,
                                          core::Bid expected, core::Units aboard_before,
                                          Purpose purpose,
                                          WithReceipt<game::TradeReceipt> also = {});

    /// How much of the tank is filled.
    enum class Filling : std::uint8_t {
        kWhole,
        kWithinMeans,  ///< As many units of FUEL as there are credits for, one at least.
    };

    /// Fills the tank; a full one costs nothing, not even a request. Fuel may be bought below the
    /// floor, which is kept for it: a ship that cannot fly cannot earn. Errors as purchase().
    Task<Result<game::RefuelReceipt>> refuel(model::ShipSymbol ship, model::WaypointSymbol market,
                                             core::Ask expected, model::Fuel fuel_before,
                                             Purpose purpose,
                                             WithReceipt<game::RefuelReceipt> also = {},
                                             Filling filling = Filling::kWhole);

    /// Lets a ship jump from one gate to another; the antimatter is bought at the first. `expected`
    /// is its ask last seen. A lost answer is settled by the system the ship is in.
    /// @pre Nothing but this moves the ship out of its system. Errors as purchase().
    Task<Result<game::JumpReceipt>> jump(model::ShipSymbol ship, model::WaypointSymbol from,
                                         model::WaypointSymbol to, core::Ask expected,
                                         Purpose purpose, WithReceipt<game::JumpReceipt> also = {});

    /// Buys a ship. One at a time: how many ships there are is what tells, in doubt, whether it
    /// happened. Errors as purchase(), and
    /// @error kConflict  Another ship is being bought; or the purchase before this one was in doubt
    ///                   and, as a look shows, made: it is booked now, and its ship is the last
    ///                   that list() has. Nothing was bought.
    /// @cost 2 requests.
    Task<Result<game::ShipReceipt>> purchase_ship(model::ShipType type,
                                                  model::WaypointSymbol shipyard,
                                                  core::Ask expected, Purpose purpose,
                                                  WithReceipt<game::ShipReceipt> also = {});

    /// Settles every intent that is open and not in flight, by looking, and then compares the
    /// balance with the game's credits. For a start after a crash, before anything acts, and for
    /// whenever all ships are at rest.
    ///
    /// The report is news, not truth: a crash may follow before its reader has stored anything.
    /// Progress of tasks is derived from moved().
    ///
    /// @error kUnavailable, ...  The credits could not be read or a row not stored. What was
    ///                           settled until then stays settled.
    /// @cost 1 request, and 1 to 3 for each open intent.
    Task<Result<SettlementReport>> settle_open_intents();

    /// Reads the game's credits beside the balance, at a moment when no money moves; where there is
    /// none in kCompareReadings readings, the last of them.
    /// @cost 1 to kCompareReadings requests
    Task<Result<Comparison>> compare();
    static constexpr int kCompareReadings = 5;

    /// Sets credits aside for purchases that will name this earmark in their purpose, so that
    /// several buyers are not sent on the same credits: `quoted`, and what they may turn out
    /// dearer. What was set aside under it before is replaced. The transaction must hold
    /// (store/commit.h).
    /// @error kInsufficientCredits, kUnavailable  As purchase(); nothing was set aside.
    Result<void> earmark(const EarmarkId& earmark, const core::OperationId& operation,
                         core::Credits quoted, store::Transaction& transaction);

    /// Frees what is left of an earmark; nothing when there is none. The transaction must hold.
    void release(const EarmarkId& earmark, store::Transaction& transaction);

    /// Sets what an operation may have invested: paid and not earned back, fuel included, with what
    /// is reserved for it. Nothing: as much as there is. It holds for purchases from now on; fuel
    /// is bought beyond it.
    Task<Result<void>> set_budget(core::OperationId operation, std::optional<core::Credits> budget);

    /// Strikes out lots of cargo that is not aboard any more: its ship is gone, or somebody else
    /// disposed of it. For a start, once all ships have been read.
    Task<Result<void>> write_off_missing(std::map<model::ShipSymbol, model::Cargo> aboard);

    /// Returns the sum of all amounts: the agent's credits once nothing is in flight or open.
    core::Credits balance() const { return gate_.balance(); }

    /// Returns the first row's amount.
    core::Credits opening() const { return opening_; }

    /// Returns what trades, with the fuel and the jumps for them, have brought since open(). Ships
    /// bought are an investment, and what no trade explains is none.
    core::Credits traded() const { return traded_; }

    /// The guard over spending: what is reserved, the floor, the budgets.
    const SpendGate& gate() const { return gate_; }

    /// Returns what intents in flight or in doubt, and earmarks, may still cost.
    core::Credits reserved() const { return gate_.reserved(); }

    /// Returns what purchases may spend now: balance less reservations less floor, and no more than
    /// the operation's budget leaves; may be negative.
    core::Credits available(const core::OperationId& operation = {},
                            const EarmarkId& earmark = {}) const {
        return gate_.available(operation, earmark);
    }

    /// Returns the quotes that may be acted upon now, so that their worst case is available().
    core::Credits to_spend(const core::OperationId& operation = {},
                           const EarmarkId& earmark = {}) const {
        return gate_.quotable(gate_.available(operation, earmark));
    }

    /// Returns what there is to do business with once everything under way has ended.
    core::Credits working_capital() const { return gate_.balance() - gate_.floor(); }

    /// Returns why nothing can be bought now, by this operation or at all, and what would unblock
    /// it; nothing when something can.
    std::optional<std::string> why_blocked(const core::OperationId& operation = {}) const {
        return gate_.why_blocked(operation);
    }

    /// What the cargo aboard has cost.
    const CargoLots& lots() const { return lots_; }

    /// Returns the intents in flight or in doubt, by id.
    std::vector<Intent> open_intents() const;

    /// Returns what the ledger knows to have been moved for a task by trades of this type.
    Task<Result<Moved>> moved(core::TaskId task, EntryType type);

    /// As Reports::report() and Journal::list().
    Task<Result<std::vector<ReportRow>>> report(GroupBy by, Span span = {});
    Task<Result<std::vector<Entry>>> list(Filter filter, std::int64_t limit);

  private:
    /// An intent that is not settled yet.
    struct Open {
        Intent intent;
        bool in_flight;  ///< A task of this process is at it; otherwise it is in doubt.
    };
    /// A row of the ledger with what it does to the lots.
    struct Booking {
        Entry entry;
        std::vector<LotSale> sold;
    };
    template <class Receipt>
    using Request = std::function<Task<Result<Receipt>>()>;

    Intent make_intent(IntentKind kind, model::WaypointSymbol waypoint, Purpose purpose) const;
    Result<void> admit(const Intent& intent);
    Task<Result<void>> ensure_balance_known();
    void leave_in_doubt(const core::IntentId& intent);
    void close(const core::IntentId& intent);

    template <class Receipt>
    Task<Result<Receipt>> perform(Intent intent, Request<Receipt> request,
                                  WithReceipt<Receipt> also);
    template <class Receipt>
    Task<Result<Receipt>> settle_unanswered(Intent intent, core::Error unanswered,
                                            WithReceipt<Receipt> also);
    Booking prepare(Entry entry) const;
    void write(store::Transaction& transaction, const Booking& booking) const;
    Task<Result<void>> book(Booking booking, store::Transaction complete);
    Task<void> abandon(core::IntentId intent);

    /// Returns whether one of them, at least, had happened.
    Task<Result<bool>> settle_doubts_of(model::ShipSymbol ship);
    Task<Result<Settlement>> settle(Intent intent);
    Task<Result<Settlement>> conclude(Intent intent, Finding finding, core::Credits total);
    Task<Result<Finding>> find_out(Intent intent);
    Task<core::Credits> price_of(Intent intent);
    Task<Result<std::optional<core::Credits>>> compare_with_game();
    Task<Result<void>> book_difference(core::Credits game_credits);

    core::Runtime runtime_;
    store::Store& store_;
    game::GamePort& game_;
    Journal journal_;
    Settings settings_;

    Reports reports_;
    SpendGate gate_;
    CargoLots lots_;

    core::Credits opening_;
    core::Credits traded_;
    std::map<core::IntentId, Open> open_;
    /// Counts intents opened and closed: unchanged around a look at the agent means that the
    /// credits seen and the balance are of the same moment.
    std::uint64_t movements_ = 0;
};

}  // namespace argosy::ledger
