#include "manufacturing/production_estimate.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

namespace argosy::manufacturing {
namespace {

using core::Duration;
using core::TimePoint;
using model::TradeSymbol;

// What one update brings is believed within half of it, and never closer than a tenth of a trade
// volume.
constexpr double kStepDoubt = 0.5;
constexpr double kLeastDoubt = 0.1;

// Of what makes nothing, no more is said than that it is not soon.
constexpr std::int64_t kMostUpdates = 40;

// Stocks are whole units: what an update brings is told from several.
constexpr std::int64_t kAhead = 4;

// Smaller changes of an estimate are not worth a row.
constexpr Duration kNoticeable = std::chrono::seconds(30);

double normal_cdf(double z) {
    return 0.5 * std::erfc(-z / std::sqrt(2.0));
}

std::string to_json(const std::map<TradeSymbol, TimePoint>& delivered) {
    boost::json::object object;
    for (const auto& [input, at] : delivered)
        object[input.str()] = core::to_millis(at);
    return boost::json::serialize(object);
}

Result<std::map<TradeSymbol, TimePoint>> parse_deliveries(const std::string& json) {
    boost::system::error_code failed;
    const boost::json::value parsed = boost::json::parse(json, failed);
    std::map<TradeSymbol, TimePoint> delivered;
    bool readable = !failed && parsed.is_object();
    if (readable) {
        for (const auto& [input, at] : parsed.as_object()) {
            readable = readable && at.is_int64();
            if (readable) {
                delivered[TradeSymbol(std::string_view(input))] = core::from_millis(at.as_int64());
            }
        }
    }
    if (readable) return delivered;
    return core::Error{core::ErrorCode::kInvalidArgument,
                       fmt::format("deliveries cannot be read: {}", json)};
}

ConfidenceLevel confidence_of(const market::MarketBook& markets,
                              const model::WaypointSymbol& factory, double chance) {
    const bool timed = markets.rhythms().knows(factory);
    const bool settled = chance < 0.1 || chance > 0.9;
    if (timed && settled) return ConfidenceLevel::kHigh;
    return timed || settled ? ConfidenceLevel::kMedium : ConfidenceLevel::kLow;
}

}  // namespace

Readiness estimate_readiness(const market::MarketBook& markets,
                             const model::WaypointSymbol& factory, const TradeSymbol& output,
                             TimePoint now) {
    const market::Listing* listing = markets.find(factory, output);
    if (listing == nullptr || !listing->state) {
        return {.next_update = {now, now}, .chance = 1, .ready_at = now};
    }
    const TimePoint seen = listing->looked_at;
    const Duration gap = markets.rhythms().gap();
    Readiness readiness{.next_update = markets.rhythms().next_after(factory, seen)};
    const double volume = double(listing->volume.count());
    const double stock = double(listing->state->stock.count());
    const auto later = markets.forecast(factory, output, seen + kAhead * gap);
    const double step = std::max(0.0, double(later->state.stock.count()) - stock) / double(kAhead);
    const double lacking = double(model::kHighFrom) * volume - stock;
    readiness.rate = core::Units(
        std::llround(step * double(std::chrono::hours(1) / Duration(1)) / double(gap.count())));
    readiness.chance =
        normal_cdf((step - lacking) / std::max(kStepDoubt * step, kLeastDoubt * volume));
    const double updates = step > 0 ? std::ceil(lacking / step) : double(kMostUpdates);
    const auto more = std::clamp<std::int64_t>(std::int64_t(updates) - 1, 0, kMostUpdates);
    readiness.ready_at =
        readiness.next_update.from + readiness.next_update.width() / 2 + more * gap;
    readiness.confidence = confidence_of(markets, factory, readiness.chance);
    return readiness;
}

EstimateBook::EstimateBook(const core::Runtime& runtime, store::Store& store, std::int64_t player)
    : runtime_(runtime), store_(store), player_(player) {}

EstimateBook::Key EstimateBook::key_of(const FactoryState& factory) {
    return {factory.pipeline, factory.factory, factory.output};
}

Task<Result<void>> EstimateBook::load() {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store_.query("SELECT e.* FROM production_estimates e"
                                        " JOIN manufacturing_pipelines p ON p.id = e.pipeline_id"
                                        " WHERE e.player_id = $1"
                                        " AND p.status IN ('PLANNING', 'EXECUTING')",
                                        {player_}));
    for (const store::Row& row : rows) {
        ARGOSY_CO_TRY(auto delivered, parse_deliveries(row.text("inputs_delivered_at")));
        ProductionEstimate estimate{
            .id = EstimateId(row.text("id")),
            .factory = model::WaypointSymbol(row.text("factory_symbol")),
            .output = TradeSymbol(row.text("output_good")),
            .pipeline = core::PipelineId(row.text("pipeline_id")),
            .inputs_delivered_at = std::move(delivered),
            .estimated_ready_at = core::from_millis(row.integer("estimated_ready_at")),
            .production_rate = core::Units(row.integer("production_rate")),
            .confidence = parse_confidence_level(row.text("confidence_level"))
                              .value_or(ConfidenceLevel::kLow),
            .created_at = core::from_millis(row.integer("created_at"))};
        if (const auto all = row.maybe_integer("all_inputs_at")) {
            estimate.all_inputs_at = core::from_millis(*all);
        }
        const Key key(estimate.pipeline, estimate.factory, estimate.output);
        estimates_.insert_or_assign(key, std::move(estimate));
    }
    co_return Result<void>();
}

