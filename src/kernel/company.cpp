#include "kernel/company.h"

#include <algorithm>

#include "kernel/strategies.h"
#include "store/commit.h"

namespace argosy::kernel {
namespace {

using model::ShipSymbol;
using model::WaypointSymbol;

}  // namespace

Company::Company(const core::Runtime& runtime, store::Store& store, game::GamePort& game,
                 Player player, CompanySettings settings)
    : runtime_(runtime),
      store_(store),
      game_(game),
      player_(std::move(player)),
      settings_(std::move(settings)),
      ledger_(runtime, store, game, player_.id, settings_.ledger),
      markets_(runtime, store, player_.id, settings_.market),
      fleet_(runtime, store, game, ledger_, markets_, player_.id),
      tasks_(runtime, store, player_.id),
      dispatch_(fleet_, tasks_, settings_.gate),
      runner_(fleet_, tasks_, dispatch_),
      bidding_(runtime),
      pipelines_(runtime, store, player_.id),
      factories_(runtime, store, player_.id),
      shared_(runtime, store, player_.id),
      estimates_(runtime, store, player_.id),
      declines_(runtime, player_.id),
      scout_(fleet_, settings_.scouting),
      positioner_(fleet_, tasks_),
      operations_(runtime, store, player_.id),
      idle_work_(fleet_, dispatch_, runner_, scout_, positioner_, operations_),
      purchases_(fleet_, home_system()),
      manufacturing_({fleet_, tasks_, dispatch_, runner_, pipelines_, factories_, shared_,
                      estimates_, declines_, bidding_, idle_work_, operations_},
                     settings_.manufacturing, settings_.gate),
      arbitrage_({fleet_, tasks_, runner_, bidding_, idle_work_, operations_, purchases_},
                 settings_.growth),
      patrols_(fleet_, scout_, operations_, [this] { return free_to_look(); }),
      goods_factories_(runtime, store, player_.id),
      goods_({{fleet_, tasks_, dispatch_, runner_, pipelines_, factories_, shared_, estimates_,
               declines_, bidding_},
              goods_factories_,
              operations_,
              supervisor_},
             settings_.goods),
      supervisor_(runtime, store, operations_),
      orders_(fleet_, [this](const ShipSymbol& ship) { return who_has(ship); }) {
    supervisor_.add_kind(std::string(kManufacturing),
                         [this](const operations::Operation& operation) {
                             return manufacturing_.make_duty(operation);
                         });
    supervisor_.add_kind(std::string(kArbitrage), [this](const operations::Operation& operation) {
        return arbitrage_.make_duty(operation);
    });
    supervisor_.add_kind(
        std::string(scouting::kScout),
        [this](const operations::Operation& operation) { return patrols_.make_duty(operation); });
    supervisor_.add_kind(
        std::string(kGoodsFactories),
        [this](const operations::Operation& operation) { return goods_.make_duty(operation); });
    if (settings_.manufacturing.start == manufacturing::Start::kNever) {
        supervisor_.switch_off(std::string(kManufacturing),
                               "manufacturing is switched off by manufacturing.enabled");
    }
}

Company::~Company() = default;

Task<Result<void>> Company::open() {
    game_.use_agent_token(player_.token);
    ARGOSY_CO_CHECK(co_await ledger_.open());
    ARGOSY_CO_CHECK(co_await load_books());
    ARGOSY_CO_CHECK(co_await settle());
    ARGOSY_CO_CHECK(co_await fleet_.ships.refresh());
    ARGOSY_CO_CHECK(co_await fleet_.ships.save(store_));
    ARGOSY_CO_CHECK(co_await write_off_missing_cargo());
    ARGOSY_CO_CHECK(co_await fleet_.chart.learn(home_system()));
    fleet_.helm.learn_fuel_stops();
    co_await release_lost_claims();
    co_await orders_.open();

    const auto wake = [this] {
        // What a person asked for goes first.
        goods_.wake();
        manufacturing_.wake();
        arbitrage_.wake();
        patrols_.wake();
    };
    runner_.on_end([wake](const core::HaulId&) { wake(); });
    scout_.on_return(wake);
    positioner_.on_arrival(wake);
    orders_.on_release(wake);
    fleet_.helm.on_look([wake](const WaypointSymbol&) { wake(); });
    goods_.prepare();
    // From here on things happen, and nothing of the start is left to do.
    for (const hauls::Haul& haul : tasks_.open_hauls()) {
        if (!haul.ship().empty()) runner_.resume(haul.id);
    }
    co_await supervisor_.adopt();
    if (settings_.manufacturing.start == manufacturing::Start::kWithDaemon) {
        co_await start_with_daemon();
    }
    co_return Result<void>();
}

// What was adopted goes on as it was started.
Task<void> Company::start_with_daemon() {
    if (operations_.active(kManufacturing) != nullptr) co_return;
    const auto started = co_await start_manufacturing({});
    if (started) co_return;
    runtime_.log.warning("kernel", "manufacturing_not_started",
                         {{"player", player_.agent}, {"reason", started.error().message}});
}

Task<Result<void>> Company::load_books() {
    ARGOSY_CO_CHECK(co_await markets_.load());
    ARGOSY_CO_CHECK(co_await fleet_.claims.load());
    ARGOSY_CO_CHECK(co_await tasks_.load());
    ARGOSY_CO_CHECK(co_await pipelines_.load());
    ARGOSY_CO_CHECK(co_await factories_.load());
    ARGOSY_CO_CHECK(co_await shared_.load());
    ARGOSY_CO_CHECK(co_await estimates_.load());
    co_return co_await operations_.load();
}

Task<Result<bool>> Company::settle() {
    ARGOSY_CO_TRY(const ledger::SettlementReport report, co_await ledger_.settle_open_intents());
    for (const ledger::Settlement& settlement : report.settled) {
        runtime_.log.info("kernel", "intent_settled",
                          {{"intent", settlement.intent.id},
                           {"ship", settlement.intent.ship},
                           {"happened", settlement.happened()}});
    }
    for (const ledger::Unsettled& open : report.unsettled) {
        runtime_.log.warning("kernel", "intent_in_doubt",
                             {{"intent", open.intent.id},
                              {"ship", open.intent.ship},
                              {"reason", open.reason.message}});
    }
    if (report.difference && report.difference->count() != 0) {
        runtime_.log.warning("kernel", "credits_reconciled", {{"difference", *report.difference}});
    }
    co_return report.difference.has_value();
}

Task<Result<void>> Company::audit() {
    constexpr int kTries = 30;
    constexpr core::Duration kPause = std::chrono::seconds(20);
    for (int tried = 0;; ++tried) {
        ARGOSY_CO_TRY(const bool compared, co_await settle());
        if (compared) break;
        if (tried == kTries) {
            co_return core::Error{core::ErrorCode::kUnavailable,
                                  "money moved all the time: the books were not compared"};
        }
        co_await runtime_.clock.sleep_for(kPause);
    }
    std::vector<ShipSymbol> idle;
    for (const auto& [symbol, ship] : fleet_.ships.all()) {
        if (fleet_.claims.owner_of(symbol).empty()) idle.push_back(symbol);
    }
    for (const ShipSymbol& ship : idle) {
        if (!fleet_.claims.owner_of(ship).empty()) continue;
        const std::int64_t version = fleet_.claims.version_of(ship);
        ARGOSY_CO_CHECK(co_await fleet_.ships.refresh(
            ship, [this, ship, version] { return fleet_.claims.version_of(ship) == version; }));
    }
    co_return Result<void>();
}

Task<Result<void>> Company::write_off_missing_cargo() {
    std::map<ShipSymbol, model::Cargo> aboard;
    for (const auto& [symbol, ship] : fleet_.ships.all())
        aboard.emplace(symbol, ship.cargo);
    co_return co_await ledger_.write_off_missing(std::move(aboard));
}

bool Company::is_open_haul(const std::string& owner) const {
    for (const hauls::Haul& haul : tasks_.open_hauls()) {
        if (haul.id.str() == owner) return true;
    }
    return false;
}

// Scouting and ship purchases keep nothing that must be finished: their ships start afresh.
Task<void> Company::release_lost_claims() {
    store::Transaction transaction;
    for (const auto& [ship, owner] : fleet_.claims.all()) {
        if (is_open_haul(owner) || orders_.has(ship)) continue;
        fleet_.claims.release(ship, owner, transaction);
    }
    co_await store::commit_or_abort(store_, runtime_.log, std::move(transaction));
}

Task<Result<model::SystemSymbol>> Company::check_system(model::SystemSymbol system) {
    if (system.empty()) system = home_system();
    if (system != home_system()) ARGOSY_CO_CHECK(co_await fleet_.chart.learn(system));
    fleet_.helm.learn_fuel_stops();
    if (fleet_.chart.with_trait("MARKETPLACE", system).empty()) {
        co_return core::Error{core::ErrorCode::kNotFound,
                              fmt::format("system {} has no markets", system)};
    }
    co_return system;
}

Task<Result<operations::Operation>> Company::start_manufacturing(ManufacturingRequest request) {
    ARGOSY_CO_TRY(const model::SystemSymbol system, co_await check_system(request.system));
    co_return co_await supervisor_.start(std::string(kManufacturing),
                                         manufacturing_.config_of(request, system));
}

std::vector<trading::TradeUnderWay> Company::trades_of(const core::OperationId& operation) {
    trading::TradeDesk desk(fleet_, tasks_, operation, home_system());
    return trading::trades_under_way(desk, tasks_, operation);
}

Task<Result<goods::GoodsFactory>> Company::produce_goods(goods::ProductionTarget target) {
    ARGOSY_CO_TRY(target.system, co_await check_system(target.system));
    co_return co_await goods_.produce(std::move(target));
}

Result<ManufacturingOperation::Preview> Company::preview_manufacturing(
    const ManufacturingRequest& request) const {
    const model::SystemSymbol system = request.system.empty() ? home_system() : request.system;
    if (fleet_.chart.with_trait("MARKETPLACE", system).empty()) {
        return core::Error{core::ErrorCode::kNotFound,
                           fmt::format("no market of {} is known: `spacetraders analyze demand "
                                       "--system {}` learns them",
                                       system, system)};
    }
    return manufacturing_.preview(request, system);
}

Task<Result<operations::Operation>> Company::stop_manufacturing() {
    return stop_active(kManufacturing);
}

Task<Result<operations::Operation>> Company::start_scout() {
    return supervisor_.start(std::string(scouting::kScout), "{}");
}

Task<Result<operations::Operation>> Company::stop_scout() {
    return stop_active(scouting::kScout);
}

Task<Result<operations::Operation>> Company::stop_active(std::string_view kind) {
    const operations::Operation* running = operations_.active(kind);
    if (running == nullptr) {
        co_return core::Error{
            core::ErrorCode::kNotFound,
            fmt::format("no {} of {} is running: there is nothing to stop", kind, player_.agent)};
    }
    co_return co_await supervisor_.stop(running->id);
}

// Where goods are carried, ships with a hold look only when no haul wants them: whoever carries
// says.
std::vector<ShipSymbol> Company::free_to_look() const {
    std::vector<ShipSymbol> free = fleet_.idle_ships();
    if (manufacturing() == nullptr && arbitrage() == nullptr && goods_.coordinator() == nullptr) {
        return free;
    }
    std::erase_if(free, [&](const ShipSymbol& ship) {
        return fleet::ShipRegistry::is_hauler(fleet_.ships.at(ship));
    });
    return free;
}

std::string Company::doing(const ShipSymbol& ship) const {
    const std::string& waiting = fleet_.helm.waiting_for(ship);
    if (!waiting.empty()) return waiting;
    const std::string& owner = fleet_.claims.owner_of(ship);
    if (owner == scouting::Scout::kOwner) {
        return fmt::format("looking at {}", scout_.target_of(ship));
    }
    if (owner == hauls::Positioner::kOwner) {
        return fmt::format("going to {}, where hauls will begin", positioner_.post_of(ship));
    }
    if (owner == ShipPurchases::kOwner) return "visiting a shipyard";
    if (owner == manufacturing::SerialCoordinator::kOwner && manufacturing() != nullptr) {
        return manufacturing()->doing(ship);
    }
    if (owner == manufacturing::Visitors::kOwner) {
        return goods_.visitors().doing(ship);
    }
    if (orders_.has(ship)) return orders_.doing(ship);
    if (!owner.empty()) return runner_.doing(core::HaulId(owner));
    return "idle: " + why_without_work(ship);
}

std::string Company::why_without_work(const ShipSymbol& ship) const {
    // What carries goods, and whether it is stopping.
    struct Carrier {
        std::string_view kind;
        core::OperationId operation;
        bool stopping;
    };
    std::vector<Carrier> carriers;
    if (const auto* running = manufacturing())
        carriers.push_back({kManufacturing, running->operation(), running->stopping()});
    if (const auto* running = arbitrage())
        carriers.push_back({kArbitrage, running->operation(), running->stopping()});

    // Without money to spend, no other reason matters.
    std::optional<std::string> blocked;
    for (const Carrier& carrier : carriers) {
        if (carrier.stopping) continue;
        blocked = ledger_.why_blocked(carrier.operation);
        if (!blocked) break;
    }
    if (blocked) return *blocked;
    const fleet::IdlePool::Idle idle = fleet_.idle.why(ship);
    if (idle.reason != fleet::IdleReason::kNobodyAsked) return describe(idle);
    for (const Carrier& carrier : carriers) {
        if (!carrier.stopping) return "its turn has not come";
    }
    if (!carriers.empty()) return fmt::format("{} is stopping", carriers.front().kind);
    return goods_.coordinator() == nullptr ? "neither manufacturing nor arbitrage is running"
                                           : "no haul of a goods factory is ready";
}

std::string Company::who_has(const ShipSymbol& ship) const {
    const std::string& owner = fleet_.claims.owner_of(ship);
    const std::string what = fmt::format("{} has it, {}", owner, doing(ship));
    if (is_open_haul(owner)) {
        const core::PipelineId& pipeline = tasks_.haul(core::HaulId(owner)).unload->pipeline;
        for (const auto& [factory, asked] : goods_.book().active()) {
            if (asked.pipeline != pipeline) continue;
            return fmt::format("{}; `spacetraders goods stop {}` ends that", what, factory);
        }
        return fmt::format("{}; `spacetraders operation stop {}` ends that", what,
                           tasks_.haul(core::HaulId(owner)).unload->operation);
    }
    return owner == scouting::Scout::kOwner ? what + "; `spacetraders scout stop` ends that"
                                            : what + "; try again when that has ended";
}

core::Units Company::stranded_cargo() const {
    core::Units stranded;
    for (const auto& [symbol, ship] : fleet_.ships.all()) {
        const std::string& owner = fleet_.claims.owner_of(symbol);
        if (!is_open_haul(owner) && !orders_.has(symbol)) stranded += ship.cargo.used();
    }
    return stranded;
}

Task<Result<game::ShipReceipt>> Company::purchase_ship(model::ShipType type,
                                                       WaypointSymbol shipyard) {
    auto bought = co_await purchases_.purchase(std::move(type), std::move(shipyard));
    if (bought) {
        goods_.wake();
        manufacturing_.wake();
        arbitrage_.wake();
    }
    co_return bought;
}

}  // namespace argosy::kernel
