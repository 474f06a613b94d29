#pragma once

/// @file
/// One run of manufacturing in a virtual world, and what it is judged by: what it earned, how its
/// ships' time was spent, how its forecasts turned out.

#include <optional>

#include "kernel/utilisation.h"
#include "kernel/virtual_world.h"
#include "manufacturing/work_meter.h"

namespace argosy::kernel {

struct ManufacturingTrial {
    std::string scenario;
    std::string law = "measured";
    std::uint64_t seed = 1;
    std::int64_t haulers = 10;
    core::Duration length = std::chrono::hours(24);
    ManufacturingRequest request;
};

/// Where credits came from and went, over the whole run.
struct Accounts {
    core::Credits inputs_bought, inputs_sold;  ///< Of hauls that feed factories.
    core::Credits products_bought,
        products_sold;  ///< Of hauls that sell, and of what is left over.
    core::Credits fuel;
};

struct TrialResult {
    core::Credits earned;
    Accounts accounts;
    std::optional<core::Duration> broke_after;  ///< From the start until it had no money left.
    std::int64_t ships = 0;        ///< Haulers; in the serial mode those that flew: one.
    double in_hauls = 0;           ///< Share of these ships' whole time, by the stored tasks.
    HaulGaps gaps;                 ///< By the stored tasks.
    manufacturing::WorkTime work;  ///< By the parallel mode's meter, until it was told to stop.
    std::int64_t requests = 0;
    std::int64_t requests_429 = 0;
    std::int64_t pipelines = 0;
    std::int64_t completed = 0;  ///< Of these, with a sale.
    /// With a forecast that was frozen before their first transaction, and an actual.
    std::int64_t forecast = 0;
    std::optional<std::int64_t> forecast_error_bp;  ///< Median.
    std::int64_t conflicts = 0;                     ///< Of two pipelines feeding one factory.
    std::int64_t shared_hauls = 0;
    core::Units stranded;
    bool books_agree = false;  ///< The ledger's balance is the game's.
    std::string decision_hash;
};

/// Runs it, stops it, and lets every ship come to its end.
/// @error kNotFound, kInvalidArgument  As VirtualWorld::create().
/// @error kRejected                    The run logged errors or did not stop within half a day.
Result<TrialResult> run_trial(const ManufacturingTrial& trial);

}  // namespace argosy::kernel
