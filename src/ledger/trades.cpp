#include <fmt/format.h>

#include "ledger/ledger.h"
#include "ledger/receipts.h"

namespace argosy::ledger {

using core::Credits;
using core::Error;
using core::ErrorCode;

namespace {

const model::TradeSymbol kFuel("FUEL");
const model::TradeSymbol kAntimatter("ANTIMATTER");

}  // namespace

template <class Receipt>
Task<Result<Receipt>> Ledger::perform(Intent intent, Request<Receipt> request,
                                      WithReceipt<Receipt> also) {
    store::Transaction before;
    journal_.add_intent(before, intent);
    Result<void> stored = co_await store_.commit(std::move(before), store::Durability::kFull);
    if (!stored) {
        gate_.abandon(intent.id);
        close(intent.id);
        co_return std::move(stored).error();
    }
    const std::uint64_t movements = movements_;
    const bool alone = open_.size() == 1;
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
    const Booking booking = prepare(entry_of(intent, *answer));
    if (alone && movements == movements_ &&
        booking.entry.balance_after != balance() + booking.entry.amount) {
        gate_.doubt(fmt::format("the game says {} after intent {}, and the ledger {}",
                                booking.entry.balance_after, intent.id,
                                balance() + booking.entry.amount));
    }
    store::Transaction after;
    write(after, booking);
    if (also) also(after, *answer);
    ARGOSY_CO_CHECK(co_await book(booking, std::move(after)));
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
    const Booking booking =
        prepare(entry_found(intent, *finding, total, balance(), runtime_.now()));
    Receipt receipt;
    restore(booking.entry, *finding, receipt);
    store::Transaction after;
    write(after, booking);
    if (also) also(after, receipt);
    ARGOSY_CO_CHECK(co_await book(booking, std::move(after)));
    co_return receipt;
}

Task<Result<game::TradeReceipt>> Ledger::purchase(game::TradeOrder order,
                                                  model::WaypointSymbol market, core::Ask expected,
                                                  core::Units aboard_before, Purpose purpose,
                                                  WithReceipt<game::TradeReceipt> also) {
    ARGOSY_CO_CHECK(co_await settle_doubts_of(order.ship));
    ARGOSY_CO_CHECK(co_await ensure_balance_known());
    Intent intent = make_intent(IntentKind::kPurchase, std::move(market), std::move(purpose));
    intent.ship = order.ship;
    intent.good = order.good;
    intent.units = order.units;
    intent.unit_price = expected.count();
    intent.units_before = aboard_before.count();
    ARGOSY_CO_CHECK(admit(intent));
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
    ARGOSY_CO_CHECK(admit(intent));
    const Request<game::TradeReceipt> request = [this, order] { return game_.sell(order); };
    co_return co_await perform<game::TradeReceipt>(intent, request, std::move(also));
}

Task<Result<game::RefuelReceipt>> Ledger::refuel(model::ShipSymbol ship,
                                                 model::WaypointSymbol market, core::Ask expected,
                                                 model::Fuel fuel_before, Purpose purpose,
                                                 WithReceipt<game::RefuelReceipt> also,
                                                 Filling filling) {
    ARGOSY_CO_CHECK(co_await settle_doubts_of(ship));
    std::int64_t missing = fuel_before.capacity - fuel_before.current;
    if (filling == Filling::kWithinMeans) {
        const std::int64_t most =
            gate_.quotable(gate_.for_fuel()).count() / std::max<std::int64_t>(1, expected.count());
        missing = std::min(missing, std::max<std::int64_t>(1, most) * model::kFuelPerMarketUnit);
    }
    if (missing <= 0) {
        co_return game::RefuelReceipt{
            .balance_after = balance(), .fuel_after = fuel_before, .executed_at = runtime_.now()};
    }
    Intent intent = make_intent(IntentKind::kRefuel, std::move(market), std::move(purpose));
    intent.ship = ship;
    intent.good = kFuel;
    intent.units = core::Units(model::fuel_market_units(missing));
    intent.unit_price = expected.count();
    intent.units_before = fuel_before.current;
    ARGOSY_CO_CHECK(admit(intent));
    game::RefuelOrder order{.ship = ship};
    if (filling == Filling::kWithinMeans) order.fuel = missing;
    const Request<game::RefuelReceipt> request = [this, order] { return game_.refuel(order); };
    co_return co_await perform<game::RefuelReceipt>(intent, request, std::move(also));
}

Task<Result<game::JumpReceipt>> Ledger::jump(model::ShipSymbol ship, model::WaypointSymbol from,
                                             model::WaypointSymbol to, core::Ask expected,
                                             Purpose purpose, WithReceipt<game::JumpReceipt> also) {
    ARGOSY_CO_CHECK(co_await settle_doubts_of(ship));
    ARGOSY_CO_CHECK(co_await ensure_balance_known());
    Intent intent = make_intent(IntentKind::kJump, std::move(from), std::move(purpose));
    intent.ship = ship;
    intent.good = kAntimatter;
    intent.units = core::Units(1);
    intent.unit_price = expected.count();
    ARGOSY_CO_CHECK(admit(intent));
    const Request<game::JumpReceipt> request = [this, ship, to] { return game_.jump(ship, to); };
    co_return co_await perform<game::JumpReceipt>(intent, request, std::move(also));
}

Task<Result<game::ShipReceipt>> Ledger::purchase_ship(model::ShipType type,
                                                      model::WaypointSymbol shipyard,
                                                      core::Ask expected, Purpose purpose,
                                                      WithReceipt<game::ShipReceipt> also) {
    // Purchases of ships are the intents that name no ship, so one at a time is let through here.
    ARGOSY_CO_TRY(const bool bought_before, co_await settle_doubts_of(model::ShipSymbol()));
    if (bought_before) {
        co_return Error{ErrorCode::kConflict,
                        "the ship asked for before was bought, though its answer was lost: nothing "
                        "was bought now"};
    }
    ARGOSY_CO_CHECK(co_await ensure_balance_known());
    Intent intent = make_intent(IntentKind::kShipPurchase, shipyard, std::move(purpose));
    intent.ship_type = type;
    intent.units = core::Units(1);
    intent.unit_price = expected.count();
    ARGOSY_CO_CHECK(admit(intent));
    Result<model::Agent> agent = co_await game_.my_agent();
    if (!agent) {
        gate_.abandon(intent.id);
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
