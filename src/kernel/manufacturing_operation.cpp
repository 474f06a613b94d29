#include "kernel/manufacturing_operation.h"

#include <boost/json.hpp>

#include "store/commit.h"

namespace argosy::kernel {

using model::ShipSymbol;

namespace {

bool read_config(const std::string& text, manufacturing::Settings& settings, bool& advisory) {
    boost::system::error_code failed;
    const boost::json::value parsed = boost::json::parse(text, failed);
    if (failed || !parsed.is_object()) return false;
    const boost::json::object& config = parsed.as_object();
    const auto number = [&](const char* key, std::int64_t fallback) {
        const auto* found = config.if_contains(key);
        return found != nullptr && found->is_int64() ? found->as_int64() : fallback;
    };
    const auto* system = config.if_contains("system");
    const auto* gate = config.if_contains("advisory");
    if (system == nullptr || !system->is_string()) return false;
    settings.system = model::SystemSymbol(std::string_view(system->as_string()));
    settings.max_workers = number("max_workers", settings.max_workers);
    settings.max_pipelines = number("max_pipelines", settings.max_pipelines);
    settings.min_price = core::Bid(number("min_price", settings.min_price.count()));
    advisory = gate != nullptr && gate->is_bool() && gate->as_bool();
    return true;
}

}  // namespace

// What an operation was started with is stored with it, so that it is adopted unchanged.
std::string ManufacturingOperation::config_of(const ManufacturingRequest& request,
                                              model::SystemSymbol system) const {
    const manufacturing::Settings& defaults = defaults_.manufacturing;
    boost::json::object config;
    config["system"] = system.str();
    config["max_workers"] = request.max_workers.value_or(defaults.max_workers);
    config["max_pipelines"] = request.max_pipelines.value_or(defaults.max_pipelines);
    config["min_price"] = request.min_price.value_or(defaults.min_price).count();
    config["advisory"] = request.advisory.value_or(defaults_.gate.advisory);
    return boost::json::serialize(config);
}

// One attempt of one operation at its duty.
class ManufacturingOperation::Shift final : public operations::Duty {
  public:
    Shift(ManufacturingOperation& business, core::OperationId operation, Settings settings)
        : business_(business), operation_(std::move(operation)), settings_(std::move(settings)) {}
    ~Shift() override { business_.orchestrator_.reset(); }

    Task<Result<void>> run() override;
    void stop() override {
        stopped_ = true;
        if (business_.orchestrator_) business_.orchestrator_->stop();
    }

  private:
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
    if (!read_config(operation.config, settings.manufacturing, settings.gate.advisory)) {
        return core::Error{core::ErrorCode::kInvalidArgument,
                           fmt::format("its configuration cannot be read: {}", operation.config)};
    }
    return std::unique_ptr<operations::Duty>(
        std::make_unique<Shift>(*this, operation.id, std::move(settings)));
}

void ManufacturingOperation::wake() {
    if (orchestrator_) orchestrator_->wake();
}

Task<Result<void>> ManufacturingOperation::Shift::run() {
    const Parts& parts = business_.parts_;
    const model::SystemSymbol& system = settings_.manufacturing.system;
    // Known already, unless it is adopted and not at home.
    if (parts.fleet.chart.with_trait("MARKETPLACE", system).empty()) {
        ARGOSY_CO_CHECK(co_await parts.fleet.chart.learn(system));
        parts.fleet.helm.learn_fuel_stops();
    }
    parts.dispatch.set_settings(settings_.gate);
    business_.orchestrator_ = std::make_unique<manufacturing::Orchestrator>(
        parts.fleet, parts.tasks, parts.dispatch, parts.runner, parts.pipelines, parts.factories,
        parts.declines, operation_, settings_.manufacturing);
    manufacturing::Orchestrator& orchestrator = *business_.orchestrator_;
    orchestrator.on_idle([&business = business_](const std::vector<ShipSymbol>& idle) {
        business.parts_.fleet.runtime.spawn(business.use_idle(idle));
    });
    if (stopped_) orchestrator.stop();
    co_await orchestrator.run();
    business_.orchestrator_.reset();
    // Stopped means that no money moves any more: ships that look may still buy fuel.
    constexpr core::Duration kPause = std::chrono::seconds(5);
    while (parts.scout.spending() > 0)
        co_await parts.fleet.runtime.clock.sleep_for(kPause);
    co_return Result<void>();
}

// A ship without a haul that still holds cargo sells it; the others go and look.
Task<void> ManufacturingOperation::use_idle(std::vector<ShipSymbol> idle) {
    const fleet::Fleet& fleet = parts_.fleet;
    for (const ShipSymbol& ship : idle) {
        if (!orchestrator_ || orchestrator_->stopping()) co_return;
        const model::Ship* known = fleet.ships.find(ship);
        if (known == nullptr || !fleet.claims.owner_of(ship).empty()) continue;
        if (known->cargo.items.empty()) continue;
        const model::TradeSymbol good = known->cargo.items.begin()->first;
        co_await parts_.runner.liquidate(ship, good, orchestrator_->operation());
    }
    if (!orchestrator_ || orchestrator_->stopping()) co_return;
    co_await parts_.scout.send(idle, parts_.factories.awaited(), orchestrator_->operation());
    if (!orchestrator_ || orchestrator_->stopping()) co_return;
    co_await say_what_it_waits_for(orchestrator_->operation());
}

// An operation without a haul under way is idle, which is no failure.
Task<void> ManufacturingOperation::say_what_it_waits_for(core::OperationId operation) {
    std::string reason;
    if (parts_.runner.running() == 0) {
        if (parts_.fleet.ledger.available() <= core::Credits(0)) {
            reason = "money: none may be spent";
        } else if (parts_.pipelines.active().empty()) {
            reason = "a product that pays: none is worth making at the prices known";
        } else {
            reason = "a haul that clears: see what waits in `manufacturing status`";
        }
    }
    store::Transaction transaction;
    parts_.operations.wait_for(operation, reason, transaction);
    co_await store::commit_or_abort(parts_.fleet.store, parts_.fleet.runtime.log,
                                    std::move(transaction));
}

std::vector<manufacturing::ManufacturingOpportunity> ManufacturingOperation::analyze_demand()
    const {
    const std::set<manufacturing::FactoryOutput> reserved = parts_.pipelines.reserved();
    if (orchestrator_) return orchestrator_->demand().find(reserved);
    const manufacturing::DemandFinder finder(parts_.fleet, defaults_.gate, defaults_.manufacturing);
    return finder.find(reserved);
}

}  // namespace argosy::kernel
