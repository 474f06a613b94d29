#include "sim/universe.h"

// What nobody in the game can do: trouble made from outside, to see how clients bear it.

namespace argosy::sim {

using core::Units;
using model::ShipSymbol;
using model::WaypointSymbol;

ApiResult<const MarketGoodState*> Universe::shock(const WaypointSymbol& waypoint,
                                                  const model::TradeSymbol& good, Units units,
                                                  core::TimePoint now) {
    advance(now);
    const MarketState* market = state_.economy.find(waypoint);
    if (market == nullptr) return refusal::not_found("Market", waypoint.str());
    const MarketGoodState* state = market->find(good);
    if (state == nullptr) {
        return refusal::not_found("Good", good.str() + " of market " + waypoint.str());
    }
    state_.economy.shock(waypoint, good, units);
    return state;
}

ApiResult<MarketGoodState> Universe::delist(const WaypointSymbol& waypoint,
                                            const model::TradeSymbol& good, core::TimePoint now) {
    ARGOSY_TRY(const MarketGoodState* state, shock(waypoint, good, Units(0), now));
    MarketGoodState delisted = *state;
    state_.economy.delist(waypoint, good);
    return delisted;
}

ApiResult<ShipRecord> Universe::lose_ship(const ShipSymbol& ship) {
    const auto found = state_.ships.find(ship);
    if (found == state_.ships.end()) return refusal::not_found("Ship", ship.str());
    ShipRecord lost = found->second;
    remove_ship(ship);
    return lost;
}

void Universe::reset(std::string reset_date, core::TimePoint now) {
    ARGOSY_ASSERT(reset_date != options_.reset_date);
    UniverseOptions options = std::move(options_);
    options.reset_date = std::move(reset_date);
    options.start = now;
    auto begun = create(std::move(scenario_), std::move(options));
    ARGOSY_ASSERT(begun.ok());
    *this = std::move(**begun);
}

}  // namespace argosy::sim
