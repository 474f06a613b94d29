#include "apps/cli_operation.h"

#include <fmt/format.h>

#include "apps/cli_noun.h"
#include "apps/cli_session.h"
#include "apps/cli_table.h"

namespace argosy::cli {
namespace {

bool has_ended(const std::string& status) {
    return status == "COMPLETED" || status == "FAILED" || status == "STOPPED";
}

/// Shows new lines as they come, until the operation has ended or nobody reads.
core::Result<void> follow(v1::GetOperationLogsRequest request, Session& session) {
    while (true) {
        v1::GetOperationRequest asked;
        asked.set_id(request.id());
        ARGOSY_TRY(const v1::OperationDetails details,
                   session.call(&rpc::Client::get_operation, std::move(asked)));
        ARGOSY_TRY(const v1::GetOperationLogsResponse lines,
                   session.call(&rpc::Client::get_operation_logs, request));
        if (!lines.lines().empty()) {
            session.show(lines, render);
            request.set_after_id(lines.lines().rbegin()->id());
            // What comes from here on is all shown, in order.
            request.set_limit(0);
            request.set_oldest(true);
        }
        if (has_ended(details.operation().status()) || !session.terminal().wait()) return {};
    }
}

Table operation_table() {
    return Table({left("OPERATION"), left("KIND"), left("STATUS"), left("AGENT"), right("AGE"),
                  right("RESTARTS"), left("WAITS FOR, OR WHY IT ENDED")});
}

void add(Table& table, const v1::Operation& operation, std::int64_t now) {
    table.add({operation.id(), operation.kind(), operation.status(), operation.agent(),
               between(operation.created_at(), now), std::to_string(operation.restarts()),
               operation.error().empty() ? operation.waits_for() : operation.error()});
}

}  // namespace

void add_operation(CLI::App& root, Invocation& invocation) {
    CLI::App& noun =
        add_noun(root, "operation", "Long-running operations", "spacetraders operation list");
    noun.alias("container");
    Verb<OperationList>(invocation, noun, "list", "Lists operations",
                        "spacetraders operation list");
    Verb<OperationShow> show(invocation, noun, "show",
                             "Shows an operation, what it waits for, and its children",
                             "spacetraders operation show operation-1-1");
    show.app()->add_option("ID", show->id, "The operation")->required();
    Verb<OperationLogs> logs(
        invocation, noun, "logs", "Shows what an operation logged",
        "spacetraders operation logs operation-1-1 --level warning --since 2h");
    logs.app()->add_option("ID", logs->id, "The operation")->required();
    logs.app()
        ->add_option("--limit", logs->limit, "So many lines, the latest")
        ->capture_default_str()
        ->check(positive<std::int32_t>());
    logs.app()
        ->add_option("--level", logs->level, "Lines of this level and above")
        ->check(CLI::IsMember({"debug", "info", "warning", "error"}));
    logs.app()
        ->add_option("--since", logs->since_ms, "Lines not older than 90s, 10m, 2h, 1d")
        ->transform(length_of_time());
    auto* oldest = logs.app()->add_flag("--oldest", logs->oldest, "Counts from the beginning");
    logs.app()
        ->add_flag("--follow", logs->follow, "Shows new lines too, until the operation ends")
        ->excludes(oldest);
    Verb<OperationStop> stop(invocation, noun, "stop", "Stops an operation",
                             "spacetraders operation stop operation-1-1");
    stop.app()->add_option("ID", stop->id, "The operation")->required();
}

core::Result<void> carry_out(const OperationList&, Session& session) {
    return session.ask(&rpc::Client::list_operations, {}, render);
}

core::Result<void> carry_out(const OperationShow& command, Session& session) {
    v1::GetOperationRequest request;
    request.set_id(command.id);
    return session.ask(&rpc::Client::get_operation, std::move(request), render);
}

core::Result<void> carry_out(const OperationLogs& command, Session& session) {
    v1::GetOperationLogsRequest request;
    request.set_id(command.id);
    request.set_limit(command.limit);
    request.set_level(command.level);
    request.set_max_age(command.since_ms);
    request.set_oldest(command.oldest);
    if (command.follow) return follow(std::move(request), session);
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
    Table table = operation_table();
    for (const v1::Operation& operation : answer.operations())
        add(table, operation, answer.now());
    return table.text();
}

std::string render(const v1::OperationDetails& answer) {
    const v1::Operation& operation = answer.operation();
    Facts facts;
    facts.add("Operation", operation.id());
    facts.add("Kind", operation.kind());
    facts.add("Status", operation.status());
    if (!operation.waits_for().empty()) facts.add("Waits for", operation.waits_for());
    if (!operation.error().empty()) facts.add("Error", operation.error());
    facts.add("Agent", operation.agent());
    if (!operation.parent().empty()) facts.add("Parent", operation.parent());
    facts.add("Restarts", std::to_string(operation.restarts()));
    facts.add("Started with", operation.config());
    facts.add("Created", point(operation.created_at()));
    facts.add("Changed", point(operation.updated_at()));
    if (answer.children().empty()) return facts.text();
    Table table = operation_table();
    for (const v1::Operation& child : answer.children())
        add(table, child, answer.now());
    return facts.text() + "\nChildren\n" + table.text(2);
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
