#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/truth.h"

// Laws that hold whatever agents do, in any order, under any economy: nothing is made of nothing.

namespace argosy::sim {
namespace {

using core::Credits;
using core::TimePoint;
using core::Units;
using model::AgentSymbol;
using model::ShipSymbol;
using model::ShipType;
using model::TradeSymbol;
using model::WaypointSymbol;

const TimePoint kStart = core::parse_time("2025-04-09T12:00:00.000Z").value();
const AgentSymbol kAgent("ARGOSY");

// What an agent could sum up from the answers it got.
struct Books {
    Credits credits{300'000};
    std::map<TradeSymbol, Units> cargo;
};

// Plays one random operation after another, and books what the answers say.
class Player {
  public:
    explicit Player(std::uint64_t seed, std::string law)
        : universe_(
              Universe::create(recorded_scenario(), {.seed = seed,
                                                     .law = std::move(law),
                                                     .start = kStart,
                                                     .starting_credits = Credits(300'000),
                                                     .gifts = {{ShipType("SHIP_LIGHT_HAULER"), 2}}})
                  .value()),
          draws_(seed),
          now_(kStart) {
        RC_ASSERT(universe_->register_agent("account", "ARGOSY", "COSMIC", now_).ok());
        for (const auto& [waypoint, market] : universe_->economy().markets()) {
            markets_.push_back(waypoint);
        }
    }

    void play(int operations) {
        for (int i = 0; i < operations; ++i) {
            now_ += core::Duration(draws_.uniform(0, 600'000));
            play_one(universe_->agents().at(kAgent).ships[std::size_t(draw(4))]);
        }
    }

    const Universe& universe() const { return *universe_; }
    const Books& books() const { return books_; }
    TimePoint now() const { return now_; }

  private:
    std::int64_t draw(std::int64_t count) { return draws_.uniform(0, count - 1); }

    void play_one(const ShipSymbol& ship) {
        switch (draw(8)) {
            case 0:
                (void)universe_->orbit(kAgent, ship, now_);
                break;
            case 1:
                (void)universe_->dock(kAgent, ship, now_);
                break;
            case 2:
                (void)universe_->orbit(kAgent, ship, now_);
                (void)universe_->navigate(kAgent, ship, markets_[std::size_t(draw(25))], now_);
                break;
            case 3:
                book(universe_->refuel(kAgent, ship, {.from_cargo = draw(4) == 0}, now_));
                break;
            case 4:
                book(universe_->purchase_ship(kAgent, ShipType("SHIP_SIPHON_DRONE"),
                                              WaypointSymbol("X1-AD75-C41"), now_));
                break;
            default:
                trade(ship);
        }
    }

    void trade(const ShipSymbol& symbol) {
        (void)universe_->dock(kAgent, symbol, now_);
        const model::Ship& ship = (*universe_->ship(kAgent, symbol, now_))->ship;
        const MarketState* market = universe_->economy().find(ship.nav.waypoint);
        if (market == nullptr) return;
        const auto& good = market->goods[std::size_t(draw(std::int64_t(market->goods.size())))];
        const Units units(draws_.uniform(-1, 70));
        const bool buys = draw(2) == 0;
        book(buys ? universe_->purchase(kAgent, symbol, good.good, units, now_)
                  : universe_->sell(kAgent, symbol, good.good, units, now_),
             buys);
    }

    void book(const ApiResult<Deal>& deal, bool buys) {
        if (!deal) return;
        const Units units = deal->line.units;
        books_.credits += buys ? -deal->line.total : deal->line.total;
        books_.cargo[deal->line.good] += buys ? units : -units;
    }

    void book(const ApiResult<Deal>& refuelled) {
        if (!refuelled) return;
        books_.credits -= refuelled->line.total;
        const bool paid = refuelled->price_per_unit > 0;
        if (!paid) books_.cargo[refuelled->line.good] -= refuelled->line.units;
    }

    void book(const ApiResult<ShipDeal>& bought) {
        if (bought) books_.credits -= bought->line.price;
    }

    std::unique_ptr<Universe> universe_;
    core::RandomStream draws_;
    TimePoint now_;
    std::vector<WaypointSymbol> markets_;
    Books books_;
};

std::string any_law() {
    return *rc::gen::element<std::string>("measured", "inert", "eager", "crowded");
}

RC_GTEST_PROP(UniverseLaws, MoneyAndCargoAreWhatTheAnswersSaid, ()) {
    Player player(*rc::gen::arbitrary<std::uint64_t>(), any_law());
    player.play(400);
    const Truth truth(player.universe());
    RC_ASSERT(truth.credits(kAgent) == player.books().credits);
    RC_ASSERT(truth.credits(kAgent) ==
              Credits(300'000) - truth.spent(kAgent) + truth.earned(kAgent));
    RC_ASSERT(truth.credits(kAgent) >= Credits(0));
    auto cargo = truth.cargo(kAgent);
    for (const auto& [good, units] : player.books().cargo)
        RC_ASSERT(cargo[good] == units);
}

RC_GTEST_PROP(UniverseLaws, EveryStockIsItsStartAndItsFlows, ()) {
    Player player(*rc::gen::arbitrary<std::uint64_t>(), any_law());
    player.play(400);
    RC_ASSERT(Truth(player.universe()).unbalanced_good() == nullptr);
}

RC_GTEST_PROP(UniverseLaws, HoldsAndTanksStayWithinTheirSize, ()) {
    Player player(*rc::gen::arbitrary<std::uint64_t>(), any_law());
    player.play(300);
    for (const model::Ship& ship : Truth(player.universe()).ships(kAgent, player.now())) {
        RC_ASSERT(ship.cargo.free() >= Units(0));
        RC_ASSERT(ship.fuel.current >= 0);
        RC_ASSERT(ship.fuel.current <= ship.fuel.capacity);
        for (const auto& [good, units] : ship.cargo.items)
            RC_ASSERT(units > Units(0));
    }
}

RC_GTEST_PROP(UniverseLaws, RatesAndVolumesStayWithinTheLaw, ()) {
    Player player(*rc::gen::arbitrary<std::uint64_t>(), any_law());
    player.play(300);
    for (const auto& [waypoint, market] : player.universe().economy().markets()) {
        for (const MarketGoodState& good : market.goods) {
            if (good.price.type == model::TradeType::kExchange) continue;
            RC_ASSERT(good.rate >= 200);
            RC_ASSERT(good.rate <= 1000);
            RC_ASSERT(std::abs(good.carried) < kWhole);
            RC_ASSERT(model::ask_of(good.price).count() > model::bid_of(good.price).count());
        }
    }
}

RC_GTEST_PROP(UniverseLaws, TheSameSeedIsTheSameHistory, ()) {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const std::string law = any_law();
    Player first(seed, law);
    Player second(seed, law);
    first.play(200);
    second.play(200);
    RC_ASSERT(first.universe().state_hash() == second.universe().state_hash());
}

// Markets live at their own moments, however often somebody looks.
RC_GTEST_PROP(UniverseLaws, LookingOftenChangesNothing, ()) {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const UniverseOptions options{.seed = seed, .law = any_law(), .start = kStart};
    const auto seldom = Universe::create(recorded_scenario(), options).value();
    const auto often = Universe::create(recorded_scenario(), options).value();
    const TimePoint end = kStart + std::chrono::hours(24);
    seldom->advance(end);
    for (TimePoint now = kStart; now <= end; now += std::chrono::minutes(7))
        often->advance(now);
    often->advance(end);
    RC_ASSERT(seldom->state_hash() == often->state_hash());
}

}  // namespace
}  // namespace argosy::sim
