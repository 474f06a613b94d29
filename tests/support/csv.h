#pragma once

/// @file
/// Reads the plain comma-separated tables that tests are held against: a header line, no quoting.

#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace argosy::tests {

using CsvRow = std::map<std::string, std::string>;

inline std::vector<std::string> split_csv_line(const std::string& line) {
    std::vector<std::string> cells(1);
    for (const char c : line) {
        if (c == ',') {
            cells.emplace_back();
        } else if (c != '\r') {
            cells.back() += c;
        }
    }
    return cells;
}

/// Returns the rows by column name; empty when the file cannot be read.
inline std::vector<CsvRow> read_csv(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    std::vector<CsvRow> rows;
    if (!std::getline(file, line)) return rows;
    const std::vector<std::string> columns = split_csv_line(line);
    while (std::getline(file, line)) {
        const std::vector<std::string> cells = split_csv_line(line);
        CsvRow row;
        for (std::size_t i = 0; i < columns.size() && i < cells.size(); ++i) {
            row[columns[i]] = cells[i];
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace argosy::tests
