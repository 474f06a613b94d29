#include "core/time.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace argosy::core {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(Time, IsWrittenAsTheGameWritesIt) {
    EXPECT_EQ(format_time(from_millis(1756211173005)), "2025-08-26T12:26:13.005Z");
    EXPECT_EQ(format_time(from_millis(0)), "1970-01-01T00:00:00.000Z");
}

TEST(Time, IsReadAsTheGameWritesIt) {
    EXPECT_EQ(to_millis(*parse_time("2025-08-26T12:26:13.005Z")), 1756211173005);
    EXPECT_EQ(to_millis(*parse_time("2024-02-29T00:00:00.000Z")), 1709164800000);
}

TEST(Time, MayLackItsFractionOrHaveMoreOfIt) {
    EXPECT_EQ(to_millis(*parse_time("2025-08-26T12:26:13Z")), 1756211173000);
    EXPECT_EQ(to_millis(*parse_time("2025-08-26T12:26:13.5Z")), 1756211173500);
    EXPECT_EQ(to_millis(*parse_time("2025-08-26T12:26:13.005999Z")), 1756211173005);
}

TEST(Time, InAnyOtherFormIsRefused) {
    for (const char* text :
         {"", "Z", "2025-08-26", "2025-08-26T12:26:13", "2025-08-26T12:26:13.005",
          "2025-08-26 12:26:13Z", "2025-08-26T12:26:13.Z", "2025-08-26T12:26:13.0x5Z",
          "2025-08-26T12:26:13,005Z", "2025-13-26T12:26:13Z", "2025-02-30T12:26:13Z",
          "2025-08-26T24:26:13Z", "2025-08-26T12:60:13Z", "2025-08-26T-1:26:13Z",
          "2025-08-26T12:26:13+00:00", "-025-08-26T12:26:13Z", "20250826T122613Z"}) {
        const auto result = parse_time(text);
        ASSERT_FALSE(result.ok()) << text;
        EXPECT_EQ(result.error().code, ErrorCode::kInvalidArgument);
    }
}

RC_GTEST_PROP(Time, IsReadAsItWasWritten, ()) {
    // From 1970 to 9999.
    const auto at = from_millis(*rc::gen::inRange<std::int64_t>(0, 253402300800000));
    RC_ASSERT(*parse_time(format_time(at)) == at);
}

RC_GTEST_PROP(Time, IsReadOrRefusedWhateverIsWritten, (const std::string& text)) {
    const auto result = parse_time(text);
    RC_ASSERT(result.ok() || result.error().code == ErrorCode::kInvalidArgument);
}

RC_GTEST_PROP(Time, OrdersAsTextLikeAsTime, ()) {
    const auto millis = rc::gen::inRange<std::int64_t>(0, 253402300800000);
    const auto a = from_millis(*millis), b = from_millis(*millis);
    RC_ASSERT((a < b) == (format_time(a) < format_time(b)));
}

TEST(Durations, AreWrittenForPeople) {
    EXPECT_EQ(format_duration(hours(2) + minutes(5) + seconds(59)), "2h 05m");
    EXPECT_EQ(format_duration(minutes(3) + seconds(20)), "3m 20s");
    EXPECT_EQ(format_duration(Duration(12'400)), "12.4s");
    EXPECT_EQ(format_duration(Duration(0)), "0.0s");
    EXPECT_EQ(format_duration(hours(26)), "26h 00m");
    EXPECT_EQ(format_duration(-minutes(3)), "-3m 00s");
}

}  // namespace
}  // namespace argosy::core
