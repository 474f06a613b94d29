#include "sim/mining_refusals.h"

#include <fmt/format.h>

#include "sim/deposits.h"

namespace argosy::sim::refusal {
namespace {

constexpr int kBadRequest = 400;
constexpr int kConflict = 409;

ApiError lacks(NamedCode code, std::string_view action, const ShipSymbol& ship,
               std::string_view part) {
    return {
        kBadRequest,
        code,
        fmt::format("Ship {} failed. Ship {} does not have a {} installed.", action, ship, part),
        {text("shipSymbol", ship.str())}};
}

ApiError wrong_type(NamedCode code, std::string_view action, std::string_view purpose,
                    const std::string& type, const std::vector<std::string>& expected) {
    return {
        kBadRequest,
        code,
        fmt::format("Ship {} failed. {} is not a valid location for {}.", action, type, purpose),
        {{"waypointTypes", expected}}};
}

}  // namespace

ApiError no_surveyor(const ShipSymbol& ship) {
    return lacks(4240, "survey", ship, "surveyor mount");
}

ApiError no_laser(const ShipSymbol& ship) {
    return lacks(4243, "extract", ship, "mining laser mount");
}

ApiError no_mineral_processor(const ShipSymbol& ship) {
    return lacks(4242, "extract", ship, "mineral processor module");
}

ApiError no_siphon(const ShipSymbol& ship) {
    return lacks(4258, "siphon", ship, "gas siphon mount");
}

ApiError no_gas_processor(const ShipSymbol& ship) {
    return lacks(4257, "siphon", ship, "gas processor module");
}

ApiError no_refinery(const ShipSymbol& ship) {
    return lacks(4239, "refine", ship, "refinery module");
}

ApiError other_refinery(const ShipSymbol& ship, const TradeSymbol& product) {
    return {kBadRequest,
            4238,
            fmt::format("Ship refine failed. The refinery of ship {} cannot produce {}.", ship,
                        product),
            {text("shipSymbol", ship.str()), text("produce", product.str())}};
}

ApiError not_refinable(const TradeSymbol& product) {
    return {kBadRequest,
            4237,
            fmt::format("Ship refine failed. {} cannot be produced by refining.", product),
            {text("produce", product.str())}};
}

ApiError not_surveyable(const std::string& waypoint_type) {
    return wrong_type(4222, "survey", "surveying", waypoint_type, minable_types());
}

ApiError not_minable(const std::string& waypoint_type) {
    return wrong_type(4205, "extract", "extracting minerals", waypoint_type, minable_types());
}

ApiError not_siphonable(const std::string& waypoint_type) {
    return wrong_type(4259, "siphon", "siphoning gases", waypoint_type, siphonable_types());
}

ApiError no_yield(const WaypointSymbol& waypoint) {
    return {kBadRequest,
            4261,
            fmt::format("Waypoint {} has no deposits that could be found or extracted.", waypoint),
            {text("waypointSymbol", waypoint.str())}};
}

ApiError overmined(const WaypointSymbol& waypoint, const std::vector<std::string>& modifiers) {
    return {kBadRequest,
            4253,
            fmt::format("Ship extract failed. Waypoint {} has been destabilized by extraction.",
                        waypoint),
            {text("waypointSymbol", waypoint.str()), {"modifiers", modifiers}}};
}

ApiError survey_unknown(const std::string& signature) {
    return {kBadRequest,
            4220,
            fmt::format("Ship survey failed. Survey {} could not be verified.", signature),
            {}};
}

ApiError survey_expired() {
    return {kBadRequest,
            4221,
            "Ship survey failed. Target signature is no longer in range or valid.",
            {}};
}

ApiError survey_elsewhere(const SurveyRecord& survey, const WaypointSymbol& ship_at) {
    return {kBadRequest,
            4270,
            fmt::format("Ship extract failed. Survey {} is of another waypoint than {}.",
                        survey.signature, ship_at),
            {text("surveyWaypointSymbol", survey.waypoint.str()),
             text("waypointSymbol", ship_at.str())}};
}

ApiError survey_exhausted(const std::string& signature) {
    return {kConflict,
            4224,
            fmt::format("Ship extract failed. Survey {} has been exhausted.", signature),
            {}};
}

}  // namespace argosy::sim::refusal
