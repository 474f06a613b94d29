#include "rpc/server.h"

#include <fmt/format.h>
#include <grpcpp/grpcpp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>
#include <utility>

#include "argosy.grpc.pb.h"
#include "rpc/call.h"
#include "rpc/unix_socket.h"

namespace argosy::rpc {
namespace {

/// How long stop() waits for answers to leave; none is waited for that was not given.
constexpr std::int64_t kStopGraceMillis = 1000;

/// Narrows the modes of files created while it lives.
class PrivateFiles final {
  public:
    PrivateFiles() : before_(::umask(0177)) {}
    PrivateFiles(const PrivateFiles&) = delete;
    PrivateFiles& operator=(const PrivateFiles&) = delete;
    ~PrivateFiles() { ::umask(before_); }

  private:
    mode_t before_;
};

template <class Request, class Answer>
using Method = Handled<Answer> (Handlers::*)(Request);

template <class Request, class Answer>
core::Task<void> answer(Handlers* handlers, Method<Request, Answer> method, Request request,
                        std::shared_ptr<UnaryCall<Answer>> call) {
    core::Result<Answer> result = co_await (handlers->*method)(std::move(request));
    call->complete(std::move(result));
}

/// Brings every call of the protocol to its handler.
class Service final : public v1::Argosy::CallbackService {
  public:
    using Context = grpc::CallbackServerContext;
    using Reactor = grpc::ServerUnaryReactor;

    Service(core::Executor loop, Handlers& handlers, std::shared_ptr<OpenCalls> open_calls)
        : loop_(std::move(loop)), handlers_(&handlers), open_calls_(std::move(open_calls)) {}

