// The client's budget against the simulator's own limiter, at more than full demand.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/rng.h"
#include "core/virtual_loop.h"
#include "fleet/router.h"
#include "game/request_budget.h"
#include "hauls/candidates.h"
#include "sim/http_limits.h"
#include "tests/support/seed.h"

namespace argosy {
namespace {

using core::Duration;
using core::Task;
using core::TimePoint;
using game::Priority;
using game::RequestBudget;
using game::RequestPurpose;

const TimePoint kStart = core::from_millis(1'750'000'000'000);
constexpr Duration kLength = std::chrono::minutes(30);

// What the game allows: 150 requests a minute.
constexpr double kAllowedPerMs = 150.0 / 60'000.0;

class Load {
  public:
    explicit Load(std::uint64_t seed) : rng_(seed), latency_(rng_.stream("latency")) {}

    // Requests of a purpose at this share of the allowance, at random moments.
    void offer(RequestPurpose purpose, double share) {
        core::spawn(loop_.executor(),
                    keep_asking(purpose, kAllowedPerMs * share, rng_.stream(to_string(purpose))));
    }

    void run() { loop_.run_until(kStart + kLength); }

    Duration percentile_of_acts(std::size_t percent) {
        std::sort(act_waits_.begin(), act_waits_.end());
        return act_waits_[act_waits_.size() * percent / 100];
    }

    const RequestBudget& budget() const { return *budget_; }
    int refused() const { return refused_; }
    std::size_t longest_queue() const { return longest_queue_; }

  private:
    Task<void> keep_asking(RequestPurpose purpose, double per_ms, core::RandomStream random) {
        while (true) {
            const double gap = -std::log(1.0 - random.unit()) / per_ms;
            co_await loop_.clock().sleep_for(Duration(std::int64_t(gap)));
            core::spawn(loop_.executor(), ask(purpose));
            longest_queue_ = std::max(longest_queue_, budget_->waiting());
        }
    }

    Task<void> ask(RequestPurpose purpose) {
        const TimePoint offered = loop_.clock().now();
        const auto leave = co_await member_.acquire(purpose);
        if (!leave) co_return;
        if (priority_of(purpose) == Priority::kAct) {
            act_waits_.push_back(loop_.clock().now() - offered);
        }
        co_await loop_.clock().sleep_for(
            Duration(latency_.uniform(80, 80 + RequestBudget::kJitter.count())));
        refused_ += server_.admit("address", "account", loop_.clock().now()).admitted ? 0 : 1;
    }

    core::VirtualLoop loop_{kStart};
    core::Rng rng_;
    core::RandomStream latency_;
    std::shared_ptr<RequestBudget> budget_ = std::make_shared<RequestBudget>(loop_.clock());
    game::BudgetMember member_{budget_};
    sim::RateLimits server_;
    std::vector<Duration> act_waits_;
    int refused_ = 0;
    std::size_t longest_queue_ = 0;
};

TEST(RequestBudgetLoad, ActsHardlyWaitWhileLooksAndListsAskForTwiceWhatThereIs) {
    const std::uint64_t first = tests::seed_of_this_run();
    int slow = 0;
    for (std::uint64_t seed = first; seed < first + 10; ++seed) {
        SCOPED_TRACE(seed);
        Load load(seed);
        load.offer(RequestPurpose::kTrade, 0.7);
        load.offer(RequestPurpose::kMarketLook, 1.0);
        load.offer(RequestPurpose::kShipListing, 1.0);
        load.run();
        EXPECT_EQ(load.refused(), 0);
        // Two half hours in a thousand have a rush of acts alone: 2.4 s there, 1.6 s in all others.
        EXPECT_LT(load.percentile_of_acts(95), std::chrono::seconds(3));
        slow += load.percentile_of_acts(95) < std::chrono::seconds(2) ? 0 : 1;
        EXPECT_LE(load.longest_queue(),
                  100 + RequestBudget::kMostWaiting[2] + RequestBudget::kMostWaiting[3]);
        const game::RequestCounts counts = load.budget().counts();
        std::printf(
            "seed %llu: act p95 %lld ms, p99 %lld ms; sent %lld act, %lld look, %lld list\n",
            static_cast<unsigned long long>(seed),
            static_cast<long long>(load.percentile_of_acts(95).count()),
            static_cast<long long>(load.percentile_of_acts(99).count()),
            static_cast<long long>(counts.sent_for(RequestPurpose::kTrade)),
            static_cast<long long>(counts.sent_for(RequestPurpose::kMarketLook)),
            static_cast<long long>(counts.sent_for(RequestPurpose::kShipListing)));
        // Little that the game allows is left unused, and nothing starves.
        EXPECT_GE(double(counts.total()), 0.85 * kAllowedPerMs * double(kLength.count()));
        EXPECT_GT(counts.sent_for(RequestPurpose::kShipListing), 30);
        EXPECT_GT(counts.turned_away[std::size_t(Priority::kLook)], 0);
        EXPECT_TRUE(load.budget().is_bound());
    }
    EXPECT_LE(slow, 1);
}

TEST(RequestBudgetLoad, DemandWithinTheAllowanceIsNoShortage) {
    Load load(tests::seed_of_this_run());
    load.offer(RequestPurpose::kTrade, 0.3);
    load.offer(RequestPurpose::kNavigation, 0.2);
    load.offer(RequestPurpose::kMarketLook, 0.2);
    load.run();
    EXPECT_EQ(load.refused(), 0);
    EXPECT_FALSE(load.budget().is_bound());
}

// Ships that all have hauls to carry, a dozen requests each. hauls::best_trip() says which of them
// earn their requests, at the price that hauls::Dispatch gives it.
class FullDemand {
  public:
    static constexpr int kShips = 500;

