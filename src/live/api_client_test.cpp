#include "live/api_client.h"

#include <gtest/gtest.h>

#include <deque>
#include <optional>

#include "core/virtual_loop.h"

namespace argosy::live {
namespace {

using core::Duration;
using core::Error;
using core::ErrorCode;
using core::Result;
using core::TimePoint;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint kStart = core::from_millis(1'750'000'000'000);
constexpr const char* kSecretToken = "eyJ-a-token-nobody-may-read";

HttpAnswer answer(int status, std::string body = R"({"data":{}})") {
    HttpAnswer result;
    result.status = status;
    result.body = std::move(body);
    return result;
}

HttpAnswer refusal(int status, int code) {
    return answer(status, fmt::format(R"({{"error":{{"message":"no","code":{}}}}})", code));
}

Error not_sent() {
    return Error{ErrorCode::kUnavailable, "connection refused"};
}
Error unanswered() {
    return Error{ErrorCode::kOutcomeUnknown, "timed out"};
}

// Gives the answers it was told, the last one again and again.
class ScriptedTransport final : public Transport {
  public:
    ScriptedTransport(core::Clock& clock, std::deque<Result<HttpAnswer>> script,
                      std::vector<TimePoint>& sent)
        : clock_(clock), script_(std::move(script)), sent_(sent) {}

    Task<Result<HttpAnswer>> send(HttpRequest) override {
        sent_.push_back(clock_.now());
        Result<HttpAnswer> next = script_.front();
        if (script_.size() > 1) script_.pop_front();
        co_return next;
    }

  private:
    core::Clock& clock_;
    std::deque<Result<HttpAnswer>> script_;
    std::vector<TimePoint>& sent_;
};

class RecordingSink final : public core::LogSink {
  public:
    void write(const core::LogEvent& event) override {
        for (const core::LogField& field : event.fields)
            text += field.value + "\n";
    }
    std::string text;
};

class ApiClientTest : public testing::Test {
  protected:
    Result<ApiAnswer> call(std::string_view method, std::deque<Result<HttpAnswer>> script) {
        client_ = std::make_unique<ApiClient>(
            std::make_unique<ScriptedTransport>(loop_.clock(), std::move(script), sent_),
            loop_.clock(), log_, [this](const ServerTime& time) { seen_.push_back(time); });
        std::optional<Result<ApiAnswer>> result;
        core::spawn(loop_.executor(), keep(*client_, method, result));
        loop_.run_until(kStart + std::chrono::hours(10));
        EXPECT_TRUE(result.has_value()) << "the call never ended";
        return result ? *result : Result<ApiAnswer>(Error{ErrorCode::kStopped, ""});
    }

    static core::Task<void> keep(ApiClient& client, std::string_view method,
                                 std::optional<Result<ApiAnswer>>& result) {
        HttpRequest request{
            .method = method, .path = "/x", .body = {}, .token = core::Secret(kSecretToken)};
        result = co_await client.call(std::move(request), game::RequestPurpose::kTrade);
    }

