#include "kernel/goods_operation.h"

#include "store/commit.h"

namespace argosy::kernel {

using goods::GoodsFactory;
using goods::GoodsFactoryId;
using manufacturing::GoodsCoordinator;

namespace {

// What was asked for is made whether it pays or not.
constexpr hauls::DispatchSettings kWhateverItBrings{.advisory = true};

core::Error rejected(std::string message) {
    return {core::ErrorCode::kRejected, std::move(message)};
}

// What ships could keep: all that they hold, and of those that are their player's what is free.
core::Units holds_of(const fleet::Fleet& fleet) {
    core::Units holds;
    for (const auto& [symbol, ship] : fleet.ships.all()) {
        const bool held = fleet.claims.owner_of(symbol) == fleet::kHeldForPlayer;
        holds += held ? ship.cargo.free() : ship.cargo.capacity;
    }
    return holds;
}

// What a factory will keep besides what it keeps already.
core::Units to_be_kept(const GoodsFactory& factory) {
    if (factory.target.disposal != goods::Disposal::kKeep) return core::Units(0);
    return std::max(core::Units(0), factory.target.quantity - factory.nodes.front().yield.units);
}

bool takes_work(const operations::Operation& operation) {
    return operation.status == operations::OperationStatus::kPending ||
           operation.status == operations::OperationStatus::kRunning;
}

// How the work of a factory that has ended stands.
std::vector<manufacturing::NodeProgress> progress_of(const GoodsFactory& ended) {
    std::vector<manufacturing::NodeProgress> progress(ended.nodes.size());
    for (std::size_t node = 0; node < progress.size(); ++node) {
        progress[node].state = ended.nodes[node].completed_at ? manufacturing::NodeState::kCompleted
                                                              : manufacturing::NodeState::kFailed;
    }
    return progress;
}

}  // namespace

// One attempt of the operation at its duty.
class GoodsOperation::Shift final : public operations::Duty {
  public:
    Shift(GoodsOperation& production, core::OperationId operation)
        : production_(production), operation_(std::move(operation)) {}
    ~Shift() override { production_.coordinator_.reset(); }

    Task<Result<void>> run() override {
        const Parts& parts = production_.parts_;
        ARGOSY_CO_CHECK(co_await production_.load());
        parts.workplace.dispatch.set_settings(operation_, kWhateverItBrings);
        production_.coordinator_ = std::make_unique<GoodsCoordinator>(
            parts.workplace, parts.book, production_.visitors_, operation_, production_.settings_,
            [&production = production_] { return !production.being_added_.empty(); });
        GoodsCoordinator& coordinator = *production_.coordinator_;
        if (stopped_) coordinator.stop();
        co_await coordinator.run();
        production_.coordinator_.reset();
        co_return Result<void>();
    }

    void stop() override {
        stopped_ = true;
        if (production_.coordinator_) production_.coordinator_->stop();
    }

