#include "apps/cli_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/assert.h"
#include "core/time.h"

namespace argosy::cli {
namespace {

constexpr std::string_view kGap = "  ";

}  // namespace

void Table::add(std::vector<std::string> cells) {
    ARGOSY_ASSERT(cells.size() == columns_.size());
    for (std::string& cell : cells)
        cell = or_dash(one_line(cell));
    rows_.push_back(std::move(cells));
}

std::string Table::text(std::size_t indent) const {
    const std::string margin(indent, ' ');
    if (rows_.empty()) return margin + "(none)\n";

    std::vector<std::size_t> widths;
    for (const Column& column : columns_)
        widths.push_back(column.title.size());
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], row[i].size());
    }

    std::string text;
    const auto add_line = [&](const auto& cell_at) {
        std::string line = margin;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (i > 0) line += kGap;
            const std::string& cell = cell_at(i);
            const std::string padding(widths[i] - cell.size(), ' ');
            line += columns_[i].align == Align::kRight ? padding + cell : cell + padding;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    };
    add_line([&](std::size_t i) -> const std::string& { return columns_[i].title; });
    for (const auto& row : rows_) {
        add_line([&](std::size_t i) -> const std::string& { return row[i]; });
    }
    return text;
}

void Facts::add(std::string_view name, std::string_view value) {
    constexpr std::size_t kWidth = 16;
    text_ += fmt::format("{:<{}}{}\n", fmt::format("{}:", name), kWidth, or_dash(one_line(value)));
}

std::string credits(std::int64_t amount) {
    std::string digits = std::to_string(amount);
    const std::size_t first = amount < 0 ? 1 : 0;
    for (std::size_t i = digits.size(); i > first + 3;) {
        i -= 3;
        digits.insert(i, ",");
    }
    return digits;
}

std::string gain(std::int64_t amount) {
    return (amount > 0 ? "+" : "") + credits(amount);
}

std::string share(std::int64_t basis_points) {
    return fmt::format("{:.1f} %", double(basis_points) / 100.0);
}

std::string between(std::int64_t from, std::int64_t to) {
    if (from == 0 || to == 0) return "-";
    return core::format_duration(core::Duration(to - from));
}

std::string point(std::int64_t at) {
    return at == 0 ? "-" : core::format_time(core::from_millis(at));
}

std::string or_dash(std::string_view text) {
    return std::string(text.empty() ? "-" : text);
}

std::string one_line(std::string_view text) {
    std::string line(text);
    std::replace_if(
        line.begin(), line.end(),
        [](unsigned char letter) { return letter < 0x20 || letter == 0x7f; }, ' ');
    return line;
}

}  // namespace argosy::cli
