#include "market/market_book.h"

#include <algorithm>
#include <cmath>

#include "model/goods.h"

namespace argosy::market {
namespace {

using model::TradeSymbol;
using model::TradeType;
using model::WaypointSymbol;

const TradeSymbol kFuel("FUEL");

// A market counts as traded with for this long after a trade. Recorded markets with a trade every
// three and a half hours moved at every update in between.
constexpr core::Duration kBusyAfterTrade = std::chrono::hours(4);

// A stock that a look leaves open within more than this share of a trade volume teaches no rate.
constexpr double kMostWidthToLearn = 0.25;

// What was learned is written this often, not at every look: the rows are many, and what a crash
// loses of them is learned again.
constexpr core::Duration kStatisticsPeriod = std::chrono::minutes(10);

DriftKind drift_kind(const Listing& listing, Trading trading) {
    return {listing.type, listing.activity, listing.volume, trading};
}

// When anybody last traded the good, by the market's list of recent transactions.
std::optional<core::TimePoint> last_deal(const model::Market& market, const TradeSymbol& good) {
    std::optional<core::TimePoint> last;
    for (const model::MarketTransaction& deal : market.transactions) {
        if (deal.good == good) last = std::max(last, std::optional(deal.at));
    }
    return last;
}

// Whether a good shows another stock than what was believed of it, our trades applied.
bool has_moved(const model::PriceBelief& belief, const std::vector<model::StockRange>& shown) {
    return std::none_of(shown.begin(), shown.end(), [&](const model::StockRange& now) {
        return std::any_of(belief.ranges().begin(), belief.ranges().end(),
                           [&](const model::StockRange& then) {
                               return then.margin == now.margin && then.least <= now.most &&
                                      now.least <= then.most;
                           });
    });
}

// Somebody else traded the good since the last look, so that its stock tells of no update.
bool was_disturbed(const model::Market& market, const Listing& before) {
    const auto last = last_deal(market, before.good);
    return last && *last > before.looked_at && (!before.traded_at || *last > *before.traded_at);
}

}  // namespace

MarketBook::MarketBook(const core::Runtime& runtime, store::Store& store, std::int64_t player,
                       Settings settings)
    : runtime_(runtime),
      rows_(store, player),
      settings_(settings),
      statistics_saved_at_(runtime.now()) {}

Task<Result<void>> MarketBook::load() {
    ARGOSY_CO_TRY(std::vector<Listing> listings, co_await rows_.listings());
    for (Listing& listing : listings) {
        ++version_;
        by_good_[listing.good][listing.market] = listing.type;
        if (listing.traded_at) note_trade(listing.market, listing.good, *listing.traded_at);
        markets_[listing.market].insert_or_assign(listing.good, std::move(listing));
    }
    ARGOSY_CO_TRY(const auto pools, co_await rows_.drift_pools());
    for (const auto& [pool, gauge] : pools)
        drift_.restore(pool, gauge);
    ARGOSY_CO_TRY(const auto errors, co_await rows_.forecast_errors());
    for (const ForecastErrors::Entry& entry : errors)
        errors_.restore(entry);
    ARGOSY_CO_TRY(const auto rhythms, co_await rows_.rhythms());
    for (const auto& [market, rhythm] : rhythms)
        rhythms_.restore(market, rhythm);
    co_return Result<void>();
}

void MarketBook::record_look(const model::Market& market, store::Transaction& transaction) {
    ARGOSY_ASSERT(market.goods.has_value());
    const std::optional<core::TimePoint> before_this = looked_at(market.symbol);
    std::vector<Listing> seen;
    Movement movement;
    for (const model::MarketGood& good : *market.goods) {
        seen.push_back(take_in(market, good, find(market.symbol, good.good), movement));
    }
    if (before_this && movement.is_update()) note_update(market.symbol, *before_this, transaction);
    rows_.count_look(market.symbol, transaction);
    for (Listing& listing : seen) {
        const Listing* before = find(market.symbol, listing.good);
        rows_.save(listing, transaction);
        // A look that shows what was expected adds nothing to the history.
        const bool moved = before == nullptr || before->ask != listing.ask ||
                           before->bid != listing.bid || before->volume != listing.volume;
        if (moved) rows_.save_history(listing, transaction);
        const bool same = before != nullptr && before->type == listing.type &&
                          before->state.has_value() == listing.state.has_value();
        version_ += same ? 0 : 1;
        by_good_[listing.good][market.symbol] = listing.type;
        if (listing.traded_at) note_trade(market.symbol, listing.good, *listing.traded_at);
        markets_[market.symbol].insert_or_assign(listing.good, std::move(listing));
    }
    forget_unlisted(market, transaction);
    bare_.erase(market.symbol);
    if (market.goods->empty()) bare_.emplace(market.symbol, runtime_.now());
    save_statistics(transaction);
    prune_history(market.symbol, transaction);
}

Listing MarketBook::take_in(const model::Market& market, const model::MarketGood& seen,
                            const Listing* before, Movement& movement) {
    Listing now{.market = market.symbol,
                .good = seen.good,
                .type = seen.type,
                .volume = seen.volume,
                .supply = seen.supply,
                .activity = seen.activity,
                .ask = seen.ask,
                .bid = seen.bid,
                .looked_at = runtime_.now(),
                .traded_at = last_deal(market, seen.good)};
    if (before != nullptr && before->type == seen.type) {
        now.drift = before->drift;
        now.trades = before->trades;
        now.traded_at = std::max(before->traded_at, now.traded_at);
    }
    // With a trade volume that grew, the margin was drawn again.
    const bool comparable =
        before != nullptr && before->type == seen.type && before->volume == seen.volume;
    if (comparable) now.belief = before->belief;
    core::Units expected(0);
    if (before != nullptr && before->state) {
        const Forecast forecast = this->forecast(*before, now.looked_at);
        errors_.count(error_kind(*before), forecast.age, forecast.ask.count(), seen.ask.count());
        errors_.count(error_kind(*before), forecast.age, forecast.bid.count(), seen.bid.count());
        if (comparable) expected = forecast.state.stock;
    }
    const auto base = model::base_price(seen.good);
    if (!base) return now;
    std::vector<model::StockRange> shown =
        model::infer_ranges({seen.type, *base, seen.volume, seen.supply, seen.ask, seen.bid});
    // Exchanges hardly move, and the cheap ones leave thousands of states open.
    const bool telling = comparable && seen.type != TradeType::kExchange &&
                         !before->belief.empty() && !shown.empty() &&
                         !was_disturbed(market, *before);
    if (telling) {
        ++movement.comparable;
        movement.moved += has_moved(before->belief, shown) ? 1 : 0;
    }
    now.belief.look(std::move(shown));
    if (const auto likely = now.belief.likeliest(seen.volume, expected)) {
        now.state = model::PriceState{seen.type, *base, likely->margin, seen.volume, likely->stock};
        const double width = double(likely->width.count()) / double(seen.volume.count());
        if (comparable && width <= kMostWidthToLearn) learn(*before, now);
    }
    return now;
}

void MarketBook::note_update(const WaypointSymbol& market, core::TimePoint before,
                             store::Transaction& transaction) {
    rows_.save(market, rhythms_.note_update(market, {before, runtime_.now()}), transaction);
}

// A margin that an earlier look mistook would show as a stock that moved.
void MarketBook::learn(const Listing& before, Listing& now) {
    if (!before.state || before.state->margin != now.state->margin) return;
    const core::Duration age = now.looked_at - before.looked_at;
    if (age <= core::Duration(0)) return;
    const bool busy = 2 * busy_time(before, age) >= age;
    drift_.learn(drift_kind(before, busy ? Trading::kBusy : Trading::kQuiet), now.drift,
                 model::stock_ratio(*before.state), model::stock_ratio(*now.state), age);
}

// Refuelling was not recorded to wake a market, and fuel is hardly bought for anything else.
void MarketBook::note_trade(const WaypointSymbol& market, const TradeSymbol& good,
                            core::TimePoint at) {
    if (good == kFuel) return;
    core::TimePoint& last = last_trades_.try_emplace(market, at).first->second;
    last = std::max(last, at);
}

void MarketBook::save_statistics(store::Transaction& transaction) {
    if (runtime_.now() < statistics_saved_at_ + kStatisticsPeriod) return;
    statistics_saved_at_ = runtime_.now();
    for (const DriftPool& pool : drift_.take_changed())
        rows_.save(pool, drift_.pools().at(pool), transaction);
    for (const ForecastErrors::Entry& entry : errors_.take_changed())
        rows_.save(entry, transaction);
}

// One market at a time, and with a look, so that no commit carries much and an era that is over
// keeps what it has.
void MarketBook::prune_history(const WaypointSymbol& market, store::Transaction& transaction) {
    if (settings_.history <= core::Duration(0)) return;
    const core::TimePoint now = runtime_.now();
    const auto [pruned_at, first] = pruned_at_.try_emplace(market, now);
    if (!first && now < pruned_at->second + kPrunePeriod) return;
    pruned_at->second = now;
    rows_.remove_history(market, now - settings_.history, transaction);
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
        rows_.remove(market.symbol, known->first, transaction);
        by_good_[known->first].erase(market.symbol);
        ++version_;
        known = goods.erase(known);
    }
}

