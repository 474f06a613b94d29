#include "model/symbols.h"

namespace argosy::model {

SystemSymbol system_of(const WaypointSymbol& waypoint) {
    const std::string& text = waypoint.str();
    const auto sector = text.find('-');
    const auto end = sector == std::string::npos ? sector : text.find('-', sector + 1);
    return SystemSymbol(text.substr(0, end));
}

}  // namespace argosy::model
