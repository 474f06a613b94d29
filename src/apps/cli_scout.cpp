#include "apps/cli_scout.h"

#include <fmt/format.h>

#include "apps/cli_noun.h"
#include "apps/cli_operation.h"
#include "apps/cli_session.h"
#include "apps/cli_table.h"

namespace argosy::cli {

void add_scout(CLI::App& root, Invocation& invocation) {
    CLI::App& noun = add_noun(root, "scout", "Keeping what is known of the markets fresh",
                              "spacetraders scout status");
    Verb<ScoutStart>(invocation, noun, "start",
                     "Sends free ships to look at markets, or says that it does already",
                     "spacetraders scout start");
    Verb<ScoutShow>(invocation, noun, "status",
                    "Shows who looks where, and what a look at each market would be worth",
                    "spacetraders scout status");
    Verb<ScoutStop>(invocation, noun, "stop", "Sends out no more ships", "spacetraders scout stop");
}

core::Result<void> carry_out(const ScoutStart&, Session& session) {
    return session.ask(&rpc::Client::start_scout, {}, render);
}

core::Result<void> carry_out(const ScoutShow&, Session& session) {
    return session.ask(&rpc::Client::get_scout, {}, render);
}

core::Result<void> carry_out(const ScoutStop&, Session& session) {
    return session.ask(&rpc::Client::stop_scout, {}, render);
}

std::string render(const v1::ScoutStatus& status) {
    Facts facts;
    facts.add("Scouting",
              status.has_operation()
                  ? fmt::format("{} ({})", status.operation().status(), status.operation().id())
                  : "never started");
    facts.add("Looks", credits(status.looks()));
    Table trips({left("SHIP"), left("LOOKS AT"), right("ARRIVES IN")});
    for (const v1::ScoutTrip& trip : status.trips()) {
        trips.add({trip.ship(), trip.market(),
                   trip.arrival() == 0 ? "there" : between(status.now(), trip.arrival())});
    }
    Table markets({left("MARKET"), right("LOOKED AT"), right("A LOOK IS WORTH")});
    for (const v1::ScoutMarket& market : status.markets()) {
        markets.add(
            {market.waypoint(),
             market.looked_at() == 0 ? "never" : between(market.looked_at(), status.now()) + " ago",
             credits(market.value())});
    }
    return facts.text() + "\nUnder way\n" + trips.text(2) + "\nMarkets\n" + markets.text(2);
}

}  // namespace argosy::cli
