#include "manufacturing/declines.h"

#include <gmock/gmock.h>

#include "manufacturing/testing/workshop.h"

namespace argosy::manufacturing {
namespace {

using namespace std::chrono_literals;
using testing::Remains;
using ::testing::SizeIs;
using testing::Workshop;

constexpr std::string_view kRows = "SELECT COUNT(*) AS n FROM declines";
constexpr std::string_view kTimes = "SELECT SUM(times) AS n FROM declines";

class DeclinesTest : public ::testing::Test {
  protected:
    /// Returns whether something was to be stored.
    bool record(Workshop& workshop, Declines& declines, const std::string& subject,
                const std::string& reason, const std::string& detail = "") {
        store::Transaction transaction;
        declines.record(subject, reason, detail, transaction);
        const bool stores = !transaction.empty();
        EXPECT_TRUE(workshop.commit(std::move(transaction)).ok());
        return stores;
    }

    void wait(Workshop& workshop, core::Duration length) {
        const auto pause = [](core::Clock& clock, core::Duration time) -> core::Task<bool> {
            co_await clock.sleep_for(time);
            co_return true;
        };
        for (; length > 0ms; length -= 30min) {
            EXPECT_TRUE(workshop.run(pause(workshop.runtime.clock, std::min(length, {30min}))));
        }
    }

    Remains remains_;
};

TEST_F(DeclinesTest, CountsRepeatsAndKeepsTheLatestArithmetic) {
    Workshop workshop(remains_);
    Declines declines(workshop.runtime, testing::kPlayer);
    for (const char* detail : {"10 short", "20 short", "30 short"}) {
        record(workshop, declines, "IRON", "margin", detail);
    }
    const auto recorded = declines.since(core::TimePoint());
    ASSERT_THAT(recorded, SizeIs(1));
    EXPECT_EQ(recorded.front().times, 3);
    EXPECT_EQ(recorded.front().detail, "30 short");
    EXPECT_LE(recorded.front().first_at, recorded.front().last_at);
}

TEST_F(DeclinesTest, KeepsReasonsAndSubjectsApart) {
    Workshop workshop(remains_);
    Declines declines(workshop.runtime, testing::kPlayer);
    record(workshop, declines, "IRON", "margin");
    record(workshop, declines, "IRON", "no_price");
    record(workshop, declines, "COPPER", "margin");
    EXPECT_THAT(declines.since(core::TimePoint()), SizeIs(3));
    EXPECT_EQ(remains_.number(kRows), 3);
}

TEST_F(DeclinesTest, StoresARepeatOnceAnHour) {
    Workshop workshop(remains_);
    Declines declines(workshop.runtime, testing::kPlayer);
    EXPECT_TRUE(record(workshop, declines, "IRON", "margin"));
    EXPECT_FALSE(record(workshop, declines, "IRON", "margin"));
    EXPECT_EQ(remains_.number(kTimes), 1);
    wait(workshop, 1h);
    EXPECT_TRUE(record(workshop, declines, "IRON", "margin"));
    EXPECT_EQ(remains_.number(kRows), 1);
    EXPECT_EQ(remains_.number(kTimes), 3);
}

TEST_F(DeclinesTest, GoesOnCountingInTheStoreAfterACrash) {
    for (int run = 0; run < 2; ++run) {
        Workshop workshop(remains_);
        Declines declines(workshop.runtime, testing::kPlayer);
        record(workshop, declines, "IRON", "margin");
        wait(workshop, 1h);
        record(workshop, declines, "IRON", "margin");
    }
    EXPECT_EQ(remains_.number(kRows), 1);
    EXPECT_EQ(remains_.number(kTimes), 4);
}

TEST_F(DeclinesTest, ListsTheLatestFirst) {
    Workshop workshop(remains_);
    Declines declines(workshop.runtime, testing::kPlayer);
    record(workshop, declines, "IRON", "margin");
    wait(workshop, 10min);
    const core::TimePoint later = workshop.runtime.now();
    record(workshop, declines, "COPPER", "margin");
    const auto all = declines.since(core::TimePoint());
    ASSERT_THAT(all, SizeIs(2));
    EXPECT_EQ(all.front().subject, "COPPER");
    const auto recent = declines.since(later);
    ASSERT_THAT(recent, SizeIs(1));
    EXPECT_EQ(recent.front().subject, "COPPER");
}

TEST_F(DeclinesTest, ForgetsTheOldestWhenThereAreTooMany) {
    Workshop workshop(remains_);
    Declines declines(workshop.runtime, testing::kPlayer);
    record(workshop, declines, "the oldest", "margin");
    wait(workshop, 1min);
    for (std::size_t i = 0; i < Declines::kMost; ++i) {
        store::Transaction unsent;
        declines.record(fmt::format("haul-1-{}", i), "margin", "", unsent);
    }
    const auto kept = declines.since(core::TimePoint());
    EXPECT_THAT(kept, SizeIs(Declines::kMost));
    for (const Decline& decline : kept)
        EXPECT_NE(decline.subject, "the oldest");
}

}  // namespace
}  // namespace argosy::manufacturing
