#pragma once

/// @file
/// The bound that goes with a run. Trade volumes grow where markets are traded in a certain way,
/// and fleets are added to, so what could have been earned differs from run to run: this works the
/// bound out again and again while a run goes on, for the volumes and ships that it has by then.

#include <vector>

#include "kernel/upper_bound.h"
#include "kernel/virtual_world.h"

namespace argosy::kernel {

class BoundMeter {
  public:
    /// @param law  The law that the runs are under: the bound may know it, nothing else may.
    /// @error kInvalidArgument  As sim::economy_law().
    static Result<BoundMeter> create(std::string law);

    /// Begins a run of this length: works out the bound of all of it, with all that can be had
    /// once, from the stocks at hand, and makes the first mark. Nothing aboard is counted.
    /// @error kRejected  As upper_bound().
    Result<void> start(VirtualWorld& world, core::Duration length);

    /// Works the steady bound out for the home system and the fleet as they are now, where an hour
    /// of the run has ended since the last time. To be called along the run, at whatever moments,
    /// but once an hour at least.
    /// @pre It was started.
    /// @error kRejected  As upper_bound().
    Result<void> mark_when_due(VirtualWorld& world);

    /// Returns credits an hour, the bound of the whole run: that of its start, and what grew on the
    /// way, by the marks.
    /// @pre It was started.
    double whole() const;

    /// Returns credits an hour, the mean of the marks from the one at this moment or the first
    /// after it: what could be earned for ever, at the volumes of each.
    /// @pre There is one.
    double mean_since(core::TimePoint since) const;

    struct Mark {
        core::TimePoint at;
        double credits_an_hour;
    };
    const std::vector<Mark>& marks() const { return marks_; }

  private:
    BoundMeter(std::string law, const planner::UpdateLaw& numbers)
        : law_(std::move(law)), curves_(numbers) {}

    Result<double> bound(VirtualWorld& world, std::optional<double> hours);
    Result<void> mark(VirtualWorld& world);

    std::string law_;
    planner::StockCurves curves_;
    std::vector<Mark> marks_;
    core::TimePoint due_at_;
    double at_start_ = 0;
};

}  // namespace argosy::kernel