    core::VirtualLoop loop_{kStart};
    RecordingSink sink_;
    core::Log log_{loop_.clock(), sink_};
    std::unique_ptr<ApiClient> client_;
    std::vector<TimePoint> sent_;
    std::vector<ServerTime> seen_;
};

TEST_F(ApiClientTest, GivesBackTheJsonOfASuccess) {
    const auto result = call("GET", {answer(200, R"({"data":7})")});
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(result->json.at("data").as_int64(), 7);
    EXPECT_EQ(sent_.size(), 1u);
}

TEST_F(ApiClientTest, AnEmptyBodyIsASuccessWithoutJson) {
    const auto result = call("GET", {answer(204, "")});
    ASSERT_TRUE(result.ok());
    EXPECT_TRUE(result->json.is_null());
}

TEST_F(ApiClientTest, TheGamesRefusalIsFinal) {
    const auto result = call("POST", {refusal(400, 4600)});
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::kInsufficientCredits);
    EXPECT_EQ(result.error().game_code, 4600);
    EXPECT_EQ(result.error().message, "no");
    EXPECT_EQ(sent_.size(), 1u);
}

TEST_F(ApiClientTest, ReadsAreRepeatedThroughTemporaryTrouble) {
    const auto result = call("GET", {not_sent(), unanswered(), answer(502, "<html>"),
                                     answer(200, "not json"), refusal(500, 500), answer(200)});
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(sent_.size(), 6u);
}

TEST_F(ApiClientTest, TheWaitBetweenRepetitionsDoubles) {
    const auto result =
        call("GET", {refusal(500, 500), refusal(500, 500), refusal(500, 500), answer(200)});
    ASSERT_TRUE(result.ok());
    const std::vector<TimePoint> expected = {kStart, kStart + seconds(1), kStart + seconds(3),
                                             kStart + seconds(7)};
    EXPECT_EQ(sent_, expected);
}

TEST_F(ApiClientTest, TroubleThatDoesNotEndIsUnavailable) {
    const auto result = call("GET", {answer(503, "")});
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::kUnavailable);
    EXPECT_LE(sent_.size(), std::size_t(RetryPolicy().attempts));
    EXPECT_LE(sent_.back(), kStart + RetryPolicy().deadline);
    EXPECT_GT(sent_.size(), 4u);
}

TEST_F(ApiClientTest, AReadThatWasNeverAnsweredDidNothing) {
    const auto result = call("GET", {unanswered()});
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::kUnavailable);
}

TEST_F(ApiClientTest, AnActWithoutAnswerIsNotRepeated) {
    const auto result = call("POST", {unanswered(), answer(200)});
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::kOutcomeUnknown);
    EXPECT_EQ(sent_.size(), 1u);
}

TEST_F(ApiClientTest, AnActThatFailedInsideTheServerMayHaveHappened) {
    for (const int status : {500, 502, 503, 504}) {
        sent_.clear();
        const auto result = call("POST", {answer(status, "<html>"), answer(200)});
        ASSERT_FALSE(result.ok()) << status;
        EXPECT_EQ(result.error().code, ErrorCode::kOutcomeUnknown) << status;
        EXPECT_EQ(sent_.size(), 1u) << status;
    }
}

TEST_F(ApiClientTest, AnActAnsweredWithNonsenseMayHaveHappened) {
    const auto result = call("POST", {answer(201, "{\"data\":")});
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::kOutcomeUnknown);
}

TEST_F(ApiClientTest, AnActTheServerNeverGotIsRepeated) {
    const auto result = call("POST", {not_sent(), not_sent(), answer(201)});
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(sent_.size(), 3u);
}

TEST_F(ApiClientTest, AnActDuringMaintenanceIsRepeated) {
    const auto result = call("POST", {refusal(503, 503), refusal(503, 3100), answer(201)});
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(sent_.size(), 3u);
}

