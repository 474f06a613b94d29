#include "planner/linear_program.h"

#include <fmt/format.h>

#include <coin/ClpSimplex.hpp>

namespace argosy::planner {

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
    solver.dual();
    if (!solver.isProvenOptimal()) {
        return core::Error{core::ErrorCode::kRejected,
                           fmt::format("the linear program of {} rows and {} columns was not solved"
                                       " (status {})",
                                       rows(), columns(), solver.status())};
    }
    LinearSolution solution{.value = solver.objectiveValue(),
                            .iterations = solver.numberIterations()};
    solution.columns.assign(solver.primalColumnSolution(),
                            solver.primalColumnSolution() + columns());
    solution.rows.assign(solver.primalRowSolution(), solver.primalRowSolution() + rows());
    solution.row_prices.assign(solver.dualRowSolution(), solver.dualRowSolution() + rows());
    return solution;
}

}  // namespace argosy::planner
