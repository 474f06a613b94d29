#include "sim/http_front.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

namespace argosy::sim {
namespace {

using boost::json::object;

constexpr std::string_view kBearer = "Bearer ";

std::string_view bearer_token(const HttpRequest& request) {
    const std::string_view header = request.header("authorization");
    if (!header.starts_with(kBearer)) return {};
    return header.substr(kBearer.size());
}

// Returns what stands for each `{}` of the pattern, or nothing when the path is another.
std::optional<std::vector<std::string>> match(std::string_view pattern,
                                              const std::vector<std::string>& segments) {
    std::vector<std::string> names;
    std::size_t index = 0;
    for (std::size_t at = 1; at < pattern.size(); ++index) {
        const std::size_t slash = std::min(pattern.find('/', at), pattern.size());
        const std::string_view part = pattern.substr(at, slash - at);
        if (index >= segments.size()) return std::nullopt;
        if (part == "{}") {
            names.push_back(segments[index]);
        } else if (part != segments[index]) {
            return std::nullopt;
        }
        at = slash + 1;
    }
    if (index != segments.size()) return std::nullopt;
    return names;
}

struct Found {
    const Route* route = nullptr;
    std::vector<std::string> names;
    std::string allowed;  ///< The methods of the path, where the method was wrong.
};

Found find_route(std::string_view method, const std::vector<std::string>& segments) {
    Found found;
    for (const Route& route : all_routes()) {
        auto names = match(route.pattern, segments);
        if (!names) continue;
        if (route.method == method) return {&route, *std::move(names), {}};
        found.allowed += fmt::format("{}{}", found.allowed.empty() ? "" : ", ", route.method);
    }
    return found;
}

object fields_of(const std::vector<ErrorField>& fields);

boost::json::value field_value(const ErrorField& field) {
    if (const auto* number = std::get_if<std::int64_t>(&field.value)) return *number;
    if (const auto* seconds = std::get_if<double>(&field.value)) return *seconds;
    if (const auto* text = std::get_if<std::string>(&field.value)) return text->c_str();
    if (const auto* nested = std::get_if<std::vector<ErrorField>>(&field.value)) {
        return fields_of(*nested);
    }
    boost::json::array list;
    for (const std::string& each : std::get<std::vector<std::string>>(field.value)) {
        list.push_back(each.c_str());
    }
    return list;
}

object fields_of(const std::vector<ErrorField>& fields) {
    object result;
    for (const ErrorField& field : fields)
        result[field.name] = field_value(field);
    return result;
}

object envelope(const ApiError& error, std::string request_id) {
    object content{{"message", error.message}, {"code", error.code}};
    if (!error.data.empty()) content["data"] = fields_of(error.data);
    content["requestId"] = std::move(request_id);
    return object{{"error", std::move(content)}};
}

double seconds_of(core::Duration length) {
    return double(length.count()) / 1000.0;
}

}  // namespace

HttpFront::HttpFront(Universe& universe, const core::Clock& clock, HttpFrontOptions options)
    : universe_(universe), clock_(clock), options_(options), api_(universe) {}

HttpResponse HttpFront::handle(const HttpRequest& request) {
    const core::TimePoint now = clock_.now();
    HttpResponse response;
    const ApiResult<ApiReply> reply = answer(request, now, response);
    if (reply) {
        response.status = reply->status;
        if (!reply->body.is_null()) response.body = boost::json::serialize(reply->body);
    } else {
        response.status = reply.error().http_status;
        response.body = boost::json::serialize(envelope(reply.error(), next_request_id(now)));
    }
    response.headers.emplace_back("x-argosy-time", core::format_time(now));
    response.headers.emplace_back("x-argosy-time-factor", fmt::format("{}", clock_.factor()));
    return response;
}

HttpResponse HttpFront::refuse(int status, std::string_view message) {
    HttpResponse response{.status = status};
    const ApiError error{status, status, std::string(message), {}};
    response.body = boost::json::serialize(envelope(error, next_request_id(clock_.now())));
    return response;
}

ApiResult<ApiReply> HttpFront::answer(const HttpRequest& request, core::TimePoint now,
                                      HttpResponse& response) {
    const std::string_view token = bearer_token(request);
    const ApiResult<model::AgentSymbol> owner = universe_.authenticate(token);
    const auto agent = owner ? std::optional(*owner) : std::nullopt;
    if (auto refused = limit(request, agent, now, response)) return *std::move(refused);

    const auto target = parse_target(request.target);
    const bool has_base =
        target && !target->segments.empty() && target->segments.front() == kBasePath.substr(1);
    if (!has_base) return refusal::not_found("Route", request.target);
    const std::vector<std::string> below(target->segments.begin() + 1, target->segments.end());
    Found found = find_route(request.method, below);
    if (found.route == nullptr && found.allowed.empty()) {
        return refusal::not_found("Route", request.target);
    }
    if (found.route == nullptr) {
        response.headers.emplace_back("allow", found.allowed);
        return ApiError{
            405, 405, fmt::format("Method {} is not allowed here.", request.method), {}};
    }
    // An open route shows less to a stranger, but a token that came must be a good one.
    const bool needs_agent = found.route->access == Access::kAgent ||
                             (found.route->access == Access::kOpen && !token.empty());
    if (needs_agent && !owner) return owner.error();
    return found.route->handler(
        api_, ApiCall{request, *target, std::move(found.names), agent, token, now});
}

std::optional<ApiError> HttpFront::limit(const HttpRequest& request,
                                         const std::optional<model::AgentSymbol>& agent,
                                         core::TimePoint now, HttpResponse& response) {
    if (!options_.rate_limited) return std::nullopt;
    const RateLimits::Decision decision = limits_.admit(request.remote_address, agent, now);
    const std::string reset = core::format_time(decision.reset);
    auto& headers = response.headers;
    headers.emplace_back("x-ratelimit-type", decision.type);
    headers.emplace_back("x-ratelimit-limit-burst", std::to_string(RateLimits::kBurst));
    headers.emplace_back("x-ratelimit-limit-per-second", std::to_string(RateLimits::kPerSecond));
    headers.emplace_back("x-ratelimit-remaining", std::to_string(decision.remaining));
    headers.emplace_back("x-ratelimit-reset", reset);
    if (decision.admitted) return std::nullopt;

    const core::Duration wait = decision.reset - now;
    headers.emplace_back("retry-after", fmt::format("{:.3f}", seconds_of(wait)));
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

// The form of a UUID of version 7: milliseconds, then a count that tells requests of one
// millisecond apart.
std::string HttpFront::next_request_id(core::TimePoint now) {
    const auto millis = std::uint64_t(core::to_millis(now)) & 0xffff'ffff'ffffULL;
    const std::uint64_t count = ++requests_;
    return fmt::format("{:08x}-{:04x}-7{:03x}-8{:03x}-{:012x}", millis >> 16, millis & 0xffff,
                       (count >> 60) & 0xfff, (count >> 48) & 0xfff, count & 0xffff'ffff'ffffULL);
}

}  // namespace argosy::sim
