#include "apps/cli_watch.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "apps/cli_manufacturing.h"
#include "apps/cli_session.h"

namespace argosy::cli {
namespace {

bool has_ended(std::string_view status) {
    return status != "PENDING" && status != "RUNNING" && status != "STOPPING";
}

class View final {
  public:
    explicit View(Session& session) : session_(session) {}

    void show(const v1::ManufacturingStatus& status) {
        Terminal& terminal = session_.terminal();
        const bool json = session_.output() == OutputFormat::kJson;
        if (!json && terminal.interactive()) return terminal.redraw(render(status));
        std::string summary = summarize(status);
        if (summary == last_) return;
        terminal.print((json ? to_json(status) : summary) + '\n');
        last_ = std::move(summary);
    }

  private:
    Session& session_;
    std::string last_;
};

}  // namespace

core::Result<void> watch_manufacturing(Session& session) {
    View view(session);
    do {
        ARGOSY_TRY(const v1::ManufacturingStatus status,
                   session.call(&rpc::Client::get_manufacturing, {}));
        view.show(status);
        const v1::Operation& operation = status.operation();
        if (operation.status() == "FAILED") {
            return core::Error{
                core::ErrorCode::kRejected,
                fmt::format("operation {} failed: {}", operation.id(), operation.error())};
        }
        if (has_ended(operation.status())) return {};
    } while (session.terminal().wait());
    return {};
}

}  // namespace argosy::cli
