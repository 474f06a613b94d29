#include <gmock/gmock.h>

#include "hauls/testing/haul_process.h"
#include "store/commit.h"
#include "tests/features/support/gherkin.h"

namespace argosy::tests {
namespace {

using fleet::IdleReason;
using fleet::testing::Remains;
using hauls::TaskStatus;
using hauls::testing::HaulProcess;

/// A ship in the hauls' world, the program that has it, and perhaps another one.
struct AssignmentWorld {
    AssignmentWorld() {
        hauls::testing::settle_world(remains);
        ship = remains.world.add_ship(400).symbol;
    }

    HaulProcess& program() {
        if (!program_) {
            program_ = std::make_unique<HaulProcess>(remains);
            EXPECT_TRUE(program_->run(program_->open()).ok());
        }
        return *program_;
    }
    fleet::Claims& claims() { return program().fleet.claims; }
    void restart() { program_.reset(); }

    core::Result<void> commit(store::Transaction transaction) {
        return remains.engine->commit(transaction, store::Durability::kNormal);
    }
    std::string stored_owner() {
        const auto rows = remains.engine->query(
            "SELECT owner_id FROM ship_assignments WHERE ship_symbol = $1", {ship.str()});
        return rows.ok() && rows->size() == 1 ? rows->front().text("owner_id") : "";
    }
    std::int64_t under_way() const {
        return remains.number(
            "SELECT COUNT(*) AS n FROM manufacturing_tasks"
            " WHERE status IN ('ASSIGNED', 'EXECUTING')");
    }
    bool laden() const { return !remains.world.ships.at(ship).cargo.items.empty(); }

    /// Runs one event, and looks at the store as a program that is killed now would leave it.
    bool step() {
        const bool more = program().run_events(1);
        const bool claimed = !stored_owner().empty();
        idle_and_laden = idle_and_laden || (begun && !claimed && laden());
        claimed_without_work = claimed_without_work || claimed != (under_way() > 0);
        begun = begun || claimed;
        return more;
    }

    Remains remains;
    model::ShipSymbol ship;
    core::HaulId haul;
    std::unique_ptr<fleet::Claims> other;
    core::Result<void> others_answer;
    bool begun = false;
    bool idle_and_laden = false;
    bool claimed_without_work = false;

