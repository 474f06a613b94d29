#pragma once

/// @file
/// The public HTTP API in front of a universe: finds the route, checks token and rate limit, and
/// gives every answer the game's envelope and headers. Time is the clock's; the markets live up to
/// it whenever somebody asks.

#include <cstdint>

#include "core/clock.h"
#include "sim/http_api.h"
#include "sim/http_limits.h"
#include "sim/http_message.h"
#include "sim/universe.h"

namespace argosy::sim {

struct HttpFrontOptions {
    bool rate_limited = true;
};

class HttpFront final : public HttpHandler {
  public:
    static constexpr std::string_view kBasePath = "/v2";

    HttpFront(Universe& universe, const core::Clock& clock, HttpFrontOptions options);

    HttpResponse handle(const HttpRequest& request) override;
    HttpResponse refuse(int status, std::string_view message) override;

  private:
    ApiResult<ApiReply> answer(const HttpRequest& request, core::TimePoint now,
                               HttpResponse& response);
    std::optional<ApiError> limit(const HttpRequest& request,
                                  const std::optional<model::AgentSymbol>& agent,
                                  core::TimePoint now, HttpResponse& response);
    std::string next_request_id(core::TimePoint now);

    Universe& universe_;
    const core::Clock& clock_;
    HttpFrontOptions options_;
    Api api_;
    RateLimits limits_;
    std::uint64_t requests_ = 0;
};

}  // namespace argosy::sim
