#include <gmock/gmock.h>

#include <csignal>
#include <fstream>
#include <string>
#include <thread>

#include "tests/functional/plain_http.h"
#include "tests/functional/program.h"
#include "tests/support/temporary_folder.h"

// A simulator with a state file, killed and started again.

namespace argosy::tests {
namespace {

using apps::Process;
using testing::HasSubstr;

class StateTest : public testing::Test {
  protected:
    std::string state() const { return folder_.file("universe.state"); }

    Process::Options simulator(std::vector<std::string> more = {}) const {
        std::vector<std::string> args{"serve", "--port",  "0",     "--admin-port",
                                      "0",     "--state", state(), "--no-rate-limit"};
        args.insert(args.end(), more.begin(), more.end());
        return {.program = program_path("spacetraders-sim"), .args = std::move(args)};
    }

    // Starts a simulator and waits until it listens.
    void start(std::vector<std::string> more = {}) { start(simulator(std::move(more))); }
    void start(const Process::Options& options) {
        auto process = Process::start(options);
        ASSERT_TRUE(process.ok()) << process.error().message;
        process_ = std::make_unique<Process>(*std::move(process));
        const auto line = process_->next_line(kPatience);
        ASSERT_TRUE(line.ok()) << line.error().message << process_->err();
        greeting_ = boost::json::parse(*line);
        url_ = std::string(greeting_.at("url").as_string());
        admin_ = std::string(greeting_.at("admin_url").as_string());
    }
    // Ends it, and returns the exit code of an end it chose.
    int end(int signal) {
        process_->signal(signal);
        const auto ended = process_->wait(kPatience);
        EXPECT_TRUE(ended.ok());
        return ended ? ended->code : -1;
    }

    PlainAnswer send(std::string method, std::string path, std::string body = "") const {
        return exchange(url_, {std::move(method), std::move(path), token_, std::move(body)});
    }
    boost::json::value meddle(std::string method, std::string path, std::string body = "") const {
        const PlainAnswer answer =
            exchange(admin_, {std::move(method), std::move(path), "", std::move(body)});
        EXPECT_EQ(answer.status, 200) << path;
        return answer.status == 200 ? answer.body.at("data") : boost::json::value();
    }
    void register_agent() {
        const PlainAnswer made = exchange(
            url_, {"POST", "/register", "account", R"({"symbol":"KEPT","faction":"COSMIC"})"});
        ASSERT_EQ(made.status, 201);
        token_ = std::string(made.body.at("data").at("token").as_string());
    }
    void trade() const {
        ASSERT_EQ(send("POST", "/my/ships/KEPT-1/dock").status, 200);
        ASSERT_EQ(
            send("POST", "/my/ships/KEPT-1/purchase", R"({"symbol":"FUEL","units":7})").status,
            201);
    }

