#include "manufacturing/factory_reservation.h"

#include <algorithm>
#include <boost/json.hpp>

#include "core/enum_names.h"

namespace argosy::manufacturing {
namespace {

using Status = ReservationStatus;

constexpr auto kNames = core::enum_names<Status>({
    {Status::kActive, "ACTIVE"},
    {Status::kFulfilled, "FULFILLED"},
    {Status::kExpired, "EXPIRED"},
    {Status::kCancelled, "CANCELLED"},
});

core::Error unreadable(const std::string& json) {
    return core::Error{core::ErrorCode::kInvalidArgument,
                       fmt::format("delivery slots cannot be read: {}", json)};
}

}  // namespace

std::string_view to_string(ReservationStatus status) {
    return kNames.name_of(status);
}

std::optional<ReservationStatus> parse_reservation_status(std::string_view text) {
    return kNames.value_of(text);
}

Result<void> check_transition(ReservationStatus from, ReservationStatus to) {
    if (from == Status::kActive && to != Status::kActive) return Result<void>();
    return core::Error{
        core::ErrorCode::kRejected,
        fmt::format("a reservation cannot go from {} to {}", to_string(from), to_string(to))};
}

std::string to_json(const std::vector<DeliverySlot>& slots) {
    boost::json::array array;
    for (const DeliverySlot& slot : slots) {
        array.push_back(boost::json::object{{"input_good", slot.input.str()},
                                            {"expected_ship", slot.ship.str()},
                                            {"window_start", core::to_millis(slot.window_start)},
                                            {"window_end", core::to_millis(slot.window_end)}});
    }
    return boost::json::serialize(array);
}

Result<std::vector<DeliverySlot>> parse_delivery_slots(const std::string& json) {
    boost::system::error_code failed;
    const boost::json::value parsed = boost::json::parse(json, failed);
    if (failed || !parsed.is_array()) return unreadable(json);
    std::vector<DeliverySlot> slots;
    for (const boost::json::value& each : parsed.as_array()) {
        if (!each.is_object()) return unreadable(json);
        const boost::json::object& slot = each.as_object();
        const auto* input = slot.if_contains("input_good");
        const auto* ship = slot.if_contains("expected_ship");
        const auto* start = slot.if_contains("window_start");
        const auto* end = slot.if_contains("window_end");
        if (input == nullptr || !input->is_string() || ship == nullptr || !ship->is_string() ||
            start == nullptr || !start->is_int64() || end == nullptr || !end->is_int64()) {
            return unreadable(json);
        }
        slots.push_back({model::TradeSymbol(std::string_view(input->as_string())),
                         model::ShipSymbol(std::string_view(ship->as_string())),
                         core::from_millis(start->as_int64()), core::from_millis(end->as_int64())});
    }
    return slots;
}

ReservationBook::ReservationBook(const core::Runtime& runtime, store::Store& store,
                                 std::int64_t player)
    : runtime_(runtime), store_(store), player_(player) {}

Task<Result<void>> ReservationBook::load() {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store_.query("SELECT r.* FROM factory_reservations r"
                                        " JOIN manufacturing_pipelines p ON p.id = r.pipeline_id"
                                        " WHERE r.player_id = $1"
                                        " AND p.status IN ('PLANNING', 'EXECUTING')",
                                        {player_}));
    for (const store::Row& row : rows) {
        const auto status = parse_reservation_status(row.text("status"));
        ARGOSY_ASSERT(status.has_value());
        ARGOSY_CO_TRY(std::vector<DeliverySlot> slots,
                      parse_delivery_slots(row.text("delivery_slots")));
        const ReservationId id(row.text("id"));
        reservations_[id] =
            FactoryReservation{.id = id,
                               .factory = {model::WaypointSymbol(row.text("factory_symbol")),
                                           model::TradeSymbol(row.text("output_good"))},
                               .pipeline = core::PipelineId(row.text("pipeline_id")),
                               .status = *status,
                               .reserved_at = core::from_millis(row.integer("reserved_at")),
                               .expires_at = core::from_millis(row.integer("expires_at")),
                               .delivery_slots = std::move(slots)};
    }
    co_return Result<void>();
}

