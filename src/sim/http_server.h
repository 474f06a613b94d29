#pragma once

/// @file
/// A small HTTP/1.1 server on the program's loop: kept connections, pipelined requests, and a limit
/// to everything a client may send, hold or wait for. Its timeouts are real time. Knows nothing of
/// the game.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "core/result.h"
#include "core/task.h"
#include "sim/http_message.h"

namespace argosy::sim {

/// What one client may ask of the server. All of it is chosen. A request beyond a limit is answered
/// with the status named, then its connection is closed.
struct HttpServerLimits {
    /// From the first byte of a request to the end of its header: 408.
    std::chrono::milliseconds header_time = std::chrono::seconds(10);
    /// From there to the end of its body: 408.
    std::chrono::milliseconds body_time = std::chrono::seconds(30);
    /// From one request to the next: closed without a word.
    std::chrono::milliseconds idle_time = std::chrono::seconds(60);
    /// Until the client has taken the answer: closed.
    std::chrono::milliseconds answer_time = std::chrono::seconds(30);
    std::size_t header_bytes = std::size_t{16} * 1024;  ///< 431
    std::size_t body_bytes = std::size_t{64} * 1024;    ///< 413
    std::size_t connections = 4'096;                    ///< At once: 503
};

class HttpServer {
  public:
    /// Starts to serve. Lets the process open as many files as `limits.connections` needs, as far
    /// as the system allows that.
    /// @param host     A numeric address: "127.0.0.1", "0.0.0.0", "::1".
    /// @param port     0: any free one.
    /// @param handler  Called on the loop, one request at a time; lives as long as the server.
    /// @error kInvalidArgument  The host is not a numeric address.
    /// @error kConflict         The port is occupied.
    /// @error kUnavailable      The address cannot be listened on.
    static core::Result<std::unique_ptr<HttpServer>> listen(core::Executor executor,
                                                            const std::string& host,
                                                            std::uint16_t port,
                                                            HttpHandler& handler,
                                                            HttpServerLimits limits = {});
    /// Stops.
    ~HttpServer();

    std::uint16_t port() const;

    /// Connections open now.
    std::size_t connections() const;

    /// Closes the port and every connection. The handler is not called again.
    void stop();

  private:
    struct State;
    class Connection;
    explicit HttpServer(std::shared_ptr<State> state);

    static core::Task<void> accept_connections(std::shared_ptr<State> state);
    static core::Task<void> end_late_connections(std::shared_ptr<State> state);
    static core::Task<void> serve(std::shared_ptr<State> state,
                                  std::unique_ptr<Connection> connection);

    std::shared_ptr<State> state_;
};

}  // namespace argosy::sim
