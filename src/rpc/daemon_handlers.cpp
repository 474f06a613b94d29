#include "rpc/daemon_handlers.h"

#include "kernel/utilisation.h"
#include "rpc/view.h"

namespace argosy::rpc {
namespace {

using core::Error;
using core::ErrorCode;
using kernel::Company;

// What one answer lists at most.
constexpr std::int64_t kMostDeclines = 50;
constexpr std::int64_t kMostLogLines = 1'000;
constexpr core::Duration kDeclineMemory = std::chrono::minutes(10);

std::string agent_of(const Company& company) {
    return company.player().agent.str();
}

}  // namespace

Handled<v1::Player> DaemonHandlers::register_player(v1::RegisterPlayerRequest request) {
    ARGOSY_CO_TRY(Company * company,
                  co_await daemon_.register_player(request.agent(), request.faction(),
                                                   core::Secret(request.account_token()),
                                                   core::Secret(request.agent_token())));
    co_return to_message(company->player(), company->ledger().balance());
}

Handled<v1::ListPlayersResponse> DaemonHandlers::list_players(v1::ListPlayersRequest) {
    v1::ListPlayersResponse response;
    for (Company* company : daemon_.companies()) {
        *response.add_players() = to_message(company->player(), company->ledger().balance());
    }
    co_return response;
}

Handled<v1::Operation> DaemonHandlers::start_manufacturing(v1::StartManufacturingRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    kernel::ManufacturingRequest wanted{.system = model::SystemSymbol(request.system())};
    if (request.max_workers() > 0) wanted.max_workers = request.max_workers();
    if (request.max_pipelines() > 0) wanted.max_pipelines = request.max_pipelines();
    if (request.min_price() > 0) wanted.min_price = core::Bid(request.min_price());
    if (!request.profitability().empty()) {
        const bool advisory = request.profitability() == "advisory";
        if (!advisory && request.profitability() != "gate") {
            co_return Error{ErrorCode::kInvalidArgument,
                            fmt::format("profitability was \"{}\", expected gate or advisory",
                                        request.profitability())};
        }
        wanted.advisory = advisory;
    }
    if (request.dry_run()) {
        ARGOSY_CO_TRY(const model::SystemSymbol system,
                      co_await company->check_system(wanted.system));
        int clearing = 0;
        for (const auto& opportunity : company->analyze_demand())
            clearing += opportunity.clears;
        v1::Operation message;
        message.set_kind(std::string(kernel::kManufacturing));
        message.set_status("DRY_RUN");
        message.set_agent(agent_of(*company));
        message.set_note(
            fmt::format("would manufacture in {}: {} goods clear the gate by what is "
                        "known now; nothing was started",
                        system, clearing));
        co_return message;
    }
    const bool was_running = company->operations().active(kernel::kManufacturing) != nullptr;
    ARGOSY_CO_TRY(const operations::Operation operation,
                  co_await company->start_manufacturing(std::move(wanted)));
    v1::Operation message = to_message(operation, agent_of(*company));
    if (was_running) message.set_note("already running");
    co_return message;
}

Handled<v1::ManufacturingStatus> DaemonHandlers::get_manufacturing(
    v1::GetManufacturingRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    const operations::Operation* latest = nullptr;
    for (const auto& [id, operation] : company->operations().all()) {
        if (operation.kind != kernel::kManufacturing) continue;
        if (latest == nullptr || operation.created_at > latest->created_at) latest = &operation;
    }
    if (latest == nullptr) {
        co_return Error{ErrorCode::kNotFound,
                        fmt::format("{} has never manufactured: start with `spacetraders "
                                    "manufacturing start`",
                                    company->player().agent)};
    }
    const core::TimePoint now = daemon_.runtime().now();
    const bool running = company->manufacturing() != nullptr;
    v1::ManufacturingStatus status;
    *status.mutable_operation() = to_message(*latest, agent_of(*company));
    status.set_system(running ? company->manufacturing()->settings().system.str()
                              : company->home_system().str());
    status.set_now(core::to_millis(now));
    status.set_started_at(core::to_millis(latest->created_at));
    const core::TimePoint until = running ? now : latest->updated_at;
    std::int64_t haulers = 0;
    for (const auto& [symbol, ship] : company->fleet().ships.all()) {
        haulers += fleet::ShipRegistry::is_hauler(ship) ? 1 : 0;
    }
    ARGOSY_CO_TRY(const double busy,
                  co_await kernel::utilisation(daemon_.store(), company->player().id, haulers,
                                               latest->created_at, until));
    status.set_utilisation_bp(std::int64_t(busy * 10'000.0));
    status.set_credits(company->ledger().balance().count());
    status.set_ledger_balance(company->ledger().balance().count());
    ARGOSY_CO_TRY(const auto by_operation,
                  co_await company->ledger().report(ledger::GroupBy::kOperation));
    for (const ledger::ReportRow& row : by_operation) {
        if (row.key == latest->id.str()) status.set_profit(row.net().count());
    }
    for (const auto& [id, pipeline] : company->pipelines().active()) {
        *status.add_pipelines() = to_message(pipeline, *company);
    }
    *status.mutable_tasks() = count_tasks(company->tasks());
    *status.mutable_fleet() = count_fleet(*company);
    status.set_pipelines_completed(company->pipelines().completed());
    status.set_pipelines_failed(company->pipelines().failed());
    status.set_tasks_completed(company->tasks().completed());
    status.set_tasks_failed(company->tasks().failed());
    status.set_stranded_cargo_units(company->stranded_cargo().count());
    const auto counts = daemon_.requests_of(*company);
    status.set_requests(counts.total());
    status.set_requests_429(counts.refused);
    status.set_decision_hash(daemon_.runtime().decisions.hex());
    for (const auto& decline : company->declines().since(now - kDeclineMemory)) {
        if (status.declines_size() >= kMostDeclines) break;
        v1::Decline& line = *status.add_declines();
        line.set_subject(decline.subject);
        line.set_reason(decline.reason);
        line.set_detail(decline.detail);
        line.set_last_at(core::to_millis(decline.last_at));
        line.set_times(decline.times);
    }
    co_return status;
}

Handled<v1::ListTasksResponse> DaemonHandlers::list_tasks(v1::ListTasksRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    if (!request.status().empty() && !hauls::parse_task_status(request.status())) {
        co_return Error{ErrorCode::kInvalidArgument,
                        fmt::format("status was \"{}\", expected PENDING, READY, ASSIGNED, "
                                    "EXECUTING, COMPLETED, FAILED or CANCELLED",
                                    request.status())};
    }
    v1::ListTasksResponse response;
    for (const auto& [id, task] : company->tasks().all()) {
        const std::string_view status = hauls::to_string(task.status);
        if (!request.status().empty() && request.status() != status) continue;
        *response.add_tasks() = to_message(task, *company);
    }
    co_return response;
}

Handled<v1::Operation> DaemonHandlers::stop_manufacturing(v1::StopManufacturingRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    ARGOSY_CO_TRY(const operations::Operation operation, co_await company->stop_manufacturing());
    co_return to_message(operation, agent_of(*company));
}

Handled<v1::AnalyzeDemandResponse> DaemonHandlers::analyze_demand(
    v1::AnalyzeDemandRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    ARGOSY_CO_TRY(const model::SystemSymbol system,
                  co_await company->check_system(model::SystemSymbol(request.system())));
    v1::AnalyzeDemandResponse response;
    for (const auto& opportunity : company->analyze_demand()) {
        if (model::system_of(opportunity.sell_market) != system) continue;
        if (request.top() > 0 && response.opportunities_size() >= request.top()) break;
        *response.add_opportunities() = to_message(opportunity);
    }
    co_return response;
}

Handled<v1::ListShipsResponse> DaemonHandlers::list_ships(v1::ListShipsRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    v1::ListShipsResponse response;
    response.set_now(core::to_millis(daemon_.runtime().now()));
    for (const auto& [symbol, ship] : company->fleet().ships.all()) {
        *response.add_ships() = to_message(ship, company->doing(symbol), daemon_.runtime().now());
    }
    co_return response;
}

Handled<v1::PurchaseShipResponse> DaemonHandlers::purchase_ship(v1::PurchaseShipRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    ARGOSY_CO_TRY(const game::ShipReceipt receipt,
                  co_await company->purchase_ship(model::ShipType(request.type()),
                                                  model::WaypointSymbol(request.shipyard())));
    v1::PurchaseShipResponse response;
    *response.mutable_ship() =
        to_message(receipt.ship, company->doing(receipt.ship.symbol), daemon_.runtime().now());
    response.set_price(receipt.price.count());
    response.set_balance_after(receipt.balance_after.count());
    co_return response;
}

Handled<v1::Market> DaemonHandlers::get_market(v1::GetMarketRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    const model::WaypointSymbol waypoint(request.waypoint());
    const model::Waypoint* charted = company->fleet().chart.find(waypoint);
    if (charted == nullptr || !charted->has_trait("MARKETPLACE")) {
        co_return Error{ErrorCode::kNotFound,
                        fmt::format("no market is known at {}: expected a marketplace of {}",
                                    waypoint, company->home_system())};
    }
    v1::Market message;
    message.set_waypoint(request.waypoint());
    message.set_now(core::to_millis(daemon_.runtime().now()));
    const auto listings = company->markets().goods_at(waypoint);
    for (const market::Listing* listing : listings) {
        if (!request.good().empty() && listing->good.str() != request.good()) continue;
        *message.add_goods() = to_message(*listing);
    }
    if (!request.good().empty() && message.goods().empty()) {
        const bool known = model::recipes().contains(model::TradeSymbol(request.good())) ||
                           model::base_price(model::TradeSymbol(request.good())).has_value();
        co_return Error{ErrorCode::kNotFound,
                        !known ? fmt::format("{} is no good of the game", request.good())
                        : listings.empty()
                            ? fmt::format("nobody has looked at {} yet", waypoint)
                            : fmt::format("{} does not trade {}", waypoint, request.good())};
    }
    co_return message;
}

Handled<v1::LedgerReport> DaemonHandlers::get_ledger_report(v1::GetLedgerReportRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    const auto by = ledger::parse_group_by(request.by().empty() ? "category" : request.by());
    if (!by) {
        co_return Error{ErrorCode::kInvalidArgument,
                        fmt::format("by was \"{}\", expected category, good, ship, pipeline, "
                                    "operation or day",
                                    request.by())};
    }
    ARGOSY_CO_TRY(const auto rows, co_await company->ledger().report(*by));
    ARGOSY_CO_TRY(const auto credits, co_await company->ledger().compare());
    v1::LedgerReport report;
    report.set_opening(company->ledger().opening().count());
    report.set_balance(credits.balance.count());
    report.set_game_credits(credits.game.count());
    report.set_open_intents(std::int64_t(company->ledger().open_intents().size()));
    for (const ledger::ReportRow& row : rows) {
        v1::LedgerLine& line = *report.add_lines();
        line.set_key(row.key);
        line.set_revenue(row.revenue.count());
        line.set_cost(row.cost.count());
        line.set_net(row.net().count());
        line.set_transactions(row.count);
    }
    co_return report;
}

Handled<v1::ListOperationsResponse> DaemonHandlers::list_operations(
    v1::ListOperationsRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    v1::ListOperationsResponse response;
    response.set_now(core::to_millis(daemon_.runtime().now()));
    for (const auto& [id, operation] : company->operations().all()) {
        *response.add_operations() = to_message(operation, agent_of(*company));
    }
    co_return response;
}

Handled<v1::GetOperationLogsResponse> DaemonHandlers::get_operation_logs(
    v1::GetOperationLogsRequest request) {
    const core::OperationId id(request.id());
    Company* company = daemon_.company_of(id);
    if (company == nullptr) {
        co_return Error{ErrorCode::kNotFound,
                        fmt::format("no operation {}: see `spacetraders operation list`", id)};
    }
    const std::int64_t limit = request.limit() > 0 ? request.limit() : kMostLogLines;
    ARGOSY_CO_TRY(const auto lines, co_await company->operations().logs(id, {.limit = limit}));
    v1::GetOperationLogsResponse response;
    for (const operations::OperationLog& log : lines) {
        v1::LogLine& line = *response.add_lines();
        line.set_at(core::to_millis(log.at));
        line.set_level(log.level);
        line.set_message(log.message);
    }
    co_return response;
}

Handled<v1::Operation> DaemonHandlers::stop_operation(v1::StopOperationRequest request) {
    const core::OperationId id(request.id());
    Company* company = daemon_.company_of(id);
    const operations::Operation* operation =
        company == nullptr ? nullptr : company->operations().find(id);
    if (operation == nullptr) {
        co_return Error{ErrorCode::kNotFound,
                        fmt::format("no operation {}: see `spacetraders operation list`", id)};
    }
    if (operations::is_terminal(operation->status)) {
        co_return Error{
            ErrorCode::kRejected,
            fmt::format("{} is {} already", id, operations::to_string(operation->status))};
    }
    ARGOSY_CO_TRY(const operations::Operation stopped, co_await company->supervisor().stop(id));
    co_return to_message(stopped, agent_of(*company));
}

Handled<v1::Health> DaemonHandlers::get_health(v1::GetHealthRequest) {
    v1::Health health;
    health.set_version(ARGOSY_VERSION);
    health.set_game_url(daemon_.config().base_url);
    health.set_game_version(daemon_.server().version);
    health.set_reset_date(daemon_.server().reset_date);
    health.set_now(core::to_millis(daemon_.runtime().now()));
    health.set_time_factor(daemon_.time_factor());
    health.set_started_at(core::to_millis(daemon_.started_at()));
    health.set_database(daemon_.config().database_path);
    const auto counts = daemon_.requests();
    for (std::size_t i = 0; i < counts.sent.size(); ++i) {
        v1::RequestCount& line = *health.add_requests();
        line.set_priority(std::string(game::to_string(static_cast<game::Priority>(i))));
        line.set_sent(counts.sent[i]);
        line.set_waited_ms(counts.waited[i].count());
    }
    health.set_requests_429(counts.refused);
    health.set_players(std::int32_t(daemon_.companies().size()));
    int running = 0;
    for (Company* company : daemon_.companies()) {
        running += company->operations().active(kernel::kManufacturing) != nullptr ? 1 : 0;
    }
    health.set_operations_running(running);
    co_return health;
}

}  // namespace argosy::rpc
