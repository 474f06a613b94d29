#include "market/market_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/goods.h"

namespace argosy::market {
namespace {

using model::Activity;
using model::TradeSymbol;
using model::WaypointSymbol;

template <class Number>
store::Value maybe(const std::optional<Number>& number) {
    return number ? store::Value(*number) : store::Value(nullptr);
}

store::Value activity_value(const std::optional<Activity>& activity) {
    return activity ? store::Value(std::string(model::to_string(*activity)))
                    : store::Value(nullptr);
}

std::optional<Activity> activity_of(const store::Row& row) {
    const auto text = row.maybe_text("activity");
    return text ? model::parse_activity(*text) : std::nullopt;
}

// Part of a key, which cannot be null: exchanges have none.
std::string activity_key(const std::optional<Activity>& activity) {
    return activity ? std::string(model::to_string(*activity)) : std::string();
}

core::Error unreadable(std::string_view table, std::string_view column, std::string_view text) {
    return {core::ErrorCode::kInvalidArgument,
            fmt::format("{} holds {} \"{}\", which there is none of", table, column, text)};
}

Result<Listing> read_listing(const store::Row& row) {
    const auto type = model::parse_trade_type(row.text("trade_type"));
    if (!type) return unreadable("market_goods", "trade_type", row.text("trade_type"));
    const auto supply = model::parse_supply(row.text("supply"));
    if (!supply) return unreadable("market_goods", "supply", row.text("supply"));
    const auto source = parse_source(row.text("source"));
    if (!source) return unreadable("market_goods", "source", row.text("source"));
    ARGOSY_TRY(model::PriceBelief belief, model::parse_price_belief(row.text("belief")));
    Listing listing{.market = WaypointSymbol(row.text("waypoint_symbol")),
                    .good = TradeSymbol(row.text("good_symbol")),
                    .type = *type,
                    .volume = core::Units(row.integer("trade_volume")),
                    .supply = *supply,
                    .activity = activity_of(row),
                    .ask = core::Ask(row.integer("ask")),
                    .bid = core::Bid(row.integer("bid")),
                    .looked_at = core::from_millis(row.integer("looked_at")),
                    .belief = std::move(belief),
                    .source = *source,
                    .drift = Gauge(row.integer("drift_moved"), row.integer("drift_expected"))};
    if (const auto at = row.maybe_integer("traded_at")) listing.traded_at = core::from_millis(*at);
    const auto base = model::base_price(listing.good);
    const auto margin = row.maybe_integer("margin");
    const auto stock = row.maybe_integer("stock");
    if (base && margin && stock) {
        listing.state =
            model::PriceState{*type, *base, *margin, listing.volume, core::Units(*stock)};
    }
    return listing;
}

Result<ErrorKind> read_kind(std::string_view table, const store::Row& row) {
    const auto type = model::parse_trade_type(row.text("trade_type"));
    if (!type) return unreadable(table, "trade_type", row.text("trade_type"));
    const auto trading = parse_trading(row.text("trading"));
    if (!trading) return unreadable(table, "trading", row.text("trading"));
    return ErrorKind{*type, activity_of(row), *trading};
}

}  // namespace

Task<Result<std::vector<Listing>>> MarketRows::listings() const {
    ARGOSY_CO_TRY(
        const store::Rows rows,
        co_await store_.query("SELECT * FROM market_goods WHERE player_id = $1", {player_}));
    std::vector<Listing> listings;
    for (const store::Row& row : rows) {
        ARGOSY_CO_TRY(Listing listing, read_listing(row));
        listings.push_back(std::move(listing));
    }
    co_return listings;
}

Task<Result<std::vector<std::pair<DriftPool, Gauge>>>> MarketRows::drift_pools() const {
    ARGOSY_CO_TRY(
        const store::Rows rows,
        co_await store_.query("SELECT * FROM market_drift WHERE player_id = $1", {player_}));
    std::vector<std::pair<DriftPool, Gauge>> pools;
    for (const store::Row& row : rows) {
        ARGOSY_CO_TRY(const ErrorKind kind, read_kind("market_drift", row));
        pools.emplace_back(DriftPool{kind.type, kind.activity, kind.trading,
                                     core::Units(row.integer("trade_volume"))},
                           Gauge(row.integer("moved"), row.integer("expected")));
    }
    co_return pools;
}

Task<Result<std::vector<ForecastErrors::Entry>>> MarketRows::forecast_errors() const {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store_.query("SELECT * FROM market_forecast_errors WHERE player_id = $1",
                                        {player_}));
    std::vector<ForecastErrors::Entry> entries;
    for (const store::Row& row : rows) {
        ARGOSY_CO_TRY(const ErrorKind kind, read_kind("market_forecast_errors", row));
        entries.push_back({kind, core::Duration(row.integer("age_from")), row.integer("error_to"),
                           row.integer("prices")});
    }
    co_return entries;
}

