#pragma once

/// @file
/// A daemon without a business: the real gRPC server on a real loop and a real unix socket in a
/// folder of its own, with answers a test has put there. For tests of the server, of the client
/// and of programs that talk to a daemon.

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/real_clock.h"
#include "rpc/handlers.h"
#include "rpc/server.h"
#include "rpc/status.h"
#include "tests/support/temporary_folder.h"

namespace argosy::tests {

/// Answers with what the test stored, and keeps the last request of the calls that change things.
class CannedHandlers : public rpc::Handlers {
  public:
    v1::Player player;
    v1::ListPlayersResponse players;
    v1::Operation operation;
    /// Each look takes the next one; the last one stays.
    std::vector<v1::ManufacturingStatus> statuses{v1::ManufacturingStatus()};
    v1::ManufacturingPreview preview;
    v1::ListTasksResponse tasks;
    v1::AnalyzeDemandResponse demand;
    /// As `statuses`.
    std::vector<v1::GoodsFactory> factories{v1::GoodsFactory()};
    v1::GoodsHistory goods_history;
    v1::ScoutStatus scout;
    v1::ScanArbitrageResponse lanes;
    v1::WhyArbitrageResponse reasons;
    v1::ArbitrageStatus arbitrage;
    v1::ListShipsResponse ships;
    v1::PurchaseShipResponse bought;
    v1::Market market;
    v1::LedgerReport report;
    v1::ListLedgerResponse ledger;
    v1::ListOperationsResponse operations;
    v1::OperationDetails details;
    v1::GetOperationLogsResponse logs;
    v1::Health health;

    v1::RegisterPlayerRequest last_registration;
    v1::UsePlayerRequest last_use;
    v1::StartManufacturingRequest last_start;
    v1::StartGoodsFactoryRequest last_goods;
    v1::GetOperationLogsRequest last_logs;
    v1::ListShipsRequest last_ships;
    v1::ScanArbitrageRequest last_scan;
    v1::WhyArbitrageRequest last_why;
    v1::StartArbitrageRequest last_arbitrage;

