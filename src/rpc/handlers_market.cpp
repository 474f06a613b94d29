#include <algorithm>

#include "market/locator.h"
#include "rpc/daemon_handlers.h"
#include "rpc/moment.h"
#include "rpc/view.h"

namespace argosy::rpc {
namespace {

using core::Error;
using core::ErrorCode;
using core::Result;
using kernel::Company;

// What one answer lists at most: three days of looks every five minutes.
constexpr std::int64_t kMostPoints = 1'000;
constexpr core::Duration kUsualHistory = std::chrono::hours(24);
// More than any fleet carries at once; what is priced here keeps everybody else waiting.
constexpr std::int64_t kMostUnits = 10'000;

Result<void> check_good(const model::TradeSymbol& good) {
    if (model::recipes().contains(good) || model::base_price(good)) return {};
    return Error{ErrorCode::kNotFound, fmt::format("{} is no good of the game: expected one like "
                                                   "IRON_ORE",
                                                   good)};
}

Result<void> check_market(const Company& company, const model::WaypointSymbol& waypoint) {
    const model::Waypoint* charted = company.fleet().chart.find(waypoint);
    if (charted != nullptr && charted->has_trait("MARKETPLACE")) return {};
    return Error{ErrorCode::kNotFound,
                 fmt::format("no market is known at {}: expected a marketplace of {}", waypoint,
                             company.home_system())};
}

/// None asked for means one.
Result<core::Units> priced_units(std::int64_t asked) {
    if (asked < 0 || asked > kMostUnits) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("units was {}, expected 1 to {}", asked, kMostUnits)};
    }
    return core::Units(std::max<std::int64_t>(1, asked));
}

/// Distances are known within a system only.
std::optional<double> distance_between(const fleet::Chart& chart, const model::WaypointSymbol& from,
                                       const model::WaypointSymbol& to) {
    if (chart.find(to) == nullptr || model::system_of(from) != model::system_of(to)) {
        return std::nullopt;
    }
    return double(chart.distance(from, to));
}

v1::FoundMarkets to_message(const market::Located& located) {
    v1::FoundMarkets message;
    for (const market::Place& place : located.places) {
        v1::FoundMarket& found = *message.add_places();
        found.set_waypoint(place.market.str());
        found.set_type(std::string(model::to_string(place.type)));
        found.set_supply(std::string(model::to_string(place.supply)));
        if (place.activity) found.set_activity(std::string(model::to_string(*place.activity)));
        found.set_ask(place.ask.count());
        found.set_bid(place.bid.count());
        found.set_total(place.total.count());
        found.set_age_ms(place.age.count());
        if (place.error_bp) found.set_error_bp(*place.error_bp);
        found.set_distance(std::int64_t(place.distance));
    }
    for (const market::RejectedPlace& place : located.rejected) {
        v1::RejectedMarket& rejected = *message.add_rejected();
        rejected.set_waypoint(place.market.str());
        rejected.set_reason(place.reason);
    }
    return message;
}

v1::ForecastAccuracy to_message(const market::AccuracyRow& row) {
    v1::ForecastAccuracy message;
    message.set_type(std::string(model::to_string(row.type)));
    message.set_age_from_ms(row.age_from.count());
    message.set_prices(row.prices);
    message.set_exact(row.exact);
    message.set_median_bp(row.median_bp);
    message.set_worst_tenth_bp(row.worst_tenth_bp);
    return message;
}

v1::MarketSummary summary_of(const model::Waypoint& waypoint, const market::MarketBook& book) {
    v1::MarketSummary summary;
    summary.set_waypoint(waypoint.symbol.str());
    summary.set_type(waypoint.type);
    if (const auto looked_at = book.looked_at(waypoint.symbol)) {
        summary.set_looked_at(core::to_millis(*looked_at));
    }
    for (const market::Listing* listing : book.goods_at(waypoint.symbol)) {
        switch (listing->type) {
            case model::TradeType::kExport:
                summary.set_exports(summary.exports() + 1);
                break;
            case model::TradeType::kImport:
                summary.set_imports(summary.imports() + 1);
                break;
            case model::TradeType::kExchange:
                summary.set_exchanges(summary.exchanges() + 1);
                break;
        }
        if (listing->belief.size() == 1) summary.set_inferred(summary.inferred() + 1);
    }
    return summary;
}

}  // namespace

