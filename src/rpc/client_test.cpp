#include "rpc/client.h"

#include <gtest/gtest.h>

#include "rpc/socket_path.h"
#include "tests/support/fake_daemon.h"

namespace argosy::rpc {
namespace {

using core::ErrorCode;
using tests::FakeDaemon;
using tests::TemporaryFolder;

TEST(Client, SaysHowToStartADaemonWhereNoneListens) {
    TemporaryFolder folder;
    const std::string path = folder.file("daemon.sock");
    const auto refused = Client::connect(path, std::chrono::seconds(1));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
    EXPECT_EQ(refused.error().message,
              "no daemon is listening on " + path + ": start one with ./run daemon");
}

TEST(Client, RefusesAPathThatCannotBeASocket) {
    EXPECT_EQ(Client::connect("", std::chrono::seconds(1)).error().code, ErrorCode::kConfiguration);
    EXPECT_EQ(
        Client::connect("/tmp/" + std::string(200, 'x'), std::chrono::seconds(1)).error().code,
        ErrorCode::kConfiguration);
}

TEST(Client, SaysThatTheDaemonWentAway) {
    FakeDaemon daemon;
    Client client = Client::connect(daemon.socket(), std::chrono::seconds(60)).value();
    ASSERT_TRUE(client.get_health({}).ok());
    daemon.stop();
    EXPECT_EQ(client.get_health({}).error().code, ErrorCode::kStopped);
}

class SilentHandlers final : public tests::CannedHandlers {
  public:
    Handled<v1::Health> get_health(v1::GetHealthRequest) override {
        core::RealClock clock(co_await boost::asio::this_coro::executor);
        const auto timer = clock.make_timer();
        co_await timer->wait_until(core::TimePoint::max());
        co_return health;
    }
};

TEST(Client, DoesNotKnowTheOutcomeOfACallWithoutAnAnswer) {
    FakeDaemon<SilentHandlers> daemon;
    Client client = Client::connect(daemon.socket(), std::chrono::milliseconds(100)).value();
    const auto answer = client.get_health({});
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kOutcomeUnknown);
    EXPECT_EQ(answer.error().message, "no answer came within 0.1 s");
}

class SocketPath : public testing::Test {
  protected:
    void SetUp() override {
        for (const char* name :
             {"ARGOSY_SOCKET", "SPACETRADERS_SOCKET", "ARGOSY_DAEMON_SOCKET", "XDG_RUNTIME_DIR"}) {
            ::unsetenv(name);
        }
    }
    void TearDown() override { SetUp(); }
};

TEST_F(SocketPath, IsTheUsersOwnInTmpWhereNothingElseIsNamed) {
    EXPECT_EQ(default_socket_path(), "/tmp/argosy-" + std::to_string(::geteuid()) + "/daemon.sock");
}

TEST_F(SocketPath, PrefersTheRuntimeFolderAndAboveAllTheNamedOne) {
    ::setenv("XDG_RUNTIME_DIR", "/run/user/7", 1);
    EXPECT_EQ(default_socket_path(), "/run/user/7/argosy/daemon.sock");
    ::setenv("SPACETRADERS_SOCKET", "/synonym.sock", 1);
    EXPECT_EQ(default_socket_path(), "/synonym.sock");
    ::setenv("ARGOSY_SOCKET", "/named.sock", 1);
    EXPECT_EQ(default_socket_path(), "/named.sock");
}

}  // namespace
}  // namespace argosy::rpc
