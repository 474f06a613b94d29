#pragma once

/// @file
/// What the generator's files share: whole-number draws, and one system while it is drawn. Only
/// the generator includes it.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/rng.h"
#include "sim/scenario.h"

namespace argosy::sim {

/// Returns true in `percent` of a hundred cases.
bool chance_of(core::RandomStream& stream, std::int64_t percent);
/// Returns a whole number in [least, most], those in the middle the likeliest.
std::int64_t tent(core::RandomStream& stream, std::int64_t least, std::int64_t most);
/// Returns an index, each as likely as its weight.  @pre The weights' sum is above 0.
std::size_t weighted(core::RandomStream& stream, std::span<const std::int64_t> weights);
/// Returns the place at this distance and bearing from the centre, to the nearest whole number.
model::Position polar(std::int64_t radius, std::int64_t degrees);

/// Names parted by blanks: how the generator's tables hold lists.
using Names = std::string_view;
std::vector<std::string> split_names(Names names);
/// Returns one of the names, each as likely.
std::string pick_name(core::RandomStream& stream, Names names);

/// What a market trades.
struct MarketPlan {
    Names exports;
    Names imports;
    Names exchange;
};

/// One system, as far as it is drawn.
struct SystemDraft {
    SystemFacts facts;
    core::RandomStream stream{0};
    std::vector<WaypointFacts> waypoints;
    std::vector<MarketGoodFacts> market_goods;
    std::vector<ShipListingFacts> ship_listings;
    std::vector<SiteFacts> sites;
    std::vector<StartFacts> starts;
    model::WaypointSymbol gate;

    WaypointFacts& add(std::string_view name, std::string_view type, model::Position position,
                       std::vector<std::string> traits);
    /// Adds one that shares the parent's place.
    WaypointFacts& add_orbital(const model::WaypointSymbol& parent, std::string_view name,
                               std::string_view type, std::vector<std::string> traits);
};

/// Draws a market's goods: volumes, margins and stocks as economies begin, and the activities that
/// follow from them.
/// @pre The last waypoint of the draft is the market's.
void open_market(SystemDraft& draft, const MarketPlan& plan);
/// Draws a shipyard's listings.
/// @pre As open_market().
void open_shipyard(SystemDraft& draft, Names ships);

/// Returns the traits of a planet's or moon's nature, its kind of surface first.
std::vector<std::string> natural_traits(core::RandomStream& stream, std::string_view type);
/// Returns the traits of an asteroid of the inner (310 to 390) or the outer belt.
enum class Belt : std::uint8_t { kInner, kOuter };
std::vector<std::string> asteroid_traits(core::RandomStream& stream, Belt belt);
/// Returns the place of the asteroid of this number among `count` around the centre.
model::Position belt_place(core::RandomStream& stream, Belt belt, std::int64_t number,
                           std::int64_t count);

/// Draws a starting system into a draft that has its facts and its stream.
void draw_home_system(SystemDraft& draft);
/// Draws a system that is none.
void draw_outer_system(SystemDraft& draft);

/// Where systems are, and which are joined by gates.
struct Galaxy {
    std::vector<model::Position> places;
    std::vector<std::pair<std::size_t, std::size_t>> edges;  ///< The lower number first.
};
Galaxy draw_galaxy(core::RandomStream stream, std::size_t systems);

}  // namespace argosy::sim
