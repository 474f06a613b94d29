#pragma once

/// @file
/// The data files the program carries in itself, so that it stands alone (cmake/embed.cmake).

#include <string_view>

extern "C" {
extern const char argosy_data_trade_goods_begin[], argosy_data_trade_goods_end[];
extern const char argosy_data_waypoint_traits_begin[], argosy_data_waypoint_traits_end[];
extern const char argosy_data_factions_begin[], argosy_data_factions_end[];
extern const char argosy_data_hulls_begin[], argosy_data_hulls_end[];
extern const char argosy_data_parts_begin[], argosy_data_parts_end[];
extern const char argosy_data_ship_events_begin[], argosy_data_ship_events_end[];
extern const char argosy_scenario_x1_ad75_begin[], argosy_scenario_x1_ad75_end[];
extern const char argosy_scenario_x1_zg64_begin[], argosy_scenario_x1_zg64_end[];
}

namespace argosy::sim {

inline std::string_view embedded(const char* begin, const char* end) {
    return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace argosy::sim
