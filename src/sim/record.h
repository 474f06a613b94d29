#pragma once

/// @file
/// Records and their members, each named once: the same list writes a record to a file, reads it
/// back, and mixes it into a hash. A record whose list forgets a member does not compile.

#include <fmt/format.h>

#include <array>
#include <boost/json/value.hpp>
#include <boost/pfr/tuple_size.hpp>
#include <concepts>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "core/rng.h"
#include "core/symbol.h"
#include "core/time.h"
#include "core/units.h"
#include "sim/catalogue.h"
#include "sim/json_reader.h"

namespace argosy::sim {

template <class Record, class Member>
struct Field {
    std::string_view name;
    Member Record::* member;
};

template <class Record, class Member>
constexpr Field<Record, Member> field(std::string_view name, Member Record::* member) {
    return {name, member};
}

/// Returns the size of all members together: of a record without gaps, its own.
template <class... Records, class... Members>
constexpr std::size_t sizeof_members(const std::tuple<Field<Records, Members>...>&) {
    return (sizeof(Members) + ...);
}

/// The members of a record that files hold: specialised with a tuple `kAll` of fields, and
/// `kDerived` where the record has that many members besides, which follow from others. A record
/// with a constructor says its `kSize` instead.
template <class Record>
struct Fields;

template <class Record>
concept Listed = requires { Fields<Record>::kAll; };

template <class Record>
constexpr bool names_every_member() {
    std::size_t named = std::tuple_size_v<std::remove_cvref_t<decltype(Fields<Record>::kAll)>>;
    if constexpr (requires { Fields<Record>::kDerived; }) named += Fields<Record>::kDerived;
    if constexpr (requires { Fields<Record>::kSize; }) {
        return sizeof(Record) == Fields<Record>::kSize;
    } else {
        return named == boost::pfr::tuple_size_v<Record>;
    }
}

/// The greatest enumerator of an enumeration that records hold; all from 0 on exist.
template <class Enum>
    requires std::is_enum_v<Enum>
inline constexpr Enum kLast = Enum::kNoLastOneIsDeclared;

namespace detail {

template <class T>
struct IsSymbol : std::false_type {};
template <class Tag>
struct IsSymbol<core::Symbol<Tag>> : std::true_type {};

template <class T>
struct IsQuantity : std::false_type {};
template <class Tag>
struct IsQuantity<core::Quantity<Tag>> : std::true_type {};
template <class Tag>
struct IsQuantity<core::Price<Tag>> : std::true_type {};

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class T>
struct IsMap : std::false_type {};
template <class Key, class T>
struct IsMap<std::map<Key, T>> : std::true_type {};

template <class T>
struct IsArray : std::false_type {};
template <class T, std::size_t kCount>
struct IsArray<std::array<T, kCount>> : std::true_type {};

template <class T>
struct IsList : std::false_type {};
template <class T>
struct IsList<std::vector<T>> : std::true_type {};
template <class T>
struct IsList<std::deque<T>> : std::true_type {};
template <class T>
struct IsList<std::set<T>> : std::true_type {};

inline const std::string& text_of(const std::string& text) {
    return text;
}
template <class Tag>
const std::string& text_of(const core::Symbol<Tag>& symbol) {
    return symbol.str();
}

/// Returns the form in which the state of a random stream stands in files.
std::string hex_of(std::uint64_t number);
std::optional<std::uint64_t> parse_hex(std::string_view text);

}  // namespace detail

/// Writes JSON, compact, in the order it is told. Optional members that are empty are left away.
class JsonWriter {
  public:
    explicit JsonWriter(std::string& out) : out_(out) {}

    void number(std::int64_t value);
    void large_number(std::uint64_t value);
    void text(std::string_view value);
    void boolean(bool value);
    void begin_list(std::size_t count);
    void end_list();
    void begin_object();
    void name(std::string_view name);  ///< Of a record's member.
    void key(std::string_view key) { name(key); }
    void end_object();

  private:
    void separate();
    void quote(std::string_view text);

