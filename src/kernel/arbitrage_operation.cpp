#include "kernel/arbitrage_operation.h"

#include <boost/json.hpp>

#include "core/contain.h"
#include "kernel/strategies.h"
#include "store/commit.h"

namespace argosy::kernel {

using model::ShipSymbol;

std::string ArbitrageOperation::config_of(const ArbitrageRequest& request,
                                          const model::SystemSymbol& system) {
    boost::json::object config;
    config["system"] = system.str();
    config["max_workers"] = request.max_workers;
    config["strategy"] = trading::to_string(request.strategy);
    return boost::json::serialize(config);
}

// One attempt of one operation at its duty.
class ArbitrageOperation::Shift final : public operations::Duty {
  public:
    Shift(ArbitrageOperation& business, core::OperationId operation, trading::Settings settings,
          std::unique_ptr<trading::Strategy> strategy)
        : business_(business),
          operation_(std::move(operation)),
          settings_(std::move(settings)),
          strategy_(std::move(strategy)) {}
    ~Shift() override { end(); }

    Task<Result<void>> run() override;
    void stop() override {
        stopped_ = true;
        if (business_.coordinator_) business_.coordinator_->stop();
    }

  private:
    void end() {
        business_.coordinator_.reset();
        business_.parts_.fleet.idle.forget();
    }

    ArbitrageOperation& business_;
    core::OperationId operation_;
    trading::Settings settings_;
    std::unique_ptr<trading::Strategy> strategy_;
    bool stopped_ = false;
};

Task<Result<void>> ArbitrageOperation::Shift::run() {
    const Parts& parts = business_.parts_;
    if (parts.fleet.chart.with_trait("MARKETPLACE", settings_.system).empty()) {
        ARGOSY_CO_CHECK(co_await parts.fleet.chart.learn(settings_.system));
        parts.fleet.helm.learn_fuel_stops();
    }
    business_.coordinator_ = std::make_unique<trading::ArbitrageCoordinator>(
        parts.fleet, parts.tasks, parts.runner, std::move(strategy_), operation_, settings_);
    trading::ArbitrageCoordinator& coordinator = *business_.coordinator_;
    coordinator.on_idle([&business = business_](const std::vector<ShipSymbol>& idle) {
        business.parts_.fleet.runtime.spawn(business.on_idle(idle));
    });
    if (stopped_) coordinator.stop();
    co_await coordinator.run();
    end();
    // Stopped means that no money moves any more.
    co_await parts.idle_work.settle();
    co_return Result<void>();
}

Result<std::unique_ptr<operations::Duty>> ArbitrageOperation::make_duty(
    const operations::Operation& operation) {
    boost::system::error_code failed;
    const boost::json::value config = boost::json::parse(operation.config, failed);
    const auto* object = failed ? nullptr : config.if_object();
    const auto* system = object == nullptr ? nullptr : object->if_contains("system");
    const auto* workers = object == nullptr ? nullptr : object->if_contains("max_workers");
    const auto* strategy = object == nullptr ? nullptr : object->if_contains("strategy");
    if (system == nullptr || !system->is_string() || workers == nullptr || !workers->is_int64() ||
        strategy == nullptr || !strategy->is_string()) {
        return core::Error{core::ErrorCode::kInvalidArgument,
                           fmt::format("its configuration cannot be read: {}", operation.config)};
    }
    trading::Settings settings{.system = model::SystemSymbol(std::string_view(system->as_string())),
                               .max_workers = workers->as_int64()};
    ARGOSY_TRY(const trading::StrategySpec spec,
               trading::parse_strategy_spec(std::string_view(strategy->as_string())));
    ARGOSY_TRY(auto made, make_strategy(spec));
    return std::unique_ptr<operations::Duty>(
        std::make_unique<Shift>(*this, operation.id, std::move(settings), std::move(made)));
}

void ArbitrageOperation::wake() {
    if (coordinator_) coordinator_->wake();
}

// Nobody waits for it, so what goes wrong ends here; the next pass calls it again.
Task<void> ArbitrageOperation::on_idle(std::vector<ShipSymbol> idle) {
    const auto outcome = co_await core::contain(use_idle(std::move(idle)));
    if (outcome) co_return;
    parts_.fleet.runtime.log.warning("kernel", "idle_ships_not_used",
                                     {{"reason", outcome.error().message}});
}

Task<Result<void>> ArbitrageOperation::use_idle(std::vector<ShipSymbol> idle) {
    const auto goes_on = [this] { return coordinator_ && !coordinator_->stopping(); };
    if (!goes_on()) co_return Result<void>();
    ARGOSY_CO_CHECK(
        co_await parts_.idle_work.use(std::move(idle), {}, coordinator_->operation(), goes_on));
    if (goes_on()) say_why_idle();
    co_return Result<void>();
}

void ArbitrageOperation::say_why_idle() {
    using fleet::IdleReason;
    const fleet::Fleet& fleet = parts_.fleet;
    for (const ShipSymbol& ship : fleet.idle_ships()) {
        fleet::IdlePool::Idle why{IdleReason::kNoHaulClears, "no lane pays"};
        if (!fleet::ShipRegistry::is_hauler(fleet.ships.at(ship))) {
            why = {IdleReason::kNothingDue, ""};
        } else if (fleet.ledger.available() <= core::Credits(0)) {
            why = {IdleReason::kNoMoney, fmt::format("{} credits", fleet.ledger.balance())};
        }
        parts_.fleet.idle.pass_over(ship, std::move(why));
    }
}

}  // namespace argosy::kernel
