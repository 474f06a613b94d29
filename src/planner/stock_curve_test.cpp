#include "planner/stock_curve.h"

#include <gtest/gtest.h>

#include <cmath>

namespace argosy::planner {
namespace {

using Role = CurveKind::Role;

// Level at which whole volumes are traded on the mean.
double level_at(const CurveKind& kind, double volumes, const UpdateLaw& law = {}) {
    return level_of_strain(StockCurve(law, kind).at(volumes) / volumes);
}

TEST(StockCurve, OfFullRatesIsWhatOneVolumeBeforeEveryUpdateStrains) {
    EXPECT_NEAR(level_at({.role = Role::kMade}, 1), -5, 0.01);
    EXPECT_NEAR(level_at({.role = Role::kGathered}, 1), -5, 0.01);
    EXPECT_NEAR(level_at({.role = Role::kFeeding, .feeds = 1}, 1), -3, 0.01);
    EXPECT_NEAR(level_at({.role = Role::kSharing, .feeds = 1}, 1), -3, 0.01);
    EXPECT_NEAR(level_at({.role = Role::kConsumed}, 1), -5, 0.01);
    // Two that are made from one import lower it by two volumes: it is sold to at -4 and at -3.
    EXPECT_NEAR(StockCurve({}, {.role = Role::kFeeding, .feeds = 2}).at(2),
                std::exp2(-1.2) + std::exp2(-0.9), 0.01);
}

TEST(StockCurve, OfTheLeastRatesIsTheBestPriceThereIs) {
    for (const Role role : {Role::kMade, Role::kGathered, Role::kStarved, Role::kConsumed})
        EXPECT_NEAR(level_at({.role = role}, 0.2), -8, 0.01);
    EXPECT_NEAR(level_at({.role = Role::kFeeding, .feeds = 1}, 0.2), -8, 0.01);
}

TEST(StockCurve, BetweenThemIsThatOfTheDocumentation) {
    EXPECT_NEAR(level_at({.role = Role::kMade}, 0.5), -7.0, 0.06);
    EXPECT_NEAR(level_at({.role = Role::kMade}, 0.8), -6.2, 0.06);
    EXPECT_NEAR(level_at({.role = Role::kFeeding, .feeds = 1}, 0.5), -4.7, 0.06);
    EXPECT_NEAR(level_at({.role = Role::kFeeding, .feeds = 1}, 0.8), -4.1, 0.06);
    EXPECT_NEAR(level_at({.role = Role::kConsumed}, 0.5), -5.8, 0.06);
    EXPECT_NEAR(level_at({.role = Role::kConsumed}, 0.8), -5.2, 0.06);
}

TEST(StockCurve, ToleratesEmptierImportsWhereTheLawDoes) {
    const UpdateLaw eager{.rise = 0.6, .consumption_rise = 0.4, .restricted_below = -6};
    EXPECT_LT(level_at({.role = Role::kFeeding, .feeds = 1}, 0.8, eager),
              level_at({.role = Role::kFeeding, .feeds = 1}, 0.8) - 0.2);
    EXPECT_NEAR(level_at({.role = Role::kConsumed}, 1, eager), -7, 0.01);
}

TEST(StockCurve, LeavesLessWhereOthersTrade) {
    const UpdateLaw crowded{.others = 0.05};
    const StockCurve curve(crowded, {.role = Role::kConsumed});
    EXPECT_NEAR(curve.most(), 0.95, 1e-9);
    EXPECT_GT(curve.at(0.5), StockCurve({}, {.role = Role::kConsumed}).at(0.5));
}

TEST(StockCurve, PiecesRiseAndComeToTheCurve) {
    const StockCurve curve({}, {.role = Role::kFeeding, .feeds = 1});
    const StockCurve::Pieces pieces = curve.pieces();
    double volumes = 0;
    double strain = pieces.base;
    double slope = 0;
    for (const CurvePiece& piece : pieces.pieces) {
        EXPECT_GT(piece.slope, slope);
        slope = piece.slope;
        volumes += piece.volumes;
        strain += piece.volumes * piece.slope;
        EXPECT_NEAR(strain, curve.at(volumes), 1e-9);
    }
    EXPECT_NEAR(volumes, curve.most(), 1e-9);
}

TEST(StockCurve, OfAShortTimeIsBelowTheOneForEverAndComesNearIt) {
    const StockCurve curve({}, {.role = Role::kMade});
    const auto at_full = [&](double updates) {
        const auto pieces = curve.pieces({.rate = 1, .stock = 4, .updates = updates});
        double strain = pieces.base;
        for (const CurvePiece& piece : pieces.pieces)
            strain += piece.slope * piece.volumes;
        return strain;
    };
    EXPECT_LT(at_full(10), at_full(100));
    EXPECT_LT(at_full(100), curve.at(1));
    EXPECT_NEAR(at_full(1e6), curve.at(1), 1e-4);
}

TEST(StrainBetween, IsThatOfAWholeVolumeAtItsLowerEnd) {
    for (const double z : {-8.0, -6.3, -2.0, 1.5})
        EXPECT_NEAR(strain_between(z, z + 1, -8), std::exp2(0.3 * z), 1e-12);
    EXPECT_LE(strain_between(-12, -11, -8), std::exp2(0.3 * -12));
    EXPECT_EQ(strain_between(-2, -3, -8), 0);
}

}  // namespace
}  // namespace argosy::planner
