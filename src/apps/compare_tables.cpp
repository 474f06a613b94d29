#include <fmt/format.h>

#include <boost/json.hpp>
#include <set>

#include "apps/compare_report.h"

namespace argosy::apps {
namespace {

std::string times(const std::optional<double>& multiple) {
    return multiple ? fmt::format("{:.2f}", *multiple) : "-";
}

std::string percent(const std::optional<double>& share) {
    return share ? fmt::format("{:.1f} %", *share * 100) : "-";
}

std::string whole(const std::optional<double>& number) {
    return number ? fmt::format("{:.0f}", *number) : "-";
}

constexpr const char* kFigures =
    "credits/h | share of the bound | after hour 6 | times greedy | of the best baseline | "
    "steady | share of the steady bound | credits/request | requests | in hauls | between hauls | "
    "worst drawdown | stranded | forecast error";
constexpr const char* kFigureRule = "---|---|---|---|---|---|---|---|---|---|---|---|---|---";

std::string cells(const Row& row) {
    const Figures& median = row.median;
    std::string of_best = times(row.of_best);
    if (row.least_of_best) of_best += fmt::format(" (least {})", times(row.least_of_best));
    std::string share = percent(median.share_steady);
    if (row.least_share) share += fmt::format(" (least {})", percent(row.least_share));
    return fmt::format(
        "{:.0f} | {} | {} | {} | {} | {} | {} | {:.0f} | {:.0f} | {} | {:.0f} s | {} | {:.0f} | {}",
        median.per_hour, percent(median.share), whole(median.after_six), times(row.of_greedy),
        of_best, whole(median.steady), share, median.per_request, median.requests,
        percent(median.in_hauls), median.gap_seconds, percent(median.drawdown), median.stranded,
        percent(median.forecast_error));
}

std::string laws(const std::vector<Row>& rows) {
    std::string text = fmt::format(
        "## By law: medians over the systems\n\n"
        "| law | hulls | strategy | {} |\n|---|---|---|{}|\n",
        kFigures, kFigureRule);
    for (const Row& row : rows)
        text +=
            fmt::format("| {} | {} | {} | {} |\n", row.law, row.ships, row.strategy, cells(row));
    return text;
}

std::string systems(const std::vector<Row>& rows) {
    std::string text = fmt::format(
        "\n## By system: medians over the seeds\n\n"
        "| law | system | hulls | strategy | {} |\n|---|---|---|---|{}|\n",
        kFigures, kFigureRule);
    for (const Row& row : rows)
        text += fmt::format("| {} | {} | {} | {} | {} |\n", row.law, row.system, row.ships,
                            row.strategy, cells(row));
    return text;
}

std::string choices(const std::vector<Choice>& all) {
    std::string text =
        "\n## Numbers chosen\n\n"
        "| law | system | hulls | strategy | tried | defaults earned | the best earned | chosen |\n"
        "|---|---|---|---|---|---|---|---|\n";
    for (const Choice& choice : all) {
        if (choice.tried == 0) continue;
        text +=
            fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |\n", choice.law, choice.system,
                        choice.ships, choice.strategy, choice.tried, whole(choice.fallback),
                        whole(choice.best), trading::to_string(choice.chosen));
    }
    return text;
}

std::string purposes(const std::vector<Row>& rows) {
    std::set<std::string> named;
    for (const Row& row : rows) {
        for (const auto& [purpose, sent] : row.median.by_purpose)
            named.insert(purpose);
    }
    std::string text = "\n## Requests by purpose: medians\n\n| law | hulls | strategy | 429 |";
    std::string rule = "|---|---|---|---|";
    for (const std::string& purpose : named) {
        text += fmt::format(" {} |", purpose);
        rule += "---|";
    }
    text += "\n" + rule + "\n";
    for (const Row& row : rows) {
        text += fmt::format("| {} | {} | {} | {:.0f} |", row.law, row.ships, row.strategy,
                            row.median.rate_limited);
        for (const std::string& purpose : named) {
            const auto sent = row.median.by_purpose.find(purpose);
            text +=
                fmt::format(" {:.0f} |", sent == row.median.by_purpose.end() ? 0 : sent->second);
        }
        text += "\n";
    }
    return text;
}

std::string runs(const Comparison& comparison) {
    std::string text =
        "\n## Runs\n\n"
        "| law | system | hulls | seed | strategy | credits/h | bound | after hour 6 | steady | "
        "bound "
        "| requests | in hauls | worst drawdown | stranded | books agree | decision hash |\n"
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n";
    for (const auto* outcomes : {&comparison.failed_sweeps, &comparison.outcomes}) {
        for (const Outcome& outcome : *outcomes) {
            const kernel::StrategyTrial& trial = outcome.trial;
            text += fmt::format("| {} | {} | {} | {} | {} | ", trial.law, system_of(trial),
                                trial.haulers, trial.seed, trading::to_string(trial.strategy));
            if (!outcome.figures) {
                text += fmt::format("FAILED: {} |\n", outcome.figures.error().message);
                continue;
            }
            const Figures& figures = *outcome.figures;
            text +=
                fmt::format("{:.0f} | {} | {} | {} | {} | {:.0f} | {} | {} | {:.0f} | {} | {} |\n",
                            figures.per_hour, whole(figures.bound), whole(figures.after_six),
                            whole(figures.steady), whole(figures.bound_steady), figures.requests,
                            percent(figures.in_hauls), percent(figures.drawdown), figures.stranded,
                            figures.books_agree ? "yes" : "NO", figures.decision_hash);
        }
    }
    return text;
}

boost::json::value maybe(const std::optional<double>& number) {
    return number ? boost::json::value(*number) : boost::json::value(nullptr);
}

boost::json::object ground(std::string_view law, std::string_view system, std::int64_t ships,
                           std::string_view strategy) {
    return {{"law", law}, {"system", system}, {"ships", ships}, {"strategy", strategy}};
}

boost::json::object without_curve(const Figures& figures) {
    boost::json::object row = boost::json::parse(to_json(figures)).as_object();
    row.erase("worth");
    return row;
}

boost::json::object to_json(const Outcome& outcome) {
    const kernel::StrategyTrial& trial = outcome.trial;
    boost::json::object row =
        ground(trial.law, system_of(trial), trial.haulers, trading::to_string(trial.strategy));
    row["seed"] = trial.seed;
    if (outcome.figures) {
        row["figures"] = without_curve(*outcome.figures);
    } else {
        row["failed"] = outcome.figures.error().message;
    }
    return row;
}

boost::json::array to_json(const std::vector<Row>& rows) {
    boost::json::array list;
    for (const Row& row : rows) {
        boost::json::object each = ground(row.law, row.system, row.ships, row.strategy);
        each["settings"] = row.settings;
        each["runs"] = row.runs;
        each["times_greedy"] = maybe(row.of_greedy);
        each["of_best_baseline"] = maybe(row.of_best);
        each["least_of_best_baseline"] = maybe(row.least_of_best);
        each["least_share_steady"] = maybe(row.least_share);
        each["median"] = without_curve(row.median);
        list.push_back(std::move(each));
    }
    return list;
}

}  // namespace

