#include "sim/construction.h"

#include <fmt/format.h>

#include <algorithm>

// The refusals' texts are recorded for 4801 only.

namespace argosy::sim {
namespace {

using core::Units;
using model::TradeSymbol;
using model::WaypointSymbol;
using refusal::number;
using refusal::text;

constexpr int kBadRequest = 400;

ApiError not_required(const WaypointSymbol& waypoint, const TradeSymbol& good) {
    return {kBadRequest,
            4800,
            fmt::format("Construction at {} does not require {}.", waypoint, good),
            {text("waypointSymbol", waypoint.str()), text("tradeSymbol", good.str())}};
}

ApiError requirement_met(const SiteMaterial& material) {
    return {
        kBadRequest,
        4801,
        fmt::format("Construction material requirements for {} have been met.", material.good),
        {text("tradeSymbol", material.good.str()), number("required", material.required.count()),
         number("fulfilled", material.fulfilled.count())}};
}

// The game refuses what goes beyond a requirement, under the code of one that is met (told).
ApiError above_requirement(const SiteMaterial& material, Units units) {
    const Units left = material.required - material.fulfilled;
    return {kBadRequest,
            4801,
            fmt::format("Construction requires {} more unit(s) of {}.", left, material.good),
            {text("tradeSymbol", material.good.str()), number("units", units.count()),
             number("required", material.required.count()),
             number("fulfilled", material.fulfilled.count())}};
}

ApiError wrong_place(const ShipRecord& ship, const WaypointSymbol& site) {
    return {
        kBadRequest,
        4802,
        fmt::format("Failed to supply construction. Ship {} is not at {}.", ship.ship.symbol, site),
        {text("shipSymbol", ship.ship.symbol.str()), text("waypointSymbol", site.str())}};
}

}  // namespace

ApiResult<const SiteRecord*> Construction::site(const WaypointSymbol& waypoint) const {
    const SiteRecord* site = universe_.site_of(waypoint);
    if (site == nullptr) return refusal::not_found("Construction site", waypoint.str());
    return site;
}

ApiResult<SupplyDeal> Construction::supply(const model::AgentSymbol& agent,
                                           const WaypointSymbol& waypoint, const Handover& cargo,
                                           core::TimePoint now) {
    const auto found = universe_.state().sites.find(waypoint);
    if (found == universe_.state().sites.end()) {
        return refusal::not_found("Construction site", waypoint.str());
    }
    SiteRecord& site = found->second;
    ARGOSY_TRY(ShipRecord * ship, universe_.own_docked_ship(agent, cargo.ship, now));
    if (ship->ship.nav.waypoint != waypoint) return wrong_place(*ship, waypoint);
    const auto material =
        std::find_if(site.materials.begin(), site.materials.end(),
                     [&](const SiteMaterial& each) { return each.good == cargo.good; });
    if (material == site.materials.end()) return not_required(waypoint, cargo.good);
    const Units left = material->required - material->fulfilled;
    if (left == Units(0)) return requirement_met(*material);
    if (cargo.units > left) return above_requirement(*material, cargo.units);
    if (auto refused = cannot_hand_over(*ship, cargo.good, cargo.units)) return *std::move(refused);

    take_from_hold(*ship, cargo.good, cargo.units);
    material->fulfilled += cargo.units;
    return SupplyDeal{&site, ship};
}

}  // namespace argosy::sim
