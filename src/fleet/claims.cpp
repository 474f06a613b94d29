#include "fleet/claims.h"

namespace argosy::fleet {

Claims::Claims(const core::Runtime& runtime, store::Store& store, std::int64_t player)
    : runtime_(runtime), store_(store), player_(player) {}

Task<Result<void>> Claims::load() {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store_.query("SELECT ship_symbol, owner_id, version FROM"
                                        " ship_assignments WHERE player_id = $1",
                                        {player_}));
    claims_.clear();
    for (const store::Row& row : rows) {
        claims_[model::ShipSymbol(row.text("ship_symbol"))] =
            Claim{row.text("owner_id"), row.integer("version")};
    }
    co_return Result<void>();
}

void Claims::claim(const model::ShipSymbol& ship, const std::string& owner,
                   store::Transaction& transaction) {
    Claim& claim = claims_[ship];
    ARGOSY_ASSERT(claim.owner.empty());
    claim.owner = owner;
    const std::int64_t now = core::to_millis(runtime_.now());
    if (claim.version == 0) {
        transaction.add(
            "INSERT INTO ship_assignments (player_id, ship_symbol, owner_id, version, assigned_at)"
            " VALUES ($1, $2, $3, 1, $4)",
            {player_, ship.str(), owner, now}, store::Expect::kOneRow);
    } else {
        transaction.add(
            "UPDATE ship_assignments SET owner_id = $3, version = version + 1, assigned_at = $4"
            " WHERE player_id = $1 AND ship_symbol = $2 AND version = $5 AND owner_id = ''",
            {player_, ship.str(), owner, now, claim.version}, store::Expect::kOneRow);
    }
    ++claim.version;
}

void Claims::release(const model::ShipSymbol& ship, const std::string& owner,
                     store::Transaction& transaction) {
    Claim& claim = claims_[ship];
    ARGOSY_ASSERT(claim.owner == owner);
    transaction.add(
        "UPDATE ship_assignments SET owner_id = '', version = version + 1, assigned_at = $3"
        " WHERE player_id = $1 AND ship_symbol = $2 AND version = $4",
        {player_, ship.str(), core::to_millis(runtime_.now()), claim.version},
        store::Expect::kOneRow);
    claim.owner.clear();
    ++claim.version;
}

const std::string& Claims::owner_of(const model::ShipSymbol& ship) const {
    static const std::string kIdle;
    const auto found = claims_.find(ship);
    return found == claims_.end() ? kIdle : found->second.owner;
}

std::map<model::ShipSymbol, std::string> Claims::all() const {
    std::map<model::ShipSymbol, std::string> claimed;
    for (const auto& [ship, claim] : claims_) {
        if (!claim.owner.empty()) claimed.emplace(ship, claim.owner);
    }
    return claimed;
}

}  // namespace argosy::fleet
