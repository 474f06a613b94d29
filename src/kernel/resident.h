#pragma once

/// @file
/// One player's process in a universe that it shares with others: everything of its own but the
/// loop, which is everybody's. What one resident draws or decides leaves the others' draws alone.

#include <memory>
#include <string>

#include "core/runtime.h"
#include "core/virtual_loop.h"
#include "kernel/player.h"
#include "sim/sim_game.h"
#include "store/engine.h"
#include "store/inline_store.h"

namespace argosy::kernel {

using core::Result;
using core::Task;

class Resident {
  public:
    /// Makes a process with an empty store in memory.
    /// @param name  Names its draws, of `seed`.
    static Result<std::unique_ptr<Resident>> create(sim::Universe& universe,
                                                    core::VirtualLoop& loop, std::uint64_t seed,
                                                    const std::string& name);

    /// Registers its agent with the universe and stores the player.
    Task<Result<Player>> enrol(model::AgentSymbol agent);

    const core::Runtime& runtime() const { return runtime_; }
    store::Store& store() { return store_; }
    sim::SimGame& game() { return game_; }
    std::uint64_t errors() const { return log_.errors(); }
    std::string decision_hash() const { return decisions_.hex(); }

    /// Returns what the store holds at this moment; it takes no time.
    Result<store::Rows> stored(std::string_view sql, const store::Params& params) const {
        return engine_->query(sql, params);
    }

  private:
    Resident(sim::Universe& universe, core::VirtualLoop& loop, core::Rng rng,
             std::unique_ptr<store::Engine> engine);

    sim::Universe& universe_;
    std::unique_ptr<store::Engine> engine_;
    core::Rng rng_;
    core::StderrSink sink_{core::LogLevel::kError, core::StderrSink::Format::kText};
    core::Log log_;
    core::IdSource ids_{1};
    core::DecisionHash decisions_;
    core::Runtime runtime_;
    store::InlineStore store_;
    sim::SimGame game_;
};

}  // namespace argosy::kernel
