// The curves that the bound is made of against the simulator's markets: no way of trading, drawn at
// random, strains a price less than they say, and good ways strain it hardly more.

#include <gtest/gtest.h>

#include <cmath>

#include "kernel/upper_bound.h"
#include "sim/testing/one_market.h"
#include "tests/support/seed.h"

namespace argosy::kernel {
namespace {

using model::TradeType;
using planner::CurveKind;
using planner::StockCurve;
using sim::testing::good;
using sim::testing::OneMarket;
using Role = CurveKind::Role;

constexpr int kUpdates = 60;

double strain_at(const StockCurve::Pieces& curve, double volumes) {
    double strain = curve.base;
    for (const planner::CurvePiece& piece : curve.pieces) {
        const double part = std::min(volumes, piece.volumes);
        strain += piece.slope * part;
        volumes -= part;
    }
    // What is beyond the last piece is more than the curve allows.
    EXPECT_LT(volumes, 0.02);
    return strain;
}

/// What the last of several transactions trades.
enum class Last : std::uint8_t { kWhole, kRest };

/// One good of the market, and what we did to it. Levels are those of planner/stock_curve.h.
class Traded {
  public:
    Traded(OneMarket& market, const char* symbol)
        : market_(market), symbol_(symbol), start_(level()) {
        started_ = {double(market[symbol].rate) / sim::kWhole, stock(), kUpdates};
    }

    double stock() const {
        return double(market_.stock_of(symbol_)) / double(market_.volume_of(symbol_));
    }
    double level() const { return is_export() ? -stock() : stock(); }
    const planner::GoodStart& started() const { return started_; }

    /// Trades until the level is as high as this, or higher by less than a volume.
    void raise_to(double wanted, Last last = Last::kWhole) {
        const auto volume = double(market_.volume_of(symbol_));
        while (level() < wanted) {
            const double most = last == Last::kWhole ? 1 : wanted - level();
            const auto units = std::int64_t(std::ceil(std::min(1.0, most) * volume - 1e-6));
            strain_ += std::exp2(0.3 * level()) * double(units) / volume;
            moved_ += double(units) / volume;
            is_export() ? market_.buy(symbol_, units) : market_.sell(symbol_, units);
        }
    }

    /// Returns what updates took away again, in volumes an update.
    double flow() const { return (moved_ - (level() - start_)) / kUpdates; }

    /// Returns the strain of our trades less what the change of the level accounts for.
    double strain(double bottom) const {
        return strain_ - planner::strain_between(start_, level(), bottom) +
               planner::strain_between(level(), start_, bottom);
    }
    double trades() const { return moved_; }

  private:
    bool is_export() const { return market_[symbol_].price.type == TradeType::kExport; }

    OneMarket& market_;
    const char* symbol_;
    double start_;
    planner::GoodStart started_{};
    double strain_ = 0;
    double moved_ = 0;
};

/// Trades as it is told at every update, then waits for it.
struct Policy {
    double import_level;
    double export_level;
    double consumed_level;
    double care;  ///< Share of updates before which it comes by.
};

struct Outcome {
    Traded clothing, fabrics, jewelry;

