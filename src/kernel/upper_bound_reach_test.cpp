// How near the bound one can come: a trader without ships, who stands in every market the moment
// before its update, follows the levels of a plan by a few plain rules: of the bound's, and of the
// one for days, which feeds no factory by turns. What it falls short by is the bound's looseness,
// what a plan for days gives up, and its own.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "kernel/upper_bound.h"
#include "tests/support/virtual_run.h"

namespace argosy::kernel {
namespace {

using core::Units;
using model::TradeType;

// A stretch of the trader's time, from its start.
struct Stretch {
    std::chrono::hours from;
    std::chrono::hours to;
};
constexpr Stretch kFirstDay{std::chrono::hours(6), std::chrono::hours(23)};
constexpr Stretch kSettled{std::chrono::hours(24), std::chrono::hours(96)};

enum class Follows : bool { kBound, kPlanForDays };

class Everywhere {
  public:
    Everywhere(const char* law, Follows plan)
        : world_(tests::make_world({.law = law, .haulers = 1})),
          scenario_(sim::recorded_scenario()),
          start_(core::parse_time(scenario_.reset_date + "T00:00:00Z").value()),
          economy_(sim::economy_law(law).value(), scenario_.market_goods, core::Rng(1), start_) {
        make_plan(law, plan);
    }

    /// Trades for so long and returns the share of the bound that it earned.
    double play(const Stretch& stretch) {
        double before = 0;
        while (true) {
            const sim::MarketState& market = next_market();
            const core::TimePoint at = market.next_update;
            if (at - start_ >= stretch.to) break;
            if (at - start_ < stretch.from) before = credits_;
            trade_at(market);
            economy_.advance(at);
        }
        return (credits_ - before) / double((stretch.to - stretch.from).count()) / bound_;
    }

  private:
    struct Plan {
        double units_an_hour;
        double volumes_an_update;
        double level;
    };

    void make_plan(const char* law, Follows plan) {
        Company& company = world_->company();
        const BoundedSystem system =
            bounded_system(world_->truth(), company.fleet().chart, company.home_system(), law)
                .value();
        planner::StockCurves curves(system.problem.law);
        auto hulls = hulls_of(system, world_->truth().ships(company.player().agent, world_->now()));
        hulls.back().count = 1'000;
        bound_ = upper_bound(system, {.hulls = hulls}, curves).value().credits_an_hour;
        const auto state =
            upper_bound(system, {.hulls = hulls, .by_turns = plan == Follows::kBound}, curves)
                .value();
        for (std::size_t i = 0; i < state.goods.size(); ++i) {
            const planner::SteadyGood& good = system.problem.goods[i];
            const planner::SteadyGoodPlan& one = state.goods[i];
            if (std::abs(one.units_an_hour) < 1e-3) continue;
            plan_[{system.place_of(good), system.symbol_of(good)}] = {
                one.units_an_hour, one.volumes_an_update, one.level};
            if (good.price.type != TradeType::kImport && one.units_an_hour > 0)
                bought_an_hour_[system.symbol_of(good)] += one.units_an_hour;
        }
    }

    const sim::MarketState& next_market() const {
        const auto& markets = economy_.markets();
        return std::min_element(markets.begin(), markets.end(),
                                [](const auto& a, const auto& b) {
                                    return a.second.next_update < b.second.next_update;
                                })
            ->second;
    }

    void trade_at(const sim::MarketState& market) {
        now_ = market.next_update - core::Duration(1);
        for (const sim::MarketGoodState& good : market.goods) {
            const auto found = plan_.find({market.waypoint, good.good});
            if (found == plan_.end()) continue;
            // Of nothing: it keeps the market awake.
            economy_.sell(market.waypoint, good.good, Units(0), now_);
            follow(market.waypoint, good, found->second);
        }
    }

