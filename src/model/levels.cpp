#include "model/levels.h"

#include "core/enum_names.h"

namespace argosy::model {
namespace {

constexpr auto kSupplies = core::enum_names<Supply>({
    {Supply::kScarce, "SCARCE"},
    {Supply::kLimited, "LIMITED"},
    {Supply::kModerate, "MODERATE"},
    {Supply::kHigh, "HIGH"},
    {Supply::kAbundant, "ABUNDANT"},
});
constexpr auto kActivities = core::enum_names<Activity>({
    {Activity::kRestricted, "RESTRICTED"},
    {Activity::kWeak, "WEAK"},
    {Activity::kGrowing, "GROWING"},
    {Activity::kStrong, "STRONG"},
});
constexpr auto kTradeTypes = core::enum_names<TradeType>({
    {TradeType::kExport, "EXPORT"},
    {TradeType::kImport, "IMPORT"},
    {TradeType::kExchange, "EXCHANGE"},
});
constexpr auto kFlightModes = core::enum_names<FlightMode>({
    {FlightMode::kDrift, "DRIFT"},
    {FlightMode::kStealth, "STEALTH"},
    {FlightMode::kCruise, "CRUISE"},
    {FlightMode::kBurn, "BURN"},
});
constexpr auto kNavStatuses = core::enum_names<NavStatus>({
    {NavStatus::kInTransit, "IN_TRANSIT"},
    {NavStatus::kInOrbit, "IN_ORBIT"},
    {NavStatus::kDocked, "DOCKED"},
});

}  // namespace

std::string_view to_string(Supply supply) {
    return kSupplies.name_of(supply);
}
std::string_view to_string(Activity activity) {
    return kActivities.name_of(activity);
}
std::string_view to_string(TradeType type) {
    return kTradeTypes.name_of(type);
}
std::string_view to_string(FlightMode mode) {
    return kFlightModes.name_of(mode);
}
std::string_view to_string(NavStatus status) {
    return kNavStatuses.name_of(status);
}

std::optional<Supply> parse_supply(std::string_view text) {
    return kSupplies.value_of(text);
}
std::optional<Activity> parse_activity(std::string_view text) {
    return kActivities.value_of(text);
}
std::optional<TradeType> parse_trade_type(std::string_view text) {
    return kTradeTypes.value_of(text);
}
std::optional<FlightMode> parse_flight_mode(std::string_view text) {
    return kFlightModes.value_of(text);
}
std::optional<NavStatus> parse_nav_status(std::string_view text) {
    return kNavStatuses.value_of(text);
}

}  // namespace argosy::model
