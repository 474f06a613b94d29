/// @file
/// What a person gets wrong: each mistake is answered by one line that says what and what to do,
/// on stderr, with the exit code that scripts go by.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "tests/functional/deployment.h"

namespace argosy::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr int kFailed = 1;
constexpr int kUsage = 2;
constexpr int kNotFound = 3;
constexpr int kConfiguration = 4;
constexpr int kUnreachable = 5;

void expect_complaint(const Finished& finished, int code, const std::string& program,
                      const testing::Matcher<const std::string&>& says) {
    EXPECT_EQ(finished.code, code);
    EXPECT_EQ(finished.out, "");
    EXPECT_THAT(finished.err, AllOf(StartsWith(program + ": "), says));
    EXPECT_EQ(count_lines(finished.err), 1) << finished.err;
}

/// One daemon for all tests of a suite: none of them changes what the others see.
class Mistake : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        deployment_ = std::make_unique<Deployment>(Deployment::Options{.credits = 300'000});
        deployment_->start_daemon();
    }
    static void TearDownTestSuite() { deployment_.reset(); }

    static Deployment& deployment() { return *deployment_; }

    static void expect_complaint(std::vector<std::string> args, int code,
                                 const testing::Matcher<const std::string&>& says) {
        SCOPED_TRACE(testing::PrintToString(args));
        tests::expect_complaint(deployment().cli(std::move(args)), code, "spacetraders", says);
    }

    /// Registers the agent unless an earlier test has.
    static void ensure_agent() {
        if (!registered_) deployment().register_agent();
        registered_ = true;
    }

    static std::string write(const std::string& name, const std::string& content, mode_t mode) {
        const std::string path = deployment().file(name);
        std::ofstream(path) << content;
        EXPECT_EQ(::chmod(path.c_str(), mode), 0);
        return path;
    }

    /// Runs another daemon, which is expected to end.
    static Finished another_daemon(std::map<std::string, std::string> changes) {
        apps::Process::Options options = deployment().daemon_options();
        options.environment["ARGOSY_SOCKET"] = deployment().file("another.sock");
        options.environment["ARGOSY_DATABASE"] = deployment().file("another.db");
        for (auto& [name, value] : changes)
            options.environment[name] = std::move(value);
        return run_to_end(options);
    }

  private:
    static inline std::unique_ptr<Deployment> deployment_;
    static inline bool registered_ = false;
};

TEST(Beginner, IsToldToRegisterFirst) {
    Deployment deployment({});
    deployment.start_daemon();
    for (const std::vector<std::string>& args : {std::vector<std::string>{"manufacturing", "start"},
                                                 {"manufacturing", "status"},
                                                 {"manufacturing", "stop"},
                                                 {"ship", "list"},
                                                 {"analyze", "demand"},
                                                 {"ledger", "report"},
                                                 {"market", "show", "X1-AD75-A1"},
                                                 {"operation", "list"}}) {
        SCOPED_TRACE(testing::PrintToString(args));
        expect_complaint(deployment.cli(args), kNotFound, "spacetraders",
                         HasSubstr("spacetraders player register"));
    }
}

TEST_F(Mistake, NamingASystemThatDoesNotExist) {
    ensure_agent();
    expect_complaint({"manufacturing", "start", "--system", "X1-NOPE"}, kNotFound,
                     HasSubstr("X1-NOPE"));
    expect_complaint({"manufacturing", "start", "--dry-run", "--system", "X1-NOPE"}, kNotFound,
                     HasSubstr("X1-NOPE"));
    expect_complaint({"analyze", "demand", "--system", "X1-NOPE"}, kNotFound, HasSubstr("X1-NOPE"));
    expect_complaint({"manufacturing", "status"}, kNotFound,
                     HasSubstr("spacetraders manufacturing start"));
}

TEST_F(Mistake, NamingAMarketAShipOrAnAgentThatDoesNotExist) {
    ensure_agent();
    expect_complaint({"market", "show", "X1-AD75-ZZ9"}, kNotFound, HasSubstr("X1-AD75-ZZ9"));
    expect_complaint({"ship", "purchase", "SHIP_NOPE"}, kNotFound, HasSubstr("SHIP_LIGHT_HAULER"));
    expect_complaint({"ship", "purchase", "SHIP_NOPE", "--at", "X1-AD75-A2"}, kNotFound,
                     HasSubstr("SHIP_NOPE"));
    expect_complaint({"ship", "purchase", "SHIP_PROBE", "--at", "X1-AD75-ZZ9"}, kNotFound,
                     HasSubstr("X1-AD75-ZZ9"));
    expect_complaint({"ship", "list", "--agent", "NOBODY"}, kNotFound, HasSubstr("ARGOSY"));
    expect_complaint({"operation", "logs", "operation-9-9"}, kNotFound,
                     HasSubstr("spacetraders operation list"));
    expect_complaint({"operation", "stop", "operation-9-9"}, kNotFound,
                     HasSubstr("spacetraders operation list"));
}

