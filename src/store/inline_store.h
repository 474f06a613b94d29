#pragma once

/// @file
/// The store of the virtual world: the engine itself, on the loop, as late as a database on
/// another thread would be. Calls take effect and return in the order they were made. A crash
/// destroys this object (after its loop) and keeps the engine: what had not taken effect is lost,
/// and what had may not have been heard of.

#include "core/clock.h"
#include "core/rng.h"
#include "store/engine.h"

namespace argosy::store {

class InlineStore final : public Store {
  public:
    /// The longest a call takes, in the loop's time: half until it takes effect, half to return.
    static constexpr core::Duration kLatencyMax{50};

    /// @param rng  Its stream "store" gives the latencies.
    InlineStore(Engine& engine, core::Clock& clock, const core::Rng& rng);

    Task<Result<void>> commit(Transaction transaction, Durability durability) override;
    Task<Result<Rows>> query(std::string_view sql, Params params) override;

  private:
    /// Suspends for a drawn length, but not so that it would overtake whoever came before.
    Task<void> travel(core::TimePoint& last);

    Engine& engine_;
    core::Clock& clock_;
    core::RandomStream latency_;
    core::TimePoint last_arrival_;
    core::TimePoint last_return_;
};

}  // namespace argosy::store
