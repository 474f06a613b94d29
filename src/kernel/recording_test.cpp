#include "kernel/recording.h"

#include <gmock/gmock.h>

#include "tests/support/temporary_folder.h"

namespace argosy::kernel {
namespace {

using core::ErrorCode;
using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const core::TimePoint kStart = core::from_millis(1'743'897'600'000);

StrategyTrial trial() {
    return {.strategy = {.name = "lanes", .parameters = {{"lot_cap", 60}}},
            .generated = 3,
            .law = "crowded",
            .seed = 18'446'744'073'709'551'615U,
            .haulers = 4,
            .length = 90min};
}

Exchange request(const std::string& path, core::Duration after, const std::string& body = "") {
    return {.sent_at = kStart + after,
            .method = body.empty() ? "GET" : "POST",
            .path = path,
            .body = body,
            .way_there = 12ms,
            .way_back = 34ms,
            .answer = std::nullopt};
}

live::HttpAnswer answer(const std::string& body, int status = 200) {
    return {.status = status, .headers = {}, .body = body};
}

class RecordingTest : public ::testing::Test {
  protected:
    RecordingTest() : writer_(*RecordingWriter::create(file_, trial())) {}

    Recording load() {
        auto recording = load_recording(file_);
        EXPECT_TRUE(recording.ok()) << recording.error().message;
        return recording.ok() ? *std::move(recording) : Recording{};
    }

    std::vector<std::string> lines() const {
        std::ifstream stream(file_);
        std::vector<std::string> lines;
        for (std::string line; std::getline(stream, line);)
            lines.push_back(line);
        return lines;
    }

    // Why the file is refused with these lines in it.
    std::string refusal_of(const std::vector<std::string>& lines) {
        std::ofstream stream(file_);
        for (const std::string& line : lines)
            stream << line << '\n';
        stream.close();
        const auto loaded = load_recording(file_);
        EXPECT_FALSE(loaded.ok());
        if (loaded.ok()) return "";
        EXPECT_EQ(loaded.error().code, ErrorCode::kInvalidArgument);
        return loaded.error().message;
    }

    // Three requests, answered in another order than they were sent in.
    std::vector<std::string> three() {
        for (const char* path : {"/my/agent", "/my/ships", "/systems"})
            writer_->sent(request(path, 0ms));
        for (const std::size_t number : std::vector<std::size_t>{1, 2, 0})
            writer_->answered(number, answer("{}"));
        EXPECT_TRUE(writer_->finish("c0ffee").ok());
        return lines();
    }

    tests::TemporaryFolder folder_;
    const std::string file_ = folder_.file("run.jsonl");
    std::unique_ptr<RecordingWriter> writer_;
};

TEST_F(RecordingTest, IsReadAsItWasWritten) {
    live::HttpAnswer moved = answer(R"({"data":"✓ \"there\""})", 201);
    moved.headers = {{"date", "Sun, 06 Apr 2025 00:00:00 GMT"}, {"x-other", "unread"}};
    EXPECT_EQ(writer_->sent(request("/my/ships?page=1", 0ms)), 0u);
    EXPECT_EQ(writer_->sent(request("/my/ships/A-1/navigate", 250ms, R"({"to":"B"})")), 1u);
    writer_->answered(1, moved);
    writer_->answered(0, answer("[]", 429));
    ASSERT_TRUE(writer_->finish("c0ffee").ok());

