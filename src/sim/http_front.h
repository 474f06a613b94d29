#pragma once

/// @file
/// The public HTTP API in front of a universe: finds the route, checks token and rate limit, and
/// gives every answer the game's envelope and headers. Time is the clock's; the markets live up to
/// it whenever somebody asks.

#include "core/clock.h"
#include "sim/faults.h"
#include "sim/http_api.h"
#include "sim/http_envelope.h"
#include "sim/http_limits.h"
#include "sim/http_message.h"
#include "sim/universe.h"

namespace argosy::sim {

class Journal;

struct HttpFrontOptions {
    bool rate_limited = true;
    Faults* faults = nullptr;    ///< Null: none befall. Lives as long as the front.
    Journal* journal = nullptr;  ///< Null: nothing is kept. Lives as long as the front.
};

class HttpFront final : public HttpHandler {
  public:
    static constexpr std::string_view kBasePath = "/v2";

    HttpFront(Universe& universe, const core::Clock& clock, HttpFrontOptions options);

    HttpResponse handle(const HttpRequest& request) override;
    HttpResponse refuse(int status, std::string_view message) override;

  private:
    /// Who calls, as far as the token says.
    struct Caller {
        ApiResult<std::string_view> token;  ///< Empty: none came.
        ApiResult<model::AgentSymbol> owner;
        std::optional<model::AgentSymbol> agent;  ///< The owner, when there is one.
        bool has_token = false;                   ///< Even one that cannot be read.
    };

    Caller caller_of(const HttpRequest& request) const;
    void respond(const HttpRequest& request, const Caller& caller, core::TimePoint now,
                 HttpResponse& response);
    ApiResult<ApiReply> answer(const HttpRequest& request, const Caller& caller,
                               core::TimePoint now, HttpResponse& response);
    /// Keeps a request that was carried out, for the journal to carry out again.
    void keep(const HttpRequest& request, const Caller& caller, Access access, int status,
              core::TimePoint now);
    std::optional<ApiError> limit(const HttpRequest& request, const Caller& caller,
                                  core::TimePoint now, HttpResponse& response);
    void spoil(HttpResponse& response, const Fault& fault, core::TimePoint now);
    void write(HttpResponse& response, const ApiResult<ApiReply>& reply, core::TimePoint now);

    Universe& universe_;
    const core::Clock& clock_;
    HttpFrontOptions options_;
    Api api_;
    RateLimits limits_;
    RequestIds request_ids_;
};

}  // namespace argosy::sim
