#include "sim/http_admin_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace argosy::sim {
namespace {

using boost::json::object;

constexpr std::int64_t kMostWhole = std::numeric_limits<std::int32_t>::max();

}  // namespace

void only_fields(const object& body, std::initializer_list<std::string_view> names,
                 InputProblems& problems) {
    for (const auto& member : body) {
        if (std::find(names.begin(), names.end(), member.key()) != names.end()) continue;
        problems.add(member.key(),
                     fmt::format("unknown field, expected one of {}", fmt::join(names, ", ")));
    }
}

std::optional<double> maybe_number(const object& body, std::string_view name, NumberRange range,
                                   InputProblems& problems) {
    const boost::json::value* field = body.if_contains(name);
    if (field == nullptr) return std::nullopt;
    boost::system::error_code error;
    const auto number = field->to_number<double>(error);
    if (!error && number >= range.least && number <= range.most) return number;
    problems.add(name,
                 fmt::format("{} must be a number from {} to {}", name, range.least, range.most));
    return std::nullopt;
}

std::optional<std::int64_t> maybe_whole(const object& body, std::string_view name,
                                        InputProblems& problems) {
    if (!body.contains(name)) return std::nullopt;
    const std::int64_t number = whole_field(body, name, problems);
    if (std::abs(number) <= kMostWhole) return number;
    problems.add(name, fmt::format("{} must be at most {}", name, kMostWhole));
    return std::nullopt;
}

std::optional<bool> maybe_flag(const object& body, std::string_view name, InputProblems& problems) {
    const boost::json::value* field = body.if_contains(name);
    if (field == nullptr) return std::nullopt;
    if (field->is_bool()) return field->get_bool();
    problems.add(name, fmt::format("{} must be true or false", name));
    return std::nullopt;
}

std::optional<std::string> maybe_text(const object& body, std::string_view name,
                                      InputProblems& problems) {
    if (!body.contains(name)) return std::nullopt;
    return text_field(body, name, problems);
}

ApiResult<FaultRule> read_fault(const object& body) {
    InputProblems problems;
    only_fields(body,
                {"endpoint", "agent", "count", "probability", "kind", "status", "code", "message",
                 "takes_effect", "delay_ms"},
                problems);
    FaultRule rule;
    Fault& fault = rule.fault;
    const auto kind = parse_fault_kind(text_field(body, "kind", problems));
    if (kind) {
        fault.kind = *kind;
    } else if (body.contains("kind")) {
        problems.add("kind", "kind must be one of delay, status, html, malformed, cut");
    }
    rule.endpoint = maybe_text(body, "endpoint", problems).value_or(rule.endpoint);
    if (const auto agent = maybe_text(body, "agent", problems)) {
        rule.agent = model::AgentSymbol(*agent);
    }
    rule.count = maybe_whole(body, "count", problems);
    if (const auto probability = maybe_number(body, "probability", {0, 1}, problems)) {
        rule.per_million = std::llround(*probability * double(Faults::kWhole));
    }
    fault.status = int(maybe_whole(body, "status", problems).value_or(fault.status));
    fault.code = std::int32_t(maybe_whole(body, "code", problems).value_or(fault.code));
    fault.message = maybe_text(body, "message", problems).value_or("");
    fault.takes_effect = maybe_flag(body, "takes_effect", problems).value_or(false);
    fault.delay = std::chrono::milliseconds(maybe_whole(body, "delay_ms", problems).value_or(0));
    if (auto refused = problems.refusal()) return *std::move(refused);
    return rule;
}

object fault_json(std::int64_t number, const FaultRule& rule) {
    const Fault& fault = rule.fault;
    object result{{"number", number},
                  {"endpoint", rule.endpoint},
                  {"probability", double(rule.per_million) / double(Faults::kWhole)},
                  {"kind", std::string(to_string(fault.kind))},
                  {"takes_effect", fault.takes_effect},
                  {"delay_ms", fault.delay.count()},
                  {"strikes", rule.strikes}};
    if (rule.agent) result["agent"] = rule.agent->str();
    if (rule.count) result["count"] = *rule.count;
    if (fault.kind == FaultKind::kStatus || fault.kind == FaultKind::kHtml) {
        result["status"] = fault.status;
    }
    if (fault.code != 0) result["code"] = fault.code;
    if (!fault.message.empty()) result["message"] = fault.message;
    return result;
}

}  // namespace argosy::sim
