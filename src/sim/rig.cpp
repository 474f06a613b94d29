#include "sim/rig.h"

#include <algorithm>
#include <numeric>

namespace argosy::sim {
namespace {

constexpr std::int64_t kBaseCooldown = 60;
constexpr std::int64_t kCooldownPerPower = 10;

}  // namespace

std::int64_t Rig::strength() const {
    return std::accumulate(strengths.begin(), strengths.end(), std::int64_t{0});
}

std::int64_t Rig::cooldown_seconds() const {
    return kBaseCooldown + kCooldownPerPower * power;
}

Rig rig_of(const ShipRecord& ship, const Catalogue& catalogue, std::string_view kind) {
    Rig rig;
    for (const std::string& symbol : ship.mounts) {
        const Part* mount = symbol.starts_with(kind) ? catalogue.mount(symbol) : nullptr;
        if (mount == nullptr) continue;
        rig.strengths.push_back(mount->strength);
        rig.power += mount->power;
        rig.deposits.insert(mount->deposits.begin(), mount->deposits.end());
    }
    return rig;
}

bool has_module(const ShipRecord& ship, std::string_view kind) {
    return std::any_of(ship.modules.begin(), ship.modules.end(),
                       [&](const std::string& symbol) { return symbol.starts_with(kind); });
}

}  // namespace argosy::sim
