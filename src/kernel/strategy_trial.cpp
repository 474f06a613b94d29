#include "kernel/strategy_trial.h"

#include <fmt/format.h>

#include <algorithm>

#include "kernel/bound_meter.h"

namespace argosy::kernel {
namespace {

constexpr core::Duration kStep = std::chrono::minutes(5);
// How long a stop may take before the run counts as stuck.
constexpr core::Duration kLongestDrain = std::chrono::hours(12);

// Whether manufacturing runs beside a strategy that trades.
const std::string kManufacture = "manufacture";
// Probes beside the first, to see what looks are worth: no equal ground.
const std::string kProbes = "probes";

std::optional<ManufacturingRequest> manufacturing_of(const std::string& name) {
    if (name == "manufacturing") return ManufacturingRequest{};
    if (name == "serial") return ManufacturingRequest{.mode = manufacturing::Mode::kSerial};
    if (name == "literal") {
        return ManufacturingRequest{.advisory = true,
                                    .rank = manufacturing::Rank::kPrice,
                                    .sizing = hauls::Sizing::kRequirements};
    }
    return std::nullopt;
}

using trading::Parameters;

Result<CompanySettings> settings_of(const trading::StrategySpec& strategy) {
    CompanySettings settings;
    if (!manufacturing_of(strategy.name)) return settings;
    Parameters parameters(strategy);
    hauls::DispatchSettings& gate = settings.gate;
    gate.feed_margin_bp = parameters.get("feed_margin_bp", gate.feed_margin_bp);
    gate.sale_margin_bp = parameters.get("sale_margin_bp", gate.sale_margin_bp);
    ARGOSY_CHECK(parameters.all_known());
    return settings;
}

// What hauls were forecast to bring, as their start is logged.
class HaulForecasts {
  public:
    void hear(const core::LogEvent& event) {
        if (event.name != "haul_started") return;
        const auto field = [&](std::string_view key) -> const std::string& {
            return std::ranges::find(event.fields, key, &core::LogField::key)->value;
        };
        // One that was handed back and started anew is forecast anew.
        profits_[field("haul")] = std::stoll(field("profit"));
    }

    Result<std::optional<double>> error(const VirtualWorld& world) const {
        ARGOSY_TRY(
            const store::Rows rows,
            world.stored("SELECT m.haul_id AS haul, SUM(t.amount) AS profit"
                         " FROM transactions t JOIN manufacturing_tasks m ON m.id = t.task_id"
                         " GROUP BY m.haul_id"));
        std::map<std::string, std::int64_t> brought;
        for (const store::Row& row : rows)
            brought[row.text("haul")] = row.integer("profit");
        double off = 0;
        double forecast = 0;
        for (const auto& [haul, profit] : profits_) {
            off += std::abs(double(brought[haul] - profit));
            forecast += std::abs(double(profit));
        }
        if (forecast <= 0) return std::optional<double>();
        return std::optional<double>(off / forecast);
    }

