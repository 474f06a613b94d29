#include "store/commit.h"

namespace argosy::store {

Task<void> commit_or_abort(Store& store, core::Log& log, Transaction transaction,
                           Durability durability) {
    if (transaction.empty()) co_return;
    const Result<void> done = co_await store.commit(std::move(transaction), durability);
    if (done) co_return;
    log.error("store", "commit_failed", {{"reason", done.error().message}});
    ARGOSY_FAIL("the store refused a change that memory already holds");
}

}  // namespace argosy::store
