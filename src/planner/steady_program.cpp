#include "planner/steady_program.h"

#include <algorithm>
#include <cmath>

namespace argosy::planner {
namespace {

using model::TradeType;
using Role = CurveKind::Role;

// Prices are rounded to whole credits; to the fleet's favour here.
constexpr double kRounding = 0.5;

// What changes a stock once goes by steps of so many volumes, from where the stock is to these.
constexpr double kStep = 0.5;
constexpr double kFullest = 7;    // An import's bid is down to its floor there.
constexpr double kEmptiest = 14;  // An export's ask is above any bid there, below zero.
constexpr double kExchangeReach = 18;

double volume_of(const SteadyGood& good) {
    return double(good.price.volume.count());
}

double stock_of(const SteadyGood& good) {
    return double(good.price.stock.count()) / volume_of(good);
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

bool sells(const SteadyGood& good) {
    return good.price.type != TradeType::kImport;
}

bool takes(const SteadyGood& good) {
    return good.price.type != TradeType::kExport;
}

}  // namespace

bool is_lane(const SteadyGood& from, const SteadyGood& to) {
    return from.good == to.good && sells(from) && takes(to) && from.place != to.place;
}

PriceLine price_line(const model::PriceState& price) {
    const double base = double(price.base);
    const double share = double(price.margin) / 100;
    if (price.type == TradeType::kImport) {
        return {base * (1 + 5 * share) + kRounding, -4 * base * share};
    }
    return {base * (1 - 5 * share) - kRounding, 4 * base * share};
}

SteadyProgram::SteadyProgram(const SteadyProblem& problem, StockCurves& curves)
    : problem_(problem), law_(problem.law), curves_(curves), rows_(problem.goods.size()) {
    // A run of some hours sees up to one update more of a market than go into them.
    updates_ = law_.updates_an_hour + (problem.hours ? 1 / *problem.hours : 0);
    for (std::size_t i = 0; i < problem.goods.size(); ++i) {
        for (const std::int32_t input : problem.goods[i].inputs) {
            rows_[std::size_t(input)].relations.push_back(relations_.size());
            relations_.push_back({input, std::int32_t(i)});
        }
    }
}

core::Result<SteadyState> SteadyProgram::solve() {
    add_rows();
    for (std::size_t i = 0; i < problem_.goods.size(); ++i)
        add_good(i);
    add_lanes();
    add_empty_flights();
    ARGOSY_TRY(const LinearSolution solution, program_.solve());
    return read(solution);
}

bool SteadyProgram::is_starved(const SteadyGood& good) const {
    return good.starved || good.fed == Fed::kNever || law_.feeding == Feeding::kChangesNothing;
}

// Units an hour of one volume an update.
double SteadyProgram::flow(std::size_t good) const {
    return volume_of(problem_.goods[good]) * updates_;
}

// Of what is made from an import, with which its own rate goes.
double SteadyProgram::start_rate(std::size_t import) const {
    double rate = problem_.goods[import].rate;
    for (const std::size_t relation : rows_[import].relations)
        rate = std::max(rate, problem_.goods[std::size_t(relations_[relation].made)].rate);
    return rate;
}

// What is made from a full input is matched by it; made from an empty one it is `restricted_step`.
// A mean of v needs (v - step) / (full - step) of the time with the input there, at full rate.
// Who is fed always needs what it makes, and so does who is left alone, where another is fed.
double SteadyProgram::need_factor(const Relation& relation) const {
    if (fed(relation) != Fed::kByTurns) return 1;
    return law_.full_rate / (law_.full_rate - law_.restricted_step);
}

// What the row of a need begins with, but for what others bring.
double SteadyProgram::need_start(const Relation& relation) const {
    const double free = fed(relation) == Fed::kByTurns ? law_.restricted_step : 0;
    return need_factor(relation) * (law_.others - free);
}

Fed SteadyProgram::fed(const Relation& relation) const {
    return problem_.goods[std::size_t(relation.made)].fed;
}

double SteadyProgram::least_strain() const {
    return strain_between(law_.least_import, law_.least_import + 1, law_.least_import);
}

CurveKind SteadyProgram::kind_of(std::size_t index) const {
    const SteadyGood& good = problem_.goods[index];
    if (good.price.type == TradeType::kExport) {
        if (is_starved(good)) return {.role = Role::kStarved};
        return {.role = good.inputs.empty() ? Role::kGathered : Role::kMade};
    }
    if (rows_[index].relations.empty()) return {.role = Role::kConsumed};
    CurveKind kind{.role = Role::kFeeding};
    for (const std::size_t relation : rows_[index].relations) {
        const auto made = std::size_t(relations_[relation].made);
        ++(is_starved(problem_.goods[made]) ? kind.feeds_starved : kind.feeds);
    }
    return kind;
}

StockCurve::Pieces SteadyProgram::pieces_of(std::size_t index, const CurveKind& kind, double rate) {
    const StockCurve& curve = curves_.of(kind);
    if (!problem_.hours) return curve.pieces();
    return curve.pieces({rate, stock_of(problem_.goods[index]), updates_ * *problem_.hours});
}

void SteadyProgram::add_rows() {
    for (std::size_t i = 0; i < problem_.goods.size(); ++i) {
        rows_[i].balance = program_.add_row({0, 0});
        if (!rows_[i].relations.empty()) add_feeding_rows(i);
    }
    for (const SteadyHulls& hulls : problem_.hulls) {
        seconds_rows_.push_back(program_.add_row({-kUnbounded, 3'600 * hulls.count}));
        for (std::int32_t place = 0; place < problem_.places; ++place)
            place_rows_.push_back(program_.add_row({0, 0}));
    }
    requests_row_ = program_.add_row({-kUnbounded, problem_.requests_an_hour});
}

void SteadyProgram::add_feeding_rows(std::size_t import) {
    Rows& rows = rows_[import];
    const CurveKind kind = kind_of(import);
    const double others = law_.others;
    const auto feeds = double(rows.relations.size());
    rows.fed = program_.add_row({-kUnbounded, feeds * others - others});
    rows.is_kept = std::ranges::any_of(rows.relations, [&](std::size_t number) {
        return fed(relations_[number]) == Fed::kAlways;
    });
    double need = -others;  // Of all together.
    for (const std::size_t number : rows.relations) {
        Relation& relation = relations_[number];
        const bool starved = is_starved(problem_.goods[std::size_t(relation.made)]);
        if (!starved || rows.is_kept) need += need_start(relation);
        if (starved) continue;
        const CurveKind share{.role = feeds > 1 ? Role::kSharing : Role::kFeeding, .feeds = 1};
        const double rate = problem_.goods[std::size_t(relation.made)].rate;
        relation.link = program_.add_row({0, 0});
        relation.strain = program_.add_row({pieces_of(import, share, rate).base, kUnbounded});
        relation.need = program_.add_row({need_start(relation) - others, kUnbounded});
    }
    if (kind.feeds > 1 || (feeds > 1 && rows.is_kept))
        rows.need = program_.add_row({need, kUnbounded});
    if (feeds > 1 || kind.feeds == 0) {
        rows.strain =
            program_.add_row({pieces_of(import, kind, start_rate(import)).base, kUnbounded});
    }
}

std::int32_t SteadyProgram::place_row(std::size_t hull, std::int32_t place) const {
    return place_rows_[hull * std::size_t(problem_.places) + std::size_t(place)];
}

// The balance of every good counts what is brought to its market: see add_lane().
void SteadyProgram::add_good(std::size_t index) {
    if (problem_.goods[index].price.type == TradeType::kExchange) return add_exchange(index);
    rows_[index].relations.empty() ? add_curve(index) : add_feeding(index);
    if (problem_.hours) add_changes(index);
}

void SteadyProgram::add_curve(std::size_t index) {
    const PriceLine line = price_line(problem_.goods[index].price);
    const double side = takes(problem_.goods[index]) ? 1 : -1;
    const auto curve = pieces_of(index, kind_of(index), problem_.goods[index].rate);
    for (const CurvePiece& piece : curve.pieces) {
        add_piece(index, line.start + line.per_strain * piece.slope, piece.volumes * flow(index),
                  side);
    }
    constant_ += side * line.per_strain * curve.base * flow(index);
}

// One part of what updates make or use up, in units an hour: `direction` is +1 where we sell.
void SteadyProgram::add_piece(std::size_t index, double credits, double most, double direction) {
    const SteadyGood& good = problem_.goods[index];
    std::vector<Entry> entries{{rows_[index].balance, direction}};
    const double volumes = 1 / flow(index);
    for (const Relation& relation : relations_) {
        if (std::size_t(relation.made) != index) continue;
        const Rows& rows = rows_[std::size_t(relation.import)];
        entries.push_back({rows.fed, -volumes});
        const double need = need_factor(relation) * volumes;
        const bool starved = relation.link < 0;
        if (rows.need >= 0 && (!starved || rows.is_kept)) entries.push_back({rows.need, -need});
        if (starved) continue;
        entries.push_back({relation.link, volumes});
        entries.push_back({relation.need, -need});
    }
    const auto column = program_.add_column(direction * credits, {0, most}, entries);
    const bool sold_to_exchange = good.price.type == TradeType::kExchange && direction > 0;
    terms_.push_back({index, column, sold_to_exchange ? -1.0 : 1.0, credits});
}

// What is brought, at the least strain there is, and the strain beyond that: of each export what
// it needs the import's level for, of all together what they lower it by.
void SteadyProgram::add_feeding(std::size_t index) {
    const PriceLine line = price_line(problem_.goods[index].price);
    const Rows& rows = rows_[index];
    const double price = line.start + line.per_strain * least_strain();
    const CurveKind kind = kind_of(index);
    const auto add_brought = [&](double slope, double volumes) {
        std::vector<Entry> entries{{rows.balance, 1}, {rows.fed, 1 / flow(index)}};
        if (rows.need >= 0) entries.push_back({rows.need, 1 / flow(index)});
        if (rows.strain >= 0)
            entries.push_back({rows.strain, -(slope - least_strain()) / flow(index)});
        for (const std::size_t relation : rows.relations) {
            if (relations_[relation].need < 0) continue;
            entries.push_back({relations_[relation].need, 1 / flow(index)});
        }
        const auto column = program_.add_column(price, {0, volumes * flow(index)}, entries);
        terms_.push_back({index, column, 1, price});
    };
    if (rows.strain < 0) {
        add_brought(0, curves_.of(kind).most());
    } else {
        for (const CurvePiece& piece : pieces_of(index, kind, start_rate(index)).pieces)
            add_brought(piece.slope, piece.volumes);
    }
    std::vector<Entry> strained;
    if (rows.strain >= 0) strained.push_back({rows.strain, 1});
    for (const std::size_t relation : rows.relations) {
        if (relations_[relation].strain < 0) continue;
        strained.push_back({relations_[relation].strain, 1});
        add_relation(relations_[relation]);
    }
    const double credits = line.per_strain * flow(index);
    // What others bring may strain more than what we bring.
    const double least = law_.others > 0 ? -kUnbounded : 0;
    terms_.push_back(
        {index, program_.add_column(credits, {least, kUnbounded}, strained), 0, credits});
}

void SteadyProgram::add_relation(Relation& relation) {
    const auto import = std::size_t(relation.import);
    const bool shared = rows_[import].relations.size() > 1;
    const CurveKind share{.role = shared ? Role::kSharing : Role::kFeeding, .feeds = 1};
    const double rate = problem_.goods[std::size_t(relation.made)].rate;
    for (const CurvePiece& piece : pieces_of(import, share, rate).pieces) {
        program_.add_column(
            0, {0, piece.volumes},
            {{relation.link, -1}, {relation.strain, -(piece.slope - least_strain())}});
    }
}

// One part of what changes a stock once, spread over the hours.
void SteadyProgram::add_change(std::size_t index, double credits, double volumes,
                               double direction) {
    const double most = volumes * volume_of(problem_.goods[index]) / *problem_.hours;
    program_.add_column(direction * credits, {0, most}, {{rows_[index].balance, direction}});
}

// Every step of a stock up or down from where it is, at the price between.
void SteadyProgram::add_changes(std::size_t index) {
    const SteadyGood& good = problem_.goods[index];
    const PriceLine line = price_line(good.price);
    const bool import = takes(good);
    const double bottom = import ? law_.least_import : -law_.most_export;
    const double start = import ? stock_of(good) : -stock_of(good);
    const double side = import ? 1 : -1;
    const auto price = [&](double from, double to) {
        return line.start + line.per_strain * strain_between(from, to, bottom) / (to - from);
    };
    for (double z = start; z < (import ? kFullest : kEmptiest); z += kStep)
        add_change(index, price(z, z + kStep), kStep, side);
    for (double z = start; z > bottom; z -= kStep) {
        const double from = std::max(z - kStep, bottom);
        add_change(index, price(from, z), z - from, -side);
    }
}

// An exchange drifts towards rest, so what flows through it says how far from rest it is on the
// mean; prices there are the better the nearer to rest, so the mean is the best case.
void SteadyProgram::add_exchange(std::size_t index) {
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
            const double price = exchange_between(good, from, from + side * kStep) * side / kStep;
            if (price < 0) break;
            add_change(index, price, kStep, side);
        }
    }
}

void SteadyProgram::add_lanes() {
    const auto& goods = problem_.goods;
    for (std::size_t from = 0; from < goods.size(); ++from) {
        for (std::size_t to = 0; to < goods.size(); ++to) {
            if (!is_lane(goods[from], goods[to])) continue;
            for (std::size_t hull = 0; hull < problem_.hulls.size(); ++hull)
                add_lane(from, to, hull);
        }
    }
}

// One unit an hour: its share of a flight, and of a transaction on either side.
void SteadyProgram::add_lane(std::size_t from, std::size_t to, std::size_t hull) {
    const SteadyHulls& hulls = problem_.hulls[hull];
    const SteadyGood& source = problem_.goods[from];
    const SteadyGood& sink = problem_.goods[to];
    const auto leg = std::size_t(source.place * problem_.places + sink.place);
    if (hulls.seconds[leg] == SteadyHulls::kNever) return;
    const double requests = problem_.requests_a_flight / hulls.hold +
                            1 / std::min(hulls.hold, volume_of(source)) +
                            1 / std::min(hulls.hold, volume_of(sink));
    const double seconds = hulls.seconds[leg] / hulls.hold + requests * problem_.seconds_a_request;
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

void SteadyProgram::add_empty_flights() {
    const double requests = problem_.requests_a_flight;
    for (std::size_t hull = 0; hull < problem_.hulls.size(); ++hull) {
        const SteadyHulls& hulls = problem_.hulls[hull];
        for (std::int32_t from = 0; from < problem_.places; ++from) {
            for (std::int32_t to = 0; to < problem_.places; ++to) {
                const auto leg = std::size_t(from * problem_.places + to);
                if (from == to || hulls.seconds[leg] == SteadyHulls::kNever) continue;
                const double seconds = hulls.seconds[leg] + requests * problem_.seconds_a_request;
                program_.add_column(-hulls.credits[leg], {},
                                    {{seconds_rows_[hull], seconds},
                                     {requests_row_, requests},
                                     {place_row(hull, from), 1},
                                     {place_row(hull, to), -1}});
            }
        }
    }
}

}  // namespace argosy::planner
