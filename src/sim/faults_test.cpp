#include "sim/faults.h"

#include <gmock/gmock.h>

namespace argosy::sim {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

const model::AgentSymbol kAgent("AGENT");
const model::AgentSymbol kOther("OTHER");

std::int64_t add(Faults& faults, FaultRule rule) {
    const auto number = faults.add(std::move(rule));
    EXPECT_TRUE(number.ok()) << number.error().message;
    return number ? *number : 0;
}

bool strikes(Faults& faults, std::string_view method, std::string_view path,
             std::optional<model::AgentSymbol> agent = std::nullopt) {
    return faults.strike(method, path, agent).has_value();
}

TEST(Faults, WithoutRulesNothingBefalls) {
    Faults faults(1);
    EXPECT_FALSE(strikes(faults, "GET", "/"));
}

TEST(Faults, AStarStandsForAMethodOrOneSegment) {
    Faults faults(1);
    add(faults, {.endpoint = "POST /my/ships/*/purchase"});
    EXPECT_TRUE(strikes(faults, "POST", "/my/ships/A-1/purchase"));
    EXPECT_FALSE(strikes(faults, "GET", "/my/ships/A-1/purchase"));
    EXPECT_FALSE(strikes(faults, "POST", "/my/ships/A-1/sell"));
    EXPECT_FALSE(strikes(faults, "POST", "/my/ships/A-1/purchase/more"));
    EXPECT_FALSE(strikes(faults, "POST", "/my/ships/purchase"));
    add(faults, {.endpoint = "* /my/agent"});
    EXPECT_TRUE(strikes(faults, "PATCH", "/my/agent"));
}

TEST(Faults, TwoStarsStandForAnyRest) {
    Faults faults(1);
    add(faults, {.endpoint = "GET /systems/**"});
    EXPECT_TRUE(strikes(faults, "GET", "/systems/X1-AD75"));
    EXPECT_TRUE(strikes(faults, "GET", "/systems/X1-AD75/waypoints/X1-AD75-A1/market"));
    EXPECT_FALSE(strikes(faults, "GET", "/systems"));
    EXPECT_FALSE(strikes(faults, "GET", "/my/ships"));
}

TEST(Faults, OneStarAloneMeansEveryRequest) {
    Faults faults(1);
    add(faults, {});
    EXPECT_TRUE(strikes(faults, "GET", "/"));
    EXPECT_TRUE(strikes(faults, "DELETE", "/anything/at/all"));
}

TEST(Faults, ARuleMayBeAboutOneAgent) {
    Faults faults(1);
    add(faults, {.agent = kAgent});
    EXPECT_TRUE(strikes(faults, "GET", "/my/agent", kAgent));
    EXPECT_FALSE(strikes(faults, "GET", "/my/agent", kOther));
    EXPECT_FALSE(strikes(faults, "GET", "/my/agent"));
}

TEST(Faults, ARuleStrikesAsOftenAsItSays) {
    Faults faults(1);
    const auto number = add(faults, {.count = 2});
    EXPECT_TRUE(strikes(faults, "GET", "/"));
    EXPECT_TRUE(strikes(faults, "GET", "/"));
    EXPECT_FALSE(strikes(faults, "GET", "/"));
    EXPECT_EQ(faults.rules().at(number).rule.strikes, 2);
    EXPECT_EQ(faults.rules().at(number).rule.count, 0);
}

TEST(Faults, TheFirstRuleThatStrikesDecides) {
    Faults faults(1);
    add(faults, {.count = 1, .fault = {.kind = FaultKind::kCut}});
    add(faults, {.fault = {.kind = FaultKind::kHtml, .status = 502}});
    EXPECT_EQ(faults.strike("GET", "/", {})->kind, FaultKind::kCut);
    EXPECT_EQ(faults.strike("GET", "/", {})->kind, FaultKind::kHtml);
}

TEST(Faults, ARuleThatIsTakenAwayStrikesNoMore) {
    Faults faults(1);
    const auto number = add(faults, {});
    EXPECT_TRUE(faults.remove(number));
    EXPECT_FALSE(faults.remove(number));
    EXPECT_FALSE(strikes(faults, "GET", "/"));
    EXPECT_NE(add(faults, {}), number);
}

std::string pattern_of(std::uint64_t seed, bool with_another_rule) {
    Faults faults(seed);
    add(faults, {.endpoint = "GET /a", .per_million = 250'000});
    if (with_another_rule) add(faults, {.per_million = 500'000});
    std::string pattern;
    for (int i = 0; i < 400; ++i) {
        faults.strike("GET", "/a", {});
        pattern += faults.rules().at(1).rule.strikes % 2 == 0 ? '0' : '1';
    }
    return pattern;
}

TEST(Faults, ChanceComesFromTheSeedAndTheRequestsAlone) {
    EXPECT_EQ(pattern_of(7, false), pattern_of(7, false));
    EXPECT_EQ(pattern_of(7, false), pattern_of(7, true));
    EXPECT_NE(pattern_of(7, false), pattern_of(8, false));
}

TEST(Faults, AProbabilityIsKeptInTheLongRun) {
    Faults faults(3);
    const auto number = add(faults, {.per_million = 100'000});
    for (int i = 0; i < 10'000; ++i)
        faults.strike("GET", "/", {});
    EXPECT_NEAR(double(faults.rules().at(number).rule.strikes), 1'000, 120);
    const auto never = add(faults, {.per_million = 0});
    for (int i = 0; i < 100; ++i)
        faults.strike("GET", "/", {});
    EXPECT_EQ(faults.rules().at(never).rule.strikes, 0);
}

TEST(Faults, RulesThatMakeNoSenseAreRefused) {
    const auto complaint = [](FaultRule rule) {
        Faults faults(1);
        const auto added = faults.add(std::move(rule));
        return added ? std::string() : added.error().message;
    };
    EXPECT_THAT(complaint({.endpoint = "my/ships"}), HasSubstr("endpoint was \"my/ships\""));
    EXPECT_THAT(complaint({.endpoint = ""}), HasSubstr("endpoint"));
    EXPECT_THAT(complaint({.count = 0}), HasSubstr("count was 0"));
    EXPECT_THAT(complaint({.per_million = 1'000'001}), HasSubstr("expected 0 to 1"));
    EXPECT_THAT(complaint({.fault = {.status = 200}}), HasSubstr("status was 200"));
    EXPECT_THAT(complaint({.fault = {.kind = FaultKind::kDelay}}), HasSubstr("delay_ms was 0"));
    EXPECT_THAT(complaint({.fault = {.delay = milliseconds(600'001)}}), HasSubstr("600000"));
}

TEST(Faults, ThereIsALimitToRules) {
    Faults faults(1);
    for (std::size_t i = 0; i < Faults::kMostRules; ++i)
        add(faults, {});
    const auto refused = faults.add({});
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, core::ErrorCode::kConflict);
}

}  // namespace
}  // namespace argosy::sim
