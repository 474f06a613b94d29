#pragma once

/// @file
/// A request and an answer of the HTTP front, as values: what the routes see of the wire; and
/// what a server asks for its answers.

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace argosy::sim {

struct HttpRequest {
    std::string method;
    std::string target;                                       ///< Path and query, as sent.
    std::map<std::string, std::string, std::less<>> headers;  ///< Names in lower case.
    std::string body;
    std::string remote_address;

    /// Returns the header's value, empty when absent.
    std::string_view header(std::string_view name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? std::string_view() : std::string_view(found->second);
    }
};

struct HttpResponse {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;  ///< JSON unless `content_type` says otherwise; empty for none.
    std::string_view content_type = "application/json; charset=utf-8";  ///< A literal.
    std::chrono::milliseconds delay{0};  ///< Real time for which the answer is held back.
    bool cut = false;                    ///< The connection is reset instead of answered.
};

/// Answers requests, one at a time.
class HttpHandler {
  public:
    virtual ~HttpHandler() = default;

    virtual HttpResponse handle(const HttpRequest& request) = 0;

    /// Returns the answer to a request that could not be read.
    virtual HttpResponse refuse(int status, std::string_view message) = 0;
};

}  // namespace argosy::sim
