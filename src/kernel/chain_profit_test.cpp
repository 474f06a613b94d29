// What supply chains earn, hour by hour, under the planner: a good that nothing more is made of,
// with all that was brought to make it.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "goods/recipes.h"
#include "tests/support/virtual_run.h"

namespace argosy::kernel {
namespace {

using core::Duration;
using core::TimePoint;
using model::TradeSymbol;
using model::TradeType;
using model::WaypointSymbol;
using namespace std::chrono_literals;

// A haul that has sold, and its purchase, sale and fuel.
struct HaulResult {
    TimePoint at;
    TradeSymbol good;
    WaypointSymbol from, to;
    std::int64_t credits;
};

std::vector<HaulResult> results_of(const VirtualWorld& world) {
    const auto rows = world.stored(
        "SELECT SUM(t.amount) AS credits, MAX(t.at) AS at,"
        " MAX(CASE WHEN t.type = 'PURCHASE_CARGO' THEN t.waypoint_symbol ELSE '' END) AS source,"
        " MAX(CASE WHEN t.type = 'SELL_CARGO' THEN t.waypoint_symbol ELSE '' END) AS sink,"
        " MAX(CASE WHEN t.type = 'SELL_CARGO' THEN t.good_symbol ELSE '' END) AS good"
        " FROM transactions t JOIN manufacturing_tasks m ON m.id = t.task_id"
        " GROUP BY m.haul_id HAVING MAX(CASE WHEN t.type = 'SELL_CARGO' THEN 1 ELSE 0 END) = 1"
        " ORDER BY MAX(t.at), m.haul_id");
    ARGOSY_ASSERT(rows.ok());
    std::vector<HaulResult> results;
    for (const auto& row : *rows) {
        results.push_back({core::from_millis(row.integer("at")), TradeSymbol(row.text("good")),
                           WaypointSymbol(row.text("source")), WaypointSymbol(row.text("sink")),
                           row.integer("credits")});
    }
    return results;
}

// Every haul's credits go with the goods: what was lost or gained by feeding a market is on the
// account of the next of its products that is sold elsewhere, and so on to who uses the last one
// up.
class Chains {
  public:
    explicit Chains(const market::MarketBook& markets) : markets_(markets) {}

    void count(const HaulResult& result) {
        std::int64_t credits = result.credits;
        if (is_made(result.from, result.good)) credits += std::exchange(fed_[result.from], 0);
        if (feeds(result.to, result.good)) {
            fed_[result.to] += credits;
        } else {
            sold_[result.good].push_back({result.at, credits});
        }
    }

    /// Returns for how long at most a chain went on, with a sale an hour or more, while each time
    /// the hour before had been a loss.
    Duration longest_at_a_loss() const {
        Duration longest{};
        for (const auto& [good, sales] : sold_) {
            std::optional<TimePoint> since;
            TimePoint before;
            for (const Sale& sale : sales) {
                const bool at_a_loss = hour_before(sales, sale.at) < 0;
                if (!at_a_loss || sale.at - before > 1h) since.reset();
                before = sale.at;
                if (!at_a_loss) continue;
                if (!since) since = sale.at;
                longest = std::max(longest, sale.at - *since);
            }
        }
        return longest;
    }

    std::int64_t least_hour() const {
        std::int64_t least = std::numeric_limits<std::int64_t>::max();
        for (const auto& [good, sales] : sold_) {
            for (const Sale& sale : sales)
                least = std::min(least, hour_before(sales, sale.at));
        }
        return least;
    }

    /// Returns what was lost or gained by feeding of which no product has been sold yet.
    std::int64_t not_sold_yet() const {
        std::int64_t sum = 0;
        for (const auto& [market, credits] : fed_)
            sum += credits;
        return sum;
    }

    std::size_t count() const { return sold_.size(); }

  private:
    struct Sale {
        TimePoint at;
        std::int64_t credits;
    };

    static std::int64_t hour_before(const std::vector<Sale>& sales, TimePoint end) {
        std::int64_t sum = 0;
        for (const Sale& sale : sales) {
            if (sale.at > end - 1h && sale.at <= end) sum += sale.credits;
        }
        return sum;
    }

