#include "sim/http_front.h"

#include <fmt/format.h>

#include <array>
#include <span>

#include "sim/journal.h"
#include "sim/json_text.h"

namespace argosy::sim {
namespace {

constexpr std::string_view kBearer = "Bearer ";

// Returns the request's token, empty when none came.
ApiResult<std::string_view> bearer_token(const HttpRequest& request) {
    const std::string_view header = request.header("authorization");
    if (header.empty()) return header;
    // The space may be gone with an empty token behind it.
    if (header == kBearer || header == kBearer.substr(0, kBearer.size() - 1)) {
        return refusal::token_empty();
    }
    if (!header.starts_with(kBearer)) return refusal::token_malformed();
    return header.substr(kBearer.size());
}

struct Found {
    const Route* route = nullptr;
    std::vector<std::string> names;
    std::string allowed;  ///< The methods of the path, where the method was wrong.
};

Found find_route(std::string_view method, std::span<const std::string> segments) {
    // A client that asks for the head of an answer gets that of the whole one.
    const std::string_view wanted = method == "HEAD" ? "GET" : method;
    Found found;
    for (const Route& route : all_routes()) {
        auto names = match_path(route.pattern, segments);
        if (!names) continue;
        if (route.method == wanted) return {&route, *std::move(names), {}};
        found.allowed += fmt::format("{}{}", found.allowed.empty() ? "" : ", ", route.method);
    }
    return found;
}

double seconds_of(core::Duration length) {
    return double(length.count()) / 1000.0;
}

// The form of the Date header: "Tue, 21 Jan 2025 23:36:32 GMT".
std::string http_date(core::TimePoint at) {
    constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed",
                                                       "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - day));
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                       kDays.at(std::chrono::weekday(day).c_encoding()), unsigned(date.day()),
                       kMonths.at(unsigned(date.month()) - 1), int(date.year()),
                       time.hours().count(), time.minutes().count(), time.seconds().count());
}

// The path below the base path, as it was sent, for the patterns of faults.
std::string_view path_of(std::string_view target) {
    target = target.substr(0, target.find('?'));
    if (target.starts_with(HttpFront::kBasePath)) target.remove_prefix(HttpFront::kBasePath.size());
    return target.empty() ? "/" : target;
}

bool takes_effect(const Fault& fault) {
    return fault.kind == FaultKind::kDelay || fault.kind == FaultKind::kMalformed ||
           fault.takes_effect;
}

}  // namespace

HttpFront::HttpFront(Universe& universe, const core::Clock& clock, HttpFrontOptions options)
    : universe_(universe), clock_(clock), options_(options), api_(universe) {}

HttpResponse HttpFront::handle(const HttpRequest& request) {
    const core::TimePoint now = clock_.now();
    const Caller caller = caller_of(request);
    HttpResponse response;
    auto& headers = response.headers;
    headers.emplace_back("date", http_date(now));
    headers.emplace_back("access-control-allow-origin", "*");
    headers.emplace_back("access-control-expose-headers",
                         "Retry-After, X-RateLimit-Type, X-RateLimit-Limit-Burst, "
                         "X-RateLimit-Limit-Per-Second, X-RateLimit-Remaining, X-RateLimit-Reset");
    headers.emplace_back("x-argosy-time", core::format_time(now));
    headers.emplace_back("x-argosy-time-factor", fmt::format("{}", clock_.factor()));
    if (auto refused = limit(request, caller, now, response)) {
        write(response, *std::move(refused), now);
    } else {
        respond(request, caller, now, response);
    }
    // Nobody may know what a restart would not.
    if (options_.journal != nullptr && !options_.journal->keep_time(now)) response.cut = true;
    return response;
}

HttpResponse HttpFront::refuse(int status, std::string_view message) {
    HttpResponse response{.status = status};
    const ApiError error = ApiError::ordered(status, status, std::string(message));
    response.body = error_body(error, request_ids_.next(clock_.now()));
    return response;
}

HttpFront::Caller HttpFront::caller_of(const HttpRequest& request) const {
    const ApiResult<std::string_view> token = bearer_token(request);
    Caller caller{
        token,
        token ? universe_.authenticate(*token) : ApiResult<model::AgentSymbol>(token.error()),
        std::nullopt};
    if (caller.owner) caller.agent = *caller.owner;
    return caller;
}

void HttpFront::respond(const HttpRequest& request, const Caller& caller, core::TimePoint now,
                        HttpResponse& response) {
    const auto fault =
        options_.faults == nullptr
            ? std::nullopt
            : options_.faults->strike(request.method, path_of(request.target), caller.agent);
    if (!fault || takes_effect(*fault)) {
        write(response, answer(request, caller, now, response), now);
    }
    if (fault) spoil(response, *fault, now);
}

void HttpFront::write(HttpResponse& response, const ApiResult<ApiReply>& reply,
                      core::TimePoint now) {
    if (reply) {
        response.status = reply->status;
        if (!reply->body.is_null()) response.body = to_json_text(reply->body);
    } else {
        response.status = reply.error().http_status;
        response.body = error_body(reply.error(), request_ids_.next(now));
    }
}

