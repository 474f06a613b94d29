#include "kernel/lease.h"

namespace argosy::kernel {

Task<Result<Lease>> read_lease(store::Store& store, std::int64_t player) {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store.query("SELECT owner, fencing_token, renewals FROM player_leases"
                                       " WHERE player_id = $1",
                                       {player}));
    if (rows.empty()) co_return Lease{};
    const store::Row& row = rows.front();
    co_return Lease{row.text("owner"), row.integer("fencing_token"), row.integer("renewals")};
}

Task<Result<std::int64_t>> take_lease(store::Store& store, std::int64_t player, Lease seen,
                                      std::string owner) {
    store::Transaction transaction;
    transaction.add(
        "INSERT INTO player_leases (player_id, owner, fencing_token, renewals)"
        " VALUES ($1, '', 0, 0) ON CONFLICT (player_id) DO NOTHING",
        {player});
    transaction.add(
        "UPDATE player_leases SET owner = $2, fencing_token = fencing_token + 1,"
        " renewals = renewals + 1 WHERE player_id = $1 AND fencing_token = $3 AND renewals = $4",
        {player, std::move(owner), seen.token, seen.renewals}, store::Expect::kOneRow);
    ARGOSY_CO_CHECK(co_await store.commit(std::move(transaction), store::Durability::kFull));
    co_return seen.token + 1;
}

void add_renewal(store::Transaction& transaction, std::int64_t player, std::int64_t token) {
    transaction.add(
        "UPDATE player_leases SET renewals = renewals + 1"
        " WHERE player_id = $1 AND fencing_token = $2",
        {player, token}, store::Expect::kOneRow);
}

void add_release(store::Transaction& transaction, std::int64_t player, std::int64_t token) {
    transaction.add(
        "UPDATE player_leases SET owner = '', renewals = renewals + 1"
        " WHERE player_id = $1 AND fencing_token = $2",
        {player, token});
}

void add_revocation(store::Transaction& transaction, std::int64_t player) {
    transaction.add(
        "UPDATE player_leases SET owner = '', fencing_token = fencing_token + 1"
        " WHERE player_id = $1",
        {player});
}

std::string lost_to(const Lease& lease) {
    return fmt::format("the lease was lost to {} (token {})",
                       lease.owner.empty() ? "nobody" : lease.owner, lease.token);
}

bool LeaseWatch::may_take(const Lease& seen, core::TimePoint now, core::Duration patience) {
    if (!watching_ || !(seen == last_)) {
        watching_ = true;
        last_ = seen;
        since_ = now;
    }
    const bool is_free = seen.owner.empty() && seen.token > 0;
    return is_free || now - since_ >= patience;
}

}  // namespace argosy::kernel
