#include "rpc/client.h"

#include <fmt/format.h>
#include <grpcpp/grpcpp.h>

#include <utility>

#include "argosy.grpc.pb.h"
#include "rpc/status.h"
#include "rpc/unix_socket.h"

namespace argosy::rpc {
namespace {

using core::Error;
using core::ErrorCode;
using core::Result;

/// Answers grow with the fleet: ten thousand tasks need about a tenth of this.
constexpr int kLargestAnswerBytes = 32 * 1024 * 1024;

std::shared_ptr<grpc::Channel> open_channel(const std::string& socket_path) {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(kLargestAnswerBytes);
    return grpc::CreateCustomChannel("unix:" + socket_path, grpc::InsecureChannelCredentials(),
                                     arguments);
}

}  // namespace

class Client::Impl {
  public:
    Impl(std::string socket_path, std::chrono::milliseconds deadline)
        : socket_path_(std::move(socket_path)),
          deadline_(deadline),
          stub_(v1::Argosy::NewStub(open_channel(socket_path_))) {}

    template <class Request, class Answer>
    Result<Answer> call(grpc::Status (v1::Argosy::Stub::*method)(grpc::ClientContext*,
                                                                 const Request&, Answer*),
                        const Request& request) {
        grpc::ClientContext context;
        context.set_deadline(gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                                          gpr_time_from_millis(deadline_.count(), GPR_TIMESPAN)));
        Answer answer;
        const grpc::Status status = ((*stub_).*method)(&context, request, &answer);
        if (status.ok()) return answer;
        return explain(status, context);
    }

  private:
    Error explain(const grpc::Status& status, const grpc::ClientContext& context) const {
        const auto& metadata = context.GetServerTrailingMetadata();
        const auto named =
            metadata.find(grpc::string_ref(kErrorCodeKey.data(), kErrorCodeKey.size()));
        if (named != metadata.end()) {
            const auto code =
                error_code_named(std::string_view(named->second.data(), named->second.size()));
            if (code) return Error{*code, status.error_message()};
        }
        switch (status.error_code()) {
            case grpc::StatusCode::DEADLINE_EXCEEDED:
                return Error{ErrorCode::kOutcomeUnknown,
                             fmt::format("no answer came within {:.1f} s",
                                         std::chrono::duration<double>(deadline_).count())};
            case grpc::StatusCode::UNAVAILABLE:
            case grpc::StatusCode::CANCELLED:
                return Error{
                    ErrorCode::kStopped,
                    fmt::format("the daemon on {} went away before it answered", socket_path_)};
            case grpc::StatusCode::UNIMPLEMENTED:
                return Error{ErrorCode::kRejected,
                             fmt::format("the daemon on {} does not know this call: is it older "
                                         "than this program?",
                                         socket_path_)};
            default:
                return Error{ErrorCode::kRejected, status.error_message()};
        }
    }

    const std::string socket_path_;
    const std::chrono::milliseconds deadline_;
    const std::unique_ptr<v1::Argosy::Stub> stub_;
};

Result<Client> Client::connect(const std::string& socket_path, std::chrono::milliseconds deadline) {
    ARGOSY_CHECK(check_listener(socket_path));
    return Client(std::make_unique<Impl>(socket_path, deadline));
}

