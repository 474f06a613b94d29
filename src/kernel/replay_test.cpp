#include "kernel/replay.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>

namespace argosy::kernel {
namespace {

using core::ErrorCode;
using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

StrategyTrial planner_trial() {
    return {.strategy = {.name = "planner", .parameters = {}}, .haulers = 2, .length = 20min};
}

std::string contents(const std::string& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

class ReplayTest : public ::testing::Test {
  protected:
    ReplayTest() {
        const auto folder = std::filesystem::temp_directory_path() / "argosy-replay-XXXXXX";
        folder_ = folder.string();
        ARGOSY_ASSERT(mkdtemp(folder_.data()) != nullptr);
    }
    ~ReplayTest() override { std::filesystem::remove_all(folder_); }

    std::string file(const std::string& name) const { return folder_ + "/" + name; }

    Recording record() {
        const auto result = record_strategy(planner_trial(), file("run"));
        EXPECT_TRUE(result.ok()) << result.error().message;
        EXPECT_TRUE(result->books_agree);
        auto recording = load_recording(file("run"));
        EXPECT_TRUE(recording.ok()) << recording.error().message;
        return *std::move(recording);
    }

    // The same file with other contents.
    core::Error refusal_of(const std::string& text) {
        std::ofstream(file("other")) << text;
        const auto loaded = load_recording(file("other"));
        EXPECT_FALSE(loaded.ok());
        return loaded.ok() ? core::Error{} : loaded.error();
    }

  private:
    std::string folder_;
};

TEST_F(ReplayTest, DecidesTheSameOnTheRecordedAnswers) {
    const Recording recording = record();
    EXPECT_EQ(recording.trial.strategy.name, "planner");
    EXPECT_EQ(recording.trial.haulers, 2);
    EXPECT_EQ(recording.trial.length, 20min);
    EXPECT_GT(recording.exchanges.size(), 50u);
    const auto replayed = replay(recording, recording.trial);
    ASSERT_TRUE(replayed.ok()) << replayed.error().message;
    EXPECT_FALSE(replayed->divergence.has_value());
    EXPECT_EQ(replayed->requests, recording.exchanges.size());
    EXPECT_EQ(replayed->decision_hash, recording.decision_hash);
    EXPECT_TRUE(replayed->is_as(recording));
}

TEST_F(ReplayTest, SaysWhichRequestIsTheFirstThatDiffers) {
    const Recording recording = record();
    StrategyTrial trial = recording.trial;
    trial.strategy.name = "greedy-arbitrage";
    const auto replayed = replay(recording, trial);
    ASSERT_TRUE(replayed.ok()) << replayed.error().message;
    ASSERT_TRUE(replayed->divergence.has_value());
    const Divergence& first = *replayed->divergence;
    EXPECT_GT(first.number, 0u) << "both begin by looking at what there is";
    EXPECT_EQ(first.number, replayed->requests);
    EXPECT_EQ(first.expected, recording.exchanges[first.number].request());
    EXPECT_NE(first.asked, first.expected);
    EXPECT_FALSE(replayed->is_as(recording));
}

TEST_F(ReplayTest, FindsOutAnotherSeed) {
    const Recording recording = record();
    StrategyTrial trial = recording.trial;
    trial.seed += 1;
    const auto replayed = replay(recording, trial);
    ASSERT_TRUE(replayed.ok()) << replayed.error().message;
    EXPECT_TRUE(replayed->divergence.has_value());
}

TEST_F(ReplayTest, FindsOutAnAnswerThatWasTamperedWith) {
    Recording recording = record();
    std::size_t changed = 0;
    for (Exchange& exchange : recording.exchanges) {
        const auto price = exchange.answer.body.find("\"purchasePrice\":");
        if (price == std::string::npos) continue;
        exchange.answer.body.insert(price + std::string("\"purchasePrice\":").size(), "9");
        ++changed;
    }
    ASSERT_GT(changed, 0u);
    const auto replayed = replay(recording, recording.trial);
    ASSERT_TRUE(replayed.ok()) << replayed.error().message;
    EXPECT_FALSE(replayed->is_as(recording));
}

TEST_F(ReplayTest, RefusesARecordingThatWasCut) {
    record();
    const std::string whole = contents(file("run"));
    const auto last = whole.rfind('\n', whole.size() - 2);
    const core::Error without_end = refusal_of(whole.substr(0, last + 1));
    EXPECT_EQ(without_end.code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(without_end.message, HasSubstr("it was cut"));
    const core::Error in_a_line = refusal_of(whole.substr(0, last / 2));
    EXPECT_EQ(in_a_line.code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(in_a_line.message, HasSubstr("line "));
    const auto second = whole.find('\n') + 1;
    const auto third = whole.find('\n', second) + 1;
    const core::Error gap = refusal_of(whole.substr(0, second) + whole.substr(third));
    EXPECT_THAT(gap.message, HasSubstr("counts other requests"));
    EXPECT_EQ(refusal_of("").code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(load_recording(file("none")).error().code, ErrorCode::kNotFound);
}

TEST_F(ReplayTest, KeepsNoTokenInTheFile) {
    const Recording recording = record();
    EXPECT_THAT(contents(file("run")), Not(HasSubstr("Bearer")));
    ASSERT_EQ(recording.exchanges.front().path, "/register");
    EXPECT_THAT(recording.exchanges.front().answer.body, HasSubstr("\"token\":\"recorded\""));
}

}  // namespace
}  // namespace argosy::kernel
