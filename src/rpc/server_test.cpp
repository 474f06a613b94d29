#include "rpc/server.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <future>

#include "rpc/client.h"
#include "rpc/unix_socket.h"
#include "tests/support/fake_daemon.h"

namespace argosy::rpc {
namespace {

using core::ErrorCode;
using tests::CannedHandlers;
using tests::FakeDaemon;
using tests::LoopThread;
using tests::TemporaryFolder;

/// Only a hang reaches it.
constexpr std::chrono::seconds kPatience(60);

mode_t mode_of(const std::string& path) {
    struct stat found{};
    EXPECT_EQ(::stat(path.c_str(), &found), 0) << path;
    return found.st_mode & 07777;
}

/// Leaves a socket file on which nobody listens, as a killed daemon does.
void leave_stale_socket(const std::string& path) {
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    ASSERT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ::close(socket);
}

/// Logs wait here until the test opens the gate; tasks wait for each other.
class WaitingHandlers final : public CannedHandlers {
  public:
    static constexpr int kTogether = 8;

    explicit WaitingHandlers(core::Executor executor) : clock_(std::move(executor)) {}

    Handled<v1::GetOperationLogsResponse> get_operation_logs(v1::GetOperationLogsRequest) override {
        gate_ = clock_.make_timer();
        entered.set_value();
        co_await gate_->wait_until(core::TimePoint::max());
        ++resumed;
        co_return logs;
    }
    void open_gate() { gate_->wake(); }

    Handled<v1::ListTasksResponse> list_tasks(v1::ListTasksRequest request) override {
        threads.push_back(std::this_thread::get_id());
        timers_.push_back(clock_.make_timer());
        core::Timer& mine = *timers_.back();
        if (timers_.size() == kTogether) {
            for (const auto& timer : timers_)
                timer->wake();
        }
        co_await mine.wait_until(core::TimePoint::max());
        v1::ListTasksResponse answer;
        answer.add_tasks()->set_id(request.status());
        co_return answer;
    }

    std::promise<void> entered;
    int resumed = 0;
    std::vector<std::thread::id> threads;

  private:
    core::RealClock clock_;
    std::unique_ptr<core::Timer> gate_;
    std::vector<std::unique_ptr<core::Timer>> timers_;
};

struct WaitingDaemon {
    WaitingDaemon() { server = Server::create(socket(), loop.executor(), handlers).value(); }
    ~WaitingDaemon() {
        loop.run([this] { server.reset(); });
    }
    std::string socket() const { return folder.file("daemon.sock"); }
    Client client() { return Client::connect(socket(), kPatience).value(); }

