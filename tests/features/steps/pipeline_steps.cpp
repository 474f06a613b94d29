#include <gmock/gmock.h>

#include "manufacturing/testing/plan_text.h"
#include "tests/features/support/manufacturing_world.h"

namespace argosy::tests {
namespace {

using goods::AcquisitionMethod;
using goods::SupplyChainNode;
using model::TradeSymbol;
using model::WaypointSymbol;
using ::testing::UnorderedElementsAreArray;

using Row = std::map<std::string, std::string>;

SupplyChainNode node_of(const std::vector<Row>& rows, const Row& row) {
    SupplyChainNode node{TradeSymbol(row.at("good")),
                         row.at("method") == to_string(AcquisitionMethod::kBuy)
                             ? AcquisitionMethod::kBuy
                             : AcquisitionMethod::kFabricate,
                         WaypointSymbol(row.at("at")),
                         {}};
    for (const Row& other : rows) {
        if (other.at("for") == row.at("good")) node.children.push_back(node_of(rows, other));
    }
    return node;
}

void list_chain(const SupplyChainNode& node, const std::string& parent, std::vector<Row>& rows) {
    rows.push_back({{"good", node.good.str()},
                    {"method", std::string(to_string(node.method))},
                    {"at", node.market.str()},
                    {"for", parent}});
    for (const SupplyChainNode& child : node.children)
        list_chain(child, node.good.str(), rows);
}

const SupplyChainNode* find_in(const SupplyChainNode& node, const TradeSymbol& good) {
    if (node.good == good) return &node;
    for (const SupplyChainNode& child : node.children) {
        if (const SupplyChainNode* found = find_in(child, good)) return found;
    }
    return nullptr;
}

std::vector<std::string> column(const DataTable& table, const std::string& name) {
    std::vector<std::string> cells;
    for (const Row& row : table.by_column())
        cells.push_back(row.at(name));
    return cells;
}

// Stocks in trade volumes at which the law shows each supply, in the order of the levels.
constexpr std::int64_t kVolumesAt[] = {-5, -3, 0, 3, 5};

void add_good(ManufacturingWorld& world, const std::string& market, const std::string& good,
              const std::string& trade, const std::string& supply) {
    constexpr std::int64_t kVolume = 20;
    const auto level = model::parse_supply(supply);
    ASSERT_TRUE(level.has_value()) << supply;
    const WaypointSymbol waypoint(market);
    world.markets[waypoint].insert_or_assign(
        TradeSymbol(good), fleet::testing::priced(good, model::parse_trade_type(trade).value(),
                                                  kVolume, kVolumesAt[int(*level)] * kVolume));
    world.workshop.look(waypoint, world.markets[waypoint]);
}

void define_resolution(StepRegistry& steps) {
    steps.add("these markets", [](ManufacturingWorld& world, DataTable table) {
        for (const Row& row : table.by_column()) {
            add_good(world, row.at("market"), row.at("good"), row.at("trade"), row.at("supply"));
        }
    });
    steps.add("{word} sells {word} with {word} supply",
              [](ManufacturingWorld& world, std::string market, std::string good,
                 std::string supply) { add_good(world, market, good, "EXPORT", supply); });
    steps.add("{word} at {word} is fed by another pipeline",
              [](ManufacturingWorld& world, std::string good, std::string factory) {
                  world.options.reserved.emplace(WaypointSymbol(factory), TradeSymbol(good));
              });
    steps.add("the supply chain of {word} is resolved",
              [](ManufacturingWorld& world, std::string good) {
                  world.chain = goods::resolve_adaptive(TradeSymbol(good), world.workshop.markets,
                                                        model::recipes(), world.options);
              });
    steps.add("the chain is", [](ManufacturingWorld& world, DataTable table) {
        ASSERT_TRUE(world.chain->ok()) << world.chain->error().message;
        std::vector<Row> rows;
        list_chain(**world.chain, "", rows);
        EXPECT_THAT(rows, UnorderedElementsAreArray(table.by_column()));
    });
    steps.add("its {word} is obtained by {word}",
              [](ManufacturingWorld& world, std::string good, std::string method) {
                  ASSERT_TRUE(world.chain->ok()) << world.chain->error().message;
                  const SupplyChainNode* node = find_in(**world.chain, TradeSymbol(good));
                  ASSERT_NE(node, nullptr);
                  EXPECT_EQ(to_string(node->method), method);
              });
    steps.add("the resolution is refused, naming {word}",
              [](ManufacturingWorld& world, std::string name) {
                  ASSERT_FALSE(world.chain->ok());
                  EXPECT_THAT(world.chain->error().message, testing::HasSubstr(name));
              });
}

void define_planning(StepRegistry& steps) {
    steps.add("this supply chain", [](ManufacturingWorld& world, DataTable table) {
        const auto rows = table.by_column();
        ASSERT_FALSE(rows.empty());
        world.chain = node_of(rows, rows.front());
    });
    steps.add("a pipeline is planned that sells at {word}",
              [](ManufacturingWorld& world, std::string market) { plan(world, market); });
    steps.add("a pipeline of it that sells at {word} has {int} hauls",
              [](ManufacturingWorld& world, std::string market, std::int64_t count) {
                  plan(world, market);
                  EXPECT_EQ(std::int64_t(manufacturing::testing::hauls_of(world.plan).size()),
                            count);
              });
    steps.add("its tasks are", [](ManufacturingWorld& world, DataTable table) {
        std::vector<std::string> expected;
        for (const Row& row : table.by_column()) {
            const std::string& after = row.at("after");
            expected.push_back(row.at("task") + (after.empty() ? "" : " after " + after));
        }
        EXPECT_THAT(manufacturing::testing::lines_of(world.plan),
                    UnorderedElementsAreArray(expected));
    });
    steps.add("its hauls are", [](ManufacturingWorld& world, DataTable table) {
        EXPECT_THAT(manufacturing::testing::hauls_of(world.plan),
                    UnorderedElementsAreArray(column(table, "haul")));
    });
    steps.add("its ready tasks are", [](ManufacturingWorld& world, DataTable table) {
        std::vector<std::string> ready;
        for (const hauls::ManufacturingTask& task : world.plan.tasks) {
            if (task.status == hauls::TaskStatus::kReady) {
                ready.push_back(manufacturing::testing::text_of(task));
            }
        }
        EXPECT_THAT(ready, UnorderedElementsAreArray(column(table, "task")));
    });
    steps.add("the factory for {word} waits for {}",
              [](ManufacturingWorld& world, std::string output, std::string inputs) {
                  const auto goods = goods_named(inputs);
                  bool found = false;
                  for (const manufacturing::FactoryState& factory : world.plan.factories) {
                      if (factory.output != TradeSymbol(output)) continue;
                      found = true;
                      EXPECT_EQ(factory.required, std::set(goods.begin(), goods.end()));
                  }
                  EXPECT_TRUE(found);
              });
}

const Steps kSteps([](StepRegistry& steps) {
    define_resolution(steps);
    define_planning(steps);
});

}  // namespace
}  // namespace argosy::tests
