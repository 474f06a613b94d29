#include "kernel/company.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>
#include <tuple>

#include "store/commit.h"

namespace argosy::kernel {
namespace {

using model::ShipSymbol;
using model::WaypointSymbol;
using operations::OperationStatus;

constexpr const char* kPurchaseOwner = "ship-purchase";

// What an operation was started with is stored with it, so that it is adopted unchanged.
std::string to_config(const manufacturing::Settings& settings, bool advisory) {
    boost::json::object config;
    config["system"] = settings.system.str();
    config["max_workers"] = settings.max_workers;
    config["max_pipelines"] = settings.max_pipelines;
    config["min_price"] = settings.min_price.count();
    config["advisory"] = advisory;
    return boost::json::serialize(config);
}

bool from_config(const std::string& text, manufacturing::Settings& settings, bool& advisory) {
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

Company::Company(const core::Runtime& runtime, store::Store& store, game::GamePort& game,
                 Player player, CompanySettings settings)
    : runtime_(runtime),
      store_(store),
      game_(game),
      player_(std::move(player)),
      settings_(std::move(settings)),
      ledger_(runtime, store, game, player_.id, settings_.ledger),
      markets_(runtime, store, player_.id),
      fleet_(runtime, store, game, ledger_, markets_, player_.id),
      tasks_(runtime, store, player_.id),
      dispatch_(fleet_, tasks_, settings_.gate),
      runner_(fleet_, tasks_, dispatch_),
      pipelines_(runtime, store, player_.id),
      factories_(runtime, store, player_.id),
      declines_(runtime, player_.id),
      scout_(fleet_, settings_.scouting),
      operations_(runtime, store, player_.id) {}

Company::~Company() = default;

Task<Result<void>> Company::open() {
    game_.use_agent_token(player_.token);
    ARGOSY_CO_CHECK(co_await ledger_.open());
    ARGOSY_CO_CHECK(co_await load_books());
    ARGOSY_CO_CHECK(co_await settle());
    ARGOSY_CO_CHECK(co_await fleet_.ships.refresh());
    ARGOSY_CO_CHECK(co_await fleet_.chart.learn(home_system()));
    fleet_.helm.learn_fuel_stops();
    co_await release_lost_claims();

    const auto wake = [this] {
        if (orchestrator_) orchestrator_->wake();
    };
    runner_.on_end([wake](const core::HaulId&) { wake(); });
    scout_.on_return(wake);
    fleet_.helm.on_look([wake](const WaypointSymbol&) { wake(); });
    std::optional<Manufacturing> adopted;
    if (const auto* running = operations_.active(kManufacturing))
        adopted = co_await adopt(*running);
    // From here on things happen, and nothing of the start is left to do.
    for (const hauls::Haul& haul : tasks_.open_hauls()) {
        if (!haul.ship().empty()) runner_.resume(haul.id);
    }
    if (adopted) runtime_.spawn(manufacture(*std::move(adopted)));
    co_return Result<void>();
}

Task<Result<void>> Company::load_books() {
    ARGOSY_CO_CHECK(co_await markets_.load());
    ARGOSY_CO_CHECK(co_await fleet_.claims.load());
    ARGOSY_CO_CHECK(co_await tasks_.load());
    ARGOSY_CO_CHECK(co_await pipelines_.load());
    ARGOSY_CO_CHECK(co_await factories_.load());
    co_return co_await operations_.load();
}

Task<Result<void>> Company::settle() {
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
    co_return Result<void>();
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
        if (!is_open_haul(owner)) fleet_.claims.release(ship, owner, transaction);
    }
    co_await store::commit_or_abort(store_, runtime_.log, std::move(transaction));
}

// Reads what the operation was started with; one that cannot be read has failed.
Task<std::optional<Company::Manufacturing>> Company::adopt(operations::Operation operation) {
    Manufacturing adopted{operation.id, settings_.manufacturing, settings_.gate};
    const bool readable = from_config(operation.config, adopted.settings, adopted.gate.advisory);
    store::Transaction transaction;
    if (readable) {
        operations_.log(operation.id, core::LogLevel::kInfo, "adopted after a restart",
                        transaction);
        if (!settings_.manufacturing_enabled && operation.status == OperationStatus::kRunning) {
            operations_.transition(operation.id, OperationStatus::kStopping, transaction);
            operations_.log(operation.id, core::LogLevel::kInfo,
                            "stopping: manufacturing.enabled is false", transaction);
        }
    } else {
        operations_.transition(operation.id, OperationStatus::kFailed, transaction,
                               "its stored configuration cannot be read");
    }
    co_await store::commit_or_abort(store_, runtime_.log, std::move(transaction));
    if (!readable) co_return std::nullopt;
    const auto charted = co_await check_system(adopted.settings.system);
    if (!charted) {
        runtime_.log.warning(
            "kernel", "system_not_charted",
            {{"system", adopted.settings.system}, {"reason", charted.error().message}});
    }
    co_return adopted;
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
    if (!settings_.manufacturing_enabled) {
        co_return core::Error{core::ErrorCode::kRejected,
                              "manufacturing is switched off by manufacturing.enabled"};
    }
    manufacturing::Settings settings = settings_.manufacturing;
    hauls::DispatchSettings gate = settings_.gate;
    ARGOSY_CO_TRY(settings.system, co_await check_system(request.system));
    if (request.max_workers) settings.max_workers = *request.max_workers;
    if (request.max_pipelines) settings.max_pipelines = *request.max_pipelines;
    if (request.min_price) settings.min_price = *request.min_price;
    if (request.advisory) gate.advisory = *request.advisory;
    const std::string config = to_config(settings, gate.advisory);
    if (const auto* running = operations_.active(kManufacturing)) {
        if (running->status == OperationStatus::kRunning && running->config == config) {
            co_return *running;
        }
        co_return core::Error{
            core::ErrorCode::kConflict,
            fmt::format("{} is {} with {}: stop it first, and wait until it is STOPPED",
                        running->id, operations::to_string(running->status), running->config)};
    }

    store::Transaction transaction;
    const operations::Operation operation =
        operations_.start(std::string(kManufacturing), config, transaction);
    operations_.log(operation.id, core::LogLevel::kInfo,
                    fmt::format("manufacturing in {}", settings.system), transaction);
    co_await store::commit_or_abort(store_, runtime_.log, std::move(transaction));
    runtime_.spawn(manufacture({operation.id, settings, gate}));
    co_return operation;
}

Task<void> Company::manufacture(Manufacturing manufacturing) {
    const core::OperationId operation = manufacturing.operation;
    dispatch_.set_settings(manufacturing.gate);
    orchestrator_ = std::make_unique<manufacturing::Orchestrator>(
        fleet_, tasks_, dispatch_, runner_, pipelines_, factories_, declines_, operation,
        manufacturing.settings);
    orchestrator_->on_idle([this](const std::vector<ShipSymbol>& idle) { on_idle(idle); });
    // It may have been told to stop before it could begin, or in an earlier life of the process.
    const operations::Operation* known = operations_.find(operation);
    if (known->status == OperationStatus::kStopping) orchestrator_->stop();
    co_await orchestrator_->run();
    orchestrator_.reset();
    // Stopped means that no money moves any more: ships that look may still buy fuel.
    constexpr core::Duration kPause = std::chrono::seconds(5);
    while (scout_.spending() > 0)
        co_await runtime_.clock.sleep_for(kPause);

    store::Transaction transaction;
    operations_.transition(operation, OperationStatus::kStopped, transaction);
    operations_.log(operation, core::LogLevel::kInfo, "stopped; no haul is under way", transaction);
    co_await store::commit_or_abort(store_, runtime_.log, std::move(transaction));
}

Task<Result<operations::Operation>> Company::stop_manufacturing() {
    const operations::Operation* running = operations_.active(kManufacturing);
    if (running == nullptr) {
        co_return core::Error{
            core::ErrorCode::kNotFound,
            fmt::format("{} is not manufacturing: there is nothing to stop", player_.agent)};
    }
    if (running->status == OperationStatus::kRunning) {
        store::Transaction transaction;
        operations_.transition(running->id, OperationStatus::kStopping, transaction);
        operations_.log(running->id, core::LogLevel::kInfo,
                        "stopping: hauls under way are finished, no new ones start", transaction);
        co_await store::commit_or_abort(store_, runtime_.log, std::move(transaction));
    }
    if (orchestrator_) orchestrator_->stop();
    co_return *running;
}

void Company::on_idle(std::vector<ShipSymbol> idle) {
    runtime_.spawn(use_idle(std::move(idle)));
}

// A ship without a haul that still holds cargo sells it; the others go and look.
Task<void> Company::use_idle(std::vector<ShipSymbol> idle) {
    for (const ShipSymbol& ship : idle) {
        if (!orchestrator_ || orchestrator_->stopping()) co_return;
        const model::Ship* known = fleet_.ships.find(ship);
        if (known == nullptr || !fleet_.claims.owner_of(ship).empty()) continue;
        if (known->cargo.items.empty()) continue;
        const model::TradeSymbol good = known->cargo.items.begin()->first;
        co_await runner_.liquidate(ship, good, orchestrator_->operation());
    }
    if (!orchestrator_ || orchestrator_->stopping()) co_return;
    co_await scout_.send(std::move(idle), factories_.awaited(), orchestrator_->operation());
}

std::vector<manufacturing::ManufacturingOpportunity> Company::analyze_demand() const {
    if (orchestrator_) return orchestrator_->demand().find(pipelines_.reserved());
    const manufacturing::DemandFinder finder(fleet_, settings_.gate, settings_.manufacturing);
    return finder.find(pipelines_.reserved());
}

std::string Company::doing(const ShipSymbol& ship) const {
    const std::string& owner = fleet_.claims.owner_of(ship);
    if (owner == scouting::Scout::kOwner) {
        return fmt::format("looking at {}", scout_.target_of(ship));
    }
    if (owner == kPurchaseOwner) return "visiting a shipyard";
    if (!owner.empty()) return runner_.doing(core::HaulId(owner));
    if (!orchestrator_) return "idle: manufacturing is not running";
    return orchestrator_->stopping() ? "idle: manufacturing is stopping"
                                     : "idle: no haul clears, nothing is due for a look";
}

core::Units Company::stranded_cargo() const {
    core::Units stranded;
    for (const auto& [symbol, ship] : fleet_.ships.all()) {
        const std::string& owner = fleet_.claims.owner_of(symbol);
        if (!is_open_haul(owner)) stranded += ship.cargo.used();
    }
    return stranded;
}

Task<Result<WaypointSymbol>> Company::find_shipyard(model::ShipType type) {
    std::set<model::ShipType> sold_here;
    std::optional<std::tuple<core::Duration, WaypointSymbol>> nearest;
    for (const WaypointSymbol& yard : fleet_.chart.with_trait("SHIPYARD", home_system())) {
        ARGOSY_CO_TRY(const model::Shipyard shipyard, co_await game_.shipyard(yard));
        sold_here.insert(shipyard.types.begin(), shipyard.types.end());
        if (std::find(shipyard.types.begin(), shipyard.types.end(), type) == shipyard.types.end()) {
            continue;
        }
        const auto visit = soonest_visit(yard);
        const std::tuple candidate(visit ? visit->time : core::Duration::max(), yard);
        if (!nearest || candidate < *nearest) nearest = candidate;
    }
    if (nearest) co_return std::get<WaypointSymbol>(*nearest);
    co_return core::Error{core::ErrorCode::kNotFound,
                          fmt::format("no shipyard in {} sells {}: expected one of {}",
                                      home_system(), type, fmt::join(sold_here, ", "))};
}

// Any ship of ours at the yard will do, even a busy one; else the idle ship that is there soonest.
std::optional<Company::Visit> Company::soonest_visit(const WaypointSymbol& waypoint) {
    const core::TimePoint now = runtime_.now();
    std::optional<Visit> soonest;
    for (const auto& [symbol, ship] : fleet_.ships.all()) {
        const bool there = ship.nav.waypoint == waypoint &&
                           model::status_at(ship.nav, now) != model::NavStatus::kInTransit;
        if (there) return Visit{symbol, core::Duration(0)};
        if (!fleet_.claims.owner_of(symbol).empty()) continue;
        const fleet::RoutePlan* way = fleet_.routes.find(ship, ship.nav.waypoint, waypoint);
        if (way == nullptr) continue;
        if (!soonest || way->time < soonest->time) soonest = Visit{symbol, way->time};
    }
    return soonest;
}

Task<Result<game::ShipReceipt>> Company::purchase_ship(model::ShipType type,
                                                       WaypointSymbol shipyard) {
    if (shipyard.empty()) {
        ARGOSY_CO_TRY(shipyard, co_await find_shipyard(type));
    }
    if (fleet_.chart.find(shipyard) == nullptr) {
        co_return core::Error{core::ErrorCode::kNotFound,
                              fmt::format("waypoint {} is not charted", shipyard)};
    }
    const auto visit = soonest_visit(shipyard);
    if (!visit) {
        co_return core::Error{core::ErrorCode::kRejected,
                              fmt::format("no idle ship can go to {} to see its prices: stop "
                                          "manufacturing, or try again when a ship is idle",
                                          shipyard)};
    }
    const ShipSymbol visitor = visit->ship;
    const bool claimed = fleet_.claims.owner_of(visitor).empty();
    if (claimed) {
        store::Transaction transaction;
        fleet_.claims.claim(visitor, kPurchaseOwner, transaction);
        co_await store::commit_or_abort(store_, runtime_.log, std::move(transaction));
    }
    auto bought = co_await visit_and_buy(visitor, type, shipyard);
    if (claimed) {
        store::Transaction transaction;
        fleet_.claims.release(visitor, kPurchaseOwner, transaction);
        co_await store::commit_or_abort(store_, runtime_.log, std::move(transaction));
    }
    if (bought && orchestrator_) orchestrator_->wake();
    co_return bought;
}

// A ship that is there already is left where it is, whoever's it is.
Task<Result<game::ShipReceipt>> Company::visit_and_buy(ShipSymbol visitor, model::ShipType type,
                                                       WaypointSymbol shipyard) {
    const ledger::Purpose fuel{ledger::Category::kRefuel, {}, {}, {}};
    ARGOSY_CO_CHECK(co_await fleet_.helm.go(visitor, shipyard, fuel));
    ARGOSY_CO_TRY(const model::Shipyard yard, co_await game_.shipyard(shipyard));
    if (!yard.listings) {
        co_return core::Error{
            core::ErrorCode::kRejected,
            fmt::format("{} shows no prices: no ship of ours is there", shipyard)};
    }
    for (const model::ShipyardListing& listing : *yard.listings) {
        if (listing.type != type) continue;
        const ledger::Purpose purpose{ledger::Category::kShipPurchase, {}, {}, {}};
        co_return co_await ledger_.purchase_ship(
            type, shipyard, listing.ask, purpose,
            [this](store::Transaction& transaction, const game::ShipReceipt& receipt) {
                fleet_.ships.add(receipt.ship, receipt.price, transaction);
            });
    }
    co_return core::Error{core::ErrorCode::kNotFound,
                          fmt::format("{} does not sell {}", shipyard, type)};
}

}  // namespace argosy::kernel
