#include <gtest/gtest.h>

#include "core/rng.h"
#include "manufacturing/testing/workshop.h"
#include "tests/support/seed.h"

namespace argosy::manufacturing {
namespace {

using core::Units;
using testing::kPlayer;
using testing::Remains;
using testing::Workshop;

// Pools under random work: what stands at factories changes, hauls reserve, load, give back, and
// the process dies now and then.
class Turmoil {
  public:
    explicit Turmoil(std::uint64_t seed) : random_(core::Rng(seed).stream("pools")) { restart(); }

    void step() {
        store::Transaction transaction;
        GoodPools& pools = workshop_->shared.pools;
        switch (random_.uniform(0, 9)) {
            case 0:
                pools.add_to_pool(draw_surplus(), transaction);
                break;
            case 1:
            case 2:
            case 3:
            case 4:
                reserve(transaction);
                break;
            case 5:
            case 6:
                if (const auto id = draw_open()) {
                    consumed_ += pools.open().at(*id).units;
                    pools.consume(*id, transaction);
                }
                break;
            case 7:
                if (const auto id = draw_open()) pools.release(*id, transaction);
                break;
            case 8:
                if (const auto id = draw_open()) {
                    pools.extend(*id, workshop_->runtime.now() + std::chrono::hours(1),
                                 transaction);
                }
                break;
            default:
                EXPECT_TRUE(workshop_->commit(std::move(transaction)).ok());
                return restart();
        }
        EXPECT_TRUE(workshop_->commit(std::move(transaction)).ok());
    }

    void check() {
        const GoodPools& pools = workshop_->shared.pools;
        std::map<FactoryOutput, Units> reserved;
        for (const auto& [id, reservation] : pools.open())
            reserved[reservation.factory] += reservation.units;
        std::map<model::TradeSymbol, std::pair<std::int64_t, std::int64_t>> sums;
        for (const FactoryOutput& factory : kFactories) {
            auto& [available, spoken_for] = sums[factory.second];
            available += pools.available_at(factory).count();
            spoken_for += reserved[factory].count();
            const Units free = surplus_[factory] - reserved[factory];
            EXPECT_EQ(pools.available_at(factory), std::max(Units(0), free));
        }
        for (const auto& [good, sum] : sums) {
            const auto stored = [&](std::string_view column) {
                return remains_.number(
                    fmt::format("SELECT COALESCE(SUM({}), 0) AS n"
                                " FROM intermediate_good_pools"
                                " WHERE good = '{}'",
                                column, good));
            };
            EXPECT_EQ(stored("available_units"), sum.first) << good.str();
            EXPECT_EQ(stored("reserved_units"), sum.second) << good.str();
        }
        EXPECT_EQ(pools.shared().units, consumed_);
    }

  private:
    inline static const std::array<FactoryOutput, 3> kFactories{
        FactoryOutput{model::WaypointSymbol("X1-AD75-A1"), model::TradeSymbol("IRON")},
        FactoryOutput{model::WaypointSymbol("X1-AD75-B2"), model::TradeSymbol("IRON")},
        FactoryOutput{model::WaypointSymbol("X1-AD75-A1"), model::TradeSymbol("COPPER")}};

    // A factory holds what it held: a restart is told so by the next look.
    void restart() {
        workshop_.reset();
        workshop_ = std::make_unique<Workshop>(remains_);
        store::Transaction transaction;
        workshop_->shared.pools.add_to_pool(surplus_, transaction);
        EXPECT_TRUE(workshop_->commit(std::move(transaction)).ok());
    }

    std::map<FactoryOutput, Units> draw_surplus() {
        surplus_.clear();
        for (const FactoryOutput& factory : kFactories) {
            if (random_.uniform(0, 3) > 0) surplus_[factory] = Units(random_.uniform(1, 60));
        }
        return surplus_;
    }

    void reserve(store::Transaction& transaction) {
        GoodPools& pools = workshop_->shared.pools;
        const FactoryOutput& factory = kFactories[std::size_t(random_.uniform(0, 2))];
        const Units units(random_.uniform(1, 40)), before = pools.available_at(factory);
        const auto reserved = pools.reserve(
            {.pipeline = core::PipelineId(fmt::format("pipeline-{}", random_.uniform(1, 3))),
             .haul = core::HaulId(fmt::format("haul-{}", ++hauls_)),
             .factory = factory,
             .units = units,
             .expires_at = workshop_->runtime.now() + std::chrono::minutes(15)},
            transaction);
        // Two never have the same units: what one reserves was nobody's.
        EXPECT_EQ(reserved.ok(), units <= before);
        EXPECT_EQ(pools.available_at(factory), reserved.ok() ? before - units : before);
        if (!reserved.ok()) EXPECT_EQ(reserved.error().code, core::ErrorCode::kConflict);
    }

    std::optional<PoolReservationId> draw_open() {
        const auto& open = workshop_->shared.pools.open();
        if (open.empty()) return std::nullopt;
        return std::next(open.begin(), random_.uniform(0, std::int64_t(open.size()) - 1))->first;
    }

    core::RandomStream random_;
    Remains remains_;
    std::map<FactoryOutput, Units> surplus_;
    std::unique_ptr<Workshop> workshop_;
    Units consumed_;
    std::int64_t hauls_ = 0;
};

TEST(GoodPoolsProperty, NoTwoConsumersEverReserveTheSameUnits) {
    constexpr int kSteps = 400;
    Turmoil turmoil(tests::seed_of_this_run());
    for (int step = 0; step < kSteps && !::testing::Test::HasFailure(); ++step) {
        SCOPED_TRACE(fmt::format("step {}", step));
        turmoil.step();
        turmoil.check();
    }
}

}  // namespace
}  // namespace argosy::manufacturing
