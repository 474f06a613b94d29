#include "ledger/ledger.h"

#include <fmt/format.h>

#include "ledger/receipts.h"

namespace argosy::ledger {
namespace {

using core::Credits;
using core::Error;
using core::ErrorCode;

const model::TradeSymbol kFuel("FUEL");
const model::TradeSymbol kAntimatter("ANTIMATTER");

std::string described(const Intent& intent) {
    const bool a_ship = intent.kind == IntentKind::kShipPurchase;
    return fmt::format("{} of {} {} at {}", to_string(intent.kind), intent.units,
                       a_ship ? intent.ship_type.str() : intent.good.str(), intent.waypoint);
}

}  // namespace

Ledger::Ledger(const core::Runtime& runtime, store::Store& store, game::GamePort& game,
               std::int64_t player, Settings settings)
    : runtime_(runtime), store_(store), game_(game), journal_(store, player), settings_(settings) {}

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
    balance_ = totals.balance;
    opening_ = totals.opening;
    ARGOSY_CO_TRY(const std::vector<Intent> intents, co_await journal_.open_intents());
    for (const Intent& intent : intents) {
        open_.emplace(intent.id, Open{intent, worst_cost(intent), false});
    }
    co_return Result<void>{};
}

Credits Ledger::reserved() const {
    Credits sum;
    for (const auto& [id, open] : open_)
        sum += open.reserved;
    return sum;
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

Credits Ledger::worst_cost(const Intent& intent) const {
    if (intent.kind == IntentKind::kSell) return Credits(0);
    const std::int64_t quoted = intent.unit_price * intent.units.count();
    return Credits(quoted + (quoted * settings_.price_slip_percent + 99) / 100);
}

// Checks and takes in one step: nothing runs in between, so two buyers cannot spend one credit.
Result<void> Ledger::reserve(const Intent& intent) {
    const Credits cost = worst_cost(intent);
    const Credits kept = intent.kind == IntentKind::kRefuel ? Credits(0) : settings_.floor;
    const Credits spendable = balance_ - reserved() - kept;
    if (cost > Credits(0) && cost > spendable) {
        return Error{ErrorCode::kInsufficientCredits,
                     fmt::format("{} may cost {} credits, and {} can be spent: balance {}, less {} "
                                 "reserved by {} open intents, less a floor of {}. Sales of {} "
                                 "credits, or a lower floor, would unblock it",
                                 described(intent), cost, spendable, balance_, reserved(),
                                 open_.size(), kept, cost - spendable)};
    }
    open_.emplace(intent.id, Open{intent, cost, true});
    ++movements_;
    return {};
}

void Ledger::leave_in_doubt(const core::IntentId& intent) {
    open_.at(intent).in_flight = false;
}

void Ledger::close(const core::IntentId& intent) {
    open_.erase(intent);
    ++movements_;
}

Task<Result<void>> Ledger::book(Entry entry, store::Transaction complete) {
    Result<void> done = co_await store_.commit(std::move(complete));
    std::optional<Error> caller_refused;
    if (!done && done.error().code == ErrorCode::kConflict) {
        // The money has moved, whatever the caller's rows say: the ledger must not lose it.
        caller_refused = done.error();
        store::Transaction alone;
        journal_.add_entry(alone, entry);
        done = co_await store_.commit(std::move(alone));
    }
    if (!done) {
        leave_in_doubt(entry.intent);
        co_return Error{ErrorCode::kOutcomeUnknown,
                        fmt::format("intent {} happened and could not be stored: {}", entry.intent,
                                    done.error().message)};
    }
    balance_ += entry.amount;
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
        close(intent);
        co_return;
    }
    // It stays open, and looking will find again that it did not happen.
    leave_in_doubt(intent);
    runtime_.log.warning("ledger", "abandonment_not_stored",
                         {{"intent", intent}, {"reason", done.error().message}});
}

template <class Receipt>
Task<Result<Receipt>> Ledger::perform(Intent intent, Request<Receipt> request,
                                      WithReceipt<Receipt> also) {
    store::Transaction before;
    journal_.add_intent(before, intent);
    Result<void> stored = co_await store_.commit(std::move(before), store::Durability::kFull);
    if (!stored) {
        close(intent.id);
        co_return std::move(stored).error();
    }
    Result<Receipt> answer = co_await request();
    if (!answer && answer.error().code == ErrorCode::kOutcomeUnknown) {
        co_return co_await settle_unanswered<Receipt>(intent, answer.error(), std::move(also));
    }
    if (!answer && answer.error().code == ErrorCode::kStopped) {
        // The program is stopping: whether the request had left is for the next start to look at.
        leave_in_doubt(intent.id);
        co_return answer;
    }
    if (!answer) {
        co_await abandon(intent.id);
        co_return answer;
    }
    const Entry entry = entry_of(intent, *answer);
    store::Transaction after;
    journal_.add_entry(after, entry);
    if (also) also(after, *answer);
    ARGOSY_CO_CHECK(co_await book(entry, std::move(after)));
    co_return answer;
}

