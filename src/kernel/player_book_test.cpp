#include "kernel/player_book.h"

#include <gtest/gtest.h>

#include "ledger/testing/process.h"

namespace argosy::kernel {
namespace {

using ledger::testing::Process;
using ledger::testing::Remains;

// The era of the player that every test store begins with.
const std::string kEra = "2025-04-06";

Player player_named(const std::string& agent, const std::string& token) {
    return {.agent = model::AgentSymbol(agent),
            .era = kEra,
            .faction = "COSMIC",
            .headquarters = model::WaypointSymbol("X1-AD75-A1"),
            .token = core::Secret(token)};
}

Player save(Process& process, Player player) {
    const auto saved =
        process.run(save_player(process.store, std::move(player), process.runtime.now()));
    ARGOSY_ASSERT(saved.ok());
    return *saved;
}

TEST(Players, AreLoadedWithEverythingThatActingForThemTakes) {
    Remains remains;
    Process process(remains);
    const Player saved = save(process, player_named("TRADER", "a-token"));
    const auto players = process.run(load_players(process.store, kEra));
    ASSERT_TRUE(players.ok());
    ASSERT_EQ(players->size(), 2u);
    const Player& loaded = players->back();
    EXPECT_EQ(loaded.id, saved.id);
    EXPECT_EQ(loaded.agent, model::AgentSymbol("TRADER"));
    EXPECT_EQ(loaded.era, kEra);
    EXPECT_EQ(loaded.faction, "COSMIC");
    EXPECT_EQ(loaded.headquarters, model::WaypointSymbol("X1-AD75-A1"));
    EXPECT_EQ(loaded.token.reveal(), "a-token");
}

TEST(Players, KeepTheirIdWhenTheirTokenIsNew) {
    Remains remains;
    Process process(remains);
    const Player before = save(process, player_named("TRADER", "old"));
    const Player after = save(process, player_named("TRADER", "new"));
    EXPECT_EQ(after.id, before.id);
    const auto players = process.run(load_players(process.store, kEra));
    ASSERT_TRUE(players.ok());
    ASSERT_EQ(players->size(), 2u);
    EXPECT_EQ(players->back().token.reveal(), "new");
}

TEST(Players, OfAnotherEraAreOthers) {
    Remains remains;
    Process process(remains);
    const Player before = save(process, player_named("TRADER", "a-token"));
    Player reborn = player_named("TRADER", "another");
    reborn.era = "2025-05-04";
    EXPECT_NE(save(process, reborn).id, before.id);
    const auto players = process.run(load_players(process.store, "2025-05-04"));
    ASSERT_TRUE(players.ok());
    EXPECT_EQ(players->size(), 1u);
}

TEST(Runs, AreNumberedUpwards) {
    Remains remains;
    Process process(remains);
    const auto first = process.run(begin_run(process.store, process.runtime.now(), 1));
    const auto second = process.run(begin_run(process.store, process.runtime.now(), 1));
    ASSERT_TRUE(first.ok() && second.ok());
    EXPECT_EQ(*second, *first + 1);
}

}  // namespace
}  // namespace argosy::kernel
