#include "apps/cli_watch.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "apps/cli_json.h"
#include "apps/cli_render.h"

namespace argosy::cli {
namespace {

bool has_ended(std::string_view status) {
    return status != "PENDING" && status != "RUNNING" && status != "STOPPING";
}

class View final {
  public:
    View(OutputFormat output, Terminal& terminal) : output_(output), terminal_(terminal) {}

    void show(const v1::ManufacturingStatus& status) {
        if (output_ == OutputFormat::kTable && terminal_.interactive()) {
            terminal_.redraw(render(status));
            return;
        }
        std::string summary = summarize(status);
        if (summary == last_) return;
        terminal_.print((output_ == OutputFormat::kJson ? to_json(status) : summary) + '\n');
        last_ = std::move(summary);
    }

  private:
    const OutputFormat output_;
    Terminal& terminal_;
    std::string last_;
};

}  // namespace

core::Result<void> watch_manufacturing(rpc::Client& client, const v1::PlayerRef& player,
                                       OutputFormat output, Terminal& terminal) {
    v1::GetManufacturingRequest request;
    *request.mutable_player() = player;
    View view(output, terminal);
    do {
        ARGOSY_TRY(const v1::ManufacturingStatus status, client.get_manufacturing(request));
        view.show(status);
        const v1::Operation& operation = status.operation();
        if (operation.status() == "FAILED") {
            return core::Error{
                core::ErrorCode::kRejected,
                fmt::format("operation {} failed: {}", operation.id(), operation.error())};
        }
        if (has_ended(operation.status())) return {};
    } while (terminal.wait());
    return {};
}

}  // namespace argosy::cli
