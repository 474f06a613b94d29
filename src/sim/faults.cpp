#include "sim/faults.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/enum_names.h"

namespace argosy::sim {
namespace {

using core::Error;
using core::ErrorCode;

constexpr auto kKinds = core::enum_names<FaultKind>({
    {FaultKind::kDelay, "delay"},
    {FaultKind::kStatus, "status"},
    {FaultKind::kHtml, "html"},
    {FaultKind::kMalformed, "malformed"},
    {FaultKind::kCut, "cut"},
});

constexpr int kLeastStatus = 400;
constexpr int kMostStatus = 599;

/// Returns the first segment of a path and takes it away with the slash before it.
std::string_view take_segment(std::string_view& path) {
    if (path.starts_with('/')) path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(end);
    return segment;
}

bool path_matches(std::string_view pattern, std::string_view path) {
    while (!pattern.empty() && !path.empty()) {
        const std::string_view wanted = take_segment(pattern);
        if (wanted == "**" && pattern.empty()) return true;
        const std::string_view found = take_segment(path);
        if (wanted != "*" && wanted != found) return false;
    }
    return pattern.empty() && path.empty();
}

bool endpoint_matches(std::string_view endpoint, std::string_view method, std::string_view path) {
    if (endpoint == "*") return true;
    const std::size_t space = endpoint.find(' ');
    const std::string_view wanted = endpoint.substr(0, space);
    return (wanted == "*" || wanted == method) && path_matches(endpoint.substr(space + 1), path);
}

bool is_endpoint(std::string_view endpoint) {
    const std::size_t space = endpoint.find(' ');
    return endpoint == "*" || (space != std::string_view::npos && space > 0 &&
                               endpoint.substr(space + 1).starts_with('/'));
}

std::optional<std::string> problem_of(const FaultRule& rule) {
    const Fault& fault = rule.fault;
    if (!is_endpoint(rule.endpoint)) {
        return fmt::format(
            "endpoint was \"{}\", expected \"*\", or a method and a path like \"POST "
            "/my/ships/*/purchase\"",
            rule.endpoint);
    }
    if (rule.count && *rule.count < 1) {
        return fmt::format("count was {}, expected 1 or more", *rule.count);
    }
    if (rule.per_million < 0 || rule.per_million > Faults::kWhole) {
        return fmt::format("probability was {} in a million, expected 0 to 1", rule.per_million);
    }
    if (fault.status < kLeastStatus || fault.status > kMostStatus) {
        return fmt::format("status was {}, expected {} to {}", fault.status, kLeastStatus,
                           kMostStatus);
    }
    const bool idle = fault.kind == FaultKind::kDelay && fault.delay.count() == 0;
    if (idle || fault.delay.count() < 0 || fault.delay > Faults::kLongestDelay) {
        return fmt::format("delay_ms was {}, expected {} to {}", fault.delay.count(), idle ? 1 : 0,
                           Faults::kLongestDelay.count());
    }
    return std::nullopt;
}

}  // namespace

std::string_view to_string(FaultKind kind) {
    return kKinds.name_of(kind);
}

std::optional<FaultKind> parse_fault_kind(std::string_view text) {
    return kKinds.value_of(text);
}

core::Result<std::int64_t> Faults::add(FaultRule rule) {
    if (auto problem = problem_of(rule)) {
        return Error{ErrorCode::kInvalidArgument, *std::move(problem)};
    }
    if (rules_.size() >= kMostRules) {
        return Error{ErrorCode::kConflict,
                     fmt::format("there are {} rules already, expected fewer", kMostRules)};
    }
    const std::int64_t number = ++last_number_;
    rules_.emplace(number, Armed{std::move(rule), rng_.stream(fmt::format("faults/{}", number))});
    return number;
}

std::optional<Fault> Faults::strike(std::string_view method, std::string_view path,
                                    const std::optional<model::AgentSymbol>& agent) {
    std::optional<Fault> struck;
    for (auto& [number, armed] : rules_) {
        FaultRule& rule = armed.rule;
        const bool matches =
            endpoint_matches(rule.endpoint, method, path) && (!rule.agent || rule.agent == agent);
        if (!matches || rule.count == 0) continue;
        const bool hits = armed.stream.uniform(1, kWhole) <= rule.per_million;
        if (!hits || struck) continue;
        if (rule.count) --*rule.count;
        ++rule.strikes;
        struck = rule.fault;
    }
    return struck;
}

}  // namespace argosy::sim
