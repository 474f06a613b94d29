#include "kernel/resident.h"

#include "kernel/player_book.h"
#include "store/sqlite_engine.h"

namespace argosy::kernel {

Resident::Resident(sim::Universe& universe, core::VirtualLoop& loop, core::Rng rng,
                   std::unique_ptr<store::Engine> engine)
    : universe_(universe),
      engine_(std::move(engine)),
      rng_(rng),
      log_(loop.clock(), sink_),
      runtime_{loop.executor(), loop.clock(), log_, rng_, ids_, decisions_},
      store_(*engine_, loop.clock(), rng_),
      game_(universe, loop.clock(), rng_) {}

Result<std::unique_ptr<Resident>> Resident::create(sim::Universe& universe, core::VirtualLoop& loop,
                                                   std::uint64_t seed, const std::string& name) {
    ARGOSY_TRY(auto engine, store::open_sqlite(std::string(store::kInMemory)));
    ARGOSY_CHECK(store::migrate(*engine));
    const core::Rng rng(core::Rng(seed).stream(name).next());
    return std::unique_ptr<Resident>(new Resident(universe, loop, rng, std::move(engine)));
}

Task<Result<Player>> Resident::enrol(model::AgentSymbol agent) {
    const core::TimePoint now = runtime_.now();
    ARGOSY_CO_CHECK(co_await begin_run(store_, now, rng_.seed()));
    const core::Secret account("account-of-" + agent.str());
    ARGOSY_CO_TRY(game::Registration registered,
                  co_await game_.register_agent(account, std::move(agent), "COSMIC"));
    game_.use_agent_token(registered.agent_token);
    Player player{.agent = registered.agent.symbol,
                  .era = universe_.reset_date(),
                  .faction = registered.agent.starting_faction,
                  .headquarters = registered.agent.headquarters,
                  .token = std::move(registered.agent_token)};
    co_return co_await save_player(store_, std::move(player), now);
}

}  // namespace argosy::kernel
