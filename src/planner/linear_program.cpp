#include "planner/linear_program.h"

#include <fmt/format.h>

#include <cmath>
#include <coin/ClpSimplex.hpp>
#include <coin/ClpSolve.hpp>

namespace argosy::planner {
namespace {

// For each row and column. Chosen; far above what programs take that end.
constexpr int kMostIterations = 20;

// Share of the value by which an answer may be short of what its prices prove.
constexpr double kWorstGap = 1e-4;

// A price this small is none: where a bound is missing it would prove nothing.
constexpr double kNoPrice = 1e-5;

double worth(double price, const Bounds& bounds) {
    const double bound = price > 0 ? bounds.most : bounds.least;
    if (std::isinf(bound)) return std::abs(price) < kNoPrice ? 0 : kUnbounded;
    return price * bound;
}

}  // namespace

std::int32_t LinearProgram::add_row(Bounds bounds) {
    rows_.push_back(bounds);
    return std::int32_t(rows_.size()) - 1;
}

std::int32_t LinearProgram::add_column(double value, Bounds bounds,
                                       const std::vector<Entry>& entries) {
    values_.push_back(value);
    bounds_.push_back(bounds);
    for (const Entry& entry : entries) {
        entry_rows_.push_back(entry.row);
        entry_factors_.push_back(entry.factor);
    }
    starts_.push_back(std::int32_t(entry_rows_.size()));
    return std::int32_t(values_.size()) - 1;
}

core::Result<LinearSolution> LinearProgram::solve() const {
    std::vector<double> least, most, rows_least, rows_most;
    for (const Bounds& each : bounds_) {
        least.push_back(each.least);
        most.push_back(each.most);
    }
    for (const Bounds& each : rows_) {
        rows_least.push_back(each.least);
        rows_most.push_back(each.most);
    }
    ClpSimplex solver;
    solver.setLogLevel(0);
    solver.loadProblem(int(columns()), int(rows()), starts_.data(), entry_rows_.data(),
                       entry_factors_.data(), least.data(), most.data(), values_.data(),
                       rows_least.data(), rows_most.data());
    solver.setOptimizationDirection(-1);
    // One in thousands of programs has sent it round and round.
    solver.setMaximumIterations(kMostIterations * int(rows() + columns()));
    ClpSolve how;
    how.setSolveType(ClpSolve::useDual);
    how.setPresolveType(ClpSolve::presolveOn);
    solver.initialSolve(how);
    if (!solver.isProvenOptimal()) {
        return core::Error{core::ErrorCode::kRejected,
                           fmt::format("the linear program of {} rows and {} columns was not solved"
                                       " (status {})",
                                       rows(), columns(), solver.status())};
    }
    LinearSolution solution{.iterations = solver.numberIterations()};
    solution.columns.assign(solver.primalColumnSolution(),
                            solver.primalColumnSolution() + columns());
    solution.rows.assign(solver.primalRowSolution(), solver.primalRowSolution() + rows());
    solution.row_prices.assign(solver.dualRowSolution(), solver.dualRowSolution() + rows());
    // A solver can be wrong by its tolerances; what the prices prove it cannot.
    solution.value = proven_most(solution.row_prices);
    const double found = solver.objectiveValue();
    if (solution.value - found > kWorstGap * std::max(1.0, std::abs(found))) {
        return core::Error{core::ErrorCode::kRejected,
                           fmt::format("the linear program was said to come to {}, its prices prove"
                                       " no less than {}",
                                       found, solution.value)};
    }
    return solution;
}

// Any prices of the rows prove that no solution is worth more than what the rows' and columns'
// bounds come to at these prices.
double LinearProgram::proven_most(const std::vector<double>& row_prices) const {
    double most = 0;
    for (std::size_t row = 0; row < rows_.size(); ++row)
        most += worth(row_prices[row], rows_[row]);
    for (std::size_t column = 0; column < values_.size(); ++column) {
        double left = values_[column];
        for (auto i = std::size_t(starts_[column]); i < std::size_t(starts_[column + 1]); ++i)
            left -= row_prices[std::size_t(entry_rows_[i])] * entry_factors_[i];
        most += worth(left, bounds_[column]);
    }
    return most;
}

}  // namespace argosy::planner
