#pragma once

/// @file
/// A small HTTP server for whoever collects metrics: one path, GET only, loopback only. It runs on
/// the daemon's loop and knows nothing of what is measured.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/task.h"

namespace argosy::metrics {

/// Returns the text of one scrape.
using Scrape = std::function<core::Task<core::Result<std::string>>()>;

class MetricsServer final {
  public:
    /// Connections at once; more wait to be accepted.
    static constexpr int kMostConnections = 8;
    /// What a request may be large, and how long it may take, in real time.
    static constexpr std::uint32_t kMostHeaderBytes = 8 * 1024;
    static constexpr auto kRequestTime = std::chrono::seconds(10);

    /// Listens on `port` of 127.0.0.1; 0 is any free port.
    /// @pre `loop` outlives the server; what `scrape` needs outlives the tasks of the loop.
    /// @error kConfiguration  The port is taken, or not allowed; the message says which.
    static core::Result<std::unique_ptr<MetricsServer>> create(core::Executor loop,
                                                               std::uint16_t port, Scrape scrape);
    /// Accepts nothing more; connections that are being answered end with the loop.
    ~MetricsServer();

    /// Returns "http://127.0.0.1:PORT/metrics".
    std::string url() const;

  private:
    struct State;
    explicit MetricsServer(std::shared_ptr<State> state);

    std::shared_ptr<State> state_;
};

}  // namespace argosy::metrics