    Reactor* RegisterPlayer(Context* context, const v1::RegisterPlayerRequest* request,
                            v1::Player* response) override {
        return dispatch(context, *request, response, &Handlers::register_player);
    }
    Reactor* ListPlayers(Context* context, const v1::ListPlayersRequest* request,
                         v1::ListPlayersResponse* response) override {
        return dispatch(context, *request, response, &Handlers::list_players);
    }
    Reactor* GetPlayer(Context* context, const v1::GetPlayerRequest* request,
                       v1::Player* response) override {
        return dispatch(context, *request, response, &Handlers::get_player);
    }
    Reactor* UsePlayer(Context* context, const v1::UsePlayerRequest* request,
                       v1::Player* response) override {
        return dispatch(context, *request, response, &Handlers::use_player);
    }
    Reactor* StartManufacturing(Context* context, const v1::StartManufacturingRequest* request,
                                v1::Operation* response) override {
        return dispatch(context, *request, response, &Handlers::start_manufacturing);
    }
    Reactor* GetManufacturing(Context* context, const v1::GetManufacturingRequest* request,
                              v1::ManufacturingStatus* response) override {
        return dispatch(context, *request, response, &Handlers::get_manufacturing);
    }
    Reactor* ListTasks(Context* context, const v1::ListTasksRequest* request,
                       v1::ListTasksResponse* response) override {
        return dispatch(context, *request, response, &Handlers::list_tasks);
    }
    Reactor* StopManufacturing(Context* context, const v1::StopManufacturingRequest* request,
                               v1::Operation* response) override {
        return dispatch(context, *request, response, &Handlers::stop_manufacturing);
    }
    Reactor* PreviewManufacturing(Context* context, const v1::StartManufacturingRequest* request,
                                  v1::ManufacturingPreview* response) override {
        return dispatch(context, *request, response, &Handlers::preview_manufacturing);
    }
    Reactor* AnalyzeDemand(Context* context, const v1::AnalyzeDemandRequest* request,
                           v1::AnalyzeDemandResponse* response) override {
        return dispatch(context, *request, response, &Handlers::analyze_demand);
    }
    Reactor* StartGoodsFactory(Context* context, const v1::StartGoodsFactoryRequest* request,
                               v1::GoodsFactory* response) override {
        return dispatch(context, *request, response, &Handlers::start_goods_factory);
    }
    Reactor* StopGoodsFactory(Context* context, const v1::StopGoodsFactoryRequest* request,
                              v1::GoodsFactory* response) override {
        return dispatch(context, *request, response, &Handlers::stop_goods_factory);
    }
    Reactor* GetFactoryStatus(Context* context, const v1::GetFactoryStatusRequest* request,
                              v1::GoodsFactory* response) override {
        return dispatch(context, *request, response, &Handlers::get_factory_status);
    }
    Reactor* ListGoodsFactories(Context* context, const v1::ListGoodsFactoriesRequest* request,
                                v1::ListGoodsFactoriesResponse* response) override {
        return dispatch(context, *request, response, &Handlers::list_goods_factories);
    }
    Reactor* GetGoodsHistory(Context* context, const v1::GetGoodsHistoryRequest* request,
                             v1::GoodsHistory* response) override {
        return dispatch(context, *request, response, &Handlers::get_goods_history);
    }
    Reactor* ScanArbitrage(Context* context, const v1::ScanArbitrageRequest* request,
                           v1::ScanArbitrageResponse* response) override {
        return dispatch(context, *request, response, &Handlers::scan_arbitrage);
    }
    Reactor* WhyArbitrage(Context* context, const v1::WhyArbitrageRequest* request,
                          v1::WhyArbitrageResponse* response) override {
        return dispatch(context, *request, response, &Handlers::why_arbitrage);
    }
    Reactor* StartArbitrage(Context* context, const v1::StartArbitrageRequest* request,
                            v1::Operation* response) override {
        return dispatch(context, *request, response, &Handlers::start_arbitrage);
    }
    Reactor* GetArbitrage(Context* context, const v1::GetArbitrageRequest* request,
                          v1::ArbitrageStatus* response) override {
        return dispatch(context, *request, response, &Handlers::get_arbitrage);
    }
    Reactor* StopArbitrage(Context* context, const v1::StopArbitrageRequest* request,
                           v1::Operation* response) override {
        return dispatch(context, *request, response, &Handlers::stop_arbitrage);
    }
    Reactor* StartScout(Context* context, const v1::StartScoutRequest* request,
                        v1::Operation* response) override {
        return dispatch(context, *request, response, &Handlers::start_scout);
    }
    Reactor* GetScout(Context* context, const v1::GetScoutRequest* request,
                      v1::ScoutStatus* response) override {
        return dispatch(context, *request, response, &Handlers::get_scout);
    }
    Reactor* StopScout(Context* context, const v1::StopScoutRequest* request,
                       v1::Operation* response) override {
        return dispatch(context, *request, response, &Handlers::stop_scout);
    }
    Reactor* ListShips(Context* context, const v1::ListShipsRequest* request,
                       v1::ListShipsResponse* response) override {
        return dispatch(context, *request, response, &Handlers::list_ships);
    }
    Reactor* GetShip(Context* context, const v1::GetShipRequest* request,
                     v1::ShipDetails* response) override {
        return dispatch(context, *request, response, &Handlers::get_ship);
    }
    Reactor* NavigateShip(Context* context, const v1::NavigateShipRequest* request,
                          v1::Voyage* response) override {
        return dispatch(context, *request, response, &Handlers::navigate_ship);
    }
    Reactor* OrderShip(Context* context, const v1::OrderShipRequest* request,
                       v1::Ship* response) override {
        return dispatch(context, *request, response, &Handlers::order_ship);
    }
    Reactor* RefuelShip(Context* context, const v1::RefuelShipRequest* request,
                        v1::TradeReceipt* response) override {
        return dispatch(context, *request, response, &Handlers::refuel_ship);
    }
    Reactor* BuyCargo(Context* context, const v1::TradeCargoRequest* request,
                      v1::TradeReceipt* response) override {
        return dispatch(context, *request, response, &Handlers::buy_cargo);
    }
    Reactor* SellCargo(Context* context, const v1::TradeCargoRequest* request,
                       v1::TradeReceipt* response) override {
        return dispatch(context, *request, response, &Handlers::sell_cargo);
    }
    Reactor* PurchaseShip(Context* context, const v1::PurchaseShipRequest* request,
                          v1::PurchaseShipResponse* response) override {
        return dispatch(context, *request, response, &Handlers::purchase_ship);
    }
    Reactor* ListMarkets(Context* context, const v1::ListMarketsRequest* request,
                         v1::ListMarketsResponse* response) override {
        return dispatch(context, *request, response, &Handlers::list_markets);
    }
    Reactor* GetMarket(Context* context, const v1::GetMarketRequest* request,
                       v1::Market* response) override {
        return dispatch(context, *request, response, &Handlers::get_market);
    }
    Reactor* FindMarkets(Context* context, const v1::FindMarketsRequest* request,
                         v1::FoundMarkets* response) override {
        return dispatch(context, *request, response, &Handlers::find_markets);
    }
    Reactor* GetMarketHistory(Context* context, const v1::GetMarketHistoryRequest* request,
                              v1::MarketHistory* response) override {
        return dispatch(context, *request, response, &Handlers::get_market_history);
    }
    Reactor* GetLedgerReport(Context* context, const v1::GetLedgerReportRequest* request,
                             v1::LedgerReport* response) override {
        return dispatch(context, *request, response, &Handlers::get_ledger_report);
    }
    Reactor* ListLedger(Context* context, const v1::ListLedgerRequest* request,
                        v1::ListLedgerResponse* response) override {
        return dispatch(context, *request, response, &Handlers::list_ledger);
    }
    Reactor* SetBudget(Context* context, const v1::SetBudgetRequest* request,
                       v1::Budget* response) override {
        return dispatch(context, *request, response, &Handlers::set_budget);
    }
    Reactor* ListOperations(Context* context, const v1::ListOperationsRequest* request,
                            v1::ListOperationsResponse* response) override {
        return dispatch(context, *request, response, &Handlers::list_operations);
    }
    Reactor* GetOperation(Context* context, const v1::GetOperationRequest* request,
                          v1::OperationDetails* response) override {
        return dispatch(context, *request, response, &Handlers::get_operation);
    }
    Reactor* GetOperationLogs(Context* context, const v1::GetOperationLogsRequest* request,
                              v1::GetOperationLogsResponse* response) override {
        return dispatch(context, *request, response, &Handlers::get_operation_logs);
    }
    Reactor* StopOperation(Context* context, const v1::StopOperationRequest* request,
                           v1::Operation* response) override {
        return dispatch(context, *request, response, &Handlers::stop_operation);
    }
    Reactor* GetHealth(Context* context, const v1::GetHealthRequest* request,
                       v1::Health* response) override {
        return dispatch(context, *request, response, &Handlers::get_health);
    }
    Reactor* Diagnose(Context* context, const v1::DiagnoseRequest* request,
                      v1::Diagnosis* response) override {
        return dispatch(context, *request, response, &Handlers::diagnose);
    }
    Reactor* GetConfig(Context* context, const v1::GetConfigRequest* request,
                       v1::ConfigSettings* response) override {
        return dispatch(context, *request, response, &Handlers::get_config);
    }

