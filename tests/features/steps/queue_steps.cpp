#include <fmt/format.h>
#include <gtest/gtest.h>

#include <deque>

#include "hauls/task_queue.h"
#include "tests/features/support/gherkin.h"

namespace argosy::tests {
namespace {

using hauls::HaulKind;
using hauls::TaskType;

/// A ready haul, with its two tasks.
struct Ready {
    std::string kind;
    model::Supply supply = model::Supply::kModerate;
    hauls::ManufacturingTask load;
    hauls::ManufacturingTask unload;
};

struct QueueWorld {
    std::deque<Ready> ready;  ///< Tasks stay where they are: hauls refer to them.
    core::TimePoint now{std::chrono::hours(480'000)};
    hauls::Workers workers;
    std::map<HaulKind, std::int64_t> waiting;

    hauls::Haul haul(const Ready& each) const {
        return {core::HaulId(each.kind), &each.load, &each.unload};
    }
    std::int64_t priority(const Ready& each) const {
        return priority_of(haul(each), each.supply, now);
    }
    void has_waited(Ready& each, std::int64_t minutes) const {
        each.load.ready_at = now - std::chrono::minutes(minutes);
    }
};

HaulKind kind_named(const std::string& name) {
    return name == "sale" ? HaulKind::kSale : HaulKind::kFeeding;
}

void define_priorities(StepRegistry& steps) {
    steps.add("a ready {word} from a market with {word} supply",
              [](QueueWorld& world, std::string kind, std::string supply) {
                  Ready& ready = world.ready.emplace_back();
                  ready.kind = kind;
                  ready.supply = model::parse_supply(supply).value();
                  ready.load.type = kind == "feeding" ? TaskType::kAcquire : TaskType::kCollect;
                  ready.unload.type = kind == "sale" ? TaskType::kSell : TaskType::kDeliver;
                  world.has_waited(ready, 0);
              });
    steps.add("it has waited {int} minutes", [](QueueWorld& world, std::int64_t minutes) {
        world.has_waited(world.ready.back(), minutes);
    });
    steps.add("all have waited {int} minutes", [](QueueWorld& world, std::int64_t minutes) {
        for (Ready& each : world.ready)
            world.has_waited(each, minutes);
    });
    steps.add("its priority is {int}", [](QueueWorld& world, std::int64_t priority) {
        EXPECT_EQ(world.priority(world.ready.back()), priority);
    });
    steps.add("{word}, {word} is their order",
              [](QueueWorld& world, std::string first, std::string second) {
                  std::vector<hauls::Queued> queue;
                  for (const Ready& each : world.ready)
                      queue.push_back({world.haul(each), world.priority(each)});
                  sort_queue(queue);
                  ASSERT_EQ(queue.size(), 2u);
                  EXPECT_EQ(queue.front().haul.id, core::HaulId(first));
                  EXPECT_EQ(queue.back().haul.id, core::HaulId(second));
              });
}

void define_workers(StepRegistry& steps) {
    steps.add("{int} workers, {int} of them feeding and {int} selling",
              [](QueueWorld& world, std::int64_t all, std::int64_t feeding, std::int64_t selling) {
                  world.workers = {all,
                                   {{HaulKind::kFeeding, feeding}, {HaulKind::kSale, selling}}};
              });
    steps.add("{int} sales and {int} feedings wait",
              [](QueueWorld& world, std::int64_t sales, std::int64_t feedings) {
                  world.waiting = {{HaulKind::kSale, sales}, {HaulKind::kFeeding, feedings}};
              });
    steps.add("another {word} is {word}", [](QueueWorld& world, std::string kind,
                                             std::string answer) {
        EXPECT_EQ(may_take(kind_named(kind), world.workers, world.waiting), answer == "started");
    });
}

const Steps kSteps([](StepRegistry& steps) {
    define_priorities(steps);
    define_workers(steps);
});

}  // namespace
}  // namespace argosy::tests
