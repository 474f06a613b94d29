#pragma once

/// @file
/// How fresh each way of scouting keeps what is known, judged on the very same trades. A company
/// manufactures in a universe. Beside it parties of scouts look at the same markets, each by a
/// policy, all with as many probes and requests. Whenever the company decides on a trade, what each
/// party believes of its price is held against the truth.

#include <array>

#include "core/result.h"
#include "core/time.h"
#include "core/units.h"
#include "kernel/scouting_party.h"

namespace argosy::kernel {

/// What makes up the knowledge that is judged, besides all trades.
enum class Sight : std::uint8_t {
    kScouts,    ///< The scouts' looks alone.
    kAllShips,  ///< Theirs, and those that haulers make on arrival anyway.
};
inline constexpr std::array kSights{Sight::kScouts, Sight::kAllShips};

struct ScoutingTrialOptions {
    std::uint64_t seed = 1;
    std::string scenario = "X1-AD75";
    std::string law = "measured";
    std::int64_t haulers = 10;
    std::int64_t probes = 3;  ///< Of the company, and of each party.
    /// Of each party: fewer than three probes on tours can spend in X1-AD75, so that all spend
    /// them.
    std::int64_t requests_per_hour = 20;
    core::Duration length = std::chrono::hours(12);
    /// Trades are judged from here on: before, tours have not seen every market.
    core::Duration warm_up = std::chrono::hours(3);
    /// False: no party knows the future, which takes half the time.
    bool foresight = true;
};

/// How one party fared.
struct PartyReport {
    std::int64_t requests = 0;
    std::int64_t looks = 0;
    PriceErrors errors;  ///< Mean over the trade requests.
};

/// The parties of one sight.
struct SightReport {
    PartyReport round_robin;
    PartyReport by_value;
    PartyReport foresight;  ///< By value, of one who knows all prices and trades to come.
};

struct ScoutingTrialReport {
    std::int64_t trades = 0;  ///< Requests that bought or sold, and were judged.
    core::Credits earned;     ///< By the company, in the whole time.
    std::array<SightReport, kSights.size()> sights;

    const SightReport& of(Sight sight) const { return sights[std::size_t(sight)]; }
};

/// Runs the trial; twice where there is foresight, for it needs to know how the first ended.
/// @error kNotFound, kInvalidArgument  As VirtualWorld::create().
/// @error kRejected  The runs logged errors, or were not alike.
Result<ScoutingTrialReport> try_scouting(const ScoutingTrialOptions& options);

}  // namespace argosy::kernel
