#include "metrics/metrics_server.h"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

namespace argosy::metrics {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using core::Error;
using core::ErrorCode;
using Request = http::request<http::empty_body>;
using Response = http::response<http::string_body>;

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds kAcceptPause(100);
constexpr std::string_view kPath = "/metrics";
constexpr std::string_view kTextFormat = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace

struct MetricsServer::State : std::enable_shared_from_this<State> {
    State(core::Executor executor, Scrape scrape_)
        : loop(std::move(executor)), acceptor(loop), scrape(std::move(scrape_)) {}

    core::Result<void> listen(std::uint16_t port);
    void accept_next();
    core::Task<void> accept();
    core::Task<void> serve(tcp::socket socket);
    core::Task<Response> answer(Request request);

    core::Executor loop;
    tcp::acceptor acceptor;
    Scrape scrape;
    int connections = 0;
    bool accepting = false;
};

core::Result<void> MetricsServer::State::listen(std::uint16_t port) {
    const tcp::endpoint here(asio::ip::address_v4::loopback(), port);
    error_code failed;
    acceptor.open(here.protocol(), failed);
    if (!failed) acceptor.set_option(asio::socket_base::reuse_address(true), failed);
    if (!failed) acceptor.bind(here, failed);
    if (!failed) acceptor.listen(kMostConnections, failed);
    if (!failed) return {};
    return Error{ErrorCode::kConfiguration,
                 fmt::format("cannot serve metrics on 127.0.0.1:{} ({}): choose another "
                             "metrics.port, or 0 for any free one",
                             port, failed.message())};
}

// One accept is under way as long as there is room for what it brings.
void MetricsServer::State::accept_next() {
    if (accepting || connections >= kMostConnections || !acceptor.is_open()) return;
    accepting = true;
    core::spawn(loop, accept());
}

core::Task<void> MetricsServer::State::accept() {
    const auto self = shared_from_this();
    auto [failed, socket] = co_await acceptor.async_accept(kTuple);
    if (failed == asio::error::operation_aborted) co_return;
    if (failed) {
        // No file to be had, perhaps: asking again at once would keep the loop busy.
        asio::steady_timer pause(loop, kAcceptPause);
        (void)co_await pause.async_wait(kTuple);
    } else {
        ++connections;
        core::spawn(loop, serve(std::move(socket)));
    }
    accepting = false;
    accept_next();
}

core::Task<void> MetricsServer::State::serve(tcp::socket socket) {
    const auto self = shared_from_this();
    beast::tcp_stream stream(std::move(socket));
    beast::flat_buffer buffer(kMostHeaderBytes);
    bool open = true;
    while (open) {
        stream.expires_after(kRequestTime);
        http::request_parser<http::empty_body> parser;
        parser.header_limit(kMostHeaderBytes);
        const auto [unread, read] = co_await http::async_read(stream, buffer, parser, kTuple);
        if (unread) break;
        Response response = co_await answer(parser.release());
        open = response.keep_alive();
        stream.expires_after(kRequestTime);
        const auto [unwritten, written] = co_await http::async_write(stream, response, kTuple);
        if (unwritten) break;
    }
    --connections;
    accept_next();
}

core::Task<Response> MetricsServer::State::answer(Request request) {
    Response response(http::status::ok, request.version());
    response.keep_alive(request.keep_alive());
    response.set(http::field::content_type, kTextFormat);
    const std::string_view target(request.target().data(), request.target().size());
    if (target.substr(0, target.find('?')) != kPath) {
        response.result(http::status::not_found);
        response.body() = fmt::format("there is nothing here but {}\n", kPath);
    } else if (request.method() != http::verb::get) {
        response.result(http::status::method_not_allowed);
        response.set(http::field::allow, "GET");
        response.body() = "metrics are read with GET\n";
    } else {
        core::Result<std::string> text = co_await scrape();
        if (!text) response.result(http::status::service_unavailable);
        response.body() = text ? *std::move(text) : text.error().message + '\n';
    }
    response.prepare_payload();
    co_return response;
}

MetricsServer::MetricsServer(std::shared_ptr<State> state) : state_(std::move(state)) {}

MetricsServer::~MetricsServer() {
    error_code ignored;
    state_->acceptor.close(ignored);
}

core::Result<std::unique_ptr<MetricsServer>> MetricsServer::create(core::Executor loop,
                                                                   std::uint16_t port,
                                                                   Scrape scrape) {
    auto state = std::make_shared<State>(std::move(loop), std::move(scrape));
    ARGOSY_CHECK(state->listen(port));
    state->accept_next();
    return std::unique_ptr<MetricsServer>(new MetricsServer(std::move(state)));
}

std::string MetricsServer::url() const {
    return fmt::format("http://127.0.0.1:{}{}", state_->acceptor.local_endpoint().port(), kPath);
}

}  // namespace argosy::metrics
