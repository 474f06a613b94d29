#include <fmt/format.h>

#include <boost/json.hpp>

#include "apps/compare_runs.h"

namespace argosy::apps {
namespace {

boost::json::value maybe(const std::optional<double>& number) {
    return number ? boost::json::value(*number) : boost::json::value(nullptr);
}

std::optional<double> maybe(const boost::json::value& value) {
    if (value.is_null()) return std::nullopt;
    return value.to_number<double>();
}

Figures read(const boost::json::object& row) {
    const auto number = [&](const char* key) { return row.at(key).to_number<double>(); };
    Figures figures{.per_hour = number("per_hour"),
                    .after_six = maybe(row.at("after_six")),
                    .steady = maybe(row.at("steady")),
                    .bound = maybe(row.at("bound")),
                    .bound_steady = maybe(row.at("bound_steady")),
                    .share = maybe(row.at("share")),
                    .share_steady = maybe(row.at("share_steady")),
                    .per_request = number("per_request"),
                    .in_hauls = number("in_hauls"),
                    .gap_seconds = number("gap_seconds"),
                    .requests = number("requests"),
                    .rate_limited = number("rate_limited"),
                    .drawdown = number("drawdown"),
                    .stranded = number("stranded"),
                    .forecast_error = maybe(row.at("forecast_error")),
                    .books_agree = row.at("books_agree").as_bool(),
                    .decision_hash = std::string(row.at("decision_hash").as_string())};
    for (const auto& [purpose, sent] : row.at("by_purpose").as_object())
        figures.by_purpose[purpose] = sent.to_number<double>();
    for (const boost::json::value& worth : row.at("worth").as_array())
        figures.worth.push_back(worth.to_number<double>());
    return figures;
}

}  // namespace

std::string to_json(const Figures& figures) {
    boost::json::object purposes;
    for (const auto& [purpose, sent] : figures.by_purpose)
        purposes[purpose] = sent;
    return boost::json::serialize(
        boost::json::object{{"per_hour", figures.per_hour},
                            {"after_six", maybe(figures.after_six)},
                            {"steady", maybe(figures.steady)},
                            {"bound", maybe(figures.bound)},
                            {"bound_steady", maybe(figures.bound_steady)},
                            {"share", maybe(figures.share)},
                            {"share_steady", maybe(figures.share_steady)},
                            {"per_request", figures.per_request},
                            {"in_hauls", figures.in_hauls},
                            {"gap_seconds", figures.gap_seconds},
                            {"requests", figures.requests},
                            {"rate_limited", figures.rate_limited},
                            {"drawdown", figures.drawdown},
                            {"stranded", figures.stranded},
                            {"forecast_error", maybe(figures.forecast_error)},
                            {"by_purpose", std::move(purposes)},
                            {"books_agree", figures.books_agree},
                            {"decision_hash", figures.decision_hash},
                            {"worth", boost::json::value_from(figures.worth)}});
}

core::Result<Figures> figures_from_json(std::string_view text) {
    // Boost says by an exception what is missing or of another kind.
    try {
        return read(boost::json::parse(text).as_object());
    } catch (const std::exception& error) {
        return core::Error{core::ErrorCode::kInvalidArgument,
                           fmt::format("a run's figures cannot be read: {}", error.what())};
    }
}

}  // namespace argosy::apps
