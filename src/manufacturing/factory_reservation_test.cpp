#include "manufacturing/factory_reservation.h"

#include <gmock/gmock.h>

#include "manufacturing/testing/workshop.h"

namespace argosy::manufacturing {
namespace {

using namespace std::chrono_literals;
using testing::Remains;
using testing::Workshop;
using Status = ReservationStatus;

constexpr std::array kStatuses{Status::kActive, Status::kFulfilled, Status::kExpired,
                               Status::kCancelled};
const FactoryOutput kIronWorks(model::WaypointSymbol("X1-AD75-H51"), model::TradeSymbol("IRON"));

TEST(ReservationStatuses, AreReadAsTheyAreWritten) {
    for (const Status status : kStatuses)
        EXPECT_EQ(parse_reservation_status(to_string(status)), status);
    EXPECT_EQ(parse_reservation_status("RELEASED"), std::nullopt);
}

TEST(DeliverySlots, AreReadAsTheyAreWritten) {
    const std::vector<DeliverySlot> slots{{model::TradeSymbol("IRON_ORE"),
                                           model::ShipSymbol("ARGOSY-3"), core::from_millis(5),
                                           core::from_millis(7)}};
    EXPECT_EQ(parse_delivery_slots(to_json(slots)).value(), slots);
    EXPECT_TRUE(parse_delivery_slots("[]")->empty());
    for (const char* bad : {"", "{}", "[1]", R"([{"input_good":"IRON_ORE"}])"})
        EXPECT_FALSE(parse_delivery_slots(bad).ok()) << bad;
}

class ReservationBookTest : public ::testing::Test {
  protected:
    static core::PipelineId begin(Workshop& workshop) {
        return workshop.begin_pipeline(model::TradeSymbol("IRON"));
    }

    static Result<void> reserve(Workshop& workshop, const core::PipelineId& pipeline) {
        store::Transaction transaction;
        workshop.shared.factories.reserve(pipeline, kIronWorks, 1h, transaction);
        return workshop.commit(std::move(transaction));
    }

    static const FactoryReservation& only(const Workshop& workshop) {
        EXPECT_EQ(workshop.shared.factories.all().size(), 1u);
        return workshop.shared.factories.all().begin()->second;
    }

    static void release(Workshop& workshop, const core::PipelineId& pipeline) {
        store::Transaction transaction;
        workshop.shared.factories.release(pipeline, transaction);
        EXPECT_TRUE(workshop.commit(std::move(transaction)).ok());
    }

    std::int64_t stored(std::string_view status) const {
        return remains_.number(fmt::format(
            "SELECT COUNT(*) AS n FROM factory_reservations WHERE status = '{}'", status));
    }

    Remains remains_;
};

TEST_F(ReservationBookTest, IsTheSameBookAfterACrash) {
    core::TimePoint window_end;
    {
        Workshop workshop(remains_);
        ASSERT_TRUE(reserve(workshop, begin(workshop)).ok());
        window_end = workshop.runtime.now() + 2h;
        store::Transaction transaction;
        workshop.shared.factories.expect(
            only(workshop).id,
            {{model::TradeSymbol("IRON_ORE"), model::ShipSymbol("ARGOSY-3"), workshop.runtime.now(),
              window_end}},
            transaction);
        ASSERT_TRUE(workshop.commit(std::move(transaction)).ok());
    }
    const Workshop after_crash(remains_);
    const FactoryReservation& reservation = only(after_crash);
    EXPECT_EQ(reservation.factory, kIronWorks);
    EXPECT_EQ(reservation.status, Status::kActive);
    EXPECT_EQ(reservation.expires_at, window_end);
    ASSERT_EQ(reservation.delivery_slots.size(), 1u);
    EXPECT_EQ(reservation.delivery_slots.front().ship, model::ShipSymbol("ARGOSY-3"));
    EXPECT_EQ(after_crash.shared.factories.held(), std::set{kIronWorks});
    EXPECT_EQ(after_crash.shared.factories.holder_of(kIronWorks), reservation.pipeline);
}

TEST_F(ReservationBookTest, TheStoreRefusesTheSecondReservationOfAFactory) {
    Workshop workshop(remains_);
    const core::PipelineId first = begin(workshop), second = begin(workshop);
    ASSERT_TRUE(reserve(workshop, first).ok());
    const auto refused = reserve(workshop, second);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, core::ErrorCode::kConflict);
}

TEST_F(ReservationBookTest, AFactoryIsFreeAgainWhenItsPipelineEnds) {
    Workshop workshop(remains_);
    const core::PipelineId first = begin(workshop);
    ASSERT_TRUE(reserve(workshop, first).ok());
    release(workshop, first);
    EXPECT_TRUE(workshop.shared.factories.all().empty());
    EXPECT_EQ(stored("CANCELLED"), 1);
    EXPECT_TRUE(reserve(workshop, begin(workshop)).ok());
}

TEST_F(ReservationBookTest, APipelineThatOutlivesItsReservationLeavesItExpired) {
    Workshop workshop(remains_);
    const core::PipelineId pipeline = begin(workshop);
    ASSERT_TRUE(reserve(workshop, pipeline).ok());
    workshop.pass(1h);
    release(workshop, pipeline);
    EXPECT_EQ(stored("EXPIRED"), 1);
}

TEST_F(ReservationBookTest, AFulfilledReservationKeepsTheFactoryForItsPipeline) {
    Workshop workshop(remains_);
    ASSERT_TRUE(reserve(workshop, begin(workshop)).ok());
    store::Transaction transaction;
    workshop.shared.factories.transition(only(workshop).id, Status::kFulfilled, transaction);
    ASSERT_TRUE(workshop.commit(std::move(transaction)).ok());
    EXPECT_EQ(stored("FULFILLED"), 1);
    EXPECT_EQ(workshop.shared.factories.held(), std::set{kIronWorks});
}

class FactoryConflicts : public ReservationBookTest {
  protected:
    void deliver(std::string_view pipeline, std::int64_t from, std::optional<std::int64_t> to) {
        store::Transaction transaction;
        transaction.add(
            "INSERT INTO manufacturing_tasks (id, player_id, operation_id, pipeline_id, haul_id,"
            " task_type, status, good_symbol, factory_symbol, output_good, created_at, started_at,"
            " completed_at) VALUES ($1, 1, 'operation-1-1', $2, $1, 'DELIVER', 'COMPLETED',"
            " 'IRON_ORE', 'X1-AD75-H51', 'IRON', 0, $3, $4)",
            {fmt::format("task-{}", ++tasks_), std::string(pipeline), from,
             to ? store::Value(*to) : store::Value(nullptr)});
        EXPECT_TRUE(workshop_.commit(std::move(transaction)).ok());
    }

    std::int64_t conflicts() {
        return workshop_.run(factory_conflicts(workshop_.store, testing::kPlayer)).value();
    }

    Workshop workshop_{remains_};
    int tasks_ = 0;
};

TEST_F(FactoryConflicts, AreDeliveriesOfTwoPipelinesAtOnce) {
    deliver("pipeline-1-1", 10, 20);
    deliver("pipeline-1-1", 15, 25);
    deliver("pipeline-1-2", 25, 30);
    EXPECT_EQ(conflicts(), 0);
    deliver("pipeline-1-3", 24, 26);
    EXPECT_EQ(conflicts(), 2);
    deliver("pipeline-1-4", 40, std::nullopt);
    deliver("pipeline-1-5", 50, std::nullopt);
    EXPECT_EQ(conflicts(), 3);
}

}  // namespace
}  // namespace argosy::manufacturing
