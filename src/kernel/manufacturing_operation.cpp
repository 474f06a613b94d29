#include "kernel/manufacturing_operation.h"

#include <boost/json.hpp>

namespace argosy::kernel {

using model::ShipSymbol;

namespace {

// An operation of an earlier version says nothing of what that did not know.
template <class Value>
bool read_word(const boost::json::object& config, const char* key,
               std::optional<Value> (*parse)(std::string_view), Value& into) {
    const auto* found = config.if_contains(key);
    if (found == nullptr) return true;
    if (!found->is_string()) return false;
    const auto value = parse(std::string_view(found->as_string()));
    if (value) into = *value;
    return value.has_value();
}

bool read_config(const std::string& text, manufacturing::Settings& settings,
                 hauls::DispatchSettings& gate) {
    boost::system::error_code failed;
    const boost::json::value parsed = boost::json::parse(text, failed);
    if (failed || !parsed.is_object()) return false;
    const boost::json::object& config = parsed.as_object();
    const auto number = [&](const char* key, std::int64_t fallback) {
        const auto* found = config.if_contains(key);
        return found != nullptr && found->is_int64() ? found->as_int64() : fallback;
    };
    const auto* system = config.if_contains("system");
    const auto* advisory = config.if_contains("advisory");
    if (system == nullptr || !system->is_string()) return false;
    settings.system = model::SystemSymbol(std::string_view(system->as_string()));
    settings.max_workers = number("max_workers", settings.max_workers);
    settings.max_pipelines = number("max_pipelines", settings.max_pipelines);
    settings.min_price = core::Bid(number("min_price", settings.min_price.count()));
    gate.advisory = advisory != nullptr && advisory->is_bool() && advisory->as_bool();
    return read_word(config, "mode", manufacturing::parse_mode, settings.mode) &&
           read_word(config, "strategy", goods::parse_strategy, settings.strategy) &&
           read_word(config, "rank", manufacturing::parse_rank, settings.rank) &&
           read_word(config, "sizing", hauls::parse_sizing, gate.sizing);
}

}  // namespace

ManufacturingOperation::Settings ManufacturingOperation::settings_for(
    const ManufacturingRequest& request, model::SystemSymbol system) const {
    Settings settings = defaults_;
    manufacturing::Settings& wanted = settings.manufacturing;
    wanted.system = std::move(system);
    wanted.max_workers = request.max_workers.value_or(wanted.max_workers);
    wanted.max_pipelines = request.max_pipelines.value_or(wanted.max_pipelines);
    wanted.min_price = request.min_price.value_or(wanted.min_price);
    wanted.mode = request.mode.value_or(wanted.mode);
    wanted.strategy = request.strategy.value_or(wanted.strategy);
    wanted.rank = request.rank.value_or(wanted.rank);
    settings.gate.advisory = request.advisory.value_or(settings.gate.advisory);
    settings.gate.sizing = request.sizing.value_or(settings.gate.sizing);
    return settings;
}

// What an operation was started with is stored with it, so that it is adopted unchanged.
std::string ManufacturingOperation::config_of(const ManufacturingRequest& request,
                                              model::SystemSymbol system) const {
    const Settings settings = settings_for(request, std::move(system));
    const manufacturing::Settings& wanted = settings.manufacturing;
    boost::json::object config;
    config["system"] = wanted.system.str();
    config["max_workers"] = wanted.max_workers;
    config["max_pipelines"] = wanted.max_pipelines;
    config["min_price"] = wanted.min_price.count();
    config["advisory"] = settings.gate.advisory;
    config["mode"] = manufacturing::to_string(wanted.mode);
    config["strategy"] = goods::to_string(wanted.strategy);
    config["rank"] = manufacturing::to_string(wanted.rank);
    config["sizing"] = hauls::to_string(settings.gate.sizing);
    return boost::json::serialize(config);
}

// One attempt of one operation at its duty.
class ManufacturingOperation::Shift final : public operations::Duty {
  public:
    Shift(ManufacturingOperation& business, core::OperationId operation, Settings settings)
        : business_(business), operation_(std::move(operation)), settings_(std::move(settings)) {}
    ~Shift() override { end(); }

    Task<Result<void>> run() override;
    void stop() override {
        stopped_ = true;
        business_.parts_.fleet.idle.forget();
        if (business_.coordinator_) business_.coordinator_->stop();
    }

  private:
    void end() {
        business_.coordinator_.reset();
        business_.parts_.fleet.idle.forget();
    }

