#include "market/market_book.h"

#include <algorithm>

#include "model/goods.h"

namespace argosy::market {
namespace {

using model::TradeSymbol;
using model::TradeType;
using model::WaypointSymbol;

template <class Number>
store::Value maybe(const std::optional<Number>& number) {
    return number ? store::Value(*number) : store::Value(nullptr);
}

}  // namespace

MarketBook::MarketBook(const core::Runtime& runtime, store::Store& store, std::int64_t player)
    : runtime_(runtime), store_(store), player_(player) {}

Task<Result<void>> MarketBook::load() {
    ARGOSY_CO_TRY(
        const store::Rows rows,
        co_await store_.query("SELECT * FROM market_goods WHERE player_id = $1", {player_}));
    for (const store::Row& row : rows) {
        const auto type = model::parse_trade_type(row.text("trade_type"));
        const auto supply = model::parse_supply(row.text("supply"));
        if (!type || !supply) {
            co_return core::Error{core::ErrorCode::kInvalidArgument,
                                  fmt::format("market_goods holds type {} and supply {}, which the "
                                              "game does not have",
                                              row.text("trade_type"), row.text("supply"))};
        }
        Listing listing{.market = WaypointSymbol(row.text("waypoint_symbol")),
                        .good = TradeSymbol(row.text("good_symbol")),
                        .type = *type,
                        .volume = core::Units(row.integer("trade_volume")),
                        .supply = *supply,
                        .ask = core::Ask(row.integer("ask")),
                        .bid = core::Bid(row.integer("bid")),
                        .looked_at = core::from_millis(row.integer("looked_at"))};
        if (const auto activity = row.maybe_text("activity")) {
            listing.activity = model::parse_activity(*activity);
        }
        const auto base = model::base_price(listing.good);
        const auto margin = row.maybe_integer("margin");
        const auto stock = row.maybe_integer("stock");
        if (base && margin && stock) {
            listing.state =
                model::PriceState{*type, *base, *margin, listing.volume, core::Units(*stock)};
        }
        by_good_[listing.good][listing.market] = listing.type;
        markets_[listing.market].insert_or_assign(listing.good, listing);
    }
    co_return Result<void>();
}

std::optional<model::PriceState> MarketBook::infer_state(const model::MarketGood& seen,
                                                         const Listing* before) const {
    const auto base = model::base_price(seen.good);
    if (!base) return std::nullopt;
    // A margin is drawn once for each trade volume, so the one known from before decides first.
    std::optional<std::int64_t> margin;
    if (before != nullptr && before->state && before->volume == seen.volume) {
        margin = before->state->margin;
    }
    return model::likeliest({seen.type, *base, seen.volume, seen.supply, seen.ask, seen.bid},
                            margin);
}

void MarketBook::record_look(const model::Market& market, store::Transaction& transaction) {
    ARGOSY_ASSERT(market.goods.has_value());
    for (const model::MarketGood& seen : *market.goods) {
        const Listing* before = find(market.symbol, seen.good);
        if (before != nullptr) {
            ++accuracy_.seen_again;
            if (before->ask == seen.ask) ++accuracy_.as_expected;
        }
        Listing listing{.market = market.symbol,
                        .good = seen.good,
                        .type = seen.type,
                        .volume = seen.volume,
                        .supply = seen.supply,
                        .activity = seen.activity,
                        .ask = seen.ask,
                        .bid = seen.bid,
                        .looked_at = runtime_.now(),
                        .state = infer_state(seen, before),
                        .trades = before == nullptr ? Frequency() : before->trades};
        save(listing, transaction);
        const bool moved = before == nullptr || before->ask != seen.ask ||
                           before->bid != seen.bid || before->volume != seen.volume;
        if (moved) save_history(listing, transaction);
        by_good_[seen.good][market.symbol] = seen.type;
        markets_[market.symbol].insert_or_assign(seen.good, std::move(listing));
    }
    forget_unlisted(market, transaction);
}

void MarketBook::forget_unlisted(const model::Market& market, store::Transaction& transaction) {
    auto& goods = markets_[market.symbol];
    for (auto known = goods.begin(); known != goods.end();) {
        const bool listed =
            std::any_of(market.goods->begin(), market.goods->end(),
                        [&](const model::MarketGood& seen) { return seen.good == known->first; });
        if (listed) {
            ++known;
            continue;
        }
        transaction.add(
            "DELETE FROM market_goods WHERE player_id = $1 AND waypoint_symbol = $2"
            " AND good_symbol = $3",
            {player_, market.symbol.str(), known->first.str()});
        by_good_[known->first].erase(market.symbol);
        known = goods.erase(known);
    }
}

// A look that shows what was expected adds nothing to the history.
void MarketBook::save_history(const Listing& listing, store::Transaction& transaction) const {
    transaction.add(
        "INSERT INTO market_price_history (player_id, waypoint_symbol, good_symbol, at, supply,"
        " activity, trade_volume, ask, bid) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        " ON CONFLICT DO NOTHING",
        {player_, listing.market.str(), listing.good.str(), core::to_millis(listing.looked_at),
         std::string(model::to_string(listing.supply)),
         listing.activity ? store::Value(std::string(model::to_string(*listing.activity)))
                          : store::Value(nullptr),
         listing.volume.count(), listing.ask.count(), listing.bid.count()});
}

const Listing* MarketBook::record_trade(const WaypointSymbol& market, const TradeSymbol& good,
                                        core::Units bought, store::Transaction& transaction) {
    const auto goods = markets_.find(market);
    if (goods == markets_.end()) return nullptr;
    const auto found = goods->second.find(good);
    if (found == goods->second.end()) return nullptr;
    Listing& listing = found->second;
    listing.trades.count(runtime_.now());
    if (listing.state) {
        listing.state->stock -= bought;
        listing.ask = model::ask_of(*listing.state);
        listing.bid = model::bid_of(*listing.state);
        listing.supply = model::supply_of(*listing.state);
        save(listing, transaction);
    }
    return &listing;
}

void MarketBook::save(const Listing& listing, store::Transaction& transaction) const {
    std::optional<std::int64_t> margin, stock;
    if (listing.state) {
        margin = listing.state->margin;
        stock = listing.state->stock.count();
    }
    transaction.add(
        "INSERT INTO market_goods (player_id, waypoint_symbol, good_symbol, trade_type,"
        " trade_volume, supply, activity, ask, bid, margin, stock, looked_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        " ON CONFLICT (player_id, waypoint_symbol, good_symbol) DO UPDATE SET"
        " trade_type = $4, trade_volume = $5, supply = $6, activity = $7, ask = $8, bid = $9,"
        " margin = $10, stock = $11, looked_at = $12",
        {player_, listing.market.str(), listing.good.str(),
         std::string(model::to_string(listing.type)), listing.volume.count(),
         std::string(model::to_string(listing.supply)),
         listing.activity ? store::Value(std::string(model::to_string(*listing.activity)))
                          : store::Value(nullptr),
         listing.ask.count(), listing.bid.count(), maybe(margin), maybe(stock),
         core::to_millis(listing.looked_at)});
}

const Listing* MarketBook::find(const WaypointSymbol& market, const TradeSymbol& good) const {
    const auto goods = markets_.find(market);
    if (goods == markets_.end()) return nullptr;
    const auto found = goods->second.find(good);
    return found == goods->second.end() ? nullptr : &found->second;
}

std::optional<Forecast> MarketBook::forecast(const WaypointSymbol& market, const TradeSymbol& good,
                                             core::TimePoint at) const {
    const Listing* listing = find(market, good);
    if (listing == nullptr || !listing->state) return std::nullopt;
    const core::Duration age = std::max(core::Duration(0), at - listing->looked_at);
    constexpr std::int64_t kErrorPerHour = 150;
    constexpr std::int64_t kGreatestError = 2'500;
    const std::int64_t error =
        std::min<std::int64_t>(kGreatestError, age / std::chrono::minutes(1) * kErrorPerHour / 60);
    return Forecast{*listing->state, model::ask_of(*listing->state), model::bid_of(*listing->state),
                    error, age};
}

std::optional<core::TimePoint> MarketBook::looked_at(const WaypointSymbol& market) const {
    const auto goods = markets_.find(market);
    if (goods == markets_.end() || goods->second.empty()) return std::nullopt;
    return goods->second.begin()->second.looked_at;
}

std::vector<const Listing*> MarketBook::goods_at(const WaypointSymbol& market) const {
    std::vector<const Listing*> listings;
    const auto goods = markets_.find(market);
    if (goods == markets_.end()) return listings;
    for (const auto& [good, listing] : goods->second)
        listings.push_back(&listing);
    return listings;
}

std::vector<const Listing*> MarketBook::sellers_of(const TradeSymbol& good) const {
    std::vector<const Listing*> sellers;
    const auto places = by_good_.find(good);
    if (places == by_good_.end()) return sellers;
    for (const auto& [market, type] : places->second) {
        if (type != TradeType::kImport) sellers.push_back(find(market, good));
    }
    return sellers;
}

std::vector<const Listing*> MarketBook::buyers_of(const TradeSymbol& good) const {
    std::vector<const Listing*> buyers;
    const auto places = by_good_.find(good);
    if (places == by_good_.end()) return buyers;
    for (const auto& [market, type] : places->second) {
        if (type != TradeType::kExport) buyers.push_back(find(market, good));
    }
    return buyers;
}

std::vector<const Listing*> MarketBook::imports() const {
    std::vector<const Listing*> imports;
    for (const auto& [good, places] : by_good_) {
        for (const auto& [market, type] : places) {
            if (type == TradeType::kImport) imports.push_back(find(market, good));
        }
    }
    return imports;
}

}  // namespace argosy::market
