#pragma once

/// @file
/// What the daemon answers, one method for each call of proto/argosy.proto, which is the contract
/// of each. The methods run on the daemon's loop and know nothing of gRPC, sockets or threads;
/// `Server` brings calls here from other threads and carries the answers back.

#include "argosy.pb.h"
#include "core/task.h"

namespace argosy::rpc {

template <class Answer>
using Handled = core::Task<core::Result<Answer>>;

/// Methods run concurrently wherever they suspend, like all tasks of the loop. An error reaches
/// the caller with its code and its message as it is, so the message is for people.
class Handlers {
  public:
    virtual ~Handlers() = default;

    virtual Handled<v1::Player> register_player(v1::RegisterPlayerRequest request) = 0;
    virtual Handled<v1::ListPlayersResponse> list_players(v1::ListPlayersRequest request) = 0;
    virtual Handled<v1::Player> get_player(v1::GetPlayerRequest request) = 0;
    virtual Handled<v1::Player> use_player(v1::UsePlayerRequest request) = 0;

    virtual Handled<v1::Operation> start_manufacturing(v1::StartManufacturingRequest request) = 0;
    virtual Handled<v1::ManufacturingPreview> preview_manufacturing(
        v1::StartManufacturingRequest request) = 0;
    virtual Handled<v1::ManufacturingStatus> get_manufacturing(
        v1::GetManufacturingRequest request) = 0;
    virtual Handled<v1::ListTasksResponse> list_tasks(v1::ListTasksRequest request) = 0;
    virtual Handled<v1::Operation> stop_manufacturing(v1::StopManufacturingRequest request) = 0;
    virtual Handled<v1::AnalyzeDemandResponse> analyze_demand(v1::AnalyzeDemandRequest request) = 0;

    virtual Handled<v1::GoodsFactory> start_goods_factory(v1::StartGoodsFactoryRequest request) = 0;
    virtual Handled<v1::GoodsFactory> stop_goods_factory(v1::StopGoodsFactoryRequest request) = 0;
    virtual Handled<v1::GoodsFactory> get_factory_status(v1::GetFactoryStatusRequest request) = 0;
    virtual Handled<v1::ListGoodsFactoriesResponse> list_goods_factories(
        v1::ListGoodsFactoriesRequest request) = 0;
    virtual Handled<v1::GoodsHistory> get_goods_history(v1::GetGoodsHistoryRequest request) = 0;

    virtual Handled<v1::ScanArbitrageResponse> scan_arbitrage(v1::ScanArbitrageRequest request) = 0;
    virtual Handled<v1::WhyArbitrageResponse> why_arbitrage(v1::WhyArbitrageRequest request) = 0;
    virtual Handled<v1::Operation> start_arbitrage(v1::StartArbitrageRequest request) = 0;
    virtual Handled<v1::ArbitrageStatus> get_arbitrage(v1::GetArbitrageRequest request) = 0;
    virtual Handled<v1::Operation> stop_arbitrage(v1::StopArbitrageRequest request) = 0;

    virtual Handled<v1::Operation> start_scout(v1::StartScoutRequest request) = 0;
    virtual Handled<v1::ScoutStatus> get_scout(v1::GetScoutRequest request) = 0;
    virtual Handled<v1::Operation> stop_scout(v1::StopScoutRequest request) = 0;

    virtual Handled<v1::ListShipsResponse> list_ships(v1::ListShipsRequest request) = 0;
    virtual Handled<v1::ShipDetails> get_ship(v1::GetShipRequest request) = 0;
    virtual Handled<v1::Voyage> navigate_ship(v1::NavigateShipRequest request) = 0;
    virtual Handled<v1::Ship> order_ship(v1::OrderShipRequest request) = 0;
    virtual Handled<v1::TradeReceipt> refuel_ship(v1::RefuelShipRequest request) = 0;
    virtual Handled<v1::TradeReceipt> buy_cargo(v1::TradeCargoRequest request) = 0;
    virtual Handled<v1::TradeReceipt> sell_cargo(v1::TradeCargoRequest request) = 0;
    virtual Handled<v1::PurchaseShipResponse> purchase_ship(v1::PurchaseShipRequest request) = 0;
    virtual Handled<v1::ListMarketsResponse> list_markets(v1::ListMarketsRequest request) = 0;
    virtual Handled<v1::Market> get_market(v1::GetMarketRequest request) = 0;
    virtual Handled<v1::FoundMarkets> find_markets(v1::FindMarketsRequest request) = 0;
    virtual Handled<v1::MarketHistory> get_market_history(v1::GetMarketHistoryRequest request) = 0;

    virtual Handled<v1::LedgerReport> get_ledger_report(v1::GetLedgerReportRequest request) = 0;
    virtual Handled<v1::ListLedgerResponse> list_ledger(v1::ListLedgerRequest request) = 0;
    virtual Handled<v1::Budget> set_budget(v1::SetBudgetRequest request) = 0;
    virtual Handled<v1::ListOperationsResponse> list_operations(
        v1::ListOperationsRequest request) = 0;
    virtual Handled<v1::OperationDetails> get_operation(v1::GetOperationRequest request) = 0;
    virtual Handled<v1::GetOperationLogsResponse> get_operation_logs(
        v1::GetOperationLogsRequest request) = 0;
    virtual Handled<v1::Operation> stop_operation(v1::StopOperationRequest request) = 0;
    virtual Handled<v1::Health> get_health(v1::GetHealthRequest request) = 0;
    virtual Handled<v1::Diagnosis> diagnose(v1::DiagnoseRequest request) = 0;
    virtual Handled<v1::ConfigSettings> get_config(v1::GetConfigRequest request) = 0;
};

}  // namespace argosy::rpc
