#include "fleet/fleet.h"

namespace argosy::fleet {

std::vector<model::ShipSymbol> Fleet::idle_ships() const {
    std::vector<model::ShipSymbol> idle;
    for (const auto& [symbol, ship] : ships.all()) {
        if (claims.owner_of(symbol).empty()) idle.push_back(symbol);
    }
    return idle;
}

}  // namespace argosy::fleet
