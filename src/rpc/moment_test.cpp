#include "rpc/moment.h"

#include <gtest/gtest.h>

namespace argosy::rpc {
namespace {

const core::TimePoint kNow = core::parse_time("2025-04-06T12:30:00Z").value();

core::TimePoint moment(const std::string& text) {
    return parse_moment(text, kNow).value().value();
}

TEST(Moment, IsADateATimeOrALengthBeforeNow) {
    EXPECT_EQ(moment("2025-04-05"), core::parse_time("2025-04-05T00:00:00Z").value());
    EXPECT_EQ(moment("2025-04-05T06:07:08Z"), core::parse_time("2025-04-05T06:07:08Z").value());
    EXPECT_EQ(moment("90m"), kNow - std::chrono::minutes(90));
    EXPECT_EQ(moment("24h"), kNow - std::chrono::hours(24));
    EXPECT_EQ(moment("7d"), kNow - std::chrono::hours(168));
    EXPECT_EQ(moment("0s"), kNow);
    EXPECT_FALSE(parse_moment("", kNow).value().has_value());
}

TEST(Moment, RefusesAnythingElseAndSaysWhatItExpects) {
    for (const char* text : {"yesterday", "h", "-1h", "1.5h", "5w", "2025-13-45", "99999999d"}) {
        const auto refused = parse_moment(text, kNow);
        ASSERT_FALSE(refused.ok()) << text;
        EXPECT_EQ(refused.error().code, core::ErrorCode::kInvalidArgument);
        EXPECT_NE(refused.error().message.find(text), std::string::npos);
    }
}

}  // namespace
}  // namespace argosy::rpc
