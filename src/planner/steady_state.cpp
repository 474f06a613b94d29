#include "planner/steady_state.h"

#include <algorithm>
#include <cmath>

#include "core/assert.h"
#include "planner/linear_program.h"

namespace argosy::planner {
namespace {

using model::TradeType;
using Role = CurveKind::Role;

// Prices are rounded to whole credits; to the fleet's favour here.
constexpr double kRounding = 0.5;

// One-time trades go by steps of so many volumes, from where a stock is as far as these.
constexpr double kStep = 0.5;
constexpr double kFullest = 7;     // An import's bid is down to its floor there.
constexpr double kEmptiest = -14;  // An export's ask is above any bid there.
constexpr double kExchangeReach = 18;

// Below this a flow is the solver's rounding.
constexpr double kNothing = 1e-6;

double volume_of(const SteadyGood& good) {
    return double(good.price.volume.count());
}

double stock_of(const SteadyGood& good) {
    return double(good.price.stock.count()) / volume_of(good);
}

// Price of an import or export as a line in the strain.
struct PriceLine {
    double start;
    double per_strain;
};

PriceLine line_of(const SteadyGood& good) {
    const double base = double(good.price.base);
    const double share = double(good.price.margin) / 100;
    if (good.price.type == TradeType::kImport) {
        return {base * (1 + 5 * share) + kRounding, -4 * base * share};
    }
    return {base * (1 - 5 * share) - kRounding, 4 * base * share};
}

// Integral of an exchange's price without its spread, from one stock to another, in volumes.
double exchange_between(const SteadyGood& good, double from, double to) {
    const double base = double(good.price.base);
    const double cubic = double(good.price.margin) / 20'000;
    const auto primitive = [&](double s) { return base * (s - cubic * s * s * s * s / 4); };
    return primitive(to) - primitive(from);
}

double exchange_spread(const SteadyGood& good) {
    return std::max(2.0, std::floor(double(good.price.base) / 100 + 0.5)) - kRounding;
}

class Program {
  public:
    Program(const SteadyProblem& problem, StockCurves& curves)
        : problem_(problem), law_(problem.law), curves_(curves), fed_(problem.goods.size()) {
        // A run of some hours sees up to one update more of a market than go into them.
        updates_ = law_.updates_an_hour + (problem.hours ? 1 / *problem.hours : 0);
        for (std::size_t i = 0; i < problem.goods.size(); ++i) {
            for (const std::int32_t input : problem.goods[i].inputs)
                fed_[std::size_t(input)].push_back(std::int32_t(i));
        }
    }

    core::Result<SteadyState> solve() {
        add_rows();
        for (std::size_t i = 0; i < problem_.goods.size(); ++i)
            add_good(i);
        add_lanes();
        add_empty_flights();
        ARGOSY_TRY(const LinearSolution solution, program_.solve());
        return read(solution);
    }

  private:
    struct Rows {
        std::int32_t balance = -1;  ///< What we trade here is what updates and stocks allow.
        std::int32_t fed = -1;      ///< An import takes no more than is made from it,
        std::int32_t needed = -1;   ///< and what is made from it needs as much.
    };
    struct Lane {
        std::int32_t from, to, column;
    };
    struct Piece {
        std::size_t good;
        double per_unit;  ///< Credits a unit, gained or paid.
        std::int32_t column;
        double sign;  ///< -1 where an exchange is sold to.
    };

    bool is_starved(const SteadyGood& good) const {
        return good.starved || law_.feeding == Feeding::kChangesNothing;
    }

    // Units an hour of one volume an update.
    double flow(std::size_t good) const { return volume_of(problem_.goods[good]) * updates_; }

    CurveKind kind_of(std::size_t index) const {
        const SteadyGood& good = problem_.goods[index];
        if (good.price.type == TradeType::kExport) {
            if (is_starved(good)) return {.role = Role::kStarved};
            return {.role = good.inputs.empty() ? Role::kGathered : Role::kMade};
        }
        if (fed_[index].empty()) return {.role = Role::kConsumed};
        CurveKind kind{.role = Role::kFeeding};
        for (const std::int32_t made : fed_[index])
            ++(is_starved(problem_.goods[std::size_t(made)]) ? kind.feeds_starved : kind.feeds);
        return kind;
    }

