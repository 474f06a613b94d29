#pragma once

/// @file
/// How good our knowledge of markets is, held against the universe itself: a company lives in a
/// virtual world, and what it forecasts at each look is compared with the true prices so long
/// after, as if it had not looked again.

#include <string>
#include <vector>

#include "kernel/virtual_world.h"

namespace argosy::kernel {

/// Forecasts of one trade type, so long after the last look at the good.
struct ForecastRow {
    std::optional<model::TradeType> type;  ///< Absent: all types together.
    core::Duration age;
    std::int64_t prices = 0;     ///< Asks and bids compared.
    std::int64_t median_bp = 0;  ///< Of |forecast - true| / true.
    std::int64_t worst_tenth_bp = 0;
    /// The same of believing what was last seen, our own trades applied.
    std::int64_t still_median_bp = 0;
    std::int64_t expected_bp = 0;  ///< What the forecasts said they would be off by, on average.
    std::int64_t mean_bp = 0;      ///< What they were off by, on average.
};

struct ForecastReport {
    std::string law;
    std::uint64_t seed = 0;
    double hours = 0;
    std::int64_t looks = 0;  ///< Of goods.
    core::Credits earned;
    std::vector<ForecastRow> rows;  ///< By age, then type, all types together first.
};

struct ForecastMeasureOptions {
    VirtualWorldOptions world;
    core::Duration length = std::chrono::hours(24);
    std::vector<core::Duration> ages{std::chrono::minutes(30), std::chrono::hours(2)};
};

/// Lets a company manufacture for the length of time, and measures what it forecasts at every look.
/// Trades of ours since the look are known to both sides; looks since it are not used.
/// @error as VirtualWorld::create()
/// @error kRejected  The run logged errors.
Result<ForecastReport> measure_forecasts(ForecastMeasureOptions options);

}  // namespace argosy::kernel
