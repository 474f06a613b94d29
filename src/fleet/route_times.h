#pragma once

/// @file
/// Routes of hulls that leave with a full tank, kept in a matrix for each system and class of hull:
/// what planning asks thousands of times. A cell is worked out when it is first asked for. When a
/// look changes what is believed about fuel, only the cells are dropped that it can change.

#include <memory>
#include <optional>
#include <tuple>

#include "fleet/router.h"

namespace argosy::fleet {

class RouteTimes {
  public:
    /// What has been done so far: a count of searches, for those who measure.
    struct Work {
        std::int64_t asked = 0;    ///< Calls of find().
        std::int64_t planned = 0;  ///< Cells worked out.
        std::int64_t dropped = 0;  ///< Cells forgotten by changes of belief.
    };

    /// Slowdowns are taken in steps, so that worn ships share matrices.
    static constexpr std::int64_t kSlowdownStep = 5;

    explicit RouteTimes(const Chart& chart) : chart_(chart) {}

    /// What of a hull decides on its routes: speed, tank, slowdown in steps.
    using Hull = std::tuple<std::int64_t, std::int64_t, std::int64_t>;
    static Hull hull_of(const model::Ship& hull);

    /// Replaces the waypoints where fuel is believed to be sold. Prices are kept in steps of a
    /// factor of two from the usual one, so that routes outlive what a market wavers.
    void set_fuel_sold_at(FuelStops stops);
    const FuelStops& fuel_sold_at() const { return fuel_sold_at_; }

    /// Replaces the gates where antimatter is believed to be sold, in the same steps.
    void set_antimatter_sold_at(AskByMarket gates);

    /// Replaces how much longer a flight may take for a credit that it saves, for all routes from
    /// now on, whoever's flights they are: the less the time of ships is worth, the longer. Each
    /// length of time has matrices of its own, so let there be few.
    void set_time_for_a_credit(core::Duration time) { time_for_a_credit_ = time; }
    core::Duration time_for_a_credit() const { return time_for_a_credit_; }

    /// Returns the route of a hull like this one, tank full; nullptr when there is none. It is as
    /// long as ships of its slowdown take. Valid until a belief or the chart changes.
    const RoutePlan* find(const model::Ship& hull, const model::WaypointSymbol& from,
                          const model::WaypointSymbol& to);

    /// Returns the route of one ship as it is now, at time_for_a_credit(). Errors as plan_route().
    Result<RoutePlan> plan(RouteRequest request);

    /// Works out every cell of the matrix of this hull's class.  @returns how many there are
    std::int64_t fill(const model::Ship& hull, const model::SystemSymbol& system);

    const RouteMap& map();
    const Work& work() const { return work_; }

  private:
    /// What decides on a matrix: a hull of this kind (as Hull has it) in a system, at some worth of
    /// its time.
    struct Class {
        RouteMap::Index system;
        Hull hull;
        core::Duration time_for_a_credit;

        friend auto operator<=>(const Class&, const Class&) = default;
    };
    /// The route; nothing inside: there is none. A null cell is not worked out yet.
    using Cell = std::unique_ptr<std::optional<RoutePlan>>;

    const RoutePlan* in(Cell& cell, const Class& hull, const model::WaypointSymbol& from,
                        const model::WaypointSymbol& to);
    std::vector<Cell>& matrix(const Class& hull);
    void drop_all();
    void drop_touching(RouteMap::Index stop);
    void drop_system(RouteMap::Index system);
    void drop(Cell& cell);

    const Chart& chart_;
    std::optional<RouteMap> map_;
    std::int64_t chart_version_ = 0;
    FuelStops fuel_sold_at_;
    AskByMarket antimatter_sold_at_;
    core::Duration time_for_a_credit_ = kUsualTimeForACredit;
    std::map<Class, std::vector<Cell>> matrices_;  ///< Of a system's places, from by to.
    /// Routes to other systems; of a class the system is that of the start.
    std::map<std::tuple<Class, RouteMap::Index, RouteMap::Index>, Cell> far_;
    Work work_;
};

}  // namespace argosy::fleet
