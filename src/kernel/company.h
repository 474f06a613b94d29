#pragma once

/// @file
/// One player's whole business: its money, markets, ships and operations, built on whichever world
/// it is given. open() is both the first start and the recovery after a crash: it settles what is
/// in doubt by looking, and goes on with whatever was under way.

#include <memory>
#include <optional>
#include <string>

#include "fleet/fleet.h"
#include "hauls/haul_runner.h"
#include "hauls/positioner.h"
#include "kernel/arbitrage_operation.h"
#include "kernel/goods_operation.h"
#include "kernel/manual_orders.h"
#include "kernel/manufacturing_operation.h"
#include "kernel/player.h"
#include "kernel/ship_purchases.h"
#include "scouting/patrol.h"
#include "trading/lane_scan.h"
#include "trading/trades_under_way.h"

namespace argosy::kernel {

struct CompanySettings {
    ledger::Settings ledger;
    market::Settings market;
    hauls::DispatchSettings gate;
    manufacturing::Settings manufacturing;
    goods::Settings goods;
    scouting::Settings scouting;
    GrowthSettings growth;
};

class Company {
  public:
    Company(const core::Runtime& runtime, store::Store& store, game::GamePort& game, Player player,
            CompanySettings settings);
    ~Company();

    /// Brings everything up from the store and the game.
    /// @error kUnauthorized, kUniverseReset  The token is not of this universe.
    /// @cost 1 request for every 20 ships, 1 for every 20 waypoints once, and what settling takes
    Task<Result<void>> open();

    /// Starts manufacturing, or returns the operation that is doing just that already.
    /// @error kNotFound  No such system.
    /// @error kConflict  It runs with other settings, or is stopping; nothing was changed.
    /// @error kRejected  The configuration does not allow it.
    Task<Result<operations::Operation>> start_manufacturing(ManufacturingRequest request);

    /// Returns whether a start would be possible, without starting.
    Task<Result<model::SystemSymbol>> check_system(model::SystemSymbol system);

    /// Starts no more hauls; the operation is STOPPED once those under way are done.
    /// @error kNotFound  Nothing is running.
    Task<Result<operations::Operation>> stop_manufacturing();

    /// Starts trading, or returns the operation that is doing just that already.
    /// @error kNotFound  No such system.
    /// @error kConflict  It runs with other settings, or is stopping; nothing was changed.
    /// @error kInvalidArgument  There is no such strategy, or a time is none or longer than
    ///                          kLongestPayBack.
    Task<Result<operations::Operation>> start_arbitrage(ArbitrageRequest request);

    /// Starts no more trades; the operation is STOPPED once those under way are done.
    /// @error kNotFound  Nothing is running.
    Task<Result<operations::Operation>> stop_arbitrage();

    /// Returns the lanes that pay by what is known now, the best first.  @cost none
    /// @param system  Empty: the headquarters'.
    /// @error kNotFound  No market of the system has been looked at.
    Result<std::vector<trading::ScannedLane>> scan_arbitrage(model::SystemSymbol system,
                                                             const trading::ScanTerms& terms);

    /// Returns what ships carry and fetch for an operation of arbitrage, by haul.
    std::vector<trading::TradeUnderWay> trades_of(const core::OperationId& operation);

    /// As GoodsOperation::produce().
    /// @param target  Of the headquarters' system unless it names another.
    /// @error kNotFound  No such system, too.
    /// @cost for a system that is not charted, as fleet::Chart::learn()
    Task<Result<goods::GoodsFactory>> produce_goods(goods::ProductionTarget target);

    /// Goods produced on request.
    GoodsOperation& goods() { return goods_; }
    const GoodsOperation& goods() const { return goods_; }

    /// Starts scouting, or returns the operation that scouts already.
    Task<Result<operations::Operation>> start_scout();

    /// Sends out no more ships; the operation is STOPPED once those on their way have looked.
    /// @error kNotFound  Nothing is running.
    Task<Result<operations::Operation>> stop_scout();

    /// Asks the game for the agent.  @cost 1 request
    Task<Result<model::Agent>> ask_agent() { return game_.my_agent(); }

    /// Buys a ship: see ShipPurchases::purchase().
    Task<Result<game::ShipReceipt>> purchase_ship(model::ShipType type,
                                                  model::WaypointSymbol shipyard);

    /// Compares the ledger with the game's credits at a moment when no money moves, books what
    /// happened behind our back, and looks again at ships that do nothing.
    /// @error kUnavailable  There was no such moment for a while.
    /// @cost 1 request for each try, 1 for each idle ship, and what settling takes
    Task<Result<void>> audit();

