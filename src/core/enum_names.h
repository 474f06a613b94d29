#pragma once

/// @file
/// The spellings of an enumeration, as one table read both ways: what the API, the store and people
/// see on one side, the type on the other.

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "core/assert.h"

namespace argosy::core {

template <class Enum, std::size_t Count>
class EnumNames {
  public:
    using Entry = std::pair<Enum, std::string_view>;

    constexpr explicit EnumNames(std::array<Entry, Count> entries) : entries_(entries) {}

    /// Returns the value's spelling.  @pre The table has it.
    constexpr std::string_view name_of(Enum value) const {
        for (const Entry& entry : entries_) {
            if (entry.first == value) return entry.second;
        }
        ARGOSY_FAIL("an enumerator without a name");
    }

    /// Returns the value of a spelling, nothing for one that is not in the table.
    constexpr std::optional<Enum> value_of(std::string_view text) const {
        for (const Entry& entry : entries_) {
            if (entry.second == text) return entry.first;
        }
        return std::nullopt;
    }

  private:
    std::array<Entry, Count> entries_;
};

/// Makes a table: `constexpr auto kNames = enum_names<Supply>({{Supply::kScarce, "SCARCE"}, ...});`
template <class Enum, std::size_t Count>
constexpr EnumNames<Enum, Count> enum_names(
    const std::pair<Enum, std::string_view> (&entries)[Count]) {
    return EnumNames<Enum, Count>(std::to_array(entries));
}

}  // namespace argosy::core
