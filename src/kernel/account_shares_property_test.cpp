// Daemons of one account that come and go, die and stand still: the server never refuses a request.

#include <gmock/gmock.h>

#include "kernel/testing/sharers.h"
#include "store/sqlite_engine.h"
#include "tests/support/seed.h"

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;
using ::testing::IsEmpty;
using testing::Sharer;
using testing::Sharers;

constexpr LeaseTerms kTerms{.database = LeaseTerms::Database::kShared, .length = 15s};
constexpr std::int64_t kRuns = 5;
constexpr std::int64_t kEvents = 30;
constexpr std::size_t kMostAtOnce = 5;
// Rounding of a sum of at most 30 shares.
constexpr double kRounding = 1e-9;

/// What becomes of daemons, drawn at random.
class Fate final {
  public:
    Fate(Sharers& world, std::uint64_t seed)
        : world_(world), random_(core::Rng(seed).stream("fate")) {}

    void strike() {
        const std::int64_t kind = living_.empty() ? 0 : random_.uniform(0, 9);
        if (kind <= 3) {
            if (living_.size() < kMostAtOnce) begin();
            return;
        }
        Sharer& victim = pick();
        if (kind == 4) {
            victim.process().stop();
            forget(victim);
            ++died;
        } else if (kind == 5) {
            victim.process().go_on();
            victim.close();
            forget(victim);
            ++left;
        } else if (!victim.process().stopped()) {
            victim.process().stop();
            ++stood_still;
        } else {
            victim.process().go_on();
        }
    }

    void let_all_go_on() {
        for (Sharer* sharer : living_)
            sharer->process().go_on();
    }

    const std::vector<Sharer*>& living() const { return living_; }

    std::int64_t died = 0;
    std::int64_t left = 0;
    std::int64_t stood_still = 0;

  private:
    void begin() {
        living_.push_back(&world_.add());
        living_.back()->begin();
    }
    Sharer& pick() {
        return *living_[std::size_t(random_.uniform(0, std::int64_t(living_.size()) - 1))];
    }
    void forget(Sharer& sharer) { std::erase(living_, &sharer); }

    Sharers& world_;
    core::RandomStream random_;
    std::vector<Sharer*> living_;
};

TEST(AccountSharesProperty, NoWindowOfTheServerEverSeesTooMany) {
    const std::uint64_t seed = tests::seed_of_this_run();
    std::int64_t admitted = 0;
    std::int64_t died = 0, left = 0, stood_still = 0;
    for (std::int64_t run = 0; run < kRuns; ++run) {
        auto engine = store::open_sqlite(std::string(store::kInMemory)).value();
        ASSERT_TRUE(store::migrate(*engine).ok());
        Sharers world(*engine, kTerms, seed + std::uint64_t(run) * 1'000);
        Fate fate(world, seed + std::uint64_t(run));
        core::RandomStream pauses = core::Rng(seed + std::uint64_t(run)).stream("pauses");
        for (std::int64_t event = 0; event < kEvents; ++event) {
            fate.strike();
            const std::int64_t length = pauses.uniform(0, 90);
            for (std::int64_t second = 0; second < length; ++second) {
                world.run_for(1s);
                ASSERT_LE(world.published(), 1.0 + kRounding) << "run " << run;
            }
            ASSERT_THAT(world.refused(), IsEmpty()) << "run " << run;
        }
        // When nothing happens any more, all who live have the same, and nobody is counted that is
        // gone.
        fate.let_all_go_on();
        world.run_for(10min);
        ASSERT_THAT(world.refused(), IsEmpty()) << "run " << run;
        for (const Sharer* sharer : fate.living())
            EXPECT_EQ(sharer->divisor(), std::int64_t(fate.living().size())) << "run " << run;
        if (!fate.living().empty()) EXPECT_EQ(world.rows(), std::int64_t(fate.living().size()));
        admitted += world.admitted();
        died += fate.died;
        left += fate.left;
        stood_still += fate.stood_still;
    }
    EXPECT_GT(died, 0);
    EXPECT_GT(left, 0);
    EXPECT_GT(stood_still, 0);
    RecordProperty("admitted", int(admitted));
}

}  // namespace
}  // namespace argosy::kernel
