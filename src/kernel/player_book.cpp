#include "kernel/player_book.h"

#include "fleet/bygone.h"
#include "goods/bygone.h"
#include "hauls/bygone.h"
#include "kernel/lease.h"
#include "ledger/bygone.h"
#include "manufacturing/bygone.h"
#include "operations/bygone.h"

namespace argosy::kernel {
namespace {

// Daemons that start at the same moment want the same number.
constexpr int kRunNumberTries = 100;

Player player_of(const store::Row& row) {
    return {.id = row.integer("id"),
            .agent = model::AgentSymbol(row.text("agent_symbol")),
            .era = row.text("era"),
            .faction = row.text("faction"),
            .headquarters = model::WaypointSymbol(row.text("headquarters")),
            .token = core::Secret(row.text("token")),
            .account = row.text("account")};
}

std::vector<Player> players_of(const store::Rows& rows) {
    std::vector<Player> players;
    for (const store::Row& row : rows)
        players.push_back(player_of(row));
    return players;
}

}  // namespace

Task<Result<std::vector<Player>>> load_players(store::Store& store, std::string era) {
    ARGOSY_CO_TRY(
        const store::Rows rows,
        co_await store.query("SELECT id, agent_symbol, era, faction, headquarters, token, account"
                             " FROM players WHERE era = $1 AND ended_at IS NULL"
                             " ORDER BY id",
                             {std::move(era)}));
    co_return players_of(rows);
}

Task<Result<std::vector<Player>>> load_bygone_players(store::Store& store, std::string era) {
    ARGOSY_CO_TRY(
        const store::Rows rows,
        co_await store.query("SELECT id, agent_symbol, era, faction, headquarters, token, account"
                             " FROM players WHERE era < $1 AND ended_at IS NULL"
                             " ORDER BY id",
                             {std::move(era)}));
    co_return players_of(rows);
}

Task<Result<std::vector<KnownPlayer>>> load_known_players(store::Store& store) {
    ARGOSY_CO_TRY(
        const store::Rows rows,
        co_await store.query(
            "SELECT id, agent_symbol, era, faction, headquarters, token, account, created_at, "
            "ended_at,"
            " ended_because, COALESCE(owner, '') AS owner,"
            " COALESCE(fencing_token, 0) AS fencing_token,"
            " (SELECT COUNT(*) FROM late_acts WHERE late_acts.player_id = players.id) AS late_acts"
            " FROM players LEFT JOIN player_leases ON player_leases.player_id = players.id"
            " ORDER BY id"));
    std::vector<KnownPlayer> players;
    for (const store::Row& row : rows) {
        KnownPlayer known{.player = player_of(row),
                          .created_at = core::from_millis(row.integer("created_at")),
                          .ended_because = row.text("ended_because"),
                          .owner = row.text("owner"),
                          .fencing_token = row.integer("fencing_token"),
                          .late_acts = row.integer("late_acts")};
        if (const auto ended = row.maybe_integer("ended_at")) {
            known.ended_at = core::from_millis(*ended);
        }
        players.push_back(std::move(known));
    }
    co_return players;
}

Task<Result<Player>> save_player(store::Store& store, Player player, core::TimePoint now) {
    store::Transaction transaction;
    transaction.add(
        "INSERT INTO players (agent_symbol, era, faction, headquarters, token, created_at, account)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)"
        " ON CONFLICT (agent_symbol, era) DO UPDATE SET token = $5, account = $7"
        " WHERE players.ended_at IS NULL",
        {player.agent.str(), player.era, player.faction, player.headquarters.str(),
         player.token.reveal(), core::to_millis(now), player.account},
        store::Expect::kOneRow);
    const auto saved = co_await store.commit(std::move(transaction), store::Durability::kFull);
    if (!saved && saved.error().code == core::ErrorCode::kConflict) {
        co_return core::Error{
            core::ErrorCode::kConflict,
            fmt::format("{} of the universe of {} is history: the game began again with a date it "
                        "had before, so give it a database of its own",
                        player.agent, player.era)};
    }
    ARGOSY_CO_CHECK(saved);
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store.query("SELECT id FROM players WHERE agent_symbol = $1"
                                       " AND era = $2",
                                       {player.agent.str(), player.era}));
    player.id = rows.front().integer("id");
    co_return player;
}

Task<Result<std::int64_t>> load_current_player(store::Store& store) {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store.query("SELECT player_id FROM current_player"));
    co_return rows.empty() ? 0 : rows.front().integer("player_id");
}

Task<Result<void>> save_current_player(store::Store& store, std::int64_t player) {
    store::Transaction transaction;
    transaction.add(
        "INSERT INTO current_player (slot, player_id) VALUES (1, $1)"
        " ON CONFLICT (slot) DO UPDATE SET player_id = $1",
        {player});
    co_return co_await store.commit(std::move(transaction));
}

Task<Result<void>> end_player(store::Store& store, std::int64_t player, std::string reason,
                              core::TimePoint now) {
    store::Transaction transaction;
    transaction.add(
        "UPDATE players SET ended_at = $2, ended_because = $3"
        " WHERE id = $1 AND ended_at IS NULL",
        {player, core::to_millis(now), reason}, store::Expect::kOneRow);
    add_revocation(transaction, player);
    transaction.add("DELETE FROM current_player WHERE player_id = $1", {player});
    fleet::close_bygone(player, now, transaction);
    hauls::close_bygone(player, reason, now, transaction);
    goods::close_bygone(player, reason, now, transaction);
    manufacturing::close_bygone(player, reason, now, transaction);
    operations::close_bygone(player, reason, now, transaction);
    ledger::close_bygone(player, reason, now, transaction);
    co_return co_await store.commit(std::move(transaction), store::Durability::kFull);
}

Task<Result<std::int64_t>> begin_run(store::Store& store, core::TimePoint now, std::uint64_t seed) {
    Result<void> taken;
    for (int i = 0; i < kRunNumberTries; ++i) {
        ARGOSY_CO_TRY(const store::Rows rows,
                      co_await store.query("SELECT COALESCE(MAX(id), 0) AS last FROM runs"));
        const std::int64_t number = rows.front().integer("last") + 1;
        store::Transaction transaction;
        transaction.add("INSERT INTO runs (id, started_at, seed) VALUES ($1, $2, $3)",
                        {number, core::to_millis(now), fmt::format("{}", seed)});
        taken = co_await store.commit(std::move(transaction));
        if (taken) co_return number;
        // Another daemon of this database took the number.
        if (taken.error().code != core::ErrorCode::kConflict) break;
    }
    co_return std::move(taken).error();
}

}  // namespace argosy::kernel
