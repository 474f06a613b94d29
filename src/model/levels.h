#pragma once

/// @file
/// The game's levels and kinds, with the spellings of its API.

#include <cstdint>
#include <optional>
#include <string_view>

namespace argosy::model {

/// How full a market good's stock is, in rising order.
enum class Supply : std::uint8_t { kScarce, kLimited, kModerate, kHigh, kAbundant };

/// How fast a good is produced or consumed. The API omits it for exchange goods.
enum class Activity : std::uint8_t { kRestricted, kWeak, kGrowing, kStrong };

/// What a market does with a good: produces it, consumes it, or neither.
enum class TradeType : std::uint8_t { kExport, kImport, kExchange };

enum class FlightMode : std::uint8_t { kDrift, kStealth, kCruise, kBurn };

enum class NavStatus : std::uint8_t { kInTransit, kInOrbit, kDocked };

std::string_view to_string(Supply supply);
std::string_view to_string(Activity activity);
std::string_view to_string(TradeType type);
std::string_view to_string(FlightMode mode);
std::string_view to_string(NavStatus status);

/// Each returns nothing for a spelling the game does not have.
std::optional<Supply> parse_supply(std::string_view text);
std::optional<Activity> parse_activity(std::string_view text);
std::optional<TradeType> parse_trade_type(std::string_view text);
std::optional<FlightMode> parse_flight_mode(std::string_view text);
std::optional<NavStatus> parse_nav_status(std::string_view text);

}  // namespace argosy::model
