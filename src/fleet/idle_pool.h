#pragma once

/// @file
/// The ships nobody has claimed, and why each of them has nothing to do. Whoever passes a ship over
/// says so here; what can be seen of the ship itself, such as a trade in doubt, needs no saying.

#include <map>
#include <string>
#include <vector>

#include "fleet/claims.h"
#include "fleet/ship_registry.h"
#include "ledger/ledger.h"

namespace argosy::fleet {

enum class IdleReason : std::uint8_t {
    kNobodyAsked,   ///< No operation has looked at it since it became idle.
    kInDoubt,       ///< A trade of it may or may not have happened.
    kLaden,         ///< It holds cargo, and nobody is selling it.
    kNoFuelMoney,   ///< Its tank is empty, and there is no money to fill it.
    kNoMoney,       ///< There is work, and no money that may be spent.
    kNoHaulClears,  ///< No haul pays enough.
    kEnoughAtWork,  ///< As many ships work as may.
    kNothingDue,    ///< It cannot carry goods, and no market is due for a look.
};

/// Returns the reason in words: "no haul clears".
std::string_view to_string(IdleReason reason);

class IdlePool {
  public:
    struct Idle {
        IdleReason reason = IdleReason::kNobodyAsked;
        std::string detail;  ///< The figures, where there are any.
    };

    IdlePool(const ShipRegistry& ships, const Claims& claims, const ledger::Ledger& ledger)
        : ships_(ships), claims_(claims), ledger_(ledger) {}

    /// Returns the ships nobody has claimed, by symbol.
    std::vector<model::ShipSymbol> ships() const;

    /// Says why an idle ship was given nothing. Holds until the ship is claimed, or forget().
    void pass_over(const model::ShipSymbol& ship, Idle why);

    /// Whoever passed ships over has ended.
    void forget() { passed_over_.clear(); }

    /// Returns why a ship has nothing to do.  @pre Nobody has claimed it.
    Idle why(const model::ShipSymbol& ship) const;

    /// Returns every idle ship with its reason, by ship.
    std::map<model::ShipSymbol, Idle> all() const;

  private:
    struct PassedOver {
        Idle why;
        std::int64_t claim_version;  ///< A later one: it was claimed since.
    };

    const ShipRegistry& ships_;
    const Claims& claims_;
    const ledger::Ledger& ledger_;
    std::map<model::ShipSymbol, PassedOver> passed_over_;
};

/// Returns the reason and its detail, for people.
std::string describe(const IdlePool::Idle& idle);

}  // namespace argosy::fleet