    std::string& out_;
    bool first_ = true;  ///< Nothing stands before in the innermost list or object.
};

template <class Writer, class T>
void write_fields(Writer& out, const T& value);

/// Tells a writer a value. A writer with `seen(record)` is told what that returns instead.
template <class Writer, class T>
void write_record(Writer& out, const T& value) {
    if constexpr (std::same_as<T, bool>) {
        out.boolean(value);
    } else if constexpr (std::same_as<T, std::uint64_t>) {
        out.large_number(value);
    } else if constexpr (std::signed_integral<T>) {
        out.number(value);
    } else if constexpr (std::is_enum_v<T>) {
        out.number(std::int64_t(value));
    } else if constexpr (std::same_as<T, std::string> || detail::IsSymbol<T>::value) {
        out.text(detail::text_of(value));
    } else if constexpr (detail::IsQuantity<T>::value) {
        out.number(value.count());
    } else if constexpr (std::same_as<T, core::TimePoint>) {
        out.number(core::to_millis(value));
    } else if constexpr (std::same_as<T, core::Duration>) {
        out.number(value.count());
    } else if constexpr (std::same_as<T, core::RandomStream>) {
        out.text(detail::hex_of(value.state()));
    } else if constexpr (std::same_as<T, const Hull*>) {
        out.text(value->type.str());
    } else if constexpr (detail::IsOptional<T>::value) {
        write_record(out, *value);
    } else if constexpr (detail::IsMap<T>::value) {
        out.begin_object();
        for (const auto& [key, each] : value) {
            out.key(detail::text_of(key));
            write_record(out, each);
        }
        out.end_object();
    } else if constexpr (detail::IsList<T>::value || detail::IsArray<T>::value) {
        out.begin_list(value.size());
        for (const auto& each : value)
            write_record(out, each);
        out.end_list();
    } else if constexpr (requires { out.seen(value); }) {
        write_fields(out, out.seen(value));
    } else {
        write_fields(out, value);
    }
}

template <class Writer, class T>
void write_fields(Writer& out, const T& value) {
    static_assert(Listed<T>, "say in sim/universe_records.h how this type is kept");
    static_assert(names_every_member<T>(),
                  "the record has grown: name its new member in sim/universe_records.h");
    out.begin_object();
    const auto write_member = [&](std::string_view name, const auto& member) {
        if constexpr (detail::IsOptional<std::remove_cvref_t<decltype(member)>>::value) {
            if (!member) return;
        }
        out.name(name);
        write_record(out, member);
    };
    std::apply([&](const auto&... each) { (write_member(each.name, value.*each.member), ...); },
               Fields<T>::kAll);
    out.end_object();
}

/// Where a value stands in a file: "state, ships, ARGOSY-1, fuel". Spelt only when it is wrong.
struct Place {
    const Place* within = nullptr;
    std::string_view name;  ///< Empty: `number` counts, from 1.
    std::size_t number = 0;

    std::string str() const;
};

/// Reads what a JsonWriter wrote into records, with every problem of every value named.
class RecordReader {
  public:
    explicit RecordReader(JsonReader& problems) : problems_(problems) {}

    template <class T>
    void read(const boost::json::value& from, const Place& place, T& into);

  private:
    void expected(const boost::json::value& was, const Place& place, std::string_view what);
    std::int64_t whole(const boost::json::value& from, const Place& place, std::int64_t least,
                       std::int64_t most);
    std::uint64_t large(const boost::json::value& from, const Place& place);
    std::string text(const boost::json::value& from, const Place& place);
    std::uint64_t hex(const boost::json::value& from, const Place& place);
    const Hull* hull(const boost::json::value& from, const Place& place);
    /// Returns null, and names the problem, for a value of another kind.
    const boost::json::array* list(const boost::json::value& from, const Place& place);
    const boost::json::object* object(const boost::json::value& from, const Place& place);

