#include "ledger/testing/process.h"

namespace argosy::ledger::testing {

namespace {

std::unique_ptr<store::Engine> new_database() {
    auto opened = store::open_sqlite(std::string(store::kInMemory));
    EXPECT_TRUE(opened.ok());
    EXPECT_TRUE(store::migrate(**opened).ok());
    return *std::move(opened);
}

}  // namespace

Remains::Remains() : Remains(new_database()) {}

Remains::Remains(std::unique_ptr<store::Engine> empty) : engine(std::move(empty)) {
    store::Transaction player;
    player.add(
        "INSERT INTO players (id, agent_symbol, era, faction, headquarters, token, "
        "created_at) VALUES ($1, 'ARGOSY', '2025-04-06', 'COSMIC', 'X1-AD75-A1', 't', 0)",
        {kPlayer});
    EXPECT_TRUE(engine->commit(player, store::Durability::kNormal).ok());
    world.prices = {{model::TradeSymbol("IRON"), 100},
                    {model::TradeSymbol("COPPER"), 150},
                    {model::TradeSymbol("FUEL"), 70}};
}

std::int64_t Remains::number(std::string_view sql) const {
    const auto rows = engine->query(sql, {});
    EXPECT_TRUE(rows.ok());
    return rows->front().integer("n");
}

Process::Process(Remains& remains, Settings settings, std::uint64_t seed)
    : remains_(remains),
      loop_(std::make_unique<core::VirtualLoop>(remains.now)),
      log_(loop_->clock(), sink_),
      rng_(seed),
      ids_(++remains.runs),
      runtime{loop_->executor(), loop_->clock(), log_, rng_, ids_, decisions_},
      store(*remains.engine, loop_->clock(), rng_),
      game(remains.world, loop_->clock(), rng_.stream("game")),
      ledger(runtime, store, game, kPlayer, settings) {}

Process::~Process() {
    remains_.now = loop_->clock().now();
    loop_.reset();
}

void Process::crash() {
    loop_->destroy_tasks();
}

void Process::run_for(core::Duration length) {
    loop_->run_until(loop_->clock().now() + length);
}

bool Process::run_events(std::uint64_t count) {
    for (std::uint64_t done = 0; done < count; ++done) {
        if (!loop_->run_one()) return false;
    }
    return true;
}

}  // namespace argosy::ledger::testing
