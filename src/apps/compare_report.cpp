#include "apps/compare_report.h"

#include <algorithm>
#include <functional>
#include <set>

namespace argosy::apps {
namespace {

constexpr std::string_view kGreedy = "greedy-arbitrage";
constexpr std::string_view kPlanner = "planner";

std::string_view name_of(std::string_view strategy) {
    return strategy.substr(0, strategy.find_first_of(":,"));
}

// Each figure's median by itself; those of runs without one are left out.
Figures median_of(const std::vector<const Figures*>& all) {
    const auto of = [&](const auto& figure) {
        std::vector<double> values;
        for (const Figures* figures : all)
            values.push_back(std::invoke(figure, *figures));
        return median(std::move(values));
    };
    const auto of_known = [&](std::optional<double> Figures::* figure) -> std::optional<double> {
        std::vector<double> values;
        for (const Figures* figures : all) {
            if (figures->*figure) values.push_back(*(figures->*figure));
        }
        if (values.empty()) return std::nullopt;
        return median(std::move(values));
    };
    Figures result{.per_hour = of(&Figures::per_hour),
                   .after_six = of_known(&Figures::after_six),
                   .steady = of_known(&Figures::steady),
                   .bound = of_known(&Figures::bound),
                   .bound_steady = of_known(&Figures::bound_steady),
                   .share = of_known(&Figures::share),
                   .share_steady = of_known(&Figures::share_steady),
                   .per_request = of(&Figures::per_request),
                   .in_hauls = of(&Figures::in_hauls),
                   .gap_seconds = of(&Figures::gap_seconds),
                   .requests = of(&Figures::requests),
                   .rate_limited = of(&Figures::rate_limited),
                   .drawdown = of(&Figures::drawdown),
                   .stranded = of(&Figures::stranded),
                   .forecast_error = of_known(&Figures::forecast_error),
                   .books_agree = std::ranges::all_of(all, &Figures::books_agree)};
    std::set<std::string> purposes;
    std::size_t moments = SIZE_MAX;
    for (const Figures* figures : all) {
        for (const auto& [purpose, sent] : figures->by_purpose)
            purposes.insert(purpose);
        moments = std::min(moments, figures->worth.size());
    }
    for (const std::string& purpose : purposes) {
        result.by_purpose[purpose] = of([&](const Figures& figures) {
            const auto sent = figures.by_purpose.find(purpose);
            return sent == figures.by_purpose.end() ? 0.0 : sent->second;
        });
    }
    for (std::size_t moment = 0; moment < moments; ++moment)
        result.worth.push_back(of([&](const Figures& figures) { return figures.worth[moment]; }));
    return result;
}

bool same_ground(const Row& a, const Row& b) {
    return a.law == b.law && a.system == b.system && a.ships == b.ships;
}

void set_multiples(std::vector<Row>& rows) {
    for (Row& row : rows) {
        double greedy = 0;
        double best = 0;
        for (const Row& other : rows) {
            if (!same_ground(row, other)) continue;
            const double earned = other.median.judged();
            const bool is_told = other.strategy.ends_with(kToldSuffix);
            if (greedy == 0 && name_of(other.strategy) == kGreedy && !is_told) greedy = earned;
            if (is_baseline(other.strategy)) best = std::max(best, earned);
        }
        // Against a loss or nothing there is no multiple.
        if (greedy > 0) row.of_greedy = row.median.judged() / greedy;
        if (best > 0) row.of_best = row.median.judged() / best;
    }
}

// Groups by what `is_same` says, in the order in which the groups appear.
template <class Item, class Same>
std::vector<std::vector<const Item*>> grouped(const std::vector<Item>& items, const Same& is_same) {
    std::vector<std::vector<const Item*>> groups;
    for (const Item& item : items) {
        const auto group = std::ranges::find_if(
            groups, [&](const auto& known) { return is_same(*known.front(), item); });
        if (group == groups.end()) {
            groups.push_back({&item});
        } else {
            group->push_back(&item);
        }
    }
    return groups;
}

std::optional<double> median_of(const std::vector<const Row*>& rows,
                                std::optional<double> Row::* multiple) {
    std::vector<double> values;
    for (const Row* row : rows) {
        if (row->*multiple) values.push_back(*(row->*multiple));
    }
    if (values.empty()) return std::nullopt;
    return median(std::move(values));
}

void take_least(std::optional<double>& least, const std::optional<double>& value) {
    if (value) least = std::min(least.value_or(*value), *value);
}

}  // namespace

double median(std::vector<double> values) {
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    if (values.size() % 2 == 1) return values[middle];
    return (values[middle - 1] + values[middle]) / 2;
}

bool is_baseline(std::string_view strategy) {
    return name_of(strategy) != kPlanner;
}

std::vector<Row> by_system(const std::vector<Outcome>& outcomes) {
    const auto is_same = [](const Outcome& a, const Outcome& b) {
        return a.trial.law == b.trial.law && system_of(a.trial) == system_of(b.trial) &&
               a.trial.haulers == b.trial.haulers && a.label == b.label;
    };
    std::vector<Row> rows;
    for (const auto& group : grouped(outcomes, is_same)) {
        std::vector<const Figures*> figures;
        for (const Outcome* outcome : group) {
            if (outcome->figures) figures.push_back(&*outcome->figures);
        }
        if (figures.empty()) continue;
        const kernel::StrategyTrial& trial = group.front()->trial;
        rows.push_back({.law = trial.law,
                        .system = system_of(trial),
                        .ships = trial.haulers,
                        .strategy = group.front()->label,
                        .settings = trading::to_string(trial.strategy),
                        .runs = figures.size(),
                        .median = median_of(figures)});
    }
    set_multiples(rows);
    return rows;
}

std::vector<Row> by_law(const std::vector<Row>& rows) {
    const auto is_same = [](const Row& a, const Row& b) {
        return a.law == b.law && a.ships == b.ships && a.strategy == b.strategy;
    };
    std::vector<Row> result;
    for (const auto& group : grouped(rows, is_same)) {
        std::vector<const Figures*> figures;
        Row row{.law = group.front()->law,
                .ships = group.front()->ships,
                .strategy = group.front()->strategy};
        for (const Row* each : group) {
            figures.push_back(&each->median);
            row.runs += each->runs;
            take_least(row.least_of_best, each->of_best);
            take_least(row.least_share, each->median.share_steady);
        }
        row.median = median_of(figures);
        row.of_greedy = median_of(group, &Row::of_greedy);
        row.of_best = median_of(group, &Row::of_best);
        result.push_back(std::move(row));
    }
    return result;
}

bool Comparison::has_failed() const {
    return !failed_sweeps.empty() || std::ranges::any_of(outcomes, [](const Outcome& each) {
        return !each.figures || !each.figures->books_agree;
    });
}

}  // namespace argosy::apps