    double trades() const { return clothing.trades() + fabrics.trades() + jewelry.trades(); }
};

// Who trades, trades just before it.
void next_update(OneMarket& market, const Outcome& traded, double trades_before) {
    traded.trades() > trades_before ? market.update_awake() : market.update();
}

OneMarket market_of(const char* law, core::RandomStream& draw) {
    return OneMarket({good("CLOTHING", TradeType::kExport, 20, draw.uniform(-20, 200)),
                      good("FABRICS", TradeType::kImport, 60, draw.uniform(-500, 60)),
                      good("JEWELRY", TradeType::kImport, 20, draw.uniform(-180, 40))},
                     law);
}

void expect_bounded(const char* law, Outcome& traded, planner::StockCurves& curves, double slack) {
    const auto strain = [&](const CurveKind& kind, const Traded& one, double flow) {
        return kUpdates * strain_at(curves.of(kind).pieces(one.started()), flow);
    };
    const bool inert = std::string(law) == "inert";
    const double made = traded.clothing.flow();
    EXPECT_GE(traded.clothing.strain(-8) + slack,
              strain({.role = Role::kMade}, traded.clothing, made));
    EXPECT_GE(traded.jewelry.strain(-8) + slack,
              strain({.role = Role::kConsumed}, traded.jewelry, traded.jewelry.flow()));
    const double brought = traded.fabrics.flow();
    CurveKind fed{.role = Role::kFeeding, .feeds = 1};
    planner::GoodStart start = traded.fabrics.started();
    start.rate = traded.clothing.started().rate;
    const double least = std::exp2(-2.4) * (brought - made) * kUpdates;
    if (inert) return;
    EXPECT_GE(traded.fabrics.strain(-8) + slack,
              kUpdates * strain_at(curves.of(fed).pieces(start), made) + least);
    // And what is made beyond the restricted step has been brought.
    EXPECT_GE(brought + slack / kUpdates, 1.25 * (made - 0.2));
    EXPECT_LE(brought, made + 0.02 + slack / kUpdates);
}

Outcome play(OneMarket& market, Policy policy, core::RandomStream& draw) {
    Outcome traded{{market, "CLOTHING"}, {market, "FABRICS"}, {market, "JEWELRY"}};
    for (int update = 0; update < kUpdates; ++update) {
        const double before = traded.trades();
        // Now and then it changes its mind.
        if (draw.uniform(0, 9) == 0) policy.import_level = -0.1 * double(draw.uniform(0, 90));
        if (draw.uniform(0, 9) == 0) policy.export_level = -0.1 * double(draw.uniform(0, 90));
        if (double(draw.uniform(0, 99)) < 100 * policy.care) {
            const Last last = draw.uniform(0, 1) == 0 ? Last::kWhole : Last::kRest;
            traded.fabrics.raise_to(policy.import_level, last);
            traded.clothing.raise_to(policy.export_level, last);
            traded.jewelry.raise_to(policy.consumed_level, last);
        }
        next_update(market, traded, before);
    }
    return traded;
}

class UpperBoundUnder : public ::testing::TestWithParam<const char*> {};

TEST_P(UpperBoundUnder, NoWayOfTradingStrainsPricesLess) {
    const std::uint64_t seed = tests::seed_of_this_run();
    const char* law = GetParam();
    planner::StockCurves curves(update_law(law).value());
    // Curves know what others trade on the mean; a run draws it.
    const double slack = curves.law().others > 0 ? 0.6 : 0.05;
    auto draw = core::Rng(seed).stream("policies");
    for (int number = 0; number < 400; ++number) {
        SCOPED_TRACE(testing::Message() << "case " << number);
        OneMarket market = market_of(law, draw);
        const Policy policy{.import_level = -0.1 * double(draw.uniform(10, 90)),
                            .export_level = -0.1 * double(draw.uniform(10, 80)),
                            .consumed_level = -0.1 * double(draw.uniform(0, 90)),
                            .care = 0.1 * double(draw.uniform(1, 10))};
        Outcome traded = play(market, policy, draw);
        expect_bounded(law, traded, curves, slack);
        if (HasFailure()) return;
    }
}

INSTANTIATE_TEST_SUITE_P(Laws, UpperBoundUnder,
                         ::testing::Values("measured", "inert", "eager", "crowded"),
                         [](const auto& law) { return std::string(law.param); });

TEST(UpperBound, IsReachedByWhoTradesOneVolumeAtEveryUpdate) {
    planner::StockCurves curves(update_law("measured").value());
    OneMarket market({good("CLOTHING", TradeType::kExport, 20, 70),
                      good("FABRICS", TradeType::kImport, 60, -180),
                      good("JEWELRY", TradeType::kImport, 20, -80)});
    Outcome traded{{market, "CLOTHING"}, {market, "FABRICS"}, {market, "JEWELRY"}};
    for (int update = 0; update < kUpdates; ++update) {
        traded.fabrics.raise_to(-2, Last::kRest);
        traded.clothing.raise_to(-3.95, Last::kRest);
        // Once up, consumption keeps its rate with the stock LIMITED.
        traded.jewelry.raise_to(update < 5 ? -1.9 : -4, Last::kRest);
        market.update_awake();
    }
    const auto expect_reached = [&](const CurveKind& kind, const Traded& one) {
        const double bound = curves.of(kind).at(one.flow()) * kUpdates;
        EXPECT_GT(one.flow(), 0.95);
        EXPECT_LT(one.strain(-8), 1.05 * bound);
    };
    expect_reached({.role = Role::kMade}, traded.clothing);
    expect_reached({.role = Role::kFeeding, .feeds = 1}, traded.fabrics);
    expect_reached({.role = Role::kConsumed}, traded.jewelry);
}

}  // namespace
}  // namespace argosy::kernel