Handled<v1::ListMarketsResponse> DaemonHandlers::list_markets(v1::ListMarketsRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    v1::ListMarketsResponse response;
    response.set_now(core::to_millis(daemon_.runtime().now()));
    const model::SystemSymbol system(request.system());
    for (const auto& [symbol, waypoint] : company->fleet().chart.all()) {
        if (!waypoint.has_trait("MARKETPLACE")) continue;
        if (!system.empty() && model::system_of(symbol) != system) continue;
        *response.add_markets() = summary_of(waypoint, company->markets());
    }
    if (!system.empty() && response.markets().empty()) {
        co_return Error{ErrorCode::kNotFound,
                        fmt::format("no market is known in {}: expected a system that was charted, "
                                    "like {}",
                                    system, company->home_system())};
    }
    for (const market::AccuracyRow& row : company->markets().accuracy())
        *response.add_accuracy() = to_message(row);
    co_return response;
}

Handled<v1::FoundMarkets> DaemonHandlers::find_markets(v1::FindMarketsRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    const model::TradeSymbol good(request.good());
    ARGOSY_CO_CHECK(check_good(good));
    ARGOSY_CO_TRY(const core::Units units, priced_units(request.units()));
    const fleet::Chart& chart = company->fleet().chart;
    const core::Duration ahead(std::max<std::int64_t>(0, request.ahead_ms()));
    market::LocateOptions options{.at = daemon_.runtime().now() + ahead, .units = units};
    const model::WaypointSymbol from(request.from());
    if (!from.empty()) {
        if (chart.find(from) == nullptr) {
            co_return Error{ErrorCode::kNotFound,
                            fmt::format("waypoint {} is not charted: expected "
                                        "one of {}",
                                        from, company->home_system())};
        }
        options.distance = [&chart, from](const model::WaypointSymbol& to) {
            return distance_between(chart, from, to);
        };
    }
    const bool buys = request.side() == v1::MarketSide::BUY;
    v1::FoundMarkets found = to_message(buys ? find_sources(company->markets(), good, options)
                                             : find_sinks(company->markets(), good, options));
    found.set_good(request.good());
    found.set_side(request.side());
    found.set_units(options.units.count());
    co_return found;
}

Handled<v1::MarketHistory> DaemonHandlers::get_market_history(v1::GetMarketHistoryRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    const model::WaypointSymbol waypoint(request.waypoint());
    const model::TradeSymbol good(request.good());
    ARGOSY_CO_CHECK(check_market(*company, waypoint));
    ARGOSY_CO_CHECK(check_good(good));
    const core::TimePoint now = daemon_.runtime().now();
    ARGOSY_CO_TRY(const auto since, parse_moment(request.since(), now));
    const core::TimePoint from = since.value_or(now - kUsualHistory);
    ARGOSY_CO_TRY(const auto points, co_await daemon_.sessions().within(
                                         *company, company->markets().history(waypoint, good, from,
                                                                              now, kMostPoints)));
    v1::MarketHistory history;
    history.set_waypoint(request.waypoint());
    history.set_good(request.good());
    history.set_now(core::to_millis(now));
    for (const market::PricePoint& seen : points) {
        v1::PricePoint& point = *history.add_points();
        point.set_at(core::to_millis(seen.at));
        point.set_supply(std::string(model::to_string(seen.supply)));
        if (seen.activity) point.set_activity(std::string(model::to_string(*seen.activity)));
        point.set_volume(seen.volume.count());
        point.set_ask(seen.ask.count());
        point.set_bid(seen.bid.count());
    }
    co_return history;
}

Handled<v1::Market> DaemonHandlers::get_market(v1::GetMarketRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    const model::WaypointSymbol waypoint(request.waypoint());
    ARGOSY_CO_CHECK(check_market(*company, waypoint));
    v1::Market message;
    message.set_waypoint(request.waypoint());
    const core::TimePoint now = daemon_.runtime().now();
    message.set_now(core::to_millis(now));
    const auto listings = company->markets().goods_at(waypoint);
    for (const market::Listing* listing : listings) {
        if (!request.good().empty() && listing->good.str() != request.good()) continue;
        *message.add_goods() =
            to_message(*listing, company->markets().forecast(waypoint, listing->good, now));
    }
    if (!request.good().empty() && message.goods().empty()) {
        const bool known = model::recipes().contains(model::TradeSymbol(request.good())) ||
                           model::base_price(model::TradeSymbol(request.good())).has_value();
        co_return Error{ErrorCode::kNotFound,
                        !known ? fmt::format("{} is no good of the game", request.good())
                        : listings.empty()
                            ? fmt::format("nobody has looked at {} yet", waypoint)
                            : fmt::format("{} does not trade {}", waypoint, request.good())};
    }
    co_return message;
}

}  // namespace argosy::rpc
