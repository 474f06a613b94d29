#include "tests/functional/deployment.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace argosy::tests {
namespace {

using apps::Process;

constexpr core::Duration kBetweenLooks = std::chrono::milliseconds(100);

template <class T>
T value_or_throw(core::Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return *std::move(result);
}

}  // namespace

std::string last_line(const std::string& text) {
    const std::size_t end = text.find_last_not_of('\n');
    if (end == std::string::npos) return "";
    const std::size_t before = text.rfind('\n', end);
    const std::size_t begin = before == std::string::npos ? 0 : before + 1;
    return text.substr(begin, end + 1 - begin);
}

std::int64_t count_lines(const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
}

mode_t mode_of(const std::string& path) {
    struct stat found{};
    EXPECT_EQ(::stat(path.c_str(), &found), 0) << path;
    return found.st_mode & 07777;
}

Deployment::Deployment(Options options) : options_(std::move(options)) {
    std::vector<std::string> args = {"serve",
                                     "--port",
                                     "0",
                                     "--speed",
                                     fmt::format("{}", options_.speed),
                                     "--credits",
                                     fmt::format("{}", options_.credits)};
    if (options_.admin) args.insert(args.end(), {"--admin-port", "0"});
    simulator_ = value_or_throw(
        Process::start({.program = program_path("spacetraders-sim"), .args = std::move(args)}));
    const auto greeting = boost::json::parse(value_or_throw(simulator_->next_line(kPatience)));
    url_ = std::string(greeting.at("url").as_string());
    if (options_.admin) admin_url_ = std::string(greeting.at("admin_url").as_string());
}

Process::Options Deployment::daemon_options() const {
    return {.program = program_path("spacetraders-daemon"),
            .environment = {{"ARGOSY_CONFIG", ""},
                            {"SPACETRADERS_BASE_URL", url_},
                            {"ST_API_BASE_URL", ""},
                            {"ARGOSY_SOCKET", socket()},
                            {"SPACETRADERS_SOCKET", ""},
                            {"ARGOSY_DATABASE", database()},
                            {"DATABASE_URL", ""},
                            {"ARGOSY_STORE_URL", ""},
                            {"ARGOSY_STORE_LEASE", options_.lease},
                            {"ARGOSY_METRICS_PORT", options_.metrics ? "0" : ""},
                            {"ARGOSY_LOG_LEVEL", options_.log_level}},
            .directory = folder_.path()};
}

void Deployment::start_daemon() {
    launch_daemon();
    await_daemon();
}

void Deployment::launch_daemon() {
    daemon_.reset();
    Process::Options options = daemon_options();
    options.stderr_file = log_file(++daemons_);
    daemon_ = value_or_throw(Process::start(options));
}

void Deployment::await_daemon() {
    const auto line = daemon_->next_line(kPatience);
    if (!line) throw std::runtime_error("the daemon did not start: " + daemon_log());
    if (options_.metrics) {
        metrics_url_ = std::string(boost::json::parse(*line).at("metrics").as_string());
    }
    if (options_.store.empty()) return;
    ask_until({"player", "list"}, [](const boost::json::object& answer) {
        const auto is_here = [](const boost::json::value& player) {
            return player.at("here").as_bool();
        };
        const boost::json::array& players = answer.at("players").as_array();
        return std::all_of(players.begin(), players.end(), is_here);
    });
}

Process::Options Deployment::cli_options(std::vector<std::string> args) const {
    return {.program = program_path("spacetraders"),
            .args = std::move(args),
            .environment = {{"ARGOSY_SOCKET", socket()},
                            {"SPACETRADERS_ACCOUNT_TOKEN", kAccountToken},
                            {"SPACETRADERS_AGENT_TOKEN", ""}},
            .directory = folder_.path()};
}

Process::Options Deployment::doctor_options(std::vector<std::string> args) const {
    Process::Options options = daemon_options();
    options.program = program_path("spacetraders");
    options.args = std::move(args);
    return options;
}

Finished Deployment::cli(std::vector<std::string> args) const {
    return run_to_end(cli_options(std::move(args)));
}

boost::json::object Deployment::ask(std::vector<std::string> args) const {
    args.insert(args.end(), {"--output", "json"});
    const Finished finished = cli(std::move(args));
    if (finished.code != 0) throw std::runtime_error(finished.err);
    return boost::json::parse(finished.out).as_object();
}

void Deployment::register_agent() const {
    ask({"player", "register", "ARGOSY", "--faction", "COSMIC"});
}

boost::json::object Deployment::ask_until(
    const std::vector<std::string>& args,
    const std::function<bool(const boost::json::object&)>& done) {
    boost::json::object answer = ask(args);
    for (auto waited = core::Duration(0); !done(answer); waited += kBetweenLooks) {
        if (waited > kPatience) {
            throw std::runtime_error("not what was waited for: " + boost::json::serialize(answer));
        }
        // The wait between two looks is for the daemon's end, which would end the test.
        if (daemon_->wait(kBetweenLooks)) {
            throw std::runtime_error("the daemon ended: " + daemon_log());
        }
        answer = ask(args);
    }
    return answer;
}

void Deployment::learn_markets() {
    ask({"scout", "start"});
    ask_until({"scout", "status"}, [](const boost::json::object& status) {
        const boost::json::array& markets = status.at("markets").as_array();
        return std::ranges::all_of(markets, [](const boost::json::value& market) {
            return market.at("looked_at").as_int64() != 0;
        });
    });
    ask({"scout", "stop"});
    ask_until({"scout", "status"}, [](const boost::json::object& status) {
        return status.at("operation").at("status").as_string() == "STOPPED";
    });
}

void Deployment::wind_up() {
    ask({"manufacturing", "stop"});
    ask_until({"manufacturing", "status"}, [](const boost::json::object& status) {
        return status.at("operation").at("status").as_string() == "STOPPED";
    });
}

std::string Deployment::log_file(int daemon) const {
    return folder_.file(fmt::format("daemon-{}.log", daemon));
}

std::string Deployment::daemon_log() const {
    std::ostringstream all;
    for (int i = 1; i <= daemons_; ++i) {
        std::ifstream log(log_file(i));
        // An empty stream buffer would set the failbit of the stream it is written to.
        if (log.peek() != std::ifstream::traits_type::eof()) all << log.rdbuf();
    }
    return all.str();
}

void expect_sound_books(const Deployment& deployment) {
    const boost::json::object report = deployment.ask({"ledger", "report"});
    EXPECT_EQ(report.at("balance"), report.at("game_credits"));
    EXPECT_EQ(report.at("open_intents").as_int64(), 0);
    for (const boost::json::value& line : report.at("lines").as_array()) {
        EXPECT_NE(line.at("key").as_string(), "RECONCILIATION") << "money was lost and found";
    }
}

}  // namespace argosy::tests