  private:
    GoodsOperation& production_;
    core::OperationId operation_;
    bool stopped_ = false;
};

GoodsOperation::GoodsOperation(Parts parts, goods::Settings settings)
    : parts_(parts), settings_(std::move(settings)), visitors_(parts_.workplace.fleet) {}

void GoodsOperation::prepare() {
    const operations::Operation* present = parts_.operations.active(kGoodsFactories);
    if (present != nullptr) {
        parts_.workplace.dispatch.set_settings(present->id, kWhateverItBrings);
    }
}

Result<std::unique_ptr<operations::Duty>> GoodsOperation::make_duty(
    const operations::Operation& operation) {
    return std::unique_ptr<operations::Duty>(std::make_unique<Shift>(*this, operation.id));
}

void GoodsOperation::wake() {
    if (coordinator_) coordinator_->wake();
}

Task<Result<operations::Operation>> GoodsOperation::start() {
    return parts_.supervisor.start(std::string(kGoodsFactories), "{}");
}

Task<Result<void>> GoodsOperation::load() {
    if (loaded_) co_return Result<void>();
    ARGOSY_CO_CHECK(co_await parts_.book.load());
    loaded_ = true;
    co_return Result<void>();
}

Result<void> GoodsOperation::check_fits(const goods::ProductionTarget& target) const {
    const fleet::Fleet& fleet = parts_.workplace.fleet;
    const core::Units holds = holds_of(fleet);
    const bool sells = target.disposal == goods::Disposal::kSell;
    if (sells && fleet.markets.buyers_of(target.good).empty()) {
        return rejected(fmt::format("no known market buys {}: it cannot be sold", target.good));
    }
    if (manufacturing::largest_hold(fleet) <= core::Units(0))
        return rejected("no ship of the fleet has a hold");
    core::Units taken;
    for (const auto* factories : {&book().active(), &being_added_}) {
        for (const auto& [id, factory] : *factories)
            taken += to_be_kept(factory);
    }
    if (sells || target.quantity + taken <= holds) return Result<void>();
    return rejected(
        fmt::format("{} {} are to be kept, and what the holds of the fleet can keep is "
                    "{}, {} of it for others: ask for less, or have it sold",
                    target.quantity, target.good, holds, taken));
}

Task<Result<GoodsFactory>> GoodsOperation::produce(goods::ProductionTarget target) {
    ARGOSY_CO_CHECK(co_await load());
    const fleet::Fleet& fleet = parts_.workplace.fleet;
    const operations::Operation* present = parts_.operations.active(kGoodsFactories);
    if (present != nullptr && present->status == operations::OperationStatus::kStopping) {
        co_return core::Error{
            core::ErrorCode::kConflict,
            fmt::format("{} is being stopped: ask again when it is STOPPED", present->id)};
    }
    goods::CostTerms costs;
    costs.lot = std::max(core::Units(1), manufacturing::largest_hold(fleet));
    ARGOSY_CO_TRY(goods::SupplyChainNode tree,
                  goods::build_dependency_tree(target, fleet.markets, *settings_.recipes, costs));
    ARGOSY_CO_CHECK(goods::check_priced(tree, fleet.markets));
    ARGOSY_CO_CHECK(check_fits(target));
    const core::Runtime& runtime = fleet.runtime;
    const auto id = runtime.ids.next<GoodsFactoryId>("factory");
    being_added_.emplace(
        id, GoodsFactory::planned(id, std::move(target), std::move(tree), runtime.now()));
    // The operation first, so that no factory is ever stored without one that goes on with it.
    auto started = co_await start();
    GoodsFactory factory = std::move(being_added_.extract(id).mapped());
    // It may have been stopped while it was being stored.
    if (started && !takes_work(*started)) {
        started = core::Error{core::ErrorCode::kConflict,
                              fmt::format("{} is {}: ask again", started->id,
                                          operations::to_string(started->status))};
    }
    if (started) {
        store::Transaction transaction;
        parts_.book.add(factory, transaction);
        co_await store::commit_or_abort(fleet.store, runtime.log, std::move(transaction));
    }
    wake();
    if (!started) co_return started.error();
    co_return factory;
}

Task<Result<void>> GoodsOperation::stop(GoodsFactoryId id) {
    ARGOSY_CO_CHECK(co_await load());
    const fleet::Fleet& fleet = parts_.workplace.fleet;
    if (!book().active().contains(id)) {
        ARGOSY_CO_TRY(const GoodsFactory ended, co_await book().find(id));
        co_return rejected(fmt::format("{} is {} already", id, goods::to_string(ended.status)));
    }
    // Whoever winds it up has to be there.
    if (parts_.operations.active(kGoodsFactories) == nullptr) ARGOSY_CO_CHECK(co_await start());
    store::Transaction transaction;
    if (book().active().contains(id))
        manufacturing::wind_up(parts_.book, id, goods::FactoryStatus::kStopped,
                               "stopped by its player", transaction);
    co_await store::commit_or_abort(fleet.store, fleet.runtime.log, std::move(transaction));
    wake();
    co_return Result<void>();
}

Task<Result<GoodsFactoryReport>> GoodsOperation::report(GoodsFactoryId id) {
    ARGOSY_CO_CHECK(co_await load());
    const auto active = book().active().find(id);
    if (active == book().active().end()) {
        ARGOSY_CO_TRY(GoodsFactory ended, co_await book().find(id));
        auto progress = progress_of(ended);
        co_return GoodsFactoryReport{std::move(ended), std::move(progress), ""};
    }
    const GoodsFactory& factory = active->second;
    if (!coordinator_) {
        co_return GoodsFactoryReport{
            factory, std::vector<manufacturing::NodeProgress>(factory.nodes.size()),
            "production, which does not run: the next `goods produce` starts it"};
    }
    co_return GoodsFactoryReport{factory, coordinator_->progress(factory),
                                 coordinator_->waits_for(factory)};
}

}  // namespace argosy::kernel
