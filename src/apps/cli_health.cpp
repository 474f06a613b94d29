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

std::string render(const v1::Health& health) {
    Facts facts;
    facts.add("Daemon", health.version());
    facts.add("Running for", between(health.started_at(), health.now()));
    facts.add("Game", fmt::format("{} {}", health.game_url(), health.game_version()));
    facts.add("Reset date", health.reset_date());
    facts.add("Time", fmt::format("{} (x{:g})", point(health.now()), health.time_factor()));
    facts.add("Database", health.database());
    facts.add("Players", std::to_string(health.players()));
    facts.add("Operations", fmt::format("{} running", health.operations_running()));
    facts.add("Refused (429)", credits(health.requests_429()));
    Table requests({left("REQUESTS"), right("SENT"), right("MEAN WAIT")});
    for (const v1::RequestCount& count : health.requests()) {
        const std::int64_t mean = count.sent() == 0 ? 0 : count.waited_ms() / count.sent();
        requests.add({count.priority(), credits(count.sent()), fmt::format("{} ms", mean)});
    }
    return facts.text() + "\n" + requests.text();
}

}  // namespace argosy::cli
