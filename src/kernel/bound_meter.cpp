#include "kernel/bound_meter.h"

namespace argosy::kernel {

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

Result<double> BoundMeter::whole(VirtualWorld& world, double hours) {
    return bound(world, hours);
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
