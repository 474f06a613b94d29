#pragma once

/// @file
/// The game's error codes as this program understands them: one table from the game's numbers to
/// the codes our callers act on, used by both adapters.

#include <string>

#include "core/result.h"

namespace argosy::game {

/// The game codes that callers name. The full list of the API is docs/reference/simulator.md's.
enum GameCode : std::int32_t {
    kNotFoundCode = 404,
    kCooldown = 4000,
    kTokenMissing = 4103,
    kResetMismatch = 4113,
    kNotEnoughFuel = 4203,
    kAlreadyAtDestination = 4204,
    kNoAntimatter = 4212,
    kInTransit = 4214,
    kShipTooExpensive = 4216,
    kNotEnoughCargo = 4219,
    kSellsNoFuel = 4226,
    kCargoIsFull = 4228,
    kNotInOrbit = 4236,
    kNotDocked = 4244,
    kGateUnfinished = 4256,
    kOtherGateUnfinished = 4262,
    kNotEnoughCredits = 4600,
    kGoodNotSold = 4601,
    kAboveTradeVolume = 4604,
};

/// Returns the error our callers act on for what the game answered.
/// @param http_status  0 when the answer did not come over HTTP.
core::Error error_from(std::int32_t game_code, int http_status, std::string message);

}  // namespace argosy::game
