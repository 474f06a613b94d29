#include "manufacturing/profit_forecast.h"

#include <algorithm>
#include <boost/json.hpp>

#include "core/enum_names.h"

namespace argosy::manufacturing {
namespace {

using Level = ConfidenceLevel;

constexpr auto kNames = core::enum_names<Level>({
    {Level::kHigh, "HIGH"},
    {Level::kMedium, "MEDIUM"},
    {Level::kLow, "LOW"},
});

constexpr auto kBasisNames = core::enum_names<SaleBasis>({
    {SaleBasis::kPrices, "PRICES"},
    {SaleBasis::kExperience, "EXPERIENCE"},
});

constexpr std::int64_t kWholeBp = 10'000;

// Of so many pipelines of a product experience is made.
constexpr std::size_t kExperience = 3;

std::string to_json(const std::vector<PriceSnapshot>& snapshots) {
    boost::json::array rows;
    for (const PriceSnapshot& snapshot : snapshots) {
        boost::json::object row{{"good", snapshot.good.str()},
                                {"waypoint_symbol", snapshot.waypoint.str()},
                                {"price", snapshot.price.count()},
                                {"supply", model::to_string(snapshot.supply)},
                                {"captured_at", core::to_millis(snapshot.captured_at)}};
        if (snapshot.activity) row["activity"] = model::to_string(*snapshot.activity);
        rows.push_back(std::move(row));
    }
    return boost::json::serialize(rows);
}

// The snapshots stay in the store: nothing that is decided needs them again.
ProfitForecast read(const store::Row& row) {
    ProfitForecast forecast{.id = ForecastId(row.text("id")),
                            .pipeline = core::PipelineId(row.text("pipeline_id")),
                            .target = model::TradeSymbol(row.text("target_good")),
                            .break_even = core::Units(row.integer("break_even_quantity")),
                            .created_at = core::from_millis(row.integer("created_at")),
                            .valid_until = core::from_millis(row.integer("valid_until"))};
    const core::Credits sale(row.integer("estimated_sale"));
    forecast.sale.revenue = sale;
    forecast.feeding.cost = core::Credits(row.integer("estimated_cost"));
    forecast.feeding.revenue = core::Credits(row.integer("estimated_revenue")) - sale;
    forecast.basis = parse_sale_basis(row.text("sale_basis")).value_or(forecast.basis);
    forecast.confidence =
        parse_confidence_level(row.text("confidence_level")).value_or(forecast.confidence);
    if (const auto frozen_at = row.maybe_integer("frozen_at")) {
        forecast.frozen_at = core::from_millis(*frozen_at);
    }
    return forecast;
}

}  // namespace

std::string_view to_string(SaleBasis basis) {
    return kBasisNames.name_of(basis);
}

std::optional<SaleBasis> parse_sale_basis(std::string_view text) {
    return kBasisNames.value_of(text);
}

std::string_view to_string(ConfidenceLevel level) {
    return kNames.name_of(level);
}

std::optional<ConfidenceLevel> parse_confidence_level(std::string_view text) {
    return kNames.value_of(text);
}

Takings& Takings::operator+=(const Takings& other) {
    units += other.units;
    cost += other.cost;
    revenue += other.revenue;
    return *this;
}

std::int64_t ProfitForecast::margin_bp() const {
    return cost().count() == 0 ? 0 : profit().count() * kWholeBp / cost().count();
}

std::int64_t error_bp(core::Credits forecast, core::Credits actual) {
    const std::int64_t off = std::abs((actual - forecast).count());
    const std::int64_t of = std::abs(forecast.count());
    if (off == 0) return 0;
    return of == 0 ? kWholeBp : off * kWholeBp / of;
}

Task<Result<void>> ForecastBook::load() {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store_.query("SELECT f.* FROM profit_forecasts f"
                                        " JOIN manufacturing_pipelines p ON p.id = f.pipeline_id"
                                        " WHERE p.player_id = $1"
                                        " ORDER BY p.completed_at, p.sequence_number",
                                        {player_}));
    for (const store::Row& row : rows) {
        ProfitForecast forecast = read(row);
        const core::PipelineId pipeline = forecast.pipeline;
        if (const auto profit = row.maybe_integer("actual_profit")) {
            const auto sale = row.maybe_integer("actual_sale");
            learn(forecast, core::Credits(sale.value_or(0)), core::Credits(*profit));
        } else {
            open_.insert_or_assign(pipeline, std::move(forecast));
        }
    }
    co_return Result<void>();
}

