#include "fleet/universe_end.h"

#include <gtest/gtest.h>

#include "core/virtual_loop.h"

namespace argosy::fleet {
namespace {

using namespace std::chrono_literals;

TEST(UniverseEnd, IsTheSoonerOfWhatIsAnnouncedAndOnesOwn) {
    core::VirtualLoop loop(core::from_millis(1'000'000'000));
    const core::TimePoint now = loop.clock().now();
    UniverseEnd end(loop.clock());
    EXPECT_EQ(end.at(), std::nullopt);
    EXPECT_EQ(end.or_sooner(std::nullopt), std::nullopt);
    EXPECT_EQ(end.or_sooner(now + 2h), now + 2h);
    EXPECT_FALSE(end.is_within(100h));
    end.announce(now + 1h);
    EXPECT_EQ(end.or_sooner(std::nullopt), now + 1h);
    EXPECT_EQ(end.or_sooner(now + 2h), now + 1h);
    EXPECT_EQ(end.or_sooner(now + 30min), now + 30min);
    EXPECT_FALSE(end.is_within(1h));
    EXPECT_TRUE(end.is_within(1h + 1ms));
}

TEST(UniverseEnd, IsNotBelievedOnceItIsLongPast) {
    core::VirtualLoop loop(core::from_millis(1'000'000'000));
    const core::TimePoint now = loop.clock().now();
    UniverseEnd end(loop.clock());
    end.announce(now - UniverseEnd::kOverdue);
    EXPECT_EQ(end.at(), now - UniverseEnd::kOverdue) << "it may come at any moment";
    EXPECT_TRUE(end.is_within(0h));
    end.announce(now - UniverseEnd::kOverdue - 1ms);
    EXPECT_EQ(end.at(), std::nullopt) << "it did not come";
    EXPECT_FALSE(end.is_within(100h));
}

}  // namespace
}  // namespace argosy::fleet