    bool is_import(const WaypointSymbol& market, const TradeSymbol& good) const {
        const market::Listing* listing = markets_.find(market, good);
        return listing != nullptr && listing->type == TradeType::kImport;
    }

    bool is_made(const WaypointSymbol& market, const TradeSymbol& good) const {
        const auto recipe = recipes_->find(good);
        return recipe != recipes_->end() &&
               std::ranges::any_of(recipe->second, [&](const TradeSymbol& input) {
                   return is_import(market, input);
               });
    }

    bool feeds(const WaypointSymbol& market, const TradeSymbol& good) const {
        return std::ranges::any_of(markets_.goods_at(market), [&](const auto* made) {
            const auto recipe = recipes_->find(made->good);
            return made->type == TradeType::kExport && recipe != recipes_->end() &&
                   std::ranges::count(recipe->second, good) > 0;
        });
    }

    const market::MarketBook& markets_;
    const goods::Recipes recipes_ = goods::game_recipes();
    std::map<WaypointSymbol, std::int64_t> fed_;
    std::map<TradeSymbol, std::vector<Sale>> sold_;
};

// POLYNUCLEOTIDES are fed to a factory of DRUGS, which somebody uses up.
class ChainsTest : public ::testing::Test {
  protected:
    void haul(core::Duration at, const char* good, const char* from, const char* to,
              std::int64_t credits) {
        chains_.count({world_->now() + at, TradeSymbol(good), WaypointSymbol(from),
                       WaypointSymbol(to), credits});
    }
    void feed(core::Duration at, std::int64_t credits) {
        haul(at, "POLYNUCLEOTIDES", "X1-AD75-E46", "X1-AD75-J58", credits);
    }
    void sell(core::Duration at, std::int64_t credits) {
        haul(at, "DRUGS", "X1-AD75-J58", "X1-AD75-H51", credits);
    }

    std::unique_ptr<VirtualWorld> world_ = [] {
        auto world = tests::make_world({.haulers = 2});
        EXPECT_TRUE(world->call(world->company().start_arbitrage({})).ok());
        world->run_for(2h);
        return world;
    }();
    Chains chains_{world_->company().markets()};
};

TEST_F(ChainsTest, CountWhatFeedingLostAgainstWhatIsMadeOfIt) {
    feed(0min, -500);
    sell(10min, 400);
    EXPECT_EQ(chains_.least_hour(), -100);
    EXPECT_EQ(chains_.not_sold_yet(), 0);
    feed(20min, -30);
    EXPECT_EQ(chains_.not_sold_yet(), -30);
}

TEST_F(ChainsTest, SayForHowLongOneGoesOnAtALoss) {
    for (const auto at : {0min, 50min, 100min, 150min})
        sell(at, -10);
    EXPECT_EQ(chains_.longest_at_a_loss(), 150min);
    sell(160min, 1'000);
    sell(400min, -10);
    sell(500min, -10);
    EXPECT_EQ(chains_.longest_at_a_loss(), 150min)
        << "two losses far apart are no chain that goes on";
}

class ChainsUnder : public ::testing::TestWithParam<const char*> {};

TEST_P(ChainsUnder, NoneGoesOnAtALossForMoreThanAnHourOfADay) {
    const auto world = tests::make_world({.law = GetParam(), .haulers = 10});
    Company& company = world->company();
    ASSERT_TRUE(world->call(company.start_arbitrage({.runs_for = 24h})).ok());
    world->run_for(24h);
    Chains chains(company.markets());
    const std::vector<HaulResult> results = results_of(*world);
    for (const HaulResult& result : results)
        chains.count(result);
    fmt::print("{} hauls, {} chains; least of any hour {}, not sold yet {}\n", results.size(),
               chains.count(), chains.least_hour(), chains.not_sold_yet());
    EXPECT_GT(chains.count(), 5u);
    EXPECT_LE(chains.longest_at_a_loss(), 1h);
    EXPECT_GE(chains.not_sold_yet(), 0);
}

INSTANTIATE_TEST_SUITE_P(EveryLaw, ChainsUnder,
                         ::testing::Values("measured", "eager", "inert", "crowded"),
                         [](const auto& given) { return std::string(given.param); });

}  // namespace
}  // namespace argosy::kernel
