#include "sim/json_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace argosy::sim {
namespace {

namespace json = boost::json;

std::string was(const json::value* value) {
    if (value == nullptr) return "absent";
    std::string text = json::serialize(*value);
    constexpr std::size_t kShown = 40;
    if (text.size() > kShown) text = text.substr(0, kShown) + "...";
    return text;
}

}  // namespace

json::value JsonReader::parse(std::string_view text) {
    boost::system::error_code failure;
    json::value value = json::parse(text, failure);
    if (failure) {
        problem("the file",
                fmt::format("is no JSON ({}), expected one JSON document", failure.message()));
        return {};
    }
    return value;
}

const json::object& JsonReader::object(const json::value& value, std::string_view place) {
    static const json::object kEmpty;
    if (const json::object* found = value.if_object()) return *found;
    problem(place, fmt::format("was {}, expected an object", was(&value)));
    return kEmpty;
}

const json::object& JsonReader::object(const json::object& from, std::string_view place,
                                       std::string_view name) {
    static const json::object kEmpty;
    const json::value* value = from.if_contains(name);
    if (value != nullptr && value->is_object()) return value->get_object();
    problem(place, fmt::format("{} was {}, expected an object", name, was(value)));
    return kEmpty;
}

const json::array& JsonReader::array(const json::object& from, std::string_view place,
                                     std::string_view name) {
    static const json::array kEmpty;
    const json::value* value = from.if_contains(name);
    if (value != nullptr && value->is_array()) return value->get_array();
    problem(place, fmt::format("{} was {}, expected a list", name, was(value)));
    return kEmpty;
}

std::string JsonReader::text(const json::object& from, std::string_view place,
                             std::string_view name) {
    const json::value* value = from.if_contains(name);
    if (value != nullptr && value->is_string() && !value->get_string().empty()) {
        return std::string(value->get_string());
    }
    problem(place, fmt::format("{} was {}, expected a text", name, was(value)));
    return {};
}

std::int64_t JsonReader::integer(const json::object& from, std::string_view place,
                                 std::string_view name) {
    const json::value* value = from.if_contains(name);
    if (value != nullptr && value->is_int64()) return value->get_int64();
    problem(place, fmt::format("{} was {}, expected a whole number", name, was(value)));
    return 0;
}

std::optional<std::string> JsonReader::maybe_text(const json::object& from, std::string_view place,
                                                  std::string_view name) {
    if (!from.contains(name)) return std::nullopt;
    return text(from, place, name);
}

std::optional<std::int64_t> JsonReader::maybe_integer(const json::object& from,
                                                      std::string_view place,
                                                      std::string_view name) {
    if (!from.contains(name)) return std::nullopt;
    return integer(from, place, name);
}

void JsonReader::only(const json::object& object, std::string_view place,
                      std::initializer_list<std::string_view> names) {
    for (const auto& member : object) {
        const std::string_view key = member.key();
        if (std::find(names.begin(), names.end(), key) == names.end()) {
            problem(place,
                    fmt::format("has \"{}\", expected only {}", key, fmt::join(names, ", ")));
        }
    }
}

void JsonReader::problem(std::string_view place, std::string_view what) {
    problems_.push_back(fmt::format("{}: {} {}", file_, place, what));
}

core::Error JsonReader::error() const {
    std::vector<std::string> shown = problems_;
    if (shown.size() > kProblemsShown) {
        shown.resize(kProblemsShown);
        shown.push_back(fmt::format("and {} more", problems_.size() - kProblemsShown));
    }
    return {core::ErrorCode::kConfiguration, fmt::format("{}", fmt::join(shown, "\n"))};
}

}  // namespace argosy::sim
