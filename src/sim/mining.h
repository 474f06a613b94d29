#pragma once

/// @file
/// The desk for getting goods out of places: surveys, extraction, siphoning and refining, with the
/// cooldowns they cost and the strain they put on an asteroid.

#include <array>

#include "sim/deposits.h"
#include "sim/rig.h"
#include "sim/universe.h"

namespace argosy::sim {

/// How often a survey is of a size, and how many units it gives until it is exhausted.
struct SurveySizeLaw {
    std::int64_t share = 0;  ///< Against the shares of the other sizes.
    core::Units least;
    core::Units mean;
    core::Units most;
};

/// What the game does not tell, or tells in part. Measured, told and chosen are marks of
/// docs/reference/simulator.md.
struct MiningParameters {
    // Measured: a laser yields its strength with deviation 1, laser I 1 to 7, laser II 1 to 10.
    double laser_deviation = 1.0;
    std::int64_t laser_reach = 4;  ///< The most a yield is away from the mean of a laser.
    // Measured on laser I (1.7, 0.6, 1 to 3); the share of the strength is chosen to fit laser II.
    double stripped_share = 0.57;
    double stripped_deviation = 0.6;
    // Measured: siphon I (10) deviates by 4, siphon II (20) by 5, the line between is chosen.
    double siphon_deviation = 3.0;
    double siphon_deviation_per_strength = 0.1;

    // Measured.
    std::int64_t deposits_least = 3;
    std::int64_t deposits_most = 7;
    core::Duration survey_least = std::chrono::minutes(5);
    core::Duration survey_most = std::chrono::minutes(60);
    // Measured when lasers were of 10, 25 and 60, scaled by 3/10 to those of 3 and 5. Chosen: how
    // often each size is found.
    std::array<SurveySizeLaw, 3> sizes{{
        {3, core::Units(14), core::Units(97), core::Units(134)},
        {2, core::Units(33), core::Units(228), core::Units(310)},
        {1, core::Units(260), core::Units(506), core::Units(729)},
    }};
    /// Chosen: the deviation of a size's units, as a share of the span between least and most.
    double size_deviation = 0.25;
    /// Chosen: of one waypoint. Beyond it the survey that expires first is forgotten.
    std::size_t surveys_kept = 10'000;

    // Told by the developer: an asteroid bears about 10 extractions a minute.
    std::int64_t recovery_per_minute = 10;
    // Chosen: what it bears beyond that, in extractions, and what a collapse adds to the strain.
    std::int64_t unstable_at = 20;
    std::int64_t critical_at = 40;
    std::int64_t collapse = 300;

    // Documented: 100 basic goods become 10. (A record of 2023 has 30.)
    core::Units refined_from{100};
    core::Units refined_to{10};
    // Told: 60 + 10 * 9, the ore refinery's power. Chosen for the others, never recorded. (A
    // record of 2023 has 180.)
    std::int64_t refine_cooldown_seconds = 150;
};

/// A survey as a client posts it back.
struct PostedSurvey {
    std::string signature;
    model::WaypointSymbol waypoint;
    std::vector<model::TradeSymbol> deposits;
    core::TimePoint expires;
    SurveySize size = SurveySize::kSmall;
};

std::string_view to_string(SurveySize size);
std::optional<SurveySize> parse_survey_size(std::string_view text);

struct Surveying {
    const ShipRecord* ship = nullptr;
    std::vector<SurveyRecord> surveys;
};

/// What came out of an asteroid or a gas giant.
struct Extraction {
    const ShipRecord* ship = nullptr;
    model::TradeSymbol good;
    core::Units units;
    std::vector<const ShipEvent*> events;  ///< What it did to the ship.
};

struct Refining {
    const ShipRecord* ship = nullptr;
    model::TradeSymbol produced;
    core::Units produced_units;
    model::TradeSymbol consumed;
    core::Units consumed_units;
};

/// Every operation refuses a ship the agent does not have (404), in transit (4214), and, but for
/// refining, docked (4236); then one that cools down (4000). What is refused changes nothing.
class Mining {
  public:
    explicit Mining(Universe& universe, MiningParameters parameters = {})
        : universe_(universe), law_(parameters) {}

    /// Makes as many surveys as the ship's surveyors are strong together.
    /// @error 4240, 4222, 4261  No surveyor; nothing to survey here; nothing the surveyors find.
    ApiResult<Surveying> survey(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                                core::TimePoint now);

    /// @error 4243, 4242  No mining laser, no mineral processor.
    /// @error 4205, 4253, 4261  No asteroid; overmined; without deposits.
    /// @error 4228  Hold full.
    ApiResult<Extraction> extract(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                                  core::TimePoint now);

    /// Extracts one of the survey's deposits.
    /// @error as extract(), but for 4261.
    /// @error 4220, 4221, 4270, 4224  Not the agent's, or changed; expired; of another waypoint;
    ///        exhausted.
    ApiResult<Extraction> extract(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                                  const PostedSurvey& survey, core::TimePoint now);

    /// @error 4258, 4257, 4259, 4228  No siphon; no gas processor; no gas giant; hold full.
    ApiResult<Extraction> siphon(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                                 core::TimePoint now);

    /// @error 4237, 4239, 4238, 4219  Nothing refines into it; no refinery; another kind of
    ///        refinery; too little to refine.
    ApiResult<Refining> refine(const model::AgentSymbol& agent, const model::ShipSymbol& ship,
                               const model::TradeSymbol& product, core::TimePoint now);

  private:
    ApiResult<ShipRecord*> ready_ship(const model::AgentSymbol& agent,
                                      const model::ShipSymbol& ship, core::TimePoint now);
    ApiResult<ShipRecord*> ready_miner(const model::AgentSymbol& agent,
                                       const model::ShipSymbol& ship, core::TimePoint now);
    const model::Waypoint& place_of(const ShipRecord& ship) const;
    SurveyRecord make_survey(const ShipRecord& ship, const std::vector<Deposit>& deposits,
                             core::RandomStream& stream, core::TimePoint now);
    void forget_surveys(const model::WaypointSymbol& waypoint, core::TimePoint now);
    ApiResult<SurveyRecord*> given_survey(const ShipRecord& ship, const PostedSurvey& posted,
                                          core::TimePoint now);
    Extraction mine(ShipRecord& ship, const model::TradeSymbol& good, bool stripped,
                    core::RandomStream& stream, core::TimePoint now);
    Extraction load(ShipRecord& ship, const model::TradeSymbol& good, core::Units drawn,
                    const Rig& rig, core::TimePoint now);
    void strain(const model::WaypointSymbol& waypoint, core::TimePoint now);

    Universe& universe_;
    MiningParameters law_;
};

/// Returns what extraction did to the place: nothing, UNSTABLE, or CRITICAL_LIMIT.
std::vector<std::string> modifiers_of(const Universe& universe,
                                      const model::WaypointSymbol& waypoint, core::TimePoint now,
                                      const MiningParameters& law = {});

}  // namespace argosy::sim
