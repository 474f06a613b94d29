#include <algorithm>

#include "rpc/daemon_handlers.h"
#include "rpc/view.h"

namespace argosy::rpc {
namespace {

using core::Error;
using core::ErrorCode;
using kernel::Company;

// What one answer lists at most.
constexpr std::int64_t kMostLogLines = 1'000;

Error unknown(const core::OperationId& id) {
    return Error{ErrorCode::kNotFound,
                 fmt::format("no operation {}: see `spacetraders operation list`", id)};
}

core::Result<core::LogLevel> level_named(const std::string& name) {
    for (const core::LogLevel level : {core::LogLevel::kDebug, core::LogLevel::kInfo,
                                       core::LogLevel::kWarning, core::LogLevel::kError}) {
        if (name == core::to_string(level)) return level;
    }
    return Error{ErrorCode::kInvalidArgument,
                 fmt::format("level was \"{}\", expected debug, info, warning or error", name)};
}

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

Handled<v1::OperationDetails> DaemonHandlers::get_operation(v1::GetOperationRequest request) {
    const core::OperationId id(request.id());
    Company* company = daemon_.company_of(id);
    if (company == nullptr) co_return unknown(id);
    const std::string agent = company->player().agent.str();
    v1::OperationDetails details;
    details.set_now(core::to_millis(daemon_.runtime().now()));
    *details.mutable_operation() = to_message(*company->operations().find(id), agent);
    for (const auto& [other, operation] : company->operations().all()) {
        if (operation.parent == id) *details.add_children() = to_message(operation, agent);
    }
    co_return details;
}

Handled<v1::GetOperationLogsResponse> DaemonHandlers::get_operation_logs(
    v1::GetOperationLogsRequest request) {
    const core::OperationId id(request.id());
    Company* company = daemon_.company_of(id);
    if (company == nullptr) co_return unknown(id);
    operations::LogQuery query{.limit = kMostLogLines, .after_id = request.after_id()};
    if (request.limit() > 0) query.limit = std::min<std::int64_t>(request.limit(), kMostLogLines);
    if (!request.level().empty()) {
        ARGOSY_CO_TRY(query.least_level, level_named(request.level()));
    }
    if (request.max_age() > 0) {
        query.since = daemon_.runtime().now() - core::Duration(request.max_age());
    }
    if (request.oldest()) query.end = operations::LogQuery::End::kOldest;
    ARGOSY_CO_TRY(const auto lines, co_await daemon_.sessions().within(
                                        *company, company->operations().logs(id, query)));
    v1::GetOperationLogsResponse response;
    for (const operations::OperationLog& log : lines) {
        v1::LogLine& line = *response.add_lines();
        line.set_id(log.id);
        line.set_at(core::to_millis(log.at));
        line.set_level(log.level);
        line.set_message(log.message);
    }
    co_return response;
}

Handled<v1::Operation> DaemonHandlers::stop_operation(v1::StopOperationRequest request) {
    const core::OperationId id(request.id());
    Company* company = daemon_.company_of(id);
    if (company == nullptr) co_return unknown(id);
    ARGOSY_CO_TRY(const operations::Operation stopped,
                  co_await daemon_.sessions().within(*company, company->supervisor().stop(id)));
    co_return to_message(stopped, company->player().agent.str());
}

}  // namespace argosy::rpc