  private:
    /// Runs on gRPC's threads. The request is copied because gRPC's lives only until the answer,
    /// and stop() may give that before the handler ends.
    template <class Request, class Answer>
    Reactor* dispatch(Context* context, const Request& request, Answer* response,
                      Method<Request, Answer> method) {
        auto call = std::make_shared<UnaryCall<Answer>>(context, response, open_calls_);
        Reactor* const reactor = call->reactor();
        if (!open_calls_->add(call)) return reactor;
        core::post(loop_, [loop = loop_, handlers = handlers_, method, request, call] {
            if (call->finished()) return;
            core::spawn(loop, answer<Request, Answer>(handlers, method, request, call));
        });
        return reactor;
    }

    const core::Executor loop_;
    Handlers* const handlers_;
    const std::shared_ptr<OpenCalls> open_calls_;
};

}  // namespace

class Server::Impl {
  public:
    Impl(SocketClaim claim, core::Executor loop, Handlers& handlers)
        : claim_(std::move(claim)), service_(std::move(loop), handlers, open_calls_) {}

    bool listen() {
        grpc::ServerBuilder builder;
        builder.AddListeningPort("unix:" + claim_->path(), grpc::InsecureServerCredentials());
        builder.RegisterService(&service_);
        const PrivateFiles guard;
        server_ = builder.BuildAndStart();
        return server_ != nullptr;
    }

    void stop() {
        if (server_ == nullptr) return;
        open_calls_->close();
        server_->Shutdown(gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                                       gpr_time_from_millis(kStopGraceMillis, GPR_TIMESPAN)));
        server_.reset();
        ::unlink(claim_->path().c_str());
        path_ = claim_->path();
        claim_.reset();
    }

    const std::string& path() const { return claim_ ? claim_->path() : path_; }

  private:
    const std::shared_ptr<OpenCalls> open_calls_ = std::make_shared<OpenCalls>();
    std::optional<SocketClaim> claim_;
    std::string path_;
    Service service_;
    std::unique_ptr<grpc::Server> server_;
};

core::Result<std::unique_ptr<Server>> Server::create(const std::string& socket_path,
                                                     core::Executor loop, Handlers& handlers) {
    ARGOSY_TRY(SocketClaim claim, SocketClaim::acquire(socket_path));
    auto impl = std::make_unique<Impl>(std::move(claim), std::move(loop), handlers);
    if (!impl->listen()) {
        return core::Error{
            core::ErrorCode::kConfiguration,
            fmt::format("cannot listen on {}: is its folder writable?", socket_path)};
    }
    return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() {
    stop();
}

void Server::stop() {
    impl_->stop();
}

const std::string& Server::socket_path() const {
    return impl_->path();
}

}  // namespace argosy::rpc
