#pragma once

/// @file
/// Linear programs, as this room states them and as the solver (COIN-OR CLP) answers. Knows nothing
/// of markets; nothing else in the program knows the solver. The same program has the same answer.

#include <cstdint>
#include <limits>
#include <vector>

#include "core/result.h"

namespace argosy::planner {

/// Something is bounded to nothing on this side.
inline constexpr double kUnbounded = std::numeric_limits<double>::infinity();

/// What an expression or a variable may be.
struct Bounds {
    double least = 0;
    double most = kUnbounded;
};

/// One variable's part in one row.
struct Entry {
    std::int32_t row;
    double factor;
};

struct LinearSolution {
    double value = 0;  ///< What the row prices prove to be the most.
    std::vector<double> columns;
    std::vector<double> rows;  ///< What the rows come to.
    /// What the value gains for each unit by which the row's binding bound is raised.
    std::vector<double> row_prices;
    std::int64_t iterations = 0;
};

/// Maximizes a sum over columns under rows: state it, then solve it.
class LinearProgram {
  public:
    /// @returns the row's number
    std::int32_t add_row(Bounds bounds);

    /// Adds a variable that brings `value` for each unit.
    /// @returns the column's number
    /// @pre No row is named twice; all of them have been added.
    std::int32_t add_column(double value, Bounds bounds, const std::vector<Entry>& entries);

    std::size_t rows() const { return rows_.size(); }
    std::size_t columns() const { return values_.size(); }

    /// @error kRejected  The program has no solution, or no greatest one, or the solver lost its
    /// way.
    core::Result<LinearSolution> solve() const;

  private:
    double proven_most(const std::vector<double>& row_prices) const;

    std::vector<Bounds> rows_;
    std::vector<double> values_;
    std::vector<Bounds> bounds_;
    std::vector<std::int32_t> starts_{0};  ///< Of each column's entries, and the end.
    std::vector<std::int32_t> entry_rows_;
    std::vector<double> entry_factors_;
};

}  // namespace argosy::planner