  private:
    std::unique_ptr<HaulProcess> program_;
};

void watch_from_here(AssignmentWorld& world) {
    HaulProcess& program = world.program();
    world.other =
        std::make_unique<fleet::Claims>(program.runtime, program.store, fleet::testing::kPlayer);
    ASSERT_TRUE(program.run(world.other->load()).ok());
}

core::Task<void> begin(hauls::HaulRunner& runner, hauls::Offer offer) {
    EXPECT_TRUE((co_await runner.start(std::move(offer))).ok());
}

void define_claims(StepRegistry& steps) {
    steps.add("an idle ship",
              [](AssignmentWorld& world) { EXPECT_EQ(world.claims().owner_of(world.ship), ""); });
    steps.add("{word} claims it", [](AssignmentWorld& world, std::string owner) {
        store::Transaction transaction;
        world.claims().claim(world.ship, owner, transaction);
        ASSERT_TRUE(world.commit(std::move(transaction)).ok());
    });
    steps.add("{word} releases it", [](AssignmentWorld& world, std::string owner) {
        store::Transaction transaction;
        world.claims().release(world.ship, owner, transaction);
        ASSERT_TRUE(world.commit(std::move(transaction)).ok());
    });
    for (const char* expression :
         {"another program that saw it idle", "another program that saw it so"}) {
        steps.add(expression, watch_from_here);
    }
    steps.add("the other program claims it for {word}",
              [](AssignmentWorld& world, std::string owner) {
                  store::Transaction transaction;
                  world.other->claim(world.ship, owner, transaction);
                  world.others_answer = world.commit(std::move(transaction));
              });
    steps.add("the other program releases it for {word}",
              [](AssignmentWorld& world, std::string owner) {
                  store::Transaction transaction;
                  world.other->release(world.ship, owner, transaction);
                  world.others_answer = world.commit(std::move(transaction));
              });
    steps.add("the other program is refused as {word}",
              [](AssignmentWorld& world, std::string code) {
                  ASSERT_FALSE(world.others_answer.ok());
                  EXPECT_EQ(core::to_string(world.others_answer.error().code), code);
              });
    steps.add("it is handed from {word} to {word}",
              [](AssignmentWorld& world, std::string from, std::string to) {
                  store::Transaction transaction;
                  world.claims().transfer(world.ship, from, to, transaction);
                  world.program().runtime.spawn(store::commit_or_abort(
                      world.program().store, world.program().runtime.log, std::move(transaction)));
                  while (world.stored_owner() != to && world.step()) {
                  }
              });
    steps.add("nobody saw it idle meanwhile",
              [](AssignmentWorld& world) { EXPECT_TRUE(world.begun); });
    steps.add("the program ends and starts again", [](AssignmentWorld& world) { world.restart(); });
    steps.add("the store says that {word} has it", [](AssignmentWorld& world, std::string owner) {
        EXPECT_EQ(world.stored_owner(), owner);
    });
    steps.add("the program knows that {word} has it",
              [](AssignmentWorld& world, std::string owner) {
                  EXPECT_EQ(world.claims().owner_of(world.ship), owner);
              });
    steps.add("its claim is of version {int}", [](AssignmentWorld& world, std::int64_t version) {
        EXPECT_EQ(world.remains.number("SELECT version AS n FROM ship_assignments"), version);
    });
}

void define_hauls(StepRegistry& steps) {
    steps.add("a ship that holds {int} {word}",
              [](AssignmentWorld& world, std::int64_t units, std::string good) {
                  world.remains.world.ships.at(world.ship).cargo.items[model::TradeSymbol(good)] =
                      core::Units(units);
              });
    steps.add("a ship with a haul", [](AssignmentWorld& world) {
        world.haul = world.program().add_sale();
        const auto offer = world.program().best();
        ASSERT_TRUE(offer.has_value());
        world.program().runtime.spawn(begin(world.program().runner, *offer));
    });
    steps.add("its cargo is aboard", [](AssignmentWorld& world) {
        const auto loaded = [&] {
            return world.program().tasks.haul(world.haul).load->status == TaskStatus::kCompleted;
        };
        while (!loaded() && world.step()) {
        }
        ASSERT_TRUE(world.laden());
    });
    steps.add("the market refuses to buy", [](AssignmentWorld& world) {
        // Each attempt asks for more than one thing; enough refusals for all of them.
        for (int i = 0; i < hauls::HaulRunner::kMaxAttempts; ++i)
            world.program().game.fates.push_back(ledger::testing::Fate::kRefused);
    });
    steps.add("the haul is over", [](AssignmentWorld& world) {
        while (world.step()) {
        }
    });
    steps.add("the haul's tasks are {word} and {word}",
              [](AssignmentWorld& world, std::string load, std::string unload) {
                  const auto rows = world.remains.engine->query(
                      "SELECT status FROM manufacturing_tasks WHERE haul_id = $1 ORDER BY id",
                      {world.haul.str()});
                  ASSERT_EQ(rows->size(), 2u);
                  EXPECT_EQ((*rows)[0].text("status"), load);
                  EXPECT_EQ((*rows)[1].text("status"), unload);
              });
    steps.add("the ship was claimed exactly while its tasks were under way",
              [](AssignmentWorld& world) {
                  EXPECT_TRUE(world.begun);
                  EXPECT_FALSE(world.claimed_without_work);
              });
    steps.add("the ship was never idle with cargo aboard",
              [](AssignmentWorld& world) { EXPECT_FALSE(world.idle_and_laden); });
    steps.add("its cargo was liquidated by the same ship", [](AssignmentWorld& world) {
        EXPECT_EQ(world.remains.number("SELECT COUNT(*) AS n FROM manufacturing_tasks WHERE "
                                       "task_type = 'LIQUIDATE' AND status = 'COMPLETED'"),
                  1);
    });
    steps.add("the ship is idle and empty", [](AssignmentWorld& world) {
        EXPECT_EQ(world.stored_owner(), "");
        EXPECT_FALSE(world.laden());
    });
}

void define_idleness(StepRegistry& steps) {
    steps.add("it is passed over because no haul clears", [](AssignmentWorld& world) {
        world.program().fleet.idle.pass_over(world.ship, {IdleReason::kNoHaulClears, ""});
    });
    steps.add("it is idle because {}", [](AssignmentWorld& world, std::string reason) {
        EXPECT_EQ(describe(world.program().fleet.idle.why(world.ship)), reason);
    });
}

const Steps kSteps([](StepRegistry& steps) {
    define_claims(steps);
    define_hauls(steps);
    define_idleness(steps);
});

}  // namespace
}  // namespace argosy::tests
