#include "fleet/idle_pool.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/enum_names.h"

namespace argosy::fleet {
namespace {

constexpr auto kWords = core::enum_names<IdleReason>({
    {IdleReason::kNobodyAsked, "no operation has work for it"},
    {IdleReason::kInDoubt, "a trade of it is in doubt"},
    {IdleReason::kLaden, "laden, and nobody is selling its cargo"},
    {IdleReason::kNoFuelMoney, "its tank is empty, and there is no money for fuel"},
    {IdleReason::kNoMoney, "no money may be spent"},
    {IdleReason::kNoHaulClears, "no haul clears"},
    {IdleReason::kEnoughAtWork, "as many ships work as may"},
    {IdleReason::kNothingDue, "nothing is due for a look"},
});

}  // namespace

std::string_view to_string(IdleReason reason) {
    return kWords.name_of(reason);
}

std::string describe(const IdlePool::Idle& idle) {
    if (idle.detail.empty()) return std::string(to_string(idle.reason));
    return fmt::format("{} ({})", to_string(idle.reason), idle.detail);
}

std::vector<model::ShipSymbol> IdlePool::ships() const {
    std::vector<model::ShipSymbol> idle;
    for (const auto& [symbol, ship] : ships_.all()) {
        if (claims_.owner_of(symbol).empty()) idle.push_back(symbol);
    }
    return idle;
}

void IdlePool::pass_over(const model::ShipSymbol& ship, Idle why) {
    passed_over_.insert_or_assign(ship, PassedOver{std::move(why), claims_.version_of(ship)});
}

IdlePool::Idle IdlePool::why(const model::ShipSymbol& symbol) const {
    const auto intents = ledger_.open_intents();
    const bool in_doubt =
        std::any_of(intents.begin(), intents.end(),
                    [&](const ledger::Intent& intent) { return intent.ship == symbol; });
    if (in_doubt) return {IdleReason::kInDoubt, ""};
    const model::Ship* ship = ships_.find(symbol);
    if (ship != nullptr && !ship->cargo.items.empty()) {
        const auto& [good, units] = *ship->cargo.items.begin();
        return {IdleReason::kLaden, fmt::format("{} {}", units, good)};
    }
    // Fuel is bought from what the floor keeps, too.
    const core::Credits for_fuel = ledger_.balance() - ledger_.reserved();
    if (ship != nullptr && ship->fuel.capacity > 0 && ship->fuel.current == 0 &&
        for_fuel <= core::Credits(0)) {
        return {IdleReason::kNoFuelMoney, ""};
    }
    const auto noted = passed_over_.find(symbol);
    const bool holds =
        noted != passed_over_.end() && noted->second.claim_version == claims_.version_of(symbol);
    return holds ? noted->second.why : Idle{};
}

std::map<model::ShipSymbol, IdlePool::Idle> IdlePool::all() const {
    std::map<model::ShipSymbol, Idle> idle;
    for (const model::ShipSymbol& ship : ships())
        idle.emplace(ship, why(ship));
    return idle;
}

}  // namespace argosy::fleet
