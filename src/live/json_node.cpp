#include "live/json_node.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <cmath>

namespace argosy::live {
namespace {

const boost::json::value kNothing;
constexpr std::size_t kLongestQuote = 60;
// Doubles above this no longer hold every whole number.
constexpr double kLargestWholeDouble = 9'007'199'254'740'992.0;

// Objects and lists are not quoted: they may be long, and one of them holds a token.
std::string describe(const boost::json::value& value) {
    if (value.is_null()) return "absent";
    if (value.is_object()) return "an object";
    if (value.is_array()) return "a list";
    std::string text = boost::json::serialize(value);
    if (text.size() > kLongestQuote) text = text.substr(0, kLongestQuote) + "...";
    return text;
}

}  // namespace

void JsonNode::wrong(std::string_view expected) const {
    if (!problem_->empty()) return;
    *problem_ = fmt::format("{} was {}, expected {}", path_.empty() ? "the document" : path_,
                            describe(*value_), expected);
}

std::optional<std::string> JsonNode::find_text(std::string_view member) const {
    const boost::json::object* object = value_->if_object();
    const boost::json::value* found = object == nullptr ? nullptr : object->if_contains(member);
    if (found == nullptr || !found->is_string()) return std::nullopt;
    return std::string(found->as_string());
}

std::optional<JsonNode> JsonNode::find(std::string_view member) const {
    const boost::json::object* object = value_->if_object();
    if (object == nullptr) {
        wrong("an object");
        return std::nullopt;
    }
    const boost::json::value* found = object->if_contains(member);
    if (found == nullptr || found->is_null()) return std::nullopt;
    std::string path = path_.empty() ? std::string(member) : fmt::format("{}.{}", path_, member);
    return JsonNode(found, std::move(path), *problem_);
}

JsonNode JsonNode::operator[](std::string_view member) const {
    if (auto found = find(member)) return *std::move(found);
    std::string path = path_.empty() ? std::string(member) : fmt::format("{}.{}", path_, member);
    return JsonNode(&kNothing, std::move(path), *problem_);
}

std::vector<JsonNode> JsonNode::items() const {
    const boost::json::array* array = value_->if_array();
    if (array == nullptr) {
        wrong("a list");
        return {};
    }
    std::vector<JsonNode> nodes;
    nodes.reserve(array->size());
    for (std::size_t i = 0; i < array->size(); ++i) {
        nodes.push_back(JsonNode(&(*array)[i], fmt::format("{}[{}]", path_, i), *problem_));
    }
    return nodes;
}

std::vector<JsonNode> JsonNode::items_of(std::string_view member) const {
    const auto found = find(member);
    return found ? found->items() : std::vector<JsonNode>();
}

std::vector<std::string> JsonNode::members() const {
    const boost::json::object* object = value_->if_object();
    if (object == nullptr) {
        wrong("an object");
        return {};
    }
    std::vector<std::string> names;
    for (const auto& member : *object)
        names.emplace_back(member.key());
    return names;
}

std::string JsonNode::text() const {
    if (const boost::json::string* string = value_->if_string()) return std::string(*string);
    wrong("a text");
    return {};
}

std::int64_t JsonNode::whole() const {
    if (const std::int64_t* number = value_->if_int64()) return *number;
    if (const double* number = value_->if_double()) {
        const bool exact =
            std::abs(*number) < kLargestWholeDouble && std::trunc(*number) == *number;
        if (exact) return std::int64_t(*number);
    }
    wrong("a whole number");
    return 0;
}

double JsonNode::number() const {
    if (const std::int64_t* number = value_->if_int64()) return double(*number);
    if (const double* number = value_->if_double()) return *number;
    wrong("a number");
    return 0;
}

bool JsonNode::truth() const {
    if (const bool* value = value_->if_bool()) return *value;
    wrong("true or false");
    return false;
}

core::TimePoint JsonNode::time() const {
    const boost::json::string* string = value_->if_string();
    if (string != nullptr && !string->empty()) {
        const auto parsed = core::parse_time(std::string_view(string->data(), string->size()));
        if (parsed) return *parsed;
    }
    wrong("a time like 2025-08-26T12:26:13.005Z");
    return {};
}

}  // namespace argosy::live
