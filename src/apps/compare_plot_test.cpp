#include "apps/compare_plot.h"

#include <gtest/gtest.h>

namespace argosy::apps {
namespace {

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

Row row(const std::string& strategy, std::int64_t ships, double per_hour) {
    return {.law = "measured",
            .system = "X1-AD75",
            .ships = ships,
            .strategy = strategy,
            .median = {.per_hour = per_hour, .worth = {1'000'000, 1'000'000 + per_hour}}};
}

TEST(ComparePlot, SpansARangeWithRoundNumbers) {
    EXPECT_EQ(ticks(0, 24), (std::vector<double>{0, 5, 10, 15, 20, 25}));
    const std::vector<double> marks = ticks(-120'000, 3'400'000);
    EXPECT_LE(marks.front(), -120'000);
    EXPECT_GE(marks.back(), 3'400'000);
    EXPECT_LE(marks.size(), 11u);
    EXPECT_GE(ticks(0, 0).size(), 2u) << "nothing to show is no reason to divide by it";
}

TEST(ComparePlot, DrawsALineAndALegendForEachStrategy) {
    const std::string svg =
        to_svg(worth_over_time({row("vrp", 10, 50'000), row("planner", 10, 90'000)}));
    EXPECT_EQ(svg.rfind("<svg ", 0), 0u);
    EXPECT_EQ(count(svg, "<polyline class=\"line\""), 2u);
    EXPECT_EQ(count(svg, ">vrp</text>"), 1u);
    EXPECT_EQ(count(svg, ">planner</text>"), 1u);
    EXPECT_EQ(count(svg, ">hours</text>"), 1u);
    EXPECT_EQ(count(svg, "X1-AD75, law measured"), 1u);
    EXPECT_EQ(count(svg, "nan"), 0u);
    EXPECT_LT(svg.size(), 10'000u);
}

TEST(ComparePlot, DrawsWhatMoreHullsEarn) {
    const Chart chart =
        earned_by_hulls({row("vrp", 10, 700), row("vrp", 2, 200), row("planner", 2, 300)});
    ASSERT_EQ(chart.lines.size(), 2u);
    const std::vector<std::pair<double, double>> expected{{2, 200}, {10, 700}};
    EXPECT_EQ(chart.lines[0].points, expected);
}

TEST(ComparePlot, DashesTheBoundBesideWhatMoreHullsEarn) {
    Row few = row("planner", 2, 300);
    Row many = row("planner", 10, 900);
    few.median.bound = 400;
    many.median.bound = 1'000;
    Row baseline = row("vrp", 2, 200);
    baseline.median.bound = 350;
    const Chart chart = earned_by_hulls({baseline, many, few});
    ASSERT_EQ(chart.lines.size(), 3u);
    EXPECT_EQ(chart.lines.back().name, "bound of planner");
    const std::vector<std::pair<double, double>> expected{{2, 400}, {10, 1'000}};
    EXPECT_EQ(chart.lines.back().points, expected);
    const std::string svg = to_svg(chart);
    EXPECT_EQ(count(svg, "<polyline class=\"line\""), 3u);
    EXPECT_EQ(count(svg, "stroke-dasharray"), 2u) << "the line and its legend";
}

TEST(ComparePlot, WritesAFileForEachSystemAndLaw) {
    const auto folder = std::filesystem::path(::testing::TempDir()) / "argosy_compare_plot";
    std::filesystem::remove_all(folder);
    const auto one = write_plots({row("vrp", 10, 700), row("planner", 10, 900)}, folder);
    ASSERT_TRUE(one.ok()) << one.error().message;
    EXPECT_EQ(*one, std::vector<std::string>{"X1-AD75-measured.svg"});
    const auto several = write_plots({row("vrp", 1, 700), row("vrp", 2, 900)}, folder);
    EXPECT_EQ(*several, std::vector<std::string>{"hulls-X1-AD75-measured.svg"});
    EXPECT_TRUE(std::filesystem::exists(folder / several->front()));
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace argosy::apps
