#include <algorithm>

#include "rpc/daemon_handlers.h"
#include "rpc/view.h"

namespace argosy::rpc {
namespace {

using game::RequestOutcome;
using kernel::Company;

void add_requests(const game::RequestCounts& counts, v1::Health& health) {
    for (std::size_t i = 0; i < game::kPriorities; ++i) {
        const game::WaitingTime& waited = counts.waited[i];
        v1::RequestCount& line = *health.add_requests();
        line.set_priority(std::string(game::to_string(static_cast<game::Priority>(i))));
        line.set_sent(waited.count());
        line.set_waited_ms(waited.total().count());
        line.set_longest_wait_ms(waited.max().count());
        line.set_p95_wait_ms(waited.percentile(95).count());
        line.set_turned_away(counts.turned_away[i]);
    }
    for (std::size_t i = 0; i < game::kPurposes; ++i) {
        const auto purpose = static_cast<game::RequestPurpose>(i);
        v1::PurposeCount& line = *health.add_purposes();
        line.set_purpose(std::string(game::to_string(purpose)));
        line.set_sent(counts.sent_for(purpose));
        line.set_ok(counts.count(purpose, RequestOutcome::kOk));
        line.set_refused(counts.count(purpose, RequestOutcome::kRefused));
        line.set_rate_limited(counts.count(purpose, RequestOutcome::kRateLimited));
        line.set_unavailable(counts.count(purpose, RequestOutcome::kUnavailable));
        line.set_unknown(counts.count(purpose, RequestOutcome::kUnknown));
    }
    health.set_requests_429(counts.rate_limited());
}

void add_accounts(const kernel::Daemon& daemon, const std::vector<kernel::AccountView>& accounts,
                  v1::Health& health) {
    for (const kernel::AccountView& account : accounts) {
        v1::AccountShare& share = *health.add_accounts();
        share.set_account(account.account);
        share.set_divisor(account.divisor);
        for (const kernel::ShareRow& holder : account.holders) {
            if (holder.run == daemon.runtime().ids.run()) continue;
            v1::ShareHolder& other = *share.add_others();
            other.set_owner(holder.owner);
            other.set_divisor(holder.divisor);
            other.set_left(holder.left());
        }
    }
}

}  // namespace

Handled<v1::Health> DaemonHandlers::get_health(v1::GetHealthRequest) {
    v1::Health health;
    health.set_version(ARGOSY_VERSION);
    health.set_game_url(daemon_.config().base_url);
    health.set_game_version(daemon_.server().version);
    health.set_reset_date(daemon_.server().reset_date);
    health.set_now(core::to_millis(daemon_.runtime().now()));
    health.set_time_factor(daemon_.time_factor());
    health.set_started_at(core::to_millis(daemon_.started_at()));
    health.set_database(daemon_.config().store.shown());
    if (const auto trouble = co_await daemon_.store_trouble()) health.set_store_trouble(*trouble);
    const core::Credits traded = daemon_.traded();
    const game::RequestCounts counts = daemon_.requests();
    add_requests(counts, health);
    health.set_requests_waiting(std::int64_t(daemon_.budget().waiting()));
    health.set_request_bound(daemon_.budget().is_bound());
    health.set_request_price_ms(daemon_.budget().price().count());
    health.set_traded(traded.count());
    health.set_credits_per_request(traded.count() / std::max<std::int64_t>(1, counts.total()));
    health.set_players(std::int32_t(daemon_.companies().size()));
    for (const std::string& trouble : daemon_.sessions().troubles())
        health.add_player_troubles(trouble);
    add_accounts(daemon_, daemon_.sessions().shares().accounts(), health);
    int running = 0;
    for (Company* company : daemon_.companies()) {
        for (const auto& [id, operation] : company->operations().all())
            running += operation.status == operations::OperationStatus::kRunning ? 1 : 0;
    }
    health.set_operations_running(running);
    for (Company* company : daemon_.companies()) {
        const auto blocked = company->ledger().why_blocked();
        if (!blocked) continue;
        health.add_spending_blocked(company->player().agent.str() + ": " + *blocked);
    }
    co_return health;
}

Handled<v1::Diagnosis> DaemonHandlers::diagnose(v1::DiagnoseRequest) {
    co_return to_message(co_await daemon_.diagnose());
}

Handled<v1::ConfigSettings> DaemonHandlers::get_config(v1::GetConfigRequest) {
    co_return to_message(daemon_.config().effective);
}

}  // namespace argosy::rpc
