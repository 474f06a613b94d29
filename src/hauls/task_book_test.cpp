#include "hauls/task_book.h"

#include <gtest/gtest.h>

#include "hauls/testing/haul_process.h"
#include "tests/support/transition_matrix.h"

namespace argosy::hauls {
namespace {

using core::Credits;
using core::Units;
using testing::HaulProcess;
using testing::kFactory;
using testing::kMachinery;
using testing::Remains;
using testing::settle_world;

const model::ShipSymbol kShip("ARGOSY-1");

class TaskBookTest : public ::testing::Test {
  protected:
    TaskBookTest() {
        settle_world(remains_);
        start();
    }

    void start() {
        process_.reset();
        process_ = std::make_unique<HaulProcess>(remains_);
        ASSERT_TRUE(process_->run(process_->tasks.load()).ok());
    }

    TaskBook& book() { return process_->tasks; }

    // Applies a change, and stores it.
    template <class Change>
    void change(Change apply) {
        store::Transaction transaction;
        apply(transaction);
        ASSERT_TRUE(remains_.engine->commit(transaction, store::Durability::kNormal).ok());
    }

    void step(const core::TaskId& task, TaskStatus status) {
        change(
            [&](store::Transaction& transaction) { book().transition(task, status, transaction); });
    }

    void run_pipeline(std::string_view status) {
        change([&](store::Transaction& transaction) {
            transaction.add(
                "INSERT INTO operations (id, player_id, kind, status, config, created_at,"
                " updated_at) VALUES ('operation-1-1', 1, 'manufacturing', 'RUNNING', '', 0, 0)",
                {});
            transaction.add(
                "INSERT INTO manufacturing_pipelines (id, player_id, operation_id,"
                " sequence_number, product_good, sell_market, expected_price, status,"
                " created_at) VALUES ('pipeline-1-1', 1, 'operation-1-1', 1,"
                " 'MACHINERY', 'X1-AD75-C3', 1, $1, 0)",
                {std::string(status)});
        });
    }