TEST_F(Mistake, NamingAGoodThatDoesNotExist) {
    ensure_agent();
    expect_complaint({"market", "show", "X1-AD75-A1", "--good", "UNOBTAINIUM"}, kNotFound,
                     HasSubstr("UNOBTAINIUM"));
}

TEST_F(Mistake, BuyingMoreThanTheTreasuryHolds) {
    ensure_agent();
    expect_complaint({"ship", "purchase", "SHIP_LIGHT_HAULER"}, kFailed,
                     HasSubstr("nothing was done"));
}

TEST_F(Mistake, RegisteringWithAWrongToken) {
    constexpr const char* kWrong = "eyJhbGciOiJSUzI1NiJ9.not-a-token";
    const Finished refused = deployment().cli(
        {"player", "register", "ARGOSY", "--agent-token-file", write("wrong.token", kWrong, 0600)});
    tests::expect_complaint(refused, kFailed, "spacetraders", HasSubstr("token"));
    EXPECT_THAT(refused.err, Not(HasSubstr("eyJ")));
    EXPECT_THAT(deployment().daemon_log(), Not(HasSubstr("eyJ")));
}

TEST_F(Mistake, KeepingATokenWhereOthersCanReadIt) {
    const Finished refused =
        deployment().cli({"player", "register", "OTHER", "--faction", "COSMIC", "--token-file",
                          write("open.token", "eyJ.secret", 0644)});
    tests::expect_complaint(refused, kConfiguration, "spacetraders", HasSubstr("chmod 600"));
    EXPECT_THAT(refused.err, Not(HasSubstr("eyJ")));
}

TEST_F(Mistake, RegisteringWhatTheGameRefuses) {
    ensure_agent();
    expect_complaint({"player", "register", "ARGOSY", "--faction", "COSMIC"}, kFailed,
                     HasSubstr("already been claimed"));
    expect_complaint({"player", "register", "SECOND", "--faction", "NOPE"}, kUsage,
                     HasSubstr("NOPE"));
    expect_complaint({"player", "register", "A", "--faction", "COSMIC"}, kUsage,
                     HasSubstr("\"A\""));
}

TEST_F(Mistake, MisspellingACommand) {
    expect_complaint({"manufacturing", "begin"}, kUsage, HasSubstr("--help"));
    expect_complaint({"manufacturing", "start", "--max-workers", "many"}, kUsage,
                     HasSubstr("--help"));
}

TEST_F(Mistake, StartingASecondDaemonOnTheSameSocket) {
    const Finished second = another_daemon({{"ARGOSY_SOCKET", deployment().socket()}});
    tests::expect_complaint(second, kFailed, "spacetraders-daemon",
                            HasSubstr(deployment().socket()));
    EXPECT_EQ(deployment().cli({"health"}).code, 0) << "the first daemon goes on";
}

TEST_F(Mistake, StartingASecondDaemonOnTheSameDatabase) {
    const Finished second = another_daemon({{"ARGOSY_DATABASE", deployment().database()}});
    tests::expect_complaint(second, kFailed, "spacetraders-daemon",
                            HasSubstr(deployment().database()));
}

TEST_F(Mistake, NamingADatabaseInAFolderThatDoesNotExist) {
    const Finished refused =
        another_daemon({{"ARGOSY_DATABASE", deployment().file("absent/argosy.db")}});
    tests::expect_complaint(refused, kConfiguration, "spacetraders-daemon", HasSubstr("absent"));
    EXPECT_FALSE(std::filesystem::exists(deployment().file("absent")));
}

TEST_F(Mistake, NamingAFileThatIsNoDatabase) {
    const std::string path = write("notes.txt", std::string(4096, 'n'), 0600);
    const Finished refused = another_daemon({{"ARGOSY_DATABASE", path}});
    tests::expect_complaint(refused, kConfiguration, "spacetraders-daemon", HasSubstr(path));
}

TEST_F(Mistake, ConfiguringWithErrorsShowsAllOfThem) {
    const std::string path = write("argosy.toml",
                                   "[manufacturing]\nmax_wokers = 5\nmax_pipelines = \"many\"\n"
                                   "[log]\nlevel = \"loud\"\n",
                                   0600);
    const Finished refused = another_daemon(
        {{"ARGOSY_CONFIG", path}, {"ARGOSY_LOG_LEVEL", ""}, {"ST_MANUFACTURING_MIN_PRICE", "x"}});
    EXPECT_EQ(refused.code, kConfiguration);
    EXPECT_EQ(refused.out, "");
    EXPECT_THAT(refused.err,
                AllOf(HasSubstr(path + ":2: there is no key manufacturing.max_wokers"),
                      HasSubstr(path + ":3: manufacturing.max_pipelines"),
                      HasSubstr(path + ":5: log.level"), HasSubstr("ST_MANUFACTURING_MIN_PRICE")));
    EXPECT_EQ(count_lines(refused.err), 4);
}

