#include "model/levels.h"

#include <array>
#include <utility>

namespace argosy::model {
namespace {

template <class Value, std::size_t Count>
using Names = std::array<std::pair<Value, std::string_view>, Count>;

constexpr Names<Supply, 5> kSupplies{{{Supply::kScarce, "SCARCE"},
                                      {Supply::kLimited, "LIMITED"},
                                      {Supply::kModerate, "MODERATE"},
                                      {Supply::kHigh, "HIGH"},
                                      {Supply::kAbundant, "ABUNDANT"}}};
constexpr Names<Activity, 4> kActivities{{{Activity::kRestricted, "RESTRICTED"},
                                          {Activity::kWeak, "WEAK"},
                                          {Activity::kGrowing, "GROWING"},
                                          {Activity::kStrong, "STRONG"}}};
constexpr Names<TradeType, 3> kTradeTypes{{{TradeType::kExport, "EXPORT"},
                                           {TradeType::kImport, "IMPORT"},
                                           {TradeType::kExchange, "EXCHANGE"}}};
constexpr Names<FlightMode, 4> kFlightModes{{{FlightMode::kDrift, "DRIFT"},
                                             {FlightMode::kStealth, "STEALTH"},
                                             {FlightMode::kCruise, "CRUISE"},
                                             {FlightMode::kBurn, "BURN"}}};
constexpr Names<NavStatus, 3> kNavStatuses{{{NavStatus::kInTransit, "IN_TRANSIT"},
                                            {NavStatus::kInOrbit, "IN_ORBIT"},
                                            {NavStatus::kDocked, "DOCKED"}}};

template <class Value, std::size_t Count>
std::string_view name_of(const Names<Value, Count>& names, Value value) {
    for (const auto& [candidate, name] : names) {
        if (candidate == value) return name;
    }
    return "UNKNOWN";
}

template <class Value, std::size_t Count>
std::optional<Value> value_of(const Names<Value, Count>& names, std::string_view text) {
    for (const auto& [candidate, name] : names) {
        if (name == text) return candidate;
    }
    return std::nullopt;
}

}  // namespace

std::string_view to_string(Supply supply) {
    return name_of(kSupplies, supply);
}
std::string_view to_string(Activity activity) {
    return name_of(kActivities, activity);
}
std::string_view to_string(TradeType type) {
    return name_of(kTradeTypes, type);
}
std::string_view to_string(FlightMode mode) {
    return name_of(kFlightModes, mode);
}
std::string_view to_string(NavStatus status) {
    return name_of(kNavStatuses, status);
}

std::optional<Supply> parse_supply(std::string_view text) {
    return value_of(kSupplies, text);
}
std::optional<Activity> parse_activity(std::string_view text) {
    return value_of(kActivities, text);
}
std::optional<TradeType> parse_trade_type(std::string_view text) {
    return value_of(kTradeTypes, text);
}
std::optional<FlightMode> parse_flight_mode(std::string_view text) {
    return value_of(kFlightModes, text);
}
std::optional<NavStatus> parse_nav_status(std::string_view text) {
    return value_of(kNavStatuses, text);
}

}  // namespace argosy::model
