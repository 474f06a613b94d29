#include <fmt/ranges.h>
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include "metrics/metrics.h"

namespace argosy::metrics {
namespace {

using game::Priority;
using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

/// One metric that the process counts itself.
struct LiveMetric {
    std::string_view name;
    MetricType type;
    std::string_view help;
    std::string_view label;  ///< Empty: none.
    void (*fill)(const Live& live, MetricFamily& family);
};

ClientMetric sample(std::vector<ClientMetric::Label> labels, MetricType type, double value) {
    ClientMetric metric;
    metric.label = std::move(labels);
    if (type == MetricType::Counter) metric.counter.value = value;
    if (type == MetricType::Gauge) metric.gauge.value = value;
    return metric;
}

void add(MetricFamily& family, std::string_view label, std::string_view of, double value) {
    family.metric.push_back(sample({{std::string(label), std::string(of)}}, family.type, value));
}

/// Adds a sample for each priority that requests wait with.
template <class Number>
void by_priority(MetricFamily& family, Number number) {
    for (std::size_t i = 0; i < game::kPriorities; ++i)
        add(family, "priority", game::to_string(static_cast<Priority>(i)), number(i));
}

void by_purpose_and_outcome(const Live& live, MetricFamily& family) {
    for (std::size_t i = 0; i < game::kPurposes; ++i) {
        for (std::size_t k = 0; k < game::kOutcomes; ++k) {
            const auto purpose = static_cast<game::RequestPurpose>(i);
            const auto outcome = static_cast<game::RequestOutcome>(k);
            const std::int64_t count = live.requests.count(purpose, outcome);
            if (count == 0) continue;  // Most pairs never happen.
            family.metric.push_back(sample({{"purpose", std::string(game::to_string(purpose))},
                                            {"outcome", std::string(game::to_string(outcome))}},
                                           family.type, double(count)));
        }
    }
}

void alone(MetricFamily& family, double value) {
    family.metric.push_back(sample({}, family.type, value));
}

constexpr double kMillisPerSecond = 1000.0;

// By name, behind those of the store.
const LiveMetric kLiveMetrics[] = {
    {"argosy_era", MetricType::Gauge, "1, for the universe that is played in.", "reset_date",
     [](const Live& live, MetricFamily& family) { add(family, "reset_date", live.era, 1); }},
    {"argosy_request_bound", MetricType::Gauge,
     "1 while requests leave as fast as they may and still wait, else 0.", "",
     [](const Live& live, MetricFamily& family) {
         alone(family, live.queue == Live::Queue::kBound ? 1 : 0);
     }},
    {"argosy_requests_total", MetricType::Counter,
     "Requests to the game, by what for and what became of them.", "purpose`, `outcome",
     by_purpose_and_outcome},
    {"argosy_requests_turned_away_total", MetricType::Counter,
     "Requests that were not sent because too many waited.", "priority",
     [](const Live& live, MetricFamily& family) {
         by_priority(family, [&](std::size_t i) { return double(live.requests.turned_away[i]); });
     }},
    {"argosy_requests_wait_seconds_total", MetricType::Counter,
     "How long requests waited for their turn, in the game's time.", "priority",
     [](const Live& live, MetricFamily& family) {
         by_priority(family, [&](std::size_t i) {
             return double(live.requests.waited[i].total().count()) / kMillisPerSecond;
         });
     }},
    {"argosy_requests_waiting", MetricType::Gauge, "Requests that wait for their turn now.", "",
     [](const Live& live, MetricFamily& family) { alone(family, double(live.waiting)); }},
};

MetricType type_of(const StoredMetric& metric) {
    return metric.type == StoredMetric::Type::kCounter ? MetricType::Counter : MetricType::Gauge;
}

std::string_view word_for(MetricType type) {
    return type == MetricType::Counter ? "counter" : "gauge";
}

MetricFamily family_of(const StoredMetric& metric, const store::Rows& rows) {
    MetricFamily family{std::string(metric.name), std::string(metric.help), type_of(metric), {}};
    for (const store::Row& row : rows) {
        std::vector<ClientMetric::Label> labels;
        for (const std::string_view label : metric.labels)
            labels.push_back({std::string(label), row.text(label)});
        family.metric.push_back(
            sample(std::move(labels), family.type, double(row.integer("value"))));
    }
    return family;
}

std::string page_entry(std::string_view name, MetricType type, std::string_view labels,
                       std::string_view help) {
    return fmt::format("| `{}` | {} | {} | {} |\n", name, word_for(type),
                       labels.empty() ? "" : fmt::format("`{}`", labels), help);
}

}  // namespace

Task<Result<std::string>> scrape(store::Store& store, Live live) {
    std::vector<MetricFamily> families;
    for (const StoredMetric& metric : stored_metrics()) {
        ARGOSY_CO_TRY(const store::Rows rows, co_await store.query(metric.sql, {live.era}));
        families.push_back(family_of(metric, rows));
    }
    for (const LiveMetric& metric : kLiveMetrics) {
        MetricFamily family{std::string(metric.name), std::string(metric.help), metric.type, {}};
        metric.fill(live, family);
        families.push_back(std::move(family));
    }
    // A name without a sample says nothing, and readers differ on whether it may stand.
    std::erase_if(families, [](const MetricFamily& family) { return family.metric.empty(); });
    co_return prometheus::TextSerializer().Serialize(families);
}

std::string reference_page() {
    std::string page =
        "# Metrics\n\n"
        "With `metrics.port` set (`configuration.md`), the daemon serves\n"
        "`http://127.0.0.1:PORT/metrics` in Prometheus' text format, to this machine only. The\n"
        "line of JSON that it prints when it is ready names the address as `metrics`.\n\n"
        "    ARGOSY_METRICS_PORT=9464 ./run daemon\n"
        "    curl http://127.0.0.1:9464/metrics\n\n"
        "Metrics are of the era that is played in. They are asked of the store at each scrape, so\n"
        "counters go on where they were after a restart.\n\n"
        "## From the store\n\n"
        "| name | type | labels | what |\n|---|---|---|---|\n";
    for (const StoredMetric& metric : stored_metrics()) {
        page += page_entry(metric.name, type_of(metric),
                           fmt::format("{}", fmt::join(metric.labels, "`, `")), metric.help);
    }
    page +=
        "\n## From the process\n\n"
        "The store does not count requests, so these begin at 0 with each start.\n\n"
        "| name | type | labels | what |\n|---|---|---|---|\n";
    for (const LiveMetric& metric : kLiveMetrics)
        page += page_entry(metric.name, metric.type, metric.label, metric.help);
    return page;
}

}  // namespace argosy::metrics
