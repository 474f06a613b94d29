#include <fmt/format.h>

#include "ledger/ledger.h"
#include "ledger/receipts.h"

namespace argosy::ledger {

using core::Credits;
using core::Error;
using core::ErrorCode;

Task<Result<Finding>> Ledger::find_out(Intent intent) {
    ARGOSY_CO_TRY(std::set<core::TimePoint> booked, co_await journal_.booked_like(intent));
    co_return co_await look(game_, intent, std::move(booked));
}

// The list of transactions did not show the price. When nothing else is open, the game's credits
// do; otherwise the quote must serve, and compare_with_game() books what it was off by.
Task<Credits> Ledger::price_of(Intent intent) {
    const Credits quoted(intent.unit_price * intent.units.count());
    if (open_.size() == 1) {
        const std::uint64_t movements = movements_;
        const Result<model::Agent> agent = co_await game_.my_agent();
        if (agent && movements == movements_) {
            const Credits gained = agent->credits - balance();
            const Credits total = intent.kind == IntentKind::kSell ? gained : -gained;
            if (total > Credits(0)) co_return total;
        }
    }
    gate_.doubt(fmt::format("intent {} was booked at its quote", intent.id));
    co_return quoted;
}

Task<Result<Settlement>> Ledger::conclude(Intent intent, Finding finding, Credits total) {
    const Booking booking = prepare(entry_found(intent, finding, total, balance(), runtime_.now()));
    store::Transaction transaction;
    write(transaction, booking);
    ARGOSY_CO_CHECK(co_await book(booking, std::move(transaction)));
    co_return Settlement{intent, booking.entry};
}

Task<Result<bool>> Ledger::settle_doubts_of(model::ShipSymbol ship) {
    for (const auto& [id, open] : open_) {
        if (open.intent.ship != ship || !open.in_flight) continue;
        co_return Error{ErrorCode::kConflict,
                        fmt::format("intent {} {} is still in flight; one at a time", id,
                                    ship.empty() ? "to buy a ship" : "of ship " + ship.str())};
    }
    std::vector<Intent> doubts;
    for (auto& [id, open] : open_) {
        if (open.intent.ship != ship) continue;
        open.in_flight = true;
        doubts.push_back(open.intent);
    }
    if (doubts.empty()) co_return false;
    co_await runtime_.clock.sleep_for(settings_.look_after);
    Result<bool> happened = false;
    for (const Intent& intent : doubts) {
        const Result<Settlement> settled = co_await settle(intent);
        if (!settled) {
            happened = settled.error();
        } else if (happened && settled->happened()) {
            happened = true;
        }
    }
    co_return happened;
}

// Settles one intent that this task has marked as in flight.
Task<Result<Settlement>> Ledger::settle(Intent intent) {
    Result<Finding> finding = co_await find_out(intent);
    if (!finding) {
        leave_in_doubt(intent.id);
        co_return std::move(finding).error();
    }
    if (!finding->happened) {
        co_await abandon(intent.id);
        co_return Settlement{intent, std::nullopt};
    }
    const Credits total = finding->total ? *finding->total : co_await price_of(intent);
    co_return co_await conclude(intent, *finding, total);
}

Task<Result<SettlementReport>> Ledger::settle_open_intents() {
    std::vector<Intent> doubts;
    for (auto& [id, open] : open_) {
        if (open.in_flight) continue;
        open.in_flight = true;
        doubts.push_back(open.intent);
    }
    if (!doubts.empty()) co_await runtime_.clock.sleep_for(settings_.look_after);

    SettlementReport report;
    const auto note = [&report](const Intent& intent, Result<Settlement> settled) {
        if (settled) {
            report.settled.push_back(*std::move(settled));
        } else {
            report.unsettled.push_back(Unsettled{intent, std::move(settled).error()});
        }
    };
    // First all whose price is known, so that what the credits still lack is of the others.
    std::vector<std::pair<Intent, Finding>> unpriced;
    for (const Intent& intent : doubts) {
        Result<Finding> finding = co_await find_out(intent);
        if (!finding) {
            leave_in_doubt(intent.id);
            note(intent, std::move(finding).error());
        } else if (!finding->happened) {
            co_await abandon(intent.id);
            note(intent, Settlement{intent, std::nullopt});
        } else if (finding->total) {
            note(intent, co_await conclude(intent, *finding, *finding->total));
        } else {
            unpriced.emplace_back(intent, *std::move(finding));
        }
    }
    std::vector<Credits> prices;
    for (const auto& [intent, finding] : unpriced)
        prices.push_back(co_await price_of(intent));
    for (std::size_t i = 0; i < unpriced.size(); ++i) {
        const auto& [intent, finding] = unpriced[i];
        note(intent, co_await conclude(intent, finding, prices[i]));
    }
    ARGOSY_CO_TRY(report.difference, co_await compare_with_game());
    co_return report;
}

Task<Result<Comparison>> Ledger::compare() {
    Comparison seen;
    for (int reading = 0; reading < kCompareReadings; ++reading) {
        const std::uint64_t movements = movements_;
        ARGOSY_CO_TRY(const model::Agent agent, co_await game_.my_agent());
        seen = {balance(), agent.credits};
        if (open_.empty() && movements == movements_) break;
    }
    co_return seen;
}

Task<Result<std::optional<Credits>>> Ledger::compare_with_game() {
    if (!open_.empty()) co_return std::optional<Credits>();
    const std::uint64_t movements = movements_;
    ARGOSY_CO_TRY(const model::Agent agent, co_await game_.my_agent());
    if (movements != movements_) co_return std::optional<Credits>();
    const Credits difference = agent.credits - balance();
    ARGOSY_CO_CHECK(co_await book_difference(agent.credits));
    co_return std::optional(difference);
}

// What the game says at a moment when no money moves is the balance, whoever moved the difference.
Task<Result<void>> Ledger::book_difference(Credits game_credits) {
    const Credits difference = game_credits - balance();
    gate_.confirm();
    if (difference == Credits(0)) co_return Result<void>();
    runtime_.log.warning("ledger", "reconciled",
                         {{"balance", balance()}, {"credits", game_credits}});
    Entry entry;
    entry.at = runtime_.now();
    entry.type = EntryType::kReconciliation;
    entry.amount = difference;
    entry.balance_after = game_credits;
    store::Transaction transaction;
    journal_.add_entry(transaction, entry);
    // Counted before it is stored, so that a second comparison meanwhile does not book it again.
    gate_.correct(difference);
    Result<void> stored = co_await store_.commit(std::move(transaction));
    if (stored) co_return Result<void>();
    gate_.correct(-difference);
    gate_.doubt("a difference to the game could not be stored");
    co_return std::move(stored).error();
}

}  // namespace argosy::ledger
