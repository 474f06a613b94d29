#pragma once

/// @file
/// What stands at factories that our pipelines feed, above what those still need: another pipeline
/// reserves units of it instead of making its own. The game has no warehouses, so a pool is units
/// that no one has bought yet. The book says whose they are to be; it does not buy.

#include <map>
#include <string>

#include "core/units.h"
#include "manufacturing/factory_reservation.h"

namespace argosy::manufacturing {

using PoolId = core::Symbol<struct PoolTag>;                        ///< "pool-<run>-<sequence>"
using PoolReservationId = core::Symbol<struct PoolReservationTag>;  ///< "share-<run>-<sequence>"

/// A good in a system, over all factories that make it for us.
struct IntermediateGoodPool {
    PoolId id;
    core::Units available;  ///< That nobody has reserved.
    core::Units reserved;   ///< And not consumed.
};

/// What one haul of a pipeline will take.
struct PoolReservation {
    PoolReservationId id;
    core::PipelineId pipeline;
    core::HaulId haul;
    FactoryOutput factory;  ///< Where the units stand.
    core::Units units;
    core::TimePoint reserved_at;
    core::TimePoint expires_at;
    std::int64_t hauls_saved = 0;  ///< That making the units would have taken; 0: bought anyway.
};

/// What sharing has brought so far, over all runs.
struct Shared {
    std::int64_t hauls = 0;  ///< That consumed their reservation.
    core::Units units;
    std::int64_t hauls_saved = 0;
};

class GoodPools {
  public:
    GoodPools(const core::Runtime& runtime, store::Store& store, std::int64_t player);

    /// Reads the pools, the open reservations, and what was shared before. What stands at each
    /// factory is said anew by add_to_pool().
    Task<Result<void>> load();

    /// Says what stands at each factory above what its own pipeline needs; at those left out,
    /// nothing does.
    void add_to_pool(std::map<FactoryOutput, core::Units> surplus, store::Transaction& transaction);

    /// Reserves units for one haul of a pipeline.
    /// @param request  Its id and moment of reservation are filled in.
    /// @error kConflict  There are not so many that nobody has reserved. Nothing was changed.
    Result<PoolReservationId> reserve(PoolReservation request, store::Transaction& transaction);

    /// The haul has loaded the units.
    void consume(const PoolReservationId& id, store::Transaction& transaction);

    /// Gives the units back.
    void release(const PoolReservationId& id, store::Transaction& transaction);

    void extend(const PoolReservationId& id, core::TimePoint expires_at,
                store::Transaction& transaction);

    /// Returns the units at a factory that nobody has reserved; never below 0, though a factory may
    /// hold less than is reserved of it when somebody else buys there.
    core::Units available_at(const FactoryOutput& factory) const;

    /// Returns the reservations that are neither consumed nor given back, by id.
    const std::map<PoolReservationId, PoolReservation>& open() const { return open_; }

    /// Returns the factories where something is available, and how much.
    std::map<FactoryOutput, core::Units> available() const;

    const Shared& shared() const { return shared_; }

  private:
    using Key = std::pair<model::TradeSymbol, model::SystemSymbol>;
    static Key key_of(const FactoryOutput& factory);

    core::Units reserved_at(const FactoryOutput& factory) const;
    IntermediateGoodPool& pool_of(const Key& key, store::Transaction& transaction);
    /// Sums a pool up anew, and stores it when it changed.
    void sum_up(const Key& key, store::Transaction& transaction);
    void close(const PoolReservationId& id, store::Transaction& transaction);

    const core::Runtime& runtime_;
    store::Store& store_;
    std::int64_t player_;
    std::map<Key, IntermediateGoodPool> pools_;
    std::map<FactoryOutput, core::Units> surplus_;
    std::map<PoolReservationId, PoolReservation> open_;
    Shared shared_;
};

}  // namespace argosy::manufacturing