    void follow(const model::WaypointSymbol& at, const sim::MarketGoodState& good,
                const Plan& plan) {
        const auto volume = double(good.price.volume.count());
        const bool busy = plan.volumes_an_update > 0.45;
        const double an_update = std::abs(plan.units_an_hour) * 33 / 60 / volume;
        const double stock = model::stock_ratio(good.price);
        switch (good.price.type) {
            case TradeType::kImport:
                if (good.feeds.empty() && plan.volumes_an_update > 0.25) {
                    const bool slow = double(good.rate) < 1'000 * plan.volumes_an_update - 1;
                    return sell_to(at, good, slow ? -1.95 : -4);
                }
                return sell_to(at, good, busy && !good.feeds.empty() ? -2 : plan.level + 0.5);
            case TradeType::kExport:
                return buy_to(at, good, busy ? 3.95 : plan.level - 0.5);
            case TradeType::kExchange:
                if (plan.units_an_hour < 0) return sell_to(at, good, stock + an_update);
                return buy_to(at, good, stock - 3 * an_update);
        }
    }

    // Units of one transaction towards a stock that is so many volumes away.
    static Units tranche(const sim::MarketGoodState& good, double volumes) {
        const auto units = std::ceil(volumes * double(good.price.volume.count()) - 1e-6);
        return std::clamp(Units(std::int64_t(units)), Units(1), good.price.volume);
    }

    void sell_to(const model::WaypointSymbol& at, const sim::MarketGoodState& good, double stock) {
        Units& aboard = aboard_[good.good];
        while (aboard > Units(0) && model::stock_ratio(good.price) < stock - 1e-9) {
            const Units units =
                std::min(aboard, tranche(good, stock - model::stock_ratio(good.price)));
            credits_ += double((model::bid_of(good.price) * units).count());
            economy_.sell(at, good.good, units, now_);
            aboard -= units;
        }
    }

    void buy_to(const model::WaypointSymbol& at, const sim::MarketGoodState& good, double stock) {
        Units& aboard = aboard_[good.good];
        // Not more than is soon sold.
        const double most =
            1.5 * bought_an_hour_[good.good] + double(good.price.volume.count()) / 2;
        while (double(aboard.count()) < most && model::stock_ratio(good.price) > stock + 1e-9) {
            const Units units = tranche(good, model::stock_ratio(good.price) - stock);
            credits_ -= double((model::ask_of(good.price) * units).count());
            economy_.buy(at, good.good, units, sim::Economy::Cause::kTrade, now_);
            aboard += units;
        }
    }

    std::unique_ptr<VirtualWorld> world_;
    sim::Scenario scenario_;
    core::TimePoint start_;
    sim::Economy economy_;
    double bound_ = 0;
    std::map<std::pair<model::WaypointSymbol, model::TradeSymbol>, Plan> plan_;
    std::map<model::TradeSymbol, double> bought_an_hour_;
    std::map<model::TradeSymbol, Units> aboard_;
    core::TimePoint now_;
    double credits_ = 0;
};

// Shares of the bound that are reached at least.
struct Reach {
    const char* law;
    double by_its_plan;
    double by_the_plan_for_days;
};

class ReachedUnder : public ::testing::TestWithParam<Reach> {};

TEST_P(ReachedUnder, AFewPlainRulesComeNearTheBoundAndNeverAboveItAndNearerWithoutTurns) {
    const auto [law, by_its_plan, by_the_plan_for_days] = GetParam();
    const double with_turns = Everywhere(law, Follows::kBound).play(kSettled);
    const double without = Everywhere(law, Follows::kPlanForDays).play(kSettled);
    const double first_day = Everywhere(law, Follows::kPlanForDays).play(kFirstDay);
    fmt::print("{:.1f} % of the bound, by the plan for days {:.1f} %, {:.1f} % in the first day\n",
               100 * with_turns, 100 * without, 100 * first_day);
    EXPECT_GT(with_turns, by_its_plan);
    EXPECT_GT(without, by_the_plan_for_days);
    EXPECT_GE(without, with_turns);
    EXPECT_LT(without, 1);
    EXPECT_LT(first_day, without + 0.02) << "the first day brings no more than can go on for ever";
}

INSTANTIATE_TEST_SUITE_P(UpperBound, ReachedUnder,
                         ::testing::Values(Reach{"measured", 0.78, 0.84},
                                           Reach{"inert", 0.92, 0.92}, Reach{"eager", 0.75, 0.83},
                                           Reach{"crowded", 0.70, 0.79}),
                         [](const auto& given) { return std::string(given.param.law); });

}  // namespace
}  // namespace argosy::kernel
