// Every state machine of the room, judged whole: each legal step is taken, each other refused, or
// unreachable where nobody can ask for it.

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

#include "manufacturing/testing/workshop.h"
#include "tests/support/transition_matrix.h"

namespace argosy::manufacturing {
namespace {

using model::Supply;
using model::TradeSymbol;
using testing::Remains;
using testing::Workshop;

// Takes a new pipeline through these states; returns what is stored of it then.
std::string carry_pipeline(const std::vector<PipelineStatus>& way) {
    Remains remains;
    Workshop workshop(remains);
    const core::PipelineId id = workshop.begin_pipeline(TradeSymbol("IRON"));
    for (std::size_t i = 1; i < way.size(); ++i) {
        store::Transaction transaction;
        if (way[i] == PipelineStatus::kExecuting) {
            workshop.pipelines.transition(id, way[i], transaction);
        } else {
            workshop.pipelines.end(id, way[i], Takings{}, Takings{}, "", transaction);
        }
        EXPECT_TRUE(workshop.commit(std::move(transaction)).ok());
    }
    const auto rows = remains.engine->query("SELECT status FROM manufacturing_pipelines", {});
    return rows->front().text("status");
}

TEST(PipelineLifecycle, TakesEveryLegalStepAndRefusesAllOthers) {
    tests::expect_takes_legal_steps_only<PipelineStatus>(
        {.name = "ManufacturingPipeline",
         .first = "PLANNING",
         .next = {{"PLANNING", {"EXECUTING", "FAILED", "CANCELLED"}},
                  {"EXECUTING", {"COMPLETED", "FAILED", "CANCELLED"}},
                  {"COMPLETED", {}},
                  {"FAILED", {}},
                  {"CANCELLED", {}}},
         .parse = parse_pipeline_status,
         .check = [](PipelineStatus from, PipelineStatus to) { return check_transition(from, to); },
         .carry = carry_pipeline});
}

// A factory's status is not set but follows from what is known of it, so its steps are found by
// letting everything happen to it that can: deliveries of its inputs, and looks at its output.
class FactoryLife {
  public:
    explicit FactoryLife(std::set<TradeSymbol> inputs) : required_(std::move(inputs)) {}

    void explore(tests::TransitionMatrix& matrix) {
        FactoryState begun = factory();
        begun.status = begun.derived_status();
        std::vector<FactoryState> open{begun};
        while (!open.empty()) {
            const FactoryState before = open.back();
            open.pop_back();
            for (FactoryState& after : successors(before)) {
                after.status = after.derived_status();
                matrix.take(std::string(to_string(before.status)),
                            std::string(to_string(after.status)));
                if (seen_.emplace(after.delivered, after.supply, after.status).second) {
                    open.push_back(after);
                }
            }
        }
    }

  private:
    FactoryState factory() const {
        return {.factory = model::WaypointSymbol("X1-YZ19-A2"),
                .output = TradeSymbol("LASER_RIFLES"),
                .pipeline = core::PipelineId("pipeline-1-1"),
                .required = required_};
    }

    std::vector<FactoryState> successors(const FactoryState& before) const {
        std::vector<FactoryState> all;
        for (const TradeSymbol& input : required_) {
            all.push_back(before);
            all.back().delivered.insert(input);
        }
        for (const Supply supply : {Supply::kScarce, Supply::kLimited, Supply::kModerate,
                                    Supply::kHigh, Supply::kAbundant}) {
            all.push_back(before);
            all.back().supply = supply;
        }
        return all;
    }

