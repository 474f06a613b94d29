#pragma once

/// @file
/// What a user sets up: a simulator, a daemon and the command line, in a folder of their own, over
/// real sockets. A program that does not start fails the test by an exception that says why.

#include <sys/types.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "apps/process.h"
#include "tests/functional/program.h"
#include "tests/support/temporary_folder.h"

namespace argosy::tests {

/// Returns the only or last line of a text, without its end.
std::string last_line(const std::string& text);

/// Returns how many lines a text has.
std::int64_t count_lines(const std::string& text);

/// Returns a file's permissions; a file that is not there fails the test.
mode_t mode_of(const std::string& path);

class Deployment final {
  public:
    struct Options {
        double speed = 240;
        std::int64_t credits = 5'000'000;
        std::string log_level = "error";
        bool admin = false;  ///< The simulator has an admin interface.
        std::string store;   ///< Empty: a SQLite file of its own.
        std::string lease = "3s";
        bool metrics = false;  ///< The daemon serves metrics.
    };

    /// Starts the simulator; the daemon is started by start_daemon().
    explicit Deployment(Options options);
    Deployment(const Deployment&) = delete;
    Deployment& operator=(const Deployment&) = delete;

    /// Starts a daemon and waits until it listens.
    void start_daemon();
    /// Starts a daemon and waits for nothing. One that runs is killed first.
    void launch_daemon();
    /// Waits until the daemon listens and acts for every player there is: on a shared database a
    /// killed daemon's leases run out first.
    void await_daemon();

    apps::Process& daemon() { return *daemon_; }
    apps::Process& simulator() { return *simulator_; }
    const std::string& url() const { return url_; }
    /// @pre Options::admin.
    const std::string& admin_url() const { return admin_url_; }
    /// @pre Options::metrics, and the daemon listens.
    const std::string& metrics_url() const { return metrics_url_; }
    std::string socket() const { return folder_.file("daemon.sock"); }
    std::string database() const {
        return options_.store.empty() ? folder_.file("argosy.db") : options_.store;
    }
    std::string file(const std::string& name) const { return folder_.file(name); }

    /// How the daemon is started here, for tests that start another one.
    apps::Process::Options daemon_options() const;

    /// How the command line is started here, with the account token in its environment.
    apps::Process::Options cli_options(std::vector<std::string> args) const;

    /// How the command line is started here where it looks for itself, with the daemon's settings.
    apps::Process::Options doctor_options(std::vector<std::string> args) const;

    /// Runs the command line to its end.
    Finished cli(std::vector<std::string> args) const;

    /// Runs a command with --output json and returns its answer.
    boost::json::object ask(std::vector<std::string> args) const;

    /// Registers the agent ARGOSY.
    void register_agent() const;

    /// Asks again and again, as long as kPatience, until the answer satisfies `done`, and returns
    /// it. Fails at once when the daemon ends meanwhile.
    boost::json::object ask_until(const std::vector<std::string>& args,
                                  const std::function<bool(const boost::json::object&)>& done);

    /// Looks at every market of the system, and gives the ships back.
    void learn_markets();

    /// Stops manufacturing and waits until no haul is under way.
    void wind_up();

    /// Everything the daemons that ran here wrote to stderr, killed ones included.
    std::string daemon_log() const;

    static constexpr const char* kAccountToken = "account-token-of-the-functional-tests";

  private:
    std::string log_file(int daemon) const;

    Options options_;
    TemporaryFolder folder_;
    std::string url_;
    std::string admin_url_;
    std::string metrics_url_;
    std::optional<apps::Process> simulator_;
    std::optional<apps::Process> daemon_;
    int daemons_ = 0;
};

/// Expects the ledger to be the game's, with nothing open and nothing lost and found.
void expect_sound_books(const Deployment& deployment);

}  // namespace argosy::tests
