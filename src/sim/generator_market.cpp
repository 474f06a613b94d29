// How markets and shipyards of a generated system begin.

#include <algorithm>
#include <array>
#include <optional>

#include "core/assert.h"
#include "model/goods.h"
#include "sim/generator_draft.h"

namespace argosy::sim {
namespace {

using core::Units;
using model::Activity;
using model::TradeSymbol;
using model::TradeType;

/// Stock in hundredths of a trade volume.
struct StockSpan {
    std::int64_t least;
    std::int64_t most;
};

// Measured in the first hours of X1-FB5 and in X1-ZG64: exports around +2.7, imports around -2
// with a few far from it, exchanges around 0. Goods of volume 6 begin far outside, except the
// imports of SHIP_PARTS and SHIP_PLATING.
constexpr StockSpan kExportStock{95, 450};
constexpr StockSpan kImportStock{-420, 20};
constexpr StockSpan kFarImportStock{-760, 120};
constexpr std::int64_t kFarImportPercent = 10;
constexpr StockSpan kExchangeStock{-190, 190};
constexpr StockSpan kFarExchangeStock{-450, 300};
constexpr std::int64_t kFarExchangePercent = 15;
constexpr StockSpan kRareExportStock{1070, 1670};
constexpr StockSpan kRareImportStock{-2000, -1500};
constexpr Units kRareVolume{6};

// Margins around 8, and around 10 below a volume of 10 (as counted over recorded rows).
constexpr std::int64_t kLeastMargin = 5;
constexpr std::array<std::int64_t, 7> kMarginWeights{1, 6, 24, 38, 24, 6, 1};
constexpr std::int64_t kLeastSmallMargin = 8;
constexpr std::array<std::int64_t, 6> kSmallMarginWeights{4, 24, 40, 24, 6, 2};
constexpr Units kSmallVolume{10};

constexpr std::int64_t kScarceBelow = -400;
constexpr std::int64_t kAbundantFrom = 400;

// Base prices that reproduce recorded yards; those marked are rounded from means that players
// noted, which no recorded row settles.
struct HullPrice {
    std::string_view type;
    std::int64_t base;
};
constexpr HullPrice kHullPrices[] = {
    {"SHIP_PROBE", 31'200},
    {"SHIP_LIGHT_HAULER", 425'200},
    {"SHIP_LIGHT_SHUTTLE", 119'600},
    {"SHIP_MINING_DRONE", 56'200},
    {"SHIP_SIPHON_DRONE", 55'800},
    {"SHIP_SURVEYOR", 41'800},
    {"SHIP_HEAVY_FREIGHTER", 2'716'200},
    {"SHIP_REFINING_FREIGHTER", 2'900'000},  // noted
    {"SHIP_EXPLORER", 1'150'000},            // noted
    {"SHIP_ORE_HOUND", 365'000},             // noted
    {"SHIP_INTERCEPTOR", 70'000},            // noted
};
constexpr Units kShipVolume{2};
constexpr std::int64_t kLeastShipMargin = 9;
constexpr std::int64_t kMostShipMargin = 11;
constexpr std::int64_t kLeastShips = 5;
constexpr std::int64_t kMostShips = 9;

std::int64_t draw_margin(core::RandomStream& stream, Units volume) {
    return volume < kSmallVolume
               ? kLeastSmallMargin + std::int64_t(weighted(stream, kSmallMarginWeights))
               : kLeastMargin + std::int64_t(weighted(stream, kMarginWeights));
}

bool is_rare(const TradeSymbol& good, TradeType type, Units volume) {
    if (volume != kRareVolume) return false;
    return type == TradeType::kExport ||
           (good.str() != "SHIP_PARTS" && good.str() != "SHIP_PLATING");
}

StockSpan stock_span(core::RandomStream& stream, TradeType type, bool rare) {
    switch (type) {
        case TradeType::kExport:
            return rare ? kRareExportStock : kExportStock;
        case TradeType::kImport:
            if (rare) return kRareImportStock;
            return chance_of(stream, kFarImportPercent) ? kFarImportStock : kImportStock;
        case TradeType::kExchange:
            return chance_of(stream, kFarExchangePercent) ? kFarExchangeStock : kExchangeStock;
    }
    return kExchangeStock;
}

MarketGoodFacts draw_good(SystemDraft& draft, const TradeSymbol& good, TradeType type) {
    const auto volume = model::starting_volume(good, type == TradeType::kExchange);
    const auto base = model::base_price(good);
    ARGOSY_ASSERT(volume && base);
    const StockSpan span = stock_span(draft.stream, type, is_rare(good, type, *volume));
    const std::int64_t ratio = tent(draft.stream, span.least, span.most);
    MarketGoodFacts facts;
    facts.waypoint = draft.waypoints.back().waypoint.symbol;
    facts.good = good;
    facts.state = {type, *base, draw_margin(draft.stream, *volume), *volume,
                   Units(ratio * volume->count() / 100)};
    return facts;
}

bool is_made_from(const TradeSymbol& output, const TradeSymbol& input) {
    const auto recipe = model::recipes().find(output);
    return recipe != model::recipes().end() &&
           std::ranges::find(recipe->second, input) != recipe->second.end();
}

std::int64_t hundredths(const MarketGoodFacts& facts) {
    return facts.state.stock.count() * 100 / facts.state.volume.count();
}

// What the market update would set: an export with a
// scarce input is RESTRICTED, and so is an import when all that it feeds is abundant.
Activity first_activity(std::span<const MarketGoodFacts> goods, const MarketGoodFacts& facts) {
    bool feeds = false;
    for (const MarketGoodFacts& other : goods) {
        if (facts.state.type == TradeType::kExport && other.state.type == TradeType::kImport &&
            is_made_from(facts.good, other.good) && hundredths(other) < kScarceBelow) {
            return Activity::kRestricted;
        }
        if (facts.state.type == TradeType::kImport && other.state.type == TradeType::kExport &&
            is_made_from(other.good, facts.good)) {
            feeds = true;
            if (hundredths(other) < kAbundantFrom) return Activity::kWeak;
        }
    }
    return feeds ? Activity::kRestricted : Activity::kWeak;
}

}  // namespace

void open_market(SystemDraft& draft, const MarketPlan& plan) {
    draft.waypoints.back().waypoint.traits.emplace_back("MARKETPLACE");
    const std::size_t first = draft.market_goods.size();
    for (const auto& [names, type] :
         {std::pair(plan.exports, TradeType::kExport), std::pair(plan.imports, TradeType::kImport),
          std::pair(plan.exchange, TradeType::kExchange)}) {
        for (const std::string& name : split_names(names))
            draft.market_goods.push_back(draw_good(draft, TradeSymbol(name), type));
    }
    const auto goods = std::span(draft.market_goods).subspan(first);
    for (MarketGoodFacts& facts : goods) {
        if (facts.state.type != TradeType::kExchange) facts.activity = first_activity(goods, facts);
    }
}

void open_shipyard(SystemDraft& draft, Names ships) {
    draft.waypoints.back().waypoint.traits.emplace_back("SHIPYARD");
    for (const std::string& name : split_names(ships)) {
        const auto* price = std::ranges::find(kHullPrices, name, &HullPrice::type);
        ARGOSY_ASSERT(price != std::end(kHullPrices));
        ShipListingFacts listing;
        listing.waypoint = draft.waypoints.back().waypoint.symbol;
        listing.type = model::ShipType(name);
        listing.state = {TradeType::kExport, price->base,
                         draft.stream.uniform(kLeastShipMargin, kMostShipMargin), kShipVolume,
                         Units(draft.stream.uniform(kLeastShips, kMostShips))};
        listing.activity = Activity::kGrowing;
        draft.ship_listings.push_back(std::move(listing));
    }
}

}  // namespace argosy::sim
