#pragma once

/// @file
/// A blocking client of the daemon, one method for each call of proto/argosy.proto. The command
/// line stands on it; the daemon itself never uses it.

#include <chrono>
#include <memory>
#include <string>

#include "argosy.pb.h"
#include "core/result.h"

namespace argosy::rpc {

/// Every method blocks until the answer or the deadline.
///
/// @error kStopped         The daemon stopped, or went away, before it answered.
/// @error kOutcomeUnknown  No answer came within the deadline, or the daemon itself does not know.
/// Other errors are the daemon's own, with its code and message.
class Client final {
  public:
    /// Confirms that a daemon of this user listens on `socket_path`.
    /// @param deadline  For each call, in real time.
    /// @error kUnavailable    "no daemon is listening on PATH: start one with ./run daemon".
    /// @error kUnauthorized   The listener is another user's, who would see our tokens.
    /// @error kConfiguration  The path cannot be a socket's.
    static core::Result<Client> connect(const std::string& socket_path,
                                        std::chrono::milliseconds deadline);

    Client(Client&& other) noexcept;
    ~Client();

    core::Result<v1::Player> register_player(const v1::RegisterPlayerRequest& request);
    core::Result<v1::ListPlayersResponse> list_players(const v1::ListPlayersRequest& request);
    core::Result<v1::Player> get_player(const v1::GetPlayerRequest& request);
    core::Result<v1::Player> use_player(const v1::UsePlayerRequest& request);

    core::Result<v1::Operation> start_manufacturing(const v1::StartManufacturingRequest& request);
    core::Result<v1::ManufacturingPreview> preview_manufacturing(
        const v1::StartManufacturingRequest& request);
    core::Result<v1::ManufacturingStatus> get_manufacturing(
        const v1::GetManufacturingRequest& request);
    core::Result<v1::ListTasksResponse> list_tasks(const v1::ListTasksRequest& request);
    core::Result<v1::Operation> stop_manufacturing(const v1::StopManufacturingRequest& request);
    core::Result<v1::AnalyzeDemandResponse> analyze_demand(const v1::AnalyzeDemandRequest& request);

    core::Result<v1::GoodsFactory> start_goods_factory(const v1::StartGoodsFactoryRequest& request);
    core::Result<v1::GoodsFactory> stop_goods_factory(const v1::StopGoodsFactoryRequest& request);
    core::Result<v1::GoodsFactory> get_factory_status(const v1::GetFactoryStatusRequest& request);
    core::Result<v1::ListGoodsFactoriesResponse> list_goods_factories(
        const v1::ListGoodsFactoriesRequest& request);
    core::Result<v1::GoodsHistory> get_goods_history(const v1::GetGoodsHistoryRequest& request);

    core::Result<v1::ScanArbitrageResponse> scan_arbitrage(const v1::ScanArbitrageRequest& request);
    core::Result<v1::WhyArbitrageResponse> why_arbitrage(const v1::WhyArbitrageRequest& request);
    core::Result<v1::Operation> start_arbitrage(const v1::StartArbitrageRequest& request);
    core::Result<v1::ArbitrageStatus> get_arbitrage(const v1::GetArbitrageRequest& request);
    core::Result<v1::Operation> stop_arbitrage(const v1::StopArbitrageRequest& request);

    core::Result<v1::Operation> start_scout(const v1::StartScoutRequest& request);
    core::Result<v1::ScoutStatus> get_scout(const v1::GetScoutRequest& request);
    core::Result<v1::Operation> stop_scout(const v1::StopScoutRequest& request);

    core::Result<v1::ListShipsResponse> list_ships(const v1::ListShipsRequest& request);
    core::Result<v1::ShipDetails> get_ship(const v1::GetShipRequest& request);
    core::Result<v1::Voyage> navigate_ship(const v1::NavigateShipRequest& request);
    core::Result<v1::Ship> order_ship(const v1::OrderShipRequest& request);
    core::Result<v1::TradeReceipt> refuel_ship(const v1::RefuelShipRequest& request);
    core::Result<v1::TradeReceipt> buy_cargo(const v1::TradeCargoRequest& request);
    core::Result<v1::TradeReceipt> sell_cargo(const v1::TradeCargoRequest& request);
    core::Result<v1::PurchaseShipResponse> purchase_ship(const v1::PurchaseShipRequest& request);
    core::Result<v1::ListMarketsResponse> list_markets(const v1::ListMarketsRequest& request);
    core::Result<v1::Market> get_market(const v1::GetMarketRequest& request);
    core::Result<v1::FoundMarkets> find_markets(const v1::FindMarketsRequest& request);
    core::Result<v1::MarketHistory> get_market_history(const v1::GetMarketHistoryRequest& request);

    core::Result<v1::LedgerReport> get_ledger_report(const v1::GetLedgerReportRequest& request);
    core::Result<v1::ListLedgerResponse> list_ledger(const v1::ListLedgerRequest& request);
    core::Result<v1::Budget> set_budget(const v1::SetBudgetRequest& request);
    core::Result<v1::ListOperationsResponse> list_operations(
        const v1::ListOperationsRequest& request);
    core::Result<v1::OperationDetails> get_operation(const v1::GetOperationRequest& request);
    core::Result<v1::GetOperationLogsResponse> get_operation_logs(
        const v1::GetOperationLogsRequest& request);
    core::Result<v1::Operation> stop_operation(const v1::StopOperationRequest& request);
    core::Result<v1::Health> get_health(const v1::GetHealthRequest& request);
    core::Result<v1::Diagnosis> diagnose(const v1::DiagnoseRequest& request);
    core::Result<v1::ConfigSettings> get_config(const v1::GetConfigRequest& request);

  private:
    class Impl;
    explicit Client(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

}  // namespace argosy::rpc
