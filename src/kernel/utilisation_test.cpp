#include "kernel/utilisation.h"

#include <gtest/gtest.h>

#include "ledger/testing/process.h"
#include "tests/support/virtual_run.h"

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;
using ledger::testing::kPlayer;
using ledger::testing::Process;
using ledger::testing::Remains;

const core::TimePoint kStart{std::chrono::hours(480'000)};

/// A window of ten hours, and tasks in it.
class UtilisationTest : public ::testing::Test {
  protected:
    void add_task(std::optional<core::Duration> started, std::optional<core::Duration> completed,
                  const std::string& ship = "", const std::string& haul = "") {
        const auto moment = [](std::optional<core::Duration> after) {
            return after ? store::Value(core::to_millis(kStart + *after)) : store::Value(nullptr);
        };
        store::Transaction transaction;
        transaction.add(
            "INSERT INTO manufacturing_tasks (id, player_id, operation_id, pipeline_id, haul_id,"
            " task_type, status, good_symbol, created_at, started_at, completed_at, assigned_ship)"
            " VALUES ($1, $2, '', '', $6, 'SELL', 'EXECUTING', 'IRON', 0, $3, $4, $5)",
            {fmt::format("task-1-{}", ++tasks_), kPlayer, moment(started), moment(completed), ship,
             haul});
        EXPECT_TRUE(remains_.engine->commit(transaction, store::Durability::kNormal).ok());
    }

    double of_haulers(std::int64_t haulers) {
        Process process(remains_);
        const auto share =
            process.run(utilisation(process.store, kPlayer, haulers * 10h, kStart, kStart + 10h));
        EXPECT_TRUE(share.ok());
        return share.ok() ? *share : -1;
    }

    HaulGaps gaps() {
        Process process(remains_);
        const auto gaps = process.run(haul_gaps(process.store, kPlayer, kStart, kStart + 10h));
        EXPECT_TRUE(gaps.ok());
        return gaps.ok() ? *gaps : HaulGaps();
    }

    Remains remains_;
    int tasks_ = 0;
};

TEST_F(UtilisationTest, IsTheShareOfTheHaulersTimeThatTasksTook) {
    add_task(1h, 3h);
    add_task(3h, 6h);
    EXPECT_DOUBLE_EQ(of_haulers(1), 0.5);
    EXPECT_DOUBLE_EQ(of_haulers(2), 0.25);
}

TEST_F(UtilisationTest, CountsWorkUnderWayUpToTheEnd) {
    add_task(6h, std::nullopt);
    EXPECT_DOUBLE_EQ(of_haulers(1), 0.4);
    add_task(9h, 12h);
    EXPECT_DOUBLE_EQ(of_haulers(1), 0.5);
}

TEST_F(UtilisationTest, DoesNotCountTasksThatWaitOrBelongToAnotherTime) {
    add_task(std::nullopt, std::nullopt);
    add_task(std::nullopt, 5h);
    add_task(10h, 12h);
    add_task(-2h, -1h);
    EXPECT_DOUBLE_EQ(of_haulers(1), 0.0);
}

TEST_F(UtilisationTest, IsNothingWithoutHaulers) {
    add_task(1h, 3h);
    EXPECT_DOUBLE_EQ(of_haulers(0), 0.0);
}

TEST(HaulerTime, CountsAShipFromWhenItWasBought) {
    const auto world = tests::make_world({.haulers = 1});
    Company& company = world->company();
    const core::TimePoint since = world->now();
    const auto time = [&](core::TimePoint from) {
        const auto had = world->call(hauler_time(company.fleet().store, company.player().id,
                                                 company.fleet().ships, from, world->now()));
        EXPECT_TRUE(had.ok()) << had.error().message;
        return had.ok() ? *had : core::Duration(0);
    };
    world->run_for(2h);
    EXPECT_EQ(time(since), 4h) << "frigate and hauler; the probe carries nothing";
    for (const char* type : {"SHIP_LIGHT_HAULER", "SHIP_PROBE"}) {
        const auto bought = world->call(company.purchase_ship(model::ShipType(type), {}));
        ASSERT_TRUE(bought.ok()) << bought.error().message;
    }
    const std::int64_t at =
        tests::number(*world, "SELECT MIN(bought_at) AS n FROM ships WHERE bought_at IS NOT NULL");
    world->run_for(3h);
    const core::TimePoint until = world->now();
    EXPECT_EQ(time(since), 2 * (until - since) + (until - core::from_millis(at)));
    EXPECT_EQ(time(until - 1h), 3h) << "it was there all that time";
}

TEST_F(UtilisationTest, FindsTheGapsBetweenTheHaulsOfEachShip) {
    add_task(1h, 2h, "A-1", "haul-1");
    add_task(2h + 30min, 3h, "A-1", "haul-1");  // Of one haul: its ship waited for a retry.
    add_task(4h, 5h, "A-1", "haul-2");
    add_task(1h, 6h, "A-2", "haul-3");
    add_task(6h + 30min, std::nullopt, "A-2", "haul-4");
    EXPECT_EQ(gaps().ships, 2);
    EXPECT_EQ(gaps().gaps, 2);
    EXPECT_EQ(gaps().mean(), 45min);
}

TEST_F(UtilisationTest, FindsNoGapsInHaulsThatNobodyBeganOrBeganLater) {
    EXPECT_EQ(gaps().mean(), 0min);
    add_task(1h, 2h, "A-1", "haul-1");
    add_task(std::nullopt, 3h, "A-1", "haul-2");
    add_task(11h, 12h, "A-1", "haul-3");
    EXPECT_EQ(gaps().ships, 1);
    EXPECT_EQ(gaps().gaps, 0);
}

}  // namespace
}  // namespace argosy::kernel