std::string to_markdown(const Comparison& comparison) {
    const std::vector<Row> rows = by_system(comparison.outcomes);
    const std::vector<Row> over_systems = by_law(rows);
    return laws(over_systems) + systems(rows) + choices(comparison.choices) +
           purposes(over_systems) + runs(comparison);
}

std::string to_json(const Comparison& comparison) {
    const std::vector<Row> rows = by_system(comparison.outcomes);
    boost::json::array chosen;
    for (const Choice& choice : comparison.choices) {
        boost::json::object row = ground(choice.law, choice.system, choice.ships, choice.strategy);
        row["tried"] = choice.tried;
        row["defaults_earned"] = maybe(choice.fallback);
        row["best_earned"] = maybe(choice.best);
        row["chosen"] = trading::to_string(choice.chosen);
        chosen.push_back(std::move(row));
    }
    boost::json::array all;
    for (const auto* outcomes : {&comparison.failed_sweeps, &comparison.outcomes}) {
        for (const Outcome& outcome : *outcomes)
            all.push_back(to_json(outcome));
    }
    return boost::json::serialize(boost::json::object{{"by_law", to_json(by_law(rows))},
                                                      {"by_system", to_json(rows)},
                                                      {"chosen", std::move(chosen)},
                                                      {"runs", std::move(all)}});
}

}  // namespace argosy::apps
