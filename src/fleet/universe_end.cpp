#include "fleet/universe_end.h"

#include <algorithm>

namespace argosy::fleet {

std::optional<core::TimePoint> UniverseEnd::at() const {
    if (announced_ && clock_.now() > *announced_ + kOverdue) return std::nullopt;
    return announced_;
}

std::optional<core::TimePoint> UniverseEnd::or_sooner(std::optional<core::TimePoint> own) const {
    const auto reset = at();
    if (!own || !reset) return own ? own : reset;
    return std::min(*own, *reset);
}

bool UniverseEnd::is_within(core::Duration time) const {
    const auto reset = at();
    return reset && clock_.now() + time > *reset;
}

}  // namespace argosy::fleet
