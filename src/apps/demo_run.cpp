#include "apps/demo_run.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <csignal>
#include <cstdlib>
#include <map>

#include "apps/cli_ledger.h"
#include "apps/cli_manufacturing.h"
#include "apps/cli_table.h"
#include "apps/cli_terminal.h"
#include "apps/process.h"
#include "kernel/run_report.h"
#include "rpc/client.h"

namespace argosy::demo {
namespace {

using apps::Process;
using core::Error;
using core::ErrorCode;
using core::Result;

constexpr int kExitFailed = 1;
constexpr int kExitInterrupted = 130;
constexpr core::Duration kStartPatience = std::chrono::seconds(20);
constexpr core::Duration kStopPatience = std::chrono::seconds(20);
constexpr std::chrono::seconds kCallDeadline{60};
constexpr int kRefreshMs = 250;
/// Hulls are bought as long as this much stays for cargo.
constexpr std::int64_t kWorkingCapital = 1'000'000;
/// What the first hauler costs at most, before its price is known.
constexpr std::int64_t kHaulerPrice = 430'000;
/// Simulated hours after the stop in which every haul must have ended.
constexpr std::int64_t kDrainHours = 12;

// Ctrl-C and friends, taken as events instead of as an end: the processes started are ended first.
class Interrupts {
  public:
    Interrupts() {
        sigset_t set;
        sigemptyset(&set);
        sigaddset(&set, SIGINT);
        sigaddset(&set, SIGTERM);
        sigaddset(&set, SIGHUP);
        sigprocmask(SIG_BLOCK, &set, nullptr);
        fd_ = signalfd(-1, &set, SFD_CLOEXEC);
    }
    ~Interrupts() { close(fd_); }
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

    /// Waits for an interrupt, `milliseconds` at most.  @returns whether one came
    bool wait(int milliseconds) {
        pollfd watched{.fd = fd_, .events = POLLIN, .revents = 0};
        interrupted_ = interrupted_ || poll(&watched, 1, milliseconds) > 0;
        return interrupted_;
    }

