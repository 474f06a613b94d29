#pragma once

/// @file
/// What a start would begin with, before anything is begun: every opportunity with the arithmetic
/// of each of its legs, and which of them would get a pipeline.

#include <set>
#include <string>
#include <vector>

#include "hauls/task_state.h"
#include "manufacturing/demand_finder.h"
#include "manufacturing/factory_reservation.h"

namespace argosy::manufacturing {

/// One trip of a pipeline, up to where it stops paying. Fuel comes on top: it is the ship's.
struct PreviewedLeg {
    model::TradeSymbol good;
    model::WaypointSymbol from;
    model::WaypointSymbol to;
    hauls::TaskType load;
    hauls::TaskType unload;
    core::Units units;
    core::Credits cost;
    core::Credits revenue;
    std::string verdict;  ///< "clears", or why not.
};

struct PreviewedPipeline {
    ManufacturingOpportunity opportunity;
    std::vector<PreviewedLeg> legs;  ///< Depth first: as one ship would fly them.
    std::string obstacle;            ///< Why no pipeline would start; empty: one would.
};

/// What a preview is made from; all of it outlives the call only.
struct PreviewTerms {
    const market::MarketBook& markets;
    const Profitability& profitability;
    const hauls::DispatchSettings& gate;
    const Settings& settings;
    std::set<FactoryOutput> reserved;  ///< Outputs that pipelines feed already.
    std::int64_t active = 0;           ///< Pipelines that run already.
    bool is_too_late = false;          ///< A reset would cut a new one short.
};

/// Returns every opportunity in the order in which they would be started.  @cost no request
std::vector<PreviewedPipeline> preview(PreviewTerms terms);

}  // namespace argosy::manufacturing