template <class Receipt>
Task<Result<Receipt>> Ledger::settle_unanswered(Intent intent, Error unanswered,
                                                WithReceipt<Receipt> also) {
    runtime_.log.warning("ledger", "answer_lost",
                         {{"intent", intent.id}, {"what", described(intent)}});
    co_await runtime_.clock.sleep_for(settings_.look_after);
    Result<Finding> finding = co_await find_out(intent);
    if (!finding) {
        leave_in_doubt(intent.id);
        co_return unanswered;
    }
    if (!finding->happened) {
        co_await abandon(intent.id);
        co_return Error{ErrorCode::kUnavailable,
                        fmt::format("{} did not happen, as a look at it shows: {}",
                                    described(intent), unanswered.message)};
    }
    const Credits total = finding->total ? *finding->total : co_await price_of(intent);
    const Entry entry = entry_found(intent, *finding, total, balance_, runtime_.now());
    Receipt receipt;
    restore(entry, *finding, receipt);
    store::Transaction after;
    journal_.add_entry(after, entry);
    if (also) also(after, receipt);
    ARGOSY_CO_CHECK(co_await book(entry, std::move(after)));
    co_return receipt;
}

Task<Result<game::TradeReceipt>> Ledger::purchase(game::TradeOrder order,
                                                  model::WaypointSymbol market, core::Ask expected,
                                                  core::Units aboard_before, Purpose purpose,
                                                  WithReceipt<game::TradeReceipt> also) {
    ARGOSY_CO_CHECK(co_await settle_doubts_of(order.ship));
    Intent intent = make_intent(IntentKind::kPurchase, std::move(market), std::move(purpose));
    intent.ship = order.ship;
    intent.good = order.good;
    intent.units = order.units;
    intent.unit_price = expected.count();
    intent.units_before = aboard_before.count();
    ARGOSY_CO_CHECK(reserve(intent));
    const Request<game::TradeReceipt> request = [this, order] { return game_.purchase(order); };
    co_return co_await perform<game::TradeReceipt>(intent, request, std::move(also));
}

Task<Result<game::TradeReceipt>> Ledger::sell(game::TradeOrder order, model::WaypointSymbol market,
                                              core::Bid expected, core::Units aboard_before,
                                              Purpose purpose,
                                              WithReceipt<game::TradeReceipt> also) {
    ARGOSY_CO_CHECK(co_await settle_doubts_of(order.ship));
    Intent intent = make_intent(IntentKind::kSell, std::move(market), std::move(purpose));
    intent.ship = order.ship;
    intent.good = order.good;
    intent.units = order.units;
    intent.unit_price = expected.count();
    intent.units_before = aboard_before.count();
    ARGOSY_CO_CHECK(reserve(intent));
    const Request<game::TradeReceipt> request = [this, order] { return game_.sell(order); };
    co_return co_await perform<game::TradeReceipt>(intent, request, std::move(also));
}

Task<Result<game::RefuelReceipt>> Ledger::refuel(model::ShipSymbol ship,
                                                 model::WaypointSymbol market, core::Ask expected,
                                                 model::Fuel fuel_before, Purpose purpose,
                                                 WithReceipt<game::RefuelReceipt> also) {
    ARGOSY_CO_CHECK(co_await settle_doubts_of(ship));
    const std::int64_t missing = fuel_before.capacity - fuel_before.current;
    if (missing <= 0) {
        co_return game::RefuelReceipt{
            .balance_after = balance_, .fuel_after = fuel_before, .executed_at = runtime_.now()};
    }
    Intent intent = make_intent(IntentKind::kRefuel, std::move(market), std::move(purpose));
    intent.ship = ship;
    intent.good = kFuel;
    intent.units = core::Units(model::fuel_market_units(missing));
    intent.unit_price = expected.count();
    intent.units_before = fuel_before.current;
    ARGOSY_CO_CHECK(reserve(intent));
    const Request<game::RefuelReceipt> request = [this, ship] { return game_.refuel({ship}); };
    co_return co_await perform<game::RefuelReceipt>(intent, request, std::move(also));
}

Task<Result<game::JumpReceipt>> Ledger::jump(model::ShipSymbol ship, model::WaypointSymbol from,
                                             model::WaypointSymbol to, core::Ask expected,
                                             Purpose purpose, WithReceipt<game::JumpReceipt> also) {
    ARGOSY_CO_CHECK(co_await settle_doubts_of(ship));
    Intent intent = make_intent(IntentKind::kJump, std::move(from), std::move(purpose));
    intent.ship = ship;
    intent.good = kAntimatter;
    intent.units = core::Units(1);
    intent.unit_price = expected.count();
    ARGOSY_CO_CHECK(reserve(intent));
    const Request<game::JumpReceipt> request = [this, ship, to] { return game_.jump(ship, to); };
    co_return co_await perform<game::JumpReceipt>(intent, request, std::move(also));
}

Task<Result<game::ShipReceipt>> Ledger::purchase_ship(model::ShipType type,
                                                      model::WaypointSymbol shipyard,
                                                      core::Ask expected, Purpose purpose,
                                                      WithReceipt<game::ShipReceipt> also) {
    // Purchases of ships are the intents that name no ship, so one at a time is let through here.
    ARGOSY_CO_CHECK(co_await settle_doubts_of(model::ShipSymbol()));
    Intent intent = make_intent(IntentKind::kShipPurchase, shipyard, std::move(purpose));
    intent.ship_type = type;
    intent.units = core::Units(1);
    intent.unit_price = expected.count();
    ARGOSY_CO_CHECK(reserve(intent));
    Result<model::Agent> agent = co_await game_.my_agent();
    if (!agent) {
        close(intent.id);
        co_return std::move(agent).error();
    }
    intent.units_before = agent->ship_count;
    open_.at(intent.id).intent = intent;
    const Request<game::ShipReceipt> request = [this, type, shipyard] {
        return game_.purchase_ship(type, shipyard);
    };
    co_return co_await perform<game::ShipReceipt>(intent, request, std::move(also));
}

}  // namespace argosy::ledger
