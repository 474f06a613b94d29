#include "apps/sim_serve.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <csignal>
#include <cstdio>

#include "core/real_clock.h"
#include "sim/http_front.h"
#include "sim/http_server.h"
#include "sim/universe.h"

namespace argosy::apps {
namespace {

using core::Error;
using core::ErrorCode;
using core::Result;

constexpr double kFastest = 100'000;

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

}  // namespace

void declare_serve(CLI::App& command, ServeOptions& options) {
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
    command.footer(kServeExample);
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

}  // namespace argosy::apps
