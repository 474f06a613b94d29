#include <algorithm>
#include <map>

#include "sim/handover.h"
#include "sim/mining.h"
#include "sim/mining_refusals.h"

// Ore into metal and gas into fuel, aboard.

namespace argosy::sim {
namespace {

using core::Units;
using model::TradeSymbol;

constexpr std::string_view kRefineries = "_REFINERY";

struct Refinement {
    std::string_view input;
    std::string_view refinery;  ///< Chosen, from the modules' descriptions.
};

constexpr std::string_view kOreRefinery = "MODULE_ORE_REFINERY";
constexpr std::string_view kFuelRefinery = "MODULE_FUEL_REFINERY";
// Chosen: does what both others do.
constexpr std::string_view kMicroRefinery = "MODULE_MICRO_REFINERY";

const Refinement* refinement_of(const TradeSymbol& product) {
    static const std::map<std::string_view, Refinement> kRefinements{
        {"ALUMINUM", {"ALUMINUM_ORE", kOreRefinery}}, {"COPPER", {"COPPER_ORE", kOreRefinery}},
        {"GOLD", {"GOLD_ORE", kOreRefinery}},         {"IRON", {"IRON_ORE", kOreRefinery}},
        {"MERITIUM", {"MERITIUM_ORE", kOreRefinery}}, {"PLATINUM", {"PLATINUM_ORE", kOreRefinery}},
        {"SILVER", {"SILVER_ORE", kOreRefinery}},     {"URANITE", {"URANITE_ORE", kOreRefinery}},
        {"FUEL", {"HYDROCARBON", kFuelRefinery}},
    };
    const auto found = kRefinements.find(product.str());
    return found == kRefinements.end() ? nullptr : &found->second;
}

bool has_refinery(const ShipRecord& ship) {
    return std::any_of(ship.modules.begin(), ship.modules.end(), [](const std::string& module) {
        return module.find(kRefineries) != std::string::npos;
    });
}

}  // namespace

ApiResult<Refining> Mining::refine(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                                   const TradeSymbol& product, core::TimePoint now) {
    ARGOSY_TRY(ShipRecord * record, universe_.own_ship_at_rest(agent, ship, now));
    if (auto cooling = Universe::still_cooling(*record, now)) return *std::move(cooling);
    const Refinement* refinement = refinement_of(product);
    if (refinement == nullptr) return refusal::not_refinable(product);
    if (!has_refinery(*record)) return refusal::no_refinery(ship);
    if (!has_module(*record, refinement->refinery) && !has_module(*record, kMicroRefinery)) {
        return refusal::other_refinery(ship, product);
    }
    model::Cargo& cargo = record->ship.cargo;
    const TradeSymbol input(refinement->input);
    const Units held = cargo.of(input);
    if (held < law_.refined_from) {
        return refusal::not_enough_cargo(ship, input, held, law_.refined_from);
    }

    take_from_hold(*record, input, law_.refined_from);
    cargo.items[product] += law_.refined_to;
    Universe::begin_cooldown(*record, law_.refine_cooldown_seconds, now);
    return Refining{record, product, law_.refined_to, input, law_.refined_from};
}

}  // namespace argosy::sim
