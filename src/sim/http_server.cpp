#include "sim/http_server.h"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <optional>
#include <set>

namespace argosy::sim {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using core::Error;
using core::ErrorCode;

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);
constexpr auto kIdleTimeout = std::chrono::seconds(60);
constexpr auto kAcceptPause = std::chrono::milliseconds(100);
constexpr std::size_t kMostConnections = 1024;
constexpr std::size_t kMostBodyBytes = 64 * 1024;
constexpr std::string_view kServerName = "spacetraders-sim";

HttpRequest take_request(http::request<http::string_body> message, std::string remote_address) {
    HttpRequest request;
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    request.remote_address = std::move(remote_address);
    for (const auto& field : message) {
        std::string name(field.name_string());
        for (char& c : name) {
            if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
        }
        request.headers.emplace(std::move(name), std::string(field.value()));
    }
    request.body = std::move(message.body());
    return request;
}

http::response<http::string_body> compose(HttpResponse response, unsigned version, bool keep) {
    http::response<http::string_body> message;
    message.version(version);
    message.result(unsigned(response.status));
    message.set(http::field::server, kServerName);
    for (const auto& [name, value] : response.headers)
        message.set(name, value);
    if (!response.body.empty()) {
        message.set(http::field::content_type, "application/json; charset=utf-8");
    }
    message.body() = std::move(response.body);
    message.keep_alive(keep);
    message.prepare_payload();
    return message;
}

// What can be answered to a request that cannot be read; nothing where the peer is gone.
std::optional<HttpResponse> answer_to_broken(const error_code& error) {
    if (error == http::error::body_limit) {
        return HttpResponse{.status = 413,
                            .headers = {},
                            .body = R"({"error":{"message":"Too large","code":413}})"};
    }
    if (error.category() == make_error_code(http::error::bad_target).category() &&
        error != http::error::end_of_stream && error != http::error::partial_message) {
        return HttpResponse{.status = 400,
                            .headers = {},
                            .body = R"({"error":{"message":"Malformed request","code":400}})"};
    }
    return std::nullopt;
}

}  // namespace

struct HttpServer::State {
    State(core::Executor loop, HttpHandler answer)
        : executor(std::move(loop)), handler(std::move(answer)), acceptor(executor) {}

    core::Executor executor;
    HttpHandler handler;
    tcp::acceptor acceptor;
    std::set<beast::tcp_stream*> connections;
    bool stopped = false;
};

namespace {

// Keeps a connection among those that stop() closes.
template <class State>
class Listed {
  public:
    Listed(State& state, beast::tcp_stream& stream) : state_(state), stream_(stream) {
        state_.connections.insert(&stream_);
    }
    ~Listed() { state_.connections.erase(&stream_); }
    Listed(const Listed&) = delete;
    Listed& operator=(const Listed&) = delete;

  private:
    State& state_;
    beast::tcp_stream& stream_;
};

template <class State>
core::Task<void> serve_connection(std::shared_ptr<State> state, tcp::socket socket,
                                  std::string remote_address) {
    beast::tcp_stream stream(std::move(socket));
    const Listed<State> listed(*state, stream);
    beast::flat_buffer buffer;
    while (!state->stopped) {
        stream.expires_after(kIdleTimeout);
        http::request_parser<http::string_body> parser;
        parser.body_limit(kMostBodyBytes);
        auto [read_error, read] = co_await http::async_read(stream, buffer, parser, kTuple);
        if (state->stopped) co_return;
        bool keep = false;
        http::response<http::string_body> message;
        if (read_error) {
            auto answer = answer_to_broken(read_error);
            if (!answer) break;
            message = compose(*std::move(answer), 11, keep);
        } else {
            keep = parser.keep_alive();
            const unsigned version = parser.get().version();
            const HttpRequest request = take_request(parser.release(), remote_address);
            message = compose(state->handler(request), version, keep);
        }
        auto [write_error, written] = co_await http::async_write(stream, message, kTuple);
        if (write_error || !keep) break;
    }
    error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
}

Error listen_error(const std::string& host, std::uint16_t port, const error_code& error) {
    if (error == asio::error::address_in_use) {
        return Error{ErrorCode::kConflict, fmt::format("port {} of {} is occupied", port, host)};
    }
    return Error{ErrorCode::kUnavailable,
                 fmt::format("cannot listen on {} port {}: {}", host, port, error.message())};
}

}  // namespace

core::Task<void> HttpServer::accept_connections(std::shared_ptr<State> state) {
    while (!state->stopped) {
        auto [error, socket] = co_await state->acceptor.async_accept(kTuple);
        if (state->stopped) co_return;
        if (error) {
            // Out of descriptors, mostly: some connection has to end before the next is taken.
            asio::steady_timer pause(state->executor, kAcceptPause);
            co_await pause.async_wait(kTuple);
            continue;
        }
        if (state->connections.size() >= kMostConnections) continue;
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        const auto peer = socket.remote_endpoint(ignored);
        core::spawn(state->executor,
                    serve_connection(state, std::move(socket), peer.address().to_string()));
    }
}

core::Result<std::unique_ptr<HttpServer>> HttpServer::listen(core::Executor executor,
                                                             const std::string& host,
                                                             std::uint16_t port,
                                                             HttpHandler handler) {
    error_code error;
    const auto address = asio::ip::make_address(host, error);
    if (error) {
        return Error{
            ErrorCode::kInvalidArgument,
            fmt::format("host was \"{}\", expected a numeric address like 127.0.0.1", host)};
    }
    auto state = std::make_shared<State>(executor, std::move(handler));
    const tcp::endpoint endpoint(address, port);
    state->acceptor.open(endpoint.protocol(), error);
    if (!error) state->acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) state->acceptor.bind(endpoint, error);
    if (!error) state->acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) return listen_error(host, port, error);
    core::spawn(executor, accept_connections(state));
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

HttpServer::HttpServer(std::shared_ptr<State> state) : state_(std::move(state)) {}
HttpServer::~HttpServer() {
    stop();
}

std::uint16_t HttpServer::port() const {
    error_code ignored;
    return state_->acceptor.local_endpoint(ignored).port();
}

void HttpServer::stop() {
    if (state_->stopped) return;
    state_->stopped = true;
    error_code ignored;
    state_->acceptor.close(ignored);
    for (beast::tcp_stream* stream : state_->connections)
        stream->cancel();
}

}  // namespace argosy::sim
