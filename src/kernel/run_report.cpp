#include "kernel/run_report.h"

#include <boost/json.hpp>
#include <cmath>

namespace argosy::kernel {

std::string to_json(const RunReport& report) {
    // Three digits tell runs apart without drowning the reader.
    const auto rounded = [](double value) { return std::round(value * 1000.0) / 1000.0; };
    boost::json::object json;
    json["seed"] = report.seed;
    json["system"] = report.system;
    json["hours"] = rounded(report.hours);
    json["ships"] = report.ships;
    json["hull_cost"] = report.hull_cost.count();
    json["credits_start"] = report.credits_start.count();
    json["credits_end"] = report.credits_end.count();
    json["ledger_balance"] = report.ledger_balance.count();
    json["game_credits"] = report.game_credits.count();
    json["pipelines_completed"] = report.pipelines_completed;
    json["tasks_completed"] = report.tasks_completed;
    json["tasks_failed"] = report.tasks_failed;
    json["utilisation"] = rounded(report.utilisation);
    json["requests"] = report.requests;
    json["requests_429"] = report.requests_429;
    json["stranded_cargo_units"] = report.stranded_cargo_units.count();
    json["decision_hash"] = report.decision_hash;
    if (report.wall_seconds) json["wall_seconds"] = rounded(*report.wall_seconds);
    return boost::json::serialize(json);
}

}  // namespace argosy::kernel
