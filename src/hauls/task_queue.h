#pragma once

/// @file
/// The order in which ready hauls get ships where it is not their value that decides (`--rank
/// price`): by kind, then by the supply of what they load, with the time they have waited counted
/// up to a limit, and with workers kept for each kind so that neither starves the other. Pure.
///
/// The figures are those that the first implementation came to after its queues had starved:
/// sales 50, feeding 10, HIGH +20, ABUNDANT +30, 2 for each minute of waiting up to 100, three
/// workers kept for each kind.

#include <map>
#include <vector>

#include "core/time.h"
#include "hauls/task_book.h"
#include "model/levels.h"

namespace argosy::hauls {

/// What a haul is for. Workers are kept for each.
enum class HaulKind : std::uint8_t {
    kSale,     ///< COLLECT then SELL.
    kFeeding,  ///< COLLECT or ACQUIRE, then DELIVER.
};

HaulKind kind_of(const Haul& haul);

/// Workers kept for a kind that has ready hauls, as far as the others leave it any choice: never
/// more than half of all.
inline constexpr std::int64_t kReservedWorkers = 3;

/// Returns the priority of a ready haul: higher goes first.
/// @param supply  Of the good where it is loaded; unknown counts as MODERATE.
/// @param now     Ages are from ManufacturingTask::ready_at, which is stored.
std::int64_t priority_of(const Haul& haul, std::optional<model::Supply> supply,
                         core::TimePoint now);

/// A ready haul with its priority.
struct Queued {
    Haul haul;
    std::int64_t priority = 0;
};

/// Sorts by priority, then by how long they have waited, then by id.
void sort_queue(std::vector<Queued>& queue);

/// How many workers there are, and what they do.
struct Workers {
    std::int64_t all = 0;
    std::map<HaulKind, std::int64_t> busy;
};

/// Returns whether a worker may take a haul of this kind, so that the other kind keeps those
/// reserved for it.
/// @param waiting  Ready hauls by kind.
bool may_take(HaulKind kind, const Workers& workers,
              const std::map<HaulKind, std::int64_t>& waiting);

}  // namespace argosy::hauls
