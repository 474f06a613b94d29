#include "live/server_time.h"

#include <gtest/gtest.h>

namespace argosy::live {
namespace {

TEST(ServerTime, ReadsTheDateOfHttp) {
    const auto at = parse_http_date("Tue, 21 Jan 2025 23:36:32 GMT");
    ASSERT_TRUE(at.has_value());
    EXPECT_EQ(core::format_time(*at), "2025-01-21T23:36:32.000Z");
}

TEST(ServerTime, TakesNothingFromWhatIsNoDate) {
    for (const char* text : {"", "yesterday", "Tue, 21 Foo 2025 23:36:32 GMT",
                             "Tue, 41 Jan 2025 23:36:32 GMT", "Tue, 21 Jan 2025 23:36:32 GMT+1"}) {
        EXPECT_FALSE(parse_http_date(text).has_value()) << text;
    }
}

TEST(ServerTime, ASimulatorsTimeOutranksTheDate) {
    HttpAnswer answer;
    answer.headers = {{"date", "Tue, 21 Jan 2025 23:36:32 GMT"},
                      {"x-argosy-time", "2030-01-01T00:00:00.500Z"},
                      {"x-argosy-time-factor", "60"}};
    const auto time = server_time_of(answer);
    ASSERT_TRUE(time.has_value());
    EXPECT_EQ(core::format_time(time->at), "2030-01-01T00:00:00.500Z");
    EXPECT_EQ(time->factor, 60.0);
}

TEST(ServerTime, ASimulatorMayStandStill) {
    HttpAnswer answer;
    answer.headers = {{"x-argosy-time", "2030-01-01T00:00:00.500Z"}, {"x-argosy-time-factor", "0"}};
    const auto time = server_time_of(answer);
    ASSERT_TRUE(time.has_value());
    EXPECT_EQ(time->factor, 0.0);
}

TEST(ServerTime, AFactorThatMakesNoSenseIsTakenAsOne) {
    for (const char* factor : {"", "-3", "fast", "inf", "nan"}) {
        HttpAnswer answer;
        answer.headers = {{"x-argosy-time", "2030-01-01T00:00:00.500Z"},
                          {"x-argosy-time-factor", factor}};
        const auto time = server_time_of(answer);
        ASSERT_TRUE(time.has_value()) << factor;
        EXPECT_EQ(time->factor, 1.0) << factor;
    }
}

TEST(ServerTime, AnAnswerWithoutTimeTellsNone) {
    EXPECT_FALSE(server_time_of(HttpAnswer()).has_value());
}

}  // namespace
}  // namespace argosy::live
