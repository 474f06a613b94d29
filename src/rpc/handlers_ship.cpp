#include "rpc/daemon_handlers.h"
#include "rpc/view.h"

namespace argosy::rpc {
namespace {

using core::Error;
using core::ErrorCode;
using core::Result;
using core::Task;
using kernel::Company;
using kernel::ManualOrders;
using model::ShipSymbol;

v1::ManualOrder to_message(const kernel::ManualOrder& order) {
    v1::ManualOrder message;
    message.set_what(order.what);
    message.set_given_at(core::to_millis(order.given_at));
    if (order.ended_at) message.set_ended_at(core::to_millis(*order.ended_at));
    message.set_failure(order.failure);
    return message;
}

v1::Voyage to_message(const kernel::Voyage& voyage) {
    v1::Voyage message;
    message.set_arrival(core::to_millis(voyage.arrival));
    for (const fleet::RouteLeg& planned : voyage.plan.legs) {
        v1::Leg& leg = *message.add_legs();
        leg.set_to(planned.to.str());
        leg.set_mode(planned.kind == fleet::LegKind::kJump
                         ? "JUMP"
                         : std::string(model::to_string(planned.mode)));
        leg.set_refuel_first(planned.refuel_first);
        leg.set_duration_ms(planned.time.count());
    }
    return message;
}

void add_tranche(v1::TradeReceipt& receipt, core::Units units, core::Credits total) {
    if (units.count() == 0) return;
    v1::Tranche& line = *receipt.add_tranches();
    line.set_units(units.count());
    line.set_unit_price(total.count() / units.count());
    line.set_total(total.count());
}

v1::TradeReceipt to_message(const kernel::ManualTrade& trade) {
    v1::TradeReceipt receipt;
    receipt.set_waypoint(trade.market.str());
    for (const kernel::ManualTrade::Tranche& tranche : trade.tranches)
        add_tranche(receipt, tranche.units, tranche.total);
    receipt.set_units(trade.units.count());
    receipt.set_total(trade.total.count());
    receipt.set_cut_short(trade.cut_short);
    return receipt;
}

Task<Result<void>> refuse(Error error) {
    co_return error;
}

Task<Result<void>> give(ManualOrders& orders, v1::ShipOrder order, ShipSymbol ship) {
    switch (order) {
        case v1::ShipOrder::DOCK:
            return orders.dock(std::move(ship));
        case v1::ShipOrder::ORBIT:
            return orders.orbit(std::move(ship));
        case v1::ShipOrder::HOLD:
            return orders.hold(std::move(ship));
        case v1::ShipOrder::RELEASE:
            return orders.release(std::move(ship));
        default:
            return refuse({ErrorCode::kInvalidArgument,
                           fmt::format("order was {}, expected DOCK, ORBIT, HOLD or RELEASE",
                                       static_cast<int>(order))});
    }
}

/// Returns the ship as it is now, after whatever was ordered.
v1::Ship ship_now(const Company& company, const ShipSymbol& ship, core::TimePoint now) {
    return rpc::to_message(company.fleet().ships.at(ship), company.doing(ship), now);
}

}  // namespace

Handled<v1::ListShipsResponse> DaemonHandlers::list_ships(v1::ListShipsRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    v1::ListShipsResponse response;
    response.set_now(core::to_millis(daemon_.runtime().now()));
    for (const auto& [symbol, ship] : company->fleet().ships.all()) {
        *response.add_ships() = ship_now(*company, symbol, daemon_.runtime().now());
    }
    co_return response;
}

Handled<v1::ShipDetails> DaemonHandlers::get_ship(v1::GetShipRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    const ShipSymbol symbol(request.ship());
    const model::Ship* ship = company->fleet().ships.find(symbol);
    if (ship == nullptr) {
        co_return Error{ErrorCode::kNotFound,
                        fmt::format("there is no ship {}: see `spacetraders ship list`", symbol)};
    }
    const core::TimePoint now = daemon_.runtime().now();
    v1::ShipDetails details;
    *details.mutable_ship() = ship_now(*company, symbol, now);
    details.set_now(core::to_millis(now));
    details.set_origin(ship->nav.route.origin.str());
    details.set_departed_at(core::to_millis(ship->nav.route.departure));
    details.set_flight_mode(std::string(model::to_string(ship->nav.flight_mode)));
    details.set_frame(ship->frame);
    details.set_speed(ship->speed);
    for (const auto& [good, units] : ship->cargo.items) {
        v1::CargoItem& item = *details.add_cargo();
        item.set_good(good.str());
        item.set_units(units.count());
    }
    details.set_owner(company->fleet().claims.owner_of(symbol));
    const kernel::ManualOrder* order = company->orders().latest(symbol);
    if (order != nullptr) *details.mutable_order() = to_message(*order);
    co_return details;
}

Handled<v1::Voyage> DaemonHandlers::navigate_ship(v1::NavigateShipRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    ARGOSY_CO_TRY(
        const kernel::Voyage voyage,
        co_await daemon_.sessions().within(
            *company, company->orders().navigate(ShipSymbol(request.ship()),
                                                 model::WaypointSymbol(request.waypoint()))));
    v1::Voyage message = to_message(voyage);
    message.set_ship(request.ship());
    message.set_destination(request.waypoint());
    message.set_now(core::to_millis(daemon_.runtime().now()));
    co_return message;
}

Handled<v1::Ship> DaemonHandlers::order_ship(v1::OrderShipRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    const ShipSymbol ship(request.ship());
    ARGOSY_CO_CHECK(co_await daemon_.sessions().within(
        *company, give(company->orders(), request.order(), ship)));
    co_return ship_now(*company, ship, daemon_.runtime().now());
}

Handled<v1::TradeReceipt> DaemonHandlers::refuel_ship(v1::RefuelShipRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    const ShipSymbol ship(request.ship());
    ARGOSY_CO_TRY(const game::RefuelReceipt fuel,
                  co_await daemon_.sessions().within(*company, company->orders().refuel(ship)));
    v1::TradeReceipt receipt;
    add_tranche(receipt, fuel.units, fuel.total);
    receipt.set_units(fuel.units.count());
    receipt.set_total(fuel.total.count());
    receipt.set_ship(request.ship());
    receipt.set_good("FUEL");
    receipt.set_waypoint(company->fleet().ships.at(ship).nav.waypoint.str());
    receipt.set_balance_after(company->ledger().balance().count());
    *receipt.mutable_after() = ship_now(*company, ship, daemon_.runtime().now());
    co_return receipt;
}

Handled<v1::TradeReceipt> DaemonHandlers::trade_cargo(v1::TradeCargoRequest request, Side side) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    const ShipSymbol ship(request.ship());
    const model::TradeSymbol good(request.good());
    const core::Units units(request.units());
    if (units.count() < 0 || (side == Side::kBuy && units.count() == 0)) {
        co_return Error{ErrorCode::kInvalidArgument,
                        fmt::format("units was {}, expected 1 or more", units)};
    }
    kernel::ManualTrade trade;
    if (side == Side::kBuy) {
        const core::Ask limit =
            request.has_limit() ? core::Ask(request.limit()) : ManualOrders::kAnyAsk;
        ARGOSY_CO_TRY(trade, co_await daemon_.sessions().within(
                                 *company, company->orders().buy(ship, good, units, limit)));
    } else {
        const auto wanted = units.count() == 0 ? std::nullopt : std::optional(units);
        const core::Bid limit =
            request.has_limit() ? core::Bid(request.limit()) : ManualOrders::kAnyBid;
        ARGOSY_CO_TRY(trade, co_await daemon_.sessions().within(
                                 *company, company->orders().sell(ship, good, wanted, limit)));
    }
    v1::TradeReceipt receipt = to_message(trade);
    receipt.set_ship(request.ship());
    receipt.set_good(request.good());
    receipt.set_balance_after(company->ledger().balance().count());
    *receipt.mutable_after() = ship_now(*company, ship, daemon_.runtime().now());
    co_return receipt;
}

Handled<v1::TradeReceipt> DaemonHandlers::buy_cargo(v1::TradeCargoRequest request) {
    return trade_cargo(std::move(request), Side::kBuy);
}

Handled<v1::TradeReceipt> DaemonHandlers::sell_cargo(v1::TradeCargoRequest request) {
    return trade_cargo(std::move(request), Side::kSell);
}

Handled<v1::PurchaseShipResponse> DaemonHandlers::purchase_ship(v1::PurchaseShipRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    ARGOSY_CO_TRY(const game::ShipReceipt receipt,
                  co_await daemon_.sessions().within(
                      *company, company->purchase_ship(model::ShipType(request.type()),
                                                       model::WaypointSymbol(request.shipyard()))));
    v1::PurchaseShipResponse response;
    *response.mutable_ship() =
        to_message(receipt.ship, company->doing(receipt.ship.symbol), daemon_.runtime().now());
    response.set_price(receipt.price.count());
    response.set_balance_after(receipt.balance_after.count());
    co_return response;
}

}  // namespace argosy::rpc
