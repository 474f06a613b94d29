#include "kernel/daemon.h"

#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <random>  // check: allow random: entropy for the seed of a real run

#include "core/real_clock.h"
#include "kernel/identify.h"
#include "kernel/stop_trap.h"
#include "live/http_game.h"
#include "store/open_store.h"
#include "store/pulse.h"
#include "store/threaded_store.h"

namespace argosy::kernel {
namespace {

// Answers tell the time to about this many real milliseconds; less is jitter.
constexpr double kTimeJitterMs = 250;

// The first look at the game. A wrong address must be told to whoever started us while they still
// watch; where the game is merely away, a supervisor starts us again.
constexpr live::RetryPolicy kFirstLook{.attempts = 3, .deadline = std::chrono::seconds(10)};

// How often, in real time, a server that stands still is asked whether it goes on, and one that may
// have begun another universe, which one.
constexpr auto kStillLook = std::chrono::seconds(1);
// How often any other is asked, so that a fleet at rest hears of a reset too.
constexpr int kStillLooksBetweenLooks = 60;

// How often a player just registered is offered to the database.
constexpr int kTriesToKeep = 10;

// A port of a leased player gives up in time for its lease: the pool may try a dead connection
// first, then connect and send again.
live::TransportLimits limits_within(core::Duration deadline) {
    return {.connect_timeout = deadline / 4, .request_timeout = deadline * 3 / 8};
}

std::string name_of_process(std::int64_t run) {
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    return fmt::format("run {} ({}, process {})", run, host.data(), ::getpid());
}

CompanySettings settings_of(const Config& config, double time_factor) {
    CompanySettings settings{.ledger = config.ledger,
                             .market = config.market,
                             .gate = config.dispatch,
                             .manufacturing = config.manufacturing,
                             .goods = config.goods,
                             .scouting = config.scouting,
                             .growth = config.growth};
    settings.manufacturing.recipes = config.goods.recipes;
    // How long a request may be on its way is the network's business, so it is real time.
    settings.ledger.look_after =
        core::Duration(std::int64_t(double(settings.ledger.look_after.count()) * time_factor));
    return settings;
}

// Playing on without a player would leave its ships and cargo to themselves, unnoticed.
core::Error about_player(core::Error error, const Config& config) {
    if (error.code == core::ErrorCode::kUnauthorized) {
        error.message += fmt::format(
            " (the game at {} does not know it: was it reset, or is it another one than {} was "
            "made with? Point game.base_url at its own game, or store.url at a new one)",
            config.base_url, config.store.shown());
    }
    return error;
}

}  // namespace

std::uint64_t seed_from_entropy() {
    std::random_device device;  // check: allow random: entropy for the seed of a real run
    return (std::uint64_t{device()} << 32) | device();
}

// The parts of the process, in the order they are built.
struct Daemon::World {
    World(const DaemonOptions& options, std::unique_ptr<store::Engine> engine)
        : clock(io.get_executor()),
          machine(io.get_executor()),
          sink(options.config.log_level, options.config.log_format),
          log(clock, sink),
          rng(options.seed),
          ids(0),
          runtime{io.get_executor(), clock, log, rng, ids, decisions},
          store(std::make_unique<store::ThreadedStore>(std::move(engine), io.get_executor())),
          budget(std::make_shared<game::RequestBudget>(clock)),
          terms(options.config.lease) {
        const bool shared = options.config.store.kind() == store::StoreUrl::Kind::kPostgres;
        terms.database = shared ? LeaseTerms::Database::kShared : LeaseTerms::Database::kSole;
    }

