#include "apps/compare_plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>

namespace argosy::apps {
namespace {

constexpr double kWidth = 860;
constexpr double kHeight = 420;
constexpr double kLeft = 80;
constexpr double kRight = 190;  // The legend is there.
constexpr double kTop = 40;
constexpr double kBottom = 50;
constexpr double kMinutesBetweenWorths = 5;

// Told apart by those who do not see all colours (Okabe and Ito).
constexpr std::array kColours = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                 "#e69f00", "#56b4e9", "#999999"};
constexpr const char* kYardstickColour = "#000000";

// Where values go on the paper.
struct Scale {
    double least;
    double most;
    double from;
    double to;

    double at(double value) const { return from + (value - least) / (most - least) * (to - from); }
};

Scale scale_over(const std::vector<double>& marks, double from, double to) {
    return {marks.front(), marks.back(), from, to};
}

// 1500000 as 1.5M.
std::string short_number(double value) {
    const double size = std::abs(value);
    if (size >= 1e6) return fmt::format("{:.6g}M", value / 1e6);
    if (size >= 1e3) return fmt::format("{:.6g}k", value / 1e3);
    return fmt::format("{:.6g}", value);
}

std::string text_at(double x, double y, std::string_view anchor, std::string_view text) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y,
                       anchor, text);
}

std::string axes(const Chart& chart, const Scale& x, const std::vector<double>& x_marks,
                 const Scale& y, const std::vector<double>& y_marks) {
    std::string svg;
    for (const double mark : y_marks) {
        svg += fmt::format(
            "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"#ddd\"/>\n",
            x.from, y.at(mark), x.to, y.at(mark));
        svg += text_at(x.from - 6, y.at(mark) + 4, "end", short_number(mark));
    }
    for (const double mark : x_marks) {
        svg += fmt::format(
            "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"#444\"/>\n",
            x.at(mark), y.from, x.at(mark), y.from + 5);
        svg += text_at(x.at(mark), y.from + 18, "middle", short_number(mark));
    }
    svg += fmt::format(
        "<polyline points=\"{0:.1f},{1:.1f} {0:.1f},{2:.1f} {3:.1f},{2:.1f}\" fill=\"none\""
        " stroke=\"#444\"/>\n",
        x.from, y.to, y.from, x.to);
    svg += text_at((x.from + x.to) / 2, kHeight - 10, "middle", chart.x_label);
    svg += text_at(x.from, y.to - 8, "middle", chart.y_label);
    return svg;
}

std::string line_of(const Line& line, std::size_t number, const Scale& x, const Scale& y) {
    const bool is_yardstick = line.kind == LineKind::kYardstick;
    const char* colour = is_yardstick ? kYardstickColour : kColours[number % kColours.size()];
    const char* dashes = is_yardstick ? " stroke-dasharray=\"6 4\"" : "";
    std::string svg = "<polyline class=\"line\" points=\"";
    for (const auto& [at, value] : line.points)
        svg += fmt::format("{:.1f},{:.1f} ", x.at(at), y.at(value));
    svg += fmt::format("\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"{}/>\n", colour, dashes);
    const double place = kTop + 10 + 20 * double(number);
    svg += fmt::format(
        "<line x1=\"{0:.1f}\" y1=\"{1:.1f}\" x2=\"{2:.1f}\" y2=\"{1:.1f}\" stroke=\"{3}\""
        " stroke-width=\"3\"{4}/>\n",
        kWidth - kRight + 15, place, kWidth - kRight + 35, colour, dashes);
    return svg + text_at(kWidth - kRight + 41, place + 4, "start", line.name);
}

Chart chart_of(const Row& row, std::string_view what) {
    return {.title = fmt::format("{}: {}, law {}", what, row.system, row.law)};
}

// Whose bound is drawn.
std::string_view yardstick_of(const std::vector<Row>& rows) {
    const auto compared =
        std::ranges::find_if_not(rows, [](const Row& row) { return is_baseline(row.strategy); });
    return compared == rows.end() ? rows.front().strategy : compared->strategy;
}

core::Result<void> write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (file) return {};
    return core::Error{core::ErrorCode::kUnavailable,
                       fmt::format("{} could not be written", path.string())};
}

}  // namespace

