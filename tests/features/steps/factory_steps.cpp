#include <gtest/gtest.h>

#include "tests/features/support/manufacturing_world.h"

namespace argosy::tests {
namespace {

using manufacturing::FactoryState;
using manufacturing::testing::Remains;
using manufacturing::testing::Workshop;
using model::TradeSymbol;

const model::WaypointSymbol kFactory("X1-YZ19-A2");

/// A pipeline with one factory; its process can be killed.
struct FactoryWorld {
    Remains remains;
    std::unique_ptr<Workshop> workshop = std::make_unique<Workshop>(remains);
    core::PipelineId pipeline;
    TradeSymbol output;

    const FactoryState& state() const {
        const auto states = workshop->factories.of_pipeline(pipeline);
        ARGOSY_ASSERT(states.size() == 1);
        return *states.front();
    }

    bool collectable() const { return workshop->factories.is_ready(pipeline, kFactory, output); }

    void deliver(const std::string& goods) {
        store::Transaction transaction;
        for (const TradeSymbol& good : goods_named(goods)) {
            workshop->factories.record_delivery(pipeline, kFactory, output, good, transaction);
        }
        EXPECT_TRUE(workshop->commit(std::move(transaction)).ok());
    }

    void see(model::Supply supply) {
        store::Transaction transaction;
        workshop->factories.update_supply(kFactory, output, supply, transaction);
        EXPECT_TRUE(workshop->commit(std::move(transaction)).ok());
    }
};

void add_factory(FactoryWorld& world, const std::string& output, const std::string& inputs) {
    world.output = TradeSymbol(output);
    world.pipeline = world.workshop->begin_pipeline(world.output);
    const auto goods = goods_named(inputs);
    store::Transaction transaction;
    world.workshop->factories.add({.factory = kFactory,
                                   .output = world.output,
                                   .pipeline = world.pipeline,
                                   .required = {goods.begin(), goods.end()}},
                                  transaction);
    EXPECT_TRUE(world.workshop->commit(std::move(transaction)).ok());
}

const Steps kSteps([](StepRegistry& steps) {
    steps.add("a factory that makes {word} from {}",
              [](FactoryWorld& world, std::string output, std::string inputs) {
                  add_factory(world, output, inputs);
              });
    steps.add("{} is/are delivered",
              [](FactoryWorld& world, std::string goods) { world.deliver(goods); });
    steps.add("{} have been delivered",
              [](FactoryWorld& world, std::string goods) { world.deliver(goods); });
    steps.add("{word} are seen at {word}",
              [](FactoryWorld& world, std::string, std::string supply) {
                  world.see(model::parse_supply(supply).value());
              });
    steps.add("the process is killed and started again", [](FactoryWorld& world) {
        world.workshop.reset();
        world.workshop = std::make_unique<Workshop>(world.remains);
    });
    steps.add("the factory is {word}", [](FactoryWorld& world, std::string status) {
        EXPECT_EQ(to_string(world.state().status), status);
    });
    steps.add("it may be collected from",
              [](FactoryWorld& world) { EXPECT_TRUE(world.collectable()); });
    steps.add("it may not be collected from",
              [](FactoryWorld& world) { EXPECT_FALSE(world.collectable()); });
    steps.add("{} are missing", [](FactoryWorld& world, std::string goods) {
        std::set<TradeSymbol> missing = world.state().required;
        for (const TradeSymbol& good : world.state().delivered)
            missing.erase(good);
        const auto expected = goods_named(goods);
        EXPECT_EQ(missing, std::set(expected.begin(), expected.end()));
    });
});

}  // namespace
}  // namespace argosy::tests
