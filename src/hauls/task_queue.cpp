#include "hauls/task_queue.h"

#include <algorithm>
#include <tuple>

namespace argosy::hauls {
namespace {

constexpr std::int64_t kSalePriority = 50;
constexpr std::int64_t kCarryingOnPriority = 25;  // COLLECT then DELIVER: between the two.
constexpr std::int64_t kAcquirePriority = 10;
constexpr std::int64_t kForEachMinute = 2;
constexpr std::int64_t kMostForAge = 100;

std::int64_t bonus_of(std::optional<model::Supply> supply) {
    if (supply == model::Supply::kAbundant) return 30;
    return supply == model::Supply::kHigh ? 20 : 0;
}

std::int64_t number_of(const std::map<HaulKind, std::int64_t>& numbers, HaulKind kind) {
    const auto found = numbers.find(kind);
    return found == numbers.end() ? 0 : found->second;
}

core::TimePoint ready_since(const Haul& haul) {
    return haul.load->ready_at.value_or(haul.load->created_at);
}

}  // namespace

HaulKind kind_of(const Haul& haul) {
    return haul.unload->type == TaskType::kDeliver ? HaulKind::kFeeding : HaulKind::kSale;
}

std::int64_t priority_of(const Haul& haul, std::optional<model::Supply> supply,
                         core::TimePoint now) {
    const bool collects = haul.load->type == TaskType::kCollect;
    const std::int64_t base = kind_of(haul) == HaulKind::kSale ? kSalePriority
                              : collects                       ? kCarryingOnPriority
                                                               : kAcquirePriority;
    const auto waited = std::chrono::floor<std::chrono::minutes>(now - ready_since(haul)).count();
    return base + bonus_of(supply) +
           std::clamp<std::int64_t>(waited * kForEachMinute, 0, kMostForAge);
}

void sort_queue(std::vector<Queued>& queue) {
    std::sort(queue.begin(), queue.end(), [](const Queued& a, const Queued& b) {
        return std::tuple(-a.priority, ready_since(a.haul), a.haul.id) <
               std::tuple(-b.priority, ready_since(b.haul), b.haul.id);
    });
}

bool may_take(HaulKind kind, const Workers& workers,
              const std::map<HaulKind, std::int64_t>& waiting) {
    std::int64_t busy = 0;
    for (const auto& [of, number] : workers.busy)
        busy += number;
    const HaulKind other = kind == HaulKind::kSale ? HaulKind::kFeeding : HaulKind::kSale;
    const std::int64_t reserved = std::min(kReservedWorkers, workers.all / 2);
    const std::int64_t due =
        std::min(reserved - number_of(workers.busy, other), number_of(waiting, other));
    return workers.all - busy > std::max<std::int64_t>(due, 0);
}

}  // namespace argosy::hauls