    rpc::Handled<v1::Player> register_player(v1::RegisterPlayerRequest request) override {
        last_registration = std::move(request);
        co_return player;
    }
    rpc::Handled<v1::ListPlayersResponse> list_players(v1::ListPlayersRequest) override {
        co_return players;
    }
    rpc::Handled<v1::Player> get_player(v1::GetPlayerRequest) override { co_return player; }
    rpc::Handled<v1::Player> use_player(v1::UsePlayerRequest request) override {
        last_use = std::move(request);
        co_return player;
    }
    rpc::Handled<v1::Operation> start_manufacturing(
        v1::StartManufacturingRequest request) override {
        last_start = std::move(request);
        co_return operation;
    }
    rpc::Handled<v1::ManufacturingPreview> preview_manufacturing(
        v1::StartManufacturingRequest request) override {
        last_start = std::move(request);
        co_return preview;
    }
    rpc::Handled<v1::ManufacturingStatus> get_manufacturing(v1::GetManufacturingRequest) override {
        v1::ManufacturingStatus status = statuses.front();
        if (statuses.size() > 1) statuses.erase(statuses.begin());
        co_return status;
    }
    rpc::Handled<v1::ListTasksResponse> list_tasks(v1::ListTasksRequest) override {
        co_return tasks;
    }
    rpc::Handled<v1::Operation> stop_manufacturing(v1::StopManufacturingRequest) override {
        co_return operation;
    }
    rpc::Handled<v1::AnalyzeDemandResponse> analyze_demand(v1::AnalyzeDemandRequest) override {
        co_return demand;
    }
    rpc::Handled<v1::GoodsFactory> start_goods_factory(
        v1::StartGoodsFactoryRequest request) override {
        last_goods = std::move(request);
        co_return factories.front();
    }
    rpc::Handled<v1::GoodsFactory> stop_goods_factory(v1::StopGoodsFactoryRequest) override {
        co_return factories.front();
    }
    rpc::Handled<v1::GoodsFactory> get_factory_status(v1::GetFactoryStatusRequest) override {
        v1::GoodsFactory factory = factories.front();
        if (factories.size() > 1) factories.erase(factories.begin());
        co_return factory;
    }
    rpc::Handled<v1::ListGoodsFactoriesResponse> list_goods_factories(
        v1::ListGoodsFactoriesRequest) override {
        v1::ListGoodsFactoriesResponse response;
        *response.add_factories() = factories.front();
        co_return response;
    }
    rpc::Handled<v1::GoodsHistory> get_goods_history(v1::GetGoodsHistoryRequest) override {
        co_return goods_history;
    }
    rpc::Handled<v1::WhyArbitrageResponse> why_arbitrage(v1::WhyArbitrageRequest request) override {
        last_why = std::move(request);
        co_return reasons;
    }
    rpc::Handled<v1::ScanArbitrageResponse> scan_arbitrage(
        v1::ScanArbitrageRequest request) override {
        last_scan = std::move(request);
        co_return lanes;
    }
    rpc::Handled<v1::Operation> start_arbitrage(v1::StartArbitrageRequest request) override {
        last_arbitrage = std::move(request);
        co_return operation;
    }
    rpc::Handled<v1::ArbitrageStatus> get_arbitrage(v1::GetArbitrageRequest) override {
        co_return arbitrage;
    }
    rpc::Handled<v1::Operation> stop_arbitrage(v1::StopArbitrageRequest) override {
        co_return operation;
    }
    rpc::Handled<v1::Operation> start_scout(v1::StartScoutRequest) override { co_return operation; }
    rpc::Handled<v1::ScoutStatus> get_scout(v1::GetScoutRequest) override { co_return scout; }
    rpc::Handled<v1::Operation> stop_scout(v1::StopScoutRequest) override { co_return operation; }
    rpc::Handled<v1::ListShipsResponse> list_ships(v1::ListShipsRequest request) override {
        last_ships = std::move(request);
        co_return ships;
    }
    rpc::Handled<v1::ShipDetails> get_ship(v1::GetShipRequest) override {
        co_return v1::ShipDetails();
    }
    rpc::Handled<v1::Voyage> navigate_ship(v1::NavigateShipRequest) override {
        co_return v1::Voyage();
    }
    rpc::Handled<v1::Ship> order_ship(v1::OrderShipRequest) override { co_return v1::Ship(); }
    rpc::Handled<v1::TradeReceipt> refuel_ship(v1::RefuelShipRequest) override {
        co_return v1::TradeReceipt();
    }
    rpc::Handled<v1::TradeReceipt> buy_cargo(v1::TradeCargoRequest) override {
        co_return v1::TradeReceipt();
    }
    rpc::Handled<v1::TradeReceipt> sell_cargo(v1::TradeCargoRequest) override {
        co_return v1::TradeReceipt();
    }
    rpc::Handled<v1::PurchaseShipResponse> purchase_ship(v1::PurchaseShipRequest) override {
        co_return bought;
    }
    rpc::Handled<v1::ListMarketsResponse> list_markets(v1::ListMarketsRequest) override {
        co_return v1::ListMarketsResponse();
    }
    rpc::Handled<v1::Market> get_market(v1::GetMarketRequest) override { co_return market; }
    rpc::Handled<v1::FoundMarkets> find_markets(v1::FindMarketsRequest) override {
        co_return v1::FoundMarkets();
    }
    rpc::Handled<v1::MarketHistory> get_market_history(v1::GetMarketHistoryRequest) override {
        co_return v1::MarketHistory();
    }
    rpc::Handled<v1::LedgerReport> get_ledger_report(v1::GetLedgerReportRequest) override {
        co_return report;
    }
    rpc::Handled<v1::ListLedgerResponse> list_ledger(v1::ListLedgerRequest) override {
        co_return ledger;
    }
    rpc::Handled<v1::Budget> set_budget(v1::SetBudgetRequest request) override {
        v1::Budget budget;
        budget.set_operation(request.operation());
        if (request.has_credits()) budget.set_credits(request.credits());
        co_return budget;
    }
    rpc::Handled<v1::ListOperationsResponse> list_operations(v1::ListOperationsRequest) override {
        co_return operations;
    }
    rpc::Handled<v1::OperationDetails> get_operation(v1::GetOperationRequest) override {
        co_return details;
    }
    rpc::Handled<v1::GetOperationLogsResponse> get_operation_logs(
        v1::GetOperationLogsRequest request) override {
        last_logs = std::move(request);
        co_return logs;
    }
    /// Fails with the error code that the id names; "operation-7" and the like succeed.
    rpc::Handled<v1::Operation> stop_operation(v1::StopOperationRequest request) override {
        if (const auto code = rpc::error_code_named(request.id())) {
            co_return core::Error{*code, "operation was \"" + request.id() + "\", expected one"};
        }
        co_return operation;
    }
    rpc::Handled<v1::Health> get_health(v1::GetHealthRequest) override { co_return health; }
    rpc::Handled<v1::Diagnosis> diagnose(v1::DiagnoseRequest) override {
        co_return v1::Diagnosis();
    }
    rpc::Handled<v1::ConfigSettings> get_config(v1::GetConfigRequest) override {
        co_return v1::ConfigSettings();
    }
};

/// A loop on a thread of its own.
class LoopThread final {
  public:
    LoopThread() : thread_([this] { io_.run(); }) {}
    LoopThread(const LoopThread&) = delete;
    LoopThread& operator=(const LoopThread&) = delete;
    ~LoopThread() {
        io_.stop();
        thread_.join();
    }

    core::Executor executor() { return io_.get_executor(); }
    std::thread::id id() const { return thread_.get_id(); }

    /// Runs `work` on the loop and waits for its end.
    void run(const std::function<void()>& work) {
        std::promise<void> done;
        core::post(executor(), [&work, &done] {
            work();
            done.set_value();
        });
        done.get_future().wait();
    }

  private:
    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_{
        io_.get_executor()};
    std::thread thread_;
};

template <class H = CannedHandlers>
class FakeDaemon final {
  public:
    FakeDaemon() {
        auto server = rpc::Server::create(socket(), loop.executor(), handlers);
        ARGOSY_ASSERT(server.ok());
        server_ = *std::move(server);
    }
    FakeDaemon(const FakeDaemon&) = delete;
    FakeDaemon& operator=(const FakeDaemon&) = delete;
    ~FakeDaemon() { stop(); }

    std::string socket() const { return folder.file("daemon.sock"); }

    void stop() {
        loop.run([this] { server_.reset(); });
    }

    TemporaryFolder folder;
    H handlers;
    LoopThread loop;

  private:
    std::unique_ptr<rpc::Server> server_;
};

}  // namespace argosy::tests
