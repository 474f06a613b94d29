#include "sim/http_server.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <optional>

namespace argosy::sim {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using core::ErrorCode;
using std::chrono::milliseconds;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);
constexpr milliseconds kShort(20);
const std::string kClose = "Connection: close\r\n\r\n";

/// Says back what it was sent, in the way it is told to.
class EchoHandler final : public HttpHandler {
  public:
    HttpResponse handle(const HttpRequest& request) override {
        requests.push_back(request);
        HttpResponse response = next;
        if (response.body.empty()) response.body = request.body;
        return response;
    }
    HttpResponse refuse(int status, std::string_view message) override {
        return {.status = status, .body = fmt::format("refused: {}", message)};
    }

    std::vector<HttpRequest> requests;
    HttpResponse next{.status = 201, .headers = {{"x-mood", "fine"}}};
};

/// What came back, and how the connection ended.
struct Heard {
    std::string text;
    error_code end;
};

class HttpServerTest : public testing::Test {
  protected:
    void serve(HttpServerLimits limits = {}) {
        auto server = HttpServer::listen(loop_.get_executor(), "127.0.0.1", 0, handler_, limits);
        ASSERT_TRUE(server.ok()) << server.error().message;
        server_ = *std::move(server);
    }
    void SetUp() override { serve(); }

    tcp::endpoint address() const { return {asio::ip::address_v4::loopback(), server_->port()}; }

    void run_until(const std::function<bool()>& done) {
        loop_.restart();
        while (!done())
            loop_.run_one();
    }

    /// Sends a text as it is and returns everything that comes until the server closes.
    Heard exchange(std::string text, bool half_close = false) {
        std::optional<Heard> heard;
        core::spawn(loop_.get_executor(), talk(address(), std::move(text), half_close, heard));
        run_until([&] { return heard.has_value(); });
        return *heard;
    }
    std::string answer_to(std::string text) { return exchange(std::move(text)).text; }

    static core::Task<void> talk(tcp::endpoint server, std::string text, bool half_close,
                                 std::optional<Heard>& heard) {
        tcp::socket socket(co_await asio::this_coro::executor);
        co_await socket.async_connect(server, kTuple);
        co_await asio::async_write(socket, asio::buffer(text), kTuple);
        if (half_close) socket.shutdown(tcp::socket::shutdown_send);
        Heard all;
        const auto [error, count] =
            co_await asio::async_read(socket, asio::dynamic_buffer(all.text), kTuple);
        all.end = error;
        heard = all;
    }

    asio::io_context loop_{1};
    EchoHandler handler_;
    std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpServerTest, HandsRequestsToItsHandlerAndAnswersBack) {
    const std::string answer = answer_to(
        "POST /v2/x?y=1 HTTP/1.1\r\nHost: h\r\nX-Thing: Value\r\nContent-Length: 2\r\n"
        "Connection: close\r\n\r\n{}");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 201 Created\r\n"));
    EXPECT_THAT(answer, HasSubstr("\r\nx-mood: fine\r\n"));
    EXPECT_THAT(answer, HasSubstr("\r\nContent-Type: application/json; charset=utf-8\r\n"));
    EXPECT_THAT(answer, HasSubstr("\r\nContent-Length: 2\r\n"));
    EXPECT_THAT(answer, EndsWith("\r\n\r\n{}"));
    ASSERT_EQ(handler_.requests.size(), 1u);
    EXPECT_EQ(handler_.requests[0].method, "POST");
    EXPECT_EQ(handler_.requests[0].target, "/v2/x?y=1");
    EXPECT_EQ(handler_.requests[0].header("x-thing"), "Value");
    EXPECT_EQ(handler_.requests[0].body, "{}");
    EXPECT_EQ(handler_.requests[0].remote_address, "127.0.0.1");
}

