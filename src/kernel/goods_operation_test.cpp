#include "kernel/goods_operation.h"

#include <gmock/gmock.h>

#include "tests/support/seed.h"
#include "tests/support/virtual_run.h"

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;
using core::ErrorCode;
using core::Units;
using goods::AcquisitionMethod;
using goods::Disposal;
using goods::FactoryStrategy;
using goods::GoodsFactory;
using goods::GoodsFactoryId;
using model::TradeSymbol;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using tests::expect_booked_alike;
using tests::make_world;
using tests::number;
using Status = goods::FactoryStatus;

/// A company that has seen every market once, with its ships idle.
std::unique_ptr<VirtualWorld> make_scouted_world(VirtualWorldOptions options = {.haulers = 6}) {
    options.probes = 6;
    auto world = make_world(options);
    EXPECT_TRUE(world->call(world->company().start_scout()).ok());
    world->run_for(2h);
    EXPECT_TRUE(world->call(world->company().stop_scout()).ok());
    while (!world->company().fleet().claims.all().empty())
        world->run_for(1min);
    return world;
}

const TradeSymbol kCircuits("ADVANCED_CIRCUITRY");

/// Circuits, made down to their raw materials.
goods::ProductionTarget circuits(std::int64_t quantity) {
    return {
        .good = kCircuits, .quantity = Units(quantity), .strategy = FactoryStrategy::kFabricate};
}

Result<GoodsFactory> produce(VirtualWorld& world, goods::ProductionTarget target) {
    return world.call(world.company().produce_goods(std::move(target)));
}

/// Asks for what is accepted.
GoodsFactory ask(VirtualWorld& world, goods::ProductionTarget target) {
    auto asked = produce(world, std::move(target));
    EXPECT_TRUE(asked.ok()) << asked.error().message;
    return *std::move(asked);
}

/// Empties the factory of circuits, of which our book says HIGH, and asks for some.
GoodsFactory ask_for_circuits_of_nothing(VirtualWorld& world) {
    const model::WaypointSymbol maker =
        world.company().markets().sellers_of(kCircuits).front()->market;
    world.shock(maker, kCircuits, -world.truth().good(maker, kCircuits).price.stock);
    return ask(world, circuits(40));
}

GoodsFactoryReport report(VirtualWorld& world, const GoodsFactoryId& id) {
    auto report = world.call(world.company().goods().report(id));
    EXPECT_TRUE(report.ok());
    return *std::move(report);
}

/// Lets the world live until the factory has ended, a virtual day at most.
GoodsFactoryReport run_to_end(VirtualWorld& world, const GoodsFactoryId& id) {
    for (int minute = 0; minute < 24 * 60; ++minute) {
        if (!world.company().goods().book().active().contains(id)) break;
        world.run_for(1min);
    }
    return report(world, id);
}

TEST(GoodsOperation, MakesAGoodDownToItsRawMaterialsAndKeepsItAboard) {
    const auto world = make_scouted_world();
    const GoodsFactory asked = ask(*world, circuits(120));
    EXPECT_EQ(asked.status, Status::kPending);
    const GoodsFactoryReport made = run_to_end(*world, asked.id);
    EXPECT_EQ(made.factory.status, Status::kCompleted) << made.factory.error << made.waits_for;
    EXPECT_EQ(made.factory.metrics(world->now()).quantity_acquired, Units(120));
    EXPECT_EQ(made.factory.progress().percent(), 100);
    EXPECT_EQ(world->truth().cargo(world->company().player().agent).at(kCircuits), Units(120));
    EXPECT_EQ(world->errors(), 0u);
    expect_booked_alike(*world);
    // The ships that hold it are the player's, and the others free once they are back.
    world->run_for(30min);
    for (const auto& [ship, owner] : world->company().fleet().claims.all()) {
        EXPECT_EQ(owner, ManualOrders::kHeld);
        EXPECT_GT(world->company().fleet().ships.at(ship).cargo.of(kCircuits), Units(0));
    }
    EXPECT_EQ(world->company().operations().active(kGoodsFactories), nullptr);
}

TEST(GoodsOperation, BuysWhatIsSoldInOnePurchaseUnlessToldToMakeIt) {
    const auto world = make_scouted_world();
    const GoodsFactory asked = ask(*world, {.good = kCircuits, .quantity = Units(40)});
    EXPECT_EQ(asked.nodes.size(), 1u);
    EXPECT_EQ(asked.tree.method, AcquisitionMethod::kBuy);
    const GoodsFactoryReport bought = run_to_end(*world, asked.id);
    EXPECT_EQ(bought.factory.status, Status::kCompleted);
    EXPECT_EQ(bought.factory.work.hauls, 1);
    EXPECT_EQ(world->truth().cargo(world->company().player().agent).at(kCircuits), Units(40));
}

