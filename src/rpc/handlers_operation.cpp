#include "rpc/daemon_handlers.h"
#include "rpc/view.h"

namespace argosy::rpc {
namespace {

using core::Error;
using core::ErrorCode;
using kernel::Company;

// What one answer lists at most.
constexpr std::int64_t kMostLogLines = 1'000;

}  // namespace

Handled<v1::ListOperationsResponse> DaemonHandlers::list_operations(
    v1::ListOperationsRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    v1::ListOperationsResponse response;
    response.set_now(core::to_millis(daemon_.runtime().now()));
    for (const auto& [id, operation] : company->operations().all()) {
        *response.add_operations() = to_message(operation, company->player().agent.str());
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
    if (company == nullptr) {
        co_return Error{ErrorCode::kNotFound,
                        fmt::format("no operation {}: see `spacetraders operation list`", id)};
    }
    ARGOSY_CO_TRY(const operations::Operation stopped, co_await company->supervisor().stop(id));
    co_return to_message(stopped, company->player().agent.str());
}

}  // namespace argosy::rpc