// What such sales brought the last few times: the middle one, so that one odd run does not count.
void ForecastBook::estimate(ProfitForecast& forecast) const {
    if (forecast.sale.units.count() > 0) return;
    forecast.basis = SaleBasis::kExperience;
    const auto known = experience_.find(forecast.target);
    if (known == experience_.end()) return;
    std::vector<core::Credits> sorted(known->second.begin(), known->second.end());
    std::sort(sorted.begin(), sorted.end());
    forecast.sale.revenue = sorted[(sorted.size() - 1) / 2];
}

void ForecastBook::learn(const ProfitForecast& forecast, core::Credits sale, core::Credits profit) {
    if (!forecast.frozen_at) return;
    errors_bp_.insert(error_bp(forecast.profit(), profit));
    if (forecast.basis != SaleBasis::kExperience) return;
    std::deque<core::Credits>& lately = experience_[forecast.target];
    lately.push_back(sale);
    if (lately.size() > kExperience) lately.pop_front();
}

std::optional<std::int64_t> ForecastBook::median_error_bp() const {
    if (errors_bp_.empty()) return std::nullopt;
    return *std::next(errors_bp_.begin(), std::ptrdiff_t(errors_bp_.size() / 2));
}

void ForecastBook::add(ProfitForecast forecast, store::Transaction& transaction) {
    estimate(forecast);
    forecast.id = runtime_.ids.next<ForecastId>("forecast");
    transaction.add(
        "INSERT INTO profit_forecasts (id, pipeline_id, target_good, estimated_cost,"
        " estimated_revenue, estimated_profit, profit_margin_bp, estimated_sale, sale_basis,"
        " break_even_quantity, confidence_level, price_snapshots, valid_until, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        {forecast.id.str(), forecast.pipeline.str(), forecast.target.str(), forecast.cost().count(),
         forecast.revenue().count(), forecast.profit().count(), forecast.margin_bp(),
         forecast.sale.profit().count(), std::string(to_string(forecast.basis)),
         forecast.break_even.count(), std::string(to_string(forecast.confidence)),
         to_json(forecast.snapshots), core::to_millis(forecast.valid_until),
         core::to_millis(forecast.created_at)});
    const core::PipelineId pipeline = forecast.pipeline;
    open_.insert_or_assign(pipeline, std::move(forecast));
}

void ForecastBook::freeze(ProfitForecast forecast, store::Transaction& transaction) {
    ProfitForecast& kept = open_.at(forecast.pipeline);
    ARGOSY_ASSERT(!kept.frozen_at);
    estimate(forecast);
    forecast.id = kept.id;
    forecast.frozen_at = runtime_.now();
    transaction.add(
        "UPDATE profit_forecasts SET estimated_cost = $2, estimated_revenue = $3,"
        " estimated_profit = $4, profit_margin_bp = $5, estimated_sale = $6, sale_basis = $7,"
        " break_even_quantity = $8, confidence_level = $9, price_snapshots = $10,"
        " valid_until = $11, frozen_at = $12 WHERE id = $1",
        {forecast.id.str(), forecast.cost().count(), forecast.revenue().count(),
         forecast.profit().count(), forecast.margin_bp(), forecast.sale.profit().count(),
         std::string(to_string(forecast.basis)), forecast.break_even.count(),
         std::string(to_string(forecast.confidence)), to_json(forecast.snapshots),
         core::to_millis(forecast.valid_until), core::to_millis(*forecast.frozen_at)},
        store::Expect::kOneRow);
    runtime_.log.info("manufacturing", "profit_forecast",
                      {{"pipeline", forecast.pipeline},
                       {"product", forecast.target},
                       {"cost", forecast.cost()},
                       {"revenue", forecast.revenue()},
                       {"profit", forecast.profit()},
                       {"margin_bp", forecast.margin_bp()},
                       {"confidence", to_string(forecast.confidence)}});
    kept = std::move(forecast);
}

void ForecastBook::validate(const core::PipelineId& pipeline, const Takings& sale,
                            const Takings& feeding, store::Transaction& transaction) {
    const auto found = open_.find(pipeline);
    if (found == open_.end()) return;
    const core::Credits profit = sale.profit() + feeding.profit();
    transaction.add(
        "UPDATE profit_forecasts SET actual_profit = $2, actual_sale = $3 WHERE id = $1",
        {found->second.id.str(), profit.count(), sale.profit().count()}, store::Expect::kOneRow);
    runtime_.log.info("manufacturing", "profit_validation",
                      {{"pipeline", pipeline},
                       {"forecast", found->second.profit()},
                       {"actual", profit},
                       {"error_bp", error_bp(found->second.profit(), profit)},
                       {"confidence", to_string(found->second.confidence)}});
    learn(found->second, sale.profit(), profit);
    open_.erase(found);
}

const ProfitForecast* ForecastBook::find(const core::PipelineId& pipeline) const {
    const auto found = open_.find(pipeline);
    return found == open_.end() ? nullptr : &found->second;
}

}  // namespace argosy::manufacturing
