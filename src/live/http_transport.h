#pragma once

/// @file
/// HTTP/1.1 over TCP or TLS with certificate verification and a pool of kept connections. Its
/// timeouts are the machine's: how long a network may take has nothing to do with game time.

#include <chrono>
#include <memory>

#include "live/transport.h"

namespace argosy::live {

struct TransportLimits {
    /// From the lookup of the name to the end of the TLS handshake.
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);
    /// From the first byte written to the last byte read.
    std::chrono::milliseconds request_timeout = std::chrono::seconds(30);
    std::size_t idle_connections = 8;
    std::size_t answer_bytes = std::size_t{16} * 1024 * 1024;
};

class HttpTransport final : public Transport {
  public:
    /// @param base_url  For example "https://api.spacetraders.io/v2" or "http://127.0.0.1:8080/v2".
    /// @error kInvalidArgument  The URL is not one of http or https with a host.
    static Result<std::unique_ptr<HttpTransport>> create(core::Executor executor,
                                                         std::string_view base_url,
                                                         TransportLimits limits = {});
    ~HttpTransport() override;

    /// A kept connection that turns out to be dead before any byte of the answer came is replaced
    /// by a new one once, if the request is idempotent or was not written.
    Task<Result<HttpAnswer>> send(HttpRequest request) override;

  private:
    class Impl;
    explicit HttpTransport(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

}  // namespace argosy::live
