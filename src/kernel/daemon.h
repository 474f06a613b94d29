#pragma once

/// @file
/// The real world: one process that plays over HTTP for any number of players and keeps what it
/// knows in a database. It lives in the server's time. Killing it at any moment is allowed:
/// starting it again is the recovery.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kernel/company.h"
#include "kernel/config.h"
#include "kernel/doctor.h"
#include "kernel/sessions.h"

namespace argosy::live {
struct HttpGameOptions;
}

namespace argosy::kernel {

struct DaemonOptions {
    Config config;
    std::uint64_t seed = 0;
};

/// Returns a seed from the machine's entropy.
std::uint64_t seed_from_entropy();

class Daemon {
  public:
    /// Opens the database and brings its schema up to date. Nothing is asked of the game yet.
    /// @error kConfiguration, kConflict  The database cannot be used; the message says what to do.
    static Result<std::unique_ptr<Daemon>> create(DaemonOptions options);
    ~Daemon();

    /// Meets the server, takes its time, and opens every player of its era that no other daemon
    /// has.
    /// @error kUnavailable  The game cannot be reached.
    Task<Result<void>> open();

    /// Registers a new agent (account token) or imports an existing one (agent token).
    /// @error kInvalidArgument  Not exactly one token was given.
    /// @error kRejected, kUnauthorized  The game refused; nothing was stored.
    /// @error kUnavailable  The game does not answer or stands still, or the agent could not be
    ///                      stored.
    /// @error kConflict  The agent is stored, and another daemon acts for it, or it waits for a
    ///                   share of its account's requests; or one of its name and era has ended.
    Task<Result<Company*>> register_player(std::string agent, std::string faction,
                                           core::Secret account_token, core::Secret agent_token);

    /// As Sessions::find() and Sessions::companies().
    Result<Company*> find(const std::string& agent) const { return sessions_->find(agent); }
    std::vector<Company*> companies() const { return sessions_->companies(); }

    Sessions& sessions() { return *sessions_; }

    /// Returns the company that has this operation, nullptr when none has.
    Company* company_of(const core::OperationId& operation);

    /// Runs the loop until stop().
    void run();

    /// Ends run() as soon as no request that moves money is in flight, two real seconds later at
    /// the latest. May be called from the loop only.
    void stop();

    /// Looks at everything this daemon stands on.  @cost as examine()
    Task<Findings> diagnose();

    core::Executor executor();
    const core::Runtime& runtime() const;
    store::Store& store();
    const Config& config() const { return options_.config; }
    const game::ServerStatus& server() const { return server_; }
    core::TimePoint started_at() const { return started_at_; }
    double time_factor() const;

    /// Requests of all players, and those of no player.
    game::RequestCounts requests() const;
    /// Requests of one player.
    game::RequestCounts requests_of(const Company& company) const;
    /// What all players' requests go through.
    const game::RequestBudget& budget() const;
    game::RequestBudget& budget();

    /// Returns what all players' trades, fuel included, have brought since the start.
    core::Credits traded() const { return sessions_->traded(); }

    /// Returns why the store cannot be used now; nothing when it answers. Takes kStorePatience of
    /// real time at the most.
    Task<std::optional<std::string>> store_trouble();
    static constexpr core::Duration kStorePatience = std::chrono::seconds(1);

    /// How this daemon is named in leases: "run 7 (host, process 4711)".
    const std::string& name() const { return name_; }

  private:
    struct World;

    explicit Daemon(DaemonOptions options);
    Result<std::unique_ptr<game::GamePort>> make_public_port();
    Result<std::unique_ptr<game::GamePort>> make_players_port(
        std::shared_ptr<game::RequestGuard> guard);
    Result<std::unique_ptr<game::GamePort>> make_port(live::HttpGameOptions options,
                                                      core::Clock& clock);
    SessionsWorld sessions_world();
    /// @error kConflict  Another daemon plays it.
    Task<Result<model::Agent>> ask_agent_of(Player player);
    Task<void> watch_server();
    Task<void> meet_server_again();
    /// Enters the universe that the game tells of, when it is another one.
    Task<void> meet(game::ServerStatus status);
    Task<Result<Player>> keep(Player player);
    Task<void> stop_when_settled();

    DaemonOptions options_;
    std::unique_ptr<World> world_;
    std::unique_ptr<game::GamePort> public_port_;
    game::ServerStatus server_;
    core::TimePoint started_at_;
    std::string name_;
    std::unique_ptr<Sessions> sessions_;
    bool doubts_universe_ = false;  ///< A token was said to be of another universe than the game's.
    bool stopping_ = false;
};

}  // namespace argosy::kernel
