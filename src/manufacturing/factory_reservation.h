#pragma once

/// @file
/// Who may feed a factory: one pipeline at a time for each of its outputs. The book holds the
/// reservations of pipelines that have not ended; the store refuses a second active one.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/runtime.h"
#include "core/units.h"
#include "model/symbols.h"
#include "store/store.h"

namespace argosy::manufacturing {

using core::Result;
using core::Task;

/// A factory's output, as reservations name it.
using FactoryOutput = std::pair<model::WaypointSymbol, model::TradeSymbol>;

/// "reservation-<run>-<sequence>"
using ReservationId = core::Symbol<struct ReservationTag>;

enum class ReservationStatus : std::uint8_t {
    kActive,     ///< Its pipeline may deliver, and no other.
    kFulfilled,  ///< All inputs are delivered.
    kExpired,    ///< Its time was over, with nothing on the way.
    kCancelled,  ///< Its pipeline ended before.
};

std::string_view to_string(ReservationStatus status);
std::optional<ReservationStatus> parse_reservation_status(std::string_view text);

/// @error kRejected  Not a step of the state machine; the message names both states.
Result<void> check_transition(ReservationStatus from, ReservationStatus to);

/// A delivery on its way to a reserved factory.
struct DeliverySlot {
    model::TradeSymbol input;
    model::ShipSymbol ship;
    core::TimePoint window_start;  ///< When the ship is expected.
    core::TimePoint window_end;    ///< By when the input will be delivered.

    friend bool operator==(const DeliverySlot&, const DeliverySlot&) = default;
};

/// Returns the slots as they are stored, times in milliseconds:
/// `[{"input_good":..,"expected_ship":..,"window_start":..,"window_end":..}]`.
std::string to_json(const std::vector<DeliverySlot>& slots);

/// Reads what to_json() writes.  @error kInvalidArgument  names the text.
Result<std::vector<DeliverySlot>> parse_delivery_slots(const std::string& json);

struct FactoryReservation {
    ReservationId id;
    FactoryOutput factory;
    core::PipelineId pipeline;
    ReservationStatus status = ReservationStatus::kActive;
    core::TimePoint reserved_at;
    core::TimePoint expires_at;
    std::vector<DeliverySlot> delivery_slots;  ///< By input, then ship.
};

class ReservationBook {
  public:
    ReservationBook(const core::Runtime& runtime, store::Store& store, std::int64_t player);

    /// Reads the reservations of pipelines that have not ended.
    Task<Result<void>> load();

    /// Keeps every other pipeline from feeding this factory's output. The transaction fails when
    /// one may feed it already.
    /// @param length  Until it expires, unless it is extended.
    ReservationId reserve(const core::PipelineId& pipeline, const FactoryOutput& factory,
                          core::Duration length, store::Transaction& transaction);

    /// Notes what is on its way, and extends the reservation to the end of the last window.
    /// @pre The reservation is ACTIVE.
    void expect(const ReservationId& id, std::vector<DeliverySlot> slots,
                store::Transaction& transaction);

    /// Ends a reservation.  @pre The step is one of the state machine.
    void transition(const ReservationId& id, ReservationStatus status,
                    store::Transaction& transaction);

    /// Ends what a pipeline that ends has still reserved: EXPIRED when its time is over, else
    /// CANCELLED; and forgets all of it.
    /// @param keep  Factories that stay reserved.
    void release(const core::PipelineId& pipeline, store::Transaction& transaction,
                 const std::set<FactoryOutput>& keep = {});

    /// Returns the outputs that pipelines not ended have reserved. Those fulfilled are among them:
    /// what a pipeline fed is its own to collect.
    std::set<FactoryOutput> held() const;

    /// The pipeline that has reserved the output, fulfilled or not; empty: none.
    core::PipelineId holder_of(const FactoryOutput& factory) const;

    /// Returns the reservations of pipelines that have not ended, by id.
    const std::map<ReservationId, FactoryReservation>& all() const { return reservations_; }

  private:
    const core::Runtime& runtime_;
    store::Store& store_;
    std::int64_t player_;
    std::map<ReservationId, FactoryReservation> reservations_;
};

/// Selects, as `n`, how many times two pipelines of the player `$1` delivered to one output of a
/// factory at once: none, as long as reservations do what they are for. For checkers: it goes over
/// all tasks there ever were. A delivery lasts from when its ship set out with the cargo.
inline constexpr std::string_view kFactoryConflicts =
    "SELECT COUNT(*) AS n FROM manufacturing_tasks a JOIN manufacturing_tasks b"
    " ON b.player_id = a.player_id AND b.factory_symbol = a.factory_symbol"
    " AND b.output_good = a.output_good AND b.pipeline_id > a.pipeline_id"
    " WHERE a.player_id = $1 AND a.task_type = 'DELIVER' AND b.task_type = 'DELIVER'"
    " AND a.started_at IS NOT NULL AND b.started_at IS NOT NULL"
    " AND (b.completed_at IS NULL OR a.started_at < b.completed_at)"
    " AND (a.completed_at IS NULL OR b.started_at < a.completed_at)";

/// Returns what kFactoryConflicts selects.
Task<Result<std::int64_t>> factory_conflicts(store::Store& store, std::int64_t player);

}  // namespace argosy::manufacturing
