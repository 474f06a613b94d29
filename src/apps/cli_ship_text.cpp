#include <fmt/format.h>

#include "apps/cli_ship.h"
#include "apps/cli_table.h"
#include "core/time.h"

namespace argosy::cli {
namespace {

std::string where(const v1::Ship& ship, std::int64_t now) {
    if (ship.arrival() == 0 || now == 0) return ship.waypoint();
    if (ship.arrival() <= now) return ship.waypoint();
    return fmt::format("{} in {}", ship.waypoint(), between(now, ship.arrival()));
}

std::string filled(std::int64_t amount, std::int64_t capacity) {
    return capacity == 0 ? "-" : fmt::format("{}/{}", amount, capacity);
}

Table ship_table() {
    return Table({left("SHIP"), left("ROLE"), left("STATUS"), left("WHERE"), right("FUEL"),
                  right("CARGO"), left("DOING")});
}

void add_row(Table& table, const v1::Ship& ship, std::int64_t now) {
    table.add({ship.symbol(), ship.role(), ship.status(), where(ship, now),
               filled(ship.fuel(), ship.fuel_capacity()),
               filled(ship.cargo_units(), ship.cargo_capacity()), ship.doing()});
}

std::string flight_of(const v1::ShipDetails& details) {
    const v1::Ship& ship = details.ship();
    if (ship.arrival() == 0) return fmt::format("{} at {}", ship.status(), ship.waypoint());
    return fmt::format("{} from {} to {}, {}, left {} ago, arrives in {} ({})", ship.status(),
                       details.origin(), ship.waypoint(), details.flight_mode(),
                       between(details.departed_at(), details.now()),
                       between(details.now(), ship.arrival()), point(ship.arrival()));
}

std::string order_of(const v1::ShipDetails& details) {
    const v1::ManualOrder& order = details.order();
    if (order.ended_at() == 0) return fmt::format("{}, under way", order.what());
    const std::string ended = between(order.ended_at(), details.now());
    if (order.failure().empty()) return fmt::format("{}, done {} ago", order.what(), ended);
    return fmt::format("{}, failed {} ago: {}", order.what(), ended, order.failure());
}

}  // namespace

std::string render(const v1::Ship& ship) {
    Table table = ship_table();
    add_row(table, ship, 0);
    return table.text();
}

std::string render(const v1::ListShipsResponse& answer) {
    Table table = ship_table();
    for (const v1::Ship& ship : answer.ships())
        add_row(table, ship, answer.now());
    return table.text();
}

std::string render(const v1::ShipDetails& details) {
    const v1::Ship& ship = details.ship();
    Facts facts;
    facts.add("Ship", fmt::format("{}, {}", ship.symbol(), ship.role()));
    facts.add("Hull", fmt::format("{}, speed {}", details.frame(), details.speed()));
    facts.add("Where", flight_of(details));
    facts.add("Fuel", filled(ship.fuel(), ship.fuel_capacity()));
    facts.add("Cargo", filled(ship.cargo_units(), ship.cargo_capacity()));
    facts.add("Claimed by", details.owner());
    facts.add("Doing", ship.doing());
    if (details.has_order()) facts.add("Last order", order_of(details));
    if (details.cargo().empty()) return facts.text();
    Table cargo({left("GOOD"), right("UNITS")});
    for (const v1::CargoItem& item : details.cargo())
        cargo.add({item.good(), std::to_string(item.units())});
    return facts.text() + "\n" + cargo.text();
}

std::string render(const v1::Voyage& voyage) {
    Facts facts;
    facts.add("Ship", voyage.ship());
    facts.add("Flies to", voyage.destination());
    facts.add("Arrives",
              voyage.arrival() <= voyage.now()
                  ? std::string("it is there")
                  : fmt::format("in {} ({}), as planned", between(voyage.now(), voyage.arrival()),
                                point(voyage.arrival())));
    if (voyage.legs().empty()) return facts.text();
    Table legs({left("LEG TO"), left("MODE"), left("REFUELS FIRST"), right("TIME")});
    for (const v1::Leg& leg : voyage.legs()) {
        legs.add({leg.to(), leg.mode(), leg.refuel_first() ? "yes" : "no",
                  core::format_duration(core::Duration(leg.duration_ms()))});
    }
    return facts.text() + "\n" + legs.text();
}

std::string render(const v1::TradeReceipt& receipt) {
    Table tranches({left("GOOD"), right("UNITS"), right("PRICE"), right("TOTAL")});
    for (const v1::Tranche& tranche : receipt.tranches()) {
        tranches.add({receipt.good(), std::to_string(tranche.units()),
                      credits(tranche.unit_price()), credits(tranche.total())});
    }
    Facts facts;
    facts.add("Ship", fmt::format("{} at {}", receipt.ship(), receipt.waypoint()));
    facts.add("Traded", fmt::format("{} units of {} for {} credits", receipt.units(),
                                    receipt.good(), credits(receipt.total())));
    if (!receipt.cut_short().empty()) facts.add("Stopped since", receipt.cut_short());
    facts.add("Fuel", filled(receipt.after().fuel(), receipt.after().fuel_capacity()));
    facts.add("Cargo", filled(receipt.after().cargo_units(), receipt.after().cargo_capacity()));
    facts.add("Credits", credits(receipt.balance_after()));
    return tranches.text() + "\n" + facts.text();
}

std::string render(const v1::PurchaseShipResponse& answer) {
    Facts facts;
    facts.add("Ship", answer.ship().symbol());
    facts.add("At", answer.ship().waypoint());
    facts.add("Price", credits(answer.price()));
    facts.add("Credits left", credits(answer.balance_after()));
    return facts.text();
}

}  // namespace argosy::cli
