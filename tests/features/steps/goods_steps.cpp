#include <gmock/gmock.h>

#include "goods/goods_factory_book.h"
#include "goods/testing/known_markets.h"
#include "tests/features/support/manufacturing_world.h"

namespace argosy::tests {
namespace {

using core::Units;
using fleet::testing::kPlayer;
using goods::AcquisitionMethod;
using goods::FactoryStatus;
using goods::GoodsFactory;
using goods::SupplyChainNode;
using model::Supply;
using model::TradeSymbol;
using model::TradeType;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;

const std::string kMapName = "map.json";

/// Markets of X1-A and X1-B, a map, and what is asked for.
struct TargetWorld {
    /// Takes the map, and gives each output a factory and each other good a market that sells it.
    void use(const std::string& json) {
        recipes = goods::read_recipes(json, kMapName);
        if (!recipes) return;
        std::set<TradeSymbol> bought;
        for (const auto& [output, inputs] : *recipes) {
            std::vector<std::string_view> names;
            for (const TradeSymbol& input : inputs) {
                names.push_back(input.str());
                if (!recipes->contains(input) || model::is_raw(input)) bought.insert(input);
            }
            known.add_factory("X1-A-" + output.str(), output.str(), names);
        }
        for (const TradeSymbol& good : bought)
            known.look("X1-A-OF-" + good.str(), {{good.str(), TradeType::kExchange}});
    }

    void place(const std::string& good, std::int64_t units, goods::FactoryStrategy strategy) {
        if (!recipes) {
            tree = recipes.error();
            return;
        }
        tree = goods::build_dependency_tree({.good = TradeSymbol(good),
                                             .quantity = Units(units),
                                             .strategy = strategy,
                                             .system = model::SystemSymbol("X1-A")},
                                            known.process_.markets, *recipes, {});
    }

    const SupplyChainNode& built() const {
        EXPECT_TRUE(tree.ok()) << tree.error().message;
        return *tree;
    }

    goods::testing::KnownMarkets known;
    core::Result<model::RecipeMap> recipes = model::recipes();
    core::Result<SupplyChainNode> tree =
        core::Error{core::ErrorCode::kNotFound, "nothing asked for"};
};

std::string with_amounts(const SupplyChainNode& node) {
    const bool made = node.method == AcquisitionMethod::kFabricate;
    std::string text =
        fmt::format("{} {}{}{}", node.quantity, node.good, made ? "@" : "<", node.market);
    std::string inputs;
    for (const SupplyChainNode& child : node.children)
        inputs += (inputs.empty() ? "" : " ") + with_amounts(child);
    return inputs.empty() ? text : fmt::format("{}({})", text, inputs);
}

/// One factory of MACHINERY, and the process that keeps it.
struct FactoryWorld {
    FactoryWorld() { start_process(); }

    void start_process() {
        process.reset();
        process = std::make_unique<fleet::testing::FleetProcess>(remains);
        book = std::make_unique<goods::GoodsFactoryBook>(process->runtime, process->store, kPlayer);
        ASSERT_TRUE(process->run(book->load()).ok());
    }

    void begin() {
        const auto node = [](const char* good, AcquisitionMethod method, const char* market,
                             std::vector<SupplyChainNode> children) {
            return SupplyChainNode{TradeSymbol(good), method, model::WaypointSymbol(market),
                                   std::move(children), Units(40)};
        };
        const auto made = AcquisitionMethod::kFabricate;
        SupplyChainNode tree =
            node("MACHINERY", made, "X1-A-M",
                 {node("IRON", made, "X1-A-I",
                       {node("IRON_ORE", AcquisitionMethod::kBuy, "X1-A-O", {})})});
        id = process->runtime.ids.next<goods::GoodsFactoryId>("factory");
        commit([&](store::Transaction& transaction) {
            book->add(GoodsFactory::planned(id, {.good = tree.good, .quantity = Units(40)}, tree,
                                            process->runtime.now()),
                      transaction);
        });
    }

    template <class Change>
    void commit(const Change& change) {
        store::Transaction transaction;
        change(transaction);
        EXPECT_TRUE(
            process->run(process->store.commit(std::move(transaction), store::Durability::kNormal))
                .ok());
    }