    const Player& player() const { return player_; }
    model::SystemSymbol home_system() const { return model::system_of(player_.headquarters); }
    fleet::Fleet& fleet() { return fleet_; }
    const fleet::Fleet& fleet() const { return fleet_; }
    ledger::Ledger& ledger() { return ledger_; }
    const market::MarketBook& markets() const { return markets_; }
    const hauls::TaskBook& tasks() const { return tasks_; }
    const hauls::HaulRunner& runner() const { return runner_; }
    const manufacturing::PipelineBook& pipelines() const { return pipelines_; }
    const manufacturing::FactoryTracker& factories() const { return factories_; }
    const manufacturing::SharedResources& shared() const { return shared_; }
    const manufacturing::EstimateBook& estimates() const { return estimates_; }
    const manufacturing::Declines& declines() const { return declines_; }
    const scouting::Scout& scout() const { return scout_; }
    /// What its requests go through.
    const game::RequestBudget& budget() const { return game_.budget().shared(); }
    operations::OperationRegistry& operations() { return operations_; }
    const operations::OperationRegistry& operations() const { return operations_; }
    operations::Supervisor& supervisor() { return supervisor_; }
    ManualOrders& orders() { return orders_; }
    const ManualOrders& orders() const { return orders_; }
    /// nullptr when manufacturing does not run.
    const manufacturing::Coordinator* manufacturing() const { return manufacturing_.coordinator(); }

    /// nullptr when arbitrage does not run.
    const trading::ArbitrageCoordinator* arbitrage() const { return arbitrage_.coordinator(); }

    /// Returns what one hull more would be worth to arbitrage; nothing when it does not run.
    std::optional<GrowthView> growth() const {
        if (arbitrage_.coordinator() == nullptr) return std::nullopt;
        return arbitrage_.growth();
    }

    /// As ArbitrageCoordinator::why().
    /// @error kNotFound  Arbitrage does not run, or there is no such ship.
    Result<trading::Reasons> why_arbitrage(const trading::WhyQuery& query);

    /// As ManufacturingOperation::analyze_demand().
    std::vector<manufacturing::ManufacturingOpportunity> analyze_demand(
        model::SystemSymbol system) const {
        return manufacturing_.analyze_demand(std::move(system));
    }

    /// Returns what a start would do by what is known now.  @cost none
    /// @error kNotFound  Nothing is known of such a system.
    Result<ManufacturingOperation::Preview> preview_manufacturing(
        const ManufacturingRequest& request) const;

    /// Returns what the ship is doing, or why it does nothing.
    std::string doing(const model::ShipSymbol& ship) const;

    /// Returns cargo that neither an open task nor the player accounts for.
    core::Units stranded_cargo() const;

  private:
    Task<Result<void>> load_books();
    /// @returns whether the books could be compared with the game's credits
    Task<Result<bool>> settle();
    Task<Result<void>> write_off_missing_cargo();
    Task<void> start_with_daemon();
    Task<void> release_lost_claims();
    Task<Result<operations::Operation>> stop_active(std::string_view kind);
    std::vector<model::ShipSymbol> free_to_look() const;
    std::string why_without_work(const model::ShipSymbol& ship) const;
    bool is_open_haul(const std::string& owner) const;

    /// Tells which work has a ship, and how the player ends it.
    std::string who_has(const model::ShipSymbol& ship) const;

    const core::Runtime& runtime_;
    store::Store& store_;
    game::GamePort& game_;
    Player player_;
    CompanySettings settings_;
    ledger::Ledger ledger_;
    market::MarketBook markets_;
    fleet::Fleet fleet_;
    hauls::TaskBook tasks_;
    hauls::Dispatch dispatch_;
    hauls::HaulRunner runner_;
    hauls::Bidding bidding_;
    manufacturing::PipelineBook pipelines_;
    manufacturing::FactoryTracker factories_;
    manufacturing::SharedResources shared_;
    manufacturing::EstimateBook estimates_;
    manufacturing::Declines declines_;
    scouting::Scout scout_;
    hauls::Positioner positioner_;
    operations::OperationRegistry operations_;
    IdleWork idle_work_;
    ShipPurchases purchases_;
    ManufacturingOperation manufacturing_;
    ArbitrageOperation arbitrage_;
    scouting::Patrols patrols_;
    goods::GoodsFactoryBook goods_factories_;
    GoodsOperation goods_;
    operations::Supervisor supervisor_;  ///< Its duties are of those above.
    ManualOrders orders_;
};

}  // namespace argosy::kernel