std::vector<double> ticks(double least, double most) {
    const double span = std::max(most - least, 1e-9);
    const double power = std::pow(10, std::floor(std::log10(span / 5)));
    double step = power;
    for (const double factor : {2.0, 5.0, 10.0}) {
        if (span / step > 9) step = power * factor;
    }
    std::vector<double> marks;
    const double first = std::floor(least / step);
    for (double number = 0; marks.empty() || marks.size() < 2 || marks.back() < most; ++number)
        marks.push_back((first + number) * step);
    return marks;
}

std::string to_svg(const Chart& chart) {
    double least_x = 0, most_x = 0, least_y = 0, most_y = 0;
    for (const Line& line : chart.lines) {
        for (const auto& [at, value] : line.points) {
            most_x = std::max(most_x, at);
            least_y = std::min(least_y, value);
            most_y = std::max(most_y, value);
        }
    }
    const std::vector<double> x_marks = ticks(least_x, most_x);
    const std::vector<double> y_marks = ticks(least_y, most_y);
    const Scale x = scale_over(x_marks, kLeft, kWidth - kRight);
    const Scale y = scale_over(y_marks, kHeight - kBottom, kTop);
    std::string svg = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\""
        " height=\"{1}\" font-family=\"sans-serif\" font-size=\"12\">\n"
        "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
        "<text x=\"{2}\" y=\"16\" font-size=\"14\">{3}</text>\n",
        kWidth, kHeight, kLeft, chart.title);
    svg += axes(chart, x, x_marks, y, y_marks);
    for (std::size_t number = 0; number < chart.lines.size(); ++number)
        svg += line_of(chart.lines[number], number, x, y);
    return svg + "</svg>\n";
}

Chart worth_over_time(const std::vector<Row>& rows) {
    Chart chart = chart_of(rows.front(), "Credits over time");
    chart.x_label = "hours";
    chart.y_label = "credits";
    for (const Row& row : rows) {
        Line line{.name = row.strategy, .points = {}};
        for (std::size_t moment = 0; moment < row.median.worth.size(); ++moment) {
            line.points.emplace_back(double(moment) * kMinutesBetweenWorths / 60,
                                     row.median.worth[moment]);
        }
        chart.lines.push_back(std::move(line));
    }
    return chart;
}

Chart earned_by_hulls(const std::vector<Row>& rows) {
    Chart chart = chart_of(rows.front(), "Credits an hour by hulls");
    chart.x_label = "light haulers";
    chart.y_label = "credits/h";
    Line bound{.name = {}, .points = {}, .kind = LineKind::kYardstick};
    const std::string_view grown_by = yardstick_of(rows);
    for (const Row& row : rows) {
        auto line = std::ranges::find(chart.lines, row.strategy, &Line::name);
        if (line == chart.lines.end())
            line = chart.lines.insert(line, {.name = row.strategy, .points = {}});
        line->points.emplace_back(double(row.ships), row.median.lasting());
        const std::optional<double> most = row.median.bound_of_lasting();
        if (most && row.strategy == grown_by) bound.points.emplace_back(double(row.ships), *most);
    }
    if (!bound.points.empty()) {
        bound.name = fmt::format("bound of {}", grown_by);
        chart.lines.push_back(std::move(bound));
    }
    for (Line& line : chart.lines)
        std::ranges::sort(line.points);
    return chart;
}

core::Result<std::vector<std::string>> write_plots(const std::vector<Row>& rows,
                                                   const std::filesystem::path& folder) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    const bool has_one_fleet =
        std::ranges::all_of(rows, [&](const Row& row) { return row.ships == rows.front().ships; });
    std::map<std::string, std::vector<Row>> files;
    for (const Row& row : rows) {
        files[fmt::format("{}{}-{}.svg", has_one_fleet ? "" : "hulls-", row.system, row.law)]
            .push_back(row);
    }
    std::vector<std::string> names;
    for (const auto& [name, drawn] : files) {
        const Chart chart = has_one_fleet ? worth_over_time(drawn) : earned_by_hulls(drawn);
        ARGOSY_CHECK(write(folder / name, to_svg(chart)));
        names.push_back(name);
    }
    return names;
}

}  // namespace argosy::apps
