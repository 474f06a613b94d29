#pragma once

/// @file
/// The store of the real worlds: one thread owns the engine and works through a queue; answers are
/// posted back to the loop. First in, first out. Destroying the store finishes what is queued.

#include <memory>

#include "store/engine.h"

namespace argosy::store {

class ThreadedStore final : public Store {
  public:
    /// Calls waiting for the thread; beyond these the store is unavailable rather than endless.
    static constexpr std::size_t kQueueLimit = 10'000;

    /// @param executor  The loop that the answers are posted to.
    ThreadedStore(std::unique_ptr<Engine> engine, core::Executor executor);
    /// Waits until everything queued has been done. Answers to tasks of a loop that no longer runs
    /// are dropped with that loop, so destroy the store before its loop's context.
    ~ThreadedStore() override;

    Task<Result<void>> commit(Transaction transaction, Durability durability) override;
    Task<Result<Rows>> query(std::string_view sql, Params params) override;

  private:
    class Worker;

    std::unique_ptr<Worker> worker_;
    core::Executor executor_;
};

}  // namespace argosy::store
