// Operations under random starts, stops, failures, ends in good order and kills, at moments that
// fall between any two commits. The store itself watches every step that is taken.
//
//   ARGOSY_OPERATION_SEEDS=5000 test_campaign --gtest_filter='*Operations*'   so many seeds
//   ARGOSY_SEED=17 test_campaign                                              this seed only

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "operations/testing/program.h"

namespace argosy::tests {
namespace {

using namespace std::chrono_literals;
using core::OperationId;
using operations::Operation;
using operations::OperationStatus;
using operations::testing::Attempt;
using operations::testing::Program;
using operations::testing::Remains;
using operations::testing::Script;

constexpr std::int64_t kDefaultSeeds = 400;
constexpr int kActions = 60;
constexpr std::int64_t kKinds = 6;

std::vector<std::uint64_t> seeds() {
    if (const char* one = std::getenv("ARGOSY_SEED")) return {std::uint64_t(std::atoll(one))};
    const char* count = std::getenv("ARGOSY_OPERATION_SEEDS");
    std::vector<std::uint64_t> all;
    for (std::int64_t seed = 1; seed <= (count ? std::atoll(count) : kDefaultSeeds); ++seed)
        all.push_back(std::uint64_t(seed));
    return all;
}

/// Makes the store write down every step of an operation, and every parent that ended before its
/// child.
void watch(store::Engine& engine) {
    store::Transaction triggers;
    triggers.add("CREATE TABLE steps (step TEXT)", {});
    triggers.add("CREATE TABLE orphans (id TEXT)", {});
    triggers.add(
        "CREATE TRIGGER on_step AFTER UPDATE OF status ON operations BEGIN"
        " INSERT INTO steps VALUES (old.status || ' -> ' || new.status);"
        " INSERT INTO orphans SELECT id FROM operations WHERE parent_id = new.id"
        " AND new.status IN ('COMPLETED', 'FAILED', 'STOPPED')"
        " AND status NOT IN ('COMPLETED', 'FAILED', 'STOPPED'); END",
        {});
    ASSERT_TRUE(engine.commit(triggers, store::Durability::kNormal).ok());
}

std::int64_t count(const Remains& remains, std::string_view sql) {
    const auto rows = remains.engine->query(sql, {});
    ARGOSY_ASSERT(rows.ok());
    return rows->front().integer("n");
}

std::string kind_named(std::int64_t number) {
    return fmt::format("kind-{}", number);
}

class Campaign {
  public:
    explicit Campaign(std::uint64_t seed) : random_(core::Rng(seed).stream("faults")) {
        watch(*remains.engine);
        restart();
    }

    void act() {
        const auto running = with_status(OperationStatus::kRunning);
        switch (random_.uniform(0, 5)) {
            case 0:
            case 1: {
                const bool alone = running.empty() || random_.chance(0.3);
                const OperationId parent = alone ? OperationId() : any_of(running);
                const std::string kind = kind_named(random_.uniform(1, kKinds));
                program_->runtime.spawn(started(program_->supervisor.start(kind, "{}", parent)));
                break;
            }
            case 2:
                if (!running.empty())
                    program_->runtime.spawn(started(program_->supervisor.stop(any_of(running))));
                break;
            case 3:
                restart();
                break;
            case 4:
                program_->wait(program_->supervisor.interrupt());
                restart();
                break;
            default:
                program_->run_for(core::Duration(random_.uniform(1, 600'000)));
        }
        // Commits take up to 50 ms, so the next action often comes between two of them.
        program_->run_for(core::Duration(random_.uniform(0, 120)));
    }

    void stop_everything() {
        restart();
        for (const OperationId& each : with_status(OperationStatus::kRunning)) {
            if (program_->status(each) == OperationStatus::kRunning) {
                EXPECT_TRUE(program_->wait(program_->supervisor.stop(each)).ok());
            }
        }
        program_->run_for(24h);
    }

    Remains remains;

  private:
    static core::Task<void> started(core::Task<core::Result<Operation>> task) {
        // Refused or not: what is stored is judged, not the answer.
        (void)co_await std::move(task);
    }

    void restart() {
        std::map<std::string, Script> scripts;
        for (std::int64_t number = 1; number <= kKinds; ++number) {
            Script& script = scripts[kind_named(number)];
            script.winding_down = core::Duration(random_.uniform(0, 180'000));
            while (random_.chance(0.4)) {
                script.attempts.push_back(
                    {.outcome = Attempt::Outcome(random_.uniform(0, 3)),
                     .error = {random_.chance(0.5) ? core::ErrorCode::kRejected
                                                   : core::ErrorCode::kUnavailable,
                               "it broke"},
                     .after = core::Duration(random_.uniform(0, 60'000))});
            }
        }
        program_.reset();
        program_ = std::make_unique<Program>(remains, std::move(scripts));
        program_->wait(program_->supervisor.adopt());
    }

    std::vector<OperationId> with_status(OperationStatus status) const {
        std::vector<OperationId> found;
        for (const auto& [id, operation] : program_->registry.all()) {
            if (operation.status == status) found.push_back(id);
        }
        return found;
    }
    OperationId any_of(const std::vector<OperationId>& ids) {
        return ids[std::size_t(random_.uniform(0, std::int64_t(ids.size()) - 1))];
    }

    core::RandomStream random_;
    std::unique_ptr<Program> program_;
};

TEST(OperationsUnderCrashes, LeaveNoChildWithoutItsParentAndNothingUndone) {
    std::set<std::string> table, taken;
    for (const auto& [from, to] : operations::transitions())
        table.insert(fmt::format("{} -> {}", to_string(from), to_string(to)));
    for (const std::uint64_t seed : seeds()) {
        SCOPED_TRACE(fmt::format("seed {}: ARGOSY_SEED={} reruns it", seed, seed));
        Campaign campaign(seed);
        for (int i = 0; i < kActions; ++i)
            campaign.act();
        campaign.stop_everything();
        const Remains& remains = campaign.remains;
        EXPECT_GT(count(remains, "SELECT COUNT(*) AS n FROM operations"), 0);
        EXPECT_EQ(count(remains, "SELECT COUNT(*) AS n FROM orphans"), 0);
        EXPECT_EQ(count(remains,
                        "SELECT COUNT(*) AS n FROM operations"
                        " WHERE status NOT IN ('COMPLETED', 'FAILED', 'STOPPED')"),
                  0);
        const auto steps = remains.engine->query("SELECT DISTINCT step FROM steps", {});
        for (const store::Row& row : steps.value())
            taken.insert(row.text("step"));
        if (testing::Test::HasFailure()) break;
    }
    if (seeds().size() >= std::size_t(kDefaultSeeds)) EXPECT_EQ(taken, table);
}

}  // namespace
}  // namespace argosy::tests
