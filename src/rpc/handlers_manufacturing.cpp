#include <algorithm>
#include <ranges>
#include <set>

#include "kernel/utilisation.h"
#include "rpc/daemon_handlers.h"
#include "rpc/view.h"
#include "rpc/words.h"

namespace argosy::rpc {
namespace {

using core::Error;
using core::ErrorCode;
using core::Result;
using kernel::Company;

// What one answer lists at most.
constexpr std::int64_t kMostDeclines = 50;
constexpr std::size_t kMostOpportunities = 10;
constexpr std::int64_t kMostCompletions = 5;
constexpr core::Duration kDeclineMemory = std::chrono::minutes(10);

std::optional<bool> parse_advisory(std::string_view text) {
    if (text == "advisory") return true;
    return text == "gate" ? std::optional(false) : std::nullopt;
}

Result<kernel::ManufacturingRequest> to_request(const v1::StartManufacturingRequest& request) {
    kernel::ManufacturingRequest wanted{.system = model::SystemSymbol(request.system())};
    if (request.max_workers() > 0) wanted.max_workers = request.max_workers();
    if (request.max_pipelines() > 0) wanted.max_pipelines = request.max_pipelines();
    if (request.min_price() > 0) wanted.min_price = core::Bid(request.min_price());
    ARGOSY_CHECK(read_word("profitability", request.profitability(), parse_advisory,
                           "gate or advisory", wanted.advisory));
    ARGOSY_CHECK(read_word("mode", request.mode(), manufacturing::parse_mode, "parallel or serial",
                           wanted.mode));
    ARGOSY_CHECK(read_word("strategy", request.strategy(), goods::parse_strategy,
                           "smart, buy, fabricate or profit", wanted.strategy));
    ARGOSY_CHECK(read_word("rank", request.rank(), manufacturing::parse_rank,
                           "value, return or price", wanted.rank));
    return wanted;
}

std::int64_t haulers_of(const Company& company) {
    const auto& ships = company.fleet().ships.all();
    return std::count_if(ships.begin(), ships.end(), [](const auto& entry) {
        return fleet::ShipRegistry::is_hauler(entry.second);
    });
}

const operations::Operation* latest_of(Company& company) {
    const operations::Operation* latest = nullptr;
    for (const auto& [id, operation] : company.operations().all()) {
        if (operation.kind != kernel::kManufacturing) continue;
        if (latest == nullptr || operation.created_at > latest->created_at) latest = &operation;
    }
    return latest;
}

void add_workers(const Company& company, v1::ManufacturingStatus& status) {
    std::int64_t for_others = 0;
    if (const auto* goods = company.goods().coordinator())
        for_others += company.runner().running(goods->operation());
    if (const auto* arbitrage = company.arbitrage())
        for_others += company.runner().running(arbitrage->operation());
    status.set_active_workers(company.runner().running() - for_others);
    const auto* running = company.manufacturing();
    const std::int64_t limit = running == nullptr ? 0 : running->settings().max_workers;
    const bool serial =
        running != nullptr && running->settings().mode == manufacturing::Mode::kSerial;
    const std::int64_t most = serial ? 1 : haulers_of(company);
    status.set_max_workers(limit > 0 ? std::min(limit, most) : most);
    std::set<model::ShipSymbol> assigned;
    for (const hauls::Haul& haul : company.tasks().open_hauls()) {
        if (!is_of_manufacturing(*haul.unload, company)) continue;
        if (!haul.ship().empty()) assigned.insert(haul.ship());
    }
    for (const auto& [ship, owner] : company.fleet().claims.all()) {
        if (owner == manufacturing::SerialCoordinator::kOwner) assigned.insert(ship);
    }
    for (const model::ShipSymbol& ship : assigned)
        status.add_ships_assigned(ship.str());
}

void add_declines(const Company& company, core::TimePoint now, v1::ManufacturingStatus& status) {
    for (const auto& decline : company.declines().since(now - kDeclineMemory)) {
        if (status.declines_size() >= kMostDeclines) break;
        v1::Decline& line = *status.add_declines();
        line.set_subject(decline.subject);
        line.set_reason(decline.reason);
        line.set_detail(decline.detail);
        line.set_last_at(core::to_millis(decline.last_at));
        line.set_times(decline.times);
    }
}

void add_work(const Company& company, v1::ManufacturingStatus& status) {
    add_workers(company, status);
    for (const auto& [id, pipeline] : company.pipelines().active())
        *status.add_pipelines() = to_message(pipeline, company);
    *status.mutable_tasks() = count_tasks(company);
    *status.mutable_fleet() = count_fleet(company);
    status.set_pipelines_completed(company.pipelines().completed());
    status.set_pipelines_failed(company.pipelines().failed());
    status.set_pipelines_cancelled(company.pipelines().cancelled());
    status.set_tasks_completed(company.tasks().completed());
    status.set_tasks_failed(company.tasks().failed());
    status.set_stranded_cargo_units(company.stranded_cargo().count());
    const auto opportunities = company.analyze_demand(model::SystemSymbol(status.system()));
    for (const auto& opportunity : opportunities | std::views::take(kMostOpportunities))
        *status.add_opportunities() = to_message(opportunity);
}

/// Returns the part of the status that is in the store: what the operation has brought. By value,
/// because it may outlive its caller.
Handled<v1::ManufacturingStatus> results_of(store::Store& store, Company& company,
                                            operations::Operation operation,
                                            core::TimePoint until) {
    v1::ManufacturingStatus status;
    const std::int64_t player = company.player().id;
    ARGOSY_CO_TRY(const core::Duration ship_time,
                  co_await kernel::hauler_time(store, player, company.fleet().ships,
                                               operation.created_at, until));
    ARGOSY_CO_TRY(const double busy, co_await kernel::utilisation(store, player, ship_time,
                                                                  operation.created_at, until));
    status.set_utilisation_bp(std::int64_t(busy * 10'000.0));
    ARGOSY_CO_TRY(const auto by_operation,
                  co_await company.ledger().report(ledger::GroupBy::kOperation));
    for (const ledger::ReportRow& row : by_operation) {
        if (row.key == operation.id.str()) status.set_profit(row.net().count());
    }
    ARGOSY_CO_TRY(const auto completions,
                  co_await company.pipelines().completions(operation.id, kMostCompletions));
    for (const manufacturing::Completion& completion : completions) {
        v1::Completion& line = *status.add_completions();
        line.set_product(completion.product.str());
        line.set_profit(completion.profit.count());
        line.set_forecast_profit(completion.forecast.count());
        line.set_completed_at(core::to_millis(completion.completed_at));
    }
    co_return status;
}

}  // namespace

Handled<v1::Operation> DaemonHandlers::start_manufacturing(v1::StartManufacturingRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    ARGOSY_CO_TRY(kernel::ManufacturingRequest wanted, to_request(request));
    const bool was_running = company->operations().active(kernel::kManufacturing) != nullptr;
    ARGOSY_CO_TRY(const operations::Operation operation,
                  co_await daemon_.sessions().within(
                      *company, company->start_manufacturing(std::move(wanted))));
    v1::Operation message = to_message(operation, company->player().agent.str());
    if (was_running) message.set_note("already running");
    co_return message;
}

Handled<v1::ManufacturingPreview> DaemonHandlers::preview_manufacturing(
    v1::StartManufacturingRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    ARGOSY_CO_TRY(const kernel::ManufacturingRequest wanted, to_request(request));
    ARGOSY_CO_TRY(const auto preview, company->preview_manufacturing(wanted));
    v1::ManufacturingPreview message;
    message.set_system(preview.settings.system.str());
    message.set_mode(std::string(manufacturing::to_string(preview.settings.mode)));
    message.set_strategy(std::string(goods::to_string(preview.settings.strategy)));
    message.set_rank(std::string(manufacturing::to_string(preview.settings.rank)));
    message.set_profitability(preview.advisory ? "advisory" : "gate");
    message.set_max_pipelines(preview.settings.most_pipelines());
    for (const manufacturing::PreviewedPipeline& pipeline : preview.pipelines)
        *message.add_pipelines() = to_message(pipeline);
    co_return message;
}

Handled<v1::ManufacturingStatus> DaemonHandlers::get_manufacturing(
    v1::GetManufacturingRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    const operations::Operation* latest = latest_of(*company);
    if (latest == nullptr) {
        co_return Error{ErrorCode::kNotFound,
                        fmt::format("{} has never manufactured: start with `spacetraders "
                                    "manufacturing start`",
                                    company->player().agent)};
    }
    const core::TimePoint now = daemon_.runtime().now();
    const auto* running = company->manufacturing();
    v1::ManufacturingStatus status;
    *status.mutable_operation() = to_message(*latest, company->player().agent.str());
    status.set_system(running != nullptr ? running->settings().system.str()
                                         : company->home_system().str());
    if (running != nullptr)
        status.set_mode(std::string(manufacturing::to_string(running->settings().mode)));
    status.set_now(core::to_millis(now));
    status.set_started_at(core::to_millis(latest->created_at));
    status.set_credits(company->ledger().balance().count());
    status.set_ledger_balance(company->ledger().balance().count());
    add_work(*company, status);
    add_declines(*company, now, status);
    const auto counts = daemon_.requests_of(*company);
    status.set_requests(counts.total());
    status.set_requests_429(counts.rate_limited());
    status.set_request_bound(daemon_.budget().is_bound());
    const manufacturing::Shared& shared = company->shared().pools.shared();
    status.set_shared_hauls(shared.hauls);
    status.set_shared_units(shared.units.count());
    status.set_hauls_saved(shared.hauls_saved);
    status.set_decision_hash(daemon_.runtime().decisions.hex());
    const core::TimePoint until = running != nullptr ? now : latest->updated_at;
    ARGOSY_CO_TRY(const v1::ManufacturingStatus results,
                  co_await daemon_.sessions().within(
                      *company, results_of(daemon_.store(), *company, *latest, until)));
    status.MergeFrom(results);
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
        // Trades of arbitrage are shown by its own status.
        if (task.pipeline.empty() && !is_of_manufacturing(task, *company)) continue;
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
    response.set_system(system.str());
    for (const auto& opportunity : company->analyze_demand(system)) {
        if (request.top() > 0 && response.opportunities_size() >= request.top()) break;
        *response.add_opportunities() = to_message(opportunity);
    }
    co_return response;
}

}  // namespace argosy::rpc