    ManufacturingOperation& business_;
    core::OperationId operation_;
    Settings settings_;
    bool stopped_ = false;
};

ManufacturingOperation::ManufacturingOperation(Parts parts, manufacturing::Settings defaults,
                                               hauls::DispatchSettings gate)
    : parts_(parts), defaults_{std::move(defaults), gate} {}

Result<std::unique_ptr<operations::Duty>> ManufacturingOperation::make_duty(
    const operations::Operation& operation) {
    Settings settings = defaults_;
    if (!read_config(operation.config, settings.manufacturing, settings.gate)) {
        return core::Error{core::ErrorCode::kInvalidArgument,
                           fmt::format("its configuration cannot be read: {}", operation.config)};
    }
    if (settings.manufacturing.rank == manufacturing::Rank::kPrice) {
        settings.gate.choice = hauls::Choice::kByKind;
    }
    return std::unique_ptr<operations::Duty>(
        std::make_unique<Shift>(*this, operation.id, std::move(settings)));
}

void ManufacturingOperation::wake() {
    if (coordinator_) coordinator_->wake();
}

std::unique_ptr<manufacturing::Coordinator> ManufacturingOperation::make_coordinator(
    core::OperationId operation, manufacturing::Settings settings) {
    const manufacturing::Workplace workplace{
        parts_.fleet,     parts_.tasks,  parts_.dispatch,  parts_.runner,   parts_.pipelines,
        parts_.factories, parts_.shared, parts_.estimates, parts_.declines, parts_.bidding};
    if (settings.mode == manufacturing::Mode::kSerial) {
        return std::make_unique<manufacturing::SerialCoordinator>(workplace, std::move(operation),
                                                                  std::move(settings));
    }
    return std::make_unique<manufacturing::Orchestrator>(workplace, std::move(operation),
                                                         std::move(settings));
}

Task<Result<void>> ManufacturingOperation::Shift::run() {
    const Parts& parts = business_.parts_;
    const model::SystemSymbol& system = settings_.manufacturing.system;
    // Known already, unless it is adopted and not at home.
    if (parts.fleet.chart.with_trait("MARKETPLACE", system).empty()) {
        ARGOSY_CO_CHECK(co_await parts.fleet.chart.learn(system));
        parts.fleet.helm.learn_fuel_stops();
    }
    parts.dispatch.set_settings(operation_, settings_.gate);
    business_.coordinator_ = business_.make_coordinator(operation_, settings_.manufacturing);
    manufacturing::Coordinator& coordinator = *business_.coordinator_;
    coordinator.on_idle([&business = business_](const std::vector<ShipSymbol>& idle) {
        const Parts& company = business.parts_;
        company.fleet.runtime.spawn(company.idle_work.use(idle, business.as_seen_by_idle_ships()));
    });
    if (stopped_) coordinator.stop();
    co_await coordinator.run();
    end();
    // Stopped means that no money moves any more.
    co_await parts.idle_work.settle(operation_);
    co_return Result<void>();
}

IdleWork::Operation ManufacturingOperation::as_seen_by_idle_ships() const {
    const core::OperationId operation = coordinator_->operation();
    return {.id = operation,
            .awaited = coordinator_->awaited(),
            .goes_on =
                [this, operation] {
                    return coordinator_ && coordinator_->operation() == operation &&
                           !coordinator_->stopping();
                },
            .why_idle = [this] { return why_idle(); },
            .lacks =
                [this] {
                    if (!parts_.pipelines.active().empty()) return "a haul that clears";
                    return is_too_late() ? "the next universe"
                                         : "a product worth making at the prices known";
                }};
}

// No pipeline is opened any more.
bool ManufacturingOperation::is_too_late() const {
    return parts_.fleet.universe_end.is_within(coordinator_->settings().horizon);
}

fleet::IdlePool::Idle ManufacturingOperation::why_idle() const {
    using fleet::IdleReason;
    const std::int64_t most = coordinator_->settings().max_workers;
    if (coordinator_->settings().mode == manufacturing::Mode::kSerial)
        return {IdleReason::kEnoughAtWork, "serial: one ship works"};
    if (most > 0 && parts_.runner.running(coordinator_->operation()) >= most)
        return {IdleReason::kEnoughAtWork, fmt::format("max_workers is {}", most)};
    if (parts_.pipelines.active().empty() && is_too_late())
        return {IdleReason::kNoHaulClears, "the universe is reset before a product would pay"};
    if (parts_.pipelines.active().empty())
        return {IdleReason::kNoHaulClears, "no product is worth making at the prices known"};
    if (parts_.fleet.game.budget().shared().is_bound())
        return {IdleReason::kNoHaulClears, "requests are short, and none earns its own"};
    return {IdleReason::kNoHaulClears, ""};
}

std::vector<manufacturing::ManufacturingOpportunity> ManufacturingOperation::analyze_demand(
    model::SystemSymbol system) const {
    manufacturing::Settings settings =
        coordinator_ ? coordinator_->settings() : defaults_.manufacturing;
    settings.system = std::move(system);
    const hauls::DispatchSettings gate =
        coordinator_ ? parts_.dispatch.settings(coordinator_->operation()) : defaults_.gate;
    const manufacturing::Profitability profitability(parts_.fleet, gate);
    const manufacturing::DemandFinder finder(parts_.fleet.markets, profitability, settings);
    return finder.find(parts_.shared.factories.held());
}

ManufacturingOperation::Preview ManufacturingOperation::preview(const ManufacturingRequest& request,
                                                                model::SystemSymbol system) const {
    const Settings settings = settings_for(request, std::move(system));
    const manufacturing::Profitability profitability(parts_.fleet, settings.gate);
    const core::Duration horizon = settings.manufacturing.horizon;
    return {settings.manufacturing, settings.gate.advisory,
            manufacturing::preview({.markets = parts_.fleet.markets,
                                    .profitability = profitability,
                                    .gate = settings.gate,
                                    .settings = settings.manufacturing,
                                    .reserved = parts_.shared.factories.held(),
                                    .active = std::int64_t(parts_.pipelines.active().size()),
                                    .is_too_late = parts_.fleet.universe_end.is_within(horizon)})};
}

}  // namespace argosy::kernel
