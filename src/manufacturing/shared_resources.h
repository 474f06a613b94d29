#pragma once

/// @file
/// What pipelines have in common: factories, which one at a time may feed, and what stands at
/// them, which another pipeline may use instead of making its own (docs/concepts/manufacturing.md).

#include "fleet/fleet.h"
#include "goods/recipes.h"
#include "goods/supply_chain.h"
#include "hauls/task_book.h"
#include "manufacturing/factory_state.h"
#include "manufacturing/intermediate_good_pool.h"
#include "manufacturing/profitability.h"

namespace argosy::manufacturing {

/// The books of what is shared.
struct SharedResources {
    SharedResources(const core::Runtime& runtime, store::Store& store, std::int64_t player)
        : factories(runtime, store, player), pools(runtime, store, player) {}

    Task<Result<void>> load() {
        ARGOSY_CO_CHECK(co_await factories.load());
        co_return co_await pools.load();
    }

    ReservationBook factories;
    GoodPools pools;
};

/// What a pipeline fetches from factories that others feed, and would have made itself.
struct SparedInputs {
    core::PipelineId pipeline;
    std::set<FactoryOutput> inputs;
};

class SharedResourceCoordinator {
  public:
    /// An input that nobody fetches is given back after this long.
    static constexpr core::Duration kPoolReservationTime = std::chrono::minutes(15);
    /// A delivery is expected to be done this long after its ship arrives.
    static constexpr core::Duration kUnloadingTime = std::chrono::minutes(10);

    SharedResourceCoordinator(fleet::Fleet& fleet, hauls::TaskBook& tasks,
                              const FactoryTracker& factories, const Profitability& profitability,
                              SharedResources& shared, goods::Recipes recipes);

    /// Brings both books up to what tasks and markets are now: reservations are extended, fulfilled
    /// or expired; units are added to the pools, reserved for hauls that wait, consumed by hauls
    /// that have loaded, and given back. What may no longer feed a factory is cancelled.
    void refresh(store::Transaction& transaction);

    /// Turns inputs that the tree would make into such as are bought where the pool has a lot.
    /// @returns those, each where it is bought
    std::set<FactoryOutput> share(goods::SupplyChainNode& tree) const;

    /// Reserves from the pools for every haul that is to fetch an input from a factory another
    /// pipeline feeds.
    /// @param spared  Of a pipeline planned in this commit: only their hauls count as having saved
    ///                any, for what others fetch they would have bought anyway.
    void reserve_from_pool(store::Transaction& transaction, const SparedInputs& spared = {});

    /// Gives back what a pipeline that ends has reserved.
    /// @pre Its tasks have ended and are still in the book.
    void release(const core::PipelineId& pipeline, store::Transaction& transaction);

    /// Gives back the factories of a pipeline that is planned anew, but for those that a delivery
    /// of the old plan is on its way to, and that the new one does not feed.
    void release_before(const std::vector<FactoryState>& planned, const core::PipelineId& pipeline,
                        store::Transaction& transaction);

    SharedResources& books() { return shared_; }
    const SharedResources& books() const { return shared_; }

  private:
    void refresh_factory(const FactoryReservation& reservation, store::Transaction& transaction);
    void expire(const FactoryReservation& reservation, store::Transaction& transaction);
    DeliverySlot slot_of(const hauls::Haul& haul, const FactoryReservation& reservation);
    bool has_all_inputs(const FactoryReservation& reservation) const;
    void add_to_pool(store::Transaction& transaction);
    core::Units surplus_of(const FactoryReservation& reservation) const;
    core::Units needed_by(const core::PipelineId& pipeline, const FactoryOutput& factory) const;
    void settle_reservations(store::Transaction& transaction);
    /// The least that spares a pipeline the making: half a trade volume, or a whole hold.
    core::Units least_lot(const FactoryOutput& factory) const;
    core::Units hold() const;

    fleet::Fleet& fleet_;
    hauls::TaskBook& tasks_;
    const FactoryTracker& factories_;
    const Profitability& profitability_;
    SharedResources& shared_;
    goods::Recipes recipes_;
};

}  // namespace argosy::manufacturing
