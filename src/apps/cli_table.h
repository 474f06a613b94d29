#pragma once

/// @file
/// How answers look to people: aligned columns in plain ASCII, credits with thousands separators,
/// times as lengths of time. Knows no message of the protocol.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace argosy::cli {

enum class Align : std::uint8_t { kLeft, kRight };

struct Column {
    std::string title;
    Align align = Align::kLeft;
};

inline Column left(std::string title) {
    return {std::move(title), Align::kLeft};
}
inline Column right(std::string title) {
    return {std::move(title), Align::kRight};
}

/// Rows under titles, each column as wide as its widest cell.
class Table final {
  public:
    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

    /// @pre One cell for each column.
    void add(std::vector<std::string> cells);

    /// @param indent  Spaces before every line.
    /// @returns lines without trailing spaces; "(none)" when there is no row.
    std::string text(std::size_t indent = 0) const;

  private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

/// "name:  value" lines with the values under each other.
class Facts final {
  public:
    void add(std::string_view name, std::string_view value);
    const std::string& text() const { return text_; }

  private:
    std::string text_;
};

/// Returns "1,234,567".
std::string credits(std::int64_t amount);

/// Returns "+1,234" or "-1,234": a change rather than an amount.
std::string gain(std::int64_t amount);

/// Returns "12.5 %" for 1250.
std::string share(std::int64_t basis_points);

/// Returns the length of time from `from` to `to`, in milliseconds since 1970; "-" when either is
/// 0, that is unknown.
std::string between(std::int64_t from, std::int64_t to);

/// Returns the time as ISO-8601 in UTC, "-" when it is 0.
std::string point(std::int64_t at);

/// Returns the text, "-" when it is empty: a cell is never blank.
std::string or_dash(std::string_view text);

/// Returns the text in one line: no answer of a server may draw on the terminal.
std::string one_line(std::string_view text);

}  // namespace argosy::cli
