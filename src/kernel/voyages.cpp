#include "kernel/voyages.h"

#include <algorithm>

#include "core/virtual_loop.h"
#include "kernel/player_book.h"
#include "sim/generator.h"
#include "store/inline_store.h"
#include "store/sqlite_engine.h"

namespace argosy::kernel {
namespace {

using core::Result;
using core::Task;
using model::WaypointSymbol;

const model::TradeSymbol kFuel("FUEL");
constexpr core::Credits kRich{100'000'000};
constexpr core::Duration kBetweenTroubles = std::chrono::minutes(10);
/// Systems are left this many stops to sell fuel at, so that there is something to reach.
constexpr std::int64_t kLeastStops = 3;

class NoSink final : public core::LogSink {
  public:
    void write(const core::LogEvent&) override {}
};

sim::Scenario scenario_of(const VoyageOptions& options) {
    if (options.scenario.empty()) return sim::generate({.seed = options.seed, .systems = 3});
    auto recorded = sim::recorded_scenario(options.scenario);
    ARGOSY_ASSERT(recorded.ok());
    return *std::move(recorded);
}

}  // namespace

// Everything a killed process loses.
struct Voyages::Process {
    Process(Voyages& all, std::int64_t player)
        : loop(all.now_),
          log(loop.clock(), sink),
          ids(++all.runs_),
          runtime{loop.executor(), loop.clock(), log, all.rng_, ids, all.decisions_},
          store(*all.engine_, loop.clock(), all.rng_),
          game(*all.universe_, loop.clock(), all.rng_),
          ledger(runtime, store, game, player),
          markets(runtime, store, player),
          fleet(runtime, store, game, ledger, markets, player) {
        game.use_agent_token(all.token_);
    }
    ~Process() { loop.destroy_tasks(); }

