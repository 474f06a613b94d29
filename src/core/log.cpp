#include "core/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace argosy::core {
namespace {

spdlog::logger& stderr_logger() {
    static const auto logger = [] {
        auto made = spdlog::stderr_logger_st("argosy");
        made->set_pattern("%v");
        return made;
    }();
    return *logger;
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += fmt::format("\\u{:04x}", int(c));
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string as_json(const LogEvent& event) {
    std::string line =
        fmt::format(R"({{"time":"{}","level":"{}","room":"{}","event":"{}")", format_time(event.at),
                    to_string(event.level), event.room, event.name);
    for (const LogField& field : event.fields) {
        line += fmt::format(",{}:{}", quoted(field.key), quoted(field.value));
    }
    return line + '}';
}

std::string as_text(const LogEvent& event) {
    std::string line = fmt::format("{} {:<7} {}: {}", format_time(event.at), to_string(event.level),
                                   event.room, event.name);
    for (const LogField& field : event.fields) {
        const bool plain = field.value.find_first_of(" \"\n") == std::string::npos;
        line += fmt::format(" {}={}", field.key, plain ? field.value : quoted(field.value));
    }
    return line;
}

}  // namespace

std::string_view to_string(LogLevel level) {
    switch (level) {
        case LogLevel::kDebug:
            return "debug";
        case LogLevel::kInfo:
            return "info";
        case LogLevel::kWarning:
            return "warning";
        case LogLevel::kError:
            return "error";
    }
    return "unknown";
}

void StderrSink::write(const LogEvent& event) {
    if (event.level < least_) return;
    stderr_logger().critical(format_ == Format::kJson ? as_json(event) : as_text(event));
}

void Log::write(LogLevel level, std::string_view room, std::string_view name, Fields fields) {
    if (level == LogLevel::kError) ++errors_;
    LogEvent event{clock_.now(), level, std::string(room), std::string(name), fields};
    sink_.write(event);
}

}  // namespace argosy::core