const Listing* MarketBook::record_trade(const WaypointSymbol& market, const TradeSymbol& good,
                                        core::Units bought, store::Transaction& transaction) {
    const auto goods = markets_.find(market);
    if (goods == markets_.end()) return nullptr;
    const auto found = goods->second.find(good);
    if (found == goods->second.end()) return nullptr;
    Listing& listing = found->second;
    listing.source = Source::kTrade;
    listing.trades.count(runtime_.now());
    listing.traded_at = runtime_.now();
    note_trade(market, good, runtime_.now());
    if (listing.state) {
        listing.belief.trade(bought);
        listing.state->stock -= bought;
        listing.ask = model::ask_of(*listing.state);
        listing.bid = model::bid_of(*listing.state);
        listing.supply = model::supply_of(*listing.state);
    }
    rows_.save(listing, transaction);
    return &listing;
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
    return forecast(*listing, at);
}

Forecast MarketBook::forecast(const Listing& listing, core::TimePoint at) const {
    const core::Duration age = std::max(core::Duration(0), at - listing.looked_at);
    model::PriceState state = *listing.state;
    if (age > core::Duration(0)) {
        const core::Duration busy = busy_time(listing, age);
        double ratio = model::stock_ratio(state);
        ratio = drift_.predict(drift_kind(listing, Trading::kBusy), listing.drift, ratio, busy);
        ratio =
            drift_.predict(drift_kind(listing, Trading::kQuiet), listing.drift, ratio, age - busy);
        state.stock = core::Units(std::llround(ratio * double(state.volume.count())));
    }
    return {state, model::ask_of(state), model::bid_of(state),
            errors_.expected_bp(error_kind(listing), age), age};
}

