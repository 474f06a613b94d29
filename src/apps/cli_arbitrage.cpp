#include "apps/cli_arbitrage.h"

#include <fmt/format.h>

#include <cmath>

#include "apps/cli_noun.h"
#include "apps/cli_operation.h"
#include "apps/cli_session.h"
#include "apps/cli_table.h"
#include "apps/cli_watch.h"
#include "core/time.h"

namespace argosy::cli {
namespace {

std::string lasting(std::int64_t millis) {
    return core::format_duration(core::Duration(millis));
}

std::string trades_of(const v1::ArbitrageStatus& status) {
    Table table({left("SHIP"), left("GOOD"), left("FROM"), left("TO"), right("UNITS"),
                 right("EXPECTED"), left("DOING")});
    for (const v1::ArbitrageTrade& trade : status.under_way()) {
        table.add({trade.ship(), trade.good(), or_dash(trade.from()), or_dash(trade.to()),
                   credits(trade.units()),
                   trade.has_expected_profit() ? gain(trade.expected_profit()) : "-",
                   or_dash(trade.doing())});
    }
    return table.text(2);
}

std::string end_of(const v1::ArbitrageStatus& status) {
    const std::string end = fmt::format("in {}", between(status.now(), status.ends_at()));
    if (status.now() >= status.sells_out_at()) return end + ", and sells out";
    return fmt::format("{}, and sells out from {} on", end, point(status.sells_out_at()));
}

std::string idle_of(const v1::ArbitrageStatus& status) {
    Table table({left("SHIP"), left("WHY")});
    for (const v1::IdleShip& ship : status.idle())
        table.add({ship.ship(), ship.reason()});
    return table.text(2);
}

std::string growth_of(const v1::FleetGrowth& growth) {
    Facts facts;
    facts.add("Would bring", fmt::format("{} an hour (no ship was free for {} % of {})",
                                         credits(growth.credits_per_hour()),
                                         growth.all_at_work_percent(), lasting(growth.seen_ms())));
    facts.add("Costs", fmt::format("{}{}", credits(growth.price()),
                                   growth.price_was_seen() ? "" : " (as usual; not seen lately)"));
    facts.add("Pays back in",
              growth.has_pays_back_in_ms() ? lasting(growth.pays_back_in_ms()) : "-");
    facts.add("Time left", lasting(growth.time_left_ms()));
    facts.add("Bought", fmt::format("{} of {}", growth.bought(), growth.most()));
    facts.add("Not bought because", growth.why_not().empty() ? "-" : growth.why_not());
    if (!growth.refused().empty()) facts.add("Last attempt", growth.refused());
    return "\nOne ship more\n" + facts.text();
}

std::string time_of(const v1::ArbitrageReason& reason) {
    if (reason.beyond_time_ms() == 0) return lasting(reason.time_ms());
    return lasting(reason.time_ms()) + " + " + lasting(reason.beyond_time_ms());
}

std::string profit_of(const v1::ArbitrageReason& reason) {
    if (reason.beyond_profit() == 0) return gain(reason.profit());
    return gain(reason.profit()) + " " + gain(reason.beyond_profit());
}

void add_to(Table& table, const v1::ArbitrageReason& reason) {
    const bool priced = reason.units() > 0;
    const bool flown = reason.has_credits_per_second();
    table.add({reason.good(), reason.from(), reason.to(),
               fmt::format("{} at {:.2f}", credits(reason.ask()), reason.source_volumes()),
               fmt::format("{} at {:.2f}", credits(reason.bid()), reason.sink_volumes()),
               priced ? credits(reason.units()) : "-", priced ? profit_of(reason) : "-",
               priced ? time_of(reason) : "-", priced ? credits(reason.requests()) : "-",
               flown ? fmt::format("{:.2f}", reason.credits_per_second()) : "-",
               fmt::format("{}: {}", flown ? "open" : "closed", reason.rule())});
}

Table table_of_reasons() {
    return Table({left("GOOD"), left("FROM"), left("TO"), right("ASK"), right("BID"),
                  right("UNITS"), right("PROFIT"), right("TIME"), right("REQUESTS"),
                  right("PER SECOND"), left("RULE")});
}

// Of one lane, or of the one that is flown, the numbers that it was decided by.
std::string figures_of(const v1::ArbitrageReason& reason) {
    Table table({left("FIGURE"), right("VALUE")});
    for (const auto& figure : reason.figures())
        table.add({figure.name(), fmt::format("{:.2f}", figure.value())});
    return fmt::format("\n{} from {} to {}\n", reason.good(), reason.from(), reason.to()) +
           table.text(2);
}

std::string workers_of(const v1::ArbitrageStatus& status) {
    if (status.max_workers() == 0) return std::to_string(status.workers());
    return fmt::format("{}/{}", status.workers(), status.max_workers());
}

}  // namespace

void add_arbitrage(CLI::App& root, Invocation& invocation) {
    CLI::App& noun =
        add_noun(root, "arbitrage", "Buying where it is cheap, selling where it is dear",
                 "spacetraders arbitrage scan --limit 5");
    Verb<ArbitrageScan> scan(invocation, noun, "scan",
                             "Lists the lanes that pay by what is known now; asks the game nothing",
                             "spacetraders arbitrage scan --good IRON --min-margin 500");
    scan.app()->add_option("--system", scan->system, "System (default: the headquarters')");
    scan.app()->add_option("--good", scan->good, "Only lanes of this good");
    scan.app()
        ->add_option("--limit", scan->limit, "How many")
        ->capture_default_str()
        ->check(positive<std::int64_t>());
    scan.app()->add_option("--min-margin", scan->min_margin_bp,
                           "Least margin of the last unit, in basis points of the base price (0)");

    Verb<ArbitrageWhy> why(invocation, noun, "why",
                           "Says why a ship does what it does, or why a lane is not flown",
                           "spacetraders arbitrage why --good IRON --to X1-AD75-D41");
    why.app()->add_option("--ship", why->ship, "The ship");
    why.app()->add_option("--good", why->good, "Only lanes of this good");
    why.app()->add_option("--from", why->from, "Only lanes from this market");
    why.app()->add_option("--to", why->to, "Only lanes to this market");
    why.app()
        ->add_option("--limit", why->limit, "How many lanes")
        ->capture_default_str()
        ->check(positive<std::int64_t>());

    Verb<ArbitrageStart> start(
        invocation, noun, "start", "Starts trading, or says that it runs already",
        "spacetraders arbitrage start --strategy greedy-arbitrage:min_margin_bp=500");
    start.app()->add_option("--system", start->system, "System (default: the headquarters')");
    start.app()->add_option("--strategy", start->strategy,
                            "What trades are chosen by, with its parameters: name:param=value,...");
    start.app()
        ->add_option("--max-workers", start->max_workers, "Ships that may trade at once")
        ->check(positive<std::int32_t>());
    start.app()
        ->add_option("--buy-ships", start->buy_ships,
                     "Light haulers it may buy as they pay back (0)")
        ->check(positive<std::int32_t>());
    start.app()
        ->add_option("--pay-back-hours", start->pay_back_hours,
                     "Hours from now until which they, and markets it grows, must have "
                     "paid back")
        ->check(CLI::Range(0.1, 24.0 * 30));

    start.app()
        ->add_option("--hours", start->hours,
                     "Hours after which it stops, with what stands in markets sold out before")
        ->check(CLI::Range(0.1, 24.0 * 30));

    Verb<ArbitrageShow> status(
        invocation, noun, "status",
        "Shows trades under way, what trading has earned, and why ships idle",
        "spacetraders arbitrage status --watch");
    status.app()->add_flag("--watch", status->watch, "Shows it each second until Ctrl-C");

    Verb<ArbitrageStop>(invocation, noun, "stop",
                        "Stops trading; ships finish the trades they are at",
                        "spacetraders arbitrage stop");
}

core::Result<void> carry_out(const ArbitrageScan& command, Session& session) {
    v1::ScanArbitrageRequest request;
    request.set_system(command.system);
    request.set_good(command.good);
    request.set_limit(command.limit);
    request.set_min_margin_bp(command.min_margin_bp);
    return session.ask(&rpc::Client::scan_arbitrage, std::move(request), render);
}

core::Result<void> carry_out(const ArbitrageWhy& command, Session& session) {
    v1::WhyArbitrageRequest request;
    request.set_ship(command.ship);
    request.set_good(command.good);
    request.set_from(command.from);
    request.set_to(command.to);
    request.set_limit(command.limit);
    return session.ask(&rpc::Client::why_arbitrage, std::move(request), render);
}

core::Result<void> carry_out(const ArbitrageStart& command, Session& session) {
    v1::StartArbitrageRequest request;
    request.set_system(command.system);
    request.set_strategy(command.strategy);
    request.set_max_workers(command.max_workers);
    request.set_buy_ships(command.buy_ships);
    request.set_pay_back_within_ms(std::llround(command.pay_back_hours * 3'600'000));
    request.set_runs_for_ms(std::llround(command.hours * 3'600'000));
    return session.ask(&rpc::Client::start_arbitrage, std::move(request), render);
}

core::Result<void> carry_out(const ArbitrageShow& command, Session& session) {
    if (command.watch) return watch_arbitrage(session);
    return session.ask(&rpc::Client::get_arbitrage, {}, render);
}

core::Result<void> carry_out(const ArbitrageStop&, Session& session) {
    return session.ask(&rpc::Client::stop_arbitrage, {}, render);
}

std::string render(const v1::ScanArbitrageResponse& answer) {
    if (answer.lanes_size() == 0) {
        return fmt::format(
            "No lane of {} pays by what is known now, with {} credits to spend.\n"
            "`spacetraders market list` shows how old that knowledge is.\n",
            answer.system(), credits(answer.to_spend()));
    }
    Table table({left("GOOD"), left("FROM"), left("TO"), right("UNITS"), right("ASK"), right("BID"),
                 right("COST"), right("REVENUE"), right("PROFIT"), right("MARGIN"), right("TIME"),
                 right("PER HOUR"), right("SEEN"), left("SHIP")});
    for (const v1::ArbitrageLane& lane : answer.lanes()) {
        table.add({lane.good(), lane.from(), lane.to(), credits(lane.units()), credits(lane.ask()),
                   credits(lane.bid()), credits(lane.cost()), credits(lane.revenue()),
                   gain(lane.profit()), share(lane.margin_bp()),
                   between(answer.now(), answer.now() + lane.time_ms()),
                   credits(lane.credits_per_hour()), between(lane.looked_at(), answer.now()),
                   or_dash(lane.ship())});
    }
    return table.text() +
           fmt::format(
               "\n{} of {} lanes of {} that pay, with {} credits to spend. Profit is after fuel,\n"
               "MARGIN of the first unit; a light hauler at the source where no SHIP is idle.\n",
               answer.lanes_size(), answer.lanes_found(), answer.system(),
               credits(answer.to_spend()));
}

std::string render(const v1::WhyArbitrageResponse& answer) {
    std::string text;
    if (!answer.ship().empty()) {
        Facts facts;
        facts.add("Ship", answer.ship());
        facts.add("Doing", or_dash(answer.doing()));
        text = facts.text();
    }
    if (answer.has_flown()) {
        Table flown = table_of_reasons();
        add_to(flown, answer.flown());
        text += "\nWhat it flies, as it is judged now\n" + flown.text(2) +
                figures_of(answer.flown()) + "\nWhat else it could fly from where it is\n";
    }
    if (answer.lanes_size() == 0) return text + "  No lane of these is known.\n";
    Table lanes = table_of_reasons();
    for (const v1::ArbitrageReason& lane : answer.lanes())
        add_to(lanes, lane);
    text += lanes.text(answer.has_flown() ? 2 : 0);
    if (answer.lanes_size() == 1) text += figures_of(answer.lanes(0));
    return text + fmt::format(
                      "\nBy {}: ASK and BID of the first unit at the stock in trade volumes; "
                      "PROFIT over TIME is\nPER SECOND, each with what the strategy counts "
                      "besides. Of a closed lane, what it would\nbring if only prices and money "
                      "decided.\n",
                      answer.strategy());
}

std::string render(const v1::ArbitrageStatus& status) {
    const v1::Operation& operation = status.operation();
    Facts facts;
    facts.add("Arbitrage", fmt::format("{} ({})", operation.status(), operation.id()));
    if (!operation.error().empty()) facts.add("Error", operation.error());
    if (!operation.waits_for().empty()) facts.add("Waits for", operation.waits_for());
    facts.add("System", or_dash(status.system()));
    facts.add("Strategy", or_dash(status.strategy()));
    facts.add("Running for", between(operation.created_at(), status.now()));
    if (status.has_ends_at()) facts.add("Ends", end_of(status));
    facts.add("Workers", workers_of(status));
    facts.add("Credits", credits(status.credits()));
    facts.add("Trades", credits(status.trades()));
    facts.add("Realised",
              fmt::format("{} (sales less what their cargo had cost)", gain(status.realised())));
    facts.add("Profit", fmt::format("{} ({} taken in, {} paid with fuel and cargo aboard)",
                                    gain(status.profit()), credits(status.revenue()),
                                    credits(status.cost())));
    return facts.text() + "\nUnder way (expected before fuel)\n" + trades_of(status) + "\nIdle\n" +
           idle_of(status) + (status.has_growth() ? growth_of(status.growth()) : "");
}

std::string summarize(const v1::ArbitrageStatus& status) {
    return one_line(fmt::format("{}  credits {}  profit {}  trades {} done, {} under way  idle {}",
                                or_dash(status.operation().status()), credits(status.credits()),
                                gain(status.profit()), status.trades(), status.under_way_size(),
                                status.idle_size()));
}

}  // namespace argosy::cli
