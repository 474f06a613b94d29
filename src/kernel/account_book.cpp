#include "kernel/account_book.h"

namespace argosy::kernel {

Task<Result<AccountRow>> load_account(store::Store& store, std::string account) {
    ARGOSY_CO_TRY(
        const store::Rows rows,
        co_await store.query("SELECT a.version AS version, s.run_id AS run_id, s.owner AS owner,"
                             " s.divisor AS divisor, s.beats AS beats FROM accounts a"
                             " JOIN account_shares s ON s.account = a.account"
                             " WHERE a.account = $1 ORDER BY s.run_id",
                             {std::move(account)}));
    AccountRow found;
    for (const store::Row& row : rows) {
        found.version = row.integer("version");
        found.shares.push_back({row.integer("run_id"), row.text("owner"), row.integer("divisor"),
                                row.integer("beats")});
    }
    co_return found;
}

Task<Result<void>> beat(store::Store& store, std::string account, ShareRow mine) {
    store::Transaction transaction;
    transaction.add(
        "INSERT INTO accounts (account, version) VALUES ($1, 0) ON CONFLICT (account) DO NOTHING",
        {account});
    transaction.add(
        "INSERT INTO account_shares (account, run_id, owner, divisor, beats)"
        " VALUES ($1, $2, $3, 0, $4)"
        " ON CONFLICT (account, run_id) DO UPDATE SET beats = $4",
        {std::move(account), mine.run, std::move(mine.owner), mine.beats});
    co_return co_await store.commit(std::move(transaction));
}

Task<Result<void>> take_share(store::Store& store, std::string account, AccountRow seen,
                              std::int64_t run, std::int64_t divisor) {
    store::Transaction transaction;
    transaction.add("UPDATE accounts SET version = version + 1 WHERE account = $1 AND version = $2",
                    {account, seen.version}, store::Expect::kOneRow);
    transaction.add("UPDATE account_shares SET divisor = $3 WHERE account = $1 AND run_id = $2",
                    {std::move(account), run, divisor}, store::Expect::kOneRow);
    co_return co_await store.commit(std::move(transaction), store::Durability::kFull);
}

Task<Result<void>> give_share(store::Store& store, std::string account, std::int64_t run,
                              std::int64_t divisor) {
    store::Transaction transaction;
    transaction.add("UPDATE account_shares SET divisor = $3 WHERE account = $1 AND run_id = $2",
                    {std::move(account), run, divisor}, store::Expect::kOneRow);
    co_return co_await store.commit(std::move(transaction));
}

Task<Result<void>> leave_account(store::Store& store, std::string account, ShareRow mine) {
    store::Transaction transaction;
    transaction.add("UPDATE account_shares SET beats = $3 WHERE account = $1 AND run_id = $2",
                    {std::move(account), mine.run, -mine.beats});
    co_return co_await store.commit(std::move(transaction));
}

Task<Result<void>> drop_share(store::Store& store, std::string account, ShareRow seen) {
    store::Transaction transaction;
    transaction.add(
        "DELETE FROM account_shares WHERE account = $1 AND run_id = $2 AND beats = $3"
        " AND divisor = $4",
        {std::move(account), seen.run, seen.beats, seen.divisor}, store::Expect::kOneRow);
    co_return co_await store.commit(std::move(transaction));
}

}  // namespace argosy::kernel
