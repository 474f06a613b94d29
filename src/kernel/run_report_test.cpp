#include "kernel/run_report.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace argosy::kernel {
namespace {

const RunReport kReport{.seed = 18'446'744'073'709'551'615u,
                        .system = "X1-AD75",
                        .hours = 24,
                        .ships = 12,
                        .credits_start = core::Credits(1'000'000),
                        .credits_end = core::Credits(-5),
                        .ledger_balance = core::Credits(-5),
                        .game_credits = core::Credits(-5),
                        .utilisation = 0.389,
                        .requests = 17,
                        .stranded_cargo_units = core::Units(3),
                        .decision_hash = "6d01d16050ac5f63"};

TEST(RunReport, IsOneLineOfJson) {
    const std::string text = to_json(kReport);
    EXPECT_EQ(text.find('\n'), std::string::npos);
    const boost::json::object json = boost::json::parse(text).as_object();
    EXPECT_EQ(json.at("seed").as_uint64(), kReport.seed);
    EXPECT_EQ(json.at("system").as_string(), "X1-AD75");
    EXPECT_EQ(json.at("credits_end").as_int64(), -5);
    EXPECT_EQ(json.at("stranded_cargo_units").as_int64(), 3);
    EXPECT_EQ(json.at("decision_hash").as_string(), "6d01d16050ac5f63");
}

TEST(RunReport, WritesSharesAsPeopleReadThem) {
    EXPECT_NE(to_json(kReport).find(R"("utilisation":0.389,)"), std::string::npos);
}

TEST(RunReport, NamesTheWallTimeOnlyWhereItWasTaken) {
    RunReport timed = kReport;
    EXPECT_EQ(to_json(timed).find("wall_seconds"), std::string::npos);
    timed.wall_seconds = 1.5;
    EXPECT_NE(to_json(timed).find(R"("wall_seconds":1.500)"), std::string::npos);
}

}  // namespace
}  // namespace argosy::kernel