    boost::asio::io_context io{1};
    core::RealClock clock;    ///< The server's time.
    core::RealClock machine;  ///< Real time.
    core::StderrSink sink;
    core::Log log;
    core::Rng rng;
    core::IdSource ids;
    core::DecisionHash decisions;
    core::Runtime runtime;
    std::unique_ptr<store::ThreadedStore> store;
    std::shared_ptr<game::RequestBudget> budget;  ///< Of all players.
    LeaseTerms terms;
};

Daemon::Daemon(DaemonOptions options) : options_(std::move(options)) {}

// Suspended tasks refer to companies and ports; they are never resumed once the loop has stopped,
// and the store's last answers are drained before the loop's memory goes.
Daemon::~Daemon() {
    if (world_) world_->store.reset();
}

Result<std::unique_ptr<Daemon>> Daemon::create(DaemonOptions options) {
    ARGOSY_TRY(auto engine, store::open_store(options.config.store));
    ARGOSY_CHECK(store::migrate(*engine));
    std::unique_ptr<Daemon> daemon(new Daemon(std::move(options)));
    daemon->world_ = std::make_unique<World>(daemon->options_, std::move(engine));
    ARGOSY_TRY(daemon->public_port_, daemon->make_public_port());
    daemon->sessions_ = std::make_unique<Sessions>(daemon->sessions_world());
    daemon->sessions_->on_reset([raw = daemon.get()] { raw->doubts_universe_ = true; });
    return daemon;
}

// The public port looks at the server before its time is known and while it stands still, so it
// goes by the machine's clock and has a budget of its own; what it sends is charged to the other.
Result<std::unique_ptr<game::GamePort>> Daemon::make_public_port() {
    return make_port({.base_url = options_.config.base_url, .retries = kFirstLook},
                     world_->machine);
}

// A guarded port gives up in time for the lease it sends under.
Result<std::unique_ptr<game::GamePort>> Daemon::make_players_port(
    std::shared_ptr<game::RequestGuard> guard) {
    live::HttpGameOptions options{.base_url = options_.config.base_url, .budget = world_->budget};
    if (guard && world_->terms.database == LeaseTerms::Database::kShared) {
        options.limits = limits_within(world_->terms.request_deadline());
    }
    const char* trap = std::getenv(kStopTrapVariable);
    if (guard && trap != nullptr) guard = std::make_shared<StopTrap>(std::move(guard), trap);
    options.guard = std::move(guard);
    return make_port(std::move(options), world_->clock);
}

SessionsWorld Daemon::sessions_world() {
    return {.runtime = world_->runtime,
            .machine = world_->machine,
            .store = *world_->store,
            .terms = world_->terms,
            .budget = world_->budget,
            .make_port =
                [this](std::shared_ptr<game::RequestGuard> guard) {
                    return make_players_port(std::move(guard));
                },
            .settings = [this] { return settings_of(options_.config, time_factor()); }};
}

Result<std::unique_ptr<game::GamePort>> Daemon::make_port(live::HttpGameOptions options,
                                                          core::Clock& clock) {
    options.observer = [this](const live::ServerTime& time) {
        const core::Duration tolerance =
            time.precision + core::Duration(std::int64_t(kTimeJitterMs * time.factor));
        world_->clock.follow(time.at, time.factor, tolerance);
    };
    ARGOSY_TRY(auto port, live::HttpGame::create(world_->io.get_executor(), clock, world_->log,
                                                 std::move(options)));
    return std::unique_ptr<game::GamePort>(std::move(port));
}

Task<Result<void>> Daemon::open() {
    auto status = co_await public_port_->status();
    if (!status) {
        co_return core::Error{core::ErrorCode::kUnavailable,
                              fmt::format("the game at {} does not answer ({}): check "
                                          "game.base_url, or start the simulator with ./run sim",
                                          options_.config.base_url, status.error().message)};
    }
    server_ = *std::move(status);
    world_->clock.follow(server_.server_time, server_.time_factor, core::Duration(0));
    world_->budget->charge();
    started_at_ = world_->clock.now();
    ARGOSY_CO_TRY(const std::int64_t run,
                  co_await begin_run(*world_->store, started_at_, options_.seed));
    world_->ids = core::IdSource(run);
    world_->log.info("kernel", "daemon_started",
                     {{"game", options_.config.base_url},
                      {"era", server_.reset_date},
                      {"factor", server_.time_factor},
                      {"seed", options_.seed},
                      {"run", run}});
    name_ = name_of_process(run);
    world_->runtime.spawn(watch_server());
    sessions_->expect_reset(server_.next_reset);
    const auto opened = co_await sessions_->open(server_.reset_date, name_);
    if (!opened) co_return about_player(opened.error(), options_.config);
    co_return Result<void>();
}

// While the server's time stands still every wait of a company does, so nothing of the game's is
// asked and no answer would tell that it goes on. And a universe may end without any request of
// ours noticing.
Task<void> Daemon::watch_server() {
    for (int idle = 1; !stopping_; ++idle) {
        co_await world_->machine.sleep_for(kStillLook);
        const bool due = idle % kStillLooksBetweenLooks == 0;
        if (world_->clock.factor() > 0.0 && !doubts_universe_ && !due) continue;
        co_await meet_server_again();
    }
}

Task<void> Daemon::meet_server_again() {
    world_->budget->charge();
    auto status = co_await public_port_->status();
    // A game that is being reset does not answer for a while.
    if (status) co_await meet(*std::move(status));
}

Task<void> Daemon::meet(game::ServerStatus status) {
    const bool is_new = status.reset_date != sessions_->era();
    // An answer that does not say leaves what was announced.
    if (is_new || status.next_reset) sessions_->expect_reset(status.next_reset);
    if (!is_new) co_return;
    world_->log.warning("kernel", "universe_reset",
                        {{"from", sessions_->era()}, {"to", status.reset_date}});
    doubts_universe_ = false;
    server_ = std::move(status);
    world_->clock.follow(server_.server_time, server_.time_factor, core::Duration(0));
    co_await sessions_->enter_era(server_.reset_date);
}

Task<Result<Company*>> Daemon::register_player(std::string agent, std::string faction,
                                               core::Secret account_token,
                                               core::Secret agent_token) {
    if (account_token.empty() == agent_token.empty()) {
        co_return core::Error{core::ErrorCode::kInvalidArgument,
                              "expected one token: an account token to register a new agent, or "
                              "an agent token to import one"};
    }
    // An agent belongs to the universe it was registered in, which may be a new one.
    world_->budget->charge();
    ARGOSY_CO_TRY(game::ServerStatus status, co_await public_port_->status());
    const bool stands_still = status.time_factor == 0.0;
    co_await meet(std::move(status));
    // Every request waits for its turn in the game's time.
    if (stands_still) {
        co_return core::Error{core::ErrorCode::kUnavailable,
                              "the game's time stands still, and nothing is asked of it meanwhile: "
                              "let it go on and try again"};
    }
    ARGOSY_CO_TRY(const auto port, make_players_port(nullptr));
    ARGOSY_CO_TRY(Player player,
                  co_await identify(*port, {.era = server_.reset_date,
                                            .agent = std::move(agent),
                                            .faction = std::move(faction),
                                            .account_token = std::move(account_token),
                                            .agent_token = std::move(agent_token)}));
    ARGOSY_CO_TRY(player, co_await keep(std::move(player)));
    for (Company* company : sessions_->companies()) {
        if (company->player().agent != player.agent) continue;
        sessions_->use_token(*company, player.token);
        co_return company;
    }
    co_return co_await sessions_->admit(std::move(player));
}

// Nobody else has the token of an agent just registered, and the game tells it once.
Task<Result<Player>> Daemon::keep(Player player) {
    for (int tried = 1;; ++tried) {
        auto kept = co_await save_player(*world_->store, player, world_->clock.now());
        if (kept || kept.error().code == core::ErrorCode::kConflict) co_return kept;
        if (tried == kTriesToKeep) {
            co_return core::Error{
                kept.error().code,
                fmt::format("the game has the agent {}, but it could not be stored ({}), and its "
                            "token is not kept: take a token of it from your account's page and "
                            "import it with --agent-token-file, or register another agent",
                            player.agent, kept.error().message)};
        }
        co_await world_->machine.sleep_for(kStillLook);
    }
}

Company* Daemon::company_of(const core::OperationId& operation) {
    for (Company* company : companies()) {
        if (company->operations().find(operation) != nullptr) return company;
    }
    return nullptr;
}

void Daemon::run() {
    world_->io.run();
}

void Daemon::stop() {
    if (stopping_) return;
    stopping_ = true;
    core::spawn(world_->io.get_executor(), stop_when_settled());
}

// An intent left open is settled at the next start; waiting a moment spares that work. What runs is
// marked as interrupted, so that the next start can tell this end from a crash.
Task<void> Daemon::stop_when_settled() {
    constexpr int kTries = 20;
    const core::Duration pause(std::int64_t(100 * time_factor()));
    for (int i = 0; i < kTries; ++i) {
        bool in_flight = false;
        for (Company* company : companies()) {
            in_flight = in_flight || !company->ledger().open_intents().empty();
        }
        if (!in_flight) break;
        co_await world_->clock.sleep_for(pause);
    }
    co_await sessions_->close();
    world_->log.info("kernel", "daemon_stopped");
    world_->io.stop();
}

Task<Result<model::Agent>> Daemon::ask_agent_of(Player player) {
    for (Company* company : sessions_->companies()) {
        if (company->player().id == player.id) co_return co_await company->ask_agent();
    }
    co_return core::Error{core::ErrorCode::kConflict, "another daemon plays it"};
}

Task<Findings> Daemon::diagnose() {
    const auto ask_agent = [this](Player player) { return ask_agent_of(std::move(player)); };
    Findings findings = co_await examine(
        {*world_->store, options_.config.store, *public_port_, world_->machine, ask_agent});
    findings.push_back(check_requests(requests()));
    co_return findings;
}

Task<std::optional<std::string>> Daemon::store_trouble() {
    const Result<void> felt =
        co_await store::feel_pulse(*world_->store, executor(), world_->machine, kStorePatience);
    if (felt) co_return std::nullopt;
    co_return felt.error().message;
}

core::Executor Daemon::executor() {
    return world_->io.get_executor();
}
const core::Runtime& Daemon::runtime() const {
    return world_->runtime;
}
store::Store& Daemon::store() {
    return *world_->store;
}
double Daemon::time_factor() const {
    return world_->clock.factor();
}

const game::RequestBudget& Daemon::budget() const {
    return *world_->budget;
}
game::RequestBudget& Daemon::budget() {
    return *world_->budget;
}

game::RequestCounts Daemon::requests() const {
    game::RequestCounts sum = world_->budget->counts();
    sum += public_port_->budget().counts();
    return sum;
}

game::RequestCounts Daemon::requests_of(const Company& company) const {
    return sessions_->port_of(company).budget().counts();
}

}  // namespace argosy::kernel
