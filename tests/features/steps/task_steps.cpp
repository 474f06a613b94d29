#include <gmock/gmock.h>

#include "hauls/pricing.h"
#include "hauls/task_state.h"
#include "tests/features/support/gherkin.h"

namespace argosy::tests {
namespace {

using core::Units;
using hauls::TaskStatus;

struct TaskWorld {
    TaskStatus status = TaskStatus::kPending;
    core::Result<void> last_step;
};

void define_lifecycle(StepRegistry& steps) {
    steps.add("a task that is {word}", [](TaskWorld& world, std::string status) {
        world.status = hauls::parse_task_status(status).value();
    });
    steps.add("it is made {word}", [](TaskWorld& world, std::string status) {
        const TaskStatus wanted = hauls::parse_task_status(status).value();
        world.last_step = hauls::check_transition(world.status, wanted);
        if (world.last_step.ok()) world.status = wanted;
    });
    steps.add("it is {word}", [](TaskWorld& world, std::string status) {
        EXPECT_EQ(to_string(world.status), status);
    });
    steps.add("that is refused, naming {word} and {word}",
              [](TaskWorld& world, std::string from, std::string to) {
                  ASSERT_FALSE(world.last_step.ok());
                  EXPECT_EQ(world.last_step.error().code, core::ErrorCode::kRejected);
                  EXPECT_THAT(world.last_step.error().message, testing::HasSubstr(from));
                  EXPECT_THAT(world.last_step.error().message, testing::HasSubstr(to));
              });
    steps.add("it has ended",
              [](TaskWorld& world) { EXPECT_TRUE(hauls::is_terminal(world.status)); });
    steps.add("it has not ended",
              [](TaskWorld& world) { EXPECT_FALSE(hauls::is_terminal(world.status)); });
}

struct TradeWorld {
    hauls::TradeSizeInput input{};
};

void define_trade_size(StepRegistry& steps) {
    steps.add("a hold of {int} units", [](TradeWorld& world, std::int64_t units) {
        world.input.cargo_capacity = Units(units);
    });
    steps.add("a market with trade volume {int} and {word} supply",
              [](TradeWorld& world, std::int64_t volume, std::string supply) {
                  world.input.trade_volume = Units(volume);
                  world.input.supply = model::parse_supply(supply).value();
              });
    steps.add("a price of {int} for each unit",
              [](TradeWorld& world, std::int64_t price) { world.input.ask = core::Ask(price); });
    steps.add("{int} credits", [](TradeWorld& world, std::int64_t credits) {
        world.input.available_credits = core::Credits(credits);
    });
    steps.add("{int} units are wanted", [](TradeWorld& world, std::int64_t units) {
        world.input.target_quantity = Units(units);
    });
    steps.add("the transaction is of {int} units", [](TradeWorld& world, std::int64_t units) {
        EXPECT_EQ(hauls::trade_size(world.input), Units(units));
    });
}

const Steps kSteps([](StepRegistry& steps) {
    define_lifecycle(steps);
    define_trade_size(steps);
});

}  // namespace
}  // namespace argosy::tests
