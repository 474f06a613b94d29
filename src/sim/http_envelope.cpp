#include "sim/http_envelope.h"
#include "sim/json_text.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace argosy::sim {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

std::string ascii(std::string text) {
    for (char& c : text) {
        if (static_cast<unsigned char>(c) >= 0x80) c = '?';
    }
    return text;
}

object fields_of(const std::vector<ErrorField>& fields);

value value_of(std::int64_t number) {
    return number;
}
value value_of(double seconds) {
    return seconds;
}
value value_of(const std::string& text) {
    return value(ascii(text));
}
value value_of(const std::vector<std::string>& texts) {
    array list;
    for (const std::string& each : texts)
        list.push_back(value_of(each));
    return list;
}
value value_of(const std::vector<ErrorField>& fields) {
    return fields_of(fields);
}

object fields_of(const std::vector<ErrorField>& fields) {
    object result;
    for (const ErrorField& field : fields) {
        result[ascii(field.name)] =
            std::visit([](const auto& content) { return value_of(content); }, field.value);
    }
    return result;
}

}  // namespace

std::string RequestIds::next(core::TimePoint now) {
    const auto millis = std::uint64_t(core::to_millis(now)) & 0xffff'ffff'ffffULL;
    const std::uint64_t count = ++requests_;
    return fmt::format("{:08x}-{:04x}-7{:03x}-8{:03x}-{:012x}", millis >> 16, millis & 0xffff,
                       (count >> 60) & 0xfff, (count >> 48) & 0xfff, count & 0xffff'ffff'ffffULL);
}

std::string error_body(const ApiError& error, std::string request_id) {
    object content{{"message", ascii(error.message)}, {"code", error.code}};
    if (!error.data.empty()) content["data"] = fields_of(error.data);
    content["requestId"] = std::move(request_id);
    return to_json_text(object{{"error", std::move(content)}});
}

}  // namespace argosy::sim
