#include "planner/volume_growth.h"

#include <algorithm>
#include <cmath>

namespace argosy::planner {
namespace {

// The game's ladder.
constexpr double kStep = 1.1;
constexpr double kUpdatesBefore = 3;

// Stocks in trade volumes around which an export is bought: while it grows, and usually.
constexpr double kDrained = -3.7;
constexpr double kUsual = 3.4;
constexpr double kBest = 4.5;
// Trade volumes that are not bought afterwards, until the stock is back: half of what was drained.
constexpr double kComesBack = 4.2;
// What fleets took to earn back what growing cost them, of what these figures say: they get less
// out of a plan than it promises, and growing takes longer.
constexpr double kCaution = 2.5;

double ask_at(const model::PriceState& source, double stock) {
    model::PriceState at = source;
    at.stock = core::Units(std::llround(stock * double(source.volume.count())));
    return double(model::ask_of(at).count());
}

}  // namespace

core::Units grown_volume(core::Units volume, core::Units least_input) {
    core::Units grown = volume;
    while (grown * 3 < least_input * 2)
        grown = core::Units(std::int64_t(std::ceil(kStep * double(grown.count()))));
    return grown;
}

std::optional<core::Duration> growth_pays_back_in(const model::PriceState& source,
                                                  const PlannedGood& planned, core::Units grown,
                                                  core::Duration gap) {
    const double margin = planned.worth - ask_at(source, std::min(kBest, planned.level));
    const auto volume = double(source.volume.count());
    const double factor = double(grown.count()) / volume;
    const double an_update = planned.share * volume * (factor - 1) * margin;
    if (an_update <= 0) return std::nullopt;
    const double dearer = ask_at(source, kDrained) - ask_at(source, kUsual);
    const double updates = kUpdatesBefore + std::log(factor) / std::log(kStep);
    const double while_it_grows = updates * volume * std::sqrt(factor) * dearer;
    const double afterwards = kComesBack * double(grown.count()) * std::min(dearer, margin);
    const double pays_back = kCaution * (while_it_grows + afterwards) / an_update;
    constexpr double kNever = 1e4;
    if (pays_back > kNever) return std::nullopt;
    return core::Duration(std::llround(pays_back * double(gap.count())));
}

void VolumeGrowth::go_on(const std::map<Place, const GrowthChance*>& chances, core::TimePoint now,
                         core::Duration gap, std::vector<GrowthNews>& news) {
    for (auto each = growing_.begin(); each != growing_.end();) {
        auto& [place, attempt] = *each;
        const auto chance = chances.find(place);
        if (chance != chances.end() && chance->second->volume > attempt.volume) {
            attempt = {chance->second->volume, now, true};
            has_seen_growth_ = true;
            news.push_back({place, GrowthNews::Kind::kGrown});
        }
        if (chance == chances.end()) {
            news.push_back({place, GrowthNews::Kind::kEnded});
        } else if (now - attempt.since >= kPatience * gap) {
            if (!attempt.has_grown) ++given_up_;
            resting_[place] = now + kRest;
            news.push_back({place, GrowthNews::Kind::kGivenUp});
        } else {
            ++each;
            continue;
        }
        each = growing_.erase(each);
    }
}

std::vector<GrowthNews> VolumeGrowth::review(const std::vector<GrowthChance>& chances,
                                             core::TimePoint now, core::Duration gap,
                                             core::Duration time_left) {
    std::vector<GrowthNews> news;
    std::map<Place, const GrowthChance*> by_place;
    for (const GrowthChance& chance : chances)
        by_place.emplace(chance.place, &chance);
    go_on(by_place, now, gap, news);
    std::erase_if(resting_, [now](const auto& rest) { return rest.second <= now; });
    if (!has_seen_growth_ && given_up_ >= kEnough) return news;
    std::vector<const GrowthChance*> offers;
    for (const auto& [place, chance] : by_place) {
        const bool pays = chance->pays_back_in && *chance->pays_back_in <= time_left;
        if (pays && chance->is_strong && !growing_.contains(place) && !resting_.contains(place))
            offers.push_back(chance);
    }
    std::ranges::stable_sort(offers, {}, [](const auto* offer) { return *offer->pays_back_in; });
    for (const GrowthChance* offer : offers) {
        if (std::int64_t(growing_.size()) >= most_) break;
        growing_.emplace(offer->place, Attempt{.volume = offer->volume, .since = now});
        news.push_back({offer->place, GrowthNews::Kind::kBegun});
    }
    return news;
}

}  // namespace argosy::planner
