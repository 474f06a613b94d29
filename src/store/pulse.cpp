#include "store/pulse.h"

#include <fmt/format.h>

#include <optional>

namespace argosy::store {
namespace {

// Shared, because the question outlives an asker whose patience is over.
struct Beat {
    std::unique_ptr<core::Timer> timer;
    std::optional<Result<Rows>> answer;
};

Task<void> ask(Store& store, std::shared_ptr<Beat> beat) {
    beat->answer.emplace(co_await store.query("SELECT 1 AS one"));
    beat->timer->wake();
}

}  // namespace

Task<Result<void>> feel_pulse(Store& store, const core::Executor& executor, core::Clock& clock,
                              core::Duration patience) {
    const auto beat = std::make_shared<Beat>(Beat{clock.make_timer(), std::nullopt});
    core::spawn(executor, ask(store, beat));
    co_await beat->timer->wait_until(clock.now() + patience);
    if (!beat->answer) {
        co_return core::Error{core::ErrorCode::kUnavailable,
                              fmt::format("no answer within {} ms", patience.count())};
    }
    ARGOSY_CO_CHECK(*beat->answer);
    co_return Result<void>();
}

}  // namespace argosy::store