TEST(GoodsOperation, SellsWhatItMadeWhenToldTo) {
    const auto world = make_scouted_world();
    const GoodsFactory asked = ask(*world, {.good = TradeSymbol("MACHINERY"),
                                            .quantity = Units(120),
                                            .strategy = FactoryStrategy::kFabricate,
                                            .disposal = Disposal::kSell});
    const GoodsFactoryReport made = run_to_end(*world, asked.id);
    EXPECT_EQ(made.factory.status, Status::kCompleted) << made.factory.error;
    EXPECT_GT(made.factory.nodes.front().yield.returned, core::Credits(0));
    EXPECT_THAT(world->truth().cargo(world->company().player().agent), IsEmpty());
    EXPECT_EQ(world->company().goods().coordinator(), nullptr);
}

TEST(GoodsOperation, MakesItWithOneSmallShipInAsManyTripsAsItTakes) {
    const auto world = make_scouted_world({.haulers = 0});
    const GoodsFactory asked = ask(*world, {.good = TradeSymbol("MACHINERY"),
                                            .quantity = Units(120),
                                            .strategy = FactoryStrategy::kFabricate,
                                            .disposal = Disposal::kSell});
    const GoodsFactoryReport made = run_to_end(*world, asked.id);
    EXPECT_EQ(made.factory.status, Status::kCompleted) << made.factory.error;
    EXPECT_EQ(made.factory.work.ships, 1);
    EXPECT_GE(made.factory.work.hauls, 6) << "three lots of 40 of each of two goods at least";
}

TEST(GoodsOperation, SharesTheFleetWithManufacturingAndWithOtherFactories) {
    const auto world = make_scouted_world({.haulers = 8});
    ASSERT_TRUE(tests::start_manufacturing(*world).ok());
    world->run_for(30min);
    std::vector<GoodsFactoryId> asked;
    for (const char* good : {"ADVANCED_CIRCUITRY", "MACHINERY", "CLOTHING"}) {
        asked.push_back(ask(*world, {.good = TradeSymbol(good),
                                     .quantity = Units(60),
                                     .strategy = FactoryStrategy::kFabricate})
                            .id);
    }
    for (const GoodsFactoryId& id : asked) {
        const GoodsFactoryReport made = run_to_end(*world, id);
        EXPECT_EQ(made.factory.status, Status::kCompleted) << made.factory.error;
    }
    EXPECT_EQ(number(*world, manufacturing::kFactoryConflicts, {world->company().player().id}), 0);
    EXPECT_TRUE(world->call(world->company().stop_manufacturing()).ok());
    world->run_for(1h);
    EXPECT_EQ(world->company().stranded_cargo(), Units(0));
    expect_booked_alike(*world);
    EXPECT_EQ(world->errors(), 0u);
}

TEST(GoodsOperation, GoesOnAfterEveryKillAndBuysNothingTwice) {
    const auto world = make_scouted_world();
    const GoodsFactory asked = ask(*world, circuits(120));
    core::RandomStream dice = core::Rng(tests::seed_of_this_run()).stream("kills");
    int kills = 0;
    while (report(*world, asked.id).factory.status != Status::kCompleted && kills < 500) {
        world->run_for(core::Duration(dice.uniform(1'000, 60'000)));
        ASSERT_TRUE(world->crash().ok());
        ++kills;
    }
    const GoodsFactoryReport made = report(*world, asked.id);
    EXPECT_GT(kills, 5);
    EXPECT_EQ(made.factory.status, Status::kCompleted) << made.factory.error;
    EXPECT_EQ(world->truth().cargo(world->company().player().agent).at(kCircuits), Units(120));
    EXPECT_EQ(number(*world,
                     "SELECT SUM(units) AS n FROM transactions WHERE type = 'PURCHASE_CARGO'"
                     " AND good_symbol = 'ADVANCED_CIRCUITRY'"),
              120);
    expect_booked_alike(*world);
}

