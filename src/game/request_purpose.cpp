#include "game/request_purpose.h"

#include "core/enum_names.h"

namespace argosy::game {
namespace {

constexpr auto kPriorityNames = core::enum_names<Priority>({
    {Priority::kAct, "act"},
    {Priority::kMove, "move"},
    {Priority::kLook, "look"},
    {Priority::kList, "list"},
});

constexpr auto kPurposeNames = core::enum_names<RequestPurpose>({
    {RequestPurpose::kTrade, "trade"},
    {RequestPurpose::kRefuel, "refuel"},
    {RequestPurpose::kShipPurchase, "ship_purchase"},
    {RequestPurpose::kRegistration, "registration"},
    {RequestPurpose::kJump, "jump"},
    {RequestPurpose::kNavigation, "navigation"},
    {RequestPurpose::kMarketLook, "market_look"},
    {RequestPurpose::kShipyardLook, "shipyard_look"},
    {RequestPurpose::kChartLook, "chart_look"},
    {RequestPurpose::kShipLook, "ship_look"},
    {RequestPurpose::kAgentLook, "agent_look"},
    {RequestPurpose::kStatus, "status"},
    {RequestPurpose::kShipListing, "ship_listing"},
    {RequestPurpose::kWaypointListing, "waypoint_listing"},
    {RequestPurpose::kRecipes, "recipes"},
});

constexpr auto kOutcomeNames = core::enum_names<RequestOutcome>({
    {RequestOutcome::kOk, "ok"},
    {RequestOutcome::kRefused, "refused"},
    {RequestOutcome::kRateLimited, "rate_limited"},
    {RequestOutcome::kUnavailable, "unavailable"},
    {RequestOutcome::kUnknown, "unknown"},
});

}  // namespace

Priority priority_of(RequestPurpose purpose) {
    switch (purpose) {
        case RequestPurpose::kTrade:
        case RequestPurpose::kRefuel:
        case RequestPurpose::kShipPurchase:
        case RequestPurpose::kRegistration:
        case RequestPurpose::kJump:
            return Priority::kAct;
        case RequestPurpose::kNavigation:
            return Priority::kMove;
        case RequestPurpose::kMarketLook:
        case RequestPurpose::kShipyardLook:
        case RequestPurpose::kChartLook:
        case RequestPurpose::kShipLook:
        case RequestPurpose::kAgentLook:
        case RequestPurpose::kStatus:
            return Priority::kLook;
        case RequestPurpose::kShipListing:
        case RequestPurpose::kWaypointListing:
        case RequestPurpose::kRecipes:
            return Priority::kList;
    }
    ARGOSY_FAIL("a purpose without a priority");
}

std::string_view to_string(Priority priority) {
    return kPriorityNames.name_of(priority);
}
std::string_view to_string(RequestPurpose purpose) {
    return kPurposeNames.name_of(purpose);
}
std::string_view to_string(RequestOutcome outcome) {
    return kOutcomeNames.name_of(outcome);
}

}  // namespace argosy::game
