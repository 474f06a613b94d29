#pragma once

/// @file
/// One player's ships with everything needed to fly them: what every haul, look and purchase
/// stands on. A bundle of parts, each with its own contract.

#include "fleet/claims.h"
#include "fleet/helm.h"
#include "fleet/idle_pool.h"
#include "fleet/universe_end.h"

namespace argosy::fleet {

struct Fleet {
    Fleet(const core::Runtime& runtime_, store::Store& store_, game::GamePort& game_,
          ledger::Ledger& ledger_, market::MarketBook& markets_, std::int64_t player_)
        : runtime(runtime_),
          store(store_),
          game(game_),
          ledger(ledger_),
          markets(markets_),
          player(player_),
          universe_end(runtime.clock),
          ships(runtime, game, player),
          claims(runtime, store, player),
          idle(ships, claims, ledger),
          chart(store, game, player),
          routes(chart),
          helm(runtime, store, game, ledger, markets, ships, chart, routes) {}

    /// Returns the ships nobody has claimed, by symbol.
    std::vector<model::ShipSymbol> idle_ships() const { return idle.ships(); }

    const core::Runtime& runtime;
    store::Store& store;
    game::GamePort& game;
    ledger::Ledger& ledger;
    market::MarketBook& markets;
    const std::int64_t player;
    UniverseEnd universe_end;
    ShipRegistry ships;
    Claims claims;
    IdlePool idle;
    Chart chart;
    RouteTimes routes;
    Helm helm;
};

}  // namespace argosy::fleet
