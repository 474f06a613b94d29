#pragma once

/// @file
/// Which exports are bought out so that their trade volume grows. The game raises the volume of an
/// export by a tenth at each update, from the third in a row on, at which it is STRONG and LIMITED
/// or SCARCE, as long as it is below two thirds of the least volume of its inputs; and what is made
/// there grows with it, from the same inputs (docs/concepts/growing-markets.md). Until then it is
/// bought dear, and afterwards its stock must come back: an investment of hours, that pays for
/// days. Pure.

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "core/time.h"
#include "planner/stock_rules.h"

namespace argosy::planner {

/// Returns the trade volume that an export grows to: its own where it cannot grow.
/// @param least_input  The least volume of what it is made from there.
core::Units grown_volume(core::Units volume, core::Units least_input);

/// Returns in which time it comes back what growing an export to a volume costs; nothing where it
/// never does. An estimate, on the safe side.
/// @param planned  What the plan makes of it at its volume of now.
/// @param gap      Between two updates of a market.
std::optional<core::Duration> growth_pays_back_in(const model::PriceState& source,
                                                  const PlannedGood& planned, core::Units grown,
                                                  core::Duration gap);

/// An export that can grow.
struct GrowthChance {
    Place place;
    core::Units volume;
    bool is_strong = false;  ///< As last seen: begun sooner, it would be bought out for nothing.
    std::optional<core::Duration> pays_back_in;
};

/// What became of an export.
struct GrowthNews {
    enum class Kind : std::uint8_t {
        kBegun,
        kGrown,    ///< By a step or more.
        kEnded,    ///< It grows no further, or is no longer part of the plan.
        kGivenUp,  ///< It did not grow in kPatience.
    };

    Place place;
    Kind kind;
};

class VolumeGrowth {
  public:
    /// So many updates one is tried whose volume stays: draining it takes two or three, and the
    /// game three more.
    static constexpr std::int64_t kPatience = 8;
    /// For how long it is left alone then.
    static constexpr core::Duration kRest = std::chrono::hours(12);
    /// So many given up, and none ever grown: it is not a game in which volumes grow.
    static constexpr std::int64_t kEnough = 3;

    /// @param most  Exports at a time.
    explicit VolumeGrowth(std::int64_t most) : most_(most) {}

    /// Takes in what can grow now, and goes on with what has been begun or begins what pays back
    /// soonest.
    /// @param gap  Between two updates of a market.
    std::vector<GrowthNews> review(const std::vector<GrowthChance>& chances, core::TimePoint now,
                                   core::Duration gap, core::Duration time_left);

    bool grows(const Place& place) const { return growing_.contains(place); }

  private:
    struct Attempt {
        core::Units volume;
        core::TimePoint since;  ///< It has had this volume, or was begun.
        bool has_grown = false;
    };

    void go_on(const std::map<Place, const GrowthChance*>& chances, core::TimePoint now,
               core::Duration gap, std::vector<GrowthNews>& news);

    std::int64_t most_;
    std::map<Place, Attempt> growing_;
    std::map<Place, core::TimePoint> resting_;  ///< Until when.
    std::int64_t given_up_ = 0;                 ///< Without ever having grown.
    bool has_seen_growth_ = false;
};

}  // namespace argosy::planner
