#include "planner/volume_growth.h"

#include <algorithm>
#include <cmath>

namespace argosy::planner {
namespace {

// The game's ladder.
constexpr double kStep = 1.1;
constexpr double kUpdatesBefore = 3;

// Stocks in trade volumes around which an export is bought while it grows, to which one that is
// made at its best rate is usually bought, and around which.
constexpr double kDrained = -3.7;
constexpr double kUsual = 2.9;
constexpr double kUsualMean = 3.4;
// Of the trade volumes between the two that are made up for afterwards: some of them would not
// have been sold anyway.
constexpr double kComesBack = 0.6;
// What fleets took to earn back what growing cost them, of what these figures say, which know
// nothing of what the others lose meanwhile and get less out of a plan than it promises. In four
// systems all that had grown had paid back by hour 19 to 29, where this says 22 to 32 hours for
// each export (docs/concepts/growing-markets.md).
constexpr double kCaution = 2.6;

double ask_at(const model::PriceState& source, double stock) {
    model::PriceState at = source;
    at.stock = core::Units(std::llround(stock * double(source.volume.count())));
    return double(model::ask_of(at).count());
}

}  // namespace

core::Units largest_volume(core::Units least_input) {
    return core::Units((2 * least_input.count() + 2) / 3);
}

core::Units grown_volume(core::Units volume, core::Units not_below) {
    core::Units grown = volume;
    while (grown > core::Units(0) && grown < not_below)
        grown = core::Units(std::int64_t(std::ceil(kStep * double(grown.count()))));
    return grown;
}

std::optional<core::Duration> growth_pays_back_in(const model::PriceState& source,
                                                  const PlannedGood& planned, core::Units grown,
                                                  core::Duration gap) {
    const auto volume = double(source.volume.count());
    const double factor = double(grown.count()) / volume;
    const double margin = planned.worth - ask_at(source, std::min(kUsualMean, planned.level));
    const double an_update = planned.share * volume * (factor - 1) * margin;
    if (an_update <= 0) return std::nullopt;
    const double stands = std::clamp(model::stock_ratio(source), kDrained, kUsual);
    const double dearer = ask_at(source, kDrained) - ask_at(source, stands);
    const double updates = kUpdatesBefore + std::log(factor) / std::log(kStep);
    const double while_it_grows = updates * volume * std::sqrt(factor) * dearer;
    // What is not bought until its stock is back costs its margin; bought all the same, its price.
    const double afterwards =
        kComesBack * (stands - kDrained) * double(grown.count()) * std::min(dearer, margin);
    const double pays_back = kCaution * (while_it_grows + afterwards) / an_update;
    constexpr double kNever = 1e4;  // Updates.
    if (pays_back > kNever) return std::nullopt;
    return core::Duration(std::llround(pays_back * double(gap.count())));
}

std::string_view to_string(VolumeNews::Kind kind) {
    switch (kind) {
        case VolumeNews::Kind::kBegun:
            return "volume_growth_begun";
        case VolumeNews::Kind::kGrown:
            return "volume_grown";
        case VolumeNews::Kind::kEnded:
            return "volume_growth_ended";
        case VolumeNews::Kind::kGivenUp:
            return "volume_growth_given_up";
    }
    return {};
}

std::vector<VolumeNews> VolumeGrowth::review(const std::vector<VolumeChance>& chances,
                                             ReviewTime time) {
    Chances by_place;
    for (const VolumeChance& chance : chances)
        by_place.emplace(chance.place, &chance);
    std::vector<VolumeNews> news;
    go_on(by_place, time, news);
    begin(by_place, time, news);
    return news;
}

void VolumeGrowth::note(const VolumeChance& chance, const ReviewTime& time, Attempt& attempt,
                        std::vector<VolumeNews>& news) {
    if (chance.volume > attempt.volume) {
        attempt = {.volume = chance.volume, .since = time.now, .has_grown = true};
        has_seen_growth_ = true;
        news.push_back({chance.place, VolumeNews::Kind::kGrown});
    }
    if (!chance.is_ripe) {
        attempt.ripe_since.reset();
    } else if (!attempt.ripe_since) {
        attempt.ripe_since = time.now;
    } else if (time.now - *attempt.ripe_since >= kProof * time.gap) {
        attempt.was_ripe_in_vain = true;
    }
}

void VolumeGrowth::give_up(const Place& place, const Attempt& attempt, core::TimePoint now) {
    if (!attempt.has_grown && attempt.was_ripe_in_vain) ++in_vain_;
    const auto known = rests_.find(place);
    const core::Duration length = known == rests_.end() ? kRest : 2 * known->second.length;
    rests_[place] = {.until = now + length, .length = length};
}

void VolumeGrowth::go_on(const Chances& chances, const ReviewTime& time,
                         std::vector<VolumeNews>& news) {
    for (auto each = growing_.begin(); each != growing_.end();) {
        auto& [place, attempt] = *each;
        const auto found = chances.find(place);
        const VolumeChance* chance = found == chances.end() ? nullptr : found->second;
        if (chance != nullptr) note(*chance, time, attempt, news);
        const bool is_over = chance == nullptr || chance->volume >= chance->grown ||
                             !chance->pays_back_in || time.left <= core::Duration(0);
        const bool has_patience = time.now - attempt.since < kPatience * time.gap;
        if (!is_over && has_patience) {
            ++each;
            continue;
        }
        news.push_back({place, is_over ? VolumeNews::Kind::kEnded : VolumeNews::Kind::kGivenUp});
        if (!is_over) give_up(place, attempt, time.now);
        each = growing_.erase(each);
    }
}

void VolumeGrowth::begin(const Chances& chances, const ReviewTime& time,
                         std::vector<VolumeNews>& news) {
    if (!has_seen_growth_ && in_vain_ >= kEnough) return;
    std::vector<const VolumeChance*> offers;
    for (const auto& [place, chance] : chances) {
        const auto rest = rests_.find(place);
        const bool is_free =
            !grows(place) && (rest == rests_.end() || rest->second.until <= time.now);
        const bool pays = chance->pays_back_in && *chance->pays_back_in <= time.left;
        if (is_free && pays && chance->may_begin && chance->volume < chance->grown)
            offers.push_back(chance);
    }
    std::ranges::sort(offers, {}, [](const auto* offer) {
        return std::pair(*offer->pays_back_in, offer->place);
    });
    for (const VolumeChance* offer : offers) {
        if (std::int64_t(growing_.size()) >= most_) return;
        growing_.emplace(offer->place, Attempt{.volume = offer->volume, .since = time.now});
        news.push_back({offer->place, VolumeNews::Kind::kBegun});
    }
}

}  // namespace argosy::planner
