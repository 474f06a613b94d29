#pragma once

/// @file
/// Line charts as SVG, and the two that a comparison draws: credits over time, and credits an hour
/// by the number of hulls. Pure but for write_plots().

#include "apps/compare_report.h"

namespace argosy::apps {

/// What a line is drawn as: a yardstick is dashed and black.
enum class LineKind : std::uint8_t { kStrategy, kYardstick };

struct Line {
    std::string name;
    std::vector<std::pair<double, double>> points;
    LineKind kind = LineKind::kStrategy;
};

struct Chart {
    std::string title;
    std::string x_label;
    std::string y_label;
    std::vector<Line> lines;
};

/// Returns round numbers that span a range, five to ten of them.
/// @param least, most  What is to be spanned.
std::vector<double> ticks(double least, double most);

/// Returns the chart as an SVG document: axes with ticks, a polyline each, a legend.
std::string to_svg(const Chart& chart);

/// Returns worth over time of one system's and law's rows.
Chart worth_over_time(const std::vector<Row>& rows);

/// Returns credits an hour by the number of hulls, of one system's and law's rows, and the bound:
/// of the strategy that is compared where it is there, else of the first, for strategies that grow
/// their markets have higher ones.
Chart earned_by_hulls(const std::vector<Row>& rows);

/// Writes a file for each system and law into the folder, which it makes: with one number of hulls
/// `<system>-<law>.svg`, with several `hulls-<system>-<law>.svg`.
/// @returns the names of the files
/// @error kUnavailable  One could not be written.
core::Result<std::vector<std::string>> write_plots(const std::vector<Row>& rows,
                                                   const std::filesystem::path& folder);

}  // namespace argosy::apps
