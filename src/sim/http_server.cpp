#include "sim/http_server.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <limits>
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
using std::chrono::milliseconds;
using Parser = http::request_parser<http::string_body>;

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);
constexpr milliseconds kAcceptPause(100);
/// Timeouts are counted in ticks, so that no request costs a timer: they may be a tick late.
constexpr milliseconds kLongestTick(250);
/// After a refusal the rest of what the client sends is read away, lest a reset of the connection
/// overtake the answer.
constexpr milliseconds kFarewellTime(2'000);
constexpr std::size_t kFarewellBytes = std::size_t{1024} * 1024;
constexpr std::size_t kReadBytes = std::size_t{8} * 1024;
/// Files a process has open besides its connections.
constexpr std::size_t kOtherFiles = 64;
constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

HttpRequest take_request(Parser& parser, const std::string& remote_address) {
    http::request<http::string_body>& message = parser.get();
    HttpRequest request;
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    request.remote_address = remote_address;
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

/// What stands before the body of an answer.
std::string head_of(const HttpResponse& response, bool keep_alive) {
    const std::string_view reason = http::obsolete_reason(http::int_to_status(response.status));
    std::string head =
        fmt::format("HTTP/1.1 {} {}\r\nServer: spacetraders-sim\r\n", response.status, reason);
    for (const auto& [name, value] : response.headers)
        head.append(name).append(": ").append(value).append("\r\n");
    if (!response.body.empty()) {
        head.append("Content-Type: ").append(response.content_type).append("\r\n");
    }
    if (response.status != 204) {
        fmt::format_to(std::back_inserter(head), "Content-Length: {}\r\n", response.body.size());
    }
    head.append(keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
    return head;
}

/// What is wrong with a request that cannot be read; nothing where the client is gone.
struct Complaint {
    int status;
    std::string message;
};

std::optional<Complaint> complaint_about(const error_code& error, const HttpServerLimits& limits) {
    if (error == http::error::body_limit) {
        return Complaint{413, fmt::format("The body was too large, expected at most {} bytes.",
                                          limits.body_bytes)};
    }
    if (error == http::error::header_limit) {
        return Complaint{431, fmt::format("The header was too large, expected at most {} bytes.",
                                          limits.header_bytes)};
    }
    if (error == http::error::partial_message) {
        return Complaint{400, "The request ended early, expected as much as its header says."};
    }
    if (error.category() == make_error_code(http::error::bad_target).category() &&
        error != http::error::end_of_stream) {
        return Complaint{400, fmt::format("The request was not HTTP/1.1: {}.", error.message())};
    }
    return std::nullopt;
}

void allow_open_files(std::size_t connections) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    const rlim_t wanted = std::min<rlim_t>(connections + kOtherFiles, limit.rlim_max);
    if (limit.rlim_cur >= wanted) return;
    limit.rlim_cur = wanted;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

milliseconds tick_for(const HttpServerLimits& limits) {
    constexpr int kTicksOfTheShortest = 4;
    const milliseconds shortest =
        std::min({limits.header_time, limits.body_time, limits.idle_time, limits.answer_time});
    return std::clamp(shortest / kTicksOfTheShortest, milliseconds(1), kLongestTick);
}

}  // namespace

struct HttpServer::State {
    State(core::Executor loop, HttpHandler& answers, HttpServerLimits bounds)
        : executor(std::move(loop)),
          handler(answers),
          limits(bounds),
          acceptor(executor),
          pause(executor),
          tick_length(tick_for(limits)) {}

    core::Executor executor;
    HttpHandler& handler;
    HttpServerLimits limits;
    tcp::acceptor acceptor;
    asio::steady_timer pause;
    milliseconds tick_length;
    std::uint64_t tick = 0;
    std::set<Connection*> connections;
    bool stopped = false;
};

class HttpServer::Connection {
  public:
    Connection(std::shared_ptr<State> state, tcp::socket socket)
        : state_(std::move(state)),
          socket_(std::move(socket)),
          pause_(state_->executor),
          buffer_(state_->limits.header_bytes + state_->limits.body_bytes + kReadBytes) {
        error_code ignored;
        socket_.set_option(tcp::no_delay(true), ignored);
        remote_address_ = socket_.remote_endpoint(ignored).address().to_string();
        state_->connections.insert(this);
    }
    ~Connection() { state_->connections.erase(this); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Answers one request.
    /// @returns whether the connection may be used for another.
    core::Task<bool> serve_one();

    void cancel() {
        error_code ignored;
        socket_.cancel(ignored);
        pause_.cancel();
    }
    void end_if_late() {
        if (state_->tick < deadline_) return;
        late_ = true;
        cancel();
    }

  private:
    void set_deadline(milliseconds length) {
        late_ = false;
        // One more: the tick in progress is no whole one.
        deadline_ = state_->tick + std::uint64_t(length / state_->tick_length) + 1;
    }

    core::Task<error_code> read(Parser& parser);
    core::Task<bool> write(HttpResponse response, bool keep_alive, bool with_body);
    core::Task<void> complain(Complaint complaint);
    void reset();

    std::shared_ptr<State> state_;
    tcp::socket socket_;
    asio::steady_timer pause_;
    beast::flat_buffer buffer_;
    std::string remote_address_;
    std::uint64_t deadline_ = kNever;
    bool late_ = false;
};

// Reads a whole request into the parser, as much of it as has come at a time.
core::Task<error_code> HttpServer::Connection::read(Parser& parser) {
    enum class Waits : std::uint8_t { kForRequest, kForHeader, kForBody };
    Waits waits = Waits::kForRequest;
    set_deadline(state_->limits.idle_time);
    while (true) {
        error_code error;
        if (buffer_.size() > 0) {
            buffer_.consume(parser.put(buffer_.data(), error));
            if (error && error != http::error::need_more) co_return error;
            if (parser.is_done()) co_return error_code();
            if (waits == Waits::kForRequest) {
                waits = Waits::kForHeader;
                set_deadline(state_->limits.header_time);
            }
            if (waits == Waits::kForHeader && parser.is_header_done()) {
                waits = Waits::kForBody;
                set_deadline(state_->limits.body_time);
                if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
                    auto [write_error, written] =
                        co_await asio::async_write(socket_, asio::buffer(kContinue), kTuple);
                    if (write_error) co_return write_error;
                }
            }
        }
        auto [read_error, count] =
            co_await socket_.async_read_some(buffer_.prepare(kReadBytes), kTuple);
        const bool has_begun = waits != Waits::kForRequest;
        if (read_error == asio::error::eof && has_begun) co_return http::error::partial_message;
        if (read_error) co_return read_error;
        buffer_.commit(count);
    }
}

core::Task<bool> HttpServer::Connection::serve_one() {
    Parser parser;
    parser.eager(true);
    parser.header_limit(std::uint32_t(state_->limits.header_bytes));
    parser.body_limit(state_->limits.body_bytes);
    const error_code error = co_await read(parser);
    if (state_->stopped) co_return false;
    if (error) {
        auto complaint = complaint_about(error, state_->limits);
        if (late_ && parser.got_some()) complaint = Complaint{408, "The request came too slowly."};
        if (complaint) co_await complain(*std::move(complaint));
        co_return false;
    }
    const bool keep_alive = parser.keep_alive();
    const bool with_body = parser.get().method() != http::verb::head;
    HttpResponse response = state_->handler.handle(take_request(parser, remote_address_));
    co_return co_await write(std::move(response), keep_alive, with_body);
}

core::Task<bool> HttpServer::Connection::write(HttpResponse response, bool keep_alive,
                                               bool with_body) {
    if (response.delay > milliseconds(0)) {
        deadline_ = kNever;
        pause_.expires_after(response.delay);
        co_await pause_.async_wait(kTuple);
        if (state_->stopped) co_return false;
    }
    if (response.cut) {
        reset();
        co_return false;
    }
    const std::string head = head_of(response, keep_alive);
    const std::array<asio::const_buffer, 2> parts = {
        asio::buffer(head), with_body ? asio::buffer(response.body) : asio::const_buffer()};
    set_deadline(state_->limits.answer_time);
    auto [error, count] = co_await asio::async_write(socket_, parts, kTuple);
    co_return !error && keep_alive && !state_->stopped;
}

core::Task<void> HttpServer::Connection::complain(Complaint complaint) {
    co_await write(state_->handler.refuse(complaint.status, complaint.message), false, true);
    if (state_->stopped || late_) co_return;
    error_code error;
    socket_.shutdown(tcp::socket::shutdown_send, error);
    std::array<char, kReadBytes> unwanted{};
    std::size_t read_away = 0;
    set_deadline(kFarewellTime);
    while (!error && read_away < kFarewellBytes) {
        auto [read_error, count] = co_await socket_.async_read_some(asio::buffer(unwanted), kTuple);
        error = read_error;
        read_away += count;
    }
}

// A closed socket that lingers for no time is reset, as when a machine on the way fails.
void HttpServer::Connection::reset() {
    error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
}

core::Task<void> HttpServer::serve(std::shared_ptr<State> state,
                                   std::unique_ptr<Connection> connection) {
    bool goes_on = true;
    while (goes_on && !state->stopped)
        goes_on = co_await connection->serve_one();
}

core::Task<void> HttpServer::end_late_connections(std::shared_ptr<State> state) {
    asio::steady_timer& pause = state->pause;
    while (!state->stopped) {
        pause.expires_after(state->tick_length);
        co_await pause.async_wait(kTuple);
        ++state->tick;
        for (Connection* connection : state->connections)
            connection->end_if_late();
    }
}

namespace {

// Says no without waiting for anything: whoever is turned away must not cost a connection.
void turn_away(tcp::socket& socket, const HttpResponse& answer) {
    error_code ignored;
    std::array<char, kReadBytes> unwanted{};
    socket.non_blocking(true, ignored);
    socket.read_some(asio::buffer(unwanted), ignored);
    const std::string text = head_of(answer, false) + answer.body;
    socket.write_some(asio::buffer(text), ignored);
    socket.shutdown(tcp::socket::shutdown_both, ignored);
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
        if (state->connections.size() >= state->limits.connections) {
            turn_away(socket, state->handler.refuse(503, "There are too many connections."));
            continue;
        }
        core::spawn(state->executor,
                    serve(state, std::make_unique<Connection>(state, std::move(socket))));
    }
}

core::Result<std::unique_ptr<HttpServer>> HttpServer::listen(core::Executor executor,
                                                             const std::string& host,
                                                             std::uint16_t port,
                                                             HttpHandler& handler,
                                                             HttpServerLimits limits) {
    error_code error;
    const auto address = asio::ip::make_address(host, error);
    if (error) {
        return Error{
            ErrorCode::kInvalidArgument,
            fmt::format("host was \"{}\", expected a numeric address like 127.0.0.1", host)};
    }
    allow_open_files(limits.connections);
    auto state = std::make_shared<State>(executor, handler, limits);
    const tcp::endpoint endpoint(address, port);
    state->acceptor.open(endpoint.protocol(), error);
    if (!error) state->acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) state->acceptor.bind(endpoint, error);
    if (!error) state->acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) return listen_error(host, port, error);
    core::spawn(executor, accept_connections(state));
    core::spawn(executor, end_late_connections(state));
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

std::size_t HttpServer::connections() const {
    return state_->connections.size();
}

void HttpServer::stop() {
    if (state_->stopped) return;
    state_->stopped = true;
    error_code ignored;
    state_->acceptor.close(ignored);
    state_->pause.cancel();
    for (Connection* connection : state_->connections)
        connection->cancel();
}

}  // namespace argosy::sim
