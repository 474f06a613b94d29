#include "ledger/ledger.h"

#include <fmt/format.h>

namespace argosy::ledger {

using core::Credits;
using core::Error;
using core::ErrorCode;

Ledger::Ledger(const core::Runtime& runtime, store::Store& store, game::GamePort& game,
               std::int64_t player, Settings settings)
    : runtime_(runtime),
      store_(store),
      game_(game),
      journal_(store, player),
      settings_(settings),
      reports_(store, player),
      gate_({.floor = settings.floor, .price_slip_percent = settings.price_slip_percent}),
      lots_(store, player) {}

Task<Result<void>> Ledger::open() {
    ARGOSY_CO_TRY(Journal::Totals totals, co_await journal_.totals());
    if (totals.entries == 0) {
        ARGOSY_CO_TRY(const model::Agent agent, co_await game_.my_agent());
        Entry entry;
        entry.at = runtime_.now();
        entry.type = EntryType::kOpening;
        entry.amount = entry.balance_after = agent.credits;
        store::Transaction transaction;
        journal_.add_entry(transaction, entry);
        ARGOSY_CO_CHECK(co_await store_.commit(std::move(transaction)));
        totals.balance = totals.opening = agent.credits;
    }
    opening_ = totals.opening;
    ARGOSY_CO_CHECK(co_await lots_.load());
    ARGOSY_CO_TRY(const auto invested, co_await journal_.invested());
    for (const auto& [operation, credits] : invested)
        gate_.invested(operation, credits);
    ARGOSY_CO_TRY(const auto budgets, co_await journal_.budgets());
    for (const auto& [operation, credits] : budgets)
        gate_.set_budget(operation, credits);
    ARGOSY_CO_TRY(const auto earmarks, co_await journal_.earmarks());
    for (const Journal::StoredEarmark& earmark : earmarks)
        gate_.restore(earmark.id, earmark.operation, earmark.left);
    ARGOSY_CO_TRY(const std::vector<Intent> intents, co_await journal_.open_intents());
    for (const Intent& intent : intents) {
        gate_.readmit(intent);
        open_.emplace(intent.id, Open{intent, false});
    }
    gate_.open(totals.balance);
    co_return Result<void>{};
}

std::vector<Intent> Ledger::open_intents() const {
    std::vector<Intent> intents;
    for (const auto& [id, open] : open_)
        intents.push_back(open.intent);
    return intents;
}

Intent Ledger::make_intent(IntentKind kind, model::WaypointSymbol waypoint, Purpose purpose) const {
    Intent intent;
    intent.id = runtime_.ids.next<core::IntentId>("intent");
    intent.kind = kind;
    intent.purpose = std::move(purpose);
    intent.waypoint = std::move(waypoint);
    intent.created_at = runtime_.now();
    return intent;
}

Result<void> Ledger::admit(const Intent& intent) {
    ARGOSY_CHECK(gate_.admit(intent));
    open_.emplace(intent.id, Open{intent, true});
    ++movements_;
    return {};
}

// While the balance is in doubt, the game's own figure bounds what is spent; without one, nothing
// is.
Task<Result<void>> Ledger::ensure_balance_known() {
    if (!gate_.in_doubt()) co_return Result<void>();
    const std::uint64_t movements = movements_;
    const Result<model::Agent> agent = co_await game_.my_agent();
    if (!agent) {
        co_return Error{ErrorCode::kUnavailable,
                        fmt::format("nothing is bought while the balance is in doubt and the "
                                    "game's credits cannot be read; its answer would unblock it: "
                                    "{}",
                                    agent.error().message)};
    }
    gate_.seen(agent->credits);
    if (open_.empty() && movements == movements_)
        co_return co_await book_difference(agent->credits);
    co_return Result<void>();
}

void Ledger::leave_in_doubt(const core::IntentId& intent) {
    open_.at(intent).in_flight = false;
}

// The gate has been told already what became of it.
void Ledger::close(const core::IntentId& intent) {
    open_.erase(intent);
    ++movements_;
}

Ledger::Booking Ledger::prepare(Entry entry) const {
    if (entry.type != EntryType::kSellCargo) return {std::move(entry), {}};
    Booking booking{std::move(entry), {}};
    Entry& sale = booking.entry;
    booking.sold =
        lots_.taken_by(sale.ship, model::TradeSymbol(sale.good), sale.units, sale.amount);
    sale.realised = sale.amount - cost_of(booking.sold);
    // Cargo that is sold on nobody's behalf is sold on behalf of who bought it.
    if (sale.pipeline.empty() && !booking.sold.empty()) {
        sale.pipeline = booking.sold.front().lot.pipeline;
    }
    return booking;
}

void Ledger::write(store::Transaction& transaction, const Booking& booking) const {
    const Entry& entry = booking.entry;
    journal_.add_entry(transaction, entry);
    lots_.add(transaction, entry, booking.sold);
    const auto open = open_.find(entry.intent);
    if (open == open_.end()) return;
    const Purpose& purpose = open->second.intent.purpose;
    if (const auto left = gate_.left_after(open->second.intent, entry.amount)) {
        journal_.set_earmark(transaction, purpose.earmark, purpose.operation, left);
    }
}

Task<Result<void>> Ledger::book(Booking booking, store::Transaction complete) {
    const Entry& entry = booking.entry;
    Result<void> done = co_await store_.commit(std::move(complete));
    std::optional<Error> caller_refused;
    if (!done && done.error().code == ErrorCode::kConflict) {
        // The money has moved, whatever the caller's rows say: the ledger must not lose it.
        caller_refused = done.error();
        store::Transaction alone;
        write(alone, booking);
        done = co_await store_.commit(std::move(alone));
    }
    if (!done) {
        leave_in_doubt(entry.intent);
        co_return Error{ErrorCode::kOutcomeUnknown,
                        fmt::format("intent {} happened and could not be stored: {}", entry.intent,
                                    done.error().message)};
    }
    gate_.settle(entry.intent, entry.amount);
    lots_.apply(entry, booking.sold);
    if (entry.category != Category::kShipPurchase) traded_ += entry.amount;
    close(entry.intent);
    if (!caller_refused) co_return Result<void>{};
    runtime_.log.error("ledger", "progress_refused",
                       {{"intent", entry.intent}, {"reason", caller_refused->message}});
    co_return Error{ErrorCode::kConflict,
                    fmt::format("intent {} happened and is booked, but not its task's progress: {}",
                                entry.intent, caller_refused->message)};
}

Task<void> Ledger::abandon(core::IntentId intent) {
    store::Transaction transaction;
    journal_.add_abandonment(transaction, intent, runtime_.now());
    const Result<void> done = co_await store_.commit(std::move(transaction));
    if (done) {
        gate_.abandon(intent);
        close(intent);
        co_return;
    }
    // It stays open, and looking will find again that it did not happen.
    leave_in_doubt(intent);
    runtime_.log.warning("ledger", "abandonment_not_stored",
                         {{"intent", intent}, {"reason", done.error().message}});
}

Result<void> Ledger::earmark(const EarmarkId& earmark, const core::OperationId& operation,
                             Credits quoted, store::Transaction& transaction) {
    ARGOSY_CHECK(gate_.earmark(earmark, operation, quoted));
    journal_.set_earmark(transaction, earmark, operation, gate_.earmarked(earmark));
    return {};
}

void Ledger::release(const EarmarkId& earmark, store::Transaction& transaction) {
    gate_.release(earmark);
    journal_.set_earmark(transaction, earmark, {}, std::nullopt);
}

Task<Result<void>> Ledger::set_budget(core::OperationId operation, std::optional<Credits> budget) {
    store::Transaction transaction;
    journal_.set_budget(transaction, operation, budget);
    ARGOSY_CO_CHECK(co_await store_.commit(std::move(transaction)));
    gate_.set_budget(operation, budget);
    co_return Result<void>();
}

Task<Result<void>> Ledger::write_off_missing(std::map<model::ShipSymbol, model::Cargo> aboard) {
    std::map<std::pair<model::ShipSymbol, model::TradeSymbol>, core::Units> booked;
    for (const Lot& lot : lots_.all())
        booked[{lot.ship, lot.good}] += lot.units;
    for (const auto& [key, units] : booked) {
        const auto& [ship, good] = key;
        const auto found = aboard.find(ship);
        const core::Units left = found == aboard.end() ? core::Units(0) : found->second.of(good);
        if (left >= units) continue;
        Entry loss;
        loss.at = runtime_.now();
        const auto lost = lots_.taken_by(ship, good, units - left, Credits(0));
        store::Transaction transaction;
        lots_.add(transaction, loss, lost);
        ARGOSY_CO_CHECK(co_await store_.commit(std::move(transaction)));
        lots_.apply(loss, lost);
        runtime_.log.warning(
            "ledger", "cargo_written_off",
            {{"ship", ship}, {"good", good}, {"units", units - left}, {"cost", cost_of(lost)}});
    }
    co_return Result<void>();
}

Task<Result<Moved>> Ledger::moved(core::TaskId task, EntryType type) {
    return reports_.moved(std::move(task), type);
}

Task<Result<std::vector<ReportRow>>> Ledger::report(GroupBy by, Span span) {
    return reports_.report(by, span);
}

Task<Result<std::vector<Entry>>> Ledger::list(Filter filter, std::int64_t limit) {
    return journal_.list(std::move(filter), limit);
}

}  // namespace argosy::ledger
