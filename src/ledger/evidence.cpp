#include "ledger/evidence.h"

#include <algorithm>
#include <tuple>

namespace argosy::ledger {
namespace {

using core::Result;
using core::Task;

// Keeps the newer of two lines that both may be the intent's.
void consider(Finding& finding, core::TimePoint at, core::Units units, core::Credits total) {
    if (finding.at && *finding.at > at) return;
    finding.at = at;
    finding.units = units;
    finding.total = total;
}

bool may_be_of(const Intent& intent, core::TimePoint at, const std::set<core::TimePoint>& booked) {
    return at >= intent.created_at - kClockSkew && !booked.contains(at);
}

void search(const std::vector<model::MarketTransaction>& lines, const Intent& intent,
            const std::set<core::TimePoint>& booked, Finding& finding) {
    const auto type = intent.kind == IntentKind::kSell ? model::TransactionType::kSell
                                                       : model::TransactionType::kPurchase;
    for (const model::MarketTransaction& line : lines) {
        if (line.ship != intent.ship || line.good != intent.good || line.type != type) continue;
        if (line.units != intent.units || !may_be_of(intent, line.at, booked)) continue;
        consider(finding, line.at, line.units, line.total);
    }
}

bool changed_as_intended(const Intent& intent, const model::Ship& ship) {
    const std::int64_t aboard = ship.cargo.of(intent.good).count();
    switch (intent.kind) {
        case IntentKind::kPurchase:
            return aboard > intent.units_before;
        case IntentKind::kSell:
            return aboard < intent.units_before;
        case IntentKind::kRefuel:
            return ship.fuel.current > intent.units_before;
        case IntentKind::kJump:
            return ship.nav.system != model::system_of(intent.waypoint);
        case IntentKind::kShipPurchase:
            break;
    }
    return false;
}

Task<Result<Finding>> look_at_trade(game::GamePort& game, Intent intent,
                                    std::set<core::TimePoint> booked) {
    Finding finding{.units = intent.units};
    Result<model::Ship> ship = co_await game.ship(intent.ship);
    if (!ship && ship.error().code != core::ErrorCode::kNotFound) {
        co_return std::move(ship).error();
    }
    if (ship) {
        finding.happened = changed_as_intended(intent, *ship);
        finding.ship = *std::move(ship);
        // Fuel may have been flown off since; cargo changes by trades only, and nothing but a
        // jump takes a ship out of its system.
        if (!finding.happened && intent.kind != IntentKind::kRefuel) co_return finding;
    }
    const Result<model::Market> market = co_await game.market(intent.waypoint);
    if (!market && market.error().code != core::ErrorCode::kNotFound) co_return market.error();
    if (market) search(market->transactions, intent, booked, finding);
    // Of a ship that is gone, or has flown, the list may tell.
    finding.happened = finding.happened || finding.total.has_value();
    co_return finding;
}

// Ships are numbered in the order they were bought, in hexadecimal: the newest has the longest,
// then the greatest symbol.
bool bought_before(const model::Ship& a, const model::Ship& b) {
    return std::forward_as_tuple(a.symbol.str().size(), a.symbol) <
           std::forward_as_tuple(b.symbol.str().size(), b.symbol);
}

Task<Result<Finding>> look_at_ship_purchase(game::GamePort& game, Intent intent,
                                            std::set<core::TimePoint> booked) {
    Finding finding{.units = intent.units};
    ARGOSY_CO_TRY(const std::vector<model::Ship> ships, co_await game.my_ships());
    finding.happened = std::int64_t(ships.size()) > intent.units_before;
    if (!finding.happened) co_return finding;
    finding.ship = *std::max_element(ships.begin(), ships.end(), bought_before);

    ARGOSY_CO_TRY(const model::Agent agent, co_await game.my_agent());
    const Result<model::Shipyard> yard = co_await game.shipyard(intent.waypoint);
    if (!yard && yard.error().code != core::ErrorCode::kNotFound) co_return yard.error();
    if (!yard) co_return finding;
    for (const model::ShipyardTransaction& line : yard->transactions) {
        if (line.agent != agent.symbol || line.type != intent.ship_type) continue;
        if (may_be_of(intent, line.at, booked)) {
            consider(finding, line.at, intent.units, line.price);
        }
    }
    co_return finding;
}

}  // namespace

core::Task<core::Result<Finding>> look(game::GamePort& game, Intent intent,
                                       std::set<core::TimePoint> booked) {
    if (intent.kind == IntentKind::kShipPurchase) {
        return look_at_ship_purchase(game, std::move(intent), std::move(booked));
    }
    return look_at_trade(game, std::move(intent), std::move(booked));
}

}  // namespace argosy::ledger
