#include "apps/cli_goods.h"

#include <gtest/gtest.h>

#include "apps/cli_json.h"

namespace argosy::cli {
namespace {

constexpr std::int64_t kNow = 1'756'211'173'000;  // 2025-08-26T12:26:13Z

v1::GoodsFactoryNode& add_node(v1::GoodsFactory& factory, const std::string& good,
                               const std::string& method, const std::string& state) {
    v1::GoodsFactoryNode& node = *factory.add_nodes();
    node.set_good(good);
    node.set_method(method);
    node.set_state(state);
    return node;
}

void acquire(v1::GoodsFactoryNode& node, std::int64_t units, std::int64_t quantity) {
    node.set_acquired(units);
    node.set_quantity(quantity);
}

v1::GoodsTree& add_input(v1::GoodsTree& tree, std::int32_t node) {
    v1::GoodsTree& input = *tree.add_inputs();
    input.set_node(node);
    return input;
}

/// The requirements' example: two branches, which share COPPER and what it is made of.
v1::GoodsFactory advanced_circuitry() {
    v1::GoodsFactory factory;
    factory.set_id("factory-1-3");
    factory.set_target_good("ADVANCED_CIRCUITRY");
    factory.set_quantity(40);
    factory.set_system("X1-AD75");
    factory.set_strategy("fabricate");
    factory.set_disposal("keep");
    factory.set_status("ACTIVE");
    factory.set_quantity_acquired(12);
    factory.set_total_cost(1'500);
    factory.set_nodes_completed(2);
    factory.set_nodes_total(5);
    factory.set_created_at(kNow - 300'000);
    factory.set_started_at(kNow - 200'000);
    factory.set_now(kNow);

    v1::GoodsFactoryNode& target =
        add_node(factory, "ADVANCED_CIRCUITRY", "FABRICATE", "IN_PROGRESS");
    acquire(target, 12, 40);
    target.set_supply("HIGH");
    target.set_activity("STRONG");
    target.add_ships("SHIP-2");
    target.add_past_ships("SHIP-1");
    v1::GoodsFactoryNode& electronics = add_node(factory, "ELECTRONICS", "FABRICATE", "COMPLETED");
    acquire(electronics, 15, 15);
    electronics.set_activity("GROWING");
    electronics.set_spent(2'000);
    electronics.set_returned(3'100);
    electronics.set_market("X1-AD75-D42");
    electronics.set_completed_at(kNow - 80'000);
    electronics.add_past_ships("SHIP-1");
    electronics.add_past_ships("SHIP-3");
    v1::GoodsFactoryNode& microprocessors =
        add_node(factory, "MICROPROCESSORS", "FABRICATE", "PENDING");
    acquire(microprocessors, 0, 1);
    microprocessors.set_waits_for("a ship that is free");
    v1::GoodsFactoryNode& copper = add_node(factory, "COPPER", "FABRICATE", "WAITING");
    acquire(copper, 4, 20);
    copper.set_supply("MODERATE");
    copper.set_waits_for("COPPER at X1-AD75-H51 is MODERATE, collected from HIGH");
    v1::GoodsFactoryNode& ore = add_node(factory, "COPPER_ORE", "BUY", "COMPLETED");
    acquire(ore, 1, 1);
    ore.set_supply("ABUNDANT");
    ore.add_past_ships("SHIP-1");

    v1::GoodsTree& tree = *factory.mutable_tree();
    for (const std::int32_t branch : {1, 2})
        add_input(add_input(add_input(tree, branch), 3), 4);

    const auto add_ship = [&factory](const std::string& symbol, bool at_work, bool idle) {
        v1::GoodsFactoryShip& ship = *factory.add_ships();
        ship.set_symbol(symbol);
        ship.set_at_work(at_work);
        ship.set_idle(idle);
    };
    add_ship("SHIP-1", false, true);
    add_ship("SHIP-2", true, false);
    add_ship("SHIP-3", false, false);
    return factory;
}

TEST(GoodsTree, IsDrawnAsTheRequirementsDrawIt) {
    EXPECT_EQ(
        tree_of(advanced_circuitry()),
        "├── ADVANCED_CIRCUITRY [FABRICATE, STRONG] ⏳ IN_PROGRESS (12 of 40 units, ship SHIP-2)\n"
        "    ├── ELECTRONICS [FABRICATE, GROWING] ✅ COMPLETED (15 units, cost -1,100, ships "
        "SHIP-1, "
        "SHIP-3)\n"
        "    │   └── COPPER [FABRICATE, MODERATE] 🔄 WAITING (4 of 20 units): waits for COPPER at "
        "X1-AD75-H51 is MODERATE, collected from HIGH\n"
        "    │       └── COPPER_ORE [BUY, ABUNDANT] ✅ COMPLETED (1 unit, ship SHIP-1)\n"
        "    └── MICROPROCESSORS [FABRICATE] ⏸ PENDING (0 of 1 units): waits for a ship that is "
        "free\n"
        "        └── COPPER [FABRICATE, MODERATE] 🔄 WAITING (4 of 20 units): the same work as "
        "above\n"
        "            └── COPPER_ORE [BUY, ABUNDANT] ✅ COMPLETED (1 unit, ship SHIP-1): the same "
        "work as above\n");
}

TEST(GoodsTree, ShowsTheSupplyOfWhatIsBoughtWhateverItsActivity) {
    v1::GoodsFactory factory;
    v1::GoodsFactoryNode& ore = add_node(factory, "IRON_ORE", "BUY", "FAILED");
    ore.set_supply("SCARCE");
    ore.set_activity("WEAK");
    acquire(ore, 3, 9);
    ore.add_past_ships("SHIP-7");
    factory.mutable_tree();
    EXPECT_EQ(tree_of(factory),
              "├── IRON_ORE [BUY, SCARCE] ❌ FAILED (3 of 9 units, ship SHIP-7)\n");
}

TEST(GoodsTree, SaysThatNoMoreWasNeededOfWhatIsCompleteWithLess) {
    v1::GoodsFactory factory;
    acquire(add_node(factory, "IRON_ORE", "BUY", "COMPLETED"), 0, 9);
    factory.mutable_tree();
    EXPECT_EQ(tree_of(factory),
              "├── IRON_ORE [BUY] ✅ COMPLETED (0 of 9 units): no more was needed\n");
}

TEST(GoodsTree, LetsNoAnswerDrawOnTheTerminalOrLeadOutOfItsNodes) {
    v1::GoodsFactory factory;
    add_node(factory, "IRON\x1b[2J", "BUY", "PENDING").set_waits_for("x\ny");
    add_input(*factory.mutable_tree(), 7);
    EXPECT_EQ(tree_of(factory), "├── IRON [2J [BUY] ⏸ PENDING (0 units): waits for x y\n");
    EXPECT_EQ(tree_of(v1::GoodsFactory()), "(none)\n");
}

TEST(GoodsStatus, ShowsTheFactsAndWhichShipsAreAtWork) {
    const std::string text = status_of(advanced_circuitry(), {});
    EXPECT_EQ(text,
              "Factory:        factory-1-3\n"
              "Target:         ADVANCED_CIRCUITRY (qty: 40)\n"
              "System:         X1-AD75\n"
              "Strategy:       fabricate, to keep\n"
              "Status:         ACTIVE\n"
              "Progress:       40% (2/5 nodes complete)\n"
              "Acquired:       12 of 40 units\n"
              "Total Cost:     1,500 credits\n"
              "Running for:    3m 20s\n"
              "\n"
              "Active Workers: 1\n"
              "Ships:          SHIP-1 (idle), SHIP-2 (active), SHIP-3 (elsewhere)\n");
}

TEST(GoodsStatus, PutsTheTreeAndTheTableOfCostsBetweenThemWhereTheyAreWanted) {
    const std::string text =
        status_of(advanced_circuitry(), {.factory = "", .tree = true, .verbose = true});
    EXPECT_LT(text.find("Running for:"), text.find("Dependency Tree:\n├── ADVANCED"));
    EXPECT_LT(text.find("Dependency Tree:"), text.find("Pieces of Work (credits):\n"));
    EXPECT_LT(text.find("Pieces of Work"), text.find("Active Workers:"));
    EXPECT_NE(
        text.find("ELECTRONICS         FABRICATE  X1-AD75-D42  COMPLETED       15   15  2,000 "
                  "    3,100  -1,100  2m 00s  SHIP-1, SHIP-3\n"),
        std::string::npos)
        << text;
}

TEST(GoodsStatus, SaysHowMuchFasterTheFleetWasThanOneShip) {
    v1::GoodsFactory factory = advanced_circuitry();
    factory.set_completed_at(kNow - 100'000);
    factory.set_at_work_ms(240'000);
    factory.set_critical_path_ms(80'000);
    const std::string text = status_of(factory, {.factory = "", .verbose = true});
    for (const char* line : {"Took:           1m 40s\n", "Ships:          SHIP-1, SHIP-2, SHIP-3\n",
                             "Ship Time:      4m 00s\n", "Speed-up:       2.40, estimated 3.00\n",
                             "Ended:          2025-08-26T12:24:33"}) {
        EXPECT_NE(text.find(line), std::string::npos) << line << text;
    }
    EXPECT_EQ(text.find("Active Workers"), std::string::npos);
}

TEST(GoodsStatus, SaysWhyItWaitsOrHasEnded) {
    v1::GoodsFactory factory;
    factory.set_waits_for("its turn");
    EXPECT_NE(status_of(factory, {}).find("Waits for:      its turn\n"), std::string::npos);
    factory.set_error("5 hauls of IRON failed");
    EXPECT_NE(status_of(factory, {}).find("Because:        5 hauls of IRON failed\n"),
              std::string::npos);
}

TEST(GoodsProduce, SaysThatThePlanIsOnePurchase) {
    v1::GoodsFactory factory;
    factory.set_id("factory-1-1");
    factory.set_nodes_total(1);
    factory.set_note("one purchase: ADVANCED_CIRCUITRY is sold at X1-AD75-D42");
    const std::string text = render(factory);
    EXPECT_NE(text.find("Factory:        factory-1-1\n"), std::string::npos) << text;
    EXPECT_NE(text.find("Work:           1 piece, 0 done\n"), std::string::npos) << text;
    EXPECT_NE(text.find("one purchase: ADVANCED_CIRCUITRY is sold at X1-AD75-D42\n"),
              std::string::npos);
}

TEST(GoodsList, ShowsHowFarFactoriesAreAndWhyTheyWaitOrEnded) {
    v1::ListGoodsFactoriesResponse answer;
    *answer.add_factories() = advanced_circuitry();
    v1::GoodsFactory& failed = *answer.add_factories();
    failed.set_id("factory-1-1");
    failed.set_status("FAILED");
    failed.set_error("COPPER is not sold any more");
    const std::string text = render(answer);
    EXPECT_NE(text.find("factory-1-3  ADVANCED_CIRCUITRY  12/40  fabricate  ACTIVE    2/5  1,500  "
                        "3m 20s  -\n"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("COPPER is not sold any more\n"), std::string::npos) << text;
}

TEST(GoodsHistory, ShowsRatesMeansAndSpeedUpByGood) {
    v1::GoodsHistory history;
    v1::GoodsHistoryLine& line = *history.add_lines();
    line.set_good("IRON");
    line.set_started(6);
    line.set_completed(3);
    line.set_failed(1);
    line.set_stopped(2);
    line.set_units(120);
    line.set_total_cost(24'000);
    line.set_mean_elapsed_ms(200'000);
    line.set_mean_ships(233);
    line.set_mean_queries(7);
    line.set_speed_up(240);
    line.set_speed_up_estimated(310);
    history.add_lines()->set_good("GOLD");
    const std::string text = render(history);
    EXPECT_NE(
        text.find("IRON        6          3       1        2   75.0 %    120        200     3m "
                  "20s   2.33      7      2.40       3.10\n"),
        std::string::npos)
        << text;
    EXPECT_NE(
        text.find("GOLD        0          0       0        0        -      0          -        "
                  "  -      -      -         -          -\n"),
        std::string::npos)
        << "nothing is known of what was never completed\n"
        << text;
}

TEST(GoodsSummary, ChangesWhenSomethingHappenedAndNotWithTime) {
    v1::GoodsFactory factory = advanced_circuitry();
    const std::string before = summarize(factory);
    EXPECT_EQ(before, "ACTIVE  40% (2/5 nodes complete)  12 of 40 units  cost 1,500  1 at work");
    factory.set_now(kNow + 1'000);
    EXPECT_EQ(summarize(factory), before);
    factory.set_waits_for("a ship that is free");
    EXPECT_EQ(summarize(factory), before + "  waits for a ship that is free");
}

TEST(GoodsJson, HasTheTreeAsPositionsOfNodes) {
    v1::GoodsTree tree;
    add_input(add_input(tree, 1), 3);
    EXPECT_EQ(to_json(tree),
              R"({"node":0,"inputs":[{"node":1,"inputs":[{"node":3,"inputs":[]}]}]})");
}

}  // namespace
}  // namespace argosy::cli
