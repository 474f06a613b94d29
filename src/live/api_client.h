#pragma once

/// @file
/// One call of the game's API: waits for the budget, sends, tells apart what the answer means, and
/// repeats what may be repeated. The only place of the program that retries a request. Knows
/// nothing of what the calls are for.

#include <boost/json/value.hpp>
#include <memory>

#include "core/clock.h"
#include "core/log.h"
#include "game/request_budget.h"
#include "game/request_guard.h"
#include "live/server_time.h"
#include "live/transport.h"

namespace argosy::live {

/// A call's answer: JSON with status 2xx.
struct ApiAnswer {
    boost::json::value json;  ///< Null for an empty body.
    std::optional<ServerTime> time;
};

/// How long temporary trouble is borne. All times are the game's.
struct RetryPolicy {
    int attempts = 10;
    core::Duration first_wait = std::chrono::seconds(1);
    core::Duration longest_wait = std::chrono::seconds(60);
    core::Duration deadline = std::chrono::minutes(5);
};

class ApiClient {
  public:
    /// @param budget  Shared by all clients of one server; nullptr: one of its own.
    ApiClient(std::unique_ptr<Transport> transport, core::Clock& clock, core::Log& log,
              ServerTimeObserver observer = {}, RetryPolicy policy = {},
              std::shared_ptr<game::RequestGuard> guard = nullptr,
              std::shared_ptr<game::RequestBudget> budget = nullptr);

    /// Makes one call.
    ///
    /// A GET is repeated after 429, after 5xx, after an answer that is not JSON and after trouble
    /// of the connection. Everything else is repeated only when the server surely did nothing:
    /// after 429, after a maintenance notice, and when it never got the request.
    ///
    /// @error the game's refusals, as game::error_from() has them.
    /// @error kUnavailable     Temporary trouble outlived the policy, or too many requests wait
    ///                         already; nothing happened.
    /// @error kOutcomeUnknown  A request that acts was sent, and no clear answer came.
    /// @cost 1 request, and 1 for every repetition.
    core::Task<core::Result<ApiAnswer>> call(HttpRequest request, game::RequestPurpose purpose);

    const game::BudgetMember& budget() const { return budget_; }

  private:
    /// What to do after one attempt.
    struct Verdict {
        core::Result<ApiAnswer> outcome;
        game::RequestOutcome counted = game::RequestOutcome::kOk;
        bool repeat = false;
        std::optional<core::Duration> wait;  ///< What the server asked for.
    };

    Verdict judge(const HttpRequest& request, core::Result<HttpAnswer> attempt);
    Verdict judge_refusal(const HttpRequest& request, const HttpAnswer& answer) const;

    std::unique_ptr<Transport> transport_;
    core::Clock& clock_;
    core::Log& log_;
    ServerTimeObserver observer_;
    RetryPolicy policy_;
    std::shared_ptr<game::RequestGuard> guard_;  ///< nullptr: nobody stops a request.
    game::BudgetMember budget_;
};

}  // namespace argosy::live
