#include "sim/http_input.h"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/url/parse.hpp>
#include <charconv>

namespace argosy::sim {
namespace {

constexpr std::size_t kMostPerPage = 20;
constexpr std::size_t kMostPages = 1'000'000;

void read_count(const Target& target, std::string_view name, std::size_t most, std::size_t& count,
                InputProblems& problems) {
    for (const std::string& text : query_values(target, name)) {
        std::size_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        const bool whole = error == std::errc() && end == text.data() + text.size();
        if (whole && value >= 1 && value <= most) {
            count = value;
        } else {
            problems.add(name, fmt::format("{} must be a whole number from 1 to {}", name, most));
        }
    }
}

}  // namespace

std::optional<Target> parse_target(std::string_view target) {
    const auto url = boost::urls::parse_origin_form(target);
    if (!url) return std::nullopt;
    Target result;
    for (const std::string& segment : url->segments()) {
        if (!segment.empty()) result.segments.push_back(segment);
    }
    for (const auto& parameter : url->params()) {
        result.query.emplace_back(std::string(parameter.key), std::string(parameter.value));
    }
    return result;
}

std::optional<std::vector<std::string>> match_path(std::string_view pattern,
                                                   std::span<const std::string> segments) {
    std::vector<std::string> names;
    std::size_t index = 0;
    for (std::size_t at = 1; at < pattern.size(); ++index) {
        const std::size_t slash = std::min(pattern.find('/', at), pattern.size());
        const std::string_view part = pattern.substr(at, slash - at);
        if (index >= segments.size()) return std::nullopt;
        if (part == "{}") {
            names.push_back(segments[index]);
        } else if (part != segments[index]) {
            return std::nullopt;
        }
        at = slash + 1;
    }
    if (index != segments.size()) return std::nullopt;
    return names;
}

void InputProblems::add(std::string_view field, std::string problem) {
    problems_[std::string(field)].push_back(std::move(problem));
}

std::optional<ApiError> InputProblems::refusal() const {
    if (problems_.empty()) return std::nullopt;
    std::optional<ApiError> error;
    for (const auto& [field, problems] : problems_) {
        if (!error) {
            error = refusal::invalid_field(field, "");
            error->data.clear();
        }
        error->data.push_back(ErrorField{field, problems});
    }
    return error;
}

PageRequest read_page(const Target& target, InputProblems& problems) {
    PageRequest page;
    read_count(target, "page", kMostPages, page.page, problems);
    read_count(target, "limit", kMostPerPage, page.limit, problems);
    return page;
}

std::vector<std::string> query_values(const Target& target, std::string_view name) {
    const std::string list_name = fmt::format("{}[]", name);
    std::vector<std::string> values;
    for (const auto& [key, value] : target.query) {
        if (key == name || key == list_name) values.push_back(value);
    }
    return values;
}

ApiResult<boost::json::object> read_body(const HttpRequest& request) {
    const std::string_view type = request.header("content-type");
    const bool is_json = type.starts_with("application/json");
    // Clients may leave the type away where they send nothing.
    if (!is_json && !(type.empty() && request.body.empty())) {
        return ApiError{
            415, 5000, fmt::format("Unsupported Media Type: {}", type.empty() ? "none" : type), {}};
    }
    if (request.body.empty()) return boost::json::object();
    boost::system::error_code error;
    const boost::json::value document = boost::json::parse(request.body, error);
    if (error || !document.is_object()) {
        return refusal::invalid_field("body", "the body must be a JSON object");
    }
    return document.get_object();
}

std::string text_field(const boost::json::object& body, std::string_view name,
                       InputProblems& problems) {
    const boost::json::value* value = body.if_contains(name);
    if (value != nullptr && value->is_string()) return std::string(value->get_string());
    problems.add(name, value == nullptr ? fmt::format("{} is required", name)
                                        : fmt::format("{} must be a text", name));
    return {};
}

std::int64_t whole_field(const boost::json::object& body, std::string_view name,
                         InputProblems& problems) {
    const boost::json::value* value = body.if_contains(name);
    if (value != nullptr && value->is_int64()) return value->get_int64();
    problems.add(name, value == nullptr ? fmt::format("{} is required", name)
                                        : fmt::format("{} must be a whole number", name));
    return 0;
}

ApiResult<Handover> read_handover(const HttpRequest& request) {
    ARGOSY_TRY(const boost::json::object body, read_body(request));
    InputProblems problems;
    Handover cargo;
    cargo.ship = model::ShipSymbol(text_field(body, "shipSymbol", problems));
    cargo.good = model::TradeSymbol(text_field(body, "tradeSymbol", problems));
    cargo.units = core::Units(whole_field(body, "units", problems));
    if (problems.empty() && cargo.units < core::Units(1)) {
        problems.add("units", "units must be 1 or more");
    }
    if (auto refused = problems.refusal()) return *std::move(refused);
    return cargo;
}

}  // namespace argosy::sim
