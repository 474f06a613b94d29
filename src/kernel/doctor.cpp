#include "kernel/doctor.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <map>

#include "core/enum_names.h"
#include "kernel/player_book.h"

namespace argosy::kernel {
namespace {

using core::ErrorCode;
using Level = Finding::Level;

constexpr auto kLevels = core::enum_names<Level>(
    {{Level::kOk, "ok"}, {Level::kWarning, "warning"}, {Level::kProblem, "problem"}});

constexpr std::uintmax_t kMebibyte = 1024 * 1024;
constexpr std::uintmax_t kLittleSpace = 1024 * kMebibyte;
constexpr std::uintmax_t kHardlyAnySpace = 64 * kMebibyte;

/// The daemon follows the server's clock, but certificates, logs and files keep the machine's.
constexpr core::Duration kSkew = std::chrono::seconds(5);

/// An act that waits longer for its turn than this finds another price than it was decided upon.
constexpr core::Duration kLongWait = std::chrono::seconds(2);

Finding ok(std::string check, std::string what) {
    return {Level::kOk, std::move(check), std::move(what), ""};
}
Finding warning(std::string check, std::string what, std::string advice) {
    return {Level::kWarning, std::move(check), std::move(what), std::move(advice)};
}
Finding problem(std::string check, std::string what, std::string advice) {
    return {Level::kProblem, std::move(check), std::move(what), std::move(advice)};
}

// Writes nothing, and needs all that a write needs.
Task<Result<void>> try_to_write(store::Store& store) {
    store::Transaction transaction;
    transaction.add("UPDATE runs SET seed = seed WHERE id = $1", {std::int64_t{0}});
    co_return co_await store.commit(std::move(transaction));
}

Task<Finding> check_database(const Subject& subject) {
    const std::string name = fmt::format(
        "{} {}", subject.url.kind() == store::StoreUrl::Kind::kSqlite ? "SQLite" : "PostgreSQL",
        subject.url.shown());
    const auto rows = co_await subject.store.query(
        "SELECT COALESCE(MAX(version), 0) AS version FROM schema_migrations");
    if (!rows) {
        co_return problem("database", fmt::format("{}: {}", name, rows.error().message),
                          "see that it is there and can be read, or name another: store.url");
    }
    const std::int64_t present = rows->front().integer("version");
    const std::int64_t known = store::migrations().back().version;
    if (present != known) {
        co_return problem("database",
                          fmt::format("{}: schema step {}, expected {}", name, present, known),
                          "run the program that wrote it, or start this one's daemon to bring an "
                          "older schema up to date");
    }
    const auto written = co_await try_to_write(subject.store);
    if (!written) {
        co_return problem("database",
                          fmt::format("{} cannot be written: {}", name, written.error().message),
                          "free space, or mend its permissions");
    }
    co_return ok("database", fmt::format("{}, schema step {}, can be written", name, present));
}

Finding check_disk(const store::StoreUrl& url) {
    if (url.kind() != store::StoreUrl::Kind::kSqlite) {
        return ok("disk", "the database's disk is its server's business");
    }
    const std::filesystem::path file = std::filesystem::absolute(url.shown());
    std::error_code failed;
    const auto space = std::filesystem::space(file.parent_path(), failed);
    if (failed) {
        return problem("disk", fmt::format("{}: {}", file.parent_path().string(), failed.message()),
                       "make the folder, or name another database: store.url");
    }
    const std::string what =
        fmt::format("{} MiB free at {}", space.available / kMebibyte, file.parent_path().string());
    if (space.available < kHardlyAnySpace) return problem("disk", what, "free some at once");
    if (space.available < kLittleSpace) return warning("disk", what, "free some");
    return ok("disk", what);
}

Finding check_game(const Result<game::ServerStatus>& status) {
    if (!status) {
        return problem("game", status.error().message,
                       "check game.base_url and the network, or start a simulator: ./run sim");
    }
    return ok("game",
              fmt::format("answers, version {}, reset {}", status->version, status->reset_date));
}

Finding check_clock(const game::ServerStatus& status, core::TimePoint machine_now) {
    if (status.time_factor != 1.0) {
        return ok("clock",
                  fmt::format("the game's time runs x{:g} and is followed", status.time_factor));
    }
    const core::Duration skew = std::chrono::abs(status.server_time - machine_now);
    const std::string what = fmt::format("{} from the game's", core::format_duration(skew));
    if (skew <= kSkew) return ok("clock", what);
    return warning("clock", what,
                   "set this machine's clock; the daemon follows the game's meanwhile");
}

/// Returns how many players each era has.
Task<Result<std::map<std::string, std::int64_t>>> known_eras(store::Store& store) {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store.query("SELECT era, COUNT(*) AS players FROM players"
                                       " GROUP BY era ORDER BY era"));
    std::map<std::string, std::int64_t> eras;
    for (const store::Row& row : rows)
        eras.emplace(row.text("era"), row.integer("players"));
    co_return eras;
}

Finding check_era(const std::map<std::string, std::int64_t>& eras, const std::string& now) {
    if (eras.empty()) {
        return warning("era", "no player is registered",
                       "register one: spacetraders player register AGENT --faction COSMIC");
    }
    if (const auto here = eras.find(now); here != eras.end()) {
        return ok("era", fmt::format("{} players of {}", here->second, now));
    }
    return problem("era",
                   fmt::format("the game was reset on {}, the latest players are of {}", now,
                               eras.rbegin()->first),
                   "register the agents again: what was is history");
}

Finding check_token(const Player& player, const Result<model::Agent>& agent) {
    const std::string check = "token of " + player.agent.str();
    if (agent) return ok(check, fmt::format("accepted, {} credits", agent->credits));
    const ErrorCode code = agent.error().code;
    if (code == ErrorCode::kConflict) return ok(check, agent.error().message);
    const bool refused = code == ErrorCode::kUnauthorized || code == ErrorCode::kUniverseReset;
    return problem(
        check, agent.error().message,
        refused ? "import the agent's new token: spacetraders player register" : "try again later");
}

}  // namespace

std::string_view to_string(Finding::Level level) {
    return kLevels.name_of(level);
}

Task<Findings> examine(Subject subject) {
    Findings findings;
    findings.push_back(co_await check_database(subject));
    findings.push_back(check_disk(subject.url));
    const Result<game::ServerStatus> status = co_await subject.game.status();
    findings.push_back(check_game(status));
    if (!status) co_return findings;
    findings.push_back(check_clock(*status, subject.machine.now()));

    const auto eras = co_await known_eras(subject.store);
    if (!eras) co_return findings;  // The database's own line says why.
    findings.push_back(check_era(*eras, status->reset_date));
    const auto players = co_await load_players(subject.store, status->reset_date);
    if (!players) co_return findings;
    for (const Player& player : *players)
        findings.push_back(check_token(player, co_await subject.ask_agent(player)));
    co_return findings;
}

Finding check_requests(const game::RequestCounts& counts) {
    const game::WaitingTime& acts = counts.waited[std::size_t(game::Priority::kAct)];
    constexpr int kMost = 95;
    const core::Duration wait = acts.percentile(kMost);
    const std::string what =
        fmt::format("{} sent, {} refused (429), {} % of acts waited {} at most", counts.total(),
                    counts.rate_limited(), kMost, core::format_duration(wait));
    if (counts.rate_limited() > 0) {
        return warning("requests", what,
                       "see that nothing else plays from this address or account");
    }
    if (wait > kLongWait) {
        return warning("requests", what,
                       "the fleet asks for more than the game allows: give it fewer ships");
    }
    return ok("requests", what);
}

}  // namespace argosy::kernel