Client::Client(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Client::Client(Client&& other) noexcept = default;
Client::~Client() = default;

Result<v1::Player> Client::register_player(const v1::RegisterPlayerRequest& request) {
    return impl_->call(&v1::Argosy::Stub::RegisterPlayer, request);
}

Result<v1::ListPlayersResponse> Client::list_players(const v1::ListPlayersRequest& request) {
    return impl_->call(&v1::Argosy::Stub::ListPlayers, request);
}

Result<v1::Player> Client::get_player(const v1::GetPlayerRequest& request) {
    return impl_->call(&v1::Argosy::Stub::GetPlayer, request);
}

Result<v1::Player> Client::use_player(const v1::UsePlayerRequest& request) {
    return impl_->call(&v1::Argosy::Stub::UsePlayer, request);
}

Result<v1::Operation> Client::start_manufacturing(const v1::StartManufacturingRequest& request) {
    return impl_->call(&v1::Argosy::Stub::StartManufacturing, request);
}

Result<v1::ManufacturingStatus> Client::get_manufacturing(
    const v1::GetManufacturingRequest& request) {
    return impl_->call(&v1::Argosy::Stub::GetManufacturing, request);
}

Result<v1::ListTasksResponse> Client::list_tasks(const v1::ListTasksRequest& request) {
    return impl_->call(&v1::Argosy::Stub::ListTasks, request);
}

Result<v1::Operation> Client::stop_manufacturing(const v1::StopManufacturingRequest& request) {
    return impl_->call(&v1::Argosy::Stub::StopManufacturing, request);
}

Result<v1::ManufacturingPreview> Client::preview_manufacturing(
    const v1::StartManufacturingRequest& request) {
    return impl_->call(&v1::Argosy::Stub::PreviewManufacturing, request);
}

Result<v1::AnalyzeDemandResponse> Client::analyze_demand(const v1::AnalyzeDemandRequest& request) {
    return impl_->call(&v1::Argosy::Stub::AnalyzeDemand, request);
}

Result<v1::GoodsFactory> Client::start_goods_factory(const v1::StartGoodsFactoryRequest& request) {
    return impl_->call(&v1::Argosy::Stub::StartGoodsFactory, request);
}

Result<v1::GoodsFactory> Client::stop_goods_factory(const v1::StopGoodsFactoryRequest& request) {
    return impl_->call(&v1::Argosy::Stub::StopGoodsFactory, request);
}

Result<v1::GoodsFactory> Client::get_factory_status(const v1::GetFactoryStatusRequest& request) {
    return impl_->call(&v1::Argosy::Stub::GetFactoryStatus, request);
}

Result<v1::ListGoodsFactoriesResponse> Client::list_goods_factories(
    const v1::ListGoodsFactoriesRequest& request) {
    return impl_->call(&v1::Argosy::Stub::ListGoodsFactories, request);
}

Result<v1::GoodsHistory> Client::get_goods_history(const v1::GetGoodsHistoryRequest& request) {
    return impl_->call(&v1::Argosy::Stub::GetGoodsHistory, request);
}

Result<v1::ScanArbitrageResponse> Client::scan_arbitrage(const v1::ScanArbitrageRequest& request) {
    return impl_->call(&v1::Argosy::Stub::ScanArbitrage, request);
}

Result<v1::WhyArbitrageResponse> Client::why_arbitrage(const v1::WhyArbitrageRequest& request) {
    return impl_->call(&v1::Argosy::Stub::WhyArbitrage, request);
}

Result<v1::Operation> Client::start_arbitrage(const v1::StartArbitrageRequest& request) {
    return impl_->call(&v1::Argosy::Stub::StartArbitrage, request);
}

Result<v1::ArbitrageStatus> Client::get_arbitrage(const v1::GetArbitrageRequest& request) {
    return impl_->call(&v1::Argosy::Stub::GetArbitrage, request);
}

Result<v1::Operation> Client::stop_arbitrage(const v1::StopArbitrageRequest& request) {
    return impl_->call(&v1::Argosy::Stub::StopArbitrage, request);
}

Result<v1::Operation> Client::start_scout(const v1::StartScoutRequest& request) {
    return impl_->call(&v1::Argosy::Stub::StartScout, request);
}

Result<v1::ScoutStatus> Client::get_scout(const v1::GetScoutRequest& request) {
    return impl_->call(&v1::Argosy::Stub::GetScout, request);
}

Result<v1::Operation> Client::stop_scout(const v1::StopScoutRequest& request) {
    return impl_->call(&v1::Argosy::Stub::StopScout, request);
}

Result<v1::ListShipsResponse> Client::list_ships(const v1::ListShipsRequest& request) {
    return impl_->call(&v1::Argosy::Stub::ListShips, request);
}

Result<v1::ShipDetails> Client::get_ship(const v1::GetShipRequest& request) {
    return impl_->call(&v1::Argosy::Stub::GetShip, request);
}

Result<v1::Voyage> Client::navigate_ship(const v1::NavigateShipRequest& request) {
    return impl_->call(&v1::Argosy::Stub::NavigateShip, request);
}

Result<v1::Ship> Client::order_ship(const v1::OrderShipRequest& request) {
    return impl_->call(&v1::Argosy::Stub::OrderShip, request);
}

Result<v1::TradeReceipt> Client::refuel_ship(const v1::RefuelShipRequest& request) {
    return impl_->call(&v1::Argosy::Stub::RefuelShip, request);
}

Result<v1::TradeReceipt> Client::buy_cargo(const v1::TradeCargoRequest& request) {
    return impl_->call(&v1::Argosy::Stub::BuyCargo, request);
}

Result<v1::TradeReceipt> Client::sell_cargo(const v1::TradeCargoRequest& request) {
    return impl_->call(&v1::Argosy::Stub::SellCargo, request);
}

Result<v1::PurchaseShipResponse> Client::purchase_ship(const v1::PurchaseShipRequest& request) {
    return impl_->call(&v1::Argosy::Stub::PurchaseShip, request);
}

Result<v1::ListMarketsResponse> Client::list_markets(const v1::ListMarketsRequest& request) {
    return impl_->call(&v1::Argosy::Stub::ListMarkets, request);
}

Result<v1::Market> Client::get_market(const v1::GetMarketRequest& request) {
    return impl_->call(&v1::Argosy::Stub::GetMarket, request);
}

Result<v1::FoundMarkets> Client::find_markets(const v1::FindMarketsRequest& request) {
    return impl_->call(&v1::Argosy::Stub::FindMarkets, request);
}

Result<v1::MarketHistory> Client::get_market_history(const v1::GetMarketHistoryRequest& request) {
    return impl_->call(&v1::Argosy::Stub::GetMarketHistory, request);
}

Result<v1::LedgerReport> Client::get_ledger_report(const v1::GetLedgerReportRequest& request) {
    return impl_->call(&v1::Argosy::Stub::GetLedgerReport, request);
}

Result<v1::ListLedgerResponse> Client::list_ledger(const v1::ListLedgerRequest& request) {
    return impl_->call(&v1::Argosy::Stub::ListLedger, request);
}

Result<v1::Budget> Client::set_budget(const v1::SetBudgetRequest& request) {
    return impl_->call(&v1::Argosy::Stub::SetBudget, request);
}

Result<v1::ListOperationsResponse> Client::list_operations(
    const v1::ListOperationsRequest& request) {
    return impl_->call(&v1::Argosy::Stub::ListOperations, request);
}

Result<v1::OperationDetails> Client::get_operation(const v1::GetOperationRequest& request) {
    return impl_->call(&v1::Argosy::Stub::GetOperation, request);
}

Result<v1::GetOperationLogsResponse> Client::get_operation_logs(
    const v1::GetOperationLogsRequest& request) {
    return impl_->call(&v1::Argosy::Stub::GetOperationLogs, request);
}

Result<v1::Operation> Client::stop_operation(const v1::StopOperationRequest& request) {
    return impl_->call(&v1::Argosy::Stub::StopOperation, request);
}

Result<v1::Health> Client::get_health(const v1::GetHealthRequest& request) {
    return impl_->call(&v1::Argosy::Stub::GetHealth, request);
}

Result<v1::Diagnosis> Client::diagnose(const v1::DiagnoseRequest& request) {
    return impl_->call(&v1::Argosy::Stub::Diagnose, request);
}

Result<v1::ConfigSettings> Client::get_config(const v1::GetConfigRequest& request) {
    return impl_->call(&v1::Argosy::Stub::GetConfig, request);
}

}  // namespace argosy::rpc
