#include "kernel/crowd.h"

#include <gtest/gtest.h>

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;

CrowdReport report_of(std::int64_t agents, core::Duration length) {
    auto crowd = Crowd::create({.seed = 7, .agents = agents});
    EXPECT_TRUE(crowd.ok()) << crowd.error().message;
    (*crowd)->run_for(length);
    const Result<void> settled = (*crowd)->settle();
    EXPECT_TRUE(settled.ok()) << settled.error().message;
    return (*crowd)->report();
}

TEST(Crowd, LosesNeitherCreditsNorCargoWhenManyTradeAtOnce) {
    const CrowdReport report = report_of(8, 6h);
    EXPECT_TRUE(report.sound()) << to_json(report);
    EXPECT_GT(report.sold, core::Units(1000));
}

TEST(Crowd, IsTheSameRunForTheSameSeed) {
    EXPECT_EQ(to_json(report_of(3, 2h)), to_json(report_of(3, 2h)));
}

}  // namespace
}  // namespace argosy::kernel
