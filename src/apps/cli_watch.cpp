#include "apps/cli_watch.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "apps/cli_arbitrage.h"
#include "apps/cli_goods.h"
#include "apps/cli_manufacturing.h"
#include "apps/cli_session.h"

namespace argosy::cli {
namespace {

bool has_ended(std::string_view status) {
    return status != "PENDING" && status != "ACTIVE" && status != "RUNNING" && status != "STOPPING";
}

class View final {
  public:
    explicit View(Session& session) : session_(session) {}

    /// @param whole  What is drawn on a terminal.
    template <class Status>
    void show(const Status& status, const std::string& whole) {
        Terminal& terminal = session_.terminal();
        const bool json = session_.output() == OutputFormat::kJson;
        if (!json && terminal.interactive()) return terminal.redraw(whole);
        std::string summary = summarize(status);
        if (summary == last_) return;
        terminal.print((json ? to_json(status) : summary) + '\n');
        last_ = std::move(summary);
    }

  private:
    Session& session_;
    std::string last_;
};

core::Error failure_of(std::string_view what, std::string_view id, std::string_view reason) {
    return {core::ErrorCode::kRejected, fmt::format("{} {} failed: {}", what, id, reason)};
}

/// Watches the status of an operation.
template <class Request, class Status>
core::Result<void> watch_operation(Session& session,
                                   core::Result<Status> (rpc::Client::*get)(const Request&)) {
    View view(session);
    do {
        ARGOSY_TRY(const Status status, session.call(get, {}));
        view.show(status, render(status));
        const v1::Operation& operation = status.operation();
        if (operation.status() == "FAILED") {
            return failure_of("operation", operation.id(), operation.error());
        }
        if (has_ended(operation.status())) return {};
    } while (session.terminal().wait());
    return {};
}

}  // namespace

core::Result<void> watch_manufacturing(Session& session) {
    return watch_operation(session, &rpc::Client::get_manufacturing);
}

core::Result<void> watch_arbitrage(Session& session) {
    return watch_operation(session, &rpc::Client::get_arbitrage);
}

core::Result<void> watch_goods(Session& session, const GoodsShow& wanted) {
    View view(session);
    v1::GetFactoryStatusRequest request;
    request.set_factory_id(wanted.factory);
    do {
        ARGOSY_TRY(const v1::GoodsFactory factory,
                   session.call(&rpc::Client::get_factory_status, request));
        view.show(factory, status_of(factory, wanted));
        if (factory.status() == "FAILED") {
            return failure_of("goods factory", factory.id(), factory.error());
        }
        if (has_ended(factory.status())) return {};
    } while (session.terminal().wait());
    return {};
}

}  // namespace argosy::cli
