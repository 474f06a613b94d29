#include "apps/cli_ship.h"

#include <fmt/format.h>

#include "apps/cli_noun.h"
#include "apps/cli_session.h"

namespace argosy::cli {
namespace {

constexpr const char* kShipHelp = "The ship";

void add_questions(CLI::App& noun, Invocation& invocation) {
    Verb<ShipList>(invocation, noun, "list", "Lists ships, where they are and what they do",
                   "spacetraders ship list --agent ARGOSY");
    Verb<ShipShow> show(invocation, noun, "show",
                        "Shows a ship: its flight, fuel, cargo, who has it, and why it is idle",
                        "spacetraders ship show ARGOSY-1");
    show.app()->add_option("SHIP", show->ship, kShipHelp)->required();
}

void add_simple_orders(CLI::App& noun, Invocation& invocation) {
    struct Simple {
        const char* name;
        v1::ShipOrder order;
        const char* description;
    };
    constexpr Simple kOrders[] = {
        {"dock", v1::ShipOrder::DOCK, "Docks a ship where it is"},
        {"orbit", v1::ShipOrder::ORBIT, "Takes a ship from its dock to orbit"},
        {"hold", v1::ShipOrder::HOLD,
         "Keeps an idle ship for your orders: nothing else flies it, or sells what it carries"},
        {"release", v1::ShipOrder::RELEASE,
         "Gives a held ship back: manufacturing may use it, and sells what it carries"},
    };
    for (const Simple& simple : kOrders) {
        Verb<ShipCommand> order(invocation, noun, simple.name, simple.description,
                                fmt::format("spacetraders ship {} ARGOSY-1", simple.name));
        order->order = simple.order;
        order.app()->add_option("SHIP", order->ship, kShipHelp)->required();
    }
}

void add_navigate(CLI::App& noun, Invocation& invocation) {
    Verb<ShipNavigate> navigate(
        invocation, noun, "navigate",
        "Flies an idle ship to a waypoint, refuelling where the way needs it",
        "spacetraders ship navigate ARGOSY-1 X1-AD75-A2 --wait");
    navigate.app()->add_option("SHIP", navigate->ship, kShipHelp)->required();
    navigate.app()->add_option("WAYPOINT", navigate->waypoint, "Where to")->required();
    navigate.app()->add_flag("--wait", navigate->wait, "Returns when the ship has arrived");
}

void add_trades(CLI::App& noun, Invocation& invocation) {
    Verb<ShipRefuel> refuel(invocation, noun, "refuel", "Fills the tank where the ship is",
                            "spacetraders ship refuel ARGOSY-1");
    refuel.app()->add_option("SHIP", refuel->ship, kShipHelp)->required();

    Verb<ShipBuy> buy(invocation, noun, "buy",
                      "Buys cargo where the ship is, and keeps the ship for your orders",
                      "spacetraders ship buy ARGOSY-1 IRON 20 --max-price 120");
    buy.app()->add_option("SHIP", buy->ship, kShipHelp)->required();
    buy.app()->add_option("GOOD", buy->good, "What")->required();
    buy.app()
        ->add_option("UNITS,--quantity", buy->units, "How many units")
        ->required()
        ->check(positive<std::int64_t>());
    buy.app()
        ->add_option("--max-price", buy->max_price, "Stops before it costs more a unit")
        ->check(positive<std::int64_t>());

    Verb<ShipSell> sell(invocation, noun, "sell", "Sells cargo where the ship is",
                        "spacetraders ship sell ARGOSY-1 IRON --min-price 150");
    sell.app()->add_option("SHIP", sell->ship, kShipHelp)->required();
    sell.app()->add_option("GOOD", sell->good, "What")->required();
    sell.app()
        ->add_option("UNITS,--quantity", sell->units, "How many units (all there are)")
        ->check(positive<std::int64_t>());
    sell.app()
        ->add_option("--min-price", sell->min_price, "Stops before a unit brings less")
        ->check(positive<std::int64_t>());
}

void add_purchase(CLI::App& noun, Invocation& invocation) {
    Verb<ShipPurchase> purchase(invocation, noun, "purchase", "Buys a ship",
                                "spacetraders ship purchase SHIP_LIGHT_HAULER --at X1-AD75-A2");
    purchase.app()->add_option("TYPE", purchase->type, "Ship type")->required();
    purchase.app()->add_option("--at", purchase->shipyard,
                               "Shipyard (default: the soonest to visit in the home system)");
}

/// Asks each second until the order of the ship has ended.
core::Result<v1::ShipDetails> wait_for_order(const std::string& ship, Session& session) {
    v1::GetShipRequest request;
    request.set_ship(ship);
    while (true) {
        ARGOSY_TRY(const v1::ShipDetails details, session.call(&rpc::Client::get_ship, request));
        if (!details.has_order() || details.order().ended_at() != 0) return details;
        if (!session.terminal().wait()) return details;
    }
}

template <class Order>
v1::TradeCargoRequest to_request(const Order& order, std::optional<std::int64_t> limit) {
    v1::TradeCargoRequest request;
    request.set_ship(order.ship);
    request.set_good(order.good);
    request.set_units(order.units);
    if (limit) request.set_limit(*limit);
    return request;
}

}  // namespace

void add_ship(CLI::App& root, Invocation& invocation) {
    CLI::App& noun = add_noun(root, "ship", "The fleet, and orders by hand to idle ships",
                              "spacetraders ship list");
    add_questions(noun, invocation);
    add_navigate(noun, invocation);
    add_simple_orders(noun, invocation);
    add_trades(noun, invocation);
    add_purchase(noun, invocation);
}

core::Result<void> carry_out(const ShipList&, Session& session) {
    return session.ask(&rpc::Client::list_ships, {}, render);
}

core::Result<void> carry_out(const ShipShow& command, Session& session) {
    v1::GetShipRequest request;
    request.set_ship(command.ship);
    return session.ask(&rpc::Client::get_ship, std::move(request), render);
}

core::Result<void> carry_out(const ShipNavigate& command, Session& session) {
    v1::NavigateShipRequest request;
    request.set_ship(command.ship);
    request.set_waypoint(command.waypoint);
    ARGOSY_TRY(const v1::Voyage voyage,
               session.call(&rpc::Client::navigate_ship, std::move(request)));
    if (!command.wait) {
        session.show(voyage, render);
        return {};
    }
    ARGOSY_TRY(const v1::ShipDetails arrived, wait_for_order(command.ship, session));
    if (!arrived.order().failure().empty()) {
        return core::Error{core::ErrorCode::kRejected,
                           fmt::format("{} stopped at {}: {}", command.ship,
                                       arrived.ship().waypoint(), arrived.order().failure())};
    }
    session.show(arrived, render);
    return {};
}

core::Result<void> carry_out(const ShipCommand& command, Session& session) {
    v1::OrderShipRequest request;
    request.set_ship(command.ship);
    request.set_order(command.order);
    return session.ask(&rpc::Client::order_ship, std::move(request), render);
}

core::Result<void> carry_out(const ShipRefuel& command, Session& session) {
    v1::RefuelShipRequest request;
    request.set_ship(command.ship);
    return session.ask(&rpc::Client::refuel_ship, std::move(request), render);
}

core::Result<void> carry_out(const ShipBuy& command, Session& session) {
    return session.ask(&rpc::Client::buy_cargo, to_request(command, command.max_price), render);
}

core::Result<void> carry_out(const ShipSell& command, Session& session) {
    return session.ask(&rpc::Client::sell_cargo, to_request(command, command.min_price), render);
}

core::Result<void> carry_out(const ShipPurchase& command, Session& session) {
    v1::PurchaseShipRequest request;
    request.set_type(command.type);
    request.set_shipyard(command.shipyard);
    return session.ask(&rpc::Client::purchase_ship, std::move(request), render);
}

}  // namespace argosy::cli
