#include "sim/http_limits.h"

#include <gtest/gtest.h>

namespace argosy::sim {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const core::TimePoint kStart = core::from_millis(1'750'000'000'000);
const std::string kHere = "10.0.0.1";
const std::string kThere = "10.0.0.2";
const std::string kAccount = "account-1";
const std::string kOther = "account-2";

int admitted(RateLimits& limits, int requests, core::TimePoint now,
             const std::string& address = kHere,
             std::optional<std::string> account = std::nullopt) {
    int count = 0;
    for (int i = 0; i < requests; ++i)
        count += limits.admit(address, account, now).admitted ? 1 : 0;
    return count;
}

TEST(RateLimits, AdmitTwoASecondAndThirtyMore) {
    RateLimits limits;
    EXPECT_EQ(admitted(limits, 50, kStart), 32);
    EXPECT_EQ(admitted(limits, 50, kStart + milliseconds(999)), 0);
    EXPECT_EQ(admitted(limits, 50, kStart + seconds(1)), 2);
}

TEST(RateLimits, TheBurstRefillsWhollyWhenItsWindowEnds) {
    RateLimits limits;
    admitted(limits, 32, kStart);
    EXPECT_EQ(admitted(limits, 50, kStart + milliseconds(59'999)), 2);
    EXPECT_EQ(admitted(limits, 50, kStart + milliseconds(60'999)), 32);
}

TEST(RateLimits, AWindowOpensAtTheFirstRequestThatConsumesFromIt) {
    RateLimits limits;
    admitted(limits, 1, kStart);
    // The second is still open for one more, whatever the clock's own seconds are.
    EXPECT_EQ(admitted(limits, 1, kStart + milliseconds(900)), 1);
    EXPECT_EQ(limits.admit(kHere, {}, kStart + milliseconds(950)).remaining, 29);
    EXPECT_EQ(limits.admit(kHere, {}, kStart + milliseconds(1'000)).remaining, 30);
}

TEST(RateLimits, ARefusalTellsWhenToComeBackAndCostsNothing) {
    RateLimits limits;
    admitted(limits, 32, kStart);
    for (int i = 0; i < 100; ++i) {
        const auto refused = limits.admit(kHere, {}, kStart + milliseconds(400));
        EXPECT_FALSE(refused.admitted);
        EXPECT_EQ(refused.remaining, 0);
        EXPECT_EQ(refused.reset, kStart + seconds(1));
        EXPECT_EQ(refused.type, "IP Address");
    }
    EXPECT_TRUE(limits.admit(kHere, {}, kStart + seconds(1)).admitted);
}

TEST(RateLimits, AddressesAreCountedApart) {
    RateLimits limits;
    EXPECT_EQ(admitted(limits, 50, kStart, kHere), 32);
    EXPECT_EQ(admitted(limits, 50, kStart, kThere), 32);
}

TEST(RateLimits, AnAccountIsCountedWhereverItCallsFrom) {
    RateLimits limits;
    EXPECT_EQ(admitted(limits, 20, kStart, kHere, kAccount), 20);
    EXPECT_EQ(admitted(limits, 20, kStart, kThere, kAccount), 12);
    EXPECT_EQ(limits.admit(kThere, kAccount, kStart).type, "Account");
    EXPECT_EQ(admitted(limits, 50, kStart, kThere, kOther), 20);
}

}  // namespace
}  // namespace argosy::sim
