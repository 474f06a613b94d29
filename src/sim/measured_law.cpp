#include "sim/measured_law.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace argosy::sim {
namespace {

using core::Units;
using model::Activity;
using model::TradeType;

constexpr std::array<std::string_view, 4> kLaws{"measured", "inert", "eager", "crowded"};

bool below(const MarketGoodState& good, std::int64_t volumes) {
    return good.price.stock.count() < volumes * good.price.volume.count();
}

bool above(const MarketGoodState& good, std::int64_t volumes) {
    return good.price.stock.count() > volumes * good.price.volume.count();
}

// Adds thousandths of units to a stock; fractions wait in `carried`. Returns the whole units moved.
Units move_stock(MarketGoodState& good, std::int64_t thousandths) {
    good.carried += thousandths;
    const Units whole(good.carried / kWhole);
    good.carried -= whole.count() * kWhole;
    good.price.stock += whole;
    return whole;
}

std::int64_t toward(std::int64_t value, std::int64_t goal, std::int64_t step) {
    return value < goal ? std::min(value + step, goal) : std::max(value - step, goal);
}

// One update of one market: the numbered rules of docs/reference/simulator.md, in their order.
class Update {
  public:
    Update(const EconomyParameters& law, MarketState& market)
        : law_(law),
          market_(market),
          awake_(law.other_traders || was_traded(market)),
          pace_(awake_ ? kWhole : law.idle_share) {}

    void apply() {
        for_each(TradeType::kExport, [this](MarketGoodState& good) { set_export_rate(good); });
        for_each(TradeType::kImport, [this](MarketGoodState& good) { set_import_rate(good); });
        for_each(TradeType::kExport, [this](MarketGoodState& good) { produce(good); });
        for_each(TradeType::kImport, [this](MarketGoodState& good) { consume(good); });
        for_each(TradeType::kExchange, [this](MarketGoodState& good) { drift(good); });
        if (law_.other_traders) trade_others();
        if (awake_) grow_all();
    }

  private:
    bool was_traded(const MarketState& market) const {
        if (!market.last_trade) return false;
        return !market.last_update || *market.last_trade >= *market.last_update ||
               market.next_update - *market.last_trade <= law_.idle_after;
    }

    template <class Rule>
    void for_each(TradeType type, const Rule& rule) {
        for (MarketGoodState& good : market_.goods) {
            if (good.price.type == type) rule(good);
        }
    }

    template <class Predicate>
    bool every(const std::vector<std::size_t>& goods, const Predicate& holds) const {
        return std::all_of(goods.begin(), goods.end(),
                           [&](std::size_t i) { return holds(market_.goods[i]); });
    }

    bool is_starved(const MarketGoodState& good) const {
        return good.lacks_input || !every(good.inputs, [this](const MarketGoodState& input) {
                   return !below(input, law_.restricted_below);
               });
    }

    void change_rate(MarketGoodState& good, std::int64_t change) const {
        good.rate =
            std::clamp(good.rate + change * pace_ / kWhole, law_.least_rate, law_.full_rate);
    }

    Activity label(const MarketGoodState& good) const {
        if (good.rate >= law_.full_rate) return Activity::kStrong;
        return good.rate >= law_.growing_rate ? Activity::kGrowing : Activity::kWeak;
    }

    void set_export_rate(MarketGoodState& good) {
        if (!law_.feeding_helps) {
            good.rate = law_.restricted_step;
            good.activity = is_starved(good) ? Activity::kRestricted : Activity::kWeak;
            return;
        }
        if (is_starved(good)) {
            change_rate(good, -law_.restricted_fall);
            good.activity = Activity::kRestricted;
            return;
        }
        const bool well_fed = every(good.inputs, [this](const MarketGoodState& input) {
            return !below(input, law_.limited_below);
        });
        if (!well_fed) {
            good.rate = toward(good.rate, law_.limited_rate, law_.settle * pace_ / kWhole);
        } else {
            change_rate(good, below(good, law_.abundant_from) ? law_.rise : -law_.fall);
        }
        good.activity = label(good);
    }

    void set_import_rate(MarketGoodState& good) {
        if (good.feeds.empty()) {
            if (above(good, law_.limited_below)) {
                change_rate(good, law_.consumption_rise);
            } else if (below(good, law_.restricted_below)) {
                change_rate(good, -law_.consumption_fall);
            }
            good.activity = label(good);
            return;
        }
        std::int64_t sum = 0;
        for (std::size_t made : good.feeds)
            sum += market_.goods[made].rate;
        good.rate = sum / std::int64_t(good.feeds.size());
        const bool glut = every(good.feeds, [this](const MarketGoodState& made) {
            return !below(made, law_.abundant_from);
        });
        good.activity = glut ? Activity::kRestricted : label(good);
    }

    void produce(MarketGoodState& good) {
        const std::int64_t volume = good.price.volume.count();
        const bool restricted = good.activity == Activity::kRestricted;
        const std::int64_t step = restricted ? law_.restricted_step : good.rate;
        const std::int64_t room =
            (law_.most_export * volume - good.price.stock.count()) * kWhole - good.carried;
        const std::int64_t made = std::clamp<std::int64_t>(room, 0, step * volume * pace_ / kWhole);
        good.flows.produced += move_stock(good, made);
        for (std::size_t i : good.inputs) {
            MarketGoodState& input = market_.goods[i];
            lose(input, made * input.price.volume.count() / volume);
        }
    }

    void consume(MarketGoodState& good) {
        if (!good.feeds.empty()) return;
        lose(good, good.rate * good.price.volume.count() * pace_ / kWhole);
    }