  private:
    std::map<std::string, std::int64_t> profits_;
};

// Takes out what a trial has beside the numbers of the strategy itself.
std::int64_t take(trading::StrategySpec& spec, const std::string& name, std::int64_t fallback) {
    const auto number = spec.parameters.extract(name);
    return number.empty() ? fallback : number.mapped();
}

std::int64_t number_of(const StrategyTrial& trial, const std::string& name) {
    trading::StrategySpec spec = trial.strategy;
    return take(spec, name, 0);
}

ArbitrageRequest arbitrage_of(const StrategyTrial& trial) {
    ArbitrageRequest request{.strategy = trial.strategy};
    take(request.strategy, kManufacture, 0);
    take(request.strategy, kProbes, 0);
    const bool is_planner = request.strategy.name == kDefaultStrategy;
    if (take(request.strategy, kSellOutParameter, is_planner ? 1 : 0) != 0)
        request.runs_for = trial.length;
    if (is_planner) {
        request.growth = {.most = take(request.strategy, "grow", 0),
                          .within = std::min(trial.length, kLongestPayBack)};
    }
    return request;
}

Result<void> start(VirtualWorld& world, const StrategyTrial& trial) {
    Company& company = world.company();
    if (const auto request = manufacturing_of(trial.strategy.name)) {
        ARGOSY_CHECK(world.call(company.start_manufacturing(*request)));
    } else {
        ARGOSY_CHECK(world.call(company.start_arbitrage(arbitrage_of(trial))));
        if (number_of(trial, kManufacture) != 0)
            ARGOSY_CHECK(world.call(company.start_manufacturing({})));
    }
    return {};
}

Result<void> stop(VirtualWorld& world) {
    Company& company = world.company();
    if (company.manufacturing() != nullptr) ARGOSY_CHECK(world.call(company.stop_manufacturing()));
    if (company.arbitrage() != nullptr) ARGOSY_CHECK(world.call(company.stop_arbitrage()));
    const core::TimePoint end = world.now() + kLongestDrain;
    while (company.manufacturing() != nullptr || company.arbitrage() != nullptr) {
        if (world.now() >= end) {
            return core::Error{core::ErrorCode::kRejected, "the strategy did not stop"};
        }
        world.run_for(std::chrono::minutes(1));
    }
    return {};
}

Worth worth_of(VirtualWorld& world, core::Duration after) {
    const ledger::Ledger& ledger = world.company().ledger();
    Worth worth{.after = after, .credits = ledger.balance(), .cargo = core::Credits(0)};
    for (const ledger::Lot& lot : ledger.lots().all())
        worth.cargo += lot.cost;
    return worth;
}

// Lets the world live for the time of the trial and notes what it has.
Result<void> live(VirtualWorld& world, const StrategyTrial& trial, StrategyResult& result,
                  BoundMeter* meter) {
    const core::TimePoint since = world.now();
    result.curve.push_back(worth_of(world, core::Duration(0)));
    ARGOSY_CHECK(start(world, trial));
    while (world.now() - since < trial.length) {
        world.run_for(std::min<core::Duration>(kStep, trial.length - (world.now() - since)));
        const core::Duration after = world.now() - since;
        result.curve.push_back(worth_of(world, after));
        if (meter != nullptr) ARGOSY_CHECK(meter->mark_when_due(world));
    }
    return {};
}

// The same, and what it could have earned.
Result<void> live_with_bound(VirtualWorld& world, const StrategyTrial& trial,
                             StrategyResult& result) {
    const core::TimePoint since = world.now();
    ARGOSY_TRY(BoundMeter meter, BoundMeter::create(trial.law));
    ARGOSY_CHECK(meter.start(world, trial.length));
    ARGOSY_CHECK(live(world, trial, result, &meter));
    result.bound = RunBound{.whole = meter.whole(), .steady = std::nullopt};
    const core::Duration from = steady_from(trial.length);
    if (trial.length > from) result.bound->steady = meter.mean_since(since + from);
    return {};
}

}  // namespace

core::Duration steady_from(core::Duration length) {
    return std::chrono::hours(length >= std::chrono::hours(48) ? 24 : 6);
}

double StrategyResult::per_hour(core::Duration from, core::Duration until) const {
    const auto at = [this](core::Duration after) -> const Worth& {
        const auto found = std::find_if(curve.begin(), curve.end(),
                                        [&](const Worth& worth) { return worth.after >= after; });
        return found == curve.end() ? curve.back() : *found;
    };
    const Worth& first = at(from);
    const Worth& last = at(until);
    if (last.after <= first.after) return 0;
    const double hours = double((last.after - first.after).count()) / 3'600'000.0;
    return double((last.total() - first.total()).count()) / hours;
}

core::Credits StrategyResult::drawdown(core::Duration since) const {
    core::Credits highest(0);
    core::Credits deepest(0);
    for (const Worth& worth : curve) {
        highest = std::max(highest, worth.total());
        if (worth.after >= since) deepest = std::max(deepest, highest - worth.total());
    }
    return deepest;
}

Result<StrategyResult> try_strategy(const StrategyTrial& trial, MakeGame make_game) {
    ARGOSY_TRY(CompanySettings settings, settings_of(trial.strategy));
    HaulForecasts forecasts;
    VirtualWorldOptions options{
        .seed = trial.seed,
        .scenario = trial.scenario,
        .generated = trial.generated,
        .law = trial.law,
        .haulers = trial.haulers,
        .probes = number_of(trial, kProbes),
        .settings = std::move(settings),
        .make_game = std::move(make_game),
        .on_event = [&forecasts](const core::LogEvent& event) { forecasts.hear(event); }};
    ARGOSY_TRY(auto world, VirtualWorld::create(options));
    const core::Credits opening = world->company().ledger().opening();
    StrategyResult result;
    const core::TimePoint since = world->now();
    const std::size_t ships = world->company().fleet().ships.all().size();
    ARGOSY_CHECK(trial.bound == BoundOf::kNothing ? live(*world, trial, result, nullptr)
                                                  : live_with_bound(*world, trial, result));
    Company& company = world->company();
    store::Store& store = company.fleet().store;
    const std::int64_t player = company.player().id;
    result.requests = company.budget().counts();
    result.ships_bought = std::int64_t(company.fleet().ships.all().size() - ships);
    const core::TimePoint until = world->now();
    ARGOSY_TRY(result.gaps, world->call(haul_gaps(store, player, since, until)));
    ARGOSY_TRY(const core::Duration ship_time,
               world->call(hauler_time(store, player, company.fleet().ships, since, until)));
    ARGOSY_TRY(result.in_hauls, world->call(utilisation(store, player, ship_time, since, until)));
    ARGOSY_CHECK(stop(*world));
    if (world->errors() > 0) {
        return core::Error{core::ErrorCode::kRejected, "the run logged errors"};
    }
    ARGOSY_TRY(const RunReport report, world->report());
    result.earned = report.credits_end - opening;
    result.stranded = report.stranded_cargo_units;
    ARGOSY_TRY(result.forecast_error, forecasts.error(*world));
    result.books_agree = report.ledger_balance == report.game_credits;
    result.decision_hash = report.decision_hash;
    return result;
}

}  // namespace argosy::kernel