TEST_F(Mistake, NamingAConfigurationThatDoesNotExist) {
    const Finished refused = another_daemon({{"ARGOSY_CONFIG", deployment().file("absent.toml")}});
    tests::expect_complaint(refused, kConfiguration, "spacetraders-daemon",
                            HasSubstr("absent.toml"));
}

TEST(Daemon, SaysSoonThatNobodyPlaysAtItsAddress) {
    const TemporaryFolder folder;
    const Finished refused =
        run_to_end({.program = program_path("spacetraders-daemon"),
                    .environment = {{"SPACETRADERS_BASE_URL", "http://127.0.0.1:9/v2"},
                                    {"ARGOSY_SOCKET", folder.file("daemon.sock")},
                                    {"ARGOSY_DATABASE", folder.file("argosy.db")},
                                    {"ARGOSY_LOG_LEVEL", "error"},
                                    {"ARGOSY_CONFIG", ""}},
                    .directory = folder.path()});
    expect_complaint(refused, kFailed, "spacetraders-daemon",
                     AllOf(HasSubstr("http://127.0.0.1:9/v2"), HasSubstr("game.base_url")));
}

TEST(Daemon, SaysThatAnotherGameDoesNotKnowItsPlayer) {
    Deployment first({});
    first.start_daemon();
    first.register_agent();
    first.daemon().signal(SIGTERM);
    ASSERT_TRUE(first.daemon().wait(kPatience).ok());

    const Deployment other({});
    apps::Process::Options options = first.daemon_options();
    options.environment["SPACETRADERS_BASE_URL"] = other.url();
    expect_complaint(
        run_to_end(options), kFailed, "spacetraders-daemon",
        AllOf(HasSubstr("ARGOSY"), HasSubstr("game.base_url"), HasSubstr("store.url")));
}

TEST(Daemon, MakesTheFolderOfItsOwnDefaultDatabase) {
    const TemporaryFolder folder;
    const Finished refused =
        run_to_end({.program = program_path("spacetraders-daemon"),
                    .environment = {{"SPACETRADERS_BASE_URL", "http://127.0.0.1:9/v2"},
                                    {"ARGOSY_SOCKET", folder.file("daemon.sock")},
                                    {"ARGOSY_DATABASE", ""},
                                    {"ARGOSY_CONFIG", ""}},
                    .directory = folder.path()});
    EXPECT_EQ(refused.code, kFailed) << refused.err;
    EXPECT_EQ(mode_of(folder.file("var/argosy.db")), 0600U);
}

TEST(Programs, RefuseArgumentsTheyDoNotUnderstandInOneLine) {
    const std::map<std::string, std::vector<std::string>> misused = {
        {"spacetraders", {"ship", "list", "--dance"}},
        {"spacetraders-daemon", {"--dance"}},
        {"spacetraders-sim", {"serve", "--dance"}},
        {"spacetraders-bench", {"run", "--dance"}},
        {"spacetraders-demo", {"--dance"}},
    };
    for (const auto& [program, args] : misused) {
        SCOPED_TRACE(program);
        expect_complaint(run_to_end({.program = program_path(program), .args = args}), kUsage,
                         program, AllOf(HasSubstr("--dance"), HasSubstr("--help")));
    }
}

TEST(Programs, ShowHelpAndVersionOnStdout) {
    for (const char* program : {"spacetraders", "spacetraders-daemon", "spacetraders-sim",
                                "spacetraders-bench", "spacetraders-demo"}) {
        SCOPED_TRACE(program);
        const Finished help = run_to_end({.program = program_path(program), .args = {"--help"}});
        EXPECT_EQ(help.code, 0);
        EXPECT_THAT(help.out, AllOf(HasSubstr(program), HasSubstr("xample")));
        EXPECT_EQ(help.err, "");
        const Finished version =
            run_to_end({.program = program_path(program), .args = {"--version"}});
        EXPECT_EQ(version.code, 0);
        EXPECT_THAT(version.out, HasSubstr("0."));
        EXPECT_EQ(count_lines(version.out), 1);
    }
}

TEST(CommandLine, SaysThatNoDaemonRunsAndHowToStartOne) {
    const TemporaryFolder folder;
    const Finished refused = run_to_end({.program = program_path("spacetraders"),
                                         .args = {"health"},
                                         .environment = {{"ARGOSY_SOCKET", folder.file("none")}}});
    expect_complaint(refused, kUnreachable, "spacetraders", HasSubstr("./run daemon"));
}

}  // namespace
}  // namespace argosy::tests
