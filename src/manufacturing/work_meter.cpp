#include "manufacturing/work_meter.h"

namespace argosy::manufacturing {
namespace {

double share(core::Duration part, core::Duration whole) {
    return whole.count() <= 0 ? 0 : double(part.count()) / double(whole.count());
}

}  // namespace

double WorkTime::share_of_not_held() const {
    return share(at_work, at_work + waiting);
}

double WorkTime::share_in_hauls() const {
    return share(at_work, at_work + held + waiting);
}

double WorkTime::held_share() const {
    return share(held, at_work + held + waiting);
}

core::Duration WorkTime::mean_wait() const {
    return hauls == 0 ? core::Duration(0) : waiting / hauls;
}

void WorkMeter::note(core::TimePoint now, const Ships& ships) {
    const core::Duration passed = now - last_;
    time_.at_work += passed * ships_.at_work;
    time_.held += passed * ships_.held;
    time_.waiting += passed * (ships_.all - ships_.at_work - ships_.held);
    last_ = now;
    ships_ = ships;
}

}  // namespace argosy::manufacturing
