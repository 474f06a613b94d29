#pragma once

/// @file
/// The daemon's answers: what each call of proto/argosy.proto does with the kernel. Command line
/// and dashboard see the program through this view only. Each noun has a file of its own:
/// `handlers_ship.cpp`, ...

#include "kernel/daemon.h"
#include "rpc/handlers.h"

namespace argosy::rpc {

class DaemonHandlers final : public Handlers {
  public:
    explicit DaemonHandlers(kernel::Daemon& daemon) : daemon_(daemon) {}

    Handled<v1::Player> register_player(v1::RegisterPlayerRequest request) override;
    Handled<v1::ListPlayersResponse> list_players(v1::ListPlayersRequest request) override;
    Handled<v1::Player> get_player(v1::GetPlayerRequest request) override;
    Handled<v1::Player> use_player(v1::UsePlayerRequest request) override;

    Handled<v1::Operation> start_manufacturing(v1::StartManufacturingRequest request) override;
    Handled<v1::ManufacturingPreview> preview_manufacturing(
        v1::StartManufacturingRequest request) override;
    Handled<v1::ManufacturingStatus> get_manufacturing(
        v1::GetManufacturingRequest request) override;
    Handled<v1::ListTasksResponse> list_tasks(v1::ListTasksRequest request) override;
    Handled<v1::Operation> stop_manufacturing(v1::StopManufacturingRequest request) override;
    Handled<v1::AnalyzeDemandResponse> analyze_demand(v1::AnalyzeDemandRequest request) override;

    Handled<v1::GoodsFactory> start_goods_factory(v1::StartGoodsFactoryRequest request) override;
    Handled<v1::GoodsFactory> stop_goods_factory(v1::StopGoodsFactoryRequest request) override;
    Handled<v1::GoodsFactory> get_factory_status(v1::GetFactoryStatusRequest request) override;
    Handled<v1::ListGoodsFactoriesResponse> list_goods_factories(
        v1::ListGoodsFactoriesRequest request) override;
    Handled<v1::GoodsHistory> get_goods_history(v1::GetGoodsHistoryRequest request) override;

    Handled<v1::ScanArbitrageResponse> scan_arbitrage(v1::ScanArbitrageRequest request) override;
    Handled<v1::WhyArbitrageResponse> why_arbitrage(v1::WhyArbitrageRequest request) override;
    Handled<v1::Operation> start_arbitrage(v1::StartArbitrageRequest request) override;
    Handled<v1::ArbitrageStatus> get_arbitrage(v1::GetArbitrageRequest request) override;
    Handled<v1::Operation> stop_arbitrage(v1::StopArbitrageRequest request) override;

    Handled<v1::Operation> start_scout(v1::StartScoutRequest request) override;
    Handled<v1::ScoutStatus> get_scout(v1::GetScoutRequest request) override;
    Handled<v1::Operation> stop_scout(v1::StopScoutRequest request) override;

    Handled<v1::ListShipsResponse> list_ships(v1::ListShipsRequest request) override;
    Handled<v1::ShipDetails> get_ship(v1::GetShipRequest request) override;
    Handled<v1::Voyage> navigate_ship(v1::NavigateShipRequest request) override;
    Handled<v1::Ship> order_ship(v1::OrderShipRequest request) override;
    Handled<v1::TradeReceipt> refuel_ship(v1::RefuelShipRequest request) override;
    Handled<v1::TradeReceipt> buy_cargo(v1::TradeCargoRequest request) override;
    Handled<v1::TradeReceipt> sell_cargo(v1::TradeCargoRequest request) override;
    Handled<v1::PurchaseShipResponse> purchase_ship(v1::PurchaseShipRequest request) override;
    Handled<v1::ListMarketsResponse> list_markets(v1::ListMarketsRequest request) override;
    Handled<v1::Market> get_market(v1::GetMarketRequest request) override;
    Handled<v1::FoundMarkets> find_markets(v1::FindMarketsRequest request) override;
    Handled<v1::MarketHistory> get_market_history(v1::GetMarketHistoryRequest request) override;

    Handled<v1::LedgerReport> get_ledger_report(v1::GetLedgerReportRequest request) override;
    Handled<v1::ListLedgerResponse> list_ledger(v1::ListLedgerRequest request) override;
    Handled<v1::Budget> set_budget(v1::SetBudgetRequest request) override;
    Handled<v1::ListOperationsResponse> list_operations(v1::ListOperationsRequest request) override;
    Handled<v1::OperationDetails> get_operation(v1::GetOperationRequest request) override;
    Handled<v1::GetOperationLogsResponse> get_operation_logs(
        v1::GetOperationLogsRequest request) override;
    Handled<v1::Operation> stop_operation(v1::StopOperationRequest request) override;
    Handled<v1::Health> get_health(v1::GetHealthRequest request) override;
    Handled<v1::Diagnosis> diagnose(v1::DiagnoseRequest request) override;
    Handled<v1::ConfigSettings> get_config(v1::GetConfigRequest request) override;

  private:
    enum class Side : std::uint8_t { kBuy, kSell };
    Handled<v1::TradeReceipt> trade_cargo(v1::TradeCargoRequest request, Side side);
    Handled<v1::LedgerReport> report_from_books(kernel::KnownPlayer player, ledger::GroupBy by,
                                                ledger::Span span);

    kernel::Daemon& daemon_;
};

}  // namespace argosy::rpc
