#include "sim/mining.h"

#include <gmock/gmock.h>

#include <functional>

#include "sim/testing/one_agent.h"

namespace argosy::sim {
namespace {

using core::TimePoint;
using core::Units;
using model::NavStatus;
using model::TradeSymbol;
using model::WaypointSymbol;
using sim::testing::code;
using sim::testing::kDawn;
using sim::testing::OneAgent;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::MatchesRegex;
using ::testing::SizeIs;

constexpr int kFrigate = 1;
constexpr int kProbe = 2;
constexpr int kDrone = 3;
constexpr int kSiphonDrone = 4;
constexpr int kSurveyor = 5;
constexpr int kRefinery = 6;

PostedSurvey posted(const SurveyRecord& survey) {
    return {survey.signature, survey.waypoint, survey.deposits, survey.expires, survey.size};
}

class MiningTest : public ::testing::Test {
  protected:
    Mining desk(MiningParameters law = {}) { return Mining(agent_.world(), law); }

    auto survey(int ship, TimePoint now = kDawn) {
        return desk().survey(agent_.name(), agent_.symbol(ship), now);
    }
    auto extract(int ship, TimePoint now = kDawn) {
        return desk().extract(agent_.name(), agent_.symbol(ship), now);
    }
    auto extract(int ship, const PostedSurvey& survey, TimePoint now = kDawn) {
        return desk().extract(agent_.name(), agent_.symbol(ship), survey, now);
    }
    auto siphon(int ship, TimePoint now = kDawn) {
        return desk().siphon(agent_.name(), agent_.symbol(ship), now);
    }
    auto refine(int ship, const char* product, TimePoint now = kDawn) {
        return desk().refine(agent_.name(), agent_.symbol(ship), TradeSymbol(product), now);
    }

    // Surveys with the frigate and rests it.
    SurveyRecord given_survey(const WaypointSymbol& waypoint) {
        agent_.put(kFrigate, waypoint);
        const auto made = survey(kFrigate);
        EXPECT_EQ(code(made), 0);
        agent_.ship(kFrigate).cooldown = {};
        return made->surveys.front();
    }

