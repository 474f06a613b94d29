#include "model/market.h"

#include <algorithm>

namespace argosy::model {

bool Waypoint::has_trait(std::string_view trait) const {
    return std::find(traits.begin(), traits.end(), trait) != traits.end();
}

}  // namespace argosy::model
