#include "planner/linear_program.h"

#include <gtest/gtest.h>

namespace argosy::planner {
namespace {

TEST(LinearProgram, FindsTheGreatestValueAndWhatItsLimitsAreWorth) {
    LinearProgram program;
    const auto wood = program.add_row({-kUnbounded, 40});
    const auto work = program.add_row({-kUnbounded, 30});
    const auto chairs = program.add_column(3, {}, {{wood, 2}, {work, 1}});
    const auto tables = program.add_column(4, {}, {{wood, 2}, {work, 2}});
    const auto solution = program.solve();
    ASSERT_TRUE(solution.ok());
    EXPECT_NEAR(solution->value, 70, 1e-9);
    EXPECT_NEAR(solution->columns[std::size_t(chairs)], 10, 1e-9);
    EXPECT_NEAR(solution->columns[std::size_t(tables)], 10, 1e-9);
    EXPECT_NEAR(solution->row_prices[std::size_t(wood)], 1, 1e-9);
    EXPECT_NEAR(solution->row_prices[std::size_t(work)], 1, 1e-9);
    EXPECT_NEAR(solution->rows[std::size_t(wood)], 40, 1e-9);
}

TEST(LinearProgram, RefusesWhatHasNoSolutionOrNoGreatestOne) {
    LinearProgram impossible;
    const auto row = impossible.add_row({3, kUnbounded});
    impossible.add_column(1, {0, 1}, {{row, 1}});
    EXPECT_EQ(impossible.solve().error().code, core::ErrorCode::kRejected);

    LinearProgram endless;
    const auto least = endless.add_row({3, kUnbounded});
    endless.add_column(1, {}, {{least, 1}});
    EXPECT_EQ(endless.solve().error().code, core::ErrorCode::kRejected);
}

}  // namespace
}  // namespace argosy::planner
