#include "kernel/forecast_measure.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace argosy::kernel {
namespace {

constexpr core::Duration kStep = std::chrono::minutes(1);

std::int64_t off_bp(std::int64_t believed, std::int64_t truth) {
    return std::llround(10'000.0 * double(std::abs(believed - truth)) / double(truth));
}

struct Errors {
    std::vector<std::int64_t> of_forecasts;
    std::vector<std::int64_t> of_last_looks;
    std::int64_t expected = 0;

    void add(std::int64_t forecast, std::int64_t last, std::int64_t truth, std::int64_t expects) {
        of_forecasts.push_back(off_bp(forecast, truth));
        of_last_looks.push_back(off_bp(last, truth));
        expected += expects;
    }
};

std::int64_t quantile(std::vector<std::int64_t>& values, double share) {
    if (values.empty()) return 0;
    const auto at = values.begin() + std::int64_t(share * double(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

// What was forecast at a look, until its moment has come.
struct Pending {
    model::WaypointSymbol market;
    model::TradeSymbol good;
    core::Duration age;
    model::PriceState last;
    model::PriceState forecast;
    std::int64_t expected_bp;
    core::Units traded;  ///< What our ships had sold there so far, less what they had bought.
};

core::Units traded_by_ships(const sim::MarketGoodState& good) {
    return good.flows.sold - good.flows.bought;
}

class Measure {
  public:
    explicit Measure(std::vector<core::Duration> ages) : ages_(std::move(ages)) {}

    void sample(VirtualWorld& world) {
        const market::MarketBook& book = world.company().markets();
        for (const auto& [waypoint, market] : world.truth().markets()) {
            for (const market::Listing* listing : book.goods_at(waypoint)) {
                if (world.now() - listing->looked_at >= kStep || !listing->state) continue;
                ++looks_;
                for (const core::Duration age : ages_)
                    remember(book, *listing, age, *market.find(listing->good));
            }
        }
        for (; !pending_.empty() && pending_.begin()->first <= world.now();
             pending_.erase(pending_.begin())) {
            const Pending& due = pending_.begin()->second;
            compare(due, world.truth().good(due.market, due.good));
        }
    }

    std::int64_t looks() const { return looks_; }

    std::vector<ForecastRow> rows() {
        std::vector<ForecastRow> rows;
        for (auto& [key, errors] : errors_) {
            const auto& all = errors.of_forecasts;
            const auto prices = std::int64_t(all.size());
            rows.push_back(
                {.type = key.second,
                 .age = key.first,
                 .prices = prices,
                 .median_bp = quantile(errors.of_forecasts, 0.5),
                 .worst_tenth_bp = quantile(errors.of_forecasts, 0.9),
                 .still_median_bp = quantile(errors.of_last_looks, 0.5),
                 .expected_bp = errors.expected / prices,
                 .mean_bp = std::accumulate(all.begin(), all.end(), std::int64_t(0)) / prices});
        }
        return rows;
    }

  private:
    void remember(const market::MarketBook& book, const market::Listing& listing,
                  core::Duration age, const sim::MarketGoodState& truth) {
        const core::TimePoint due = listing.looked_at + age;
        const auto forecast = book.forecast(listing.market, listing.good, due);
        pending_.emplace(due, Pending{listing.market, listing.good, age, *listing.state,
                                      forecast->state, forecast->error_bp, traded_by_ships(truth)});
    }

    void compare(Pending due, const sim::MarketGoodState& truth) {
        const core::Units traded = traded_by_ships(truth) - due.traded;
        due.last.stock += traded;
        due.forecast.stock += traded;
        for (const std::optional<model::TradeType> type :
             {std::optional<model::TradeType>(), std::optional(truth.price.type)}) {
            Errors& errors = errors_[{due.age, type}];
            errors.add(model::ask_of(due.forecast).count(), model::ask_of(due.last).count(),
                       model::ask_of(truth.price).count(), due.expected_bp);
            errors.add(model::bid_of(due.forecast).count(), model::bid_of(due.last).count(),
                       model::bid_of(truth.price).count(), due.expected_bp);
        }
    }

    std::vector<core::Duration> ages_;
    std::multimap<core::TimePoint, Pending> pending_;
    std::map<std::pair<core::Duration, std::optional<model::TradeType>>, Errors> errors_;
    std::int64_t looks_ = 0;
};

}  // namespace

Result<ForecastReport> measure_forecasts(ForecastMeasureOptions options) {
    ForecastReport report{.law = options.world.law, .seed = options.world.seed};
    const core::Credits start = options.world.credits;
    const model::AgentSymbol agent(options.world.agent);
    ARGOSY_TRY(auto world, VirtualWorld::create(std::move(options.world)));
    ARGOSY_CHECK(world->call(world->company().start_manufacturing({})));
    Measure measure(std::move(options.ages));
    const core::TimePoint end = world->now() + options.length;
    while (world->now() < end) {
        world->run_for(kStep);
        measure.sample(*world);
    }
    if (world->errors() > 0) {
        return core::Error{core::ErrorCode::kRejected,
                           "the run logged errors; its figures are not to be trusted"};
    }
    report.hours = std::chrono::duration<double, std::ratio<3600>>(options.length).count();
    report.looks = measure.looks();
    report.earned = world->truth().credits(agent) - start;
    report.rows = measure.rows();
    return report;
}

}  // namespace argosy::kernel
