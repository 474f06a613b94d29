#pragma once

/// @file
/// Which exports are bought out so that their trade volume grows: one that is STRONG and LIMITED or
/// SCARCE at three updates in a row grows by a tenth, and again at every further one, up to two
/// thirds of its least input's (simulator.md, rules 13 to 16), and more is made from the same
/// inputs. It is bought dear until then, and its stock must come back: an investment of hours that
/// pays for days (docs/concepts/growing-markets.md). No I/O.

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "planner/stock_rules.h"

namespace argosy::planner {

/// Returns the volume from which an export grows no further.
/// @param least_input  The least trade volume of what it is made from there.
core::Units largest_volume(core::Units least_input);

/// Returns the first step of the game's ladder from a trade volume on that is not below another.
core::Units grown_volume(core::Units volume, core::Units not_below);

/// Returns in which time it comes back what growing an export costs; nothing where it never does.
/// An estimate: docs/concepts/growing-markets.md.
/// @param source   As it stands: what has been bought out already costs nothing more.
/// @param planned  What the plan makes of it at its volume of now.
/// @param grown    The volume to which it is to grow.
/// @param gap      Between two updates of a market.
std::optional<core::Duration> growth_pays_back_in(const model::PriceState& source,
                                                  const PlannedGood& planned, core::Units grown,
                                                  core::Duration gap);

/// An export, as far as its trade volume can grow.
struct VolumeChance {
    Place place;
    core::Units volume;
    core::Units grown;       ///< To so much; it may be there.
    bool may_begin = false;  ///< Begun sooner, it would be bought out and not grow.
    /// As last seen it is STRONG and LIMITED or SCARCE: at the next updates it should grow.
    bool is_ripe = false;
    /// Nothing: it is not bought any more, or brings nothing.
    std::optional<core::Duration> pays_back_in;
};

/// What became of an export.
struct VolumeNews {
    enum class Kind : std::uint8_t {
        kBegun,
        kGrown,    ///< By a step or more.
        kEnded,    ///< It grows no further, it no longer pays, or nothing is known of it.
        kGivenUp,  ///< It did not grow for kPatience updates.
    };

    Place place;
    Kind kind;
};

/// Returns the name that the log has for it.
std::string_view to_string(VolumeNews::Kind kind);

/// When it is reviewed.
struct ReviewTime {
    core::TimePoint now;
    core::Duration gap;   ///< Between two updates of a market.
    core::Duration left;  ///< In which all must pay back.
};

/// Remembers what has been begun, what was given up and whether anything ever grew.
class VolumeGrowth {
  public:
    /// So many updates one is tried whose volume stays: draining it takes two or three, and the
    /// game three more.
    static constexpr std::int64_t kPatience = 8;
    /// For how long one that was given up is left alone, the first time; twice as long each time.
    static constexpr core::Duration kRest = std::chrono::hours(12);
    /// One that was ripe for so many updates and did not grow speaks against growth,
    static constexpr std::int64_t kProof = 4;
    /// and so many, where none ever grew, end all trying: it is not a game in which volumes grow.
    static constexpr std::int64_t kEnough = 3;

    /// @param most  Exports at a time.
    explicit VolumeGrowth(std::int64_t most) : most_(most) {}

    /// Takes in how exports stand, goes on with what has been begun and begins what pays back
    /// soonest of the others. What has been begun is done with even if too little time is left for
    /// all that it cost, but not when none is left.
    /// @param chances  Of each place at most one; of what has been begun and has none, it is ended.
    std::vector<VolumeNews> review(const std::vector<VolumeChance>& chances, ReviewTime time);

    /// Whether an export is being grown.
    bool grows(const Place& place) const { return growing_.contains(place); }

  private:
    struct Attempt {
        core::Units volume;
        core::TimePoint since;  ///< It has had this volume, or was begun.
        std::optional<core::TimePoint> ripe_since = std::nullopt;
        bool has_grown = false;
        bool was_ripe_in_vain = false;
    };
    struct Rest {
        core::TimePoint until;
        core::Duration length;
    };

    using Chances = std::map<Place, const VolumeChance*>;

    void go_on(const Chances& chances, const ReviewTime& time, std::vector<VolumeNews>& news);
    void begin(const Chances& chances, const ReviewTime& time, std::vector<VolumeNews>& news);
    void note(const VolumeChance& chance, const ReviewTime& time, Attempt& attempt,
              std::vector<VolumeNews>& news);
    void give_up(const Place& place, const Attempt& attempt, core::TimePoint now);

    std::int64_t most_;
    std::map<Place, Attempt> growing_;
    std::map<Place, Rest> rests_;
    std::int64_t in_vain_ = 0;
    bool has_seen_growth_ = false;
};

}  // namespace argosy::planner