    const Recording read = load();
    EXPECT_EQ(read.decision_hash, "c0ffee");
    EXPECT_EQ(read.trial.strategy.name, "lanes");
    EXPECT_EQ(read.trial.strategy.parameters, trial().strategy.parameters);
    EXPECT_EQ(read.trial.generated, 3u);
    EXPECT_EQ(read.trial.law, "crowded");
    EXPECT_EQ(read.trial.seed, trial().seed);
    EXPECT_EQ(read.trial.haulers, 4);
    EXPECT_EQ(read.trial.length, 90min);
    ASSERT_EQ(read.exchanges.size(), 2u);
    EXPECT_EQ(read.exchanges[0].request(), "2025-04-06T00:00:00.000Z GET /my/ships?page=1");
    EXPECT_EQ(read.exchanges[0].answer->status, 429);
    const Exchange& second = read.exchanges[1];
    EXPECT_EQ(second.request(),
              "2025-04-06T00:00:00.250Z POST /my/ships/A-1/navigate {\"to\":\"B\"}");
    EXPECT_EQ(second.way_there, 12ms);
    EXPECT_EQ(second.way_back, 34ms);
    EXPECT_EQ(second.answer->status, 201);
    EXPECT_EQ(second.answer->body, moved.body);
    EXPECT_EQ(second.answer->header("date"), "Sun, 06 Apr 2025 00:00:00 GMT");
    EXPECT_EQ(second.answer->header("x-other"), "") << "the program does not read it";
}

TEST_F(RecordingTest, KeepsWhatWasUnderWayWhenTheRunEnded) {
    writer_->sent(request("/my/agent", 0ms));
    writer_->sent(request("/my/ships/A-1/dock", 1s, "{}"));
    writer_->answered(0, answer("{}"));
    ASSERT_TRUE(writer_->finish("c0ffee").ok());
    const Recording read = load();
    ASSERT_EQ(read.exchanges.size(), 2u);
    EXPECT_TRUE(read.exchanges[0].answer.has_value());
    EXPECT_EQ(read.exchanges[1].path, "/my/ships/A-1/dock");
    EXPECT_FALSE(read.exchanges[1].answer.has_value());
}

TEST_F(RecordingTest, KeepsNoToken) {
    writer_->sent(request("/register", 0ms, R"({"symbol":"A"})"));
    writer_->answered(0, answer(R"({"data":{"token":"eyJhbGciOi","ships":2}})", 201));
    ASSERT_TRUE(writer_->finish("c0ffee").ok());
    EXPECT_EQ(load().exchanges[0].answer->body, R"({"data":{"token":"recorded","ships":2}})");
    for (const std::string& line : lines())
        EXPECT_THAT(line, Not(HasSubstr("eyJhbGciOi")));
}

TEST_F(RecordingTest, RefusesAGapAndSaysWhichRequestIsMissing) {
    const std::vector<std::string> whole = three();
    ASSERT_EQ(whole.size(), 5u);
    const std::vector<std::pair<std::size_t, std::string>> cases{
        {1, "n 1 is missing"}, {2, "n 2 is missing"}, {3, "n 0 is missing"}};
    for (const auto& [left_out, missing] : cases) {
        std::vector<std::string> lines = whole;
        lines.erase(lines.begin() + std::ptrdiff_t(left_out));
        EXPECT_THAT(refusal_of(lines),
                    AllOf(HasSubstr("line 4 counts 3 requests, expected n 0 to 2 before it"),
                          HasSubstr(missing)));
    }
}

TEST_F(RecordingTest, RefusesMoreThanItCounts) {
    const std::vector<std::string> whole = three();
    std::vector<std::string> twice = whole;
    twice.insert(twice.begin() + 2, whole[1]);
    EXPECT_THAT(refusal_of(twice), HasSubstr("line 3 has n 1 again, expected each once"));
    std::vector<std::string> fewer = whole;
    fewer.back() = R"({"decision_hash":"c0ffee","requests":2})";
    EXPECT_THAT(refusal_of(fewer), HasSubstr("line 5 counts 2 requests, expected 3"));
    std::vector<std::string> joined = whole;
    joined.insert(joined.end(), whole.begin(), whole.end());
    EXPECT_THAT(refusal_of(joined), HasSubstr("line 6 follows the last one"));
}

TEST_F(RecordingTest, RefusesWhatWasCut) {
    const std::vector<std::string> whole = three();
    std::vector<std::string> cut = whole;
    cut.back().resize(cut.back().size() / 2);
    EXPECT_THAT(refusal_of(cut), AllOf(HasSubstr("line 5 is cut or damaged"),
                                       HasSubstr("expected an object of JSON")));
    cut.pop_back();
    EXPECT_THAT(refusal_of(cut), AllOf(HasSubstr("line 5 is missing: it was cut"),
                                       HasSubstr("expected the decision hash")));
    cut[2].resize(cut[2].size() / 2);
    EXPECT_THAT(refusal_of(cut), HasSubstr("line 3 is cut or damaged"));
    EXPECT_THAT(refusal_of({}), HasSubstr("line 1 is missing: expected the settings"));
}

TEST_F(RecordingTest, RefusesWhatIsNoRecording) {
    std::vector<std::string> lines = three();
    lines[1] = "[]";
    EXPECT_THAT(refusal_of(lines), HasSubstr("line 2 is damaged: not an object"));
    lines[1] = "{}";
    EXPECT_THAT(refusal_of(lines), HasSubstr("line 2 is damaged: it has no \"n\""));
    lines[0] = R"({"format":7})";
    EXPECT_THAT(refusal_of(lines), HasSubstr("line 1 has format 7, expected 2"));
    EXPECT_EQ(load_recording(file_ + ".none").error().code, ErrorCode::kNotFound);
    EXPECT_EQ(RecordingWriter::create(folder_.path().string(), trial()).error().code,
              ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace argosy::kernel