    void add_rows() {
        rows_.resize(problem_.goods.size());
        for (std::size_t i = 0; i < problem_.goods.size(); ++i) {
            rows_[i].balance = program_.add_row({0, 0});
            if (fed_[i].empty()) continue;
            const double others = law_.others;
            const auto feeds = double(fed_[i].size());
            rows_[i].fed = program_.add_row({-kUnbounded, feeds * others - others});
            // What is made from a full input is matched by it; made from an empty one it is
            // `restricted_step` at no more than that share of the time.
            if (kind_of(i).feeds == 0) continue;
            const double factor = need_factor();
            rows_[i].needed = program_.add_row(
                {double(kind_of(i).feeds) * factor * (others - law_.restricted_step) - others,
                 kUnbounded});
        }
        for (std::size_t hull = 0; hull < problem_.hulls.size(); ++hull) {
            seconds_rows_.push_back(
                program_.add_row({-kUnbounded, 3'600 * problem_.hulls[hull].count}));
            for (std::int32_t place = 0; place < problem_.places; ++place)
                place_rows_.push_back(program_.add_row({0, 0}));
        }
        requests_row_ = program_.add_row({-kUnbounded, problem_.requests_an_hour});
    }

    double need_factor() const { return law_.full_rate / (law_.full_rate - law_.restricted_step); }

    std::int32_t place_row(std::size_t hull, std::int32_t place) const {
        return place_rows_[hull * std::size_t(problem_.places) + std::size_t(place)];
    }

    // One part of what updates of a market good make or use up, in units an hour.
    void add_piece(std::size_t good, double credits, double most, double direction) {
        std::vector<Entry> entries{{rows_[good].balance, direction}};
        const double volumes = 1 / flow(good);
        if (rows_[good].fed >= 0) entries.push_back({rows_[good].fed, volumes});
        if (rows_[good].needed >= 0) entries.push_back({rows_[good].needed, volumes});
        if (problem_.goods[good].price.type == TradeType::kExport) {
            for (const std::int32_t input : problem_.goods[good].inputs) {
                const Rows& rows = rows_[std::size_t(input)];
                entries.push_back({rows.fed, -volumes});
                if (rows.needed >= 0 && !is_starved(problem_.goods[good]))
                    entries.push_back({rows.needed, -need_factor() * volumes});
            }
        }
        const auto column = program_.add_column(direction * credits, {0, most}, entries);
        const bool sold = problem_.goods[good].price.type == TradeType::kExchange && direction > 0;
        pieces_.push_back({good, credits, column, sold ? -1.0 : 1.0});
    }

    // One part of what changes a stock once, spread over the hours. A stock that we lower by our
    // trades is one that we buy from: `direction` is +1 where the stock ends higher.
    void add_change(std::size_t good, double credits, double volumes, double direction) {
        const double most = volumes * volume_of(problem_.goods[good]) / *problem_.hours;
        program_.add_column(direction * credits, {0, most}, {{rows_[good].balance, direction}});
    }

    // The balance of every good counts what is brought to its market: see add_lanes().
    void add_good(std::size_t index) {
        const SteadyGood& good = problem_.goods[index];
        if (good.price.type == TradeType::kExchange) return add_exchange(index);
        const bool import = good.price.type == TradeType::kImport;
        const PriceLine line = line_of(good);
        const StockCurve& curve = curves_.of(kind_of(index));
        const auto pieces =
            problem_.hours ? curve.pieces({good.rate, stock_of(good), updates_ * *problem_.hours})
                           : curve.pieces();
        for (const CurvePiece& piece : pieces.pieces) {
            add_piece(index, line.start + line.per_strain * piece.slope,
                      piece.volumes * flow(index), import ? 1 : -1);
        }
        constant_ += (import ? 1 : -1) * line.per_strain * pieces.base * flow(index);
        if (problem_.hours) add_changes(index, line);
    }

    // Every step of a stock up or down from where it is, at the price between.
    void add_changes(std::size_t index, const PriceLine& line) {
        const SteadyGood& good = problem_.goods[index];
        const bool import = good.price.type == TradeType::kImport;
        const double bottom = import ? law_.least_import : -law_.most_export;
        const double top = import ? kFullest : -kEmptiest;
        const double start = import ? stock_of(good) : -stock_of(good);
        const auto price = [&](double from, double to) {
            return line.start + line.per_strain * strain_between(from, to, bottom) / (to - from);
        };
        const double side = import ? 1 : -1;
        for (double z = start; z < top; z += kStep) {
            add_change(index, price(z, z + kStep), kStep, side);
        }
        for (double z = start; z > bottom; z -= kStep) {
            const double from = std::max(z - kStep, bottom);
            add_change(index, price(from, z), z - from, -side);
        }
    }

    // An exchange drifts towards rest, so what flows through it says how far from rest it is on
    // the mean; prices there are the better the nearer to rest, so the mean is the best case.
    void add_exchange(std::size_t index) {
        const SteadyGood& good = problem_.goods[index];
        const double share = law_.exchange_drift;
        const auto drifted = [&](double volumes) {
            const double from = -volumes / share;
            return exchange_between(good, from, from * (1 - share));
        };
        constexpr double kPiece = 0.05;
        const int pieces = int(kExchangeReach * share / kPiece);
        for (const double side : {1.0, -1.0}) {
            for (int i = 0; i < pieces; ++i) {
                const double from = side * kPiece * i;
                const double to = side * kPiece * (i + 1);
                const double price = (drifted(to) - drifted(from)) / (to - from);
                if (price < 0) break;
                add_piece(index, price, kPiece * flow(index), -side);
            }
        }
        if (!problem_.hours) return;
        const double start = stock_of(good);
        for (const double side : {1.0, -1.0}) {
            for (double moved = 0; moved < kExchangeReach; moved += kStep) {
                const double from = start + side * moved;
                const double price =
                    exchange_between(good, from, from + side * kStep) * side / kStep;
                if (price < 0) break;
                add_change(index, price, kStep, side);
            }
        }
    }

    bool sells(const SteadyGood& good) const { return good.price.type != TradeType::kImport; }
    bool takes(const SteadyGood& good) const { return good.price.type != TradeType::kExport; }

    void add_lanes() {
        const auto& goods = problem_.goods;
        for (std::size_t from = 0; from < goods.size(); ++from) {
            for (std::size_t to = 0; to < goods.size(); ++to) {
                const bool lane = goods[from].good == goods[to].good && sells(goods[from]) &&
                                  takes(goods[to]) && goods[from].place != goods[to].place;
                if (!lane) continue;
                for (std::size_t hull = 0; hull < problem_.hulls.size(); ++hull)
                    add_lane(from, to, hull);
            }
        }
    }

    // One unit an hour: its share of a flight, and of a transaction on either side.
    void add_lane(std::size_t from, std::size_t to, std::size_t hull) {
        const SteadyHulls& hulls = problem_.hulls[hull];
        const SteadyGood& source = problem_.goods[from];
        const SteadyGood& sink = problem_.goods[to];
        const auto leg = std::size_t(source.place * problem_.places + sink.place);
        const double requests = problem_.requests_a_flight / hulls.hold +
                                1 / std::min(hulls.hold, volume_of(source)) +
                                1 / std::min(hulls.hold, volume_of(sink));
        const double seconds =
            hulls.seconds[leg] / hulls.hold + requests * problem_.seconds_a_request;
        double credits = -hulls.credits[leg] / hulls.hold;
        if (source.price.type == TradeType::kExchange) credits -= exchange_spread(source);
        if (sink.price.type == TradeType::kExchange) credits -= exchange_spread(sink);
        const auto column = program_.add_column(credits, {},
                                                {{rows_[from].balance, 1},
                                                 {rows_[to].balance, -1},
                                                 {seconds_rows_[hull], seconds},
                                                 {requests_row_, requests},
                                                 {place_row(hull, source.place), 1 / hulls.hold},
                                                 {place_row(hull, sink.place), -1 / hulls.hold}});
        lanes_.push_back({std::int32_t(from), std::int32_t(to), column});
    }

    void add_empty_flights() {
        for (std::size_t hull = 0; hull < problem_.hulls.size(); ++hull) {
            const SteadyHulls& hulls = problem_.hulls[hull];
            for (std::int32_t from = 0; from < problem_.places; ++from) {
                for (std::int32_t to = 0; to < problem_.places; ++to) {
                    if (from == to) continue;
                    const auto leg = std::size_t(from * problem_.places + to);
                    const double requests = problem_.requests_a_flight;
                    program_.add_column(
                        -hulls.credits[leg], {},
                        {{seconds_rows_[hull],
                          hulls.seconds[leg] + requests * problem_.seconds_a_request},
                         {requests_row_, requests},
                         {place_row(hull, from), 1},
                         {place_row(hull, to), -1}});
                }
            }
        }
    }

    SteadyState read(const LinearSolution& solution) const {
        SteadyState state{.credits_an_hour = solution.value + constant_,
                          .rows = std::int64_t(program_.rows()),
                          .columns = std::int64_t(program_.columns())};
        for (const Lane& lane : lanes_) {
            const double units = solution.columns[std::size_t(lane.column)];
            if (units < kNothing) continue;
            if (!state.flows.empty() && state.flows.back().from == lane.from &&
                state.flows.back().to == lane.to) {
                state.flows.back().units_an_hour += units;
            } else {
                state.flows.push_back({lane.from, lane.to, units});
            }
        }
        read_goods(solution, state);
        read_limits(solution, state);
        return state;
    }

    void read_goods(const LinearSolution& solution, SteadyState& state) const {
        state.goods.resize(problem_.goods.size());
        std::vector<double> credits(problem_.goods.size());
        for (const Piece& piece : pieces_) {
            const double units = piece.sign * solution.columns[std::size_t(piece.column)];
            state.goods[piece.good].units_an_hour += units;
            credits[piece.good] += units * piece.per_unit;
        }
        for (std::size_t i = 0; i < state.goods.size(); ++i) {
            SteadyGoodPlan& plan = state.goods[i];
            const SteadyGood& good = problem_.goods[i];
            plan.unit_worth = -solution.row_prices[std::size_t(rows_[i].balance)];
            plan.volumes_an_update = plan.units_an_hour / flow(i);
            if (std::abs(plan.units_an_hour) < kNothing) continue;
            plan.price = credits[i] / plan.units_an_hour;
            if (good.price.type == TradeType::kExchange) {
                plan.level = -plan.volumes_an_update / law_.exchange_drift;
                continue;
            }
            const PriceLine line = line_of(good);
            const double level = level_of_strain((plan.price - line.start) / line.per_strain);
            plan.level = good.price.type == TradeType::kImport ? level : -level;
        }
    }

    void read_limits(const LinearSolution& solution, SteadyState& state) const {
        for (const std::int32_t row : seconds_rows_) {
            state.hull_worth.push_back(3'600 * solution.row_prices[std::size_t(row)]);
            state.hull_hours.push_back(solution.rows[std::size_t(row)] / 3'600);
        }
        state.request_worth = solution.row_prices[std::size_t(requests_row_)];
        state.requests_an_hour = solution.rows[std::size_t(requests_row_)];
    }

    const SteadyProblem& problem_;
    const UpdateLaw& law_;
    StockCurves& curves_;
    std::vector<std::vector<std::int32_t>> fed_;  ///< By import: what is made from it here.
    double updates_ = 0;                          ///< Of a market, an hour.
    LinearProgram program_;
    std::vector<Rows> rows_;
    std::vector<std::int32_t> seconds_rows_;
    std::vector<std::int32_t> place_rows_;  ///< By hull and place: who leaves has come.
    std::int32_t requests_row_ = -1;
    std::vector<Lane> lanes_;
    std::vector<Piece> pieces_;
    double constant_ = 0;
};

}  // namespace

core::Result<SteadyState> steady_state(const SteadyProblem& problem, StockCurves& curves) {
    ARGOSY_ASSERT(curves.law() == problem.law);
    return Program(problem, curves).solve();
}

}  // namespace argosy::planner
