#pragma once

/// @file
/// A small HTTP/1.1 server on the program's loop: kept connections, bounded bodies, one handler.
/// Knows nothing of the game.

#include <cstdint>
#include <memory>
#include <string>

#include "core/result.h"
#include "core/task.h"
#include "sim/http_message.h"

namespace argosy::sim {

class HttpServer {
  public:
    /// Starts to serve. The handler is called on the loop, one request at a time.
    /// @param host  A numeric address: "127.0.0.1", "0.0.0.0", "::1".
    /// @param port  0: any free one.
    /// @error kInvalidArgument  The host is not a numeric address.
    /// @error kConflict         The port is occupied.
    /// @error kUnavailable      The address cannot be listened on.
    static core::Result<std::unique_ptr<HttpServer>> listen(core::Executor executor,
                                                            const std::string& host,
                                                            std::uint16_t port,
                                                            HttpHandler handler);
    /// Stops.
    ~HttpServer();

    std::uint16_t port() const;

    /// Closes the port and every connection. The handler is not called again.
    void stop();

  private:
    struct State;
    explicit HttpServer(std::shared_ptr<State> state);

    static core::Task<void> accept_connections(std::shared_ptr<State> state);

    std::shared_ptr<State> state_;
};

}  // namespace argosy::sim
