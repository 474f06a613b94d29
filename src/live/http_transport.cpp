#include "live/http_transport.h"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/url/parse.hpp>
#include <optional>
#include <utility>
#include <vector>

namespace argosy::live {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using core::Error;
using core::ErrorCode;
using SteadyTime = asio::steady_timer::time_point;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::string_view kUserAgent = "argosy/0.1";

struct Endpoint {
    bool tls = false;
    std::string host;
    std::string port;
    std::string prefix;

    std::string text() const { return fmt::format("{}:{}", host, port); }
};

Result<Endpoint> parse_base_url(std::string_view text) {
    const auto url = boost::urls::parse_uri(text);
    const bool known =
        url && (url->scheme() == "http" || url->scheme() == "https") && !url->host().empty();
    if (!known) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("game server's URL was \"{}\", expected one like "
                                 "https://api.spacetraders.io/v2 or http://127.0.0.1:8080/v2",
                                 text)};
    }
    Endpoint endpoint;
    endpoint.tls = url->scheme() == "https";
    endpoint.host = std::string(url->host_address());
    endpoint.port = url->has_port() ? std::string(url->port()) : endpoint.tls ? "443" : "80";
    endpoint.prefix = std::string(url->encoded_path());
    while (endpoint.prefix.ends_with('/'))
        endpoint.prefix.pop_back();
    return endpoint;
}

// One connection; exactly one of the streams exists.
struct Connection {
    std::optional<beast::tcp_stream> plain;
    std::optional<TlsStream> tls;
    beast::flat_buffer buffer;

    beast::tcp_stream& tcp() { return tls ? beast::get_lowest_layer(*tls) : *plain; }

    // An idle connection has nothing to say: what is readable is the server's farewell.
    bool is_dead() {
        auto& socket = tcp().socket();
        error_code error;
        socket.non_blocking(true, error);
        if (error) return true;
        char byte = 0;
        socket.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error);
        return error != asio::error::would_block;
    }
};

// How far an exchange came before it failed.
struct Failure {
    error_code cause;
    bool written = false;
    bool answered = false;  ///< At least one byte of the answer came.
};

struct Exchange {
    std::optional<HttpAnswer> answer;
    Failure failure;
    bool keep = false;  ///< The connection may serve another request.
};

HttpAnswer take_answer(http::response<http::string_body> message) {
    HttpAnswer answer;
    answer.status = int(message.result_int());
    for (const auto& field : message) {
        std::string name(field.name_string());
        for (char& c : name) {
            if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
        }
        answer.headers.emplace(std::move(name), std::string(field.value()));
    }
    answer.body = std::move(message.body());
    return answer;
}

// The message is a reference into the caller's frame, which awaits this.
template <class Stream>
Task<Exchange> exchange_over(Stream& stream, beast::flat_buffer& buffer,
                             const http::request<http::string_body>& message,
                             std::size_t answer_bytes) {
    Exchange result;
    auto [write_error, written] = co_await http::async_write(stream, message, kTuple);
    result.failure.written = written > 0;
    if (write_error) {
        result.failure.cause = write_error;
        co_return result;
    }
    http::response_parser<http::string_body> parser;
    parser.body_limit(answer_bytes);
    auto [read_error, read] = co_await http::async_read(stream, buffer, parser, kTuple);
    result.failure.answered = read > 0 || parser.got_some();
    if (read_error) {
        result.failure.cause = read_error;
        co_return result;
    }
    result.keep = parser.keep_alive();
    result.answer = take_answer(parser.release());
    co_return result;
}

std::string describe(const error_code& error) {
    if (error == beast::error::timeout) return "timed out";
    if (error == http::error::end_of_stream) return "the server closed the connection";
    return error.message();
}

}  // namespace

class HttpTransport::Impl {
  public:
    Impl(core::Executor executor, Endpoint endpoint, TransportLimits limits)
        : executor_(std::move(executor)), endpoint_(std::move(endpoint)), limits_(limits) {}

    Result<void> prepare_tls() {
        if (!endpoint_.tls) return {};
        error_code error;
        tls_.set_default_verify_paths(error);
        if (!error) tls_.set_verify_mode(asio::ssl::verify_peer, error);
        if (!error) return {};
        return Error{ErrorCode::kUnavailable,
                     "the system's certificates could not be loaded: " + error.message()};
    }

    Task<Result<HttpAnswer>> send(HttpRequest request) {
        const auto message = compose(request);
        for (bool second_try = false;; second_try = true) {
            std::unique_ptr<Connection> connection = second_try ? nullptr : take_idle();
            const bool kept = connection != nullptr;
            if (!kept) {
                auto opened = co_await connect();
                if (!opened) co_return std::move(opened).error();
                connection = *std::move(opened);
            }
            connection->tcp().expires_after(limits_.request_timeout);
            Exchange exchange = connection->tls
                                    ? co_await exchange_over(*connection->tls, connection->buffer,
                                                             message, limits_.answer_bytes)
                                    : co_await exchange_over(*connection->plain, connection->buffer,
                                                             message, limits_.answer_bytes);
            connection->tcp().expires_never();
            if (exchange.answer) {
                if (exchange.keep) give_back(std::move(connection));
                co_return *std::move(exchange.answer);
            }
            const Failure& failure = exchange.failure;
            const bool repeatable = request.is_idempotent() || !failure.written;
            if (kept && !failure.answered && repeatable) continue;
            co_return Error{
                failure.written ? ErrorCode::kOutcomeUnknown : ErrorCode::kUnavailable,
                fmt::format("{} {}: {} {}: {}", request.method, request.path, endpoint_.text(),
                            failure.written ? "gave no answer" : "did not take the request",
                            describe(failure.cause))};
        }
    }

