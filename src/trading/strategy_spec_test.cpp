#include "trading/strategy_spec.h"

#include <gmock/gmock.h>

namespace argosy::trading {
namespace {

using core::ErrorCode;
using ::testing::HasSubstr;

TEST(StrategySpec, ReadsWhatItWrites) {
    for (const char* text : {"vrp", "lanes:lot_cap=20", "lanes:cooldown_s=300,lot_cap=-1"}) {
        const auto spec = parse_strategy_spec(text);
        ASSERT_TRUE(spec.ok()) << spec.error().message;
        EXPECT_EQ(to_string(*spec), text);
    }
    EXPECT_EQ(parse_strategy_spec("lanes:b=2,a=1")->parameters,
              (std::map<std::string, std::int64_t>{{"a", 1}, {"b", 2}}));
}

TEST(StrategySpec, RefusesAParameterWithoutANumber) {
    for (const char* text : {"vrp:window_s", "vrp:window_s=", "vrp:window_s=ten", "vrp:window_s=1x",
                             "vrp:a=1,,b=2", "vrp:a=99999999999999999999"}) {
        EXPECT_EQ(parse_strategy_spec(text).error().code, ErrorCode::kInvalidArgument) << text;
    }
}

TEST(StrategySpec, SaysWhichParametersThereAre) {
    const StrategySpec spec{.name = "vrp", .parameters = {{"windows", 3}, {"window_s", 60}}};
    Parameters parameters(spec);
    EXPECT_EQ(parameters.get("window_s", 600), 60);
    EXPECT_EQ(parameters.get("min_profit", 1), 1);
    const auto known = parameters.all_known();
    ASSERT_FALSE(known.ok());
    EXPECT_THAT(known.error().message, HasSubstr("\"windows\""));
    EXPECT_THAT(known.error().message, HasSubstr("min_profit (1), window_s (600)"));
}

TEST(StrategySpec, RefusesACountOutOfRange) {
    for (const std::int64_t value : {std::int64_t(-5), std::int64_t(1) << 50}) {
        const StrategySpec spec{.name = "lanes", .parameters = {{"cooldown_s", value}}};
        Parameters parameters(spec);
        EXPECT_EQ(parameters.count("cooldown_s", 300), 300);
        EXPECT_THAT(parameters.all_known().error().message, HasSubstr("cooldown_s"));
    }
}

}  // namespace
}  // namespace argosy::trading
