#include "sim/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <iterator>

namespace argosy::sim {
namespace {

void append_text(std::string_view text, std::string& out) {
    const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
    });
    if (!is_plain) {
        out += boost::json::serialize(text);
        return;
    }
    out += '"';
    out += text;
    out += '"';
}

void append(const boost::json::value& value, std::string& out) {
    if (const auto* members = value.if_object()) {
        out += '{';
        for (const auto& member : *members) {
            if (out.back() != '{') out += ',';
            append_text(member.key(), out);
            out += ':';
            append(member.value(), out);
        }
        out += '}';
    } else if (const auto* entries = value.if_array()) {
        out += '[';
        for (const boost::json::value& entry : *entries) {
            if (out.back() != '[') out += ',';
            append(entry, out);
        }
        out += ']';
    } else if (const auto* text = value.if_string()) {
        append_text(*text, out);
    } else if (const auto* fraction = value.if_double()) {
        fmt::format_to(std::back_inserter(out), "{}", *fraction);
    } else {
        out += boost::json::serialize(value);
    }
}

}  // namespace

std::string to_json_text(const boost::json::value& value) {
    std::string out;
    append(value, out);
    return out;
}

}  // namespace argosy::sim