  private:
    int fd_ = -1;
    bool interrupted_ = false;
};

// A folder of our own that is gone afterwards.
class Folder {
  public:
    Folder() {
        std::string pattern = std::filesystem::temp_directory_path() / "argosy-demo-XXXXXX";
        if (mkdtemp(pattern.data()) != nullptr) path_ = pattern;
    }
    ~Folder() {
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

class Demo {
  public:
    explicit Demo(const Options& options) : options_(options) {}

    Result<kernel::RunReport> run() {
        if (folder_.path().empty()) {
            return Error{ErrorCode::kUnavailable, "no temporary folder could be made"};
        }
        ARGOSY_CHECK(start_simulator());
        ARGOSY_CHECK(start_daemon());
        ARGOSY_TRY(rpc::Client client, rpc::Client::connect(socket(), kCallDeadline));
        ARGOSY_CHECK(found_company(client));
        ARGOSY_CHECK(manufacture(client));
        ARGOSY_CHECK(wind_up(client));
        return report_;
    }

    // The daemon first: it would only see its game vanish.
    Result<void> stop_processes() {
        for (std::optional<Process>* process : {&daemon_, &simulator_}) {
            if (!*process) continue;
            (*process)->signal(SIGTERM);
            const auto exit = (*process)->wait(kStopPatience);
            if (!exit) (*process)->kill();
            process->reset();
            if (!exit) return exit.error();
        }
        return {};
    }

    /// Whether one came at any time, even while nobody waited for it.
    bool interrupted() { return interrupts_.wait(0); }

  private:
    std::string socket() const { return folder_.path() / "daemon.sock"; }

    void say(const std::string& line) {
        // With --output json, stdout is the report's alone.
        if (options_.json) {
            std::fprintf(stderr, "%s\n", line.c_str());
        } else {
            terminal_.print(line + '\n');
        }
    }

    Result<void> start_simulator() {
        ARGOSY_TRY(simulator_,
                   Process::start({.program = options_.programs / "spacetraders-sim",
                                   .args = {"serve", "--port", "0", "--speed",
                                            fmt::format("{}", options_.speed), "--credits",
                                            fmt::format("{}", options_.credits), "--seed",
                                            fmt::format("{}", options_.seed)},
                                   .stderr_file = folder_.path() / "sim.log"}));
        ARGOSY_TRY(const std::string line, simulator_->next_line(kStartPatience));
        boost::system::error_code failed;
        const boost::json::value hello = boost::json::parse(line, failed);
        if (failed || !hello.is_object()) {
            return Error{ErrorCode::kUnavailable, "the simulator said something unexpected"};
        }
        url_ = std::string(hello.at("url").as_string());
        say(fmt::format("simulator    {} at {} times real time, seed {}", url_, options_.speed,
                        options_.seed));
        return {};
    }

    // Where the game and the files are, in every spelling: what the user has set of it is meant for
    // the user's own daemon. Settings of the business are taken over.
    std::map<std::string, std::string> daemon_environment() const {
        return {{"ARGOSY_CONFIG", ""},        {"SPACETRADERS_BASE_URL", url_},
                {"ST_API_BASE_URL", ""},      {"ARGOSY_GAME_BASE_URL", ""},
                {"ARGOSY_SOCKET", socket()},  {"SPACETRADERS_SOCKET", ""},
                {"ARGOSY_DAEMON_SOCKET", ""}, {"ARGOSY_DATABASE", folder_.path() / "argosy.db"},
                {"DATABASE_URL", ""},         {"ARGOSY_DATABASE_PATH", ""},
                {"ARGOSY_STORE_URL", ""}};
    }

    Result<void> start_daemon() {
        ARGOSY_TRY(daemon_, Process::start({.program = options_.programs / "spacetraders-daemon",
                                            .environment = daemon_environment(),
                                            .directory = folder_.path(),
                                            .stderr_file = folder_.path() / "daemon.log"}));
        auto line = daemon_->next_line(kStartPatience);
        if (!line) {
            return Error{ErrorCode::kUnavailable,
                         fmt::format("the daemon did not start: {}", last_words("daemon.log"))};
        }
        say(fmt::format("daemon       listening on {}", socket()));
        return {};
    }

    std::string last_words(const char* log) const {
        std::string last = "it left no word";
        if (std::FILE* file = std::fopen((folder_.path() / log).c_str(), "r")) {
            char line[4'096];
            while (std::fgets(line, sizeof line, file) != nullptr)
                last = line;
            std::fclose(file);
        }
        while (!last.empty() && last.back() == '\n')
            last.pop_back();
        return last;
    }

    Result<void> found_company(rpc::Client& client) {
        v1::RegisterPlayerRequest request;
        request.set_agent("ARGOSY");
        request.set_faction("COSMIC");
        request.set_account_token("demo-account");
        ARGOSY_TRY(const v1::Player player, client.register_player(request));
        say(fmt::format("agent        {} at {} with {} credits", player.agent(),
                        player.headquarters(), cli::credits(player.credits())));
        report_.seed = options_.seed;
        std::int64_t balance = player.credits();
        std::int64_t next_price = kHaulerPrice;
        for (std::int64_t i = 0; i < options_.haulers; ++i) {
            if (balance - next_price < kWorkingCapital) break;
            if (interrupts_.wait(0)) return stopped();
            v1::PurchaseShipRequest purchase;
            purchase.set_type("SHIP_LIGHT_HAULER");
            auto bought = client.purchase_ship(purchase);
            if (!bought && bought.error().code == ErrorCode::kInsufficientCredits) break;
            if (!bought) return bought.error();
            say(fmt::format("bought       {} for {}", bought->ship().symbol(),
                            cli::credits(bought->price())));
            report_.hull_cost += core::Credits(bought->price());
            balance = bought->balance_after();
            next_price = bought->price();
        }
        report_.credits_start = core::Credits(balance);
        return {};
    }

    static Error stopped() { return {ErrorCode::kStopped, "stopped by you"}; }

    Result<void> manufacture(rpc::Client& client) {
        ARGOSY_CHECK(client.start_manufacturing({}));
        say(fmt::format("manufacturing for {} simulated hours; Ctrl-C ends it", options_.hours));
        const auto length = std::int64_t(options_.hours * 3'600'000.0);
        while (true) {
            ARGOSY_TRY(const v1::ManufacturingStatus status, client.get_manufacturing({}));
            show(status);
            const std::int64_t elapsed = status.now() - status.started_at();
            if (elapsed >= length) {
                report_.hours = double(elapsed) / 3'600'000.0;
                report_.system = status.system();
                report_.ships = status.fleet().ships();
                report_.utilisation = double(status.utilisation_bp()) / 10'000.0;
                return {};
            }
            if (interrupts_.wait(kRefreshMs)) return stopped();
        }
    }

    // No new hauls; those under way are finished, so that no cargo is left aboard.
    Result<void> wind_up(rpc::Client& client) {
        ARGOSY_CHECK(client.stop_manufacturing({}));
        std::int64_t deadline = 0;
        while (true) {
            ARGOSY_TRY(const v1::ManufacturingStatus status, client.get_manufacturing({}));
            show(status);
            if (deadline == 0) deadline = status.now() + kDrainHours * 3'600'000;
            if (status.operation().status() == "STOPPED") {
                take_figures(status);
                break;
            }
            if (status.now() > deadline) {
                return Error{ErrorCode::kUnavailable, "manufacturing did not come to an end"};
            }
            if (interrupts_.wait(kRefreshMs)) return stopped();
        }
        v1::GetLedgerReportRequest by_good;
        by_good.set_by("good");
        ARGOSY_TRY(const v1::LedgerReport ledger, client.get_ledger_report(by_good));
        report_.ledger_balance = core::Credits(ledger.balance());
        report_.credits_end = core::Credits(ledger.balance());
        report_.game_credits = core::Credits(ledger.game_credits());
        if (!options_.json) terminal_.print("\n" + cli::render(ledger));
        return {};
    }

    void take_figures(const v1::ManufacturingStatus& status) {
        report_.pipelines_completed = status.pipelines_completed();
        report_.tasks_completed = status.tasks_completed();
        report_.tasks_failed = status.tasks_failed();
        report_.requests = status.requests();
        report_.requests_429 = status.requests_429();
        report_.stranded_cargo_units = core::Units(status.stranded_cargo_units());
        report_.decision_hash = status.decision_hash();
    }

    void show(const v1::ManufacturingStatus& status) {
        if (terminal_.interactive() && !options_.json) {
            terminal_.redraw(cli::render(status));
            return;
        }
        std::string summary = cli::summarize(status);
        if (summary == shown_) return;
        say(summary);
        shown_ = std::move(summary);
    }

    const Options& options_;
    Folder folder_;
    Interrupts interrupts_;
    cli::Terminal terminal_;
    std::optional<Process> simulator_;
    std::optional<Process> daemon_;
    std::string url_;
    std::string shown_;
    kernel::RunReport report_;
};

void print_summary(const kernel::RunReport& report) {
    const std::int64_t earned = (report.credits_end - report.credits_start).count();
    std::printf(
        "\n%s credits in %.1f simulated hours (%s an hour) with %lld ships; %lld pipelines "
        "completed.\nLedger %s, game %s, %lld units of cargo stranded.\n",
        cli::gain(earned).c_str(), report.hours,
        cli::credits(std::int64_t(double(earned) / report.hours)).c_str(),
        static_cast<long long>(report.ships), static_cast<long long>(report.pipelines_completed),
        cli::credits(report.ledger_balance.count()).c_str(),
        cli::credits(report.game_credits.count()).c_str(),
        static_cast<long long>(report.stranded_cargo_units.count()));
}

}  // namespace

int run(const Options& options) {
    Demo demo(options);
    const auto report = demo.run();
    const auto stopped = demo.stop_processes();
    if (!report) {
        // An interrupt from a terminal reaches the daemon as well, whose end is then no news.
        const bool interrupted = demo.interrupted();
        std::fprintf(stderr, "spacetraders-demo: %s\n",
                     interrupted ? "stopped by you" : report.error().message.c_str());
        return interrupted ? kExitInterrupted : kExitFailed;
    }
    if (!stopped) {
        std::fprintf(stderr, "spacetraders-demo: %s\n", stopped.error().message.c_str());
        return kExitFailed;
    }
    if (options.json) {
        std::printf("%s\n", kernel::to_json(*report).c_str());
    } else {
        print_summary(*report);
    }
    const bool sound =
        report->ledger_balance == report->game_credits && report->stranded_cargo_units.count() == 0;
    if (!sound) {
        std::fprintf(stderr,
                     "spacetraders-demo: the ledger and the game disagree, or cargo is "
                     "stranded: this is a bug\n");
    }
    return sound && report->credits_end > report->credits_start ? 0 : kExitFailed;
}

}  // namespace argosy::demo
