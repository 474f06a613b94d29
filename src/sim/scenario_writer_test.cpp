#include "sim/scenario_writer.h"

#include <gtest/gtest.h>

#include <sstream>

#include "sim/generator.h"

namespace argosy::sim {
namespace {

std::string written(const Scenario& scenario) {
    std::ostringstream text;
    write_scenario(scenario, text);
    return text.str();
}

Scenario read_back(const Scenario& scenario) {
    const auto read = parse_scenario(written(scenario));
    EXPECT_TRUE(read.ok()) << read.error().message;
    return read ? *read : Scenario{};
}

TEST(ScenarioWriter, WritesWhatReadsBackEqual) {
    for (const std::string_view name : kRecordedScenarios) {
        const Scenario recorded = *recorded_scenario(name);
        EXPECT_EQ(read_back(recorded), recorded) << name;
    }
    const Scenario generated = generate({.seed = 3, .systems = 12, .outer_percent = 60});
    EXPECT_EQ(read_back(generated), generated);
}

TEST(ScenarioWriter, KeepsWhatRecordedSystemsDoNotHave) {
    Scenario scenario = recorded_scenario();
    scenario.name = "a \"quoted\" name";
    scenario.systems.front().name = "Tau";
    scenario.systems.front().constellation = "Ceti";
    scenario.waypoints.back().charted = false;
    scenario.market_goods.front().state.base = 4321;
    scenario.sites.clear();
    EXPECT_EQ(read_back(scenario), scenario);
}

TEST(ScenarioWriter, WritesOneLineForEachThing) {
    const Scenario scenario = recorded_scenario();
    const std::string text = written(scenario);
    EXPECT_NE(text.find("\n    {\"symbol\": \"X1-AD75-B6\", \"type\": \"FUEL_STATION\", \"x\": 78, "
                        "\"y\": -174, \"traits\": [\"MARKETPLACE\"]},\n"),
              std::string::npos);
    EXPECT_NE(
        text.find("\n    {\"at\": \"X1-AD75-H52\", \"ship\": \"SHIP_SURVEYOR\", \"base\": 41800, "
                  "\"margin\": 11, \"stock\": 7, \"activity\": \"GROWING\"}\n"),
        std::string::npos);
}

}  // namespace
}  // namespace argosy::sim
