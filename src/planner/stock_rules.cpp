#include "planner/stock_rules.h"

#include <algorithm>
#include <cmath>

namespace argosy::planner {
namespace {

constexpr double kFull = 8;
constexpr double kStep = 0.25;
constexpr std::int64_t kSteps = 48;  // Down to four trade volumes too few.

// What the ask of an export rises by when it is a unit lower, from the price law.
double slope_at(const model::PriceState& source, double stock) {
    const double strain = 4 * std::exp2(-0.3 * stock) * double(source.margin) / 100;
    return 0.3 * std::log(2.0) * strain * double(source.base) / double(source.volume.count());
}

}  // namespace

double SaleFill::at(std::optional<model::Activity> activity) const {
    if (activity == model::Activity::kStrong) return strong;
    return activity == model::Activity::kGrowing ? growing : weak;
}

// A unit taken now is missed for as long as we buy here: every later purchase is made one unit
// further up the curve. The lower the stock, the dearer, so the least that pays is halved in on.
double keep_of(const StockRules& rules, const model::PriceState& source, const PlannedGood& planned,
               const UnitTaken& unit) {
    const auto pays = [&](double stock) {
        model::PriceState at = source;
        at.stock = core::Units(std::llround(stock * double(source.volume.count())));
        const auto ask = double(model::ask_of(at).count());
        const double later = slope_at(source, stock) * planned.flow * double(unit.felt_hours);
        return ask + later <= unit.value;
    };
    std::int64_t most = 0;  // Steps below kFull that all pay.
    for (std::int64_t end = kSteps + 1; most < end;) {
        const std::int64_t middle = (most + end) / 2;
        pays(kFull - kStep * double(middle)) ? most = middle + 1 : end = middle;
    }
    const double least = kFull - kStep * double(std::max<std::int64_t>(0, most - 1));
    const double keep = std::min(least, std::min(planned.level, kFull) - rules.below_level);
    if (planned.grows) return std::min(keep, rules.keep_growing);
    return planned.moves_beyond_rest() ? std::min(keep, rules.keep_full) : keep;
}

double fill_of(const StockRules& rules, const model::PriceState& sink, const PlannedGood& planned) {
    if (planned.feeds_growth) return rules.fill_input;
    if (!planned.kept) return rules.fill_part;
    return sink.base >= rules.dear_from ? rules.fill_dear_input : rules.fill_input;
}

}  // namespace argosy::planner
