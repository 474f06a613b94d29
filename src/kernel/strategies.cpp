#include "kernel/strategies.h"

#include <fmt/format.h>

#include <cmath>

#include "goods/recipes.h"
#include "planner/planner.h"
#include "trading/greedy.h"
#include "trading/lanes.h"
#include "trading/vrp.h"

namespace argosy::kernel {
namespace {

using trading::Parameters;

std::unique_ptr<trading::Strategy> make_greedy(Parameters& parameters) {
    trading::GreedySettings settings;
    settings.min_margin_bp = parameters.get("min_margin_bp", settings.min_margin_bp);
    settings.whole_hold = parameters.get("whole_hold", settings.whole_hold ? 1 : 0) != 0;
    return std::make_unique<trading::Greedy>(settings);
}

std::unique_ptr<trading::Strategy> make_planner(Parameters& parameters) {
    planner::PlannerSettings settings;
    const auto hundredths = [&](const char* name, double& into) {
        into = double(parameters.get(name, std::llround(into * 100))) / 100;
    };
    hundredths("keep_full", settings.rules.keep_full);
    hundredths("keep_growing", settings.rules.keep_growing);
    hundredths("below_level", settings.rules.below_level);
    hundredths("fill_input", settings.rules.fill_input);
    hundredths("fill_dear_input", settings.rules.fill_dear_input);
    hundredths("fill_part", settings.rules.fill_part);
    hundredths("fill_strong", settings.sales.fill.strong);
    hundredths("fill_growing", settings.sales.fill.growing);
    hundredths("fill_weak", settings.sales.fill.weak);
    hundredths("full_from", settings.sales.full_from);
    hundredths("full_fill", settings.sales.full_fill);
    double patient_fill = settings.patient_sales.fill.weak;
    hundredths("patient_fill", patient_fill);
    settings.patient_sales.fill = {patient_fill, patient_fill, patient_fill};
    hundredths("patient_full_from", settings.patient_sales.full_from);
    hundredths("patient_full_fill", settings.patient_sales.full_fill);
    settings.sales.felt_hours = parameters.count("felt_h", settings.sales.felt_hours);
    settings.patient_sales.felt_hours =
        parameters.count("patient_felt_h", settings.patient_sales.felt_hours);
    hundredths("least_rate", settings.least_rate);
    settings.requests_an_hour = parameters.count("requests_an_hour", settings.requests_an_hour);
    settings.lot_percent = parameters.get("lot_percent", settings.lot_percent);
    settings.sales.worth_percent = parameters.get("worth_percent", settings.sales.worth_percent);
    settings.sales.margin_percent = parameters.get("margin_percent", settings.sales.margin_percent);
    settings.patient_sales.margin_percent =
        parameters.get("patient_margin_percent", settings.patient_sales.margin_percent);
    const auto minute = std::chrono::minutes(1);
    settings.most_wait = minute * parameters.count("most_wait_min", settings.most_wait / minute);
    settings.grow_volumes = parameters.count("grow_volumes", settings.grow_volumes);
    const auto hour = std::chrono::hours(1);
    settings.volumes_within =
        hour * parameters.count("volumes_within_h", settings.volumes_within / hour);
    settings.pace_percent = parameters.count("pace_percent", settings.pace_percent);
    return std::make_unique<planner::Planner>(settings, goods::game_recipes());
}

core::Duration seconds(std::int64_t count) {
    return std::chrono::seconds(count);
}

std::unique_ptr<trading::Strategy> make_lanes(Parameters& parameters) {
    trading::LaneSettings settings;
    settings.lot_cap = core::Units(parameters.count("lot_cap", settings.lot_cap.count()));
    settings.cooldown = seconds(parameters.count("cooldown_s", settings.cooldown / seconds(1)));
    settings.park_below =
        core::Credits(parameters.count("park_below", settings.park_below.count()));
    return std::make_unique<trading::Lanes>(settings);
}

std::unique_ptr<trading::Strategy> make_vrp(Parameters& parameters) {
    trading::VrpSettings settings;
    settings.window = seconds(parameters.count("window_s", settings.window / seconds(1)));
    settings.min_profit =
        core::Credits(parameters.count("min_profit", settings.min_profit.count()));
    settings.gates_above = parameters.count("gates_above", settings.gates_above);
    return std::make_unique<trading::Vrp>(settings);
}

}  // namespace

core::Result<std::unique_ptr<trading::Strategy>> make_strategy(const trading::StrategySpec& spec) {
    using Maker = std::unique_ptr<trading::Strategy> (*)(Parameters&);
    static const std::map<std::string, Maker> kMakers{{"greedy-arbitrage", &make_greedy},
                                                      {"lanes", &make_lanes},
                                                      {"planner", &make_planner},
                                                      {"vrp", &make_vrp}};
    const auto maker = kMakers.find(spec.name);
    if (maker == kMakers.end()) {
        std::string names;
        for (const auto& [name, make] : kMakers)
            names += (names.empty() ? "" : ", ") + name;
        return core::Error{
            core::ErrorCode::kInvalidArgument,
            fmt::format("there is no strategy \"{}\", expected one of {}", spec.name, names)};
    }
    Parameters parameters(spec);
    auto made = maker->second(parameters);
    ARGOSY_CHECK(parameters.all_known());
    return made;
}

}  // namespace argosy::kernel