core::Duration MarketBook::busy_time(const Listing& listing, core::Duration age) const {
    const auto last = last_trades_.find(listing.market);
    if (last == last_trades_.end()) return core::Duration(0);
    return std::clamp(last->second + kBusyAfterTrade - listing.looked_at, core::Duration(0), age);
}

ErrorKind MarketBook::error_kind(const Listing& listing) const {
    const bool busy = busy_time(listing, kBusyAfterTrade) > core::Duration(0);
    return {listing.type, listing.activity, busy ? Trading::kBusy : Trading::kQuiet};
}

std::optional<core::TimePoint> MarketBook::looked_at(const WaypointSymbol& market) const {
    const auto goods = markets_.find(market);
    if (goods == markets_.end() || goods->second.empty()) {
        const auto bare = bare_.find(market);
        return bare == bare_.end() ? std::nullopt : std::optional(bare->second);
    }
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

std::vector<const Listing*> MarketBook::traders_of(const TradeSymbol& good) const {
    std::vector<const Listing*> traders;
    const auto places = by_good_.find(good);
    if (places == by_good_.end()) return traders;
    for (const auto& [market, type] : places->second)
        traders.push_back(find(market, good));
    return traders;
}

std::vector<const Listing*> MarketBook::sellers_of(const TradeSymbol& good) const {
    auto sellers = traders_of(good);
    std::erase_if(sellers, [](const Listing* each) { return each->type == TradeType::kImport; });
    return sellers;
}

std::vector<const Listing*> MarketBook::buyers_of(const TradeSymbol& good) const {
    auto buyers = traders_of(good);
    std::erase_if(buyers, [](const Listing* each) { return each->type == TradeType::kExport; });
    return buyers;
}

std::vector<model::TradeSymbol> MarketBook::goods() const {
    std::vector<model::TradeSymbol> goods;
    for (const auto& [good, places] : by_good_)
        goods.push_back(good);
    return goods;
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
