#include "kernel/arbitrage_operation.h"

#include <boost/json.hpp>

#include "kernel/strategies.h"

namespace argosy::kernel {

using model::ShipSymbol;

std::string ArbitrageOperation::config_of(const ArbitrageRequest& request,
                                          const model::SystemSymbol& system) {
    boost::json::object config;
    config["system"] = system.str();
    config["max_workers"] = request.max_workers;
    config["strategy"] = trading::to_string(request.strategy);
    if (request.growth.most > 0) config["buy_ships"] = request.growth.most;
    if (request.growth.within)
        config["pays_back_within_ms"] = std::int64_t(request.growth.within->count());
    if (request.runs_for) config["runs_for_ms"] = std::int64_t(request.runs_for->count());
    return boost::json::serialize(config);
}

// One attempt of one operation at its duty.
class ArbitrageOperation::Shift final : public operations::Duty {
  public:
    Shift(ArbitrageOperation& business, core::OperationId operation, trading::Settings settings,
          GrowthTerms growth, std::unique_ptr<trading::Strategy> strategy)
        : business_(business),
          operation_(std::move(operation)),
          settings_(std::move(settings)),
          growth_(growth),
          strategy_(std::move(strategy)) {}
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
        business_.growth_.end();
        business_.parts_.fleet.idle.forget();
    }

    ArbitrageOperation& business_;
    core::OperationId operation_;
    trading::Settings settings_;
    GrowthTerms growth_;
    std::unique_ptr<trading::Strategy> strategy_;
    bool stopped_ = false;
};

Task<Result<void>> ArbitrageOperation::Shift::run() {
    const Parts& parts = business_.parts_;
    if (parts.fleet.chart.with_trait("MARKETPLACE", settings_.system).empty()) {
        ARGOSY_CO_CHECK(co_await parts.fleet.chart.learn(settings_.system));
        parts.fleet.helm.learn_fuel_stops();
    }
    const operations::Operation* operation = parts.operations.find(operation_);
    ARGOSY_CO_CHECK(co_await business_.growth_.begin(operation_, operation->created_at, growth_));
    business_.coordinator_ = std::make_unique<trading::ArbitrageCoordinator>(
        parts.fleet, parts.tasks, parts.runner, parts.bidding, std::move(strategy_), operation_,
        settings_);
    trading::ArbitrageCoordinator& coordinator = *business_.coordinator_;
    coordinator.on_idle([&business = business_](const std::vector<ShipSymbol>&) {
        business.parts_.fleet.runtime.spawn(business.use_idle());
    });
    if (stopped_) coordinator.stop();
    co_await coordinator.run();
    end();
    // Stopped means that no money moves any more.
    co_await parts.idle_work.settle(operation_);
    constexpr core::Duration kPause = std::chrono::seconds(5);
    while (business_.growth_.is_buying())
        co_await parts.fleet.runtime.clock.sleep_for(kPause);
    co_return Result<void>();
}

Result<ArbitrageRequest> ArbitrageOperation::read_config(const std::string& config) {
    boost::system::error_code failed;
    const boost::json::value value = boost::json::parse(config, failed);
    const auto* object = failed ? nullptr : value.if_object();
    const auto* system = object == nullptr ? nullptr : object->if_contains("system");
    const auto* workers = object == nullptr ? nullptr : object->if_contains("max_workers");
    const auto* strategy = object == nullptr ? nullptr : object->if_contains("strategy");
    if (system == nullptr || !system->is_string() || workers == nullptr || !workers->is_int64() ||
        strategy == nullptr || !strategy->is_string()) {
        return core::Error{core::ErrorCode::kInvalidArgument,
                           fmt::format("its configuration cannot be read: {}", config)};
    }
    ARGOSY_TRY(trading::StrategySpec spec,
               trading::parse_strategy_spec(std::string_view(strategy->as_string())));
    const auto* ships = object->if_contains("buy_ships");
    const auto* within = object->if_contains("pays_back_within_ms");
    const auto* runs_for = object->if_contains("runs_for_ms");
    ArbitrageRequest request{.system = model::SystemSymbol(std::string_view(system->as_string())),
                             .max_workers = workers->as_int64(),
                             .strategy = std::move(spec)};
    GrowthTerms& growth = request.growth;
    if (ships != nullptr && ships->is_int64()) growth.most = ships->as_int64();
    if (within != nullptr && within->is_int64()) growth.within = core::Duration(within->as_int64());
    if (runs_for != nullptr && runs_for->is_int64())
        request.runs_for = core::Duration(runs_for->as_int64());
    return request;
}

