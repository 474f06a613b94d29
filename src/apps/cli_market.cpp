#include "apps/cli_market.h"

#include <fmt/format.h>

#include "apps/cli_noun.h"
#include "apps/cli_session.h"
#include "apps/cli_table.h"
#include "core/time.h"

namespace argosy::cli {
namespace {

std::string number_or_dash(bool known, std::int64_t number) {
    return known ? credits(number) : "-";
}

void add_find(CLI::App& noun, Invocation& invocation) {
    Verb<MarketFind> find(invocation, noun, "find",
                          "Lists where to buy or sell a good, best first, and why not elsewhere",
                          "spacetraders market find IRON --buy --units 40 --from X1-AD75-A1");
    find.app()->add_option("GOOD", find->good, "What")->required();
    CLI::Option_group& side = *find.app()->add_option_group("side");
    side.add_flag_callback("--buy",
                           [filled = find.operator->()] { filled->side = v1::MarketSide::BUY; })
        ->description("Where to buy it");
    side.add_flag_callback("--sell",
                           [filled = find.operator->()] { filled->side = v1::MarketSide::SELL; })
        ->description("Where to sell it");
    side.require_option(1);
    find.app()
        ->add_option("--units", find->units, "Priced whole, what they do to the price included (1)")
        ->check(positive<std::int64_t>());
    find.app()->add_option("--from", find->from, "Tells distances from this waypoint");
    find.app()
        ->add_option("--in", find->ahead_ms, "As it is believed to be after 30m, 2h, 1d (now)")
        ->transform(length_of_time());
}

}  // namespace

void add_market(CLI::App& root, Invocation& invocation) {
    CLI::App& noun =
        add_noun(root, "market", "What is known of markets", "spacetraders market show X1-AD75-A1");
    Verb<MarketList> list(invocation, noun, "list", "Lists known markets and how old that is",
                          "spacetraders market list --system X1-AD75");
    list.app()->add_option("--system", list->system, "Only this system");
    Verb<MarketShow> show(invocation, noun, "show", "Shows the last look at a market and its age",
                          "spacetraders market show X1-AD75-A1");
    show.app()->add_option("WAYPOINT", show->waypoint, "The market's waypoint")->required();
    show.app()->add_option("--good", show->good, "Only this good");
    add_find(noun, invocation);
    Verb<MarketPast> history(invocation, noun, "history",
                             "Lists the prices a market showed, where they were new",
                             "spacetraders market history X1-AD75-A1 FUEL --since 6h");
    history.app()->add_option("WAYPOINT", history->waypoint, "The market's waypoint")->required();
    history.app()->add_option("GOOD", history->good, "Of what")->required();
    history.app()->add_option(
        "--since", history->since,
        "From here on: 2025-04-06, 2025-04-06T12:30:00Z, or 24h, 7d before now (24h)");
}

core::Result<void> carry_out(const MarketList& command, Session& session) {
    v1::ListMarketsRequest request;
    request.set_system(command.system);
    return session.ask(&rpc::Client::list_markets, std::move(request), render);
}

core::Result<void> carry_out(const MarketShow& command, Session& session) {
    v1::GetMarketRequest request;
    request.set_waypoint(command.waypoint);
    request.set_good(command.good);
    return session.ask(&rpc::Client::get_market, std::move(request), render);
}

core::Result<void> carry_out(const MarketFind& command, Session& session) {
    v1::FindMarketsRequest request;
    request.set_good(command.good);
    request.set_side(command.side);
    request.set_units(command.units);
    request.set_from(command.from);
    request.set_ahead_ms(command.ahead_ms);
    return session.ask(&rpc::Client::find_markets, std::move(request), render);
}

core::Result<void> carry_out(const MarketPast& command, Session& session) {
    v1::GetMarketHistoryRequest request;
    request.set_waypoint(command.waypoint);
    request.set_good(command.good);
    request.set_since(command.since);
    return session.ask(&rpc::Client::get_market_history, std::move(request), render);
}

std::string render(const v1::ListMarketsResponse& answer) {
    Table table({left("MARKET"), left("TYPE"), right("EXPORTS"), right("IMPORTS"),
                 right("EXCHANGES"), right("INFERRED"), right("AGE")});
    for (const v1::MarketSummary& market : answer.markets()) {
        table.add({market.waypoint(), market.type(), std::to_string(market.exports()),
                   std::to_string(market.imports()), std::to_string(market.exchanges()),
                   std::to_string(market.inferred()), between(market.looked_at(), answer.now())});
    }
    if (answer.accuracy().empty()) return table.text();
    Table accuracy({left("FORECASTS"), right("OLDER THAN"), right("PRICES"), right("EXACT"),
                    right("MEDIAN OFF"), right("NINE IN TEN")});
    for (const v1::ForecastAccuracy& row : answer.accuracy()) {
        accuracy.add({row.type(), core::format_duration(core::Duration(row.age_from_ms())),
                      credits(row.prices()), credits(row.exact()), share(row.median_bp()),
                      share(row.worst_tenth_bp())});
    }
    return table.text() + "\n" + accuracy.text();
}

std::string render(const v1::Market& market) {
    Table table({left("GOOD"), left("TYPE"), left("SUPPLY"), left("ACTIVITY"), right("VOLUME"),
                 right("WE PAY"), right("WE GET"), right("MARGIN"), right("STOCK"), right("PAIRS"),
                 left("FROM"), right("AGE"), right("PAY NOW"), right("GET NOW"), right("+-")});
    for (const v1::MarketGood& good : market.goods()) {
        table.add({good.good(), good.type(), good.supply(), good.activity(),
                   std::to_string(good.volume()), credits(good.ask()), credits(good.bid()),
                   number_or_dash(good.has_margin(), good.margin()),
                   number_or_dash(good.has_stock(), good.stock()),
                   number_or_dash(good.pairs() > 0, good.pairs()), good.source(),
                   between(good.looked_at(), market.now()),
                   number_or_dash(good.has_forecast_ask(), good.forecast_ask()),
                   number_or_dash(good.has_forecast_bid(), good.forecast_bid()),
                   good.has_forecast_error_bp() ? share(good.forecast_error_bp()) : "-"});
    }
    return "Market " + one_line(market.waypoint()) + "\n" + table.text();
}

std::string render(const v1::FoundMarkets& found) {
    const bool buys = found.side() == v1::MarketSide::BUY;
    Table places({left("MARKET"), left("TYPE"), left("SUPPLY"), left("ACTIVITY"),
                  right(buys ? "WE PAY" : "WE GET"), right(fmt::format("FOR {}", found.units())),
                  right("+-"), right("AGE"), right("DISTANCE")});
    for (const v1::FoundMarket& place : found.places()) {
        places.add({place.waypoint(), place.type(), place.supply(), place.activity(),
                    credits(buys ? place.ask() : place.bid()), credits(place.total()),
                    place.has_error_bp() ? share(place.error_bp()) : "-",
                    core::format_duration(core::Duration(place.age_ms())),
                    std::to_string(place.distance())});
    }
    Table rejected({left("MARKET"), left("WHY NOT")});
    for (const v1::RejectedMarket& place : found.rejected())
        rejected.add({place.waypoint(), place.reason()});
    std::string text =
        fmt::format("{} {}\n", buys ? "Where to buy" : "Where to sell", one_line(found.good())) +
        places.text();
    if (!found.rejected().empty()) text += "\nNot there\n" + rejected.text();
    return text;
}

std::string render(const v1::MarketHistory& history) {
    Table table({left("AT"), right("AGO"), left("SUPPLY"), left("ACTIVITY"), right("VOLUME"),
                 right("WE PAY"), right("WE GET")});
    for (const v1::PricePoint& seen : history.points()) {
        table.add({point(seen.at()), between(seen.at(), history.now()), seen.supply(),
                   seen.activity(), std::to_string(seen.volume()), credits(seen.ask()),
                   credits(seen.bid())});
    }
    return fmt::format("{} at {}\n", one_line(history.good()), one_line(history.waypoint())) +
           table.text();
}

}  // namespace argosy::cli