    TemporaryFolder folder;
    LoopThread loop;
    WaitingHandlers handlers{loop.executor()};
    std::unique_ptr<Server> server;
};

TEST(Server, BringsACallToItsHandlerAndTheAnswerBack) {
    FakeDaemon daemon;
    daemon.handlers.health.set_version("1.2.3");
    daemon.handlers.player.set_credits(9'007'199'254'740'993);
    Client client = Client::connect(daemon.socket(), kPatience).value();

    EXPECT_EQ(client.get_health({}).value().version(), "1.2.3");
    v1::RegisterPlayerRequest request;
    request.set_agent("ARGOSY");
    EXPECT_EQ(client.register_player(request).value().credits(), 9'007'199'254'740'993);
    daemon.loop.run([&daemon] { EXPECT_EQ(daemon.handlers.last_registration.agent(), "ARGOSY"); });
}

TEST(Server, ListensOnASocketOnlyItsUserMayOpen) {
    const mode_t before = ::umask(0);
    TemporaryFolder folder;
    LoopThread loop;
    CannedHandlers handlers;
    const std::string path = folder.file("made/daemon.sock");
    auto server = Server::create(path, loop.executor(), handlers);
    EXPECT_TRUE(server.ok());
    EXPECT_EQ(mode_of(path), 0600u);
    EXPECT_EQ(mode_of(folder.file("made")), 0700u);
    EXPECT_EQ(mode_of(path + ".lock"), 0600u);
    EXPECT_EQ(::umask(before), 0u) << "the mask of the process is left as it was";
}

TEST(Server, ReplacesTheSocketOfADeadDaemon) {
    TemporaryFolder folder;
    LoopThread loop;
    CannedHandlers handlers;
    const std::string path = folder.file("daemon.sock");
    leave_stale_socket(path);
    ASSERT_EQ(Client::connect(path, kPatience).error().code, ErrorCode::kUnavailable);

    auto server = Server::create(path, loop.executor(), handlers);
    ASSERT_TRUE(server.ok()) << server.error().message;
    Client client = Client::connect(path, kPatience).value();
    EXPECT_TRUE(client.get_health({}).ok());
}

TEST(Server, LeavesTheSocketOfALivingDaemonAlone) {
    FakeDaemon daemon;
    CannedHandlers second;
    const auto refused = Server::create(daemon.socket(), daemon.loop.executor(), second);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
    EXPECT_EQ(refused.error().message, "another daemon listens on " + daemon.socket());

    std::filesystem::remove(daemon.socket() + ".lock");
    EXPECT_EQ(Server::create(daemon.socket(), daemon.loop.executor(), second).error().code,
              ErrorCode::kConflict)
        << "even when its lock file was cleaned away";
    EXPECT_TRUE(Client::connect(daemon.socket(), kPatience).value().get_health({}).ok());
}

TEST(Server, RefusesAPathThatIsNotASocketsAndLeavesTheFile) {
    TemporaryFolder folder;
    LoopThread loop;
    CannedHandlers handlers;
    const std::string path = folder.file("precious");
    std::ofstream(path) << "text";
    EXPECT_EQ(Server::create(path, loop.executor(), handlers).error().code,
              ErrorCode::kConfiguration);
    EXPECT_TRUE(std::filesystem::is_regular_file(path));
}

TEST(Server, RefusesAPathLongerThanAUnixSocketsMayBe) {
    TemporaryFolder folder;
    LoopThread loop;
    CannedHandlers handlers;
    const std::string path = folder.file(std::string(100, 'x'));
    const auto refused = Server::create(path, loop.executor(), handlers);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kConfiguration);
    EXPECT_NE(refused.error().message.find(std::to_string(path.size())), std::string::npos);
    EXPECT_NE(refused.error().message.find("107"), std::string::npos);
}

TEST(Server, CarriesEveryErrorCodeAndItsMessageToTheClient) {
    FakeDaemon daemon;
    Client client = Client::connect(daemon.socket(), kPatience).value();
    for (int i = 0; i <= static_cast<int>(ErrorCode::kStopped); ++i) {
        const auto code = static_cast<ErrorCode>(i);
        const std::string name(core::to_string(code));
        v1::StopOperationRequest request;
        request.set_id(name);
        const auto answer = client.stop_operation(request);
        ASSERT_FALSE(answer.ok()) << name;
        EXPECT_EQ(answer.error().code, code) << name;
        EXPECT_EQ(answer.error().message, "operation was \"" + name + "\", expected one");
    }
}

TEST(Server, HandlesCallsConcurrentlyOnTheLoopsThread) {
    WaitingDaemon daemon;
    std::vector<std::future<std::string>> callers;
    for (int i = 0; i < WaitingHandlers::kTogether; ++i) {
        callers.push_back(std::async(std::launch::async, [&daemon, i] {
            v1::ListTasksRequest request;
            request.set_status(std::to_string(i));
            return daemon.client().list_tasks(request).value().tasks(0).id();
        }));
    }
    for (int i = 0; i < WaitingHandlers::kTogether; ++i) {
        EXPECT_EQ(callers[std::size_t(i)].get(), std::to_string(i));
    }
    daemon.loop.run([&daemon] {
        EXPECT_EQ(daemon.handlers.threads,
                  std::vector(WaitingHandlers::kTogether, std::this_thread::get_id()));
    });
}

TEST(Server, EndsACallInFlightWhenItStopsAndDropsTheLateAnswer) {
    WaitingDaemon daemon;
    auto caller = std::async(std::launch::async,
                             [&daemon] { return daemon.client().get_operation_logs({}); });
    daemon.handlers.entered.get_future().wait();
    daemon.loop.run([&daemon] { daemon.server->stop(); });

    const auto answer = caller.get();
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kStopped);
    EXPECT_EQ(answer.error().message, "the daemon is stopping");
    EXPECT_FALSE(std::filesystem::exists(daemon.socket()));

    daemon.loop.run([&daemon] { daemon.handlers.open_gate(); });
    int resumed = 0;
    while (resumed == 0)
        daemon.loop.run([&] { resumed = daemon.handlers.resumed; });
}

TEST(Server, StopsWhileItsLoopStandsStillAndCallsNoHandlerAfterwards) {
    TemporaryFolder folder;
    CannedHandlers handlers;
    boost::asio::io_context standing(1);
    const std::string path = folder.file("daemon.sock");
    auto server = Server::create(path, standing.get_executor(), handlers).value();
    Client client = Client::connect(path, std::chrono::milliseconds(300)).value();
    v1::ListShipsRequest request;
    request.mutable_player()->set_agent("before");
    EXPECT_EQ(client.list_ships(request).error().code, ErrorCode::kOutcomeUnknown);
    standing.poll();
    ASSERT_EQ(handlers.last_ships.player().agent(), "before") << "the call waited for the loop";

    request.mutable_player()->set_agent("after");
    EXPECT_EQ(client.list_ships(request).error().code, ErrorCode::kOutcomeUnknown);
    server->stop();
    standing.restart();
    standing.poll();
    EXPECT_EQ(handlers.last_ships.player().agent(), "before");
}

TEST(Server, FreesItsPathForTheNextDaemon) {
    TemporaryFolder folder;
    LoopThread loop;
    CannedHandlers handlers;
    const std::string path = folder.file("daemon.sock");
    for (int i = 0; i < 3; ++i) {
        auto server = Server::create(path, loop.executor(), handlers);
        ASSERT_TRUE(server.ok()) << server.error().message;
        EXPECT_TRUE(Client::connect(path, kPatience).value().get_health({}).ok());
        loop.run([&server] { (*server)->stop(); });
    }
}

}  // namespace
}  // namespace argosy::rpc
