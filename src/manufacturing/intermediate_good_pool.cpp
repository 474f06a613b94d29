#include "manufacturing/intermediate_good_pool.h"

#include <algorithm>

namespace argosy::manufacturing {

using core::Units;

GoodPools::GoodPools(const core::Runtime& runtime, store::Store& store, std::int64_t player)
    : runtime_(runtime), store_(store), player_(player) {}

GoodPools::Key GoodPools::key_of(const FactoryOutput& factory) {
    return {factory.second, model::system_of(factory.first)};
}

Task<Result<void>> GoodPools::load() {
    ARGOSY_CO_TRY(const store::Rows pools,
                  co_await store_.query("SELECT id, good, system_symbol, available_units,"
                                        " reserved_units FROM intermediate_good_pools"
                                        " WHERE player_id = $1",
                                        {player_}));
    for (const store::Row& row : pools) {
        pools_[{model::TradeSymbol(row.text("good")),
                model::SystemSymbol(row.text("system_symbol"))}] =
            IntermediateGoodPool{PoolId(row.text("id")), Units(row.integer("available_units")),
                                 Units(row.integer("reserved_units"))};
    }
    ARGOSY_CO_TRY(const store::Rows reservations,
                  co_await store_.query("SELECT r.*, p.good FROM pool_reservations r"
                                        " JOIN intermediate_good_pools p ON p.id = r.pool_id"
                                        " WHERE r.player_id = $1 AND r.consumed = 0"
                                        " AND r.expires_at > r.reserved_at",
                                        {player_}));
    for (const store::Row& row : reservations) {
        const PoolReservationId id(row.text("id"));
        open_[id] = PoolReservation{.id = id,
                                    .pipeline = core::PipelineId(row.text("pipeline_id")),
                                    .haul = core::HaulId(row.text("haul_id")),
                                    .factory = {model::WaypointSymbol(row.text("factory_symbol")),
                                                model::TradeSymbol(row.text("good"))},
                                    .units = Units(row.integer("units")),
                                    .reserved_at = core::from_millis(row.integer("reserved_at")),
                                    .expires_at = core::from_millis(row.integer("expires_at")),
                                    .hauls_saved = row.integer("hauls_saved")};
    }
    ARGOSY_CO_TRY(const store::Rows shared,
                  co_await store_.query("SELECT COUNT(*) AS hauls,"
                                        " CAST(COALESCE(SUM(units), 0) AS BIGINT) AS units,"
                                        " CAST(COALESCE(SUM(hauls_saved), 0) AS BIGINT) AS saved"
                                        " FROM pool_reservations"
                                        " WHERE player_id = $1 AND consumed = 1",
                                        {player_}));
    shared_ = Shared{shared.front().integer("hauls"), Units(shared.front().integer("units")),
                     shared.front().integer("saved")};
    co_return Result<void>();
}

void GoodPools::add_to_pool(std::map<FactoryOutput, Units> surplus,
                            store::Transaction& transaction) {
    std::set<Key> touched;
    for (const auto& [factory, units] : surplus_)
        touched.insert(key_of(factory));
    for (const auto& [factory, units] : surplus)
        touched.insert(key_of(factory));
    surplus_ = std::move(surplus);
    for (const Key& key : touched)
        sum_up(key, transaction);
}

Result<PoolReservationId> GoodPools::reserve(PoolReservation request,
                                             store::Transaction& transaction) {
    const Units available = available_at(request.factory);
    if (request.units.count() <= 0 || request.units > available) {
        return core::Error{
            core::ErrorCode::kConflict,
            fmt::format("{} units of {} at {} were asked for, {} are unreserved", request.units,
                        request.factory.second, request.factory.first, available)};
    }
    request.id = runtime_.ids.next<PoolReservationId>("share");
    request.reserved_at = runtime_.now();
    const Key key = key_of(request.factory);
    transaction.add(
        "INSERT INTO pool_reservations (id, pool_id, player_id, pipeline_id, haul_id,"
        " factory_symbol, units, reserved_at, expires_at, hauls_saved)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        {request.id.str(), pool_of(key, transaction).id.str(), player_, request.pipeline.str(),
         request.haul.str(), request.factory.first.str(), request.units.count(),
         core::to_millis(request.reserved_at), core::to_millis(request.expires_at),
         request.hauls_saved});
    const PoolReservationId id = request.id;
    open_.emplace(id, std::move(request));
    sum_up(key, transaction);
    return id;
}

