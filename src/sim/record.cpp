#include "sim/record.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

namespace argosy::sim {

namespace json = boost::json;

namespace detail {

std::string hex_of(std::uint64_t number) {
    return fmt::format("{:016x}", number);
}

std::optional<std::uint64_t> parse_hex(std::string_view text) {
    std::uint64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number, 16);
    if (error != std::errc() || stopped != end) return std::nullopt;
    return number;
}

}  // namespace detail

void JsonWriter::number(std::int64_t value) {
    separate();
    fmt::format_to(std::back_inserter(out_), "{}", value);
}

void JsonWriter::large_number(std::uint64_t value) {
    separate();
    fmt::format_to(std::back_inserter(out_), "{}", value);
}

void JsonWriter::text(std::string_view value) {
    separate();
    quote(value);
}

void JsonWriter::boolean(bool value) {
    separate();
    out_ += value ? "true" : "false";
}

void JsonWriter::begin_list(std::size_t) {
    separate();
    out_ += '[';
    first_ = true;
}

void JsonWriter::end_list() {
    out_ += ']';
    first_ = false;
}

void JsonWriter::begin_object() {
    separate();
    out_ += '{';
    first_ = true;
}

void JsonWriter::name(std::string_view name) {
    separate();
    quote(name);
    out_ += ':';
    first_ = true;
}

void JsonWriter::end_object() {
    out_ += '}';
    first_ = false;
}

void JsonWriter::separate() {
    if (!first_) out_ += ',';
    first_ = false;
}

void JsonWriter::quote(std::string_view text) {
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) >= ' ' && c != '"' && c != '\\';
    });
    if (plain) {
        fmt::format_to(std::back_inserter(out_), "\"{}\"", text);
    } else {
        out_ += json::serialize(json::value(text));
    }
}

std::string Place::str() const {
    const std::string own = name.empty() ? std::to_string(number) : std::string(name);
    return within == nullptr ? own : fmt::format("{}, {}", within->str(), own);
}

void RecordReader::expected(const json::value& was, const Place& place, std::string_view what) {
    constexpr std::size_t kShown = 40;
    std::string shown = json::serialize(was);
    if (shown.size() > kShown) shown = shown.substr(0, kShown) + "...";
    problems_.problem(place.str(), fmt::format("was {}, expected {}", shown, what));
}

std::int64_t RecordReader::whole(const json::value& from, const Place& place, std::int64_t least,
                                 std::int64_t most) {
    const std::int64_t* number = from.if_int64();
    if (number != nullptr && *number >= least && *number <= most) return *number;
    expected(from, place, fmt::format("a whole number from {} to {}", least, most));
    return 0;
}

std::uint64_t RecordReader::large(const json::value& from, const Place& place) {
    if (from.is_uint64()) return from.get_uint64();
    return std::uint64_t(whole(from, place, 0, std::numeric_limits<std::int64_t>::max()));
}

std::string RecordReader::text(const json::value& from, const Place& place) {
    if (from.is_string()) return std::string(from.get_string());
    expected(from, place, "a text");
    return {};
}

std::uint64_t RecordReader::hex(const json::value& from, const Place& place) {
    if (from.is_string()) {
        if (const auto number = detail::parse_hex(from.get_string())) return *number;
    }
    expected(from, place, "a text of hexadecimal digits");
    return 0;
}

const Hull* RecordReader::hull(const json::value& from, const Place& place) {
    const Hull* found =
        from.is_string()
            ? Catalogue::recorded().hull(model::ShipType(std::string_view(from.get_string())))
            : nullptr;
    if (found == nullptr) expected(from, place, "the type of a known hull");
    return found;
}

const json::array* RecordReader::list(const json::value& from, const Place& place) {
    if (!from.is_array()) expected(from, place, "a list");
    return from.if_array();
}

const json::object* RecordReader::object(const json::value& from, const Place& place) {
    if (!from.is_object()) expected(from, place, "an object");
    return from.if_object();
}

void RecordReader::report_strangers(const json::object& from, const Place& place,
                                    const std::set<std::string_view>& names) {
    for (const auto& member : from) {
        if (!names.contains(member.key())) {
            problems_.problem(place.str(),
                              fmt::format("has \"{}\", expected only {}",
                                          std::string_view(member.key()), fmt::join(names, ", ")));
        }
    }
}

}  // namespace argosy::sim