    TemporaryFolder folder_;
    std::unique_ptr<Process> process_;
    boost::json::value greeting_;
    std::string url_;
    std::string admin_;
    std::string token_;
};

TEST_F(StateTest, AKilledSimulatorGoesOnWhereItWas) {
    start({"--seed", "7", "--speed", "0.001"});
    register_agent();
    trade();
    const auto agent = send("GET", "/my/agent").body;
    const auto ships = send("GET", "/my/ships").body;
    const auto hash = meddle("GET", "/hash").at("hash");
    end(SIGKILL);

    start({"--speed", "0.001"});
    EXPECT_EQ(greeting_.at("seed").as_int64(), 7);
    EXPECT_THAT(process_->err(), HasSubstr("goes on at"));
    EXPECT_EQ(send("GET", "/my/agent").body, agent);
    EXPECT_EQ(send("GET", "/my/ships").body, ships);
    EXPECT_EQ(meddle("GET", "/hash").at("hash"), hash);
    EXPECT_EQ(end(SIGTERM), 0);
}

TEST_F(StateTest, TimeNeverGoesBack) {
    start({"--speed", "1000"});
    std::string told;
    for (int i = 0; i < 3; ++i) {
        meddle("POST", "/time", R"({"step_seconds":100000})");
        told = std::string(meddle("GET", "/time").at("time").as_string());
        end(SIGKILL);
        start({"--speed", "1000"});
        EXPECT_GE(std::string(meddle("GET", "/time").at("time").as_string()), told);
    }
}

TEST_F(StateTest, TroubleFromOutsideIsKeptToo) {
    start({"--speed", "0.001"});
    register_agent();
    meddle("POST", "/shock", R"({"waypoint":"X1-AD75-A1","good":"FUEL","units":-50})");
    meddle("POST", "/ships/KEPT-2/lose", "{}");
    auto hash = meddle("GET", "/hash").at("hash");
    end(SIGKILL);
    start({"--speed", "0.001"});
    EXPECT_EQ(meddle("GET", "/hash").at("hash"), hash);
    meddle("POST", "/reset", R"({"reset_date":"2031-01-01"})");
    hash = meddle("GET", "/hash").at("hash");
    end(SIGKILL);
    start({"--speed", "0.001"});
    EXPECT_EQ(greeting_.at("reset_date"), "2031-01-01");
    EXPECT_EQ(meddle("GET", "/hash").at("hash"), hash);
    EXPECT_EQ(send("GET", "/my/agent").status, 401);
}

TEST_F(StateTest, AnswersThatWereReceivedAreKept) {
    start();
    register_agent();
    // One client asks for new agents until the simulator dies in the middle of it.
    int answered = 0;
    std::thread client([&] {
        for (int i = 0; i < 100'000; ++i) {
            const PlainAnswer made =
                exchange(url_, {"POST", "/register", "account",
                                fmt::format(R"({{"symbol":"AGENT-{}","faction":"COSMIC"}})", i)});
            if (made.status != 201) return;
            ++answered;
            if (answered == 200) process_->signal(SIGKILL);
        }
    });
    client.join();
    EXPECT_TRUE(process_->wait(kPatience).ok());
    start();
    const auto total = send("GET", "/agents").body.at("meta").at("total").as_int64();
    EXPECT_GE(total, answered + 1);
    EXPECT_LE(total, answered + 2) << "the last request may have been carried out unanswered";
}

TEST_F(StateTest, AFullDiskEndsItAndLosesNothing) {
    // A file may not grow beyond 100 KiB, which holds the snapshot and a few changes.
    Process::Options options = simulator();
    options.args.insert(options.args.begin(),
                        {"-c", R"(trap "" XFSZ; ulimit -f 200; exec "$0" "$@")",
                         program_path("spacetraders-sim").string()});
    options.program = "/bin/sh";
    start(options);
    register_agent();
    int answered = 0;
    while (answered < 1'000 && send("POST", "/my/ships/KEPT-1/orbit").status == 200)
        ++answered;
    EXPECT_GT(answered, 10);
    EXPECT_LT(answered, 1'000);
    const auto ended = process_->wait(kPatience);
    ASSERT_TRUE(ended.ok());
    EXPECT_EQ(ended->code, 1);
    EXPECT_THAT(process_->err(), HasSubstr("cannot write " + state()));
    start();
    EXPECT_EQ(send("GET", "/my/agent").status, 200);
}

TEST_F(StateTest, ASavedSnapshotIsTheSameWorld) {
    start({"--speed", "0.001"});
    register_agent();
    trade();
    const std::string saved = folder_.file("saved.state");
    const auto hash = meddle("POST", "/save", fmt::format(R"({{"path":"{}"}})", saved)).at("hash");
    ASSERT_EQ(send("POST", "/my/ships/KEPT-1/orbit").status, 200);
    EXPECT_NE(meddle("GET", "/hash").at("hash"), hash);
    EXPECT_EQ(
        exchange(admin_, {"POST", "/save", "", fmt::format(R"({{"path":"{}"}})", state())}).status,
        409);
    EXPECT_EQ(end(SIGTERM), 0);
    std::filesystem::rename(saved, state());
    start({"--speed", "0.001"});
    EXPECT_EQ(meddle("GET", "/hash").at("hash"), hash);
}

TEST_F(StateTest, ASecondSimulatorIsRefusedTheSameFile) {
    start();
    const Finished second = run_to_end(simulator());
    EXPECT_EQ(second.code, 1);
    EXPECT_THAT(second.err, HasSubstr(state()));
    EXPECT_THAT(second.err, HasSubstr("in use by another process"));
}

TEST_F(StateTest, AFileThatIsNoStateIsRefusedAndLeftAlone) {
    std::ofstream(state()) << "my notes\n";
    const Finished refused = run_to_end(simulator());
    EXPECT_EQ(refused.code, 4);
    EXPECT_THAT(refused.err, HasSubstr("line 1"));
    std::string text;
    std::getline(std::ifstream(state()), text);
    EXPECT_EQ(text, "my notes");
}

}  // namespace
}  // namespace argosy::tests
