#include "ledger/receipts.h"

namespace argosy::ledger {
namespace {

Entry entry_for(const Intent& intent) {
    Entry entry;
    entry.intent = intent.id;
    entry.type = entry_type_of(intent.kind);
    entry.category = intent.purpose.category;
    entry.good =
        intent.kind == IntentKind::kShipPurchase ? intent.ship_type.str() : intent.good.str();
    entry.ship = intent.ship;
    entry.waypoint = intent.waypoint;
    entry.operation = intent.purpose.operation;
    entry.pipeline = intent.purpose.pipeline;
    entry.task = intent.purpose.task;
    return entry;
}

core::Credits signed_amount(IntentKind kind, core::Credits total) {
    return kind == IntentKind::kSell ? total : -total;
}

core::Credits size_of(core::Credits amount) {
    return amount < core::Credits(0) ? -amount : amount;
}

// Trades, refuellings and jumps answer alike.
template <class Receipt>
Entry entry_of_units(const Intent& intent, const Receipt& receipt) {
    Entry entry = entry_for(intent);
    entry.at = receipt.executed_at;
    entry.units = receipt.units;
    entry.amount = signed_amount(intent.kind, receipt.total);
    entry.balance_after = receipt.balance_after;
    return entry;
}

}  // namespace

Entry entry_of(const Intent& intent, const game::TradeReceipt& receipt) {
    return entry_of_units(intent, receipt);
}

Entry entry_of(const Intent& intent, const game::RefuelReceipt& receipt) {
    return entry_of_units(intent, receipt);
}

Entry entry_of(const Intent& intent, const game::JumpReceipt& receipt) {
    return entry_of_units(intent, receipt);
}

Entry entry_of(const Intent& intent, const game::ShipReceipt& receipt) {
    Entry entry = entry_for(intent);
    entry.at = receipt.executed_at;
    entry.units = intent.units;
    entry.amount = -receipt.price;
    entry.balance_after = receipt.balance_after;
    entry.ship = receipt.ship.symbol;
    return entry;
}

Entry entry_found(const Intent& intent, const Finding& finding, core::Credits total,
                  core::Credits balance, core::TimePoint seen_at) {
    Entry entry = entry_for(intent);
    entry.at = finding.at.value_or(seen_at);
    entry.units = finding.units;
    entry.amount = signed_amount(intent.kind, total);
    entry.balance_after = balance + entry.amount;
    if (finding.ship) entry.ship = finding.ship->symbol;
    return entry;
}

void restore(const Entry& entry, const Finding& finding, game::TradeReceipt& receipt) {
    receipt.units = entry.units;
    receipt.total = size_of(entry.amount);
    receipt.balance_after = entry.balance_after;
    if (finding.ship) receipt.cargo_after = finding.ship->cargo;
    receipt.executed_at = entry.at;
}

void restore(const Entry& entry, const Finding& finding, game::RefuelReceipt& receipt) {
    receipt.units = entry.units;
    receipt.total = size_of(entry.amount);
    receipt.balance_after = entry.balance_after;
    if (finding.ship) receipt.fuel_after = finding.ship->fuel;
    receipt.executed_at = entry.at;
}

void restore(const Entry& entry, const Finding& finding, game::JumpReceipt& receipt) {
    receipt.units = entry.units;
    receipt.total = size_of(entry.amount);
    receipt.balance_after = entry.balance_after;
    if (finding.ship) {
        receipt.nav = finding.ship->nav;
        receipt.cooldown_until = finding.ship->cooldown_until.value_or(core::TimePoint());
    }
    receipt.executed_at = entry.at;
}

void restore(const Entry& entry, const Finding& finding, game::ShipReceipt& receipt) {
    if (finding.ship) receipt.ship = *finding.ship;
    receipt.price = size_of(entry.amount);
    receipt.balance_after = entry.balance_after;
    receipt.executed_at = entry.at;
}

}  // namespace argosy::ledger
