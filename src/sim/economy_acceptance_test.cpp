#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "sim/economy.h"
#include "sim/testing/one_market.h"
#include "tests/support/csv.h"
#include "tests/support/shared_data.h"

// What the simulated economy has to reproduce of the live game, and where it is shown:
//
//   every market row recorded since 2024 follows from one stock and one margin, which the inverse
//   finds, and says when others would do    model/price_law_recorded_test.cpp
//   what one transaction does to prices     MovesPricesByTheRecordedImpactOfOneTradeVolume
//   purchases land on the predicted stock   LandsEveryPurchaseOnThePredictedStock
//   what RESTRICTED exports made in a day   MakesWhatRestrictedExportsWereSeenToMake
//   the price of buying out a factory       BuysOutAConstructionSites...

namespace argosy::sim {
namespace {

using core::Ask;
using core::Credits;
using core::TimePoint;
using core::Units;
using model::Activity;
using model::TradeSymbol;
using model::TradeType;
using model::WaypointSymbol;
using testing::good;
using testing::OneMarket;
using tests::CsvRow;

std::vector<CsvRow> test_data(const std::string& file) {
    return tests::read_csv(ARGOSY_SOURCE_DIR "/tests/data/" + file);
}

std::int64_t whole(const std::string& text) {
    return std::stoll(text);
}

TimePoint time_of(const CsvRow& row) {
    return core::parse_time(row.at("at")).value();
}

// What one transaction of exactly one trade volume does to the price, by stock in trade volumes
// and by margin.
constexpr std::int64_t kMargins[] = {6, 8, 10};
constexpr double kFloor = 0;  // The bid is 1 after the sale.
struct Impact {
    std::int64_t s;
    double export_ask[3];
    double import_bid[3];
};
constexpr Impact kImpacts[] = {
    {-8, {1.149, 1.171, 1.187}, {0.992, 0.990, 0.988}},
    {-6, {1.126, 1.150, 1.170}, {0.987, 0.984, 0.981}},
    {-4, {1.102, 1.127, 1.150}, {0.980, 0.974, 0.970}},
    {-3, {1.090, 1.115, 1.138}, {0.975, 0.968, 0.961}},
    {-2, {1.079, 1.103, 1.127}, {0.968, 0.959, 0.951}},
    {-1, {1.069, 1.092, 1.115}, {0.959, 0.947, 0.936}},
    {0, {1.059, 1.080, 1.103}, {0.948, 0.932, 0.916}},
    {1, {1.050, 1.070, 1.091}, {0.932, 0.909, 0.887}},
    {2, {1.043, 1.060, 1.080}, {0.910, 0.877, 0.843}},
    {3, {1.036, 1.051, 1.069}, {0.879, 0.828, 0.771}},
    {4, {1.030, 1.044, 1.060}, {0.830, 0.744, 0.634}},
    {6, {1.021, 1.031, 1.043}, {0.584, 0.098, kFloor}},
    {8, {1.014, 1.021, 1.030}, {kFloor, kFloor, kFloor}},
    {12, {1.006, 1.010, 1.014}, {kFloor, kFloor, kFloor}},
};

TEST(EconomyAcceptance, MovesPricesByTheRecordedImpactOfOneTradeVolume) {
    for (const Impact& impact : kImpacts) {
        for (std::size_t i = 0; i < std::size(kMargins); ++i) {
            // The dearest goods there are, so that rounding hides little.
            auto sold = good("MICRO_FUSION_GENERATORS", TradeType::kExport, 20, 20 * impact.s);
            auto bought = good("NANOBOTS", TradeType::kImport, 20, 20 * impact.s);
            sold.state.margin = bought.state.margin = kMargins[i];
            OneMarket market({sold, bought});
            const auto ask = [&] {
                return double(model::ask_of(market["MICRO_FUSION_GENERATORS"].price).count());
            };
            const auto bid = [&] {
                return double(model::bid_of(market["NANOBOTS"].price).count());
            };
            const double ask_before = ask();
            const double bid_before = bid();
            market.buy("MICRO_FUSION_GENERATORS", 20);
            market.sell("NANOBOTS", 20);
            SCOPED_TRACE(::testing::Message() << "s " << impact.s << ", margin " << kMargins[i]);
            EXPECT_NEAR(ask() / ask_before, impact.export_ask[i], 0.0006);
            if (impact.import_bid[i] == kFloor) {
                EXPECT_EQ(bid(), 1);
            } else {
                EXPECT_NEAR(bid() / bid_before, impact.import_bid[i], 0.0006);
            }
        }
    }
}

// Exports that a player bought from in June 2025, each all through at the volume and margin of its
// rows. Their prices show what happened between two purchases: nothing, or one or two updates of
// exactly one trade volume each, as STRONG exports make. (A fourth purchase of MEDICINE is left
// out: somebody else bought 20 units before it.)
TEST(EconomyAcceptance, LandsEveryPurchaseOnThePredictedStock) {
    std::map<std::pair<std::string, std::string>, std::vector<CsvRow>> sequences;
    for (const CsvRow& row : test_data("purchase_sequences.csv"))
        sequences[{row.at("waypoint"), row.at("good")}].push_back(row);
    ASSERT_EQ(sequences.size(), 6u);
    for (const auto& [key, rows] : sequences) {
        const char* made = rows[0].at("good").c_str();
        auto sold =
            good(made, TradeType::kExport, whole(rows[0].at("volume")), 0, Activity::kStrong);
        sold.state.margin = whole(rows[0].at("margin"));
        sold.state.stock = sold.state.volume * -10;
        while (model::ask_of(sold.state).count() > whole(rows[0].at("price")))
            sold.state.stock += Units(1);
        std::vector<MarketGoodFacts> goods{sold};
        const auto& inputs = model::recipes().at(sold.good);
        for (const TradeSymbol& input : inputs)
            goods.push_back(good(input.str().c_str(), TradeType::kImport, 60, 120));
        OneMarket market(goods);
        const auto ask = [&] { return model::ask_of(market[made].price).count(); };

        EXPECT_EQ(ask(), whole(rows[0].at("price"))) << made;
        for (std::size_t i = 1; i < rows.size(); ++i) {
            market.buy(made, whole(rows[i - 1].at("units")));
            const auto gap = time_of(rows[i]) - time_of(rows[i - 1]);
            for (auto most = gap / std::chrono::minutes(31) + 1;
                 most > 0 && ask() != whole(rows[i].at("price")); --most) {
                for (const TradeSymbol& input : inputs)
                    market.settle(input.str().c_str(), 120);
                market.update_awake();
            }
            EXPECT_EQ(ask(), whole(rows[i].at("price"))) << made << " at " << rows[i].at("at");
        }
    }
}

struct SeenExport {
    const char* waypoint;
    const char* good;
    std::int64_t volume;
    std::int64_t produced;  ///< Units between its first and last recorded purchase.
};

// RESTRICTED exports at their starting volume, whose production the purchase prices of a player
// reveal to the unit (February 2024).
constexpr SeenExport kSeenExports[] = {
    {"X1-HB61-D44", "MEDICINE", 20, 168},      {"X1-HB61-D45", "ADVANCED_CIRCUITRY", 20, 72},
    {"X1-HB61-E47", "ASSAULT_RIFLES", 20, 48}, {"X1-HB61-E47", "FIREARMS", 20, 100},
    {"X1-HB61-E48", "FABRICS", 60, 312},
};

// Returns the export's market with inputs as starved as the recorded ones. Whatever else the
// player traded there only has to exist, to keep the market awake.
std::vector<MarketGoodFacts> market_of(const SeenExport& seen, const std::vector<CsvRow>& trades) {
    std::vector<MarketGoodFacts> goods{
        good(seen.good, TradeType::kExport, seen.volume, 0, Activity::kRestricted)};
    for (const TradeSymbol& input : model::recipes().at(TradeSymbol(seen.good)))
        goods.push_back(good(input.str().c_str(), TradeType::kImport, 60, -480));
    for (const CsvRow& trade : trades) {
        const bool known = std::any_of(goods.begin(), goods.end(), [&](const auto& each) {
            return each.good.str() == trade.at("good");
        });
        if (!known) goods.push_back(good(trade.at("good").c_str(), TradeType::kExchange, 180, 0));
    }
    for (MarketGoodFacts& each : goods)
        each.waypoint = WaypointSymbol(seen.waypoint);
    return goods;
}

// Replays the recorded trades of the export's market; returns what it made between the first and
// the last purchase of it.
std::int64_t replay(const SeenExport& seen, std::vector<CsvRow> trades, std::uint64_t seed) {
    std::erase_if(trades, [&](const auto& row) { return row.at("waypoint") != seen.waypoint; });
    const auto is_of_export = [&](const CsvRow& row) { return row.at("good") == seen.good; };
    const auto first = std::find_if(trades.begin(), trades.end(), is_of_export);
    const auto end = std::find_if(trades.rbegin(), trades.rend(), is_of_export).base();
    const WaypointSymbol here(seen.waypoint);
    Economy economy(economy_law("measured").value(), market_of(seen, trades), core::Rng(seed),
                    time_of(trades.front()));
    const auto made = [&] {
        return economy.find(here)->find(TradeSymbol(seen.good))->flows.produced.count();
    };
    std::int64_t before = 0;
    for (auto trade = trades.begin(); trade != end; ++trade) {
        const TimePoint at = time_of(*trade);
        economy.advance(at);
        if (trade == first) before = made();
        const TradeSymbol what(trade->at("good"));
        const Units units(whole(trade->at("units")));
        if (trade->at("type") == "SELL") {
            economy.sell(here, what, units, at);
        } else {
            economy.buy(
                here, what, units,
                what == TradeSymbol("FUEL") ? Economy::Cause::kRefuel : Economy::Cause::kTrade, at);
        }
    }
    return made() - before;
}

TEST(EconomyAcceptance, MakesWhatRestrictedExportsWereSeenToMake) {
    const auto trades = test_data("restricted_export_trades.csv");
    ASSERT_EQ(trades.size(), 80u);
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
        std::int64_t sum = 0;
        std::int64_t recorded_sum = 0;
        for (const SeenExport& seen : kSeenExports) {
            const std::int64_t produced = replay(seen, trades, seed);
            EXPECT_NEAR(double(produced), double(seen.produced), 0.2 * double(seen.produced))
                << seen.good << " with seed " << seed;
            sum += produced;
            recorded_sum += seen.produced;
        }
        EXPECT_NEAR(double(sum), double(recorded_sum), 0.1 * double(recorded_sum));
    }
}

Credits buy_out(OneMarket& market, const char* symbol, Units units, Units batch) {
    Credits total;
    for (Units left = units; left > Units(0);) {
        const Units now = std::min(left, batch);
        total += model::ask_of(market[symbol].price) * now;
        market.buy(symbol, now.count());
        left -= now;
    }
    return total;
}

TEST(EconomyAcceptance, BuysOutAConstructionSitesCircuitryForTheRecordedTotal) {
    OneMarket market({good("ADVANCED_CIRCUITRY", TradeType::kExport, 20, -51)});
    ASSERT_EQ(model::ask_of(market["ADVANCED_CIRCUITRY"].price), Ask(5'948));
    EXPECT_EQ(buy_out(market, "ADVANCED_CIRCUITRY", Units(206), Units(20)), Credits(2'491'172));
}

TEST(EconomyAcceptance, BuysOutAConstructionSitesFabMatsForTheRecordedTotal) {
    std::int64_t stock = 0;
    while (model::ask_of({TradeType::kExport, 1600, 8, Units(48), Units(stock)}) > Ask(1'327)) {
        ++stock;
    }
    OneMarket market({good("FAB_MATS", TradeType::kExport, 48, stock)});
    ASSERT_EQ(model::ask_of(market["FAB_MATS"].price), Ask(1'327));
    EXPECT_EQ(buy_out(market, "FAB_MATS", Units(725), Units(48)), Credits(2'384'663));
}

// Trades as text, to the millisecond, whatever their source calls its members.
std::set<std::string> recorded_lines(const char* file, const std::vector<const char*>& members) {
    std::ifstream lines(tests::recorded_data() / "market_history" / file);
    std::set<std::string> found;
    for (std::string line; std::getline(lines, line);) {
        std::string text;
        for (const char* member : members) {
            const std::string name = std::string("\"") + member + "\": ";
            const std::size_t begin = line.find(name) + name.size();
            std::string value = line.substr(begin, line.find_first_of(",}", begin) - begin);
            std::erase(value, '"');
            if (value.size() > 23 && value[10] == 'T') value = value.substr(0, 23) + "Z";
            text += value + " ";
        }
        found.insert(text);
    }
    return found;
}

void expect_recorded(const char* copy, const std::set<std::string>& lines,
                     const std::vector<const char*>& columns) {
    for (const CsvRow& row : test_data(copy)) {
        std::string text;
        for (const char* column : columns)
            text += row.at(column) + " ";
        EXPECT_TRUE(lines.contains(text)) << copy << ": " << text;
    }
}

TEST(EconomyAcceptance, RestsOnTradesAsTheyWereRecorded) {
    ARGOSY_NEEDS_RECORDED_DATA();
    expect_recorded("restricted_export_trades.csv",
                    recorded_lines("whyando_X1-HB61_2024-02_transactions.ndjson",
                                   {"timestamp", "waypointSymbol", "tradeSymbol", "type", "units",
                                    "pricePerUnit"}),
                    {"at", "waypoint", "good", "type", "units", "price"});
    expect_recorded("purchase_sequences.csv",
                    recorded_lines("flowi_X1-JQ61_2025-06-12_transactions.ndjson",
                                   {"t", "wp", "good", "units", "price"}),
                    {"at", "waypoint", "good", "units", "price"});
}

}  // namespace
}  // namespace argosy::sim
