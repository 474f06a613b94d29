#pragma once

/// @file
/// `--mode serial`: the flow that the requirements call current, the measure for the other. One
/// ship makes one product at a time. It walks the product's tree depth first: fetches an input,
/// delivers it, and waits at the factory until the output's supply is HIGH, then collects and
/// carries that on, until the product is sold. The books, prices, gates and hauls are those of
/// every mode; what it was doing follows from the store, so a restart goes on with it.

#include <optional>
#include <set>

#include "manufacturing/coordinator.h"

namespace argosy::manufacturing {

class SerialCoordinator final : public Coordinator {
  public:
    /// The owner of the ship while it waits, in claims.
    static constexpr const char* kOwner = "serial";
    /// From arriving at a factory to the second look at what it holds, and between all later ones,
    /// however long it takes (requirements, goods factory gap analysis: 30 s, then 60 s).
    static constexpr core::Duration kFirstPoll = std::chrono::seconds(30);
    static constexpr core::Duration kNextPoll = std::chrono::seconds(60);

    using Coordinator::Coordinator;

    Task<void> run() override;
    std::string doing(const model::ShipSymbol& ship) const override;
    std::int64_t looks() const override { return looks_; }

  private:
    /// Does the next thing there is to do, if any.  @returns how long to wait for the one after it
    Task<core::Duration> step();
    Task<void> keep_a_pipeline();
    Task<void> watch_factories();
    Task<core::Duration> wait_at_factory(model::ShipSymbol ship, hauls::ManufacturingTask collect);
    Task<Result<void>> look_at_factory(model::ShipSymbol ship, hauls::ManufacturingTask collect);
    Task<void> skip(core::HaulId haul, std::string reason);
    Task<void> stop_waiting();

    /// Returns the first haul, depth first, that is not over; nothing when there is none.
    std::optional<hauls::Haul> next_haul() const;
    std::optional<hauls::Haul> first_open(const hauls::Haul& haul) const;
    /// Returns the ship that carries the pipeline's hauls, else the largest that is free.
    std::optional<model::ShipSymbol> choose_ship() const;
    bool may_fly(const model::Ship& ship) const;
    std::vector<model::ShipSymbol> not_needed() const;

    /// Products whose pipelines ended without a haul since one had any: others come first.
    std::set<model::TradeSymbol> fruitless_;

    struct Wait {
        model::ShipSymbol ship;
        core::TaskId collect;
        core::TimePoint next_look;
    };
    std::int64_t looks_ = 0;
    std::optional<Wait> wait_;  ///< The ship is claimed as long as it waits.
};

}  // namespace argosy::manufacturing