TEST_F(HttpServerTest, ServesPipelinedRequestsInTheirOrder) {
    const std::string answers = answer_to(
        "GET /a HTTP/1.1\r\nHost: h\r\n\r\nPOST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n"
        "two"
        "GET /c HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    ASSERT_EQ(handler_.requests.size(), 3u);
    EXPECT_EQ(handler_.requests[1].body, "two");
    EXPECT_EQ(handler_.requests[2].target, "/c");
    EXPECT_THAT(answers, HasSubstr("two"));
}

TEST_F(HttpServerTest, ReadsBodiesInChunks) {
    answer_to("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n" + kClose +
              "3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
    ASSERT_EQ(handler_.requests.size(), 1u);
    EXPECT_EQ(handler_.requests[0].body, "onetwo");
}

TEST_F(HttpServerTest, AnswersToHeadHaveTheLengthOfABodyAndNone) {
    handler_.next.body = "some text";
    const std::string answer = answer_to("HEAD / HTTP/1.1\r\nHost: h\r\n" + kClose);
    EXPECT_THAT(answer, HasSubstr("Content-Length: 9\r\n"));
    EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST_F(HttpServerTest, AnswersWithoutContentHaveNoLength) {
    handler_.next.status = 204;
    EXPECT_THAT(answer_to("GET / HTTP/1.1\r\nHost: h\r\n" + kClose), Not(HasSubstr("Content-")));
}

TEST_F(HttpServerTest, OldClientsAreClosedUnlessTheyAskOtherwise) {
    EXPECT_THAT(answer_to("GET / HTTP/1.0\r\n\r\n"), HasSubstr("Connection: close\r\n"));
    const std::string kept =
        answer_to("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /b HTTP/1.0\r\n\r\n");
    EXPECT_THAT(kept, HasSubstr("Connection: keep-alive\r\n"));
    EXPECT_EQ(handler_.requests.size(), 3u);
}

core::Task<void> ask_first(tcp::endpoint server, std::string header, std::string body,
                           std::optional<std::string>& answer) {
    tcp::socket socket(co_await asio::this_coro::executor);
    co_await socket.async_connect(server, kTuple);
    co_await asio::async_write(socket, asio::buffer(header), kTuple);
    std::string heard;
    co_await asio::async_read_until(socket, asio::dynamic_buffer(heard), "\r\n\r\n", kTuple);
    co_await asio::async_write(socket, asio::buffer(body), kTuple);
    co_await asio::async_read(socket, asio::dynamic_buffer(heard), kTuple);
    answer = heard;
}

TEST_F(HttpServerTest, TellsClientsThatAskFirstToSendTheirBodies) {
    std::optional<std::string> answer;
    core::spawn(loop_.get_executor(),
                ask_first(address(),
                          "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n"
                          "Expect: 100-continue\r\n" +
                              kClose,
                          "{}", answer));
    run_until([&] { return answer.has_value(); });
    EXPECT_THAT(*answer, StartsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 "));
    EXPECT_EQ(handler_.requests.at(0).body, "{}");
}

TEST_F(HttpServerTest, AnswersNonsenseWithoutItsHandler) {
    for (const char* nonsense :
         {"nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nNo colon\r\n\r\n",
          "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc"}) {
        const std::string answer = answer_to(nonsense);
        EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 ")) << nonsense;
        EXPECT_THAT(answer, HasSubstr("refused: The request was not HTTP/1.1")) << nonsense;
    }
    EXPECT_TRUE(handler_.requests.empty());
}

TEST_F(HttpServerTest, RefusesBodiesWithoutMeasure) {
    const std::string header = "POST / HTTP/1.1\r\nHost: h\r\n";
    EXPECT_THAT(answer_to(header + "Content-Length: 99999999\r\n\r\n"),
                StartsWith("HTTP/1.1 413 "));
    EXPECT_THAT(answer_to(header + "Content-Length: 70000\r\n\r\n" + std::string(70'000, 'x')),
                HasSubstr("expected at most 65536 bytes"));
    EXPECT_THAT(answer_to(header + "Transfer-Encoding: chunked\r\n\r\n11170\r\n" +
                          std::string(70'000, 'x') + "\r\n0\r\n\r\n"),
                StartsWith("HTTP/1.1 413 "));
    EXPECT_TRUE(handler_.requests.empty());
}

TEST_F(HttpServerTest, RefusesHeadersWithoutMeasure) {
    EXPECT_THAT(answer_to("GET / HTTP/1.1\r\nX-Long: " + std::string(20'000, 'x')),
                StartsWith("HTTP/1.1 431 "));
    EXPECT_THAT(answer_to("GET /" + std::string(20'000, 'x')), StartsWith("HTTP/1.1 431 "));
    std::string many = "GET / HTTP/1.1\r\n";
    for (int i = 0; i < 5'000; ++i)
        many += "a: b\r\n";
    EXPECT_THAT(answer_to(many + "\r\n"), StartsWith("HTTP/1.1 431 "));
    EXPECT_TRUE(handler_.requests.empty());
}

TEST_F(HttpServerTest, EndsRequestsThatComeTooSlowly) {
    serve({.header_time = kShort, .body_time = kShort});
    EXPECT_THAT(answer_to("GET / HTT"), StartsWith("HTTP/1.1 408 "));
    EXPECT_THAT(answer_to("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nfou"),
                StartsWith("HTTP/1.1 408 "));
    EXPECT_TRUE(handler_.requests.empty());
    run_until([&] { return server_->connections() == 0; });
}

TEST_F(HttpServerTest, ClosesConnectionsThatIdleWithoutAWord) {
    serve({.idle_time = kShort});
    EXPECT_EQ(answer_to(""), "");
    const std::string answer = answer_to("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 201 "));
    EXPECT_THAT(answer, Not(HasSubstr("refused")));
}

TEST_F(HttpServerTest, AnswersClientsThatHaveClosedTheirHalf) {
    const Heard heard = exchange("GET / HTTP/1.1\r\nHost: h\r\n\r\n", true);
    EXPECT_THAT(heard.text, StartsWith("HTTP/1.1 201 "));
    EXPECT_EQ(heard.end, asio::error::eof);
}

TEST_F(HttpServerTest, ARequestThatEndsEarlyIsRefused) {
    EXPECT_THAT(exchange("POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nfou", true).text,
                StartsWith("HTTP/1.1 400 "));
    EXPECT_THAT(exchange("GET / HT", true).text, StartsWith("HTTP/1.1 400 "));
    EXPECT_EQ(exchange("", true).text, "");
    EXPECT_TRUE(handler_.requests.empty());
}

TEST_F(HttpServerTest, EndsConnectionsWhoseClientsTakeNoAnswer) {
    serve({.answer_time = kShort});
    handler_.next.body = std::string(std::size_t{32} * 1024 * 1024, 'x');
    tcp::socket socket(loop_);
    socket.connect(address());
    asio::write(socket, asio::buffer("GET / HTTP/1.1\r\nHost: h\r\n\r\n", 27));
    run_until([&] { return !handler_.requests.empty(); });
    EXPECT_EQ(server_->connections(), 1u);
    run_until([&] { return server_->connections() == 0; });
}

TEST_F(HttpServerTest, AThousandIdleConnectionsLeaveRoomForOthers) {
    constexpr std::size_t kIdle = 1'000;
    std::vector<tcp::socket> idle;
    for (std::size_t i = 0; i < kIdle; ++i) {
        idle.emplace_back(loop_).connect(address());
        // Some have begun a request.
        if (i % 2 == 0) asio::write(idle.back(), asio::buffer("GET /", 5));
        if (i % 50 == 0) loop_.poll();
    }
    run_until([&] { return server_->connections() == kIdle; });
    for (int i = 0; i < 20; ++i) {
        EXPECT_THAT(answer_to("GET / HTTP/1.1\r\nHost: h\r\n" + kClose),
                    StartsWith("HTTP/1.1 201 "));
    }
    EXPECT_EQ(handler_.requests.size(), 20u);
    idle.clear();
    run_until([&] { return server_->connections() == 0; });
}

TEST_F(HttpServerTest, TurnsAwayConnectionsBeyondItsLimit) {
    serve({.connections = 1});
    tcp::socket first(loop_);
    first.connect(address());
    run_until([&] { return server_->connections() == 1; });
    EXPECT_THAT(answer_to(""), StartsWith("HTTP/1.1 503 "));
    first.close();
    run_until([&] { return server_->connections() == 0; });
    EXPECT_THAT(answer_to("GET / HTTP/1.1\r\nHost: h\r\n" + kClose), StartsWith("HTTP/1.1 201 "));
}

TEST_F(HttpServerTest, AnAnswerThatIsHeldBackHoldsUpNobodyElse) {
    handler_.next.delay = kShort;
    std::optional<Heard> late;
    core::spawn(loop_.get_executor(),
                talk(address(), "GET /late HTTP/1.1\r\nHost: h\r\n" + kClose, false, late));
    run_until([&] { return handler_.requests.size() == 1; });
    handler_.next.delay = {};
    answer_to("GET /soon HTTP/1.1\r\nHost: h\r\n" + kClose);
    run_until([&] { return late.has_value(); });
    EXPECT_THAT(late->text, StartsWith("HTTP/1.1 201 "));
}

TEST_F(HttpServerTest, ACutConnectionIsResetWithoutAnAnswer) {
    handler_.next.cut = true;
    const Heard heard = exchange("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(heard.text, "");
    EXPECT_EQ(heard.end, asio::error::connection_reset);
    EXPECT_EQ(handler_.requests.size(), 1u);
}

TEST_F(HttpServerTest, SaysThatAPortIsOccupied) {
    const auto second =
        HttpServer::listen(loop_.get_executor(), "127.0.0.1", server_->port(), handler_);
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().code, ErrorCode::kConflict);
    EXPECT_THAT(second.error().message, HasSubstr(std::to_string(server_->port())));
}

TEST_F(HttpServerTest, SaysThatAHostIsNoAddress) {
    const auto server = HttpServer::listen(loop_.get_executor(), "nowhere", 0, handler_);
    ASSERT_FALSE(server.ok());
    EXPECT_EQ(server.error().code, ErrorCode::kInvalidArgument);
}

TEST_F(HttpServerTest, StoppingEndsTheLoopsWork) {
    std::array<std::optional<Heard>, 4> heard;
    const auto begin = [&](std::size_t i, std::string text) {
        core::spawn(loop_.get_executor(), talk(address(), std::move(text), false, heard.at(i)));
    };
    begin(0, "");
    begin(1, "GET /begun");
    begin(2, "GET /kept HTTP/1.1\r\nHost: h\r\n\r\n");
    run_until([&] { return handler_.requests.size() == 1; });
    handler_.next.delay = std::chrono::hours(1);
    begin(3, "GET /late HTTP/1.1\r\nHost: h\r\n\r\n");
    run_until([&] { return handler_.requests.size() == 2 && server_->connections() == 4; });
    server_->stop();
    loop_.restart();
    loop_.run();
    for (const auto& each : heard)
        EXPECT_TRUE(each.has_value());
}

}  // namespace
}  // namespace argosy::sim
