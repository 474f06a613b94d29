#include "manufacturing/pipeline.h"

#include <gtest/gtest.h>

#include "manufacturing/testing/workshop.h"

namespace argosy::manufacturing {
namespace {

using core::Credits;
using core::ErrorCode;
using testing::Remains;
using testing::Workshop;
using Status = PipelineStatus;

constexpr std::array kStatuses{Status::kPlanning, Status::kExecuting, Status::kCompleted,
                               Status::kFailed, Status::kCancelled};

TEST(PipelineStatuses, AreReadAsTheyAreWritten) {
    for (const Status status : kStatuses) {
        EXPECT_EQ(parse_pipeline_status(to_string(status)), status);
    }
    EXPECT_EQ(parse_pipeline_status("RUNNING"), std::nullopt);
}

class PipelineBookTest : public ::testing::Test {
  protected:
    static core::PipelineId add(Workshop& workshop) {
        return workshop.begin_pipeline(model::TradeSymbol("IRON"));
    }

    void end(Workshop& workshop, const core::PipelineId& pipeline, Status status) {
        store::Transaction transaction;
        if (status == Status::kCompleted) {
            workshop.pipelines.transition(pipeline, Status::kExecuting, transaction);
        }
        const Takings sale{.cost = Credits(300), .revenue = Credits(1'000)};
        workshop.pipelines.end(pipeline, status, sale, Takings{}, "", transaction);
        EXPECT_TRUE(workshop.commit(std::move(transaction)).ok());
    }

    Remains remains_;
};

TEST_F(PipelineBookTest, RemembersActivePipelines) {
    core::PipelineId id;
    {
        Workshop workshop(remains_);
        id = add(workshop);
    }
    const Workshop after_crash(remains_);
    ASSERT_TRUE(after_crash.pipelines.active().contains(id));
    const ManufacturingPipeline& pipeline = after_crash.pipelines.active().at(id);
    EXPECT_EQ(pipeline.status, Status::kPlanning);
    EXPECT_EQ(pipeline.product, model::TradeSymbol("IRON"));
    EXPECT_EQ(pipeline.expected_price, core::Bid(200));
}

TEST_F(PipelineBookTest, AnEndedPipelineHasItsResultInTheStoreAndLeavesTheBook) {
    Workshop workshop(remains_);
    const core::PipelineId id = add(workshop);
    store::Transaction transaction;
    workshop.pipelines.forecasts().add({.pipeline = id, .target = model::TradeSymbol("IRON")},
                                       transaction);
    ASSERT_TRUE(workshop.commit(std::move(transaction)).ok());
    end(workshop, id, Status::kCompleted);

    EXPECT_FALSE(workshop.pipelines.active().contains(id));
    EXPECT_EQ(remains_.number("SELECT net_profit AS n FROM manufacturing_pipelines"), 700);
    EXPECT_EQ(remains_.number("SELECT actual_profit AS n FROM profit_forecasts"), 700);
    EXPECT_EQ(remains_.number("SELECT COUNT(*) AS n FROM manufacturing_pipelines"
                              " WHERE status = 'COMPLETED' AND completed_at IS NOT NULL"),
              1);
}

TEST_F(PipelineBookTest, CountsWhatEndedInEarlierRunsToo) {
    {
        Workshop workshop(remains_);
        end(workshop, add(workshop), Status::kCompleted);
        end(workshop, add(workshop), Status::kFailed);
        end(workshop, add(workshop), Status::kCancelled);
        EXPECT_EQ(workshop.pipelines.completed(), 1);
        EXPECT_EQ(workshop.pipelines.failed(), 1);
    }
    Workshop after_crash(remains_);
    EXPECT_EQ(after_crash.pipelines.completed(), 1);
    EXPECT_EQ(after_crash.pipelines.failed(), 1);
    EXPECT_EQ(after_crash.pipelines.next_sequence(), 4);
    EXPECT_TRUE(after_crash.pipelines.active().empty());
}

}  // namespace
}  // namespace argosy::manufacturing
