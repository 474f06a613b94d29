#include "kernel/utilisation.h"
#include "rpc/daemon_handlers.h"
#include "rpc/view.h"

namespace argosy::rpc {
namespace {

using core::Error;
using core::ErrorCode;
using kernel::Company;

// What one answer lists at most.
constexpr std::int64_t kMostDeclines = 50;
constexpr core::Duration kDeclineMemory = std::chrono::minutes(10);

}  // namespace

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
        ARGOSY_CO_TRY(
            const model::SystemSymbol system,
            co_await daemon_.sessions().within(*company, company->check_system(wanted.system)));
        int clearing = 0;
        for (const auto& opportunity : company->analyze_demand())
            clearing += opportunity.clears;
        v1::Operation message;
        message.set_kind(std::string(kernel::kManufacturing));
        message.set_status("DRY_RUN");
        message.set_agent(company->player().agent.str());
        message.set_note(
            fmt::format("would manufacture in {}: {} goods clear the gate by what is "
                        "known now; nothing was started",
                        system, clearing));
        co_return message;
    }
    const bool was_running = company->operations().active(kernel::kManufacturing) != nullptr;
    ARGOSY_CO_TRY(const operations::Operation operation,
                  co_await daemon_.sessions().within(
                      *company, company->start_manufacturing(std::move(wanted))));
    v1::Operation message = to_message(operation, company->player().agent.str());
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
    *status.mutable_operation() = to_message(*latest, company->player().agent.str());
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
                  co_await daemon_.sessions().within(
                      *company, company->ledger().report(ledger::GroupBy::kOperation)));
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
    status.set_requests_429(counts.rate_limited());
    status.set_request_bound(daemon_.budget().is_bound());
    const manufacturing::Shared& shared = company->shared().pools.shared();
    status.set_shared_hauls(shared.hauls);
    status.set_shared_units(shared.units.count());
    status.set_hauls_saved(shared.hauls_saved);
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
    ARGOSY_CO_TRY(const operations::Operation operation,
                  co_await daemon_.sessions().within(*company, company->stop_manufacturing()));
    co_return to_message(operation, company->player().agent.str());
}

Handled<v1::AnalyzeDemandResponse> DaemonHandlers::analyze_demand(
    v1::AnalyzeDemandRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    ARGOSY_CO_TRY(const model::SystemSymbol system,
                  co_await daemon_.sessions().within(
                      *company, company->check_system(model::SystemSymbol(request.system()))));
    v1::AnalyzeDemandResponse response;
    for (const auto& opportunity : company->analyze_demand()) {
        if (model::system_of(opportunity.sell_market) != system) continue;
        if (request.top() > 0 && response.opportunities_size() >= request.top()) break;
        *response.add_opportunities() = to_message(opportunity);
    }
    co_return response;
}

}  // namespace argosy::rpc
