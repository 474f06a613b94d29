#pragma once

/// @file
/// What the mining desk answers when it says no. The texts of 4205, 4221 and 4224 are recorded,
/// the others chosen.

#include "sim/api_error.h"
#include "sim/universe_state.h"

namespace argosy::sim::refusal {

ApiError no_surveyor(const ShipSymbol& ship);
ApiError no_laser(const ShipSymbol& ship);
ApiError no_mineral_processor(const ShipSymbol& ship);
ApiError no_siphon(const ShipSymbol& ship);
ApiError no_gas_processor(const ShipSymbol& ship);
ApiError no_refinery(const ShipSymbol& ship);
ApiError other_refinery(const ShipSymbol& ship, const TradeSymbol& product);
ApiError not_refinable(const TradeSymbol& product);

ApiError not_surveyable(const std::string& waypoint_type);
ApiError not_minable(const std::string& waypoint_type);
ApiError not_siphonable(const std::string& waypoint_type);
ApiError no_yield(const WaypointSymbol& waypoint);
ApiError overmined(const WaypointSymbol& waypoint, const std::vector<std::string>& modifiers);

ApiError survey_unknown(const std::string& signature);
ApiError survey_expired();
ApiError survey_elsewhere(const SurveyRecord& survey, const WaypointSymbol& ship_at);
ApiError survey_exhausted(const std::string& signature);

}  // namespace argosy::sim::refusal