    void start() {
        commit([this](store::Transaction& transaction) {
            book->start(id, core::PipelineId("pipeline-1-1"), transaction);
        });
    }
    void end(FactoryStatus status, const std::string& reason) {
        commit(
            [&](store::Transaction& transaction) { book->end(id, status, reason, transaction); });
    }

    GoodsFactory stored() { return process->run(book->find(id)).value(); }

    fleet::testing::Remains remains;
    std::unique_ptr<fleet::testing::FleetProcess> process;
    std::unique_ptr<goods::GoodsFactoryBook> book;
    goods::GoodsFactoryId id;
};

std::string json_of(const DataTable& table) {
    std::string json = "{";
    for (const auto& row : table.by_column()) {
        std::string inputs;
        for (const TradeSymbol& input : goods_named(row.at("Inputs")))
            inputs += fmt::format("{}\"{}\"", inputs.empty() ? "" : ", ", input);
        json +=
            fmt::format("{}\n\"{}\": [{}]", json.size() > 1 ? "," : "", row.at("Output"), inputs);
    }
    return json + "\n}\n";
}

void define_maps(StepRegistry& steps) {
    steps.add("a supply chain map with {string} requiring {string}",
              [](TargetWorld& world, std::string output, std::string input) {
                  world.use(fmt::format("{{\"{}\": [\"{}\"]}}", output, input));
              });
    steps.add("a supply chain map with:",
              [](TargetWorld& world, DataTable table) { world.use(json_of(table)); });
    steps.add("a supply chain file", [](TargetWorld& world, std::string text) { world.use(text); });
    steps.add("the supply chain map of the game", [](TargetWorld& world) {
        std::string json = "{";
        for (const auto& [output, inputs] : model::recipes()) {
            json += fmt::format("{}\"{}\": [\"{}\"]", json.size() > 1 ? "," : "", output,
                                fmt::join(inputs, "\", \""));
        }
        world.use(json + "}");
    });
    steps.add("the map has the cycle {string}", [](TargetWorld& world, std::string path) {
        ASSERT_TRUE(world.recipes.ok()) << world.recipes.error().message;
        const TradeSymbol first(path.substr(0, path.find(' ')));
        const auto cycle = detect_cycle(*world.recipes, first, goods::AtRawGoods::kGoOn);
        ASSERT_TRUE(cycle.has_value());
        EXPECT_EQ(goods::path_text(*cycle), path);
    });
    steps.add("every good of the map can be made down to raw goods", [](TargetWorld& world) {
        for (const auto& [good, inputs] : *world.recipes) {
            world.place(good.str(), 1, goods::FactoryStrategy::kFabricate);
            for (const auto& [material, units] : world.built().required_raw_materials())
                EXPECT_TRUE(model::is_raw(material)) << good.str() << " of " << material.str();
        }
    });
    steps.add("the map is refused", [](TargetWorld& world, DataTable table) {
        ASSERT_FALSE(world.recipes.ok());
        std::string expected;
        for (const auto& row : table.by_column()) {
            expected +=
                fmt::format("{}{}:{}", expected.empty() ? "" : "\n", kMapName, row.at("problem"));
        }
        EXPECT_EQ(world.recipes.error().message, expected);
    });
    steps.add("I should get a cycle detection error", [](TargetWorld& world) {
        ASSERT_FALSE(world.tree.ok());
        EXPECT_THAT(world.tree.error().message, HasSubstr("can never be made"));
    });
    steps.add("the error names line {int} and {string}", [](TargetWorld& world, std::int64_t line,
                                                            std::string path) {
        EXPECT_THAT(world.tree.error().message, HasSubstr(fmt::format("{}:{}: ", kMapName, line)));
        EXPECT_THAT(world.tree.error().message, HasSubstr(path));
    });
}

void define_trees(StepRegistry& steps) {
    steps.add("I build dependency tree for {string}", [](TargetWorld& world, std::string good) {
        world.place(good, 1, goods::FactoryStrategy::kFabricate);
    });
    steps.add("the tree should have root {string}", [](TargetWorld& world, std::string good) {
        EXPECT_EQ(world.built().good, TradeSymbol(good));
    });
    steps.add("the tree should have {int} child {string}",
              [](TargetWorld& world, std::int64_t count, std::string good) {
                  ASSERT_EQ(std::int64_t(world.built().children.size()), count);
                  EXPECT_EQ(world.built().children.front().good, TradeSymbol(good));
              });
    steps.add("{string} should be marked as raw material",
              [](TargetWorld& world, std::string good) {
                  for (const SupplyChainNode& node : world.built().flatten()) {
                      if (node.good != TradeSymbol(good)) continue;
                      EXPECT_EQ(node.method, AcquisitionMethod::kBuy);
                  }
                  EXPECT_TRUE(world.built().required_raw_materials().contains(TradeSymbol(good)));
              });
    steps.add("the tree depth should be {int}", [](TargetWorld& world, std::int64_t levels) {
        EXPECT_EQ(world.built().total_depth() - 1, levels);
    });
    steps.add("the raw materials should include {string}",
              [](TargetWorld& world, std::string good) {
                  EXPECT_TRUE(world.built().required_raw_materials().contains(TradeSymbol(good)));
              });
    steps.add("its work, breadth first, is", [](TargetWorld& world, DataTable table) {
        std::vector<std::map<std::string, std::string>> work;
        for (const SupplyChainNode& node : world.built().flatten()) {
            work.push_back({{"units", fmt::format("{}", node.quantity)},
                            {"good", node.good.str()},
                            {"method", std::string(to_string(node.method))}});
        }
        EXPECT_THAT(work, ElementsAreArray(table.by_column()));
    });
    steps.add("its tree is the same after it was written as JSON and read", [](TargetWorld& world) {
        EXPECT_EQ(goods::parse_tree(to_json(world.built())).value(), world.built());
    });
}

void define_orders(StepRegistry& steps) {
    steps.add("the factory {word} makes {string} of {string}",
              [](TargetWorld& world, std::string factory, std::string good, std::string input) {
                  world.known.add_factory(factory, good, {input});
              });
    steps.add("{word} offers {string} at {int} credits, with {word} supply",
              [](TargetWorld& world, std::string market, std::string good, std::int64_t ask,
                 std::string supply) {
                  world.known.look(market, {{good, TradeType::kExport,
                                             model::parse_supply(supply).value(), ask}});
              });
    steps.add("the factory {word}, whose {string} stands at {int} and which lacks {string}",
              [](TargetWorld& world, std::string factory, std::string good, std::int64_t stock,
                 std::string input) {
                  world.known.see(factory, {{good, TradeType::kExport, stock},
                                            {input, TradeType::kImport, -80}});
              });
    steps.add("{word} has plenty of {string}",
              [](TargetWorld& world, std::string market, std::string good) {
                  world.known.see(market, {{good, TradeType::kExport, 80}});
              });
    steps.add("{int} units of {string} are asked for, by the strategy {string}",
              [](TargetWorld& world, std::int64_t units, std::string good, std::string strategy) {
                  world.place(good, units, goods::parse_factory_strategy(strategy).value());
              });
    steps.add("its tree is {string}", [](TargetWorld& world, std::string drawn) {
        EXPECT_EQ(with_amounts(world.built()), drawn);
    });
    steps.add("it is refused at once: {string}", [](TargetWorld& world, std::string message) {
        ASSERT_FALSE(world.tree.ok());
        EXPECT_EQ(world.tree.error().message, message);
    });
    steps.add("its tree is valid", [](TargetWorld& world) {
        EXPECT_TRUE(validate_chain(world.built(), world.known.process_.markets).ok());
    });
    steps.add("its tree is invalid: {string}", [](TargetWorld& world, std::string message) {
        const auto valid = validate_chain(world.built(), world.known.process_.markets);
        ASSERT_FALSE(valid.ok());
        EXPECT_EQ(valid.error().message, message);
    });
}

void define_lifecycle(StepRegistry& steps) {
    steps.add("a goods factory in {word} state", [](FactoryWorld& world, std::string status) {
        world.begin();
        if (status == "ACTIVE") world.start();
        EXPECT_EQ(to_string(world.stored().status), status);
    });
    steps.add("I start the factory", [](FactoryWorld& world) { world.start(); });
    steps.add("I complete the factory",
              [](FactoryWorld& world) { world.end(FactoryStatus::kCompleted, ""); });
    steps.add("the factory fails because {string}", [](FactoryWorld& world, std::string reason) {
        world.end(FactoryStatus::kFailed, reason);
    });
    steps.add("the factory is stopped because {string}",
              [](FactoryWorld& world, std::string reason) {
                  world.end(FactoryStatus::kStopped, reason);
              });
    steps.add("the factory should be in {word} state", [](FactoryWorld& world, std::string status) {
        EXPECT_EQ(to_string(world.stored().status), status);
    });
    steps.add("the started_at timestamp should be set",
              [](FactoryWorld& world) { EXPECT_TRUE(world.stored().started_at.has_value()); });
    steps.add("the completed_at timestamp should be set",
              [](FactoryWorld& world) { EXPECT_TRUE(world.stored().completed_at.has_value()); });
    steps.add("its error should be {string}", [](FactoryWorld& world, std::string reason) {
        EXPECT_EQ(world.stored().error, reason);
    });
    steps.add("a goods factory cannot go from {word} to {word}", [](FactoryWorld&, std::string from,
                                                                    std::string to) {
        const auto refused = goods::check_transition(goods::parse_factory_status(from).value(),
                                                     goods::parse_factory_status(to).value());
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().message,
                  fmt::format("a goods factory cannot go from {} to {}", from, to));
    });
}

void define_progress(StepRegistry& steps) {
    steps.add("its node {string} yields {int} units for {int} credits",
              [](FactoryWorld& world, std::string good, std::int64_t units, std::int64_t credits) {
                  const std::vector<goods::FactoryNode> nodes = world.stored().nodes;
                  for (std::size_t i = 0; i < nodes.size(); ++i) {
                      if (nodes[i].work.good != TradeSymbol(good)) continue;
                      world.commit([&](store::Transaction& transaction) {
                          world.book->record(
                              world.id, i, {.units = Units(units), .spent = core::Credits(credits)},
                              transaction);
                      });
                  }
              });
    steps.add("{int} of {int} nodes is/are complete",
              [](FactoryWorld& world, std::int64_t completed, std::int64_t all) {
                  EXPECT_EQ(world.stored().progress().completed_nodes, completed);
                  EXPECT_EQ(world.stored().progress().total_nodes, all);
              });
    steps.add("its progress is {int} percent", [](FactoryWorld& world, std::int64_t percent) {
        EXPECT_EQ(world.stored().progress().percent(), percent);
    });
    steps.add("it acquired {int} units for {int} credits",
              [](FactoryWorld& world, std::int64_t units, std::int64_t credits) {
                  const auto metrics = world.stored().metrics(world.process->runtime.now());
                  EXPECT_EQ(metrics.quantity_acquired, Units(units));
                  EXPECT_EQ(metrics.total_cost, core::Credits(credits));
              });
    steps.add("the time it took is known", [](FactoryWorld& world) {
        const auto metrics = world.stored().metrics(world.process->runtime.now());
        EXPECT_GT(metrics.elapsed.value_or(core::Duration(0)), core::Duration(0));
    });
    steps.add("it is noted that {string} is {string}",
              [](FactoryWorld& world, std::string key, std::string value) {
                  world.commit([&](store::Transaction& transaction) {
                      world.book->note(world.id, key, value, transaction);
                  });
              });
    steps.add("the process of the factory is killed and started again",
              [](FactoryWorld& world) { world.start_process(); });
    steps.add("it remembers that {string} is {string}",
              [](FactoryWorld& world, std::string key, std::string value) {
                  EXPECT_EQ(world.book->active().at(world.id).metadata.at(key), value);
              });
}

const Steps kSteps([](StepRegistry& steps) {
    define_maps(steps);
    define_trees(steps);
    define_orders(steps);
    define_lifecycle(steps);
    define_progress(steps);
});

}  // namespace
}  // namespace argosy::tests
