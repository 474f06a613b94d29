#include "apps/sim_serve.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/json/object.hpp>
#include <csignal>
#include <cstdio>

#include "apps/sim_state.h"
#include "core/real_clock.h"
#include "sim/generator.h"
#include "sim/http_admin.h"
#include "sim/http_front.h"
#include "sim/http_server.h"
#include "sim/json_text.h"
#include "sim/universe.h"

namespace argosy::apps {
namespace {

using core::Error;
using core::ErrorCode;
using core::Result;

Error with_advice(Error error, std::string_view option) {
    if (error.code == ErrorCode::kConflict) {
        error.message += fmt::format(": choose another {0}, or {0} 0 for any free one", option);
    }
    return error;
}

std::string greeting(const ServeOptions& options, std::uint16_t port, const sim::HttpServer* admin,
                     const sim::Universe& universe) {
    const std::string host =
        options.host.find(':') == std::string::npos ? options.host : "[" + options.host + "]";
    boost::json::object facts{
        {"url", fmt::format("http://{}:{}{}", host, port, sim::HttpFront::kBasePath)},
        {"system", universe.systems().front().symbol.str()},
        {"seed", universe.options().seed},
        {"speed", options.speed},
        {"reset_date", universe.reset_date()}};
    if (admin != nullptr) {
        facts["admin_url"] = fmt::format("http://{}:{}", sim::HttpAdmin::kHost, admin->port());
    }
    return sim::to_json_text(facts);
}

Result<core::RealClock> make_clock(const core::Executor& executor, const ServeOptions& options) {
    if (options.start_time.empty()) return core::RealClock(executor, options.speed);
    ARGOSY_TRY(const core::TimePoint start, core::parse_time(options.start_time));
    return core::RealClock(executor, options.speed, start);
}

}  // namespace

void declare_serve(CLI::App& command, ServeOptions& options) {
    command.add_option("--host", options.host, "Address to listen on")->capture_default_str();
    command.add_option("--port", options.port, "Port to listen on; 0: any free one")
        ->capture_default_str();
    auto* scenario =
        command.add_option("--scenario", options.scenario, "Name, or path of a scenario file")
            ->capture_default_str();
    auto* systems =
        command.add_option("--systems", options.systems, "Serve a generated world of so many")
            ->check(CLI::Range(std::int64_t{1}, sim::kMostSystems))
            ->excludes(scenario);
    command.add_option("--outer", options.outer_percent, "Percent of them that no agent starts in")
        ->check(CLI::Range(0, 100))
        ->needs(systems);
    command.add_option("--seed", options.seed, "Seed of everything random")->capture_default_str();
    command.add_option("--speed", options.speed, "Seconds of game time per real second")
        ->check(CLI::Range(sim::HttpAdmin::kSlowest, sim::HttpAdmin::kFastest))
        ->capture_default_str();
    command.add_option("--credits", options.credits, "Credits of a new agent")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command.add_option("--law", options.law, "Economy: measured, inert, eager or crowded")
        ->capture_default_str();
    command.add_flag("--other-traders", options.other_traders,
                     "Other agents trade a little in every market");
    command.add_flag("--no-rate-limit", options.no_rate_limit, "Answer however many requests");
    command.add_flag("--no-wear", options.no_wear, "Keep ships as good as new");
    command.add_option("--start-time", options.start_time,
                       "Game time at the start, like 2025-04-09T12:00:00.000Z (default: now)");
    command.add_option("--state", options.state,
                       "File that keeps the universe: made when it is new, gone on with when not");
    command.add_option("--admin-port", options.admin_port,
                       "Port for meddling with time, faults and the rest, reachable from this "
                       "machine only; 0: any free one (default: none)");
    command.footer(kServeExample);
}

Result<void> serve(const ServeOptions& options) {
    boost::asio::io_context loop(1);
    ARGOSY_TRY(core::RealClock clock, make_clock(loop.get_executor(), options));
    ARGOSY_TRY(ServedUniverse served, open_universe(options, clock.now()));
    clock.follow(served.now, options.speed, core::Duration(0));
    ARGOSY_TRY(const auto keeper, UniverseKeeper::begin(loop.get_executor(), served, clock));
    sim::Universe& universe = *served.universe;

    sim::Faults faults(options.seed);
    sim::HttpFront front(universe, clock,
                         sim::HttpFrontOptions{.rate_limited = !options.no_rate_limit,
                                               .faults = &faults,
                                               .journal = keeper->journal()});
    auto server = sim::HttpServer::listen(loop.get_executor(), options.host, options.port, front);
    if (!server) return with_advice(std::move(server).error(), "--port");
    sim::HttpAdmin admin(universe, clock, faults, keeper->journal());
    std::unique_ptr<sim::HttpServer> admin_server;
    if (options.admin_port) {
        auto listening = sim::HttpServer::listen(loop.get_executor(), sim::HttpAdmin::kHost,
                                                 *options.admin_port, admin);
        if (!listening) return with_advice(std::move(listening).error(), "--admin-port");
        admin_server = *std::move(listening);
    }

    boost::asio::signal_set signals(loop, SIGINT, SIGTERM);
    const auto stop = [&] {
        (*server)->stop();
        if (admin_server) admin_server->stop();
        keeper->stop();
        signals.cancel();
    };
    signals.async_wait([&](const boost::system::error_code& error, int) {
        if (!error) stop();
    });
    keeper->on_failure(stop);
    fmt::print("{}\n", greeting(options, (*server)->port(), admin_server.get(), universe));
    std::fflush(stdout);
    loop.run();
    return keeper->finish();
}

}  // namespace argosy::apps
