#include "sim/contracts.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>

#include "sim/testing/one_agent.h"
#include "sim/truth.h"

namespace argosy::sim {
namespace {

using core::Credits;
using core::TimePoint;
using core::Units;
using model::AgentSymbol;
using model::ShipSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;
using ::testing::AllOf;
using testing::code;
using ::testing::EndsWith;
using ::testing::Ge;
using testing::kDawn;
using ::testing::Le;
using testing::OneAgent;
using ::testing::StartsWith;

const ContractParameters kNumbers;
const Credits kStartingCredits{175'000};
const WaypointSymbol kA1("X1-AD75-A1");

// The numbers of a contract, as they compare with those of the records.
struct Measure {
    std::int64_t units = 0;
    std::int64_t price = 0;    ///< In percent of the base price, rounded to nearest.
    std::int64_t advance = 0;  ///< In percent of all, rounded to nearest.
    std::int64_t starting_volume = 0;
};

Measure measure(const Universe& world, const ContractRecord& contract) {
    EXPECT_EQ(contract.deliveries.size(), 1u);
    const ContractDelivery& delivery = contract.deliveries.front();
    const MarketGoodState* good = world.economy().find(delivery.destination)->find(delivery.good);
    EXPECT_EQ(good->price.type, model::TradeType::kImport);
    const std::int64_t total = (contract.on_accepted + contract.on_fulfilled).count();
    const std::int64_t worth = good->price.base * delivery.required.count();
    return {delivery.required.count(), (total * 100 + worth / 2) / worth,
            (contract.on_accepted.count() * 100 + total / 2) / total,
            good->starting_volume.count()};
}

auto lies_in(const DrawRange& range) {
    return AllOf(Ge(range.low), Le(range.high));
}

class ContractsTest : public ::testing::Test {
  protected:
    Universe& world() { return agent_.world(); }
    const AgentSymbol& me() { return agent_.name(); }
    Contracts desk() { return Contracts(world()); }
    const ContractRecord& first() { return *desk().list(me(), kDawn)->front(); }
    const ContractDelivery& asked() { return first().deliveries.front(); }

    // Docks the hauler with this cargo.
    void bring(const TradeSymbol& good, Units units, const WaypointSymbol& waypoint) {
        ShipRecord& hauler = agent_.put(3, waypoint);
        hauler.ship.nav.status = model::NavStatus::kDocked;
        if (units > Units(0)) hauler.ship.cargo.items[good] = units;
    }
    void bring_what_is_asked() { bring(asked().good, asked().required, asked().destination); }

    Handover load(Units units) { return {agent_.symbol(3), asked().good, units}; }
    std::int32_t deliver(const Handover& cargo, TimePoint now = kDawn) {
        return code(desk().deliver(me(), first().id, cargo, now));
    }
    std::string latest_event() { return world().agent_record(me()).events.front().type; }

    OneAgent agent_{"SHIP_LIGHT_HAULER"};
};

TEST_F(ContractsTest, OfferANewAgentAnOreByTheNumbersOfFirstContracts) {
    std::set<TradeSymbol> goods;
    for (int i = 0; i < 60; ++i) {
        const std::string name = fmt::format("AGENT_{}", i);
        ASSERT_TRUE(world().register_agent("account", name, "VOID", kDawn).ok());
        const auto offers = *desk().list(AgentSymbol(name), kDawn);
        ASSERT_EQ(offers.size(), 1u);
        const ContractRecord& contract = *offers.front();
        EXPECT_THAT(contract.id, StartsWith("c"));
        EXPECT_EQ(contract.id.size(), 25u);
        EXPECT_EQ(contract.faction, "VOID");
        EXPECT_FALSE(contract.accepted);
        EXPECT_EQ(contract.deadline_to_accept, kDawn + std::chrono::days(1));
        EXPECT_EQ(contract.deadline, kDawn + std::chrono::days(7));
        EXPECT_THAT(contract.deliveries.front().good.str(), EndsWith("_ORE"));
        goods.insert(contract.deliveries.front().good);
        const Measure numbers = measure(world(), contract);
        EXPECT_THAT(numbers.units, lies_in(kNumbers.first_units));
        EXPECT_THAT(numbers.price, lies_in(kNumbers.first_price));
        EXPECT_THAT(numbers.advance, lies_in(kNumbers.first_advance));
    }
    EXPECT_GE(goods.size(), 4u);
}

TEST_F(ContractsTest, AreNegotiatedByTheNumbersOfTheGoodsVolume) {
    TimePoint now = kDawn;
    std::set<std::int64_t> volumes;
    for (int i = 0; i < 200; ++i) {
        now += kNumbers.time_to_accept;
        const auto made = desk().negotiate(me(), agent_.symbol(1), now);
        ASSERT_TRUE(made.ok()) << made.error().message;
        EXPECT_EQ((*made)->faction, "LORDS") << "the faction of the place, not the agent's";
        const Measure numbers = measure(world(), **made);
        EXPECT_THAT(numbers.price, lies_in(kNumbers.price));
        EXPECT_THAT(numbers.advance, lies_in(kNumbers.advance));
        EXPECT_THAT(numbers.units,
                    lies_in(numbers.starting_volume == 6    ? kNumbers.units_of_scarce
                            : numbers.starting_volume == 20 ? kNumbers.units_of_products
                                                            : kNumbers.units_of_materials));
        volumes.insert(numbers.starting_volume);
    }
    EXPECT_EQ(volumes, (std::set<std::int64_t>{6, 20, 60}));
    EXPECT_EQ(desk().list(me(), now)->size(), 201u);
    EXPECT_TRUE(std::ranges::is_sorted(*desk().list(me(), now), {},
                                       [](const auto* each) { return each->offered_at; }));
}

TEST_F(ContractsTest, AreTheSameInEveryUniverseOfOneSeed) {
    OneAgent again{"SHIP_LIGHT_HAULER"};
    const auto theirs = *Contracts(again.world()).list(me(), kDawn);
    EXPECT_EQ(theirs.front()->id, first().id);
    EXPECT_EQ(theirs.front()->on_fulfilled, first().on_fulfilled);
    OneAgent other({"SHIP_LIGHT_HAULER"}, recorded_scenario(), 8);
    EXPECT_NE((*Contracts(other.world()).list(me(), kDawn)).front()->id, first().id);
}

TEST_F(ContractsTest, PayTheAdvanceOnce) {
    const auto accepted = desk().accept(me(), first().id, kDawn);
    ASSERT_TRUE(accepted.ok());
    EXPECT_TRUE(accepted->contract->accepted);
    EXPECT_EQ(accepted->agent->agent.credits, kStartingCredits + first().on_accepted);
    EXPECT_EQ(latest_event(), "CONTRACT_ACCEPTED");
    EXPECT_EQ(code(desk().accept(me(), first().id, kDawn)), 4501);
    EXPECT_EQ(agent_.credits(), kStartingCredits + first().on_accepted);
    EXPECT_EQ(Truth(world()).earned(me()), first().on_accepted);
}

TEST_F(ContractsTest, TakeDeliveriesInPartsIntoTheMarketsStockAndPayAtTheEnd) {
    ASSERT_TRUE(desk().accept(me(), first().id, kDawn).ok());
    bring_what_is_asked();
    const Units stock = Truth(world()).good(asked().destination, asked().good).price.stock;
    EXPECT_EQ(deliver(load(Units(10))), 0);
    EXPECT_EQ(asked().fulfilled, Units(10));
    EXPECT_EQ(code(desk().fulfill(me(), first().id, kDawn)), 4502);
    const auto rest = desk().deliver(me(), first().id, load(asked().required - Units(10)), kDawn);
    ASSERT_TRUE(rest.ok());
    EXPECT_TRUE(rest->ship->ship.cargo.items.empty());
    EXPECT_EQ(Truth(world()).good(asked().destination, asked().good).price.stock,
              stock + asked().required);
    EXPECT_EQ(Truth(world()).unbalanced_good(), nullptr);

    const auto fulfilled = desk().fulfill(me(), first().id, kDawn);
    ASSERT_TRUE(fulfilled.ok());
    EXPECT_TRUE(fulfilled->contract->fulfilled);
    EXPECT_EQ(agent_.credits(), kStartingCredits + first().on_accepted + first().on_fulfilled);
    EXPECT_EQ(world().agent_record(me()).reputation.at("COSMIC"), kNumbers.reputation_gained);
    EXPECT_EQ(latest_event(), "CONTRACT_FULFILLED");

    const auto again = desk().fulfill(me(), first().id, kDawn);
    EXPECT_EQ(code(again), 4504);
    EXPECT_EQ(again.error().message,
              "Failed to update contract. Contract has already been fulfilled.");
    EXPECT_EQ(code(desk().accept(me(), first().id, kDawn)), 4504);
    EXPECT_EQ(deliver(load(Units(1))), 4504);
}

TEST_F(ContractsTest, RefuseCargoTheyDoNotAskFor) {
    bring_what_is_asked();
    EXPECT_EQ(deliver(load(Units(1))), 4505);
    EXPECT_EQ(code(desk().fulfill(me(), first().id, kDawn)), 4505);
    ASSERT_TRUE(desk().accept(me(), first().id, kDawn).ok());
    EXPECT_EQ(deliver({agent_.symbol(3), TradeSymbol("FOOD"), Units(1)}), 4508);
    EXPECT_EQ(deliver({ShipSymbol("ARGOSY-9"), asked().good, Units(1)}), 404);
    EXPECT_EQ(deliver(load(Units(0))), 422);
    EXPECT_EQ(deliver(load(asked().required + Units(1))), 4509);
    EXPECT_EQ(deliver(load(asked().required)), 0);
    EXPECT_EQ(deliver(load(Units(1))), 4509) << "nothing is missing any more";
}

TEST_F(ContractsTest, RefuseShipsThatCannotDeliver) {
    ASSERT_TRUE(desk().accept(me(), first().id, kDawn).ok());
    bring(asked().good, Units(20), kA1);
    EXPECT_EQ(deliver(load(Units(1))), 4510);
    bring(asked().good, Units(20), asked().destination);
    EXPECT_EQ(deliver(load(Units(21))), 4219);
    agent_.ship(3).ship.nav.status = model::NavStatus::kInOrbit;
    EXPECT_EQ(deliver(load(Units(1))), 4244);
    agent_.send(3, kA1, kDawn);
    EXPECT_EQ(deliver(load(Units(1))), 4214);
    EXPECT_EQ(asked().fulfilled, Units(0));
}

TEST_F(ContractsTest, BelongToOneAgent) {
    ASSERT_TRUE(world().register_agent("account", "OTHER", "COSMIC", kDawn).ok());
    const AgentSymbol other("OTHER");
    EXPECT_EQ(code(desk().contract(me(), first().id, kDawn)), 0);
    EXPECT_EQ(code(desk().contract(other, first().id, kDawn)), 404);
    EXPECT_EQ(code(desk().accept(other, first().id, kDawn)), 4500);
    EXPECT_EQ(code(desk().fulfill(other, first().id, kDawn)), 4506);
    EXPECT_EQ(code(desk().deliver(other, first().id, load(Units(1)), kDawn)), 4506);
    EXPECT_EQ(code(desk().accept(me(), "contract-of-nobody", kDawn)), 404);
    EXPECT_EQ(code(desk().contract(me(), "contract-of-nobody", kDawn)), 404);
    EXPECT_EQ(code(desk().list(AgentSymbol("NOBODY"), kDawn)), 404);
}

TEST_F(ContractsTest, AreOpenOneAtATime) {
    const ShipSymbol frigate = agent_.symbol(1);
    const auto refused = desk().negotiate(me(), frigate, kDawn);
    EXPECT_EQ(code(refused), 4511);
    EXPECT_EQ(refused.error().message, "Agent ARGOSY already has an active contract.");
    ASSERT_TRUE(desk().accept(me(), first().id, kDawn).ok());
    EXPECT_EQ(code(desk().negotiate(me(), frigate, kDawn)), 4511);
    bring_what_is_asked();
    EXPECT_EQ(deliver(load(asked().required)), 0);
    ASSERT_TRUE(desk().fulfill(me(), first().id, kDawn).ok());
    const auto next = desk().negotiate(me(), frigate, kDawn);
    ASSERT_TRUE(next.ok());
    EXPECT_NE((*next)->id, first().id);
    EXPECT_EQ(latest_event(), "CONTRACT_OFFERED");
}

TEST_F(ContractsTest, OffersEndAtTheirDeadline) {
    const TimePoint end = first().deadline_to_accept;
    EXPECT_EQ(code(desk().negotiate(me(), agent_.symbol(1), end - core::Duration(1))), 4511);
    EXPECT_EQ(code(desk().accept(me(), first().id, end)), 4503);
    EXPECT_EQ(latest_event(), "CONTRACT_EXPIRED");
    EXPECT_EQ(agent_.credits(), kStartingCredits);
    EXPECT_EQ(code(desk().negotiate(me(), agent_.symbol(1), end)), 0);
}

TEST_F(ContractsTest, MissedDeadlinesTakeTheAdvanceBack) {
    ASSERT_TRUE(desk().accept(me(), first().id, kDawn).ok());
    bring_what_is_asked();
    const TimePoint end = first().deadline;
    EXPECT_EQ(deliver(load(Units(5)), end - core::Duration(1)), 0);
    EXPECT_EQ(agent_.credits(), kStartingCredits + first().on_accepted);

    EXPECT_EQ(deliver(load(Units(5)), end), 4503);
    EXPECT_EQ(agent_.credits(), kStartingCredits);
    EXPECT_EQ(Truth(world()).spent(me()), first().on_accepted);
    EXPECT_EQ(world().agent_record(me()).reputation.at("COSMIC"), -kNumbers.reputation_lost);
    EXPECT_EQ(latest_event(), "CONTRACT_EXPIRED");
    EXPECT_EQ(code(desk().fulfill(me(), first().id, end)), 4503);
    EXPECT_EQ(code(desk().negotiate(me(), agent_.symbol(1), end)), 0);

    world().advance(end + std::chrono::days(30));
    EXPECT_EQ(agent_.credits(), kStartingCredits) << "taken back once";
}

TEST_F(ContractsTest, TakingTheAdvanceBackMayOverdrawTheAgent) {
    ASSERT_TRUE(desk().accept(me(), first().id, kDawn).ok());
    AgentRecord& agent = world().agent_record(me());
    Universe::pay(agent, agent.agent.credits);
    world().advance(first().deadline);
    EXPECT_EQ(agent_.credits(), -first().on_accepted);
}

TEST_F(ContractsTest, FulfilledOnesHaveNoDeadline) {
    ASSERT_TRUE(desk().accept(me(), first().id, kDawn).ok());
    bring_what_is_asked();
    ASSERT_EQ(deliver(load(asked().required)), 0);
    ASSERT_TRUE(desk().fulfill(me(), first().id, kDawn).ok());
    const Credits credits = agent_.credits();
    world().advance(first().deadline + std::chrono::days(1));
    EXPECT_EQ(agent_.credits(), credits);
    EXPECT_EQ(latest_event(), "CONTRACT_FULFILLED");
}

TEST_F(ContractsTest, AreNegotiatedByADockedShipOfTheAgent) {
    const TimePoint later = first().deadline_to_accept;
    EXPECT_EQ(code(desk().negotiate(me(), ShipSymbol("OTHER-1"), later)), 404);
    agent_.put(3, kA1);
    EXPECT_EQ(code(desk().negotiate(me(), agent_.symbol(3), later)), 4244);
    agent_.send(3, WaypointSymbol("X1-AD75-H51"), later);
    EXPECT_EQ(code(desk().negotiate(me(), agent_.symbol(3), later)), 4214);
}

TEST(ContractsElsewhere, NeedAFactionThatOffersThem) {
    Scenario scenario = recorded_scenario();
    scenario.systems.front().faction.clear();
    OneAgent agent({}, std::move(scenario));
    const auto refused =
        Contracts(agent.world())
            .negotiate(agent.name(), agent.symbol(1), kDawn + std::chrono::days(1));
    EXPECT_EQ(code(refused), 4700);
}

TEST(ContractsElsewhere, NeedAMarketThatImports) {
    Scenario scenario = recorded_scenario();
    std::erase_if(scenario.market_goods, [](const MarketGoodFacts& facts) {
        return facts.state.type == model::TradeType::kImport;
    });
    OneAgent agent({}, std::move(scenario));
    EXPECT_TRUE(Contracts(agent.world()).list(agent.name(), kDawn)->empty());
    EXPECT_EQ(code(Contracts(agent.world()).negotiate(agent.name(), agent.symbol(1), kDawn)), 4700);
}

TEST(ContractsElsewhere, AskANewAgentForSomethingElseWhereNobodyBuysOre) {
    Scenario scenario = recorded_scenario();
    std::erase_if(scenario.market_goods,
                  [](const MarketGoodFacts& facts) { return facts.good.str().ends_with("_ORE"); });
    OneAgent agent({}, std::move(scenario));
    EXPECT_EQ(Contracts(agent.world()).list(agent.name(), kDawn)->size(), 1u);
}

}  // namespace
}  // namespace argosy::sim