    core::VirtualLoop loop;
    NoSink sink;
    core::Log log;
    core::IdSource ids;
    core::Runtime runtime;
    store::InlineStore store;
    sim::SimGame game;
    ledger::Ledger ledger;
    market::MarketBook markets;
    fleet::Fleet fleet;
};

Voyages::Voyages(VoyageOptions options)
    : options_(std::move(options)), rng_(options_.seed), trouble_(rng_.stream("trouble")) {}

Voyages::~Voyages() = default;

const fleet::Fleet& Voyages::fleet() const {
    return process_->fleet;
}

Result<std::unique_ptr<Voyages>> Voyages::create(VoyageOptions options) {
    std::unique_ptr<Voyages> made(new Voyages(std::move(options)));
    sim::Scenario scenario = scenario_of(made->options_);
    // All gates are finished, so that there is somewhere to go.
    scenario.sites.clear();
    made->now_ = scenario.charted_at;
    ARGOSY_TRY(made->universe_,
               sim::Universe::create(
                   std::move(scenario),
                   {.seed = made->options_.seed,
                    .law = "inert",
                    .start = made->now_,
                    .starting_credits = kRich,
                    .gifts = {{model::ShipType("SHIP_LIGHT_HAULER"), made->options_.ships / 2},
                              {model::ShipType("SHIP_MINING_DRONE"), made->options_.ships / 2}}}));
    auto registered = made->universe_->register_agent("voyages", "VOYAGES", "COSMIC", made->now_);
    if (!registered) {
        return core::Error{core::ErrorCode::kRejected, registered.error().message};
    }
    made->token_ = core::Secret(registered->token);
    ARGOSY_TRY(made->engine_, store::open_sqlite(std::string(store::kInMemory)));
    ARGOSY_CHECK(store::migrate(*made->engine_));
    store::Transaction player;
    player.add(
        "INSERT INTO players (id, agent_symbol, era, faction, headquarters, token, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        {std::int64_t(1), "VOYAGES", "2025-04-06", "COSMIC", "X1-A1-A1", "t", std::int64_t(0)});
    ARGOSY_CHECK(made->engine_->commit(player, store::Durability::kNormal));
    ARGOSY_CHECK(made->start_process());
    return made;
}

Task<Result<void>> Voyages::open() {
    fleet::Fleet& fleet = process_->fleet;
    ARGOSY_CO_CHECK(co_await process_->ledger.open());
    ARGOSY_CO_CHECK(co_await process_->markets.load());
    ARGOSY_CO_CHECK(co_await process_->ledger.settle_open_intents());
    ARGOSY_CO_CHECK(co_await fleet.ships.refresh());
    for (const sim::SystemFacts& system : universe_->systems())
        ARGOSY_CO_CHECK(co_await fleet.chart.learn(system.symbol));
    fleet.helm.learn_fuel_stops();
    co_return Result<void>();
}

Result<void> Voyages::start_process() {
    process_.reset();
    process_ = std::make_unique<Process>(*this, 1);
    auto opened = std::make_shared<std::optional<Result<void>>>();
    core::spawn(process_->loop.executor(),
                [](Task<Result<void>> task, auto done, core::VirtualLoop& loop) -> Task<void> {
                    done->emplace(co_await std::move(task));
                    loop.stop();
                }(open(), opened, process_->loop));
    process_->loop.run_until(now_ + std::chrono::hours(24));
    now_ = process_->loop.clock().now();
    if (!*opened) return core::Error{core::ErrorCode::kUnavailable, "the process did not start"};
    ARGOSY_CHECK(**opened);
    for (const auto& [symbol, ship] : process_->fleet.ships.all()) {
        if (ship.speed == 0) continue;
        process_->runtime.spawn(
            wander(symbol, rng_.stream(fmt::format("wander/{}/{}", runs_, symbol))));
    }
    return {};
}

std::optional<WaypointSymbol> Voyages::destination(const model::Ship& ship,
                                                   core::RandomStream& random) const {
    // Far away now and then, near by else.
    const bool far = random.uniform(1, 100) == 1;
    std::vector<WaypointSymbol> places;
    for (const auto& [symbol, waypoint] : process_->fleet.chart.all()) {
        if (far || model::system_of(symbol) == ship.nav.system) places.push_back(symbol);
    }
    if (places.empty()) return std::nullopt;
    return places[std::size_t(random.uniform(0, std::int64_t(places.size()) - 1))];
}

Task<void> Voyages::wander(model::ShipSymbol symbol, core::RandomStream random) {
    const ledger::Purpose purpose{ledger::Category::kRefuel, {}, {}, {}};
    while (const model::Ship* ship = process_->fleet.ships.find(symbol)) {
        const auto to = destination(*ship, random);
        if (!to) co_return;
        const model::SystemSymbol from = ship->nav.system;
        const Result<void> gone = co_await process_->fleet.helm.go(symbol, *to, purpose);
        gone ? ++report_.arrivals : ++report_.refused;
        if (gone && model::system_of(*to) != from) ++report_.jumps;
        if (!gone) {
            co_await process_->runtime.clock.sleep_for(std::chrono::minutes(1));
            (void)co_await process_->fleet.ships.refresh(symbol);
        }
    }
}

std::int64_t Voyages::legs() const {
    std::int64_t sum = 0;
    for (const auto& [symbol, ship] : universe_->state().ships)
        sum += std::int64_t(ship.chances);
    return sum;
}

void Voyages::trouble_fuel() {
    auto markets = universe_->economy().markets();
    std::map<model::SystemSymbol, std::vector<WaypointSymbol>> selling;
    for (const auto& [symbol, market] : markets) {
        if (market.find(kFuel) != nullptr) selling[model::system_of(symbol)].push_back(symbol);
    }
    for (const auto& [system, stops] : selling) {
        if (std::int64_t(stops.size()) <= kLeastStops) continue;
        const auto one = trouble_.uniform(0, std::int64_t(stops.size()) - 1);
        sim::MarketState& market = markets.at(stops[std::size_t(one)]);
        lost_.emplace(market.waypoint, *market.find(kFuel));
        std::erase_if(market.goods, [](const auto& good) { return good.good == kFuel; });
        ++report_.fuel_stops_lost;
    }
    // Half of them sell it again.
    std::erase_if(lost_, [&](const auto& entry) {
        sim::MarketState& market = markets.at(entry.first);
        if (trouble_.uniform(0, 1) == 0) return false;
        market.goods.push_back(entry.second);
        return true;
    });
    std::vector<sim::MarketState> all;
    for (auto& [symbol, market] : markets)
        all.push_back(std::move(market));
    const core::TimePoint last = universe_->economy().last_update();
    universe_->state().economy =
        sim::Economy::restore(sim::economy_law("inert").value(), std::move(all), last);
}

void Voyages::trouble_credits() {
    auto& agent = universe_->agent_record(model::AgentSymbol("VOYAGES")).agent;
    agent.credits = trouble_.uniform(1, 4) == 1 ? core::Credits(20) : kRich;
}

void Voyages::disturb() {
    trouble_credits();
    if (trouble_.uniform(1, 6) == 1) trouble_fuel();
}

void Voyages::look_for_stranded() {
    for (const auto& [symbol, record] : universe_->state().ships) {
        const model::Ship& ship = record.ship;
        const bool at_rest = model::status_at(ship.nav, now_) != model::NavStatus::kInTransit;
        if (!at_rest || ship.fuel.capacity == 0 || ship.fuel.current > 0) continue;
        const sim::MarketState* market = universe_->economy().find(ship.nav.waypoint);
        const bool sold = market != nullptr && market->find(kFuel) != nullptr;
        if (sold || ship.cargo.of(kFuel) > core::Units(0)) continue;
        report_.stranded.push_back(fmt::format("{} at {}", symbol, ship.nav.waypoint));
    }
}

Result<VoyageReport> Voyages::fly(std::int64_t target) {
    const core::TimePoint begin = now_;
    while (legs() < target && report_.stranded.empty()) {
        now_ += kBetweenTroubles;
        process_->loop.run_until(now_);
        look_for_stranded();
        disturb();
        if (trouble_.uniform(1, 12) == 1) {
            // Somewhere between two events, as a kill would have it.
            const std::int64_t events = trouble_.uniform(0, 500);
            for (std::int64_t event = 0; event < events; ++event)
                process_->loop.run_one();
            now_ = process_->loop.clock().now();
            ++report_.killed;
            ARGOSY_CHECK(start_process());
        }
    }
    report_.legs = legs();
    report_.hours = (now_ - begin) / std::chrono::hours(1);
    return report_;
}

}  // namespace argosy::kernel