ReservationId ReservationBook::reserve(const core::PipelineId& pipeline,
                                       const FactoryOutput& factory, core::Duration length,
                                       store::Transaction& transaction) {
    const core::TimePoint now = runtime_.now();
    const auto id = runtime_.ids.next<ReservationId>("reservation");
    reservations_[id] = FactoryReservation{.id = id,
                                           .factory = factory,
                                           .pipeline = pipeline,
                                           .reserved_at = now,
                                           .expires_at = now + length};
    transaction.add(
        "INSERT INTO factory_reservations (id, factory_symbol, output_good, pipeline_id, player_id,"
        " status, reserved_at, expires_at, created_at, updated_at)"
        " VALUES ($1, $2, $3, $4, $5, 'ACTIVE', $6, $7, $6, $6)",
        {id.str(), factory.first.str(), factory.second.str(), pipeline.str(), player_,
         core::to_millis(now), core::to_millis(now + length)});
    return id;
}

void ReservationBook::expect(const ReservationId& id, std::vector<DeliverySlot> slots,
                             store::Transaction& transaction) {
    FactoryReservation& reservation = reservations_.at(id);
    ARGOSY_ASSERT(reservation.status == Status::kActive);
    core::TimePoint expires_at = reservation.expires_at;
    for (const DeliverySlot& slot : slots)
        expires_at = std::max(expires_at, slot.window_end);
    if (expires_at == reservation.expires_at && slots == reservation.delivery_slots) return;
    reservation.expires_at = expires_at;
    reservation.delivery_slots = std::move(slots);
    transaction.add(
        "UPDATE factory_reservations SET expires_at = $2, delivery_slots = $3, updated_at = $4"
        " WHERE id = $1 AND status = 'ACTIVE'",
        {id.str(), core::to_millis(expires_at), to_json(reservation.delivery_slots),
         core::to_millis(runtime_.now())},
        store::Expect::kOneRow);
}

void ReservationBook::transition(const ReservationId& id, ReservationStatus status,
                                 store::Transaction& transaction) {
    FactoryReservation& reservation = reservations_.at(id);
    ARGOSY_MUST(check_transition(reservation.status, status));
    reservation.status = status;
    reservation.delivery_slots.clear();
    transaction.add(
        "UPDATE factory_reservations SET status = $2, delivery_slots = '[]', updated_at = $3"
        " WHERE id = $1 AND status = 'ACTIVE'",
        {id.str(), std::string(to_string(status)), core::to_millis(runtime_.now())},
        store::Expect::kOneRow);
}

void ReservationBook::release(const core::PipelineId& pipeline, store::Transaction& transaction,
                              const std::set<FactoryOutput>& keep) {
    const auto goes = [&](const FactoryReservation& each) {
        return each.pipeline == pipeline && !keep.contains(each.factory);
    };
    for (const auto& [id, reservation] : reservations_) {
        if (!goes(reservation) || reservation.status != Status::kActive) continue;
        const bool over = runtime_.now() >= reservation.expires_at;
        transition(id, over ? Status::kExpired : Status::kCancelled, transaction);
    }
    std::erase_if(reservations_, [&](const auto& entry) { return goes(entry.second); });
}

std::set<FactoryOutput> ReservationBook::held() const {
    std::set<FactoryOutput> outputs;
    for (const auto& [id, reservation] : reservations_) {
        if (reservation.status != Status::kExpired) outputs.insert(reservation.factory);
    }
    return outputs;
}

core::PipelineId ReservationBook::holder_of(const FactoryOutput& factory) const {
    for (const auto& [id, reservation] : reservations_) {
        if (reservation.factory == factory && reservation.status != Status::kExpired) {
            return reservation.pipeline;
        }
    }
    return core::PipelineId();
}

Task<Result<std::int64_t>> factory_conflicts(store::Store& store, std::int64_t player) {
    ARGOSY_CO_TRY(const store::Rows rows, co_await store.query(kFactoryConflicts, {player}));
    co_return rows.front().integer("n");
}

}  // namespace argosy::manufacturing
