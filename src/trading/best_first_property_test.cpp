// Random small fleets and markets: what best_first() takes is what looking at every pair of a ship
// and a lane each time would take, trade for trade.

#include "trading/best_first.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <set>

#include "core/rng.h"
#include "hauls/testing/haul_process.h"

namespace argosy::trading {
namespace {

using core::Units;
using hauls::testing::HaulProcess;
using hauls::testing::Remains;
using model::TradeType;

constexpr int kCases = 60;

std::uint64_t first_seed() {
    const char* seed = std::getenv("ARGOSY_SEED");
    return seed == nullptr ? 1 : std::strtoull(seed, nullptr, 10);
}

class Scene {
  public:
    explicit Scene(std::uint64_t seed) : random_(core::Rng(seed).stream("scene")) {
        remains_.world.credits = core::Credits(pick({3'000, 30'000, 300'000, 3'000'000}));
        const std::int64_t markets = random_.uniform(3, 8);
        for (std::int64_t i = 0; i < markets; ++i)
            add_market(i);
        const std::int64_t ships = random_.uniform(2, 12);
        for (std::int64_t i = 0; i < ships; ++i)
            add_ship(markets);
        process_ = std::make_unique<HaulProcess>(remains_);
        EXPECT_TRUE(process_->run(process_->open()).ok());
        desk_ = std::make_unique<TradeDesk>(process_->fleet, process_->tasks,
                                            core::OperationId("operation-1-1"),
                                            fleet::testing::kSystem);
    }

    TradeDesk& begin_round() {
        desk_->begin_round();
        return *desk_;
    }
    std::vector<model::ShipSymbol> ships() const { return process_->fleet.idle_ships(); }
    std::int64_t pick(std::initializer_list<std::int64_t> of) {
        return of.begin()[random_.uniform(0, std::int64_t(of.size()) - 1)];
    }

  private:
    static model::WaypointSymbol market(std::int64_t number) {
        return fleet::testing::at(fmt::format("M{}", number));
    }

    void add_market(std::int64_t number) {
        fleet::testing::Goods goods;
        goods.emplace("FUEL", fleet::testing::priced("FUEL", TradeType::kExchange, 180, 0));
        for (const char* good : {"IRON", "MACHINERY", "ELECTRONICS", "COPPER", "CLOTHING"}) {
            if (random_.chance(0.2)) continue;
            const auto type = TradeType(random_.uniform(0, 2));
            const std::int64_t volume = pick({6, 10, 20, 60});
            const std::int64_t stock = random_.uniform(-5 * volume, 5 * volume);
            goods.emplace(good, fleet::testing::priced(good, type, volume, stock));
        }
        // Some lie at one place, so that ways are equally long.
        const model::Position position{pick({0, 100, 200, -300}), pick({0, 100})};
        remains_.world.add_market(market(number), position, goods);
    }

    void add_ship(std::int64_t markets) {
        model::Ship& ship = remains_.world.add_ship(400);
        ship.nav.waypoint = market(random_.uniform(0, markets - 1));
        ship.speed = pick({10, 10, 30});
        ship.cargo.capacity = Units(pick({15, 40, 40, 80}));
    }

    core::RandomStream random_;
    Remains remains_;
    std::unique_ptr<HaulProcess> process_;
    std::unique_ptr<TradeDesk> desk_;
};

// Every pair, each time.
std::vector<Trade> look_at_all(TradeDesk& desk, std::vector<model::ShipSymbol> left,
                               const TermsOf& terms_of, const ScoreOf& score_of) {
    std::vector<Trade> chosen;
    while (true) {
        std::optional<Trade> best;
        double best_score = 0;
        for (const model::ShipSymbol& symbol : left) {
            const model::Ship& ship = desk.fleet().ships.at(symbol);
            for (std::size_t number = 0; number < desk.lanes().size(); ++number) {
                const LaneNow lane = desk.lane_now(number);
                const auto terms = terms_of(lane);
                if (!terms) continue;
                const auto price = desk.price(lane.lane, ship.cargo.free(), *terms);
                if (price.units.count() == 0) continue;
                const auto trade = desk.trade(ship, lane.lane, price);
                const auto score = trade ? score_of(lane, *trade) : std::nullopt;
                if (!score || (best && *score <= best_score)) continue;
                best = trade;
                best_score = *score;
            }
        }
        if (!best) return chosen;
        desk.take(*best);
        std::erase(left, best->offer.ship);
        chosen.push_back(*best);
    }
}

std::vector<std::string> told(const std::vector<Trade>& trades) {
    std::vector<std::string> lines;
    for (const Trade& trade : trades) {
        const hauls::Offer& offer = trade.offer;
        lines.push_back(fmt::format("{} takes {} {} from {} to {}: {} credits, {} ms, {} requests",
                                    offer.ship, offer.price.units.count(), trade.good, offer.from,
                                    offer.to, offer.profit.count(), offer.time.count(),
                                    offer.requests));
    }
    return lines;
}

// What strategies go by: a rate, a rate that need is added to, what is left after the ship's time.
struct Taste {
    const char* name;
    ScoreOf score_of;
};

const std::vector<Taste>& tastes() {
    static const std::vector<Taste> all{
        {"rate",
         [](const LaneNow&, const Trade& trade) {
             const double rate = rate_of(trade);
             return rate > 0 ? std::optional(rate) : std::nullopt;
         }},
        {"need",
         [](const LaneNow& lane, const Trade& trade) -> std::optional<double> {
             const double need = model::stock_ratio(lane.sink) < -2 ? 3'000 : 0;
             const double gain = std::max(1.0, double(trade.offer.profit.count()) + need);
             return gain / double(trade.offer.time.count());
         }},
        {"net of time",
         [](const LaneNow&, const Trade& trade) {
             const double net =
                 double(trade.offer.profit.count()) - double(trade.offer.time.count()) / 500;
             return net > 0 ? std::optional(net) : std::nullopt;
         }},
    };
    return all;
}

TEST(BestFirst, TakesWhatLookingAtEveryPairTakes) {
    std::size_t trades = 0;
    std::size_t together = 0;
    for (std::uint64_t seed = first_seed(); seed < first_seed() + kCases; ++seed) {
        SCOPED_TRACE(fmt::format("ARGOSY_SEED={}", seed));
        Scene scene(seed);
        const Taste& taste = tastes()[seed % tastes().size()];
        const std::int64_t margin = scene.pick({-100'000, 0, 500});
        const bool in_lots = scene.pick({0, 1}) == 1;
        const bool leaves_full_sinks = scene.pick({0, 1}) == 1;
        const TermsOf terms_of = [&](const LaneNow& lane) -> std::optional<TradeTerms> {
            if (leaves_full_sinks && lane.sink.stock > Units(0)) return std::nullopt;
            TradeTerms terms{.min_margin_bp = margin};
            if (in_lots) terms.most = std::min(lane.source.volume, lane.sink.volume);
            return terms;
        };
        TradeDesk& desk = scene.begin_round();
        const auto expected = told(look_at_all(desk, scene.ships(), terms_of, taste.score_of));
        scene.begin_round();
        const auto chosen = best_first(desk, scene.ships(), terms_of, taste.score_of);
        EXPECT_EQ(told(chosen), expected) << taste.name;
        EXPECT_FALSE(desk.work().was_cut_short);
        trades += chosen.size();
        together += chosen.size() > 1 ? 1 : 0;
    }
    EXPECT_GT(trades, 2u * kCases) << "too few trades to tell";
    EXPECT_GT(together, kCases / 3u) << "too few rounds of several trades to tell";
}

TEST(BestFirst, EndsARoundThatIsTooMuchWorkAndTakesNothingThatDoesNotStand) {
    bool any_cut_short = false;
    for (std::uint64_t seed = first_seed(); seed < first_seed() + kCases; ++seed) {
        SCOPED_TRACE(fmt::format("ARGOSY_SEED={}", seed));
        Scene scene(seed);
        const TermsOf terms_of = [](const LaneNow&) { return TradeTerms{}; };
        const ScoreOf& score_of = tastes().front().score_of;
        TradeDesk& desk = scene.begin_round();
        const auto chosen = best_first(desk, scene.ships(), terms_of, score_of, 0);
        const auto lanes = std::int64_t(desk.lanes().size());
        EXPECT_LE(desk.work().pricings, 2 * lanes);
        any_cut_short |= desk.work().was_cut_short;
        scene.begin_round();
        std::set<model::ShipSymbol> ships;
        for (const Trade& trade : chosen) {
            EXPECT_TRUE(ships.insert(trade.offer.ship).second)
                << trade.offer.ship.str() << " twice";
            const model::Ship& ship = desk.fleet().ships.at(trade.offer.ship);
            const auto price = desk.price(trade.lane(), ship.cargo.free(), {});
            const auto now = desk.trade(ship, trade.lane(), price);
            ASSERT_TRUE(now.has_value());
            EXPECT_EQ(told({*now}), told({trade}));
            desk.take(trade);
        }
    }
    EXPECT_TRUE(any_cut_short);
}

}  // namespace
}  // namespace argosy::trading
