#include "kernel/run_report.h"

#include <fmt/format.h>

namespace argosy::kernel {

// Written out, because a JSON library prints 0.389 as 3.89E-1.
std::string to_json(const RunReport& report) {
    std::string json = fmt::format(
        R"({{"seed":{},"system":"{}","hours":{:.3f},"ships":{},"hull_cost":{},"credits_start":{},)"
        R"("credits_end":{},"ledger_balance":{},"game_credits":{},"pipelines_completed":{},)"
        R"("tasks_completed":{},"tasks_failed":{},"utilisation":{:.3f},"requests":{},)"
        R"("requests_429":{},"stranded_cargo_units":{},"decision_hash":"{}")",
        report.seed, report.system, report.hours, report.ships, report.hull_cost,
        report.credits_start, report.credits_end, report.ledger_balance, report.game_credits,
        report.pipelines_completed, report.tasks_completed, report.tasks_failed, report.utilisation,
        report.requests, report.requests_429, report.stranded_cargo_units, report.decision_hash);
    if (report.wall_seconds) json += fmt::format(R"(,"wall_seconds":{:.3f})", *report.wall_seconds);
    return json + '}';
}

}  // namespace argosy::kernel
