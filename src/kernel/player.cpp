#include "kernel/player.h"

namespace argosy::kernel {
namespace {

// Daemons that start at the same moment want the same number.
constexpr int kRunNumberTries = 100;

}  // namespace

Task<Result<std::vector<Player>>> load_players(store::Store& store, std::string era) {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store.query("SELECT id, agent_symbol, era, faction, headquarters, token"
                                       " FROM players WHERE era = $1 ORDER BY id",
                                       {era}));
    std::vector<Player> players;
    for (const store::Row& row : rows) {
        players.push_back({.id = row.integer("id"),
                           .agent = model::AgentSymbol(row.text("agent_symbol")),
                           .era = row.text("era"),
                           .faction = row.text("faction"),
                           .headquarters = model::WaypointSymbol(row.text("headquarters")),
                           .token = core::Secret(row.text("token"))});
    }
    co_return players;
}

Task<Result<Player>> save_player(store::Store& store, Player player, core::TimePoint now) {
    store::Transaction transaction;
    transaction.add(
        "INSERT INTO players (agent_symbol, era, faction, headquarters, token, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT (agent_symbol, era) DO UPDATE SET token = $5",
        {player.agent.str(), player.era, player.faction, player.headquarters.str(),
         player.token.reveal(), core::to_millis(now)});
    ARGOSY_CO_CHECK(co_await store.commit(std::move(transaction), store::Durability::kFull));
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store.query("SELECT id FROM players WHERE agent_symbol = $1"
                                       " AND era = $2",
                                       {player.agent.str(), player.era}));
    player.id = rows.front().integer("id");
    co_return player;
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
