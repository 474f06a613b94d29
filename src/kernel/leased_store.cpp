#include "kernel/leased_store.h"

#include "kernel/lease.h"

namespace argosy::kernel {

Task<Result<void>> LeasedStore::commit(store::Transaction transaction,
                                       store::Durability durability) {
    if (!tenure_->lasts()) co_await tenure_->park();
    store::Transaction guarded;
    add_renewal(guarded, tenure_->player(), tenure_->token());
    guarded.add(std::move(transaction));
    const core::TimePoint asked_at = machine_.now();
    Result<void> done = co_await inner_.commit(std::move(guarded), durability);
    if (done) tenure_->renewed(asked_at);
    if (!done && done.error().code == core::ErrorCode::kConflict) {
        // Either the token or one of the company's own statements was refused.
        const auto lease = co_await read_lease(inner_, tenure_->player());
        if (lease && lease->token != tenure_->token()) {
            tenure_->finish(Tenure::End::kLeaseLost, lost_to(*lease));
        }
    }
    if (!tenure_->lasts()) co_await tenure_->park();
    co_return done;
}

Task<Result<store::Rows>> LeasedStore::query(std::string_view sql, store::Params params) {
    if (!tenure_->lasts()) co_await tenure_->park();
    auto rows = co_await inner_.query(sql, std::move(params));
    if (!tenure_->lasts()) co_await tenure_->park();
    co_return rows;
}

}  // namespace argosy::kernel
