#include "apps/cli_ship.h"

#include <fmt/format.h>

#include "apps/cli_noun.h"
#include "apps/cli_session.h"
#include "apps/cli_table.h"

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

}  // namespace

void add_ship(CLI::App& root, Invocation& invocation) {
    CLI::App& noun = add_noun(root, "ship", "The fleet", "spacetraders ship list");
    Verb<ShipList>(invocation, noun, "list", "Lists ships, where they are and what they do",
                   "spacetraders ship list --agent ARGOSY");
    Verb<ShipPurchase> purchase(invocation, noun, "purchase", "Buys a ship",
                                "spacetraders ship purchase SHIP_LIGHT_HAULER --at X1-AD75-A2");
    purchase.app()->add_option("TYPE", purchase->type, "Ship type")->required();
    purchase.app()->add_option("--at", purchase->shipyard,
                               "Shipyard (default: the soonest to visit in the home system)");
}

core::Result<void> carry_out(const ShipList&, Session& session) {
    return session.ask(&rpc::Client::list_ships, {}, render);
}

core::Result<void> carry_out(const ShipPurchase& command, Session& session) {
    v1::PurchaseShipRequest request;
    request.set_type(command.type);
    request.set_shipyard(command.shipyard);
    return session.ask(&rpc::Client::purchase_ship, std::move(request), render);
}

std::string render(const v1::ListShipsResponse& answer) {
    Table table({left("SHIP"), left("ROLE"), left("STATUS"), left("WHERE"), right("FUEL"),
                 right("CARGO"), left("DOING")});
    for (const v1::Ship& ship : answer.ships()) {
        table.add({ship.symbol(), ship.role(), ship.status(), where(ship, answer.now()),
                   filled(ship.fuel(), ship.fuel_capacity()),
                   filled(ship.cargo_units(), ship.cargo_capacity()), ship.doing()});
    }
    return table.text();
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