TEST(GoodsOperation, RefusesAtOnceWhatCannotBeDone) {
    const auto world = make_scouted_world({.haulers = 1});
    const auto refusal = [&](goods::ProductionTarget target) {
        const auto refused = produce(*world, std::move(target));
        EXPECT_FALSE(refused.ok());
        return refused.ok() ? core::Error{} : refused.error();
    };
    EXPECT_THAT(refusal({.good = TradeSymbol("MOOD_REGULATORS")}).message,
                HasSubstr("no known market of X1-AD75"));
    EXPECT_EQ(refusal({.good = kCircuits, .quantity = Units(0)}).code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(refusal({.good = kCircuits, .quantity = Units(500)}).message,
                HasSubstr("can keep is 120, 0 of it for others"));
    EXPECT_THAT(refusal({.good = kCircuits, .disposal = Disposal::kSell}).message,
                HasSubstr("no known market buys ADVANCED_CIRCUITRY"));
    EXPECT_EQ(number(*world, "SELECT COUNT(*) AS n FROM goods_factories"), 0);
    EXPECT_EQ(world->company().operations().active(kGoodsFactories), nullptr);
}

TEST(GoodsOperation, RefusesAtOnceWhatHasAPriceThatFollowsNoLaw) {
    const auto world = make_scouted_world({.scenario = "x1-zg64", .haulers = 6});
    const auto refused = produce(*world, {.good = TradeSymbol("LASER_RIFLES")});
    ASSERT_FALSE(refused.ok());
    EXPECT_THAT(refused.error().message, HasSubstr("what LASER_RIFLES costs at X1-ZG64"));
    EXPECT_EQ(number(*world, "SELECT COUNT(*) AS n FROM goods_factories"), 0);
}

Task<void> keep_answer(Task<Result<GoodsFactory>> asked,
                       std::optional<Result<GoodsFactory>>& answer) {
    answer.emplace(co_await std::move(asked));
}

TEST(GoodsOperation, AcceptsOfWhatIsAskedAtOnceWhatTheHoldsKeepTogether) {
    const auto world = make_scouted_world({.haulers = 1});
    Company& company = world->company();
    constexpr std::array<std::int64_t, 3> kAsked{80, 80, 40};
    std::array<std::optional<Result<GoodsFactory>>, kAsked.size()> answers;
    for (std::size_t i = 0; i < kAsked.size(); ++i) {
        company.fleet().runtime.spawn(keep_answer(
            company.produce_goods({.good = kCircuits, .quantity = Units(kAsked[i])}), answers[i]));
    }
    world->run_for(1s);
    EXPECT_TRUE(answers[0].value().ok());
    ASSERT_FALSE(answers[1].value().ok());
    EXPECT_THAT(answers[1]->error().message, HasSubstr("can keep is 120, 80 of it for others"));
    EXPECT_TRUE(answers[2].value().ok()) << answers[2]->error().message;
    EXPECT_EQ(number(*world, "SELECT COUNT(*) AS n FROM goods_factories"), 2);
}

TEST(GoodsOperation, StopsAFactoryOnceItsShipsAreBackAndLeavesNothingAboard) {
    const auto world = make_scouted_world();
    const GoodsFactory asked = ask(*world, circuits(120));
    world->run_for(1min);
    ASSERT_TRUE(world->call(world->company().goods().stop(asked.id)).ok());
    EXPECT_EQ(report(*world, asked.id).factory.status, Status::kActive) << "ships are on their way";
    const GoodsFactoryReport stopped = run_to_end(*world, asked.id);
    EXPECT_EQ(stopped.factory.status, Status::kStopped);
    EXPECT_THAT(stopped.factory.error, HasSubstr("by its player"));
    EXPECT_EQ(world->call(world->company().goods().stop(asked.id)).error().code,
              ErrorCode::kRejected);
    EXPECT_EQ(number(*world,
                     "SELECT COUNT(*) AS n FROM factory_reservations"
                     " WHERE status = 'ACTIVE'"),
              0);
    world->run_for(2h);
    EXPECT_EQ(world->company().stranded_cargo(), Units(0));
    expect_booked_alike(*world);
}

TEST(GoodsOperation, StopsEveryFactoryWithTheOperation) {
    const auto world = make_scouted_world();
    const GoodsFactory asked = ask(*world, circuits(120));
    world->run_for(1min);
    const auto operation = world->company().operations().active(kGoodsFactories)->id;
    ASSERT_TRUE(world->call(world->company().supervisor().stop(operation)).ok());
    EXPECT_EQ(produce(*world, {.good = kCircuits}).error().code, ErrorCode::kConflict);
    EXPECT_EQ(run_to_end(*world, asked.id).factory.status, Status::kStopped);
    world->run_for(2h);
    EXPECT_EQ(world->company().operations().find(operation)->status,
              operations::OperationStatus::kStopped);
}

TEST(GoodsOperation, CollectsFromAFactoryOnlyWhatIsThereWhenTheShipArrives) {
    const auto world = make_scouted_world();
    const GoodsFactory asked = ask_for_circuits_of_nothing(*world);
    const GoodsFactoryReport made = run_to_end(*world, asked.id);
    EXPECT_EQ(made.factory.status, Status::kCompleted) << made.factory.error;
    EXPECT_EQ(number(*world,
                     "SELECT COUNT(*) AS n FROM manufacturing_tasks WHERE"
                     " task_type = 'COLLECT' AND good_symbol = 'ADVANCED_CIRCUITRY'"
                     " AND status = 'COMPLETED'"),
              1);
    EXPECT_GT(*made.factory.metrics(world->now()).elapsed, 20min);
}

/// Returns the units of a good that were brought to a factory as its input.
std::int64_t delivered(const VirtualWorld& world, const TradeSymbol& good,
                       const model::WaypointSymbol& factory) {
    return number(world,
                  "SELECT COALESCE(SUM(actual_quantity), 0) AS n FROM manufacturing_tasks"
                  " WHERE task_type = 'DELIVER' AND good_symbol = $1 AND factory_symbol = $2",
                  {good.str(), factory.str()});
}

TEST(GoodsOperation, TurnsToAnotherFactoryOfAGeneratedSystemWhereTheFirstTakesAnInputNoMore) {
    // Of the systems of seeds 1 to 60 the only one where two moons make the same.
    const auto world =
        make_scouted_world({.generated = 33, .haulers = 6, .credits = core::Credits(10'000'000)});
    const TradeSymbol refinery("MODULE_MICRO_REFINERY_I");
    const TradeSymbol machinery("MACHINERY");
    const TradeSymbol platinum("PLATINUM");
    const GoodsFactory asked = ask(
        *world, {.good = refinery, .quantity = Units(6), .strategy = FactoryStrategy::kFabricate});
    EXPECT_EQ(asked.tree.total_depth(), 4);
    const model::WaypointSymbol first = asked.tree.market;
    for (int minute = 0; minute < 24 * 60; ++minute) {
        if (delivered(*world, machinery, first) > 0) break;
        world->run_for(1min);
    }
    world->delist(first, platinum);
    const GoodsFactoryReport made = run_to_end(*world, asked.id);
    EXPECT_EQ(made.factory.status, Status::kCompleted) << made.factory.error;
    const model::WaypointSymbol other = made.factory.tree.market;
    EXPECT_NE(other, first);
    // One input was there already: it is brought to the other as well.
    EXPECT_EQ(delivered(*world, machinery, first), 6);
    EXPECT_EQ(delivered(*world, machinery, other), 6);
    EXPECT_EQ(delivered(*world, platinum, first), 0);
    EXPECT_EQ(delivered(*world, platinum, other), 6);
    EXPECT_EQ(world->truth().cargo(world->company().player().agent).at(refinery), Units(6));
    expect_booked_alike(*world);
    EXPECT_EQ(world->errors(), 0u);
}

TEST(GoodsOperation, GivesUpWhereNoOtherFactoryTakesTheInputAndSaysSo) {
    const auto world = make_scouted_world();
    const GoodsFactory asked = ask(*world, circuits(40));
    const model::WaypointSymbol only = asked.tree.market;
    world->run_for(1min);
    world->delist(only, TradeSymbol("ELECTRONICS"));
    const GoodsFactoryReport ended = run_to_end(*world, asked.id);
    EXPECT_EQ(ended.factory.status, Status::kFailed);
    EXPECT_EQ(ended.factory.error,
              only.str() +
                  " does not import ELECTRONICS, which it makes ADVANCED_CIRCUITRY of, and no other"
                  " market of X1-AD75 will do");
    world->run_for(2h);
    EXPECT_EQ(world->company().stranded_cargo(), Units(0));
    expect_booked_alike(*world);
}

TEST(GoodsOperation, GivesUpWhatIsNotMadeInTime) {
    VirtualWorldOptions options{.haulers = 6};
    options.settings.goods.production_timeout = 10min;
    const auto world = make_scouted_world(options);
    const GoodsFactory asked = ask_for_circuits_of_nothing(*world);
    const GoodsFactoryReport ended = run_to_end(*world, asked.id);
    EXPECT_EQ(ended.factory.status, Status::kFailed);
    EXPECT_THAT(ended.factory.error, HasSubstr("goods.production_timeout is 600 s"));
}

}  // namespace
}  // namespace argosy::kernel
