#include "live/http_transport.h"

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <netdb.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstring>
#include <deque>
#include <future>
#include <optional>

namespace argosy::live {
namespace {

constexpr const char* kSilentName = "silent.invalid";

/// Ends the lookups of kSilentName, which wait for it.
std::promise<void>& name_server() {
    static std::promise<void> promise;
    return promise;
}

}  // namespace
}  // namespace argosy::live

// Stands before the C library's: no other way makes a lookup hang that needs no network.
extern "C" int getaddrinfo(const char* host, const char* port, const addrinfo* hints,
                           addrinfo** found) {
    using Lookup = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
    if (host != nullptr && std::strcmp(host, argosy::live::kSilentName) == 0) {
        static const std::shared_future<void> answer =
            argosy::live::name_server().get_future().share();
        answer.wait();
        return EAI_NONAME;
    }
    static const auto real = reinterpret_cast<Lookup>(::dlsym(RTLD_NEXT, "getaddrinfo"));
    return real(host, port, hints, found);
}

namespace argosy::live {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using core::ErrorCode;

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);
const std::string kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Mood: Fine\r\n\r\n{}";

/// What a server does with one request it has read.
struct Reaction {
    std::string reply;    ///< Sent as it is.
    bool closes = false;  ///< Closes the connection after it.
};

// Reads requests without bodies, or with one that comes in the same packet, and reacts to each as
// told; keeps what it read.
class ScriptedServer {
  public:
    ScriptedServer(asio::io_context& loop, std::deque<Reaction> script)
        : acceptor_(loop, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
          script_(std::move(script)) {
        core::spawn(loop.get_executor(), accept(loop));
    }

    std::string url() const {
        return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/v2";
    }

    /// Refuses connections from now on.
    void close() { acceptor_.close(); }

    std::vector<std::string> requests;
    int connections = 0;

  private:
    core::Task<void> accept(asio::io_context& loop) {
        while (true) {
            auto [error, socket] = co_await acceptor_.async_accept(kTuple);
            if (error) co_return;
            ++connections;
            core::spawn(loop.get_executor(), serve(std::move(socket)));
        }
    }

    core::Task<void> serve(tcp::socket socket) {
        while (!script_.empty()) {
            std::string text;
            auto [read_error, read] = co_await asio::async_read_until(
                socket, asio::dynamic_buffer(text), "\r\n\r\n", kTuple);
            if (read_error) co_return;
            requests.push_back(text);
            const Reaction reaction = script_.front();
            script_.pop_front();
            co_await asio::async_write(socket, asio::buffer(reaction.reply), kTuple);
            if (reaction.closes) co_return;
        }
        // Nothing more is told: keep the connection, and stay silent.
        std::string ignored;
        co_await asio::async_read_until(socket, asio::dynamic_buffer(ignored), "\r\n\r\n", kTuple);
        silent_.push_back(std::move(socket));
    }

    tcp::acceptor acceptor_;
    std::deque<Reaction> script_;
    std::vector<tcp::socket> silent_;
};

class HttpTransportTest : public testing::Test {
  protected:
    void start(std::deque<Reaction> script, TransportLimits limits = {}) {
        server_ = std::make_unique<ScriptedServer>(loop_, std::move(script));
        connect_to(server_->url(), limits);
    }

    void connect_to(const std::string& url, TransportLimits limits = {}) {
        auto transport = HttpTransport::create(loop_.get_executor(), url, limits);
        ASSERT_TRUE(transport.ok()) << transport.error().message;
        transport_ = *std::move(transport);
    }

    Result<HttpAnswer> send(std::string_view method, std::string body = "") {
        std::optional<Result<HttpAnswer>> result;
        core::spawn(loop_.get_executor(), keep(*transport_, method, std::move(body), result));
        loop_.restart();
        while (!result)
            loop_.run_one();
        return *result;
    }

    static core::Task<void> keep(HttpTransport& transport, std::string_view method,
                                 std::string body, std::optional<Result<HttpAnswer>>& result) {
        HttpRequest request{.method = method,
                            .path = "/my/agent",
                            .body = std::move(body),
                            .token = core::Secret("secret")};
        result = co_await transport.send(std::move(request));
    }