    explicit FullDemand(std::uint64_t seed) : rng_(seed), latency_(rng_.stream("latency")) {
        for (int ship = 0; ship < kShips; ++ship)
            core::spawn(loop_.executor(), carry(rng_.stream(fmt::format("ship {}", ship))));
    }

    void run() {
        for (TimePoint now = kStart; now < kStart + std::chrono::hours(2);
             now += std::chrono::seconds(10)) {
            loop_.run_until(now);
            longest_queue = std::max(longest_queue, budget->waiting());
            bound += budget->is_bound() ? 1 : 0;
            ++readings;
        }
    }

    core::VirtualLoop loop_{kStart};
    std::shared_ptr<RequestBudget> budget = std::make_shared<RequestBudget>(loop_.clock());
    int refused = 0;
    std::size_t longest_queue = 0;
    int bound = 0;
    int readings = 0;
    std::int64_t earned = 0, carried = 0;
    std::int64_t offered = 0, offers = 0;

  private:
    static constexpr int kRequests = 12;
    static constexpr std::int64_t kMilliseconds = 600'000;

    bool clears(std::int64_t profit) const {
        const hauls::Berth berth{0, 1, {{}}};
        const hauls::Lot haul{
            .trips = {{0, 0, profit, kMilliseconds, kRequests}},
            .least_for_a_request =
                budget->price() * fleet::kCreditsPerShipSecond / std::chrono::seconds(1)};
        return hauls::best_trip(berth, haul).clears;
    }

    Task<void> carry(core::RandomStream random) {
        while (true) {
            const std::int64_t profit = random.uniform(500, 20'000);
            offered += profit;
            ++offers;
            if (clears(profit)) {
                for (int i = 0; i < kRequests; ++i)
                    co_await ask(i % 6 == 0   ? RequestPurpose::kMarketLook
                                 : i % 3 == 0 ? RequestPurpose::kNavigation
                                              : RequestPurpose::kTrade);
                earned += profit;
                ++carried;
            }
            co_await loop_.clock().sleep_for(std::chrono::seconds(random.uniform(60, 300)));
        }
    }

    Task<void> ask(RequestPurpose purpose) {
        EXPECT_TRUE((co_await member_.acquire(purpose)).ok());
        co_await loop_.clock().sleep_for(
            Duration(latency_.uniform(80, 80 + RequestBudget::kJitter.count())));
        refused += server_.admit("address", "account", loop_.clock().now()).admitted ? 0 : 1;
    }

    core::Rng rng_;
    core::RandomStream latency_;
    game::BudgetMember member_{budget};
    sim::RateLimits server_;
};

TEST(RequestBudgetLoad, FiveHundredShipsAtFullDemandAreNeverRefusedAndCarryWhatEarnsItsRequests) {
    FullDemand fleet(tests::seed_of_this_run());
    fleet.run();
    EXPECT_EQ(fleet.refused, 0);
    EXPECT_LE(fleet.longest_queue, std::size_t(FullDemand::kShips));
    // Bound from the first minutes on.
    EXPECT_GT(fleet.bound, fleet.readings * 9 / 10);
    EXPECT_GE(double(fleet.budget->counts().total()), 0.8 * kAllowedPerMs * 7'200'000.0);
    const double of_all = double(fleet.offered) / double(fleet.offers);
    const double of_carried = double(fleet.earned) / double(fleet.carried);
    fmt::print("queue at most {}; a haul offered earns {:.0f}, one carried {:.0f}\n",
               fleet.longest_queue, of_all, of_carried);
    EXPECT_GT(of_carried, 1.2 * of_all);
}

}  // namespace
}  // namespace argosy
