// spacetraders-sim: a game server with the public HTTP API, over a universe of its own.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <csignal>
#include <cstdio>
#include <optional>

#include "apps/usage.h"
#include "core/real_clock.h"
#include "sim/http_front.h"
#include "sim/http_server.h"
#include "sim/universe.h"

namespace argosy::apps {
namespace {

using core::Error;
using core::ErrorCode;
using core::Result;

constexpr int kOk = 0;
constexpr int kFailed = 1;
constexpr int kConfiguration = 4;

constexpr double kFastest = 100'000;
constexpr const char* kExample =
    "example: spacetraders-sim serve --port 8080 --speed 60 --seed 7\n"
    "\n"
    "Once it listens it prints one line of JSON with its url. Stop it with Ctrl-C.\n"
    "Exit codes: 0 stopped, 1 failed, 2 usage, 4 bad scenario.";

struct ServeOptions {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;
    std::string scenario = "x1-ad75";
    std::uint64_t seed = 1;
    double speed = 1.0;
    std::int64_t credits = 175'000;
    std::string law = "measured";
    bool no_rate_limit = false;
    std::string start_time;
};

int exit_code_of(const Error& error) {
    switch (error.code) {
        case ErrorCode::kInvalidArgument:
            return kExitUsage;
        case ErrorCode::kNotFound:
        case ErrorCode::kConfiguration:
            return kConfiguration;
        default:
            return kFailed;
    }
}

int fail(const Error& error) {
    fmt::print(stderr, "spacetraders-sim: {}\n", error.message);
    return exit_code_of(error);
}

Result<sim::Scenario> find_scenario(const std::string& name) {
    sim::Scenario recorded = sim::recorded_scenario();
    if (name == recorded.name || name == recorded.systems.front().symbol.str()) return recorded;
    auto loaded = sim::load_scenario(name);
    if (!loaded && loaded.error().code == ErrorCode::kNotFound) {
        return Error{ErrorCode::kNotFound,
                     fmt::format("scenario was \"{}\", expected {} or the path of a file", name,
                                 recorded.name)};
    }
    return loaded;
}

Error with_advice(Error error) {
    if (error.code == ErrorCode::kConflict) {
        error.message += ": choose another --port, or --port 0 for any free one";
    }
    return error;
}

// Whole speeds as whole numbers: the serializer would write 240 as 2.4E2.
boost::json::value json_number(double value) {
    const auto whole = std::int64_t(value);
    if (double(whole) == value) return whole;
    return value;
}

std::string greeting(const ServeOptions& options, std::uint16_t port,
                     const sim::Universe& universe) {
    const std::string host =
        options.host.find(':') == std::string::npos ? options.host : "[" + options.host + "]";
    return boost::json::serialize(boost::json::object{
        {"url", fmt::format("http://{}:{}{}", host, port, sim::HttpFront::kBasePath)},
        {"system", universe.systems().front().symbol.str()},
        {"seed", options.seed},
        {"speed", json_number(options.speed)},
        {"reset_date", universe.reset_date()}});
}

Result<core::RealClock> make_clock(const core::Executor& executor, const ServeOptions& options) {
    if (options.start_time.empty()) return core::RealClock(executor, options.speed);
    ARGOSY_TRY(const core::TimePoint start, core::parse_time(options.start_time));
    return core::RealClock(executor, options.speed, start);
}

Result<void> serve(const ServeOptions& options) {
    boost::asio::io_context loop(1);
    ARGOSY_TRY(sim::Scenario scenario, find_scenario(options.scenario));
    ARGOSY_TRY(core::RealClock clock, make_clock(loop.get_executor(), options));
    sim::UniverseOptions universe_options;
    universe_options.seed = options.seed;
    universe_options.law = options.law;
    universe_options.start = clock.now();
    universe_options.starting_credits = core::Credits(options.credits);
    ARGOSY_TRY(const auto universe,
               sim::Universe::create(std::move(scenario), std::move(universe_options)));

    sim::HttpFront front(*universe, clock,
                         sim::HttpFrontOptions{.rate_limited = !options.no_rate_limit});
    auto server = sim::HttpServer::listen(loop.get_executor(), options.host, options.port, front);
    if (!server) return with_advice(std::move(server).error());

    boost::asio::signal_set signals(loop, SIGINT, SIGTERM);
    signals.async_wait([&server](const boost::system::error_code& error, int) {
        if (!error) (*server)->stop();
    });
    fmt::print("{}\n", greeting(options, (*server)->port(), *universe));
    std::fflush(stdout);
    loop.run();
    return {};
}

void declare(CLI::App& command, ServeOptions& options) {
    command.add_option("--host", options.host, "Address to listen on")->capture_default_str();
    command.add_option("--port", options.port, "Port to listen on; 0: any free one")
        ->capture_default_str();
    command.add_option("--scenario", options.scenario, "Name, or path of a scenario file")
        ->capture_default_str();
    command.add_option("--seed", options.seed, "Seed of everything random")->capture_default_str();
    command.add_option("--speed", options.speed, "Seconds of game time per real second")
        ->check(CLI::Range(0.001, kFastest))
        ->capture_default_str();
    command.add_option("--credits", options.credits, "Credits of a new agent")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command.add_option("--law", options.law, "Economy: measured, inert, eager or crowded")
        ->capture_default_str();
    command.add_flag("--no-rate-limit", options.no_rate_limit, "Answer however many requests");
    command.add_option("--start-time", options.start_time,
                       "Game time at the start, like 2025-04-09T12:00:00.000Z (default: now)");
    command.footer(kExample);
}

int run(int argc, char** argv) {
    CLI::App app("A game server that speaks the public SpaceTraders API", "spacetraders-sim");
    app.require_subcommand(0, 1);  // None means `serve`, as it comes.
    app.set_version_flag("--version", "spacetraders-sim " ARGOSY_VERSION);
    app.footer(kExample);
    ServeOptions options;
    declare(*app.add_subcommand("serve", "Serve a universe until stopped"), options);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        if (problem.get_exit_code() == kOk) return app.exit(problem);
        return refuse_usage("spacetraders-sim", problem.what(), "spacetraders-sim serve");
    }
    const Result<void> served = serve(options);
    return served ? kOk : fail(served.error());
}

}  // namespace
}  // namespace argosy::apps

int main(int argc, char** argv) {
    return argosy::apps::run(argc, argv);
}
