#include "planner/steady_state.h"

#include <algorithm>
#include <cmath>

#include "core/assert.h"
#include "planner/steady_program.h"

namespace argosy::planner {
namespace {

// Below this a flow is the solver's rounding.
constexpr double kNothing = 1e-6;

// In trade volumes an update: who makes so much more from an input than is brought is fed by turns.
constexpr double kLeastShortfall = 0.02;
// What a factory makes that is fed rather than left alone: docs/decisions/0014.
constexpr double kMuch = 0.5;

// Returns whether there was a factory that is fed by turns; it is not any more.
bool decide(SteadyProblem& problem, const SteadyState& state) {
    bool decided = false;
    for (std::size_t i = 0; i < problem.goods.size(); ++i) {
        SteadyGood& good = problem.goods[i];
        if (good.fed != Fed::kByTurns || good.starved) continue;
        const double made = state.goods[i].volumes_an_update;
        const bool by_turns = std::ranges::any_of(good.inputs, [&](std::int32_t input) {
            return made - state.goods[std::size_t(input)].volumes_an_update > kLeastShortfall;
        });
        if (!by_turns) continue;
        good.fed = made > kMuch ? Fed::kAlways : Fed::kNever;
        decided = true;
    }
    return decided;
}

}  // namespace

SteadyState SteadyProgram::read(const LinearSolution& solution) const {
    SteadyState state{.credits_an_hour = solution.value + constant_,
                      .rows = std::int64_t(program_.rows()),
                      .columns = std::int64_t(program_.columns())};
    // The kinds of hull of one lane follow each other.
    for (const Lane& lane : lanes_) {
        const double units = solution.columns[std::size_t(lane.column)];
        if (units < kNothing) continue;
        const bool same = !state.flows.empty() && state.flows.back().from == lane.from &&
                          state.flows.back().to == lane.to;
        if (same) {
            state.flows.back().units_an_hour += units;
        } else {
            state.flows.push_back({lane.from, lane.to, units});
        }
    }
    read_goods(solution, state);
    // More of what is limited is never worth less than nothing.
    const auto worth_of = [&](std::int32_t row) {
        return std::max(0.0, solution.row_prices[std::size_t(row)]);
    };
    for (const std::int32_t row : seconds_rows_) {
        state.hull_worth.push_back(3'600 * worth_of(row));
        state.hull_hours.push_back(solution.rows[std::size_t(row)] / 3'600);
    }
    state.request_worth = worth_of(requests_row_);
    state.requests_an_hour = solution.rows[std::size_t(requests_row_)];
    return state;
}

void SteadyProgram::read_goods(const LinearSolution& solution, SteadyState& state) const {
    state.goods.resize(problem_.goods.size());
    std::vector<double> credits(problem_.goods.size());
    for (const Term& term : terms_) {
        const double used = solution.columns[std::size_t(term.column)];
        state.goods[term.good].units_an_hour += term.units * used;
        credits[term.good] += term.credits * used;
    }
    for (std::size_t i = 0; i < state.goods.size(); ++i) {
        SteadyGoodPlan& plan = state.goods[i];
        const SteadyGood& good = problem_.goods[i];
        plan.unit_worth = solution.row_prices[std::size_t(rows_[i].balance)];
        plan.volumes_an_update = plan.units_an_hour / flow(i);
        if (std::abs(plan.units_an_hour) < kNothing) continue;
        plan.price = credits[i] / std::abs(plan.units_an_hour);
        if (good.price.type == model::TradeType::kExchange) {
            plan.level = -plan.volumes_an_update / law_.exchange_drift;
            continue;
        }
        const PriceLine line = price_line(good.price);
        const double level = level_of_strain((plan.price - line.start) / line.per_strain);
        plan.level = good.price.type == model::TradeType::kImport ? level : -level;
    }
}

core::Result<SteadyState> steady_state(const SteadyProblem& problem, StockCurves& curves) {
    ARGOSY_ASSERT(curves.law() == problem.law);
    return SteadyProgram(problem, curves).solve();
}

core::Result<SteadyState> decided_state(SteadyProblem problem, StockCurves& curves) {
    while (true) {
        ARGOSY_TRY(SteadyState state, steady_state(problem, curves));
        if (!decide(problem, state)) return state;
    }
}

}  // namespace argosy::planner
