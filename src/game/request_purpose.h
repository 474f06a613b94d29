#pragma once

/// @file
/// What requests are for, how urgent that makes them, and what becomes of them. Every method of
/// the port has one purpose.

#include <cstdint>
#include <string_view>

namespace argosy::game {

/// How urgent a request is, most urgent first.
enum class Priority : std::uint8_t { kAct, kMove, kLook, kList };
inline constexpr std::size_t kPriorities = 4;

/// What a request is for.
enum class RequestPurpose : std::uint8_t {
    kTrade,  ///< Buys or sells cargo.
    kRefuel,
    kShipPurchase,
    kRegistration,
    kJump,
    kNavigation,  ///< Orbit, dock, flight mode, departure.
    kMarketLook,
    kShipyardLook,
    kChartLook,  ///< A system, a waypoint, a gate.
    kShipLook,
    kAgentLook,
    kStatus,
    kShipListing,
    kWaypointListing,
    kRecipes,
};
inline constexpr std::size_t kPurposes = 15;

/// What became of a request that was sent.
enum class RequestOutcome : std::uint8_t {
    kOk,
    kRefused,      ///< The game said no.
    kRateLimited,  ///< 429: too many requests.
    kUnavailable,  ///< Temporary trouble; surely nothing happened.
    kUnknown,      ///< No clear answer came to a request that acts.
};
inline constexpr std::size_t kOutcomes = 5;

/// Acting comes before moving, moving before looking, looking before listing.
Priority priority_of(RequestPurpose purpose);

/// Spelt as metrics and `health` print them: "act", "market_look", "rate_limited".
std::string_view to_string(Priority priority);
std::string_view to_string(RequestPurpose purpose);
std::string_view to_string(RequestOutcome outcome);

}  // namespace argosy::game