Result<std::unique_ptr<operations::Duty>> ArbitrageOperation::make_duty(
    const operations::Operation& operation) {
    ARGOSY_TRY(ArbitrageRequest request, read_config(operation.config));
    ARGOSY_TRY(auto strategy, make_strategy(request.strategy));
    trading::Settings settings{.system = request.system, .max_workers = request.max_workers};
    if (request.runs_for) {
        settings.ends_at = operation.created_at + *request.runs_for;
        std::optional<core::Duration>& within = request.growth.within;
        within = std::min(within.value_or(*request.runs_for), *request.runs_for);
    }
    if (request.growth.within)
        settings.pays_back_by = operation.created_at + *request.growth.within;
    return std::unique_ptr<operations::Duty>(std::make_unique<Shift>(
        *this, operation.id, std::move(settings), request.growth, std::move(strategy)));
}

void ArbitrageOperation::wake() {
    if (coordinator_) coordinator_->wake();
}

bool ArbitrageOperation::goes_on(const core::OperationId& operation) const {
    return coordinator_ && coordinator_->operation() == operation && !coordinator_->stopping();
}

// Before they are sent elsewhere one may have to visit a shipyard. Where every hauler is busy it is
// the probe that is just back, so while a hull is being bought, probes are not sent to look.
Task<void> ArbitrageOperation::use_idle() {
    if (!coordinator_) co_return;
    const core::OperationId operation = coordinator_->operation();
    const fleet::Fleet& fleet = parts_.fleet;
    const bool was_buying = growth_.is_buying();
    const bool bought = co_await growth_.grow(coordinator_->hull_worth(),
                                              [this, operation] { return goes_on(operation); });
    if (bought) wake();
    std::vector<ShipSymbol> idle = fleet.idle_ships();
    if (was_buying) {
        std::erase_if(idle, [&](const ShipSymbol& ship) {
            return !fleet::ShipRegistry::is_hauler(fleet.ships.at(ship));
        });
    }
    if (goes_on(operation)) co_await parts_.idle_work.use(std::move(idle), as_seen_by_idle_ships());
}

IdleWork::Operation ArbitrageOperation::as_seen_by_idle_ships() const {
    const core::OperationId operation = coordinator_->operation();
    return {.id = operation,
            .awaited = {},
            .goes_on = [this, operation] { return goes_on(operation); },
            .why_idle = [this] { return why_idle(); },
            .lacks =
                [this] {
                    return coordinator_->desk().lanes().empty()
                               ? "the prices of a good at two markets"
                               : "a ship and a lane that pays";
                }};
}

fleet::IdlePool::Idle ArbitrageOperation::why_idle() const {
    using fleet::IdleReason;
    if (coordinator_->is_full()) {
        return {IdleReason::kEnoughAtWork,
                fmt::format("max_workers is {}", coordinator_->settings().max_workers)};
    }
    if (coordinator_->desk().lanes().empty()) {
        return {IdleReason::kNoHaulClears, "no good's prices are known at two markets"};
    }
    if (const auto end = coordinator_->sells_out_by()) {
        return {IdleReason::kNoHaulClears,
                fmt::format("trading ends at {}, and nothing more would be sold at a profit before",
                            core::format_time(*end))};
    }
    return {IdleReason::kNoHaulClears, "no lane pays"};
}

}  // namespace argosy::kernel
