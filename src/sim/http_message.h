#pragma once

/// @file
/// A request and an answer of the HTTP front, as values: what the routes see of the wire.

#include <cstdint>
#include <functional>
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
    std::string body;  ///< JSON; empty for none.
};

using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;

}  // namespace argosy::sim
