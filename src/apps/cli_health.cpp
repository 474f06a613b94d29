#include "apps/cli_health.h"

#include <fmt/format.h>

#include "apps/cli_noun.h"
#include "apps/cli_session.h"
#include "apps/cli_table.h"

namespace argosy::cli {

void add_health(CLI::App& root, Invocation& invocation) {
    Verb<Health>(invocation, root, "health", "Shows the daemon's and the game's state",
                 "spacetraders health");
    Verb<Version>(invocation, root, "version", "Shows this program's version",
                  "spacetraders version");
}

core::Result<void> carry_out(const Health&, Session& session) {
    return session.ask(&rpc::Client::get_health, {}, render);
}

core::Result<void> carry_out(const Version&, Session& session) {
    session.terminal().print(session.output() == OutputFormat::kJson
                                 ? "{\"version\":\"" ARGOSY_VERSION "\"}\n"
                                 : ARGOSY_VERSION "\n");
    return {};
}

namespace {

std::string demand(const v1::Health& health) {
    if (!health.request_bound()) return fmt::format("{} wait", health.requests_waiting());
    return fmt::format("{} wait: the fleet is request-bound, one more costs {} ms of ship time",
                       health.requests_waiting(), credits(health.request_price_ms()));
}

std::string part(std::int64_t divisor) {
    if (divisor == 0) return "no requests yet";
    return divisor == 1 ? "all requests" : fmt::format("1/{} of the requests", divisor);
}

std::string shared(const v1::AccountShare& account) {
    std::string text =
        fmt::format("{} of {}", part(account.divisor()),
                    account.account().empty() ? "an account not known by name" : account.account());
    for (const v1::ShareHolder& other : account.others()) {
        text += fmt::format("; {} {} {}", other.owner(), other.left() ? "left with" : "has",
                            part(other.divisor()));
    }
    return text;
}

std::string waits(const v1::Health& health) {
    Table table({left("REQUESTS"), right("SENT"), right("MEAN WAIT"), right("95 % WITHIN"),
                 right("LONGEST"), right("TURNED AWAY")});
    const auto ms = [](std::int64_t length) { return credits(length) + " ms"; };
    for (const v1::RequestCount& count : health.requests()) {
        const std::int64_t mean = count.sent() == 0 ? 0 : count.waited_ms() / count.sent();
        table.add({count.priority(), credits(count.sent()), ms(mean), ms(count.p95_wait_ms()),
                   ms(count.longest_wait_ms()), credits(count.turned_away())});
    }
    return table.text();
}

std::string purposes(const v1::Health& health) {
    Table table({left("PURPOSE"), right("SENT"), right("OK"), right("REFUSED"), right("429"),
                 right("UNAVAILABLE"), right("UNKNOWN")});
    for (const v1::PurposeCount& count : health.purposes()) {
        if (count.sent() == 0) continue;
        table.add({count.purpose(), credits(count.sent()), credits(count.ok()),
                   credits(count.refused()), credits(count.rate_limited()),
                   credits(count.unavailable()), credits(count.unknown())});
    }
    return table.text();
}

}  // namespace

std::string render(const v1::Health& health) {
    Facts facts;
    facts.add("Daemon", health.version());
    facts.add("Running for", between(health.started_at(), health.now()));
    facts.add("Game", fmt::format("{} {}", health.game_url(), health.game_version()));
    facts.add("Reset date", health.reset_date());
    facts.add("Time", fmt::format("{} (x{:g})", point(health.now()), health.time_factor()));
    facts.add("Database", health.database());
    if (!health.store_trouble().empty()) facts.add("No answer", health.store_trouble());
    facts.add("Players", std::to_string(health.players()));
    for (const std::string& trouble : health.player_troubles())
        facts.add("Not playing", trouble);
    facts.add("Operations", fmt::format("{} running", health.operations_running()));
    facts.add("Requests", demand(health));
    for (const v1::AccountShare& account : health.accounts())
        facts.add("Account", shared(account));
    for (const std::string& blocked : health.spending_blocked())
        facts.add("Buys nothing", blocked);
    facts.add("Refused (429)", credits(health.requests_429()));
    facts.add("Traded", fmt::format("{}, {} for each request", gain(health.traded()),
                                    gain(health.credits_per_request())));
    return facts.text() + "\n" + waits(health) + "\n" + purposes(health);
}

}  // namespace argosy::cli