ProductionEstimate& EstimateBook::at(const FactoryState& factory) {
    const auto [found, is_new] = estimates_.try_emplace(key_of(factory));
    if (is_new) {
        const TimePoint now = runtime_.now();
        found->second = ProductionEstimate{.id = runtime_.ids.next<EstimateId>("estimate"),
                                           .factory = factory.factory,
                                           .output = factory.output,
                                           .pipeline = factory.pipeline,
                                           .estimated_ready_at = now,
                                           .created_at = now};
    }
    return found->second;
}

void EstimateBook::record_delivery(const FactoryState& factory, const TradeSymbol& input,
                                   TimePoint when, store::Transaction& transaction) {
    ProductionEstimate& estimate = at(factory);
    if (!estimate.inputs_delivered_at.emplace(input, when).second) return;
    const auto& delivered = estimate.inputs_delivered_at;
    const bool all = std::all_of(factory.required.begin(), factory.required.end(),
                                 [&](const TradeSymbol& each) { return delivered.contains(each); });
    if (all && !estimate.all_inputs_at) estimate.all_inputs_at = when;
    save(estimate, transaction);
}

void EstimateBook::update(const FactoryState& factory, const Readiness& readiness,
                          store::Transaction& transaction) {
    const bool is_new = find(factory) == nullptr;
    ProductionEstimate& estimate = at(factory);
    const Duration moved = std::chrono::abs(readiness.ready_at - estimate.estimated_ready_at);
    const bool same = moved <= kNoticeable && estimate.confidence == readiness.confidence &&
                      estimate.production_rate == readiness.rate;
    if (same && !is_new) return;
    estimate.estimated_ready_at = readiness.ready_at;
    estimate.confidence = readiness.confidence;
    estimate.production_rate = readiness.rate;
    save(estimate, transaction);
}

void EstimateBook::keep_only(const std::function<bool(const core::PipelineId&)>& active) {
    std::erase_if(estimates_, [&](const auto& entry) { return !active(entry.second.pipeline); });
}

const ProductionEstimate* EstimateBook::find(const FactoryState& factory) const {
    const auto found = estimates_.find(key_of(factory));
    return found == estimates_.end() ? nullptr : &found->second;
}

void EstimateBook::save(const ProductionEstimate& estimate, store::Transaction& transaction) const {
    transaction.add(
        "INSERT INTO production_estimates (id, player_id, factory_symbol, output_good, pipeline_id,"
        " inputs_delivered_at, all_inputs_at, estimated_ready_at, production_rate,"
        " confidence_level, created_at, updated_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        " ON CONFLICT (pipeline_id, factory_symbol, output_good) DO UPDATE SET"
        " inputs_delivered_at = $6, all_inputs_at = $7, estimated_ready_at = $8,"
        " production_rate = $9, confidence_level = $10, updated_at = $12",
        {estimate.id.str(), player_, estimate.factory.str(), estimate.output.str(),
         estimate.pipeline.str(), to_json(estimate.inputs_delivered_at),
         estimate.all_inputs_at ? store::Value(core::to_millis(*estimate.all_inputs_at))
                                : store::Value(nullptr),
         core::to_millis(estimate.estimated_ready_at), estimate.production_rate.count(),
         std::string(to_string(estimate.confidence)), core::to_millis(estimate.created_at),
         core::to_millis(runtime_.now())});
}

}  // namespace argosy::manufacturing
