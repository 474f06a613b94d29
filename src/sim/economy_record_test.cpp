#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <fstream>
#include <tuple>

#include "model/goods.h"
#include "sim/economy.h"
#include "tests/support/shared_data.h"

// The economy against what markets of the live game were seen to do.

namespace argosy::sim {
namespace {

using core::TimePoint;
using core::Units;
using model::TradeSymbol;
using model::TradeType;
using model::WaypointSymbol;

namespace json = boost::json;

struct RecordedTrade {
    WaypointSymbol waypoint;
    TradeSymbol good;
    bool purchase;
    Units units;
    std::int64_t price;
    TimePoint at;
};

std::string text_of(const json::value& value) {
    return std::string(value.as_string().data(), value.as_string().size());
}

// Reads one JSON object per line, with the member names of its source, in order of time.
std::vector<RecordedTrade> recorded_trades(const char* file, const char* waypoint, const char* good,
                                           const char* type, const char* price, const char* time) {
    std::ifstream lines(tests::recorded_data() / "market_history" / file);
    std::vector<RecordedTrade> trades;
    for (std::string line; std::getline(lines, line);) {
        const json::value row = json::parse(line);
        // Both sources are precise to the millisecond at least; the zone is always UTC.
        const std::string at = text_of(row.at(time)).substr(0, 23) + "Z";
        trades.push_back({WaypointSymbol(text_of(row.at(waypoint))),
                          TradeSymbol(text_of(row.at(good))), text_of(row.at(type)) == "PURCHASE",
                          Units(row.at("units").as_int64()), row.at(price).as_int64(),
                          core::parse_time(at).value()});
    }
    std::sort(trades.begin(), trades.end(), [](const auto& a, const auto& b) {
        return std::tie(a.at, a.waypoint, a.good, a.price) <
               std::tie(b.at, b.waypoint, b.good, b.price);
    });
    return trades;
}

struct SeenExport {
    const char* waypoint;
    const char* good;
    std::int64_t volume;
    std::vector<const char*> inputs;
    std::int64_t produced;  ///< Units between its first and last recorded purchase.
};

// RESTRICTED exports at their starting volume, whose production the purchase prices of a player
// reveal to the unit.
const std::vector<SeenExport>& seen_exports() {
    static const std::vector<SeenExport> kSeen{
        {"X1-HB61-D44", "MEDICINE", 20, {"FABRICS", "POLYNUCLEOTIDES"}, 168},
        {"X1-HB61-D45", "ADVANCED_CIRCUITRY", 20, {"ELECTRONICS", "MICROPROCESSORS"}, 72},
        {"X1-HB61-E47", "ASSAULT_RIFLES", 20, {"ALUMINUM", "AMMUNITION"}, 48},
        {"X1-HB61-E47", "FIREARMS", 20, {"IRON", "AMMUNITION"}, 100},
        {"X1-HB61-E48", "FABRICS", 60, {"FERTILIZERS"}, 312},
    };
    return kSeen;
}

MarketGoodFacts fact(const WaypointSymbol& waypoint, const TradeSymbol& good, TradeType type,
                     std::int64_t volume, std::int64_t stock) {
    const bool exchange = type == TradeType::kExchange;
    return {waypoint,
            good,
            {type, model::base_price(good).value(), 8, Units(volume), Units(stock)},
            exchange ? std::nullopt : std::optional(model::Activity::kRestricted)};
}

// Replays all recorded trades of the export's market over an economy whose inputs are as starved
// as the recorded ones; returns what the export made between its first and last purchase.
std::int64_t replay(const SeenExport& seen, const std::vector<RecordedTrade>& all,
                    std::uint64_t seed) {
    const WaypointSymbol here(seen.waypoint);
    const TradeSymbol made(seen.good);
    std::vector<RecordedTrade> trades;
    std::copy_if(all.begin(), all.end(), std::back_inserter(trades),
                 [&](const RecordedTrade& trade) { return trade.waypoint == here; });
    std::vector<MarketGoodFacts> goods{fact(here, made, TradeType::kExport, seen.volume, 0)};
    for (const char* input : seen.inputs) {
        goods.push_back(fact(here, TradeSymbol(input), TradeType::kImport, 60, -480));
    }
    // Whatever else the player traded there only has to exist, to keep the market awake.
    for (const RecordedTrade& trade : trades) {
        const bool known = std::any_of(goods.begin(), goods.end(),
                                       [&](const auto& each) { return each.good == trade.good; });
        if (!known) goods.push_back(fact(here, trade.good, TradeType::kExchange, 180, 0));
    }
    const auto first = std::find_if(trades.begin(), trades.end(),
                                    [&](const auto& trade) { return trade.good == made; });
    const auto last = std::find_if(trades.rbegin(), trades.rend(),
                                   [&](const auto& trade) { return trade.good == made; });
    Economy economy(economy_law("measured").value(), goods, core::Rng(seed), trades.front().at);
    std::int64_t produced = 0;
    for (auto trade = trades.begin(); trade != last.base(); ++trade) {
        economy.advance(trade->at);
        const auto& flows = economy.find(here)->find(made)->flows;
        if (trade == first) produced = -flows.produced.count();
        if (trade + 1 == last.base()) produced += flows.produced.count();
        const auto cause =
            trade->good == TradeSymbol("FUEL") ? Economy::Cause::kRefuel : Economy::Cause::kTrade;
        if (trade->purchase) {
            economy.buy(here, trade->good, trade->units, cause, trade->at);
        } else {
            economy.sell(here, trade->good, trade->units, trade->at);
        }
    }
    return produced;
}

TEST(RecordedEconomy, MakesWhatRestrictedExportsWereSeenToMake) {
    ARGOSY_NEEDS_RECORDED_DATA();
    const auto trades =
        recorded_trades("whyando_X1-HB61_2024-02_transactions.ndjson", "waypointSymbol",
                        "tradeSymbol", "type", "pricePerUnit", "timestamp");
    ASSERT_EQ(trades.size(), 360u);
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
        std::int64_t sum = 0;
        std::int64_t recorded_sum = 0;
        for (const SeenExport& seen : seen_exports()) {
            const std::int64_t produced = replay(seen, trades, seed);
            EXPECT_NEAR(double(produced), double(seen.produced), 0.2 * double(seen.produced))
                << seen.good << " with seed " << seed;
            sum += produced;
            recorded_sum += seen.produced;
        }
        EXPECT_NEAR(double(sum), double(recorded_sum), 0.1 * double(recorded_sum));
    }
}

// Purchases a few minutes apart: between updates, the next price follows from the last one.
TEST(RecordedEconomy, LandsEveryPurchaseOnThePredictedStock) {
    ARGOSY_NEEDS_RECORDED_DATA();
    const auto trades = recorded_trades("flowi_X1-JQ61_2025-06-12_transactions.ndjson", "wp",
                                        "good", "kind", "price", "t");
    struct Series {
        const char* waypoint;
        const char* good;
        std::int64_t margin;
        std::int64_t volume;
    };
    const std::vector<Series> all{{"X1-JQ61-K87", "CLOTHING", 8, 43},
                                  {"X1-JQ61-F49", "ELECTRONICS", 7, 43},
                                  {"X1-JQ61-F49", "FAB_MATS", 6, 43}};
    int pairs = 0;
    for (const Series& series : all) {
        const WaypointSymbol here(series.waypoint);
        const TradeSymbol good(series.good);
        const RecordedTrade* before = nullptr;
        for (const RecordedTrade& trade : trades) {
            if (trade.waypoint != here || trade.good != good || !trade.purchase) continue;
            if (before != nullptr && trade.at - before->at < std::chrono::minutes(4)) {
                MarketGoodFacts facts = fact(here, good, TradeType::kExport, series.volume, 0);
                facts.state.margin = series.margin;
                facts.state.stock = Units(-400);
                while (model::ask_of(facts.state).count() > before->price) {
                    facts.state.stock += Units(1);
                }
                ASSERT_EQ(model::ask_of(facts.state).count(), before->price);
                Economy economy(economy_law("measured").value(), {facts}, core::Rng(1), before->at);
                economy.buy(here, good, before->units, Economy::Cause::kTrade, before->at);
                EXPECT_EQ(model::ask_of(economy.find(here)->goods[0].price).count(), trade.price)
                    << series.good << " at " << core::format_time(trade.at);
                ++pairs;
            }
            before = &trade;
        }
    }
    EXPECT_GE(pairs, 5);
}

}  // namespace
}  // namespace argosy::sim
