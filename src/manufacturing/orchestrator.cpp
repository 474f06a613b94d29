#include "manufacturing/orchestrator.h"

#include <algorithm>

#include "store/commit.h"

namespace argosy::manufacturing {

constexpr core::Duration kLeastPause = std::chrono::seconds(1);

Task<void> Orchestrator::run() {
    while (true) {
        co_await pass();
        if (stopping() && runner_.running(operation_) == 0) break;
        const core::TimePoint now = fleet_.runtime.now();
        const core::TimePoint next = now + settings_.pass_interval;
        // A look that is due and that no ship can take must not keep the loop at this moment.
        const core::TimePoint look = predictive_.next_look().value_or(next);
        co_await timer_->wait_until(std::clamp(look, now + kLeastPause, next));
    }
    co_await lifecycle_.end_all("manufacturing was stopped");
}

Task<void> Orchestrator::pass() {
    co_await share_resources();
    co_await lifecycle_.close_pipelines();
    if (!stopping() && fleet_.runtime.now() >= next_plan_) {
        next_plan_ = fleet_.runtime.now() + settings_.plan_interval;
        co_await lifecycle_.open_pipelines();
    }
    co_await watch_factories();
    if (!stopping()) co_await assignment_.assign_ready_tasks();
    if (!stopping()) (void)co_await predictive_.look_where_due();
    offer_idle(assignment_.free_for_more(fleet_.idle_ships()));
}

Task<void> Orchestrator::share_resources() {
    store::Transaction transaction;
    shared_.refresh(transaction);
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
}

Task<void> Orchestrator::watch_factories() {
    store::Transaction transaction;
    std::vector<core::PipelineId> active;
    for (const auto& [id, pipeline] : pipelines_.active()) {
        active.push_back(id);
        monitor_.update(id, transaction);
    }
    predictive_.update(active, transaction);
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
}

}  // namespace argosy::manufacturing
