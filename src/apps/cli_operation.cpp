#include "apps/cli_operation.h"

#include <fmt/format.h>

#include "apps/cli_noun.h"
#include "apps/cli_session.h"
#include "apps/cli_table.h"

namespace argosy::cli {

void add_operation(CLI::App& root, Invocation& invocation) {
    CLI::App& noun =
        add_noun(root, "operation", "Long-running operations", "spacetraders operation list");
    noun.alias("container");
    Verb<OperationList>(invocation, noun, "list", "Lists operations",
                        "spacetraders operation list");
    Verb<OperationLogs> logs(invocation, noun, "logs", "Shows what an operation logged",
                             "spacetraders operation logs operation-1-1 --limit 20");
    logs.app()->add_option("ID", logs->id, "The operation")->required();
    logs.app()
        ->add_option("--limit", logs->limit, "The latest lines only")
        ->capture_default_str()
        ->check(positive<std::int32_t>());
    Verb<OperationStop> stop(invocation, noun, "stop", "Stops an operation",
                             "spacetraders operation stop operation-1-1");
    stop.app()->add_option("ID", stop->id, "The operation")->required();
}

core::Result<void> carry_out(const OperationList&, Session& session) {
    return session.ask(&rpc::Client::list_operations, {}, render);
}

core::Result<void> carry_out(const OperationLogs& command, Session& session) {
    v1::GetOperationLogsRequest request;
    request.set_id(command.id);
    request.set_limit(command.limit);
    return session.ask(&rpc::Client::get_operation_logs, std::move(request), render);
}

core::Result<void> carry_out(const OperationStop& command, Session& session) {
    v1::StopOperationRequest request;
    request.set_id(command.id);
    return session.ask(&rpc::Client::stop_operation, std::move(request), render);
}

std::string render(const v1::Operation& operation) {
    Facts facts;
    facts.add("Operation", operation.id());
    facts.add("Kind", operation.kind());
    facts.add("Status", operation.status());
    facts.add("Agent", operation.agent());
    if (!operation.note().empty()) facts.add("Note", operation.note());
    if (!operation.error().empty()) facts.add("Error", operation.error());
    return facts.text();
}

std::string render(const v1::ListOperationsResponse& answer) {
    Table table({left("OPERATION"), left("KIND"), left("STATUS"), left("AGENT"), right("AGE"),
                 left("NOTE")});
    for (const v1::Operation& operation : answer.operations()) {
        table.add({operation.id(), operation.kind(), operation.status(), operation.agent(),
                   between(operation.created_at(), answer.now()),
                   operation.error().empty() ? operation.note() : operation.error()});
    }
    return table.text();
}

std::string render(const v1::GetOperationLogsResponse& answer) {
    std::string text;
    for (const v1::LogLine& line : answer.lines()) {
        text += fmt::format("{}  {:<7}  {}\n", point(line.at()), line.level(),
                            one_line(line.message()));
    }
    return text.empty() ? "(none)\n" : text;
}

}  // namespace argosy::cli
