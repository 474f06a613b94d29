#include "live/api_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <charconv>
#include <cmath>

#include "game/errors.h"
#include "live/json_node.h"

namespace argosy::live {
namespace {

using core::Duration;
using core::Error;
using core::ErrorCode;
using core::TimePoint;
using game::RequestOutcome;

constexpr int kTooManyRequests = 429;
constexpr int kServiceUnavailable = 503;
constexpr std::int32_t kMaintenance = 3100;
constexpr std::int32_t kResetInProgress = 3200;

// A window that ended by the server's clock may not have ended by ours.
constexpr Duration kAfterRefusal = std::chrono::milliseconds(50);
constexpr Duration kLongestRetryAfter = std::chrono::minutes(5);

/// `{"error": {...}}`, empty where the body is something else.
struct Envelope {
    std::int32_t code = 0;
    std::string message;
    std::optional<double> retry_after;
};

Envelope read_envelope(std::string_view body) {
    boost::system::error_code parse_error;
    const boost::json::value document =
        boost::json::parse(boost::json::string_view(body.data(), body.size()), parse_error);
    Envelope envelope;
    if (parse_error || !document.is_object()) return envelope;
    std::string problem;
    const auto error = JsonNode(document, problem).find("error");
    if (!error) return envelope;
    if (const auto code = error->find("code")) envelope.code = std::int32_t(code->whole());
    if (const auto message = error->find("message")) envelope.message = message->text();
    if (const auto data = error->find("data")) {
        if (const auto after = data->find("retryAfter")) envelope.retry_after = after->number();
    }
    return problem.empty() ? envelope : Envelope{};
}

std::optional<Duration> retry_after(const Envelope& envelope, const HttpAnswer& answer) {
    std::optional<double> seconds = envelope.retry_after;
    if (const std::string_view header = answer.header("retry-after"); !seconds && !header.empty()) {
        double value = 0;
        const auto [end, error] =
            std::from_chars(header.data(), header.data() + header.size(), value);
        if (error == std::errc()) seconds = value;
    }
    if (!seconds || !(*seconds >= 0)) return std::nullopt;
    const auto longest = double(kLongestRetryAfter.count());
    return Duration(std::int64_t(std::ceil(std::min(*seconds * 1000.0, longest)))) + kAfterRefusal;
}

bool is_maintenance(const HttpAnswer& answer, const Envelope& envelope) {
    return envelope.code == kMaintenance || envelope.code == kResetInProgress ||
           (answer.status == kServiceUnavailable && envelope.code == kServiceUnavailable);
}

std::string name_of(const HttpRequest& request) {
    return fmt::format("{} {}", request.method, request.path);
}

}  // namespace

ApiClient::ApiClient(std::unique_ptr<Transport> transport, core::Clock& clock, core::Log& log,
                     ServerTimeObserver observer, RetryPolicy policy,
                     std::shared_ptr<game::RequestGuard> guard,
                     std::shared_ptr<game::RequestBudget> budget)
    : transport_(std::move(transport)),
      clock_(clock),
      log_(log),
      observer_(std::move(observer)),
      policy_(policy),
      guard_(std::move(guard)),
      budget_(budget ? std::move(budget) : std::make_shared<game::RequestBudget>(clock)) {}

core::Task<core::Result<ApiAnswer>> ApiClient::call(HttpRequest request,
                                                    game::RequestPurpose purpose) {
    const game::Effect effect =
        request.is_idempotent() ? game::Effect::kLooks : game::Effect::kActs;
    const TimePoint deadline = clock_.now() + policy_.deadline;
    Duration back_off = policy_.first_wait;
    for (int attempt = 1;; ++attempt) {
        ARGOSY_CO_CHECK(co_await budget_.acquire(purpose, effect, guard_));
        auto answer = co_await transport_->send(request);
        Verdict verdict = judge(request, std::move(answer));
        budget_.record(purpose, verdict.counted);
        if (guard_) {
            co_await guard_->answered(effect, name_of(request),
                                      verdict.outcome ? nullptr : &verdict.outcome.error());
        }
        if (!verdict.repeat) co_return std::move(verdict.outcome);

        const TimePoint next = clock_.now() + verdict.wait.value_or(back_off);
        if (attempt >= policy_.attempts || next > deadline) co_return std::move(verdict.outcome);
        log_.warning("live", "request_repeated",
                     {{"request", name_of(request)},
                      {"attempt", attempt},
                      {"reason", verdict.outcome.error().message}});
        if (!verdict.wait) back_off = std::min(back_off * 2, policy_.longest_wait);
        co_await clock_.sleep_until(next);
    }
}

ApiClient::Verdict ApiClient::judge(const HttpRequest& request, core::Result<HttpAnswer> attempt) {
    const bool reads = request.is_idempotent();
    if (!attempt) {
        Error error = std::move(attempt).error();
        const bool repeat = reads || error.code == ErrorCode::kUnavailable;
        if (repeat) error.code = ErrorCode::kUnavailable;
        const auto counted = repeat ? RequestOutcome::kUnavailable : RequestOutcome::kUnknown;
        return Verdict{.outcome = std::move(error), .counted = counted, .repeat = repeat};
    }
    const HttpAnswer answer = *std::move(attempt);
    const std::optional<ServerTime> time = server_time_of(answer);
    if (time && observer_) observer_(*time);

    if (answer.status < 200 || answer.status > 299) {
        Verdict verdict = judge_refusal(request, answer);
        if (answer.status == kTooManyRequests) {
            budget_.shared().pause_until(clock_.now() + verdict.wait.value_or(Duration(0)));
        }
        return verdict;
    }
    if (answer.body.empty()) return Verdict{.outcome = ApiAnswer{.json = nullptr, .time = time}};
    boost::system::error_code parse_error;
    boost::json::value json = boost::json::parse(answer.body, parse_error);
    if (!parse_error) {
        return Verdict{.outcome = ApiAnswer{.json = std::move(json), .time = time}};
    }
    Error error{
        reads ? ErrorCode::kUnavailable : ErrorCode::kOutcomeUnknown,
        fmt::format("{}: the answer was not JSON: {}", name_of(request), parse_error.message())};
    return Verdict{.outcome = std::move(error),
                   .counted = reads ? RequestOutcome::kUnavailable : RequestOutcome::kUnknown,
                   .repeat = reads};
}

ApiClient::Verdict ApiClient::judge_refusal(const HttpRequest& request,
                                            const HttpAnswer& answer) const {
    Envelope envelope = read_envelope(answer.body);
    const bool worded = !envelope.message.empty();
    std::string message =
        worded ? std::move(envelope.message)
               : fmt::format("{}: the server answered {}", name_of(request), answer.status);
    Error error = game::error_from(envelope.code, answer.status, std::move(message));

    if (answer.status == kTooManyRequests) {
        return Verdict{.outcome = std::move(error),
                       .counted = RequestOutcome::kRateLimited,
                       .repeat = true,
                       .wait = retry_after(envelope, answer)};
    }
    const bool is_fault = answer.status >= 500;
    if (!is_fault) {
        return Verdict{.outcome = std::move(error), .counted = RequestOutcome::kRefused};
    }
    error.code = ErrorCode::kUnavailable;
    if (request.is_idempotent() || is_maintenance(answer, envelope)) {
        return Verdict{.outcome = std::move(error),
                       .counted = RequestOutcome::kUnavailable,
                       .repeat = true,
                       .wait = retry_after(envelope, answer)};
    }
    // The fault may have struck after the deed.
    error.code = ErrorCode::kOutcomeUnknown;
    return Verdict{.outcome = std::move(error), .counted = RequestOutcome::kUnknown};
}

}  // namespace argosy::live
