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
    if (claim.version > 0) return change_owner(ship, "", owner, transaction);
    ARGOSY_ASSERT(claim.owner.empty());
    transaction.add(
        "INSERT INTO ship_assignments (player_id, ship_symbol, owner_id, version, assigned_at)"
        " VALUES ($1, $2, $3, 1, $4)",
        {player_, ship.str(), owner, core::to_millis(runtime_.now())}, store::Expect::kOneRow);
    claim = Claim{owner, 1};
}

void Claims::transfer(const model::ShipSymbol& ship, const std::string& from, const std::string& to,
                      store::Transaction& transaction) {
    ARGOSY_ASSERT(!to.empty());
    change_owner(ship, from, to, transaction);
}

void Claims::release(const model::ShipSymbol& ship, const std::string& owner,
                     store::Transaction& transaction) {
    change_owner(ship, owner, "", transaction);
}

void Claims::change_owner(const model::ShipSymbol& ship, const std::string& from,
                          const std::string& to, store::Transaction& transaction) {
    Claim& claim = claims_[ship];
    ARGOSY_ASSERT(claim.owner == from);
    transaction.add(
        "UPDATE ship_assignments SET owner_id = $3, version = version + 1, assigned_at = $4"
        " WHERE player_id = $1 AND ship_symbol = $2 AND version = $5 AND owner_id = $6",
        {player_, ship.str(), to, core::to_millis(runtime_.now()), claim.version, from},
        store::Expect::kOneRow);
    claim.owner = to;
    ++claim.version;
}

const std::string& Claims::owner_of(const model::ShipSymbol& ship) const {
    static const std::string kIdle;
    const auto found = claims_.find(ship);
    return found == claims_.end() ? kIdle : found->second.owner;
}

std::int64_t Claims::version_of(const model::ShipSymbol& ship) const {
    const auto found = claims_.find(ship);
    return found == claims_.end() ? 0 : found->second.version;
}

std::map<model::ShipSymbol, std::string> Claims::all() const {
    std::map<model::ShipSymbol, std::string> claimed;
    for (const auto& [ship, claim] : claims_) {
        if (!claim.owner.empty()) claimed.emplace(ship, claim.owner);
    }
    return claimed;
}

}  // namespace argosy::fleet