Task<Result<std::map<WaypointSymbol, MarketRhythm>>> MarketRows::rhythms() const {
    ARGOSY_CO_TRY(
        const store::Rows rows,
        co_await store_.query("SELECT * FROM market_rhythms WHERE player_id = $1", {player_}));
    std::map<WaypointSymbol, MarketRhythm> rhythms;
    for (const store::Row& row : rows) {
        rhythms[WaypointSymbol(row.text("waypoint_symbol"))] =
            MarketRhythm{.last = {core::from_millis(row.integer("updated_after")),
                                  core::from_millis(row.integer("updated_by"))},
                         .gaps = row.integer("gaps"),
                         .gap_sum = core::Duration(row.integer("gap_sum")),
                         .deviation_sum = core::Duration(row.integer("deviation_sum"))};
    }
    co_return rhythms;
}

Task<Result<std::vector<PricePoint>>> MarketRows::history(WaypointSymbol market, TradeSymbol good,
                                                          core::TimePoint from, core::TimePoint to,
                                                          std::int64_t most) const {
    ARGOSY_CO_TRY(
        const store::Rows rows,
        co_await store_.query(
            "SELECT at, supply, activity, trade_volume, ask, bid"
            " FROM market_price_history WHERE player_id = $1 AND waypoint_symbol = $2"
            " AND good_symbol = $3 AND at >= $4 AND at <= $5 ORDER BY at DESC LIMIT $6",
            {player_, market.str(), good.str(), core::to_millis(from), core::to_millis(to), most}));
    std::vector<PricePoint> points;
    for (const store::Row& row : rows) {
        const auto supply = model::parse_supply(row.text("supply"));
        if (!supply) co_return unreadable("market_price_history", "supply", row.text("supply"));
        points.push_back({core::from_millis(row.integer("at")),
                          core::Units(row.integer("trade_volume")), *supply, activity_of(row),
                          core::Ask(row.integer("ask")), core::Bid(row.integer("bid"))});
    }
    std::reverse(points.begin(), points.end());
    co_return points;
}

void MarketRows::save(const Listing& listing, store::Transaction& transaction) const {
    std::optional<std::int64_t> margin, stock, traded_at;
    if (listing.state) {
        margin = listing.state->margin;
        stock = listing.state->stock.count();
    }
    if (listing.traded_at) traded_at = core::to_millis(*listing.traded_at);
    transaction.add(
        "INSERT INTO market_goods (player_id, waypoint_symbol, good_symbol, trade_type,"
        " trade_volume, supply, activity, ask, bid, margin, stock, looked_at, belief, source,"
        " traded_at, drift_moved, drift_expected)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
        " ON CONFLICT (player_id, waypoint_symbol, good_symbol) DO UPDATE SET"
        " trade_type = $4, trade_volume = $5, supply = $6, activity = $7, ask = $8, bid = $9,"
        " margin = $10, stock = $11, looked_at = $12, belief = $13, source = $14,"
        " traded_at = $15, drift_moved = $16, drift_expected = $17",
        {player_, listing.market.str(), listing.good.str(),
         std::string(model::to_string(listing.type)), listing.volume.count(),
         std::string(model::to_string(listing.supply)), activity_value(listing.activity),
         listing.ask.count(), listing.bid.count(), maybe(margin), maybe(stock),
         core::to_millis(listing.looked_at), model::to_text(listing.belief),
         std::string(to_string(listing.source)), maybe(traded_at), listing.drift.moved(),
         listing.drift.expected()});
}

