#pragma once

/// @file
/// What happened, as events with fields, stamped with the loop's time. Events go to a sink: a
/// terminal, a file, a test. No event carries a secret (`core/secret.h` cannot be formatted).

#include <fmt/format.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"

namespace argosy::core {

enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarning, kError };

std::string_view to_string(LogLevel level);

struct LogField {
    template <class Value>
    LogField(std::string_view field, const Value& content)
        : key(field), value(fmt::format("{}", content)) {}

    std::string key;
    std::string value;
};

struct LogEvent {
    TimePoint at;
    LogLevel level;
    std::string room;
    std::string name;  ///< What happened, in snake_case: "haul_completed".
    std::vector<LogField> fields;
};

class LogSink {
  public:
    virtual ~LogSink() = default;
    virtual void write(const LogEvent& event) = 0;
};

/// Writes one line per event to stderr, as text or as JSON.
class StderrSink final : public LogSink {
  public:
    enum class Format : std::uint8_t { kText, kJson };

    StderrSink(LogLevel least, Format format) : least_(least), format_(format) {}
    void write(const LogEvent& event) override;

  private:
    LogLevel least_;
    Format format_;
};

class Log {
  public:
    Log(const Clock& clock, LogSink& sink) : clock_(clock), sink_(sink) {}

    using Fields = std::initializer_list<LogField>;

    void debug(std::string_view room, std::string_view name, Fields fields = {}) {
        write(LogLevel::kDebug, room, name, fields);
    }
    void info(std::string_view room, std::string_view name, Fields fields = {}) {
        write(LogLevel::kInfo, room, name, fields);
    }
    void warning(std::string_view room, std::string_view name, Fields fields = {}) {
        write(LogLevel::kWarning, room, name, fields);
    }
    /// An error event is a bug that did no harm, or trouble a person must look at. It fails any
    /// simulated run.
    void error(std::string_view room, std::string_view name, Fields fields = {}) {
        write(LogLevel::kError, room, name, fields);
    }

    std::uint64_t errors() const { return errors_; }

  private:
    void write(LogLevel level, std::string_view room, std::string_view name, Fields fields);

    const Clock& clock_;
    LogSink& sink_;
    std::uint64_t errors_ = 0;
};

}  // namespace argosy::core
