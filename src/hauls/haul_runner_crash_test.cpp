#include <fmt/format.h>
#include <gtest/gtest.h>

#include "hauls/haul_runner.h"
#include "hauls/testing/haul_process.h"

namespace argosy::hauls {
namespace {

using core::Units;
using testing::HaulProcess;
using testing::kFactory;
using testing::kMachinery;
using testing::kRival;
using testing::Remains;

constexpr core::Duration kLong = std::chrono::hours(6);

// A world with one haul to carry, of which more would fit into the hold.
struct OneHaulWorld {
    OneHaulWorld() {
        testing::settle_world(remains);
        remains.world.add_ship(400).nav.waypoint = kRival;
        remains.world.markets.at(kFactory).at(kMachinery).stock = Units(0);
    }

    Units moved(model::TransactionType type) const {
        Units units;
        for (const model::MarketTransaction& line : remains.world.trades) {
            if (line.good == kMachinery && line.type == type) units += line.units;
        }
        return units;
    }
    Units bought() const { return moved(model::TransactionType::kPurchase); }
    Units sold() const { return moved(model::TransactionType::kSell); }

    Remains remains;
};

// One life of the program: it starts the haul, or goes on with it.
class Life {
  public:
    Life(OneHaulWorld& world, std::uint64_t seed) : process(world.remains, seed) {
        process.runtime.spawn(live(process, world.remains));
    }

    HaulProcess process;

  private:
    static core::Task<void> live(HaulProcess& process, Remains& remains) {
        const auto opened = co_await process.open();
        EXPECT_TRUE(opened.ok());
        const bool first = remains.number("SELECT COUNT(*) AS n FROM manufacturing_tasks") == 0;
        if (first) process.add_sale();
        if (const auto offer = process.best()) {
            EXPECT_TRUE((co_await process.runner.start(*offer)).ok());
        }
    }
};

class CrashedHaul : public ::testing::Test {
  protected:
    CrashedHaul() {
        OneHaulWorld world;
        Life life(world, 1);
        while (life.process.run_events(1))
            ++events_;
        planned_ = world.bought();
        expect_carried_once(world, life.process);
    }

    void expect_carried_once(const OneHaulWorld& world, HaulProcess& process) {
        const Remains& remains = world.remains;
        EXPECT_GT(world.bought(), Units(0));
        EXPECT_LE(world.bought(), planned_) << "bought twice";
        EXPECT_EQ(world.sold(), world.bought());
        EXPECT_TRUE(remains.world.ships.begin()->second.cargo.items.empty()) << "cargo forgotten";
        EXPECT_EQ(process.ledger.balance(), remains.world.credits);
        EXPECT_EQ(remains.number("SELECT COUNT(*) AS n FROM transactions"
                                 " WHERE type = 'RECONCILIATION'"),
                  0);
        EXPECT_EQ(remains.number("SELECT COUNT(*) AS n FROM intents WHERE status = 'OPEN'"), 0);
        EXPECT_EQ(remains.number("SELECT COUNT(*) AS n FROM earmarks"), 0);
        EXPECT_EQ(remains.number("SELECT COUNT(*) AS n FROM cargo_lots"), 0);
        EXPECT_EQ(remains.number("SELECT COUNT(*) AS n FROM ship_assignments"
                                 " WHERE owner_id <> ''"),
                  0);
        EXPECT_EQ(remains.number("SELECT COUNT(*) AS n FROM manufacturing_tasks"
                                 " WHERE status <> 'COMPLETED'"),
                  0);
        EXPECT_EQ(remains.number("SELECT SUM(actual_quantity) AS n FROM manufacturing_tasks"
                                 " WHERE task_type = 'COLLECT'"),
                  world.bought().count());
        EXPECT_EQ(remains.number("SELECT SUM(actual_quantity) AS n FROM manufacturing_tasks"
                                 " WHERE task_type = 'SELL'"),
                  world.bought().count());
        EXPECT_EQ(process.errors(), 0u);
    }

    std::uint64_t events_ = 0;
    Units planned_;
};

TEST_F(CrashedHaul, IsCarriedOnceWhereverTheProgramCrashed) {
    ASSERT_LT(planned_, Units(80)) << "the hold must have room for a second purchase";
    ASSERT_GT(planned_, Units(20)) << "there must be several tranches to crash between";
    for (std::uint64_t events = 1; events < events_; ++events) {
        SCOPED_TRACE(fmt::format("crashed after {} of {} events", events, events_));
        OneHaulWorld world;
        Life(world, 1).process.run_events(events);
        Life life(world, 2);
        life.process.run_for(kLong);
        expect_carried_once(world, life.process);
        if (HasFailure()) return;
    }
}

TEST_F(CrashedHaul, IsCarriedOnceThoughTheProgramCrashedAgainWhileItRecovered) {
    for (std::uint64_t events = 1; events < events_; events += 5) {
        for (const std::uint64_t again : {events / 3, events / 2, events}) {
            SCOPED_TRACE(fmt::format("crashed after {} events, then after {}", events, again));
            OneHaulWorld world;
            Life(world, 1).process.run_events(events);
            Life(world, 2).process.run_events(again);
            Life life(world, 3);
            life.process.run_for(kLong);
            expect_carried_once(world, life.process);
            if (HasFailure()) return;
        }
    }
}

}  // namespace
}  // namespace argosy::hauls