  private:
    http::request<http::string_body> compose(const HttpRequest& request) const {
        http::request<http::string_body> message;
        message.method_string(request.method);
        message.target(endpoint_.prefix + request.path);
        message.version(11);
        message.set(http::field::host, endpoint_.text());
        message.set(http::field::user_agent, kUserAgent);
        message.set(http::field::accept, "application/json");
        if (!request.token.empty()) {
            message.set(http::field::authorization, "Bearer " + request.token.reveal());
        }
        if (!request.body.empty()) {
            message.set(http::field::content_type, "application/json");
            message.body() = request.body;
        }
        message.keep_alive(true);
        message.prepare_payload();
        return message;
    }

    std::unique_ptr<Connection> take_idle() {
        while (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            if (!connection->is_dead()) return connection;
        }
        return nullptr;
    }

    void give_back(std::unique_ptr<Connection> connection) {
        if (idle_.size() < limits_.idle_connections) idle_.push_back(std::move(connection));
    }

    Error connect_error(std::string_view step, const error_code& error) const {
        return Error{ErrorCode::kUnavailable,
                     fmt::format("{}: {}: {}", endpoint_.text(), step, describe(error))};
    }

    // A lookup cannot be called off while the system is at it: it ends by itself, unheard.
    Task<std::pair<error_code, tcp::resolver::results_type>> look_up(SteadyTime deadline) const {
        struct Lookup {
            explicit Lookup(const core::Executor& executor) : resolver(executor), alarm(executor) {}
            tcp::resolver resolver;
            asio::steady_timer alarm;
            error_code error = beast::error::timeout;
            tcp::resolver::results_type addresses;
        };
        const auto lookup = std::make_shared<Lookup>(executor_);
        lookup->alarm.expires_at(deadline);
        lookup->resolver.async_resolve(
            endpoint_.host, endpoint_.port,
            [lookup](const error_code& error, tcp::resolver::results_type addresses) {
                lookup->error = error;
                lookup->addresses = std::move(addresses);
                lookup->alarm.cancel();
            });
        co_await lookup->alarm.async_wait(kTuple);
        co_return std::pair(lookup->error, std::move(lookup->addresses));
    }

    Task<Result<std::unique_ptr<Connection>>> connect() {
        const SteadyTime deadline = asio::steady_timer(executor_, limits_.connect_timeout).expiry();
        const auto [resolve_error, addresses] = co_await look_up(deadline);
        if (resolve_error) co_return connect_error("name lookup failed", resolve_error);

        auto connection = std::make_unique<Connection>();
        if (endpoint_.tls) {
            connection->tls.emplace(executor_, tls_);
        } else {
            connection->plain.emplace(executor_);
        }
        connection->tcp().expires_at(deadline);
        auto [connect_failure, where] = co_await connection->tcp().async_connect(addresses, kTuple);
        if (connect_failure) co_return connect_error("connecting failed", connect_failure);
        error_code ignored;
        connection->tcp().socket().set_option(tcp::no_delay(true), ignored);

        if (connection->tls) {
            TlsStream& stream = *connection->tls;
            SSL_set_tlsext_host_name(stream.native_handle(), endpoint_.host.c_str());
            error_code verify_error;
            stream.set_verify_callback(asio::ssl::host_name_verification(endpoint_.host),
                                       verify_error);
            if (verify_error) co_return connect_error("TLS set-up failed", verify_error);
            auto [handshake_error] =
                co_await stream.async_handshake(asio::ssl::stream_base::client, kTuple);
            if (handshake_error) co_return connect_error("TLS handshake failed", handshake_error);
        }
        co_return connection;
    }

    core::Executor executor_;
    Endpoint endpoint_;
    TransportLimits limits_;
    asio::ssl::context tls_{asio::ssl::context::tls_client};
    std::vector<std::unique_ptr<Connection>> idle_;
};

HttpTransport::HttpTransport(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpTransport::~HttpTransport() = default;

Result<std::unique_ptr<HttpTransport>> HttpTransport::create(core::Executor executor,
                                                             std::string_view base_url,
                                                             TransportLimits limits) {
    ARGOSY_TRY(Endpoint endpoint, parse_base_url(base_url));
    auto impl = std::make_unique<Impl>(std::move(executor), std::move(endpoint), limits);
    ARGOSY_CHECK(impl->prepare_tls());
    return std::unique_ptr<HttpTransport>(new HttpTransport(std::move(impl)));
}

Task<Result<HttpAnswer>> HttpTransport::send(HttpRequest request) {
    return impl_->send(std::move(request));
}

std::string_view HttpAnswer::header(std::string_view name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace argosy::live
