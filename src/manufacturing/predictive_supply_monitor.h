#pragma once

/// @file
/// Looks at fed factories when it is worth a request: it expects when each will be ready, and has a
/// ship of ours that stands there look once not knowing has cost more than asking does. It sends no
/// ship anywhere: who does is told which factories are worth a look.

#include <functional>
#include <vector>

#include "fleet/fleet.h"
#include "hauls/task_book.h"
#include "manufacturing/production_estimate.h"
#include "manufacturing/settings.h"

namespace argosy::manufacturing {

class PredictiveSupplyMonitor {
  public:
    PredictiveSupplyMonitor(fleet::Fleet& fleet, const hauls::TaskBook& tasks,
                            const FactoryTracker& factories, EstimateBook& estimates,
                            const LookSettings& settings);

    /// Takes in deliveries and looks for these pipelines: what is expected of their factories is as
    /// new as both. Estimates of other pipelines are forgotten.
    void update(const std::vector<core::PipelineId>& pipelines, store::Transaction& transaction);

    /// Returns the factories that are due for a look now, and are not known to be ready, each once,
    /// by waypoint.
    std::vector<const FactoryState*> factories_to_poll() const;

    /// Returns the markets of those, for whoever sends ships out to look.
    std::set<model::WaypointSymbol> awaited() const;

    /// Returns those of them where no ship of ours could look.
    std::set<model::WaypointSymbol> unattended() const;

    /// Returns when the first factory becomes due at which a ship of ours stands.
    /// @returns nothing when none will, as things are
    std::optional<core::TimePoint> next_look() const;

    /// Looks at the factories that are due and at which a ship of ours stands.
    /// @returns the markets looked at
    /// @cost 1 request each
    Task<std::vector<model::WaypointSymbol>> look_where_due();

    /// Requests spent by this monitor in this life of the process.
    std::int64_t looks() const { return looks_; }

  private:
    core::TimePoint due_at(const FactoryState& factory) const;
    std::optional<core::TimePoint> fed_at(const FactoryState& factory) const;
    core::TimePoint pays_at(const FactoryState& factory, core::TimePoint seen) const;
    core::Duration interval(core::TimePoint ready_at) const;
    /// What a request is worth, in credits: more where they are short.
    double request_price() const;
    const model::Ship* stationed_at(const model::WaypointSymbol& market) const;
    template <class Visit>
    void each_awaited(Visit visit) const;

    fleet::Fleet& fleet_;
    const hauls::TaskBook& tasks_;
    const FactoryTracker& factories_;
    EstimateBook& estimates_;
    const LookSettings& settings_;
    std::vector<core::PipelineId> pipelines_;
    std::map<model::WaypointSymbol, core::TimePoint> tried_at_;  ///< Looks that got no answer.
    std::int64_t looks_ = 0;
};

}  // namespace argosy::manufacturing
