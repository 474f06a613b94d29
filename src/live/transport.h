#pragma once

/// @file
/// How requests reach a game server and answers come back, without saying what they mean. The
/// real one is `HttpTransport`; tests of what stands above it script their own.

#include <map>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/secret.h"
#include "core/task.h"

namespace argosy::live {

using core::Result;
using core::Task;

struct HttpRequest {
    std::string_view method;  ///< A literal: "GET", "POST" or "PATCH".
    std::string path;         ///< Below the base URL, with its query: "/my/ships?page=1".
    std::string body;         ///< JSON; empty for none.
    core::Secret token;       ///< Empty: no authorisation is sent.

    /// Whether sending it twice does what sending it once does.
    bool is_idempotent() const { return method == "GET"; }
};

struct HttpAnswer {
    int status = 0;
    std::map<std::string, std::string, std::less<>> headers;  ///< Names in lower case.
    std::string body;

    /// Returns the header's value, empty when absent.
    std::string_view header(std::string_view name) const;
};

class Transport {
  public:
    virtual ~Transport() = default;

    /// Sends one request and returns the server's answer, whatever its status.
    /// @error kUnavailable     The server has not received the request.
    /// @error kOutcomeUnknown  It was sent, at least in part, and no whole answer came.
    virtual Task<Result<HttpAnswer>> send(HttpRequest request) = 0;
};

}  // namespace argosy::live
