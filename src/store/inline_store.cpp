#include "store/inline_store.h"

#include <algorithm>

namespace argosy::store {

InlineStore::InlineStore(Engine& engine, core::Clock& clock, const core::Rng& rng)
    : engine_(engine), clock_(clock), latency_(rng.stream("store")) {}

Task<void> InlineStore::travel(core::TimePoint& last) {
    const core::Duration length(latency_.uniform(0, kLatencyMax.count() / 2));
    last = std::max(last, clock_.now() + length);
    co_await clock_.sleep_until(last);
}

Task<Result<void>> InlineStore::commit(Transaction transaction, Durability durability) {
    co_await travel(last_arrival_);
    Result<void> done = engine_.commit(transaction, durability);
    co_await travel(last_return_);
    co_return done;
}

Task<Result<Rows>> InlineStore::query(std::string_view sql, Params params) {
    co_await travel(last_arrival_);
    Result<Rows> rows = engine_.query(sql, params);
    co_await travel(last_return_);
    co_return rows;
}

}  // namespace argosy::store
