#include "fleet/ship_registry.h"

#include <algorithm>

namespace argosy::fleet {

ShipRegistry::ShipRegistry(const core::Runtime& runtime, game::GamePort& game, std::int64_t player)
    : runtime_(runtime), game_(game), player_(player) {}

Task<Result<void>> ShipRegistry::refresh() {
    ARGOSY_CO_TRY(std::vector<model::Ship> ships, co_await game_.my_ships());
    std::map<model::ShipSymbol, model::Ship> listed;
    for (model::Ship& ship : ships)
        told(std::move(ship), listed);
    ships_ = std::move(listed);
    co_return Result<void>();
}

Task<Result<void>> ShipRegistry::refresh(model::ShipSymbol symbol) {
    return refresh(std::move(symbol), [] { return true; });
}

Task<Result<void>> ShipRegistry::refresh(model::ShipSymbol symbol,
                                         std::function<bool()> still_holds) {
    auto answer = co_await game_.ship(symbol);
    if (!still_holds()) co_return Result<void>();
    if (!answer) {
        if (answer.error().code == core::ErrorCode::kNotFound) ships_.erase(symbol);
        co_return std::move(answer).error();
    }
    told(*std::move(answer), ships_);
    co_return Result<void>();
}

// What a ship was bought for is kept as long as the ship.
Task<Result<void>> ShipRegistry::save(store::Store& store) const {
    ARGOSY_CO_TRY(const store::Rows stored,
                  co_await store.query("SELECT symbol FROM ships WHERE player_id = $1", {player_}));
    store::Transaction transaction;
    for (const store::Row& row : stored) {
        if (ships_.contains(model::ShipSymbol(row.text("symbol")))) continue;
        transaction.add("DELETE FROM ships WHERE player_id = $1 AND symbol = $2",
                        {player_, row.text("symbol")});
    }
    for (const auto& [symbol, ship] : ships_) {
        transaction.add(
            "INSERT INTO ships (player_id, symbol, role, frame, cargo_capacity, fuel_capacity,"
            " speed) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (player_id, symbol) DO UPDATE"
            " SET role = $3, frame = $4, cargo_capacity = $5, fuel_capacity = $6, speed = $7",
            {player_, symbol.str(), ship.role, ship.frame, ship.cargo.capacity.count(),
             ship.fuel.capacity, ship.speed});
    }
    co_return co_await store.commit(std::move(transaction));
}

void ShipRegistry::add(model::Ship ship, core::Credits price, store::Transaction& transaction) {
    transaction.add(
        "INSERT INTO ships (player_id, symbol, role, frame, cargo_capacity, fuel_capacity, speed,"
        " bought_at, price) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        " ON CONFLICT (player_id, symbol) DO UPDATE SET bought_at = $8, price = $9",
        {player_, ship.symbol.str(), ship.role, ship.frame, ship.cargo.capacity.count(),
         ship.fuel.capacity, ship.speed, core::to_millis(runtime_.now()), price.count()});
    const model::ShipSymbol symbol = ship.symbol;
    ships_.insert_or_assign(symbol, std::move(ship));
}

const model::Ship* ShipRegistry::find(const model::ShipSymbol& ship) const {
    const auto found = ships_.find(ship);
    return found == ships_.end() ? nullptr : &found->second;
}

const model::Ship& ShipRegistry::at(const model::ShipSymbol& ship) const {
    const model::Ship* found = find(ship);
    ARGOSY_ASSERT(found != nullptr);
    return *found;
}

model::Ship& ShipRegistry::known(const model::ShipSymbol& ship) {
    const auto found = ships_.find(ship);
    ARGOSY_ASSERT(found != ships_.end());
    return found->second;
}

bool ShipRegistry::is_hauler(const model::Ship& ship) {
    return ship.cargo.capacity.count() > 0 && ship.speed > 0;
}

void ShipRegistry::set_nav(const model::ShipSymbol& ship, model::Nav nav) {
    known(ship).nav = std::move(nav);
}

void ShipRegistry::set_fuel(const model::ShipSymbol& ship, model::Fuel fuel) {
    known(ship).fuel = fuel;
}

void ShipRegistry::set_cooldown(const model::ShipSymbol& ship, core::TimePoint until) {
    known(ship).cooldown_until = until;
}

void ShipRegistry::note_flight(const model::ShipSymbol& ship, core::Duration as_new,
                               core::Duration took) {
    // Of a minute a second, to which the game rounds, is less than two percent.
    constexpr core::Duration kLongEnoughToTell = std::chrono::minutes(1);
    if (as_new < kLongEnoughToTell) return;
    known(ship).slowdown = std::max<std::int64_t>(0, 100 * (took - as_new) / as_new);
}

void ShipRegistry::told(model::Ship ship, std::map<model::ShipSymbol, model::Ship>& into) const {
    if (const model::Ship* before = find(ship.symbol)) ship.slowdown = before->slowdown;
    const model::ShipSymbol symbol = ship.symbol;
    into.insert_or_assign(symbol, std::move(ship));
}

void ShipRegistry::set_cargo(const model::ShipSymbol& ship, model::Cargo cargo) {
    known(ship).cargo = std::move(cargo);
}

}  // namespace argosy::fleet