void GoodPools::consume(const PoolReservationId& id, store::Transaction& transaction) {
    const PoolReservation& reservation = open_.at(id);
    ++shared_.hauls;
    shared_.units += reservation.units;
    shared_.hauls_saved += reservation.hauls_saved;
    transaction.add("UPDATE pool_reservations SET consumed = 1 WHERE id = $1 AND consumed = 0",
                    {id.str()}, store::Expect::kOneRow);
    close(id, transaction);
}

// Given back, a reservation ends where it began: nobody has to tell it from one that is open.
void GoodPools::release(const PoolReservationId& id, store::Transaction& transaction) {
    transaction.add(
        "UPDATE pool_reservations SET expires_at = reserved_at WHERE id = $1 AND consumed = 0",
        {id.str()}, store::Expect::kOneRow);
    close(id, transaction);
}

void GoodPools::extend(const PoolReservationId& id, core::TimePoint expires_at,
                       store::Transaction& transaction) {
    open_.at(id).expires_at = expires_at;
    transaction.add("UPDATE pool_reservations SET expires_at = $2 WHERE id = $1 AND consumed = 0",
                    {id.str(), core::to_millis(expires_at)}, store::Expect::kOneRow);
}

void GoodPools::close(const PoolReservationId& id, store::Transaction& transaction) {
    const Key key = key_of(open_.at(id).factory);
    open_.erase(id);
    sum_up(key, transaction);
}

Units GoodPools::reserved_at(const FactoryOutput& factory) const {
    Units units;
    for (const auto& [id, reservation] : open_) {
        if (reservation.factory == factory) units += reservation.units;
    }
    return units;
}

Units GoodPools::available_at(const FactoryOutput& factory) const {
    const auto stands = surplus_.find(factory);
    if (stands == surplus_.end()) return Units(0);
    return std::max(Units(0), stands->second - reserved_at(factory));
}

std::map<FactoryOutput, Units> GoodPools::available() const {
    std::map<FactoryOutput, Units> all;
    for (const auto& [factory, units] : surplus_) {
        const Units left = available_at(factory);
        if (left > Units(0)) all.emplace(factory, left);
    }
    return all;
}

IntermediateGoodPool& GoodPools::pool_of(const Key& key, store::Transaction& transaction) {
    const auto [found, is_new] = pools_.try_emplace(key);
    if (!is_new) return found->second;
    found->second.id = runtime_.ids.next<PoolId>("pool");
    transaction.add(
        "INSERT INTO intermediate_good_pools (id, player_id, good, system_symbol, created_at,"
        " updated_at) VALUES ($1, $2, $3, $4, $5, $5)",
        {found->second.id.str(), player_, key.first.str(), key.second.str(),
         core::to_millis(runtime_.now())});
    return found->second;
}

void GoodPools::sum_up(const Key& key, store::Transaction& transaction) {
    Units available, reserved;
    for (const auto& [factory, units] : surplus_) {
        if (key_of(factory) == key) available += available_at(factory);
    }
    for (const auto& [id, reservation] : open_) {
        if (key_of(reservation.factory) == key) reserved += reservation.units;
    }
    IntermediateGoodPool& pool = pool_of(key, transaction);
    if (pool.available == available && pool.reserved == reserved) return;
    pool.available = available;
    pool.reserved = reserved;
    transaction.add(
        "UPDATE intermediate_good_pools SET available_units = $2, reserved_units = $3,"
        " updated_at = $4 WHERE id = $1",
        {pool.id.str(), available.count(), reserved.count(), core::to_millis(runtime_.now())},
        store::Expect::kOneRow);
}

}  // namespace argosy::manufacturing