    template <class T>
    void read_map(const boost::json::value& from, const Place& place, T& into);
    template <class T>
    void read_list(const boost::json::value& from, const Place& place, T& into);
    template <class T>
    void read_fields(const boost::json::value& from, const Place& place, T& into);
    void report_strangers(const boost::json::object& from, const Place& place,
                          const std::set<std::string_view>& names);

    JsonReader& problems_;
};

template <class T>
void RecordReader::read(const boost::json::value& from, const Place& place, T& into) {
    using Limits = std::numeric_limits<std::int64_t>;
    if constexpr (std::same_as<T, bool>) {
        if (!from.is_bool()) return expected(from, place, "true or false");
        into = from.get_bool();
    } else if constexpr (std::same_as<T, std::uint64_t>) {
        into = large(from, place);
    } else if constexpr (std::signed_integral<T>) {
        into = T(whole(from, place, std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
    } else if constexpr (std::is_enum_v<T>) {
        into = T(whole(from, place, 0, std::int64_t(kLast<T>)));
    } else if constexpr (std::same_as<T, std::string> || detail::IsSymbol<T>::value) {
        into = T(text(from, place));
    } else if constexpr (detail::IsQuantity<T>::value || std::same_as<T, core::Duration>) {
        into = T(whole(from, place, Limits::min(), Limits::max()));
    } else if constexpr (std::same_as<T, core::TimePoint>) {
        into = core::from_millis(whole(from, place, Limits::min(), Limits::max()));
    } else if constexpr (std::same_as<T, core::RandomStream>) {
        into = core::RandomStream(hex(from, place));
    } else if constexpr (std::same_as<T, const Hull*>) {
        into = hull(from, place);
    } else if constexpr (detail::IsOptional<T>::value) {
        read(from, place, into.emplace());
    } else if constexpr (detail::IsMap<T>::value) {
        read_map(from, place, into);
    } else if constexpr (detail::IsList<T>::value || detail::IsArray<T>::value) {
        read_list(from, place, into);
    } else {
        read_fields(from, place, into);
    }
}

template <class T>
void RecordReader::read_map(const boost::json::value& from, const Place& place, T& into) {
    const boost::json::object* members = object(from, place);
    if (members == nullptr) return;
    for (const auto& member : *members) {
        const std::string_view key = member.key();
        read(member.value(), Place{&place, key}, into[typename T::key_type(std::string(key))]);
    }
}

template <class T>
void RecordReader::read_list(const boost::json::value& from, const Place& place, T& into) {
    const boost::json::array* entries = list(from, place);
    if (entries == nullptr) return;
    if constexpr (detail::IsArray<T>::value) {
        if (entries->size() != into.size()) {
            return expected(from, place, fmt::format("a list of {}", into.size()));
        }
    }
    for (std::size_t i = 0; i < entries->size(); ++i) {
        const Place entry{&place, {}, i + 1};
        if constexpr (detail::IsArray<T>::value) {
            read((*entries)[i], entry, into[i]);
        } else {
            typename T::value_type each{};
            read((*entries)[i], entry, each);
            into.insert(into.end(), std::move(each));
        }
    }
}

template <class T>
void RecordReader::read_fields(const boost::json::value& from, const Place& place, T& into) {
    const boost::json::object* members = object(from, place);
    if (members == nullptr) return;
    std::size_t found = 0;
    const auto read_member = [&](std::string_view name, auto& member) {
        const Place inner{&place, name};
        const boost::json::value* value = members->if_contains(name);
        if (value != nullptr) {
            ++found;
            return read(*value, inner, member);
        }
        if constexpr (!detail::IsOptional<std::remove_cvref_t<decltype(member)>>::value) {
            problems_.problem(inner.str(), "is absent");
        }
    };
    std::apply([&](const auto&... each) { (read_member(each.name, into.*each.member), ...); },
               Fields<T>::kAll);
    if (found == members->size()) return;
    std::apply([&](const auto&... each) { report_strangers(*members, place, {each.name...}); },
               Fields<T>::kAll);
}

}  // namespace argosy::sim
