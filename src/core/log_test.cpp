#include "core/log.h"

#include <gmock/gmock.h>

#include "core/symbol.h"
#include "core/virtual_loop.h"

namespace argosy::core {
namespace {

class MemorySink final : public LogSink {
  public:
    void write(const LogEvent& event) override { events.push_back(event); }

    std::vector<LogEvent> events;
};

TEST(Log, GivesItsSinkEveryEventWithItsFieldsAndTime) {
    VirtualLoop loop(from_millis(5000));
    MemorySink sink;
    Log log(loop.clock(), sink);
    log.info("hauls", "haul_completed", {{"haul", HaulId("haul-1-2")}, {"units", 40}});
    ASSERT_EQ(sink.events.size(), 1u);
    const LogEvent& event = sink.events.front();
    EXPECT_EQ(event.at, from_millis(5000));
    EXPECT_EQ(event.level, LogLevel::kInfo);
    EXPECT_EQ(event.room, "hauls");
    EXPECT_EQ(event.name, "haul_completed");
    ASSERT_EQ(event.fields.size(), 2u);
    EXPECT_EQ(event.fields[0].key, "haul");
    EXPECT_EQ(event.fields[0].value, "haul-1-2");
    EXPECT_EQ(event.fields[1].value, "40");
}

TEST(Log, CountsErrorsAndNothingElse) {
    VirtualLoop loop{TimePoint()};
    MemorySink sink;
    Log log(loop.clock(), sink);
    log.debug("core", "a");
    log.info("core", "b");
    log.warning("core", "c");
    EXPECT_EQ(log.errors(), 0u);
    log.error("core", "d");
    EXPECT_EQ(log.errors(), 1u);
    EXPECT_EQ(sink.events.size(), 4u);
}

LogEvent event_with(std::string value) {
    return {TimePoint(), LogLevel::kWarning, "store", "slow", {{"reason", value}}};
}

std::string written(LogLevel least, StderrSink::Format format, const LogEvent& event) {
    testing::internal::CaptureStderr();
    StderrSink(least, format).write(event);
    return testing::internal::GetCapturedStderr();
}

TEST(StderrSink, WritesOneJsonObjectPerLine) {
    EXPECT_EQ(written(LogLevel::kDebug, StderrSink::Format::kJson, event_with("disk \"a\"\n{}")),
              R"({"time":"1970-01-01T00:00:00.000Z","level":"warning","room":"store",)"
              R"("event":"slow","reason":"disk \"a\"\u000a{}"})"
              "\n");
}

TEST(StderrSink, QuotesTextOnlyWhereItMust) {
    using testing::HasSubstr;
    const auto text = [](std::string value) {
        return written(LogLevel::kDebug, StderrSink::Format::kText, event_with(std::move(value)));
    };
    EXPECT_THAT(text("plain"), HasSubstr("reason=plain\n"));
    EXPECT_THAT(text("two words"), HasSubstr("reason=\"two words\"\n"));
}

TEST(StderrSink, LeavesOutWhatIsBelowItsLevel) {
    EXPECT_EQ(written(LogLevel::kError, StderrSink::Format::kText, event_with("x")), "");
}

}  // namespace
}  // namespace argosy::core
