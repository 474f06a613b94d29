#pragma once

/// @file
/// Which ships are worth considering for which hauls, of all the pairs there are: those with the
/// highest rate, from both sides. It knows hulls, places and hauls by number only, and no game.

#include <cstdint>
#include <vector>

#include "fleet/assignment.h"

namespace argosy::hauls {

/// One way of doing a haul, for one kind of hull, from where its cargo is taken aboard.
struct Trip {
    std::int32_t kind;          ///< Of hull.
    std::int32_t from;          ///< A place.
    std::int64_t profit;        ///< Credits, the fuel on the way paid.
    std::int64_t milliseconds;  ///< With the price of its requests.
    std::int64_t requests;
};

/// Hauls that are alike: any of them is worth the same to a ship.
struct Lot {
    std::vector<Trip> trips;
    std::int32_t hauls = 1;                ///< How many of them may be given out at once.
    std::int64_t least_profit = 0;         ///< Credits, beyond the next.
    std::int64_t least_for_a_request = 0;  ///< Credits.
};

/// What it takes to come to where a haul begins.
struct Approach {
    std::int64_t cost = 0;  ///< Credits.
    std::int64_t milliseconds = 0;
    std::int64_t requests = 0;
    bool possible = true;
};

/// Ships that are alike: of one kind, at one place.
struct Berth {
    std::int32_t kind;
    std::int32_t ships;
    std::vector<Approach> approaches;  ///< By place.
};

/// How many are considered. A pair stays when either side wants it.
struct CandidateLimits {
    std::int32_t ships_for_a_haul = 16;
    std::int32_t lots_for_a_ship = 64;
    /// Of more hauls than this for each ship only the best are looked at, by what a ship would earn
    /// that is there already.
    std::int32_t hauls_looked_at = 8;
};

/// Returns how many to consider for so many ships: of a large fleet's hauls fewer will do, as each
/// ship has its own first choices.
CandidateLimits limits_for(std::int64_t ships);

/// The best trip of a berth's ships for a lot.
struct BestTrip {
    std::int32_t trip = -1;  ///< -1: they cannot do it.
    double credits_per_ms = 0;
    bool clears = false;  ///< It earns what the lot asks for.
};

BestTrip best_trip(const Berth& berth, const Lot& lot);

/// Returns what a pair is worth to the matching.
std::int64_t credits_per_hour(double credits_per_ms);

/// The pairs to match: workers are the ships, berth by berth, jobs the lots. Each is worth its
/// credits an hour, plus what makes the least of them worth nothing.
struct Candidates {
    fleet::AssignmentProblem problem;
    std::vector<std::int32_t> berth_of;  ///< By worker.
    std::vector<bool> refused;           ///< By lot: it was looked at, and clears for no ship.
};

Candidates find_candidates(const std::vector<Berth>& berths, const std::vector<Lot>& lots,
                           const CandidateLimits& limits);

}  // namespace argosy::hauls
