#include "kernel/replay.h"

#include <gmock/gmock.h>

#include "tests/support/temporary_folder.h"

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

StrategyTrial planner_trial() {
    // It would sell out from the beginning.
    return {.strategy = {.name = "planner", .parameters = {{kSellOutParameter, 0}}},
            .haulers = 2,
            .length = 20min};
}

std::string contents(const std::string& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

class ReplayTest : public ::testing::Test {
  protected:
    Recording record() {
        const auto result = record_strategy(planner_trial(), file_);
        EXPECT_TRUE(result.ok()) << result.error().message;
        EXPECT_TRUE(result->books_agree);
        auto recording = load_recording(file_);
        EXPECT_TRUE(recording.ok()) << recording.error().message;
        return *std::move(recording);
    }

    tests::TemporaryFolder folder_;
    const std::string file_ = folder_.file("run.jsonl");
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
        if (!exchange.answer) continue;
        const auto price = exchange.answer->body.find("\"purchasePrice\":");
        if (price == std::string::npos) continue;
        exchange.answer->body.insert(price + std::string("\"purchasePrice\":").size(), "9");
        ++changed;
    }
    ASSERT_GT(changed, 0u);
    const auto replayed = replay(recording, recording.trial);
    ASSERT_TRUE(replayed.ok()) << replayed.error().message;
    EXPECT_FALSE(replayed->is_as(recording));
}

TEST_F(ReplayTest, GivesNoAnswerToWhatHadNone) {
    Recording recording = record();
    recording.exchanges.resize(1);
    ASSERT_EQ(recording.exchanges.front().path, "/register");
    recording.exchanges.front().answer.reset();
    const auto replayed = replay(recording, recording.trial);
    ASSERT_FALSE(replayed.ok());
    EXPECT_THAT(replayed.error().message, HasSubstr("did not end"));
}

TEST_F(ReplayTest, KeepsNoTokenInTheFile) {
    const Recording recording = record();
    EXPECT_THAT(contents(file_), Not(HasSubstr("Bearer")));
    ASSERT_EQ(recording.exchanges.front().path, "/register");
    EXPECT_THAT(recording.exchanges.front().answer->body, HasSubstr("\"token\":\"recorded\""));
}

}  // namespace
}  // namespace argosy::kernel
