#include "apps/cli_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "apps/cli_json.h"
#include "apps/cli_render.h"
#include "apps/cli_table.h"
#include "apps/cli_terminal.h"
#include "apps/cli_token.h"
#include "apps/cli_watch.h"
#include "rpc/client.h"

namespace argosy::cli {
namespace {

using core::Error;
using core::ErrorCode;
using core::Result;

std::string environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? "" : value;
}

/// Returns the player to act for. A number is looked up, because the daemon knows agents by name.
Result<v1::PlayerRef> find_player(rpc::Client& client, const std::string& named) {
    v1::PlayerRef player;
    player.set_agent(named);
    const bool is_number =
        !named.empty() && std::all_of(named.begin(), named.end(),
                                      [](char letter) { return letter >= '0' && letter <= '9'; });
    if (!is_number) return player;
    ARGOSY_TRY(const v1::ListPlayersResponse known, client.list_players({}));
    for (const v1::Player& candidate : known.players()) {
        if (std::to_string(candidate.id()) != named) continue;
        player.set_agent(candidate.agent());
        return player;
    }
    return Error{ErrorCode::kNotFound, fmt::format("there is no player {}", named)};
}

/// One method for each command: the request, the call, the answer shown.
class Session final {
  public:
    Session(rpc::Client& client, v1::PlayerRef player, OutputFormat output)
        : client_(client), player_(std::move(player)), output_(output) {}

    Result<void> operator()(const PlayerRegister& command) {
        ARGOSY_TRY(const Token token, find_token(command, environment));
        v1::RegisterPlayerRequest request;
        request.set_agent(command.agent);
        request.set_faction(command.faction);
        if (token.kind == TokenKind::kAccount) request.set_account_token(token.value.reveal());
        if (token.kind == TokenKind::kAgent) request.set_agent_token(token.value.reveal());
        return show(client_.register_player(request));
    }
    Result<void> operator()(const PlayerList&) { return show(client_.list_players({})); }

    Result<void> operator()(const ManufacturingStart& command) {
        auto request = for_player<v1::StartManufacturingRequest>();
        request.set_system(command.system);
        request.set_max_workers(command.max_workers);
        request.set_max_pipelines(command.max_pipelines);
        request.set_min_price(command.min_price);
        request.set_profitability(command.profitability);
        request.set_dry_run(command.dry_run);
        Result<v1::Operation> started = client_.start_manufacturing(request);
        if (!started || !command.watch) return show(std::move(started));
        return watch_manufacturing(client_, player_, output_, terminal_);
    }
    Result<void> operator()(const ManufacturingShow& command) {
        if (command.watch) return watch_manufacturing(client_, player_, output_, terminal_);
        return show(client_.get_manufacturing(for_player<v1::GetManufacturingRequest>()));
    }
    Result<void> operator()(const ManufacturingTasks& command) {
        auto request = for_player<v1::ListTasksRequest>();
        request.set_status(command.status);
        return show(client_.list_tasks(request));
    }
    Result<void> operator()(const ManufacturingStop&) {
        return show(client_.stop_manufacturing(for_player<v1::StopManufacturingRequest>()));
    }

    Result<void> operator()(const AnalyzeDemand& command) {
        auto request = for_player<v1::AnalyzeDemandRequest>();
        request.set_system(command.system);
        request.set_top(command.top);
        return show(client_.analyze_demand(request));
    }

    Result<void> operator()(const ShipList&) {
        return show(client_.list_ships(for_player<v1::ListShipsRequest>()));
    }
    Result<void> operator()(const ShipPurchase& command) {
        auto request = for_player<v1::PurchaseShipRequest>();
        request.set_type(command.type);
        request.set_shipyard(command.shipyard);
        return show(client_.purchase_ship(request));
    }

    Result<void> operator()(const MarketShow& command) {
        auto request = for_player<v1::GetMarketRequest>();
        request.set_waypoint(command.waypoint);
        request.set_good(command.good);
        return show(client_.get_market(request));
    }

    Result<void> operator()(const LedgerReport& command) {
        auto request = for_player<v1::GetLedgerReportRequest>();
        request.set_by(command.by);
        return show(client_.get_ledger_report(request));
    }

    Result<void> operator()(const OperationList&) {
        return show(client_.list_operations(for_player<v1::ListOperationsRequest>()));
    }
    Result<void> operator()(const OperationLogs& command) {
        v1::GetOperationLogsRequest request;
        request.set_id(command.id);
        request.set_limit(command.limit);
        return show(client_.get_operation_logs(request));
    }
    Result<void> operator()(const OperationStop& command) {
        v1::StopOperationRequest request;
        request.set_id(command.id);
        return show(client_.stop_operation(request));
    }

    Result<void> operator()(const Health&) { return show(client_.get_health({})); }
    Result<void> operator()(const Version&) { return {}; }

