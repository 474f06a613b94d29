#pragma once

/// @file
/// The linear program of a steady state: which columns and rows there are, and what they mean.
/// docs/concepts/upper-bound.md has it as mathematics.

#include <vector>

#include "planner/linear_program.h"
#include "planner/steady_state.h"

namespace argosy::planner {

/// Price of an import or export, a line in the strain: rounded to the fleet's favour.
struct PriceLine {
    double start;
    double per_strain;
};

PriceLine price_line(const model::PriceState& price);

class SteadyProgram {
  public:
    /// @pre `problem` and `curves` outlive it.
    SteadyProgram(const SteadyProblem& problem, StockCurves& curves);

    core::Result<SteadyState> solve();

  private:
    /// An import, and an export made from it.
    struct Relation {
        std::int32_t import;
        std::int32_t made;
        std::int32_t link = -1;    ///< The relation's pieces are what is made.
        std::int32_t strain = -1;  ///< What is made strains the import's price.
        std::int32_t need = -1;    ///< What is made needs as much of the import.
    };
    struct Rows {
        std::int32_t balance = -1;  ///< What we trade is what updates and stocks allow.
        std::int32_t fed = -1;      ///< No more of an import is used up than is made from it.
        std::int32_t strain = -1;   ///< All that is made from it strains its price together.
        std::int32_t need = -1;     ///< And needs as much.
        bool is_kept = false;       ///< A factory of it is fed always.
        std::vector<std::size_t> relations;
    };
    struct Lane {
        std::int32_t from, to, column;
    };
    /// What one unit of a column means for a good.
    struct Term {
        std::size_t good;
        std::int32_t column;
        double units;
        double credits;
    };

    bool is_starved(const SteadyGood& good) const;
    double flow(std::size_t good) const;
    double start_rate(std::size_t import) const;
    Fed fed(const Relation& relation) const;
    double need_factor(const Relation& relation) const;
    double need_start(const Relation& relation) const;
    double least_strain() const;
    CurveKind kind_of(std::size_t index) const;
    StockCurve::Pieces pieces_of(std::size_t index, const CurveKind& kind, double rate);
    std::int32_t place_row(std::size_t hull, std::int32_t place) const;

    void add_rows();
    void add_feeding_rows(std::size_t import);
    void add_good(std::size_t index);
    void add_curve(std::size_t index);
    void add_piece(std::size_t index, double credits, double most, double direction);
    void add_feeding(std::size_t index);
    void add_relation(Relation& relation);
    void add_changes(std::size_t index);
    void add_change(std::size_t index, double credits, double volumes, double direction);
    void add_exchange(std::size_t index);
    void add_lanes();
    void add_lane(std::size_t from, std::size_t to, std::size_t hull);
    void add_empty_flights();

    SteadyState read(const LinearSolution& solution) const;
    void read_goods(const LinearSolution& solution, SteadyState& state) const;

    const SteadyProblem& problem_;
    const UpdateLaw& law_;
    StockCurves& curves_;
    double updates_ = 0;  ///< Of a market, an hour.
    LinearProgram program_;
    std::vector<Relation> relations_;
    std::vector<Rows> rows_;  ///< By good.
    std::vector<std::int32_t> seconds_rows_;
    std::vector<std::int32_t> place_rows_;  ///< By hull and place: who leaves has come.
    std::int32_t requests_row_ = -1;
    std::vector<Lane> lanes_;
    std::vector<Term> terms_;
    double constant_ = 0;
};

}  // namespace argosy::planner