    asio::io_context loop_{1};
    std::unique_ptr<ScriptedServer> server_;
    std::unique_ptr<HttpTransport> transport_;
};

TEST_F(HttpTransportTest, SendsTheRequestAndReadsTheAnswer) {
    start({{kOk}});
    const auto answer = send("GET");
    ASSERT_TRUE(answer.ok()) << answer.error().message;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "{}");
    EXPECT_EQ(answer->header("x-mood"), "Fine");
    const std::string& request = server_->requests.at(0);
    EXPECT_TRUE(request.starts_with("GET /v2/my/agent HTTP/1.1\r\n")) << request;
    EXPECT_NE(request.find("Authorization: Bearer secret\r\n"), std::string::npos);
}

TEST_F(HttpTransportTest, GivesUpANameThatIsNotLookedUpInTime) {
    connect_to(std::string("http://") + kSilentName + "/v2",
               {.connect_timeout = std::chrono::milliseconds(50)});
    const auto answer = send("POST", "{}");
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kUnavailable);
    EXPECT_EQ(answer.error().message,
              std::string(kSilentName) + ":80: name lookup failed: timed out");
    name_server().set_value();
}

TEST_F(HttpTransportTest, KeepsItsConnection) {
    start({{kOk}, {kOk}, {kOk}});
    for (int i = 0; i < 3; ++i)
        ASSERT_TRUE(send("GET").ok());
    EXPECT_EQ(server_->connections, 1);
}

TEST_F(HttpTransportTest, ReplacesAKeptConnectionThatTheServerClosed) {
    start({{kOk, true}, {kOk}});
    ASSERT_TRUE(send("GET").ok());
    const auto answer = send("GET");
    ASSERT_TRUE(answer.ok()) << answer.error().message;
    EXPECT_EQ(server_->connections, 2);
}

TEST_F(HttpTransportTest, AReadLostOnAKeptConnectionIsSentAgain) {
    start({{kOk}, {"", true}, {kOk}});
    ASSERT_TRUE(send("GET").ok());
    const auto answer = send("GET");
    ASSERT_TRUE(answer.ok()) << answer.error().message;
    EXPECT_EQ(server_->requests.size(), 3u);
}

TEST_F(HttpTransportTest, AnActLostOnAKeptConnectionIsNot) {
    start({{kOk}, {"", true}, {kOk}});
    ASSERT_TRUE(send("GET").ok());
    const auto answer = send("POST");
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kOutcomeUnknown);
    EXPECT_EQ(server_->requests.size(), 2u);
}

TEST_F(HttpTransportTest, AReadLostOnANewConnectionIsLeftToTheCaller) {
    start({{"", true}, {kOk}});
    const auto answer = send("GET");
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kOutcomeUnknown);
    EXPECT_EQ(server_->requests.size(), 1u);
}

TEST_F(HttpTransportTest, HalfAnAnswerIsNone) {
    start({{"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", true}});
    const auto answer = send("POST");
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kOutcomeUnknown);
}

TEST_F(HttpTransportTest, ASilentServerIsGivenUp) {
    start({}, {.request_timeout = std::chrono::milliseconds(50)});
    const auto answer = send("POST");
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kOutcomeUnknown);
    EXPECT_NE(answer.error().message.find("timed out"), std::string::npos);
}

TEST_F(HttpTransportTest, ARefusedConnectionDidNothing) {
    start({});
    const std::string url = server_->url();
    server_->close();
    connect_to(url);
    const auto answer = send("POST");
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kUnavailable);
}

TEST_F(HttpTransportTest, AnAnswerWithoutEndIsCutOff) {
    start({{"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x')}},
          {.answer_bytes = 100});
    EXPECT_FALSE(send("GET").ok());
}

TEST_F(HttpTransportTest, UrlsItCannotUseAreNamed) {
    for (const char* url : {"", "api.spacetraders.io/v2", "ftp://host/v2", "http:///v2"}) {
        const auto transport = HttpTransport::create(loop_.get_executor(), url);
        ASSERT_FALSE(transport.ok()) << url;
        EXPECT_EQ(transport.error().code, ErrorCode::kInvalidArgument);
    }
}

}  // namespace
}  // namespace argosy::live
