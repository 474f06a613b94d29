#include "apps/cli_market.h"

#include <fmt/format.h>

#include "apps/cli_noun.h"
#include "apps/cli_session.h"
#include "apps/cli_table.h"

namespace argosy::cli {
namespace {

std::string number_or_dash(bool known, std::int64_t number) {
    return known ? credits(number) : "-";
}

}  // namespace

void add_market(CLI::App& root, Invocation& invocation) {
    CLI::App& noun =
        add_noun(root, "market", "What is known of markets", "spacetraders market show X1-AD75-A1");
    Verb<MarketShow> show(invocation, noun, "show", "Shows the last look at a market and its age",
                          "spacetraders market show X1-AD75-A1");
    show.app()->add_option("WAYPOINT", show->waypoint, "The market's waypoint")->required();
    show.app()->add_option("--good", show->good, "Only this good");
}

core::Result<void> carry_out(const MarketShow& command, Session& session) {
    v1::GetMarketRequest request;
    request.set_waypoint(command.waypoint);
    request.set_good(command.good);
    return session.ask(&rpc::Client::get_market, std::move(request), render);
}

std::string render(const v1::Market& market) {
    Table table({left("GOOD"), left("TYPE"), left("SUPPLY"), left("ACTIVITY"), right("VOLUME"),
                 right("WE PAY"), right("WE GET"), right("MARGIN"), right("STOCK"), right("AGE")});
    for (const v1::MarketGood& good : market.goods()) {
        table.add({good.good(), good.type(), good.supply(), good.activity(),
                   std::to_string(good.volume()), credits(good.ask()), credits(good.bid()),
                   number_or_dash(good.has_margin(), good.margin()),
                   number_or_dash(good.has_stock(), good.stock()),
                   between(good.looked_at(), market.now())});
    }
    return "Market " + one_line(market.waypoint()) + "\n" + table.text();
}

}  // namespace argosy::cli