void MarketRows::save_history(const Listing& listing, store::Transaction& transaction) const {
    transaction.add(
        "INSERT INTO market_price_history (player_id, waypoint_symbol, good_symbol, at, supply,"
        " activity, trade_volume, ask, bid) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        " ON CONFLICT DO NOTHING",
        {player_, listing.market.str(), listing.good.str(), core::to_millis(listing.looked_at),
         std::string(model::to_string(listing.supply)), activity_value(listing.activity),
         listing.volume.count(), listing.ask.count(), listing.bid.count()});
}

void MarketRows::remove_history(const WaypointSymbol& market, core::TimePoint before,
                                store::Transaction& transaction) const {
    transaction.add(
        "DELETE FROM market_price_history WHERE player_id = $1 AND waypoint_symbol = $2"
        " AND at < $3",
        {player_, market.str(), core::to_millis(before)});
}

void MarketRows::count_look(const WaypointSymbol& market, store::Transaction& transaction) const {
    transaction.add(
        "INSERT INTO market_looks (player_id, waypoint_symbol, looks) VALUES ($1, $2, 1)"
        " ON CONFLICT (player_id, waypoint_symbol) DO UPDATE SET looks = market_looks.looks + 1",
        {player_, market.str()});
}

void MarketRows::remove(const WaypointSymbol& market, const TradeSymbol& good,
                        store::Transaction& transaction) const {
    transaction.add(
        "DELETE FROM market_goods WHERE player_id = $1 AND waypoint_symbol = $2"
        " AND good_symbol = $3",
        {player_, market.str(), good.str()});
}

void MarketRows::save(const DriftPool& pool, const Gauge& gauge,
                      store::Transaction& transaction) const {
    transaction.add(
        "INSERT INTO market_drift (player_id, trade_type, activity, trading, trade_volume, moved,"
        " expected) VALUES ($1, $2, $3, $4, $5, $6, $7)"
        " ON CONFLICT (player_id, trade_type, activity, trading, trade_volume) DO UPDATE SET"
        " moved = $6, expected = $7",
        {player_, std::string(model::to_string(pool.type)), activity_key(pool.activity),
         std::string(to_string(pool.trading)), pool.volume.count(), gauge.moved(),
         gauge.expected()});
}

void MarketRows::save(const ForecastErrors::Entry& entry, store::Transaction& transaction) const {
    transaction.add(
        "INSERT INTO market_forecast_errors (player_id, trade_type, activity, trading, age_from,"
        " error_to, prices) VALUES ($1, $2, $3, $4, $5, $6, $7)"
        " ON CONFLICT (player_id, trade_type, activity, trading, age_from, error_to) DO UPDATE SET"
        " prices = $7",
        {player_, std::string(model::to_string(entry.kind.type)), activity_key(entry.kind.activity),
         std::string(to_string(entry.kind.trading)), entry.age_from.count(), entry.error_to,
         entry.prices});
}

void MarketRows::save(const WaypointSymbol& market, const MarketRhythm& rhythm,
                      store::Transaction& transaction) const {
    transaction.add(
        "INSERT INTO market_rhythms (player_id, waypoint_symbol, updated_after, updated_by, gaps,"
        " gap_sum, deviation_sum) VALUES ($1, $2, $3, $4, $5, $6, $7)"
        " ON CONFLICT (player_id, waypoint_symbol) DO UPDATE SET updated_after = $3,"
        " updated_by = $4, gaps = $5, gap_sum = $6, deviation_sum = $7",
        {player_, market.str(), core::to_millis(rhythm.last.from), core::to_millis(rhythm.last.to),
         rhythm.gaps, rhythm.gap_sum.count(), rhythm.deviation_sum.count()});
}

}  // namespace argosy::market
