#include "kernel/bound_meter.h"

namespace argosy::kernel {
namespace {

constexpr double kMillisecondsPerHour = 3'600'000;
constexpr core::Duration kBetweenMarks = std::chrono::hours(1);

}  // namespace

Result<BoundMeter> BoundMeter::create(std::string law) {
    ARGOSY_TRY(const planner::UpdateLaw numbers, update_law(law));
    return BoundMeter(std::move(law), numbers);
}

Result<double> BoundMeter::bound(VirtualWorld& world, std::optional<double> hours) {
    Company& company = world.company();
    ARGOSY_TRY(const BoundedSystem system,
               bounded_system(world.truth(), company.fleet().chart, company.home_system(), law_));
    BoundRequest request{.hours = hours};
    request.hulls = hulls_of(system, world.truth().ships(company.player().agent, world.now()));
    ARGOSY_TRY(const planner::SteadyState state, upper_bound(system, request, curves_));
    return state.credits_an_hour;
}

Result<void> BoundMeter::mark(VirtualWorld& world) {
    ARGOSY_TRY(const double credits, bound(world, std::nullopt));
    marks_.push_back({world.now(), credits});
    return {};
}

Result<void> BoundMeter::mark_when_due(VirtualWorld& world) {
    if (world.now() < due_at_) return {};
    while (due_at_ <= world.now())
        due_at_ += kBetweenMarks;
    return mark(world);
}

Result<void> BoundMeter::start(VirtualWorld& world, core::Duration length) {
    ARGOSY_TRY(at_start_, bound(world, double(length.count()) / kMillisecondsPerHour));
    due_at_ = world.now() + kBetweenMarks;
    return mark(world);
}

double BoundMeter::whole() const {
    ARGOSY_ASSERT(!marks_.empty());
    // What grew while it ran could be used for what was left of the run.
    return at_start_ + mean_since(marks_.front().at) - marks_.front().credits_an_hour;
}

double BoundMeter::mean_since(core::TimePoint since) const {
    double sum = 0;
    double count = 0;
    for (const Mark& mark : marks_) {
        if (mark.at < since) continue;
        sum += mark.credits_an_hour;
        ++count;
    }
    ARGOSY_ASSERT(count > 0);
    return sum / count;
}

}  // namespace argosy::kernel