  private:
    template <class Request>
    Request for_player() const {
        Request request;
        *request.mutable_player() = player_;
        return request;
    }

    template <class Answer>
    Result<void> show(Result<Answer> answer) {
        if (!answer) return std::move(answer).error();
        terminal_.print(output_ == OutputFormat::kJson ? to_json(*answer) + '\n' : render(*answer));
        return {};
    }

    rpc::Client& client_;
    const v1::PlayerRef player_;
    const OutputFormat output_;
    Terminal terminal_;
};

/// Returns what a person does about an error of the daemon.
std::string_view advice(ErrorCode code) {
    switch (code) {
        case ErrorCode::kInvalidArgument:
            return "correct it, --help says what is expected";
        case ErrorCode::kNotFound:
            return "check the name";
        case ErrorCode::kRejected:
            return "nothing was done";
        case ErrorCode::kInsufficientCredits:
            return "nothing was done, earn or spend less first";
        case ErrorCode::kCargoFull:
            return "nothing was done, sell cargo first";
        case ErrorCode::kConflict:
            return "nothing was done, look again and repeat";
        case ErrorCode::kUnauthorized:
            return "register the agent with its token";
        case ErrorCode::kUniverseReset:
            return "register the agent again";
        case ErrorCode::kUnavailable:
            return "nothing was done, repeat it later";
        case ErrorCode::kOutcomeUnknown:
            return "it may or may not have happened, look before you repeat it";
        case ErrorCode::kConfiguration:
            return "correct the configuration";
        case ErrorCode::kStopped:
            return "start it again and look before you repeat the command";
    }
    return "see the daemon's log";
}

/// The daemon's own messages about wrong requests go "what: what to do" or "was X, expected Y";
/// the game's do not.
bool says_what_to_do(const Error& error) {
    const bool is_mistake = error.code == ErrorCode::kNotFound ||
                            error.code == ErrorCode::kInvalidArgument ||
                            error.code == ErrorCode::kConfiguration;
    const auto has = [&error](std::string_view words) {
        return error.message.find(words) != std::string::npos;
    };
    return is_mistake && (has(": ") || has(", expected "));
}

ExitCode complain(const std::string& line, ExitCode code) {
    std::fprintf(stderr, "%s\n", line.c_str());
    return code;
}

/// An error from before the first call says itself what to do.
ExitCode complain_about_connection(const Error& error) {
    const bool configured = error.code != ErrorCode::kConfiguration;
    return complain("spacetraders: " + one_line(error.message),
                    configured ? ExitCode::kUnreachable : ExitCode::kConfiguration);
}

void show_version(OutputFormat output) {
    Terminal().print(output == OutputFormat::kJson ? "{\"version\":\"" ARGOSY_VERSION "\"}\n"
                                                   : ARGOSY_VERSION "\n");
}

}  // namespace

ExitCode exit_code(ErrorCode code) {
    switch (code) {
        case ErrorCode::kInvalidArgument:
            return ExitCode::kUsage;
        case ErrorCode::kNotFound:
            return ExitCode::kNotFound;
        case ErrorCode::kConfiguration:
            return ExitCode::kConfiguration;
        case ErrorCode::kStopped:
            return ExitCode::kUnreachable;
        case ErrorCode::kOutcomeUnknown:
            return ExitCode::kTimedOut;
        case ErrorCode::kRejected:
        case ErrorCode::kInsufficientCredits:
        case ErrorCode::kCargoFull:
        case ErrorCode::kConflict:
        case ErrorCode::kUnauthorized:
        case ErrorCode::kUniverseReset:
        case ErrorCode::kUnavailable:
            return ExitCode::kFailed;
    }
    return ExitCode::kFailed;
}

std::string explain(const Error& error) {
    std::string what = one_line(error.message);
    while (!what.empty() && what.back() == '.')
        what.pop_back();  // The game speaks in sentences.
    if (says_what_to_do(error)) return fmt::format("spacetraders: {}", what);
    return fmt::format("spacetraders: {}: {}", what, advice(error.code));
}

ExitCode run(const Invocation& invocation) {
    if (std::holds_alternative<Version>(invocation.command)) {
        show_version(invocation.output);
        return ExitCode::kOk;
    }
    Result<rpc::Client> client = rpc::Client::connect(invocation.socket, invocation.timeout);
    if (!client) return complain_about_connection(client.error());

    Result<v1::PlayerRef> player = find_player(*client, invocation.player);
    if (!player) return complain(explain(player.error()), exit_code(player.error().code));

    const Result<void> done =
        std::visit(Session(*client, *std::move(player), invocation.output), invocation.command);
    if (!done) return complain(explain(done.error()), exit_code(done.error().code));
    return ExitCode::kOk;
}

}  // namespace argosy::cli
