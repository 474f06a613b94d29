#include "sim/http_server.h"

#include <gmock/gmock.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <optional>

namespace argosy::sim {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using core::ErrorCode;
using testing::HasSubstr;
using testing::StartsWith;

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);

class HttpServerTest : public testing::Test {
  protected:
    void SetUp() override {
        auto server = HttpServer::listen(
            loop_.get_executor(), "127.0.0.1", 0, [this](const HttpRequest& request) {
                requests_.push_back(request);
                return HttpResponse{
                    .status = 201, .headers = {{"x-mood", "fine"}}, .body = request.body};
            });
        ASSERT_TRUE(server.ok()) << server.error().message;
        server_ = *std::move(server);
    }

    // Sends a text as it is and returns everything that comes until the server closes.
    std::string exchange(std::string text) {
        std::optional<std::string> received;
        core::spawn(loop_.get_executor(), talk(server_->port(), std::move(text), received));
        loop_.restart();
        while (!received)
            loop_.run_one();
        return *received;
    }

    static core::Task<void> talk(std::uint16_t port, std::string text,
                                 std::optional<std::string>& received) {
        tcp::socket socket(co_await asio::this_coro::executor);
        const tcp::endpoint server(asio::ip::address_v4::loopback(), port);
        co_await socket.async_connect(server, kTuple);
        co_await asio::async_write(socket, asio::buffer(text), kTuple);
        std::string answer;
        co_await asio::async_read(socket, asio::dynamic_buffer(answer), kTuple);
        received = answer;
    }

    asio::io_context loop_{1};
    std::vector<HttpRequest> requests_;
    std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpServerTest, HandsRequestsToItsHandlerAndAnswersBack) {
    const std::string answer = exchange(
        "POST /v2/x?y=1 HTTP/1.1\r\nHost: h\r\nX-Thing: Value\r\nContent-Length: 2\r\n"
        "Connection: close\r\n\r\n{}");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 201 Created\r\n"));
    EXPECT_THAT(answer, HasSubstr("x-mood: fine\r\n"));
    EXPECT_THAT(answer, testing::EndsWith("\r\n\r\n{}"));
    ASSERT_EQ(requests_.size(), 1u);
    EXPECT_EQ(requests_[0].method, "POST");
    EXPECT_EQ(requests_[0].target, "/v2/x?y=1");
    EXPECT_EQ(requests_[0].header("x-thing"), "Value");
    EXPECT_EQ(requests_[0].body, "{}");
    EXPECT_EQ(requests_[0].remote_address, "127.0.0.1");
}

TEST_F(HttpServerTest, ServesSeveralRequestsOverOneConnection) {
    exchange(
        "GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n"
        "GET /c HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    ASSERT_EQ(requests_.size(), 3u);
    EXPECT_EQ(requests_[2].target, "/c");
}

TEST_F(HttpServerTest, AnswersNonsenseWithoutItsHandler) {
    EXPECT_THAT(exchange("nonsense\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
    EXPECT_TRUE(requests_.empty());
}

TEST_F(HttpServerTest, RefusesBodiesWithoutMeasure) {
    EXPECT_THAT(exchange("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999\r\n\r\n"),
                StartsWith("HTTP/1.1 413 "));
    EXPECT_TRUE(requests_.empty());
}

TEST_F(HttpServerTest, SaysThatAPortIsOccupied) {
    const auto second = HttpServer::listen(loop_.get_executor(), "127.0.0.1", server_->port(), {});
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().code, ErrorCode::kConflict);
    EXPECT_THAT(second.error().message, HasSubstr(std::to_string(server_->port())));
}

TEST_F(HttpServerTest, SaysThatAHostIsNoAddress) {
    const auto server = HttpServer::listen(loop_.get_executor(), "nowhere", 0, {});
    ASSERT_FALSE(server.ok());
    EXPECT_EQ(server.error().code, ErrorCode::kInvalidArgument);
}

TEST_F(HttpServerTest, StoppingEndsTheLoopsWork) {
    std::optional<std::string> received;
    core::spawn(loop_.get_executor(),
                talk(server_->port(), "GET /a HTTP/1.1\r\nHost: h\r\n\r\n", received));
    while (requests_.empty())
        loop_.run_one();
    server_->stop();
    loop_.restart();
    loop_.run();
    ASSERT_TRUE(received.has_value());
}

}  // namespace
}  // namespace argosy::sim
