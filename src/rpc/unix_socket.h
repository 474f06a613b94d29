#pragma once

/// @file
/// What must be true of a socket file before a daemon listens on it or a client trusts it. Knows
/// nothing of gRPC, which would silently take over the socket of a daemon that lives.

#include <string>

#include "core/result.h"

namespace argosy::rpc {

/// @error kConfiguration  `path` is empty or longer than a unix socket's name may be.
core::Result<void> check_socket_path(const std::string& path);

/// Confirms that a process of this user (or of root) listens on `path`.
/// @error kUnavailable   Nobody listens there; the message says how to start a daemon.
/// @error kUnauthorized  The listener is another user's, or the file may not be opened.
core::Result<void> check_listener(const std::string& path);

/// The right to listen on a socket path, held by one process at a time.
class SocketClaim final {
  public:
    /// Creates the folder of `path` (mode 0700) when it is missing, locks `<path>.lock`, and
    /// removes the socket that a dead daemon left behind.
    /// @error kConflict       A daemon lives there: "another daemon listens on ...".
    /// @error kConfiguration  The path, its folder or the thing that lies there cannot be used.
    static core::Result<SocketClaim> acquire(const std::string& path);

    SocketClaim(SocketClaim&& other) noexcept;
    SocketClaim& operator=(SocketClaim&&) = delete;
    /// Gives the right up. The lock's file stays: removing it would let two daemons lock it.
    ~SocketClaim();

    const std::string& path() const { return path_; }

  private:
    SocketClaim(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}

    std::string path_;
    int lock_;
};

}  // namespace argosy::rpc
