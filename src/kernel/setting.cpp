#include "kernel/setting.h"

#include <algorithm>
#include <array>

namespace argosy::kernel {
namespace {

struct TimeUnit {
    std::string_view suffix;
    core::Duration length;
};

// Longest first, so that writing finds the shortest text; "ms" before "s", so that reading finds
// it.
constexpr std::array kTimeUnits = {
    TimeUnit{"h", std::chrono::hours(1)}, TimeUnit{"m", std::chrono::minutes(1)},
    TimeUnit{"ms", core::Duration(1)}, TimeUnit{"s", std::chrono::seconds(1)}};

// Far beyond any range in the table, and no length that is multiplied by a unit overflows.
constexpr std::int64_t kMaxCount = 1'000'000'000;

}  // namespace

std::string upper(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return result;
}

std::vector<std::string> Setting::variables() const {
    std::vector<std::string> result = synonyms;
    for (const std::string& each : {key, other_key}) {
        if (each.empty()) continue;
        std::string derived = upper("argosy_" + each);
        std::ranges::replace(derived, '.', '_');
        result.push_back(std::move(derived));
    }
    return result;
}

std::string Setting::as_toml(const Config& config) const {
    const std::string value = form.write(config);
    const bool bare = form.kind == Kind::kNumber || form.kind == Kind::kFlag;
    return bare ? value : fmt::format("\"{}\"", value);
}

bool read_whole_number(std::string_view text, std::int64_t& into) {
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, into);
    return error == std::errc() && stopped == end && !text.empty();
}

bool read_duration(std::string_view text, core::Duration& into) {
    core::Duration unit = std::chrono::seconds(1);
    for (const TimeUnit& candidate : kTimeUnits) {
        if (text.ends_with(candidate.suffix)) {
            unit = candidate.length;
            text.remove_suffix(candidate.suffix.size());
            break;
        }
    }
    std::int64_t count = 0;
    if (!read_whole_number(text, count) || count < 0 || count > kMaxCount) return false;
    into = unit * count;
    return true;
}

std::string write_duration(core::Duration length) {
    for (const std::string_view suffix : {"h", "m", "s"}) {
        const auto unit = std::ranges::find(kTimeUnits, suffix, &TimeUnit::suffix)->length;
        if (length >= unit && length % unit == core::Duration::zero()) {
            return fmt::format("{}{}", length / unit, suffix);
        }
    }
    return fmt::format("{}ms", length.count());
}

bool accept_url(std::string_view value, std::string& into) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (value.starts_with(scheme) && value.size() > scheme.size() &&
            value.find_first_of(" \t\n") == std::string_view::npos) {
            into = value;
            return true;
        }
    }
    return false;
}

}  // namespace argosy::kernel
