#include "market/drift.h"

#include <algorithm>
#include <cmath>

#include "core/enum_names.h"

namespace argosy::market {
namespace {

using model::Activity;
using model::TradeType;

constexpr double kMillion = 1'000'000.0;

// Recorded: the stocks of played systems rest here.
constexpr double kExportRest = 8.0;
constexpr double kImportRest = -8.0;
// A stock this near to its rest tells nothing of its rate.
constexpr double kNearRest = 0.1;

// How much evidence outweighs what a gauge is held against, and how much of it is remembered, in
// trade volumes. Chosen by `spacetraders-bench markets`.
constexpr double kKindDoubt = 0.5;
constexpr double kKindMemory = 40.0;
constexpr double kVolumeDoubt = 1.0;
constexpr double kVolumeMemory = 20.0;
constexpr double kOwnDoubt = 0.5;
constexpr double kOwnMemory = 3.0;
constexpr double kGreatestFactor = 10.0;

// Trade volumes an hour as recorded of the live game: RESTRICTED 0.31 to 0.36, WEAK imports 0.35,
// GROWING 1 to 1.8, STRONG 1.8 to 2; exchange prices nearly still.
double recorded_rate(const DriftKind& kind) {
    if (!kind.activity) return 0.05;
    switch (*kind.activity) {
        case Activity::kRestricted:
        case Activity::kWeak:
            return 0.35;
        case Activity::kGrowing:
            return 1.4;
        case Activity::kStrong:
            return 1.9;
    }
    return 0.35;
}

// A market nobody trades with hardly moves: one step, or none, in hours.
constexpr double kQuietShare = 0.1;

double hours(core::Duration length) {
    return std::chrono::duration<double, std::ratio<3600>>(length).count();
}

DriftPool kind_pool(const DriftKind& kind) {
    return {kind.type, kind.activity, kind.trading, core::Units(0)};
}

DriftPool volume_pool(const DriftKind& kind) {
    std::int64_t least = DriftModel::kVolumes.front();
    for (const std::int64_t volume : DriftModel::kVolumes) {
        if (volume <= kind.volume.count()) least = volume;
    }
    return {kind.type, kind.activity, kind.trading, core::Units(least)};
}

double recorded_rate_of(const DriftKind& kind) {
    return recorded_rate(kind) * (kind.trading == Trading::kBusy ? 1.0 : kQuietShare);
}

constexpr auto kTradingNames =
    core::enum_names<Trading>({{Trading::kQuiet, "QUIET"}, {Trading::kBusy, "BUSY"}});

// How far a stock that has not reached its rest moves, by its sign towards the rest.
double towards_rest(TradeType type, double before, double after) {
    switch (type) {
        case TradeType::kExport:
            return after - before;
        case TradeType::kImport:
            return before - after;
        case TradeType::kExchange:
            return std::abs(before) - (before < 0 ? -after : after);
    }
    return 0;
}

bool is_near_rest(TradeType type, double ratio) {
    switch (type) {
        case TradeType::kExport:
            return ratio > kExportRest - kNearRest;
        case TradeType::kImport:
            return ratio < kImportRest + kNearRest;
        case TradeType::kExchange:
            return std::abs(ratio) < kNearRest;
    }
    return true;
}

// What one unit of rate moves in the time: an exchange's rate is a share of its stock.
double exposure(TradeType type, double before, double after, core::Duration length) {
    if (type != TradeType::kExchange) return hours(length);
    return hours(length) * (std::abs(before) + std::abs(after)) / 2;
}

}  // namespace

std::string_view to_string(Trading trading) {
    return kTradingNames.name_of(trading);
}

std::optional<Trading> parse_trading(std::string_view text) {
    return kTradingNames.value_of(text);
}

double Gauge::factor(double doubt) const {
    const double factor =
        (double(moved_) / kMillion + doubt) / (double(expected_) / kMillion + doubt);
    return std::clamp(factor, 0.0, kGreatestFactor);
}

void Gauge::add(double moved, double expected, double memory) {
    moved_ += std::llround(moved * kMillion);
    expected_ += std::llround(expected * kMillion);
    if (double(expected_) > memory * kMillion) {
        moved_ /= 2;
        expected_ /= 2;
    }
}

double DriftModel::factor_of(const DriftPool& pool, double doubt) const {
    const auto known = pools_.find(pool);
    return known == pools_.end() ? 1.0 : known->second.factor(doubt);
}

double DriftModel::pooled_rate(const DriftKind& kind) const {
    return recorded_rate_of(kind) * factor_of(kind_pool(kind), kKindDoubt) *
           factor_of(volume_pool(kind), kVolumeDoubt);
}

double DriftModel::predict(const DriftKind& kind, const Gauge& own, double ratio,
                           core::Duration length) const {
    const double moved = pooled_rate(kind) * own.factor(kOwnDoubt) * hours(length);
    switch (kind.type) {
        case TradeType::kExport:
            return ratio >= kExportRest ? ratio : std::min(kExportRest, ratio + moved);
        case TradeType::kImport:
            return ratio <= kImportRest ? ratio : std::max(kImportRest, ratio - moved);
        case TradeType::kExchange:
            return ratio * std::exp(-moved);
    }
    return ratio;
}

void DriftModel::learn(const DriftKind& kind, Gauge& own, double before, double after,
                       core::Duration length) {
    if (is_near_rest(kind.type, before) || is_near_rest(kind.type, after)) return;
    const double moved = towards_rest(kind.type, before, after);
    const double exposed = exposure(kind.type, before, after, length);
    // Each gauge is held against what those above it, this evidence included, lead to expect: none
    // learns what the one above has learned already.
    Gauge& of_kind = pools_[kind_pool(kind)];
    Gauge& of_volume = pools_[volume_pool(kind)];
    double expected = recorded_rate_of(kind) * exposed;
    of_kind.add(moved, expected, kKindMemory);
    expected *= of_kind.factor(kKindDoubt);
    of_volume.add(moved, expected, kVolumeMemory);
    expected *= of_volume.factor(kVolumeDoubt);
    own.add(moved, expected, kOwnMemory);
    changed_.insert({kind_pool(kind), volume_pool(kind)});
}

}  // namespace argosy::market
