#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "model/goods.h"
#include "model/price_belief.h"
#include "tests/support/csv.h"
#include "tests/support/price_candidates.h"
#include "tests/support/recorded_time.h"
#include "tests/support/shared_data.h"

namespace argosy::model {
namespace {

using core::Ask;
using core::Bid;
using core::Units;
using tests::CsvRow;
using tests::infer;
using tests::likeliest;
using tests::recorded_at;

// Recorded looks of the economy that is played today, as the columns of the file name them.
std::vector<PriceObservation> recorded_looks(const std::string& path, const char* volume,
                                             const char* ask, const char* bid) {
    std::vector<PriceObservation> looks;
    for (const CsvRow& row : tests::read_csv(path)) {
        const core::TimePoint at = recorded_at(row.at("recorded"));
        if (at < recorded_at("2024-01-01")) continue;
        looks.push_back({parse_trade_type(row.at("type")).value(),
                         base_price_at(TradeSymbol(row.at("good")), at).value(),
                         Units(std::stoll(row.at(volume))), parse_supply(row.at("supply")).value(),
                         Ask(std::stoll(row.at(ask))), Bid(std::stoll(row.at(bid)))});
    }
    return looks;
}

std::vector<PriceObservation> project_looks() {
    return recorded_looks(ARGOSY_SOURCE_DIR "/tests/data/market_rows.csv", "trade_volume",
                          "purchase_price", "sell_price");
}

std::vector<PriceObservation> shared_looks() {
    return recorded_looks(tests::recorded_data() / "markets_normalized.csv", "tradeVolume",
                          "purchasePrice", "sellPrice");
}

void expect_shown(const PriceObservation& look, const PriceState& state) {
    EXPECT_EQ(ask_of(state), look.ask);
    EXPECT_EQ(bid_of(state), look.bid);
    EXPECT_EQ(supply_of(state), look.supply);
}

// What four full tranches cost where the good is made, and bring where it is used up.
double four_tranches(const PriceState& state) {
    const Units units = state.volume * 4;
    const auto total = state.type == TradeType::kImport
                           ? quote_sale(state, units, Bid(0)).total
                           : quote_purchase(state, units, Ask(1'000'000'000)).total;
    return double(total.count());
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + std::int64_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

struct Findings {
    std::size_t dear = 0;          ///< Export and import rows of base 1000 and more.
    std::size_t dear_settled = 0;  ///< Of them, those of one margin and one stock.
    std::vector<double> cheap_sizes;
    std::vector<double> cheap_errors;  ///< Of four tranches, the mean over all that is possible.
    std::vector<double> cheap_worst;   ///< The greatest.
};

Findings study(const std::vector<PriceObservation>& looks) {
    Findings found;
    for (const PriceObservation& look : looks) {
        const PriceBelief belief(infer_ranges(look));
        if (belief.empty()) continue;
        const PriceState planned = likeliest(look).value();
        double sum = 0, worst = 0;
        for (const PriceState& possible : infer(look)) {
            expect_shown(look, possible);
            EXPECT_TRUE(belief.holds(possible.margin, possible.stock));
            const double truth = four_tranches(possible);
            const double error = std::abs(four_tranches(planned) - truth) / truth;
            sum += error;
            worst = std::max(worst, error);
        }
        if (look.type != TradeType::kExchange && look.base >= 1'000) {
            ++found.dear;
            found.dear_settled += belief.size() == 1 ? 1 : 0;
        } else {
            found.cheap_sizes.push_back(double(belief.size()));
            found.cheap_errors.push_back(sum / double(belief.size()));
            found.cheap_worst.push_back(worst);
        }
    }
    std::printf(
        "base 1000 and more: %zu of %zu settled by one look; the others: %zu rows, median"
        " of %.0f pairs, which leave four tranches a median error of %.2f %% (worst pair"
        " %.2f %%)\n",
        found.dear_settled, found.dear, found.cheap_sizes.size(), median(found.cheap_sizes),
        100 * median(found.cheap_errors), 100 * median(found.cheap_worst));
    return found;
}

void expect_as_sure_as_promised(const Findings& found) {
    EXPECT_GE(double(found.dear_settled), 0.95 * double(found.dear));
    EXPECT_LE(median(found.cheap_errors), 0.01);
}

TEST(PriceBelief, SettlesDearGoodsAndLeavesCheapOnesAPercentByOneRecordedLook) {
    const auto looks = project_looks();
    ASSERT_GE(looks.size(), 60u);
    expect_as_sure_as_promised(study(looks));
}

TEST(PriceBelief, DoesSoForEveryRowRecordedSince2024) {
    ARGOSY_NEEDS_RECORDED_DATA();
    expect_as_sure_as_promised(study(shared_looks()));
}

}  // namespace
}  // namespace argosy::model
