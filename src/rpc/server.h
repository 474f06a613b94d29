#pragma once

/// @file
/// The daemon's door: a gRPC server on a unix socket that only this user may open. gRPC's threads
/// bring calls to the loop and take answers from it; nothing else of the daemon sees a thread.

#include <memory>
#include <string>

#include "rpc/handlers.h"

namespace argosy::rpc {

class Server final {
  public:
    /// Listens on `socket_path`, whose file has mode 0600 from its first moment; the socket of a
    /// dead daemon is replaced.
    ///
    /// @pre `loop` outlives the server. `handlers` outlives the tasks of the loop: a handler that
    ///      waits when the server stops goes on if the loop does, and its answer is dropped.
    /// @pre Nothing else in the process creates files meanwhile (the file mode mask is narrowed).
    /// @error kConflict       "another daemon listens on ...".
    /// @error kConfiguration  The path cannot be used; the message says why.
    static core::Result<std::unique_ptr<Server>> create(const std::string& socket_path,
                                                        core::Executor loop, Handlers& handlers);

    /// Stops, when stop() was not called.
    ~Server();

    /// Answers every call in flight with kStopped, accepts no more, and removes the socket. After
    /// it returns no handler is called again. Stopping twice is harmless.
    /// @pre Called on the loop, or while the loop does not run.
    void stop();

    const std::string& socket_path() const;

  private:
    class Impl;
    explicit Server(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

}  // namespace argosy::rpc
