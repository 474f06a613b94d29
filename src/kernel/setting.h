#pragma once

/// @file
/// The forms a configuration value can take: how its text is read into the place it belongs to,
/// and written back.

#include <fmt/format.h>

#include <charconv>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/time.h"
#include "core/units.h"
#include "store/store_url.h"

namespace argosy::kernel {

struct Config;

/// Which TOML types a value may have.
enum class Kind : std::uint8_t {
    kText,        ///< A string.
    kNumber,      ///< An integer.
    kEither,      ///< A string or an integer: durations.
    kFlag,        ///< true or false.
    kFlagOrText,  ///< true, false or a string.
};

/// How a value is read and written.
struct Form {
    Kind kind;
    std::string expected;  ///< For people: "a whole number from 0 to 100".
    /// Stores the value. @returns what was expected instead, empty when all is well.
    std::function<std::string(Config&, std::string_view)> read;
    std::function<std::string(const Config&)> write;
};

/// One key of the configuration.
struct Setting {
    std::string key;                    ///< "manufacturing.max_workers"
    std::vector<std::string> synonyms;  ///< Variables besides the one derived from the key.
    Form form;
    std::string doc;
    std::string other_key = {};  ///< A second name, which files may use as well.

    std::string section() const { return key.substr(0, key.find('.')); }
    std::string name() const { return key.substr(key.find('.') + 1); }

    bool is_called(std::string_view name) const {
        return !name.empty() && (name == key || name == other_key);
    }
    bool is_in(std::string_view section) const {
        const std::string start = fmt::format("{}.", section);
        return key.starts_with(start) || other_key.starts_with(start);
    }

    /// Returns every variable that sets it, the preferred one first and those that its names give
    /// last.
    std::vector<std::string> variables() const;

    /// Returns its value in `config` as TOML spells it.
    std::string as_toml(const Config& config) const;
};

template <class T>
struct Range {
    T least;
    T most;
};

std::string upper(std::string_view text);

/// Reads "90" (seconds), "500ms", "30s", "2m", "1h".
/// @returns false when the text is none of these
bool read_duration(std::string_view text, core::Duration& into);
/// Writes the shortest text that read_duration() reads back.
std::string write_duration(core::Duration length);

bool read_whole_number(std::string_view text, std::int64_t& into);

/// Reads and writes through `place`, which returns the member the value lives in.
template <class Place>
auto value_of(Place place, const Config& config) {
    return place(const_cast<Config&>(config));
}

template <class Place>
Form text(Place place) {
    return {Kind::kText, "a text",
            [place](Config& config, std::string_view value) {
                place(config) = value;
                return std::string();
            },
            [place](const Config& config) { return value_of(place, config); }};
}

/// A text that `accept` takes, perhaps changed on the way.
template <class Place, class Accept>
Form checked_text(Place place, std::string expected, Accept accept) {
    return {Kind::kText, expected,
            [=](Config& config, std::string_view value) {
                return accept(value, place(config)) ? std::string() : expected;
            },
            [place](const Config& config) { return value_of(place, config); }};
}

bool accept_url(std::string_view value, std::string& into);

template <class Place>
Form url(Place place) {
    return checked_text(place, "a URL that begins with http:// or https://", accept_url);
}

/// Written without its password.
template <class Place>
Form store_url(Place place) {
    const std::string expected = "a file name, sqlite:PATH or postgresql://USER@HOST:PORT/DATABASE";
    return {Kind::kText, expected,
            [=](Config& config, std::string_view value) {
                auto url = store::StoreUrl::parse(value);
                if (!url) return expected;
                place(config) = *std::move(url);
                return std::string();
            },
            [place](const Config& config) { return value_of(place, config).shown(); }};
}

/// A whole number that `make` turns into the member's type and `count` turns back.
template <class Place, class Make, class Count>
Form whole(Place place, Range<std::int64_t> range, std::string_view what, Make make, Count count) {
    const std::string expected = fmt::format("{} from {} to {}", what, range.least, range.most);
    return {Kind::kNumber, expected,
            [=](Config& config, std::string_view value) {
                std::int64_t number = 0;
                const bool good = read_whole_number(value, number) && number >= range.least &&
                                  number <= range.most;
                if (good) place(config) = make(number);
                return good ? std::string() : expected;
            },
            [=](const Config& config) { return std::to_string(count(value_of(place, config))); }};
}

template <class Place>
Form number(Place place, Range<std::int64_t> range) {
    using Value = std::decay_t<decltype(place(std::declval<Config&>()))>;
    return whole(
        place, range, "a whole number", [](std::int64_t n) { return static_cast<Value>(n); },
        [](Value value) { return std::int64_t{value}; });
}

/// Credits, or a price in credits.
template <class Place>
Form credits(Place place, Range<std::int64_t> range) {
    using Value = std::decay_t<decltype(place(std::declval<Config&>()))>;
    return whole(
        place, range, "credits", [](std::int64_t n) { return Value(n); },
        [](Value value) { return value.count(); });
}

template <class Place>
Form duration(Place place, Range<core::Duration> range) {
    const std::string expected =
        fmt::format(R"(a length of time from {} to {} ("90s", "2m", "1h"; a number is seconds))",
                    write_duration(range.least), write_duration(range.most));
    return {Kind::kEither, expected,
            [=](Config& config, std::string_view value) {
                core::Duration length{0};
                const bool good =
                    read_duration(value, length) && length >= range.least && length <= range.most;
                if (good) place(config) = length;
                return good ? std::string() : expected;
            },
            [place](const Config& config) { return write_duration(value_of(place, config)); }};
}

template <class Place>
Form flag(Place place) {
    return {Kind::kFlag, "true or false",
            [place](Config& config, std::string_view value) {
                const bool good = value == "true" || value == "false";
                if (good) place(config) = value == "true";
                return good ? std::string() : std::string("true or false");
            },
            [place](const Config& config) {
                return std::string(value_of(place, config) ? "true" : "false");
            }};
}

/// A port, or nothing, which is written "off".
template <class Place>
Form optional_port(Place place) {
    constexpr std::int64_t kLastPort = 65'535;
    const std::string expected = fmt::format("off, or a port from 0 to {}", kLastPort);
    return {Kind::kEither, expected,
            [=](Config& config, std::string_view value) {
                std::int64_t port = 0;
                const bool good = value == "off" || (read_whole_number(value, port) && port >= 0 &&
                                                     port <= kLastPort);
                if (!good) return expected;
                place(config).reset();
                if (value != "off") place(config) = static_cast<std::uint16_t>(port);
                return std::string();
            },
            [place](const Config& config) {
                const std::optional<std::uint16_t> port = value_of(place, config);
                return port ? std::to_string(*port) : std::string("off");
            }};
}

template <class Place,
          class Value = std::decay_t<decltype(std::declval<Place>()(std::declval<Config&>()))>>
Form choice(Place place, std::vector<std::pair<std::string, std::type_identity_t<Value>>> options,
            Kind kind = Kind::kText) {
    std::string expected;
    for (const auto& [name, value] : options) {
        expected += expected.empty() ? name : " or " + name;
    }
    return {kind, expected,
            [=](Config& config, std::string_view given) {
                for (const auto& [name, value] : options) {
                    if (name == given) {
                        place(config) = value;
                        return std::string();
                    }
                }
                return expected;
            },
            [=](const Config& config) {
                for (const auto& [name, value] : options) {
                    if (value == value_of(place, config)) return name;
                }
                return std::string();
            }};
}

}  // namespace argosy::kernel