TEST_F(ApiClientTest, ARefusalForTooManyRequestsHoldsEverythingBackAsLongAsItSays) {
    const auto too_many =
        answer(429, R"({"error":{"message":"limit","code":429,"data":{"retryAfter":2.5}}})");
    const auto result = call("POST", {too_many, answer(201)});
    ASSERT_TRUE(result.ok());
    ASSERT_EQ(sent_.size(), 2u);
    EXPECT_GE(sent_[1], kStart + milliseconds(2'500));
    EXPECT_LE(sent_[1], kStart + milliseconds(2'600));
    const game::RequestCounts& counts = client_->budget().counts();
    EXPECT_EQ(counts.rate_limited(), 1);
    EXPECT_EQ(counts.count(game::RequestPurpose::kTrade, game::RequestOutcome::kOk), 1);
}

TEST_F(ApiClientTest, TheRetryAfterHeaderServesWhereTheBodySaysNothing) {
    HttpAnswer too_many = answer(429, "");
    too_many.headers["retry-after"] = "3";
    const auto result = call("GET", {too_many, answer(200)});
    ASSERT_TRUE(result.ok());
    EXPECT_GE(sent_.at(1), kStart + seconds(3));
}

TEST_F(ApiClientTest, ACloudsBare429IsWaitedOutLikeAnyTrouble) {
    const auto result = call("POST", {answer(429, ""), answer(429, ""), answer(201)});
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(sent_.back(), kStart + seconds(3));
}

TEST_F(ApiClientTest, EveryAttemptIsPaidFromTheBudget) {
    ASSERT_TRUE(call("GET", {refusal(500, 500), answer(200)}).ok());
    EXPECT_EQ(client_->budget().counts().total(), 2);
}

TEST_F(ApiClientTest, TellsTheServersTimeOfEveryAnswer) {
    HttpAnswer timed = refusal(500, 500);
    timed.headers["x-argosy-time"] = "2025-06-15T15:06:40.123Z";
    timed.headers["x-argosy-time-factor"] = "240";
    HttpAnswer dated = answer(200);
    dated.headers["date"] = "Sun, 15 Jun 2025 15:06:42 GMT";
    ASSERT_TRUE(call("GET", {timed, dated}).ok());
    ASSERT_EQ(seen_.size(), 2u);
    EXPECT_EQ(core::format_time(seen_[0].at), "2025-06-15T15:06:40.123Z");
    EXPECT_EQ(seen_[0].factor, 240.0);
    EXPECT_EQ(seen_[0].precision, milliseconds(1));
    EXPECT_EQ(core::format_time(seen_[1].at), "2025-06-15T15:06:42.000Z");
    EXPECT_EQ(seen_[1].factor, 1.0);
    EXPECT_EQ(seen_[1].precision, seconds(1));
}

TEST_F(ApiClientTest, NeitherErrorsNorLogCarryTheToken) {
    const auto result = call("GET", {answer(502, "<html>")});
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().message.find(kSecretToken), std::string::npos);
    EXPECT_FALSE(sink_.text.empty());
    EXPECT_EQ(sink_.text.find(kSecretToken), std::string::npos);
}

// Refuses for some time.
class Closed final : public game::RequestGuard {
  public:
    Closed(core::Clock& clock, TimePoint until) : clock_(clock), until_(until) {}
    bool may_send(game::Effect) override { return clock_.now() >= until_; }
    core::Task<void> wait() override { co_await clock_.sleep_for(seconds(1)); }
    core::Task<void> answered(game::Effect, std::string_view, const Error*) override { co_return; }

  private:
    core::Clock& clock_;
    TimePoint until_;
};

core::Task<void> call_once(ApiClient& client, std::string path) {
    HttpRequest request{.method = "POST", .path = std::move(path), .body = {}, .token = {}};
    (void)co_await client.call(std::move(request), game::RequestPurpose::kTrade);
}

TEST_F(ApiClientTest, WhoMayNotSendLeavesTheBudgetToOthers) {
    constexpr int kWaiters = 40;
    const TimePoint opens = kStart + minutes(1);
    const auto budget = std::make_shared<game::RequestBudget>(loop_.clock());
    std::vector<TimePoint> held_back;
    const auto make = [&](std::shared_ptr<game::RequestGuard> guard, std::vector<TimePoint>& sent) {
        return ApiClient(std::make_unique<ScriptedTransport>(
                             loop_.clock(), std::deque<Result<HttpAnswer>>{answer(200)}, sent),
                         loop_.clock(), log_, {}, {}, std::move(guard), budget);
    };
    ApiClient closed = make(std::make_shared<Closed>(loop_.clock(), opens), held_back);
    ApiClient free = make(nullptr, sent_);
    for (int i = 0; i < kWaiters; ++i)
        core::spawn(loop_.executor(), call_once(closed, "/x"));
    loop_.run_until(opens - seconds(1));
    EXPECT_EQ(budget->counts().total(), 0);
    core::spawn(loop_.executor(), call_once(free, "/x"));
    loop_.run_until(opens - milliseconds(900));
    EXPECT_EQ(sent_.size(), 1u) << "it waited for requests that were never sent";
    loop_.run_until(opens + minutes(2));
    EXPECT_EQ(held_back.size(), std::size_t(kWaiters));
    EXPECT_GE(held_back.front(), opens);
    EXPECT_EQ(closed.budget().counts().total(), kWaiters);
}

}  // namespace
}  // namespace argosy::live
