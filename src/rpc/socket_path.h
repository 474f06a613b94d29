#pragma once

/// @file
/// Where the daemon listens when nobody says otherwise. Stands alone, so that the daemon, the
/// command line and tests agree on it without linking anything.

#include <unistd.h>

#include <cstdlib>
#include <string>

namespace argosy::rpc {

/// Returns $ARGOSY_SOCKET, else one of its synonyms (those of the daemon's own configuration), else
/// $XDG_RUNTIME_DIR/argosy/daemon.sock, else /tmp/argosy-<uid>/daemon.sock. An empty variable
/// counts as unset.
inline std::string default_socket_path() {
    const auto variable = [](const char* name) -> std::string {
        const char* value = std::getenv(name);
        return value == nullptr ? "" : value;
    };
    for (const char* name : {"ARGOSY_SOCKET", "SPACETRADERS_SOCKET", "ARGOSY_DAEMON_SOCKET"}) {
        if (std::string named = variable(name); !named.empty()) return named;
    }
    if (const std::string runtime = variable("XDG_RUNTIME_DIR"); !runtime.empty()) {
        return runtime + "/argosy/daemon.sock";
    }
    return "/tmp/argosy-" + std::to_string(::geteuid()) + "/daemon.sock";
}

}  // namespace argosy::rpc