    Remains remains_;
    std::unique_ptr<HaulProcess> process_;
};

TEST_F(TaskBookTest, ReadsBackATaskAsItWas) {
    const core::HaulId id = process_->add_feed();
    const core::TaskId load = book().haul(id).load->id;
    change([&](store::Transaction& transaction) {
        book().assign(load, kShip, Units(40), transaction);
        book().source_from(load, testing::kRival, transaction);
        book().transition(load, TaskStatus::kExecuting, transaction, "because");
        book().add_moved(load, Units(15), Credits(1'500), Credits(0), transaction);
        book().add_moved(load, Units(5), Credits(600), Credits(0), transaction);
        EXPECT_EQ(book().count_retry(load, transaction), 1);
    });
    const ManufacturingTask before = *book().find(load);
    const ManufacturingTask unload_before = *book().haul(id).unload;
    start();
    ASSERT_NE(book().find(load), nullptr);
    const ManufacturingTask& after = *book().find(load);
    EXPECT_EQ(after.operation, before.operation);
    EXPECT_EQ(after.pipeline, before.pipeline);
    EXPECT_EQ(after.haul, id);
    EXPECT_EQ(after.type, TaskType::kAcquire);
    EXPECT_EQ(after.status, TaskStatus::kExecuting);
    EXPECT_EQ(after.good, testing::kIron);
    EXPECT_EQ(after.source, testing::kRival);
    EXPECT_EQ(after.quantity, Units(40));
    EXPECT_EQ(after.actual_quantity, Units(20));
    EXPECT_EQ(after.total_cost, Credits(2'100));
    EXPECT_EQ(after.ship, kShip);
    EXPECT_EQ(after.retries, 1);
    EXPECT_EQ(after.error, "because");
    EXPECT_EQ(after.created_at, before.created_at);
    EXPECT_EQ(after.ready_at, before.ready_at);
    EXPECT_EQ(after.started_at, before.started_at);
    EXPECT_TRUE(after.started_at.has_value());
    EXPECT_FALSE(after.completed_at.has_value());
    const ManufacturingTask& unload = *book().haul(id).unload;
    EXPECT_EQ(unload.target, kFactory);
    EXPECT_EQ(unload.factory, kFactory);
    EXPECT_EQ(unload.output, kMachinery);
    EXPECT_EQ(unload.depends_on, unload_before.depends_on);
    EXPECT_EQ(unload.depends_on, std::vector{load});
}

TEST_F(TaskBookTest, PutsTheTwoTasksOfAHaulTogether) {
    const core::HaulId id = process_->add_sale();
    const Haul haul = book().haul(id);
    ASSERT_NE(haul.load, nullptr);
    EXPECT_EQ(haul.load->type, TaskType::kCollect);
    EXPECT_EQ(haul.unload->type, TaskType::kSell);
    EXPECT_EQ(haul.load->place(), kFactory);
    EXPECT_EQ(haul.unload->place(), testing::kCustomer);
    EXPECT_EQ(haul.good(), kMachinery);
}

TEST_F(TaskBookTest, ListsAHaulUntilItIsUnloaded) {
    const core::HaulId id = process_->add_sale();
    const Haul haul = book().haul(id);
    step(haul.load->id, TaskStatus::kAssigned);
    step(haul.load->id, TaskStatus::kExecuting);
    step(haul.load->id, TaskStatus::kCompleted);
    EXPECT_EQ(book().open_hauls().size(), 1u);
    step(haul.unload->id, TaskStatus::kAssigned);
    step(haul.unload->id, TaskStatus::kExecuting);
    EXPECT_EQ(book().open_hauls().size(), 1u);
    step(haul.unload->id, TaskStatus::kCompleted);
    EXPECT_TRUE(book().open_hauls().empty());
    EXPECT_EQ(book().completed(), 2);
}

TEST_F(TaskBookTest, KnowsBothHalvesOfALadenHaulWhosePipelineHasEnded) {
    run_pipeline("CANCELLED");
    const core::HaulId id = process_->add_sale();
    const core::TaskId load = book().haul(id).load->id;
    step(load, TaskStatus::kAssigned);
    step(load, TaskStatus::kExecuting);
    step(load, TaskStatus::kCompleted);
    step(book().haul(id).unload->id, TaskStatus::kAssigned);
    start();
    ASSERT_EQ(book().open_hauls().size(), 1u);
    ASSERT_NE(book().haul(id).load, nullptr) << "what it cost is needed to sell it";
    EXPECT_EQ(book().haul(id).load->status, TaskStatus::kCompleted);
}

TEST_F(TaskBookTest, RemembersEndedTasksOfPipelinesStillRunning) {
    run_pipeline("EXECUTING");
    const core::HaulId id = process_->add_sale();
    for (const core::TaskId& task : {book().haul(id).load->id, book().haul(id).unload->id}) {
        step(task, TaskStatus::kAssigned);
        step(task, TaskStatus::kExecuting);
        step(task, TaskStatus::kCompleted);
    }
    start();
    EXPECT_EQ(book().of_pipeline(core::PipelineId("pipeline-1-1")).size(), 2u);
    EXPECT_TRUE(book().open_hauls().empty());
    EXPECT_EQ(book().completed(), 2);
}

TEST_F(TaskBookTest, ForgetsAPipelineThatHasEnded) {
    const core::HaulId id = process_->add_sale();
    const core::TaskId load = book().haul(id).load->id;
    book().forget(core::PipelineId("pipeline-1-1"));
    EXPECT_EQ(book().find(load), nullptr);
    EXPECT_TRUE(book().open_hauls().empty());
    EXPECT_TRUE(book().of_pipeline(core::PipelineId("pipeline-1-1")).empty());
    EXPECT_TRUE(book().all().empty());
    book().forget(core::PipelineId("pipeline-9-9"));
}

TEST_F(TaskBookTest, FreesTheShipOfATaskThatIsHandedBackAndKeepsItsAge) {
    const core::HaulId id = process_->add_sale();
    const core::TaskId load = book().haul(id).load->id;
    const auto ready_at = book().find(load)->ready_at;
    change([&](store::Transaction& transaction) {
        book().assign(load, kShip, Units(40), transaction);
    });
    process_->runtime.spawn(process_->runtime.clock.sleep_for(std::chrono::minutes(5)));
    process_->run_for(std::chrono::minutes(5));
    step(load, TaskStatus::kExecuting);
    step(load, TaskStatus::kReady);
    EXPECT_TRUE(book().find(load)->ship.empty());
    EXPECT_EQ(book().find(load)->quantity, Units(0));
    EXPECT_EQ(book().find(load)->ready_at, ready_at);
    EXPECT_FALSE(book().find(load)->started_at.has_value());
}

// Takes a new haul's purchase through these states; returns what is stored of it then.
std::string carry_through(const std::vector<TaskStatus>& way) {
    Remains remains;
    settle_world(remains);
    HaulProcess process(remains);
    EXPECT_TRUE(process.run(process.tasks.load()).ok());
    const core::TaskId task = process.tasks.haul(process.add_feed()).load->id;
    for (std::size_t i = 1; i < way.size(); ++i) {
        store::Transaction transaction;
        if (way[i] == TaskStatus::kAssigned) {
            process.tasks.assign(task, kShip, Units(1), transaction);
        } else {
            process.tasks.transition(task, way[i], transaction);
        }
        EXPECT_TRUE(remains.engine->commit(transaction, store::Durability::kNormal).ok());
    }
    const auto rows =
        remains.engine->query("SELECT status FROM manufacturing_tasks WHERE id = $1", {task.str()});
    return rows->front().text("status");
}

TEST(TaskLifecycle, TakesEveryLegalStepAndRefusesAllOthers) {
    tests::expect_takes_legal_steps_only<TaskStatus>(
        {.name = "ManufacturingTask",
         .first = "READY",
         .next = {{"PENDING", {"READY", "ASSIGNED", "CANCELLED"}},
                  {"READY", {"PENDING", "ASSIGNED", "CANCELLED"}},
                  {"ASSIGNED", {"PENDING", "READY", "EXECUTING", "CANCELLED"}},
                  {"EXECUTING", {"READY", "COMPLETED", "FAILED", "CANCELLED"}},
                  {"COMPLETED", {}},
                  {"FAILED", {"PENDING"}},
                  {"CANCELLED", {}}},
         .parse = parse_task_status,
         .check = check_transition,
         .carry = carry_through});
}

}  // namespace
}  // namespace argosy::hauls
