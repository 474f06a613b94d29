#include "kernel/company.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "store/commit.h"

namespace argosy::kernel {
namespace {

using model::ShipSymbol;
using model::WaypointSymbol;

constexpr const char* kPurchaseOwner = "ship-purchase";

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
      positioner_(fleet_, tasks_),
      operations_(runtime, store, player_.id),
      manufacturing_({fleet_, tasks_, dispatch_, runner_, pipelines_, factories_, declines_, scout_,
                      positioner_, operations_},
                     settings_.manufacturing, settings_.gate),
      patrols_(fleet_, scout_, operations_, [this] { return free_to_look(); }),
      supervisor_(runtime, store, operations_) {
    supervisor_.add_kind(std::string(kManufacturing),
                         [this](const operations::Operation& operation) {
                             return manufacturing_.make_duty(operation);
                         });
    supervisor_.add_kind(
        std::string(scouting::kScout),
        [this](const operations::Operation& operation) { return patrols_.make_duty(operation); });
    if (!settings_.manufacturing_enabled) {
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
    ARGOSY_CO_CHECK(co_await write_off_missing_cargo());
    ARGOSY_CO_CHECK(co_await fleet_.chart.learn(home_system()));
    fleet_.helm.learn_fuel_stops();
    co_await release_lost_claims();

    const auto wake = [this] {
        manufacturing_.wake();
        patrols_.wake();
    };
    runner_.on_end([wake](const core::HaulId&) { wake(); });
    scout_.on_return(wake);
    positioner_.on_arrival(wake);
    fleet_.helm.on_look([wake](const WaypointSymbol&) { wake(); });
    // From here on things happen, and nothing of the start is left to do.
    for (const hauls::Haul& haul : tasks_.open_hauls()) {
        if (!haul.ship().empty()) runner_.resume(haul.id);
    }
    co_await supervisor_.adopt();
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
        if (fleet_.claims.owner_of(ship).empty()) {
            ARGOSY_CO_CHECK(co_await fleet_.ships.refresh(ship));
        }
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
        if (!is_open_haul(owner)) fleet_.claims.release(ship, owner, transaction);
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

// Where goods are carried, ships with a hold look only when no haul wants them: manufacturing says.
std::vector<ShipSymbol> Company::free_to_look() const {
    std::vector<ShipSymbol> free = fleet_.idle_ships();
    if (manufacturing() == nullptr) return free;
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
    if (owner == kPurchaseOwner) return "visiting a shipyard";
    if (!owner.empty()) return runner_.doing(core::HaulId(owner));
    if (manufacturing() != nullptr && !manufacturing()->stopping()) {
        // Without money to spend, no other reason matters.
        const auto blocked = ledger_.why_blocked(manufacturing()->operation());
        if (blocked) return "idle: " + *blocked;
    }
    const fleet::IdlePool::Idle idle = fleet_.idle.why(ship);
    if (idle.reason != fleet::IdleReason::kNobodyAsked) return "idle: " + describe(idle);
    if (manufacturing() == nullptr) return "idle: manufacturing is not running";
    return manufacturing()->stopping() ? "idle: manufacturing is stopping"
                                       : "idle: its turn has not come";
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
    if (bought) manufacturing_.wake();
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