void HttpFront::spoil(HttpResponse& response, const Fault& fault, core::TimePoint now) {
    response.delay = fault.delay;
    switch (fault.kind) {
        case FaultKind::kDelay:
            return;
        case FaultKind::kStatus:
            write(
                response,
                ApiError::ordered(fault.status, fault.code == 0 ? fault.status : fault.code,
                                  fault.message.empty() ? "Something went wrong." : fault.message),
                now);
            return;
        case FaultKind::kHtml:
            response.status = fault.status;
            response.content_type = "text/html";
            response.body = fmt::format(
                "<html><head><title>{0}</title></head><body><h1>{0}</h1>"
                "</body></html>\n",
                fault.status);
            return;
        case FaultKind::kMalformed:
            response.body.resize(response.body.size() / 2);
            if (response.body.empty()) response.body = "{";
            return;
        case FaultKind::kCut:
            response.cut = true;
            return;
    }
    ARGOSY_FAIL("an unknown kind of fault");
}

ApiResult<ApiReply> HttpFront::answer(const HttpRequest& request, const Caller& caller,
                                      core::TimePoint now, HttpResponse& response) {
    const auto target = parse_target(request.target);
    const bool has_base =
        target && !target->segments.empty() && target->segments.front() == kBasePath.substr(1);
    if (!has_base) return refusal::not_found("Route", request.target);
    Found found = find_route(request.method, std::span(target->segments).subspan(1));
    if (found.route == nullptr && found.allowed.empty()) {
        return refusal::not_found("Route", request.target);
    }
    if (found.route == nullptr) {
        response.headers.emplace_back("allow", found.allowed);
        if (request.method == "OPTIONS") {
            // What a browser asks before it sends a page's request to another host.
            response.headers.emplace_back("access-control-allow-methods", found.allowed);
            response.headers.emplace_back("access-control-allow-headers",
                                          "authorization, content-type");
            return ApiReply{kNoContent, nullptr};
        }
        return ApiError::ordered(405, 405,
                                 fmt::format("Method {} is not allowed here.", request.method));
    }
    if (!caller.token) return caller.token.error();
    // An open route shows less to a stranger, but a token that came must be a good one.
    const bool needs_agent = found.route->access == Access::kAgent ||
                             (found.route->access == Access::kOpen && !caller.token->empty());
    if (needs_agent && !caller.owner) return caller.owner.error();
    const ApiResult<ApiReply> reply = found.route->handler(
        api_, ApiCall{request, *target, std::move(found.names), caller.agent, *caller.token, now});
    if (reply && found.route->method != "GET") {
        keep(request, caller, found.route->access, reply->status, now);
    }
    return reply;
}

// Neither reading nor what is refused changes anything.
void HttpFront::keep(const HttpRequest& request, const Caller& caller, Access access, int status,
                     core::TimePoint now) {
    if (options_.journal == nullptr) return;
    RequestEntry kept;
    if (access == Access::kAccount) {
        kept.account = Universe::account_of(*caller.token);
    } else {
        kept.agent = caller.agent;
    }
    kept.method = request.method;
    kept.target = request.target;
    kept.body = request.body;
    kept.status = status;
    options_.journal->keep(JournalEntry{.at = now, .request = std::move(kept)});
}

std::optional<ApiError> HttpFront::limit(const HttpRequest& request, const Caller& caller,
                                         core::TimePoint now, HttpResponse& response) {
    // While time stands still no window would ever end.
    if (!options_.rate_limited || clock_.factor() == 0.0) return std::nullopt;
    std::optional<std::string> account;
    if (caller.agent) account = (*universe_.agent(*caller.agent))->agent.account;
    const RateLimits::Decision decision = limits_.admit(request.remote_address, account, now);
    const std::string reset = core::format_time(decision.reset);
    auto& headers = response.headers;
    headers.emplace_back("x-ratelimit-type", decision.type);
    headers.emplace_back("x-ratelimit-limit-burst", std::to_string(RateLimits::kBurst));
    headers.emplace_back("x-ratelimit-limit-per-second", std::to_string(RateLimits::kPerSecond));
    headers.emplace_back("x-ratelimit-remaining", std::to_string(decision.remaining));
    headers.emplace_back("x-ratelimit-reset", reset);
    if (decision.admitted) return std::nullopt;

    const core::Duration wait = decision.reset - now;
    headers.emplace_back("retry-after",
                         std::to_string(std::chrono::ceil<std::chrono::seconds>(wait).count()));
    return ApiError{429,
                    429,
                    "You have reached your API limit.",
                    {{"type", std::string(decision.type)},
                     {"retryAfter", seconds_of(wait)},
                     {"limitBurst", std::int64_t(RateLimits::kBurst)},
                     {"limitPerSecond", std::int64_t(RateLimits::kPerSecond)},
                     {"remaining", std::int64_t(decision.remaining)},
                     {"reset", reset}}};
}

}  // namespace argosy::sim
