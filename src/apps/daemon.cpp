// spacetraders-daemon: owns all state, flies the fleets, serves the command line.

#include <CLI/CLI.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "apps/usage.h"
#include "kernel/daemon.h"
#include "metrics/metrics.h"
#include "metrics/metrics_server.h"
#include "rpc/daemon_handlers.h"
#include "rpc/server.h"
#include "rpc/socket_path.h"

namespace {

using argosy::core::Error;
using argosy::core::ErrorCode;
using argosy::core::Result;
using argosy::core::Task;
using argosy::kernel::Config;
using argosy::kernel::Daemon;
using argosy::metrics::MetricsServer;
using argosy::rpc::DaemonHandlers;
using argosy::rpc::Server;

constexpr const char* kName = "spacetraders-daemon";
constexpr int kExitFailed = 1;
constexpr int kExitConfiguration = 4;

int report(const Error& error) {
    std::fprintf(stderr, "spacetraders-daemon: %s\n", error.message.c_str());
    return error.code == ErrorCode::kConfiguration ? kExitConfiguration : kExitFailed;
}

/// What the daemon listens with.
struct Doors {
    std::unique_ptr<Server> server;
    std::unique_ptr<MetricsServer> metrics;  ///< nullptr where no metrics are served.
};

Result<std::unique_ptr<MetricsServer>> serve_metrics(Daemon& daemon) {
    const auto port = daemon.config().metrics_port;
    if (!port) return std::unique_ptr<MetricsServer>();
    return MetricsServer::create(daemon.executor(), *port, [&daemon] {
        using Queue = argosy::metrics::Live::Queue;
        const auto& budget = daemon.budget();
        return argosy::metrics::scrape(
            daemon.store(), {.era = daemon.server().reset_date,
                             .requests = daemon.requests(),
                             .waiting = budget.waiting(),
                             .queue = budget.is_bound() ? Queue::kBound : Queue::kShort});
    });
}

// One line of JSON for whoever started us: where we listen.
void greet(const std::string& socket, const MetricsServer* metrics) {
    std::string line = fmt::format(R"({{"socket":"{}")", socket);
    if (metrics != nullptr) line += fmt::format(R"(,"metrics":"{}")", metrics->url());
    std::printf("%s}\n", line.c_str());
    std::fflush(stdout);
}

// The service opens only when every player is up: a client never sees half a daemon.
Task<Result<void>> open(Daemon& daemon, DaemonHandlers& handlers, std::string socket,
                        Doors& doors) {
    ARGOSY_CO_CHECK(co_await daemon.open());
    ARGOSY_CO_TRY(doors.metrics, serve_metrics(daemon));
    ARGOSY_CO_TRY(doors.server, Server::create(socket, daemon.executor(), handlers));
    greet(socket, doors.metrics.get());
    co_return Result<void>();
}

Task<void> start(Daemon& daemon, DaemonHandlers& handlers, std::string socket, Doors& doors,
                 Result<void>& outcome) {
    outcome = co_await open(daemon, handlers, std::move(socket), doors);
    if (!outcome) daemon.stop();
}

// A folder that somebody named and that is not there is a slip; the default one is ours to make.
void make_default_folder(const Config& config) {
    const std::string& file = config.store.shown();
    if (file != Config().store.shown()) return;
    std::error_code reported_when_it_is_opened;
    std::filesystem::create_directories(std::filesystem::path(file).parent_path(),
                                        reported_when_it_is_opened);
}

int serve(Config config) {
    make_default_folder(config);
    const std::string socket =
        config.socket.empty() ? argosy::rpc::default_socket_path() : config.socket;
    auto daemon =
        Daemon::create({.config = std::move(config), .seed = argosy::kernel::seed_from_entropy()});
    if (!daemon) return report(daemon.error());
    DaemonHandlers handlers(**daemon);
    Doors doors;
    Result<void> outcome;

    boost::asio::signal_set signals((*daemon)->executor(), SIGINT, SIGTERM);
    signals.async_wait([&](const boost::system::error_code& cancelled, int) {
        if (cancelled) return;
        if (doors.server) doors.server->stop();
        (*daemon)->stop();
    });
    argosy::core::spawn((*daemon)->executor(), start(**daemon, handlers, socket, doors, outcome));
    (*daemon)->run();
    doors = Doors();
    return outcome ? 0 : report(outcome.error());
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Flies the fleets of its players and serves the command line.", kName};
    app.set_version_flag("--version", std::string(kName) + " " ARGOSY_VERSION);
    std::string config_file;
    std::string socket;
    bool show_example = false;
    app.add_option("--config", config_file,
                   "TOML file; default $ARGOSY_CONFIG, then ./argosy.toml");
    app.add_option("--socket", socket, "Unix socket to serve on");
    app.add_flag("--example-config", show_example, "Print a commented configuration file and exit");
    app.footer("Example: SPACETRADERS_BASE_URL=http://127.0.0.1:8080/v2 spacetraders-daemon");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);
        return argosy::apps::refuse_usage(kName, error.what(), kName);
    }
    if (show_example) {
        std::printf("%s", Config::example_file().c_str());
        return 0;
    }
    const argosy::kernel::Environment environment = argosy::kernel::process_environment();
    auto config = config_file.empty()
                      ? Config::load(argosy::kernel::default_config_file(environment), environment)
                      : Config::load(std::filesystem::path(config_file), environment);
    if (!config) return report(config.error());
    if (!socket.empty()) config->socket = socket;
    return serve(*std::move(config));
}