    // An import at its lower limit loses nothing and is never lifted.
    void lose(MarketGoodState& good, std::int64_t thousandths) {
        const std::int64_t room =
            (good.price.stock.count() - law_.least_import * good.price.volume.count()) * kWhole +
            good.carried;
        const std::int64_t lost = std::clamp<std::int64_t>(room, 0, thousandths);
        good.flows.consumed -= move_stock(good, -lost);
    }

    void drift(MarketGoodState& good) {
        const std::int64_t gap = -good.price.stock.count();
        good.flows.drifted += move_stock(good, gap * law_.exchange_drift * pace_ / kWhole);
    }

    // Whole units, the fraction by chance; others neither fill a glut nor empty a dearth.
    void trade_others() {
        for (MarketGoodState& good : market_.goods) {
            if (good.price.type == TradeType::kExchange) continue;
            const std::int64_t most = 2 * law_.others * good.price.volume.count();
            const std::int64_t drawn = market_.stream.uniform(0, most);
            const Units units((drawn + market_.stream.uniform(0, kWhole - 1)) / kWhole);
            const bool import = good.price.type == TradeType::kImport;
            if (import && !below(good, law_.most_export)) continue;
            if (!import && below(good, law_.least_import)) continue;
            const Units change = import ? units : -units;
            good.price.stock += change;
            good.flows.others += change;
        }
    }

    void grow_all() {
        for (MarketGoodState& good : market_.goods) {
            if (good.price.type == TradeType::kExchange) continue;
            const bool import = good.price.type == TradeType::kImport;
            const bool extreme =
                import ? !below(good, law_.abundant_from) : below(good, law_.limited_below);
            const bool ripe = good.activity == Activity::kStrong && extreme;
            good.growth_updates = ripe ? good.growth_updates + 1 : 0;
            const bool allowed = import ? import_may_grow(good) : export_may_grow(good);
            if (good.growth_updates >= law_.growth_after && allowed) grow(good);
        }
    }

    bool export_may_grow(const MarketGoodState& good) const {
        return !good.inputs.empty() && every(good.inputs, [&](const MarketGoodState& input) {
            return 3 * good.price.volume.count() < 2 * input.price.volume.count();
        });
    }

    bool import_may_grow(const MarketGoodState& good) const {
        Units largest = good.feeds.empty() ? good.starting_volume : Units(0);
        for (std::size_t made : good.feeds) {
            largest = std::max(largest, market_.goods[made].price.volume);
        }
        return good.price.volume < largest * law_.import_volumes;
    }

    void grow(MarketGoodState& good) {
        const auto old_volume = double(good.price.volume.count());
        const double volume = std::ceil(law_.growth_factor * old_volume);
        const double stock =
            std::floor(double(good.price.stock.count()) * volume / old_volume + 0.5);
        const Units grown = Units(std::int64_t(stock)) - good.price.stock;
        good.price.volume = Units(std::int64_t(volume));
        good.price.stock += grown;
        good.flows.grown += grown;
        good.price.margin = draw_margin(good.price.volume);
    }

    std::int64_t draw_margin(Units volume) {
        const bool small = volume < law_.small_volume;
        const double drawn = market_.stream.normal(
            small ? law_.small_margin_mean : law_.margin_mean, law_.margin_deviation);
        const auto margin = std::int64_t(std::floor(drawn + 0.5));
        return small ? std::clamp(margin, law_.small_margin_least, law_.small_margin_most)
                     : std::clamp(margin, law_.margin_least, law_.margin_most);
    }

    const EconomyParameters& law_;
    MarketState& market_;
    bool awake_;
    std::int64_t pace_;
};

EconomyParameters parameters_of(std::string_view name, const LawOptions& options) {
    EconomyParameters law;
    law.other_traders = options.other_traders;
    if (name == "inert") law.feeding_helps = false;
    if (name == "eager") {
        law.rise *= 2;
        law.consumption_rise *= 2;
        law.restricted_below = -6;
    }
    if (name == "crowded") {
        law.period = std::chrono::minutes(15);
        law.other_traders = true;
    }
    return law;
}

}  // namespace

std::int64_t MeasuredLaw::starting_rate(TradeType type, Activity activity) const {
    if (type == TradeType::kExchange) return 0;
    switch (activity) {
        case Activity::kStrong:
            return parameters_.full_rate;
        case Activity::kGrowing:
            return (parameters_.growing_rate + parameters_.full_rate) / 2;
        case Activity::kWeak:
            return type == TradeType::kExport ? parameters_.starting_rate : parameters_.least_rate;
        case Activity::kRestricted:
            return parameters_.least_rate;
    }
    return parameters_.least_rate;
}

core::Duration MeasuredLaw::first_wait(core::RandomStream& stream) const {
    return core::Duration(stream.uniform(0, parameters_.period.count()));
}

core::Duration MeasuredLaw::next_wait(core::RandomStream& stream) const {
    const std::int64_t jitter = parameters_.jitter.count();
    return parameters_.period + core::Duration(stream.uniform(-jitter, jitter));
}

void MeasuredLaw::update(MarketState& market) const {
    Update(parameters_, market).apply();
}

core::Result<std::shared_ptr<const EconomyLaw>> economy_law(std::string_view name,
                                                            LawOptions options) {
    if (std::find(kLaws.begin(), kLaws.end(), name) == kLaws.end()) {
        return core::Error{core::ErrorCode::kInvalidArgument,
                           fmt::format("economy law was \"{}\", expected one of {}", name,
                                       fmt::join(kLaws, ", "))};
    }
    return std::shared_ptr<const EconomyLaw>(
        std::make_shared<MeasuredLaw>(std::string(name), parameters_of(name, options)));
}

}  // namespace argosy::sim
