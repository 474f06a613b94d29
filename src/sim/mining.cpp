#include "sim/mining.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/mining_refusals.h"
#include "sim/wear.h"

namespace argosy::sim {
namespace {

using core::TimePoint;
using core::Units;
using model::AgentSymbol;
using model::ShipSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;

constexpr std::string_view kLaser = "MOUNT_MINING_LASER";
constexpr std::string_view kSiphon = "MOUNT_GAS_SIPHON";
constexpr std::string_view kSurveyor = "MOUNT_SURVEYOR";
constexpr std::string_view kMineralProcessor = "MODULE_MINERAL_PROCESSOR";
constexpr std::string_view kGasProcessor = "MODULE_GAS_PROCESSOR";
constexpr std::string_view kStripped = "STRIPPED";

constexpr std::int64_t kThousand = 1'000;
constexpr std::int64_t kMillisPerMinute = 60'000;
constexpr std::int64_t kSignatures = 0x1000000;  // Six hexadecimal digits.
constexpr std::array<std::string_view, 3> kSizes{"SMALL", "MODERATE", "LARGE"};

bool is_one_of(const std::vector<std::string>& types, const std::string& type) {
    return std::find(types.begin(), types.end(), type) != types.end();
}

std::int64_t draw_normal(core::RandomStream& stream, double mean, double deviation,
                         std::int64_t least, std::int64_t most) {
    return std::clamp<std::int64_t>(std::llround(stream.normal(mean, deviation)), least, most);
}

SurveySize draw_size(const std::array<SurveySizeLaw, 3>& sizes, core::RandomStream& stream) {
    std::int64_t shares = 0;
    for (const SurveySizeLaw& each : sizes)
        shares += each.share;
    std::int64_t left = stream.uniform(1, shares) - sizes[0].share;
    std::size_t size = 0;
    while (left > 0)
        left -= sizes[++size].share;
    return SurveySize(size);
}

// In thousandths of an extraction.
std::int64_t strain_at(const Universe& universe, const WaypointSymbol& waypoint, TimePoint now,
                       const MiningParameters& law) {
    const auto found = universe.state().strains.find(waypoint);
    if (found == universe.state().strains.end()) return 0;
    const std::int64_t millis = std::max(core::Duration(0), now - found->second.at).count();
    const std::int64_t recovered = millis * law.recovery_per_minute * kThousand / kMillisPerMinute;
    return std::max<std::int64_t>(0, found->second.strain - recovered);
}

bool is_critical(const Universe& universe, const WaypointSymbol& waypoint, TimePoint now,
                 const MiningParameters& law) {
    return strain_at(universe, waypoint, now, law) >= law.critical_at * kThousand;
}

bool is_as_given(const SurveyRecord& given, const PostedSurvey& posted) {
    return given.waypoint == posted.waypoint && given.deposits == posted.deposits &&
           given.expires == posted.expires && given.size == posted.size;
}

}  // namespace

std::string_view to_string(SurveySize size) {
    return kSizes[std::size_t(size)];
}

std::optional<SurveySize> parse_survey_size(std::string_view text) {
    const auto found = std::find(kSizes.begin(), kSizes.end(), text);
    if (found == kSizes.end()) return std::nullopt;
    return SurveySize(found - kSizes.begin());
}

std::vector<std::string> modifiers_of(const Universe& universe, const WaypointSymbol& waypoint,
                                      TimePoint now, const MiningParameters& law) {
    if (is_critical(universe, waypoint, now, law)) return {"CRITICAL_LIMIT"};
    const bool unstable = strain_at(universe, waypoint, now, law) >= law.unstable_at * kThousand;
    return unstable ? std::vector<std::string>{"UNSTABLE"} : std::vector<std::string>();
}

ApiResult<ShipRecord*> Mining::ready_ship(const AgentSymbol& agent, const ShipSymbol& ship,
                                          TimePoint now) {
    ARGOSY_TRY(ShipRecord * record, universe_.own_ship_in_orbit(agent, ship, now));
    if (auto cooling = Universe::still_cooling(*record, now)) return *std::move(cooling);
    return record;
}

const model::Waypoint& Mining::place_of(const ShipRecord& ship) const {
    const WaypointFacts* facts = universe_.find_waypoint(ship.ship.nav.waypoint);
    ARGOSY_ASSERT(facts != nullptr);
    return facts->waypoint;
}

ApiResult<Surveying> Mining::survey(const AgentSymbol& agent, const ShipSymbol& ship,
                                    TimePoint now) {
    ARGOSY_TRY(ShipRecord * record, ready_ship(agent, ship, now));
    const Rig surveyors = rig_of(*record, universe_.catalogue(), kSurveyor);
    if (surveyors.empty()) return refusal::no_surveyor(ship);
    const model::Waypoint& place = place_of(*record);
    if (!is_one_of(minable_types(), place.type)) return refusal::not_surveyable(place.type);
    std::vector<Deposit> deposits = deposits_of(place);
    std::erase_if(deposits,
                  [&](const Deposit& each) { return !surveyors.deposits.contains(each.good); });
    if (deposits.empty()) return refusal::no_yield(place.symbol);

    core::RandomStream stream = universe_.take_chance(*record);
    Surveying made{record, {}};
    for (std::int64_t i = 0; i < surveyors.strength(); ++i) {
        forget_surveys(place.symbol, now);
        made.surveys.push_back(make_survey(*record, deposits, stream, now));
    }
    Universe::begin_cooldown(*record, surveyors.cooldown_seconds(), now);
    return made;
}

SurveyRecord Mining::make_survey(const ShipRecord& ship, const std::vector<Deposit>& deposits,
                                 core::RandomStream& stream, TimePoint now) {
    SurveyRecord survey;
    survey.agent = ship.owner;
    survey.waypoint = ship.ship.nav.waypoint;
    const std::int64_t count = stream.uniform(law_.deposits_least, law_.deposits_most);
    for (std::int64_t i = 0; i < count; ++i)
        survey.deposits.push_back(draw_deposit(deposits, stream));

    survey.size = draw_size(law_.sizes, stream);
    const SurveySizeLaw& law = law_.sizes[std::size_t(survey.size)];
    const std::int64_t span = law.most.count() - law.least.count();
    survey.left =
        Units(draw_normal(stream, double(law.mean.count()), law_.size_deviation * double(span),
                          law.least.count(), law.most.count()));

    const auto seconds = [](core::Duration length) {
        return std::chrono::duration_cast<std::chrono::seconds>(length).count();
    };
    survey.expires = now + std::chrono::seconds(stream.uniform(seconds(law_.survey_least),
                                                               seconds(law_.survey_most)));

    auto& surveys = universe_.state().surveys;
    std::int64_t number = stream.uniform(0, kSignatures - 1);
    do {
        number = (number + 1) % kSignatures;
        survey.signature = fmt::format("{}-{:06X}", survey.waypoint, number);
    } while (surveys.contains(survey.signature));
    return surveys.emplace(survey.signature, survey).first->second;
}

void Mining::forget_surveys(const WaypointSymbol& waypoint, TimePoint now) {
    auto& surveys = universe_.state().surveys;
    const std::string prefix = waypoint.str() + "-";
    std::size_t kept = 0;
    auto soonest = surveys.end();
    for (auto at = surveys.lower_bound(prefix);
         at != surveys.end() && at->first.starts_with(prefix);) {
        if (at->second.expires <= now) {
            at = surveys.erase(at);
            continue;
        }
        if (soonest == surveys.end() || at->second.expires < soonest->second.expires) soonest = at;
        ++kept;
        ++at;
    }
    if (kept >= law_.surveys_kept) surveys.erase(soonest);
}

// A survey that has expired may be forgotten, so the posted one has to tell.
ApiResult<SurveyRecord*> Mining::given_survey(const ShipRecord& ship, const PostedSurvey& posted,
                                              TimePoint now) {
    auto& surveys = universe_.state().surveys;
    const auto found = surveys.find(posted.signature);
    if (found == surveys.end()) {
        return posted.expires <= now ? refusal::survey_expired()
                                     : refusal::survey_unknown(posted.signature);
    }
    SurveyRecord& survey = found->second;
    if (survey.agent != ship.owner || !is_as_given(survey, posted)) {
        return refusal::survey_unknown(posted.signature);
    }
    if (survey.expires <= now) return refusal::survey_expired();
    if (survey.waypoint != ship.ship.nav.waypoint) {
        return refusal::survey_elsewhere(survey, ship.ship.nav.waypoint);
    }
    if (survey.left == Units(0)) return refusal::survey_exhausted(survey.signature);
    return &survey;
}

ApiResult<ShipRecord*> Mining::ready_miner(const AgentSymbol& agent, const ShipSymbol& ship,
                                           TimePoint now) {
    ARGOSY_TRY(ShipRecord * record, ready_ship(agent, ship, now));
    if (rig_of(*record, universe_.catalogue(), kLaser).empty()) return refusal::no_laser(ship);
    if (!has_module(*record, kMineralProcessor)) return refusal::no_mineral_processor(ship);
    const model::Waypoint& place = place_of(*record);
    if (!is_one_of(minable_types(), place.type)) return refusal::not_minable(place.type);
    if (is_critical(universe_, place.symbol, now, law_)) {
        return refusal::overmined(place.symbol, modifiers_of(universe_, place.symbol, now, law_));
    }
    return record;
}

ApiResult<Extraction> Mining::extract(const AgentSymbol& agent, const ShipSymbol& ship,
                                      TimePoint now) {
    ARGOSY_TRY(ShipRecord * record, ready_miner(agent, ship, now));
    const model::Waypoint& place = place_of(*record);
    const std::vector<Deposit> deposits = deposits_of(place);
    if (deposits.empty()) return refusal::no_yield(place.symbol);
    if (record->ship.cargo.free() == Units(0)) return refusal::cargo_full(ship);

    core::RandomStream stream = universe_.take_chance(*record);
    const TradeSymbol good = draw_deposit(deposits, stream);
    return mine(*record, good, place.has_trait(kStripped), stream, now);
}

ApiResult<Extraction> Mining::extract(const AgentSymbol& agent, const ShipSymbol& ship,
                                      const PostedSurvey& posted, TimePoint now) {
    ARGOSY_TRY(ShipRecord * record, ready_miner(agent, ship, now));
    ARGOSY_TRY(SurveyRecord * survey, given_survey(*record, posted, now));
    if (record->ship.cargo.free() == Units(0)) return refusal::cargo_full(ship);

    core::RandomStream stream = universe_.take_chance(*record);
    const auto last = std::int64_t(survey->deposits.size()) - 1;
    const TradeSymbol good = survey->deposits[std::size_t(stream.uniform(0, last))];
    const Extraction taken = mine(*record, good, false, stream, now);
    survey->left = std::max(Units(0), survey->left - taken.units);
    return taken;
}

Extraction Mining::mine(ShipRecord& ship, const TradeSymbol& good, bool stripped,
                        core::RandomStream& stream, TimePoint now) {
    const Rig lasers = rig_of(ship, universe_.catalogue(), kLaser);
    std::int64_t units = 0;
    for (const std::int64_t strength : lasers.strengths) {
        const std::int64_t reach = law_.laser_reach;
        units += stripped
                     ? draw_normal(stream, double(strength) * law_.stripped_share,
                                   law_.stripped_deviation, 1, strength)
                     : draw_normal(stream, double(strength), law_.laser_deviation,
                                   std::max<std::int64_t>(1, strength - reach), strength + reach);
    }
    strain(ship.ship.nav.waypoint, now);
    return load(ship, good, Units(units), lasers, now);
}

void Mining::strain(const WaypointSymbol& waypoint, TimePoint now) {
    std::int64_t strain = strain_at(universe_, waypoint, now, law_) + kThousand;
    if (strain >= law_.critical_at * kThousand) strain += law_.collapse * kThousand;
    universe_.state().strains[waypoint] = {strain, now};
}

Extraction Mining::load(ShipRecord& ship, const TradeSymbol& good, Units drawn, const Rig& rig,
                        TimePoint now) {
    model::Cargo& cargo = ship.ship.cargo;
    const Units units = std::min(drawn, cargo.free());
    cargo.items[good] += units;
    Universe::begin_cooldown(ship, rig.cooldown_seconds(), now);
    return {&ship, good, units, wear_out(universe_, ship, WearCause::kExtraction, now)};
}

ApiResult<Extraction> Mining::siphon(const AgentSymbol& agent, const ShipSymbol& ship,
                                     TimePoint now) {
    ARGOSY_TRY(ShipRecord * record, ready_ship(agent, ship, now));
    const Rig siphons = rig_of(*record, universe_.catalogue(), kSiphon);
    if (siphons.empty()) return refusal::no_siphon(ship);
    if (!has_module(*record, kGasProcessor)) return refusal::no_gas_processor(ship);
    const model::Waypoint& place = place_of(*record);
    if (!is_one_of(siphonable_types(), place.type)) return refusal::not_siphonable(place.type);
    if (record->ship.cargo.free() == Units(0)) return refusal::cargo_full(ship);

    core::RandomStream stream = universe_.take_chance(*record);
    const TradeSymbol good = draw_deposit(deposits_of(place), stream);
    std::int64_t units = 0;
    for (const std::int64_t strength : siphons.strengths) {
        const double deviation =
            law_.siphon_deviation + law_.siphon_deviation_per_strength * double(strength);
        units += draw_normal(stream, double(strength), deviation, 1, 2 * strength - 1);
    }
    return load(*record, good, Units(units), siphons, now);
}

}  // namespace argosy::sim