    std::set<TradeSymbol> required_;
    std::set<std::tuple<std::set<TradeSymbol>, std::optional<Supply>, FactoryStatus>> seen_;
};

TEST(FactoryLifecycle, TakesEveryStepThatDeliveriesAndLooksMakeAndNoOther) {
    const tests::NextStates next{
        {"AWAITING_INPUTS",
         {"AWAITING_INPUTS", "INPUTS_PARTIAL", "INPUTS_COMPLETE", "READY_FOR_COLLECTION"}},
        {"INPUTS_PARTIAL", {"INPUTS_PARTIAL", "INPUTS_COMPLETE", "READY_FOR_COLLECTION"}},
        {"INPUTS_COMPLETE", {"PRODUCTION_IN_PROGRESS", "READY_FOR_COLLECTION"}},
        {"PRODUCTION_IN_PROGRESS", {"PRODUCTION_IN_PROGRESS", "READY_FOR_COLLECTION"}},
        {"READY_FOR_COLLECTION",
         {"AWAITING_INPUTS", "INPUTS_PARTIAL", "PRODUCTION_IN_PROGRESS", "READY_FOR_COLLECTION"}}};
    tests::TransitionMatrix matrix("FactoryState", next, "unreachable");
    FactoryLife({TradeSymbol("IRON")}).explore(matrix);
    FactoryLife({TradeSymbol("DIAMONDS"), TradeSymbol("PLATINUM")}).explore(matrix);
    // Nothing that can happen to a factory leads there.
    for (const auto& [from, legal] : next) {
        for (const auto& [to, unused] : next) {
            if (!matrix.was_taken(from, to)) matrix.refuse(from, to);
        }
    }
    matrix.expect_whole();
}

const FactoryOutput kIronWorks(model::WaypointSymbol("X1-AD75-H51"), TradeSymbol("IRON"));

// Takes a new reservation through these states; returns what is stored of it then.
std::string carry_reservation(const std::vector<ReservationStatus>& way) {
    Remains remains;
    Workshop workshop(remains);
    const core::PipelineId pipeline = workshop.begin_pipeline(TradeSymbol("IRON"));
    store::Transaction reserving;
    const ReservationId id =
        workshop.shared.factories.reserve(pipeline, kIronWorks, std::chrono::hours(1), reserving);
    EXPECT_TRUE(workshop.commit(std::move(reserving)).ok());
    for (std::size_t i = 1; i < way.size(); ++i) {
        store::Transaction transaction;
        workshop.shared.factories.transition(id, way[i], transaction);
        EXPECT_TRUE(workshop.commit(std::move(transaction)).ok());
    }
    const auto rows = remains.engine->query("SELECT status FROM factory_reservations", {});
    return rows->front().text("status");
}

TEST(ReservationLifecycle, TakesEveryLegalStepAndRefusesAllOthers) {
    tests::expect_takes_legal_steps_only<ReservationStatus>(
        {.name = "FactoryReservation",
         .first = "ACTIVE",
         .next = {{"ACTIVE", {"FULFILLED", "EXPIRED", "CANCELLED"}},
                  {"FULFILLED", {}},
                  {"EXPIRED", {}},
                  {"CANCELLED", {}}},
         .parse = parse_reservation_status,
         .check = [](ReservationStatus from,
                     ReservationStatus to) { return check_transition(from, to); },
         .carry = carry_reservation});
}

// A reservation from a pool has no status of its own: it is open, or its units were loaded, or
// given back; and there is nothing that opens it again.
class PoolLife {
  public:
    PoolLife() : workshop_(remains_) {
        PoolReservation request{.pipeline = workshop_.begin_pipeline(TradeSymbol("IRON")),
                                .haul = core::HaulId("haul-1-1"),
                                .factory = kIronWorks,
                                .units = core::Units(10),
                                .expires_at = workshop_.runtime.now() + std::chrono::minutes(15)};
        store::Transaction transaction;
        workshop_.shared.pools.add_to_pool({{kIronWorks, core::Units(40)}}, transaction);
        auto reserved = workshop_.shared.pools.reserve(std::move(request), transaction);
        EXPECT_TRUE(reserved.ok());
        id_ = *reserved;
        EXPECT_TRUE(workshop_.commit(std::move(transaction)).ok());
    }

    /// Returns whether the step was taken.
    bool go(const std::string& to) {
        store::Transaction transaction;
        try {
            if (to == "CONSUMED") workshop_.shared.pools.consume(id_, transaction);
            if (to == "RELEASED") workshop_.shared.pools.release(id_, transaction);
        } catch (const std::out_of_range&) {
            return false;
        }
        if (transaction.empty()) return false;
        return workshop_.commit(std::move(transaction)).ok();
    }

    std::string stored() const {
        if (workshop_.shared.pools.open().contains(id_)) return "OPEN";
        const bool consumed = remains_.number("SELECT consumed AS n FROM pool_reservations") == 1;
        return consumed ? "CONSUMED" : "RELEASED";
    }

  private:
    Remains remains_;
    Workshop workshop_;
    PoolReservationId id_;
};

TEST(PoolReservationLifecycle, TakesEveryLegalStepAndRefusesAllOthers) {
    const tests::NextStates next{
        {"OPEN", {"CONSUMED", "RELEASED"}}, {"CONSUMED", {}}, {"RELEASED", {}}};
    tests::TransitionMatrix matrix("PoolReservation", next);
    for (const auto& [from, legal] : next) {
        for (const auto& [to, unused] : next) {
            SCOPED_TRACE(fmt::format("{} to {}", from, to));
            PoolLife life;
            if (from != "OPEN") EXPECT_TRUE(life.go(from));
            const bool taken = life.go(to);
            EXPECT_EQ(life.stored(), taken ? to : from);
            taken ? matrix.take(from, to) : matrix.refuse(from, to);
        }
    }
    matrix.expect_whole();
}

}  // namespace
}  // namespace argosy::manufacturing