    OneAgent agent_{
        {"SHIP_MINING_DRONE", "SHIP_SIPHON_DRONE", "SHIP_SURVEYOR", "SHIP_REFINING_FREIGHTER"}};
    const WaypointSymbol metal_ = agent_.place("ASTEROID", "COMMON_METAL_DEPOSITS");
    const WaypointSymbol rare_ = agent_.place("ASTEROID", "RARE_METAL_DEPOSITS");
    const WaypointSymbol stripped_ = agent_.place("ENGINEERED_ASTEROID", "STRIPPED", "none");
    const WaypointSymbol giant_ = agent_.place("GAS_GIANT");
    const WaypointSymbol planet_ = agent_.place("PLANET");
};

TEST_F(MiningTest, SurveysAreAsManyAsTheSurveyorsAreStrong) {
    agent_.put(kFrigate, metal_);
    agent_.put(kSurveyor, metal_);
    const auto two = survey(kFrigate);
    ASSERT_EQ(code(two), 0);
    EXPECT_THAT(two->surveys, SizeIs(2));
    EXPECT_EQ(agent_.ship(kFrigate).cooldown.total_seconds, 90);
    const auto one = survey(kSurveyor);
    ASSERT_EQ(code(one), 0);
    EXPECT_THAT(one->surveys, SizeIs(1));
    EXPECT_EQ(agent_.ship(kSurveyor).cooldown.total_seconds, 70);
    EXPECT_THAT(agent_.world().state().surveys, SizeIs(3));
}

TEST_F(MiningTest, SurveysSayWhereWhatAndHowLong) {
    const std::vector<Deposit> there = deposits_of(agent_.world().find_waypoint(metal_)->waypoint);
    std::array<int, 3> sizes{};
    for (int i = 0; i < 300; ++i) {
        agent_.put(kFrigate, metal_);
        const auto made = survey(kFrigate);
        ASSERT_EQ(code(made), 0);
        for (const SurveyRecord& each : made->surveys) {
            EXPECT_THAT(each.signature, MatchesRegex(metal_.str() + "-[0-9A-F]{6}"));
            EXPECT_EQ(each.waypoint, metal_);
            EXPECT_EQ(each.agent, agent_.name());
            EXPECT_THAT(each.deposits.size(), AllOf(Ge(3u), Le(7u)));
            for (const TradeSymbol& good : each.deposits) {
                EXPECT_TRUE(std::any_of(there.begin(), there.end(), [&](const Deposit& deposit) {
                    return deposit.good == good;
                }));
            }
            EXPECT_GE(each.expires, kDawn + std::chrono::minutes(5));
            EXPECT_LE(each.expires, kDawn + std::chrono::minutes(60));
            const SurveySizeLaw law = MiningParameters().sizes[std::size_t(each.size)];
            EXPECT_THAT(each.left, AllOf(Ge(law.least), Le(law.most)));
            ++sizes[std::size_t(each.size)];
        }
    }
    EXPECT_GT(sizes[0], sizes[1]);
    EXPECT_GT(sizes[1], sizes[2]);
    EXPECT_GT(sizes[2], 50);
}

TEST_F(MiningTest, SurveyorsFindOnlyWhatTheyAreMadeFor) {
    for (int i = 0; i < 200; ++i) {
        agent_.put(kSurveyor, rare_);
        const auto made = survey(kSurveyor);
        ASSERT_EQ(code(made), 0);
        for (const TradeSymbol& good : made->surveys[0].deposits) {
            EXPECT_NE(good.str(), "MERITIUM_ORE");
            EXPECT_NE(good.str(), "URANITE_ORE");
        }
    }
}

TEST_F(MiningTest, ExpiredSurveysAreForgottenAtTheNextOneThere) {
    given_survey(metal_);
    given_survey(rare_);
    agent_.put(kFrigate, metal_);
    ASSERT_EQ(code(survey(kFrigate, kDawn + std::chrono::hours(2))), 0);
    std::map<WaypointSymbol, int> kept;
    for (const auto& [signature, each] : agent_.world().state().surveys)
        ++kept[each.waypoint];
    EXPECT_THAT(kept, ElementsAre(std::pair(metal_, 2), std::pair(rare_, 2)));
}

TEST_F(MiningTest, OnlySoManySurveysOfAPlaceAreKept) {
    for (int i = 0; i < 10; ++i) {
        agent_.put(kFrigate, metal_);
        const auto made =
            desk({.surveys_kept = 5}).survey(agent_.name(), agent_.symbol(kFrigate), kDawn);
        ASSERT_EQ(code(made), 0);
        EXPECT_TRUE(agent_.world().state().surveys.contains(made->surveys.back().signature));
        EXPECT_LE(agent_.world().state().surveys.size(), 5u);
    }
}

TEST_F(MiningTest, ExtractionFillsTheHoldAndHeatsTheReactor) {
    agent_.put(kDrone, metal_);
    const auto taken = extract(kDrone);
    ASSERT_EQ(code(taken), 0);
    EXPECT_EQ(agent_.ship(kDrone).ship.cargo.of(taken->good), taken->units);
    EXPECT_EQ(agent_.ship(kDrone).ship.cargo.used(), taken->units);
    EXPECT_EQ(agent_.ship(kDrone).cooldown.total_seconds, 70);
    EXPECT_EQ(code(extract(kDrone, kDawn + std::chrono::seconds(69))), 4000);
    EXPECT_EQ(code(extract(kDrone, kDawn + std::chrono::seconds(70))), 0);
    agent_.put(kFrigate, metal_);
    ASSERT_EQ(code(extract(kFrigate)), 0);
    EXPECT_EQ(agent_.ship(kFrigate).cooldown.total_seconds, 80);
}

TEST_F(MiningTest, WhatDoesNotFitIsNotExtracted) {
    ShipRecord& drone = agent_.put(kDrone, metal_);
    drone.ship.cargo.items[TradeSymbol("FOOD")] = Units(14);
    const auto taken = extract(kDrone);
    ASSERT_EQ(code(taken), 0);
    EXPECT_EQ(taken->units, Units(1));
    EXPECT_EQ(drone.ship.cargo.free(), Units(0));
    drone.cooldown = {};
    EXPECT_EQ(code(extract(kDrone)), 4228);
}

struct Refused {
    const char* why;
    std::int32_t code;
    std::function<std::int32_t()> act;
};

TEST_F(MiningTest, RefusesWhatAShipCannotDoWhereItIs) {
    const auto lame = [this](int ship, const WaypointSymbol& at, const char* module) {
        ShipRecord& record = agent_.put(ship, at);
        std::erase(record.modules, module);
    };
    const auto docked = [this](int ship, const WaypointSymbol& at) {
        agent_.put(ship, at).ship.nav.status = NavStatus::kDocked;
    };
    const std::vector<Refused> cases{
        {"no ship", 404, [&] { return code(extract(99)); }},
        {"survey by a ship without surveyors", 4240,
         [&] { return agent_.put(kDrone, metal_), code(survey(kDrone)); }},
        {"survey of a planet", 4222,
         [&] { return agent_.put(kFrigate, planet_), code(survey(kFrigate)); }},
        {"survey from a dock", 4236,
         [&] { return docked(kFrigate, metal_), code(survey(kFrigate)); }},
        {"extraction by a probe", 4243,
         [&] { return agent_.put(kProbe, metal_), code(extract(kProbe)); }},
        {"extraction from a planet", 4205,
         [&] { return agent_.put(kDrone, planet_), code(extract(kDrone)); }},
        {"extraction from a dock", 4236,
         [&] { return docked(kDrone, metal_), code(extract(kDrone)); }},
        {"siphoning by a mining drone", 4258,
         [&] { return agent_.put(kDrone, giant_), code(siphon(kDrone)); }},
        {"siphoning from an asteroid", 4259,
         [&] { return agent_.put(kSiphonDrone, metal_), code(siphon(kSiphonDrone)); }},
        {"siphoning from a dock", 4236,
         [&] { return docked(kSiphonDrone, giant_), code(siphon(kSiphonDrone)); }},
        {"extraction without a processor", 4242,
         [&] { return lame(kDrone, metal_, "MODULE_MINERAL_PROCESSOR_I"), code(extract(kDrone)); }},
        {"siphoning without a processor", 4257,
         [&] {
             return lame(kSiphonDrone, giant_, "MODULE_GAS_PROCESSOR_I"),
                    code(siphon(kSiphonDrone));
         }},
    };
    for (const Refused& each : cases) {
        const std::uint64_t before = agent_.world().state().surveys.size();
        EXPECT_EQ(each.act(), each.code) << each.why;
        EXPECT_EQ(agent_.world().state().surveys.size(), before) << each.why;
    }
    EXPECT_THAT(agent_.world().state().strains, IsEmpty());
}

TEST_F(MiningTest, RefusesShipsInTransitAndShipsThatCoolDown) {
    const std::vector<std::function<std::int32_t(int)>> acts{
        [&](int ship) { return code(survey(ship)); },
        [&](int ship) { return code(extract(ship)); },
        [&](int ship) { return code(siphon(ship)); },
        [&](int ship) { return code(refine(ship, "IRON")); },
    };
    for (const auto& act : acts) {
        ShipRecord& frigate = agent_.put(kFrigate, metal_);
        Universe::begin_cooldown(frigate, 5, kDawn);
        EXPECT_EQ(act(kFrigate), 4000);
        agent_.send(kFrigate, rare_, kDawn);
        EXPECT_EQ(act(kFrigate), 4214);
    }
}

TEST_F(MiningTest, AnAsteroidWithoutDepositsYieldsNothing) {
    Scenario scenario = recorded_scenario();
    for (WaypointFacts& facts : scenario.waypoints) {
        if (facts.waypoint.symbol == metal_) facts.waypoint.traits = {"DEEP_CRATERS"};
    }
    OneAgent other({}, std::move(scenario));
    other.put(kFrigate, metal_);
    Mining mining(other.world());
    EXPECT_EQ(code(mining.extract(other.name(), other.symbol(kFrigate), kDawn)), 4261);
    EXPECT_EQ(code(mining.survey(other.name(), other.symbol(kFrigate), kDawn)), 4261);
}

TEST_F(MiningTest, ASurveyTellsWhatIsExtractedForEveryShipOfTheAgent) {
    const SurveyRecord survey = given_survey(metal_);
    for (const int ship : {kFrigate, kDrone}) {
        agent_.put(ship, metal_);
        const auto taken = extract(ship, posted(survey));
        ASSERT_EQ(code(taken), 0);
        EXPECT_THAT(survey.deposits, ::testing::Contains(taken->good));
    }
}

TEST_F(MiningTest, ASurveyMustComeBackAsItWasGiven) {
    const SurveyRecord survey = given_survey(metal_);
    const std::vector<std::function<void(PostedSurvey&)>> changes{
        [](PostedSurvey& each) { each.signature += "0"; },
        [&](PostedSurvey& each) { each.waypoint = rare_; },
        [](PostedSurvey& each) { each.deposits.pop_back(); },
        [](PostedSurvey& each) { each.deposits.front() = TradeSymbol("DIAMONDS"); },
        [](PostedSurvey& each) { each.expires += core::Duration(1); },
        [](PostedSurvey& each) {
            each.size = each.size == SurveySize::kLarge ? SurveySize::kSmall : SurveySize::kLarge;
        },
    };
    for (const auto& change : changes) {
        PostedSurvey changed = posted(survey);
        change(changed);
        EXPECT_EQ(code(extract(kFrigate, changed)), 4220);
    }
    EXPECT_EQ(code(extract(kFrigate, posted(survey))), 0);
}

TEST_F(MiningTest, ASurveyIsNobodyElses) {
    const SurveyRecord survey = given_survey(metal_);
    ASSERT_TRUE(agent_.world().register_agent("account", "OTHER", "COSMIC", kDawn).ok());
    const model::ShipSymbol ship("OTHER-1");
    ShipRecord& record = agent_.world().state().ships.at(ship);
    agent_.world().move_to(record, metal_);
    record.ship.nav.status = NavStatus::kInOrbit;
    EXPECT_EQ(code(desk().extract(model::AgentSymbol("OTHER"), ship, posted(survey), kDawn)), 4220);
}

TEST_F(MiningTest, ASurveyEndsWithItsTimeAlsoWhenItIsForgotten) {
    const SurveyRecord survey = given_survey(metal_);
    EXPECT_EQ(code(extract(kFrigate, posted(survey), survey.expires)), 4221);
    agent_.world().state().surveys.clear();
    EXPECT_EQ(code(extract(kFrigate, posted(survey), survey.expires)), 4221);
    EXPECT_EQ(code(extract(kFrigate, posted(survey), survey.expires - core::Duration(1))), 4220);
}

TEST_F(MiningTest, ASurveyServesWhereItWasMade) {
    const SurveyRecord survey = given_survey(metal_);
    agent_.put(kFrigate, rare_);
    EXPECT_EQ(code(extract(kFrigate, posted(survey))), 4270);
}

TEST_F(MiningTest, RefusesAnExhaustedSurvey) {
    const SurveyRecord survey = given_survey(metal_);
    SurveyRecord& kept = agent_.world().state().surveys.at(survey.signature);
    kept.left = Units(6);
    const auto taken = extract(kFrigate, posted(survey));
    ASSERT_EQ(code(taken), 0);
    EXPECT_EQ(kept.left, std::max(Units(0), Units(6) - taken->units));
    kept.left = Units(0);
    agent_.ship(kFrigate).cooldown = {};
    const auto refused = extract(kFrigate, posted(survey));
    ASSERT_EQ(code(refused), 4224);
    EXPECT_EQ(refused.error().http_status, 409);
    EXPECT_EQ(refused.error().message,
              "Ship extract failed. Survey " + survey.signature + " has been exhausted.");
}

TEST_F(MiningTest, AnOverminedAsteroidWarnsCollapsesAndRecovers) {
    const MiningParameters law{.unstable_at = 2, .critical_at = 4, .collapse = 10};
    const auto modifiers = [&](TimePoint now) {
        return modifiers_of(agent_.world(), metal_, now, law);
    };
    const auto mine = [&](TimePoint now) {
        agent_.put(kFrigate, metal_);
        return code(desk(law).extract(agent_.name(), agent_.symbol(kFrigate), now));
    };
    EXPECT_EQ(mine(kDawn), 0);
    EXPECT_THAT(modifiers(kDawn), IsEmpty());
    EXPECT_EQ(mine(kDawn), 0);
    EXPECT_THAT(modifiers(kDawn), ElementsAre("UNSTABLE"));
    EXPECT_EQ(mine(kDawn), 0);
    EXPECT_EQ(mine(kDawn), 0);
    EXPECT_THAT(modifiers(kDawn), ElementsAre("CRITICAL_LIMIT"));
    EXPECT_EQ(mine(kDawn), 4253);
    // 4 + 10 extractions, of which 10 a minute recover.
    EXPECT_EQ(mine(kDawn + std::chrono::seconds(59)), 4253);
    EXPECT_THAT(modifiers(kDawn + std::chrono::seconds(61)), ElementsAre("UNSTABLE"));
    EXPECT_THAT(modifiers(kDawn + std::chrono::minutes(2)), IsEmpty());
    EXPECT_EQ(mine(kDawn + std::chrono::minutes(2)), 0);
}

TEST_F(MiningTest, AnAsteroidBearsTenExtractionsAMinuteForever) {
    for (int i = 0; i < 600; ++i) {
        const TimePoint now = kDawn + i * std::chrono::seconds(6);
        agent_.put(kFrigate, metal_);
        ASSERT_EQ(code(extract(kFrigate, now)), 0) << i;
    }
    EXPECT_THAT(modifiers_of(agent_.world(), metal_, kDawn + std::chrono::hours(1)), IsEmpty());
}

TEST_F(MiningTest, RefiningMakesTenOfAHundred) {
    ShipRecord& ship = agent_.put(kRefinery, planet_);
    ship.ship.cargo.items[TradeSymbol("IRON_ORE")] = Units(120);
    const auto refined = refine(kRefinery, "IRON");
    ASSERT_EQ(code(refined), 0);
    EXPECT_EQ(refined->consumed.str(), "IRON_ORE");
    EXPECT_EQ(ship.ship.cargo.of(TradeSymbol("IRON_ORE")), Units(20));
    EXPECT_EQ(ship.ship.cargo.of(TradeSymbol("IRON")), Units(10));
    EXPECT_EQ(ship.cooldown.total_seconds, 150);
}

TEST_F(MiningTest, RefusesToRefineWhatItCannot) {
    ShipRecord& ship = agent_.put(kRefinery, planet_);
    ship.ship.cargo.items[TradeSymbol("IRON_ORE")] = Units(99);
    EXPECT_EQ(code(refine(kRefinery, "IRON")), 4219);
    EXPECT_EQ(code(refine(kRefinery, "FOOD")), 4237);
    EXPECT_EQ(code(refine(kRefinery, "FUEL")), 4238);
    EXPECT_EQ(code(refine(kFrigate, "IRON")), 4239);
    EXPECT_EQ(ship.ship.cargo.of(TradeSymbol("IRON_ORE")), Units(99));
    ship.ship.cargo.items[TradeSymbol("IRON_ORE")] = Units(100);
    EXPECT_EQ(code(refine(kRefinery, "IRON")), 0);
    EXPECT_FALSE(ship.ship.cargo.items.contains(TradeSymbol("IRON_ORE")));
}

TEST(SurveySize, IsReadAsItIsWritten) {
    for (const SurveySize size : {SurveySize::kSmall, SurveySize::kModerate, SurveySize::kLarge})
        EXPECT_EQ(parse_survey_size(to_string(size)), size);
    EXPECT_EQ(parse_survey_size("HUGE"), std::nullopt);
}

}  // namespace
}  // namespace argosy::sim
