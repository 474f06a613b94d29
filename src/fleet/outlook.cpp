#include "fleet/outlook.h"

#include <algorithm>
#include <functional>
#include <queue>

namespace argosy::fleet {

Outlook::Outlook(const RouteMap& map, const RouteRequest& request, Index from, Index to)
    : map_(map),
      request_(request),
      from_(from),
      to_(to),
      bound_(map, request),
      full_(request.fuel.capacity + request.fuel_aboard.count() * model::kFuelPerMarketUnit),
      nodes_(map.systems()),
      known_(map.places() * (kSteps + 1), -1) {
    settle_all();
}

bool Outlook::sells_fuel(Index place) const {
    if (!map_.place(place).fuel) return false;
    switch (request_.refuelling) {
        case Refuelling::kAnywhere:
            return true;
        case Refuelling::kNotAtStart:
            return place != from_;
        case Refuelling::kNowhere:
            return false;
    }
    return false;
}

std::int64_t Outlook::filling(Index place, std::int64_t missing) const {
    return model::fuel_market_units(missing) * kHundredths * map_.place(place).fuel->count() -
           missing * map_.fuel_value().count();
}

std::int64_t Outlook::from(Index place, std::int64_t fuel, std::int64_t aboard,
                           std::int64_t filling) const {
    if (place == to_) return 0;
    const RouteMap::System& system = map_.system_of(place);
    const std::int32_t* distances = map_.distances_from(place);
    const std::int64_t hop = bound_.of(kHopTime);
    const std::int64_t burnable = fuel + aboard * model::kFuelPerMarketUnit;
    std::int64_t least = kNever;
    for (const Node& node : nodes_[std::size_t(map_.place(place).system)]) {
        if (node.place == place) {
            least = std::min(least, node.onward + filling);
        } else if (hop + node.onward < least) {
            const std::int64_t way = bound_.flights(distances[node.place - system.first], burnable);
            least = std::min(least, hop + way + node.onward);
        }
    }
    return least;
}

// Dijkstra's search from the end, over the places where the ship does something.
void Outlook::settle_all() {
    std::vector<std::int64_t> least(map_.places(), kNever);
    std::vector<std::vector<Index>> known(map_.systems());
    std::priority_queue<Found, std::vector<Found>, std::greater<>> open;
    const auto offer = [&](Index place, std::int64_t cost) {
        if (cost >= least[std::size_t(place)]) return;
        least[std::size_t(place)] = cost;
        open.push({cost, place});
    };
    // What costs more than going there at once is on no best way.
    const std::int64_t limit = at_once();
    offer(to_, 0);
    while (!open.empty() && open.top().least <= limit) {
        const Found found = open.top();
        open.pop();
        if (found.least != least[std::size_t(found.place)]) continue;
        const RouteMap::Place& place = map_.place(found.place);
        const Node node{found.place, onward(found)};
        nodes_[std::size_t(place.system)].push_back(node);
        std::vector<Index>& others = known[std::size_t(place.system)];
        if (others.empty()) others = nodes_of(map_.system(place.system));
        for (const Index other : others) {
            if (other == node.place) continue;
            offer(other, bound_.flights(map_.distance(other, node.place), full_) + node.onward);
        }
        for (const Index gate : place.linked_from) {
            if (!map_.place(gate).antimatter) continue;
            const Spent jump{kJumpTime.count(), map_.place(gate).antimatter->count() * kHundredths};
            offer(gate, cost_of(jump, request_).first + node.onward);
        }
    }
}

std::int64_t Outlook::onward(const Found& found) const {
    if (found.place == to_) return 0;
    const RouteMap::Place& place = map_.place(found.place);
    const bool gate = !place.links.empty() || !place.linked_from.empty();
    return found.least + bound_.of(gate ? kHopTime : kFuelStopTime);
}

std::vector<Outlook::Index> Outlook::nodes_of(const RouteMap::System& system) const {
    std::vector<Index> nodes;
    for (Index place = system.first; place < system.first + system.count; ++place) {
        const bool gate =
            !map_.place(place).links.empty() || !map_.place(place).linked_from.empty();
        if (place != to_ && (gate || sells_fuel(place))) nodes.push_back(place);
    }
    return nodes;
}

// What the way without a stop costs; kNever where there is none.
std::int64_t Outlook::at_once() const {
    std::int64_t least = kNever;
    if (map_.place(from_).system != map_.place(to_).system) return least;
    const std::int64_t distance = map_.distance(from_, to_);
    const std::int64_t capacity = request_.fuel.capacity;
    for (const model::FlightMode mode : request_.modes) {
        const std::int64_t fuel = model::fuel_cost(distance, mode, capacity);
        if (capacity > 0 && request_.fuel.current - fuel < kLeastFuelElsewhere) continue;
        const Spent spent{flight_time(request_, distance, mode), fuel * map_.fuel_value().count()};
        least = std::min(least, cost_of(spent, request_).first);
    }
    return least;
}

}  // namespace argosy::fleet
