#include "kernel/scouting_party.h"

#include <algorithm>

namespace argosy::kernel {

Task<Result<void>> ScoutingParty::begin(model::AgentSymbol agent, scouting::Settings settings,
                                        const TradeTrace* future) {
    ARGOSY_CO_TRY(const Player player, co_await process_->enrol(std::move(agent)));
    auto parts = std::make_unique<Parts>(*process_, player.id, settings);
    ARGOSY_CO_CHECK(co_await parts->ledger.open());
    ARGOSY_CO_CHECK(co_await parts->fleet.ships.refresh());
    ARGOSY_CO_CHECK(co_await parts->fleet.chart.learn(model::system_of(player.headquarters)));
    parts->fleet.helm.learn_fuel_stops();
    parts->scout.on_return([this] { send(); });
    if (future != nullptr) {
        parts->scout.use_value(std::make_unique<Foresight>(*future, parts->markets));
    }
    requests_of_start_ = process_->game().budget().counts().total();
    parts_ = std::move(parts);
    co_return Result<void>();
}

void ScoutingParty::send() {
    const core::OperationId kNone;  // Probes buy no fuel, so nothing is booked on it.
    std::vector<model::ShipSymbol> probes = parts_->fleet.idle_ships();
    std::erase_if(probes, [this](const model::ShipSymbol& ship) {
        return parts_->fleet.ships.at(ship).fuel.capacity > 0;
    });
    if (probes.empty()) return;
    process_->runtime().spawn(parts_->scout.send(std::move(probes), {}, kNone));
}

void ScoutingParty::learn_trade(const MarketGoodKey& place, core::Units units, core::Units volume) {
    while (units != core::Units(0)) {
        // What one request moved at most.
        const core::Units part = std::clamp(units, -volume, volume);
        store::Transaction unstored;
        parts_->markets.record_trade(place.first, place.second, -part, unstored);
        units -= part;
    }
}

void ScoutingParty::learn_look(const model::Market& market) {
    store::Transaction unstored;
    parts_->markets.record_look(market, unstored);
}

PriceErrors ScoutingParty::errors(const PriceUse& use) const {
    const auto& [market, good] = use.place;
    const auto forecast = parts_->markets.forecast(market, good, use.at);
    if (!forecast) return {1, 1};
    return {.planned = error_of(*parts_->markets.find(market, good)->state, use.truth, use.side),
            .forecast = error_of(forecast->state, use.truth, use.side)};
}

std::int64_t ScoutingParty::requests() const {
    return process_->game().budget().counts().total() - requests_of_start_;
}

}  // namespace argosy::kernel
