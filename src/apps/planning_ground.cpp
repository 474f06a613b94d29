#include "apps/planning_ground.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "core/virtual_loop.h"
#include "kernel/player_book.h"
#include "sim/generator.h"
#include "sim/sim_game.h"
#include "store/inline_store.h"
#include "store/open_store.h"

namespace argosy::apps {
namespace {

using core::Result;
using model::WaypointSymbol;

constexpr std::int64_t kLeastMarketsOfASystem = 20;
// As many systems as are laid over each other at most.
constexpr std::int64_t kMostLayers = 60;
// Of them so many sell fuel: it is sold nearly everywhere, and its lanes would be more than all
// others.
constexpr std::int64_t kMostFuelStops = 6;
const model::TradeSymbol kFuel("FUEL");
const model::ShipType kHull("SHIP_LIGHT_HAULER");

class Silence final : public core::LogSink {
  public:
    void write(const core::LogEvent&) override {}
};

// Takes markets out of a generated universe, one after the other.
class Selection {
  public:
    explicit Selection(const GroundOptions& options)
        : one_system_(options.lanes > 0),
          from_(sim::generate({.seed = options.seed,
                               .systems = one_system_
                                              ? kMostLayers
                                              : options.markets / kLeastMarketsOfASystem + 1})) {
        to_.name = "planning";
        to_.reset_date = from_.reset_date;
        to_.charted_at = from_.charted_at;
        for (const sim::MarketGoodFacts& facts : from_.market_goods)
            goods_[facts.waypoint].push_back(&facts);
        for (const sim::WaypointFacts& facts : from_.waypoints) {
            if (one_system_ ? lanes_ >= options.lanes : markets() >= options.markets) break;
            if (goods_.contains(facts.waypoint.symbol)) take(facts);
        }
        sim::StartFacts start = from_.starts.front();
        start.headquarters = start.probe_waypoint = to_.waypoints.front().waypoint.symbol;
        to_.starts.push_back(start);
    }

    sim::Scenario scenario() { return std::move(to_); }

  private:
    std::int64_t markets() const { return std::int64_t(to_.waypoints.size()); }

    void take(const sim::WaypointFacts& facts) {
        const model::SystemSymbol system = model::system_of(facts.waypoint.symbol);
        if (to_.systems.empty() || (!one_system_ && to_.systems.back().symbol != system)) {
            to_.systems.push_back(
                *std::ranges::find(from_.systems, system, &sim::SystemFacts::symbol));
        }
        sim::WaypointFacts taken = facts;
        taken.orbits.reset();
        taken.orbitals.clear();
        if (one_system_) {
            taken.waypoint.symbol =
                WaypointSymbol(fmt::format("{}-M{}", to_.systems.front().symbol, markets() + 1));
        }
        for (const sim::MarketGoodFacts* good : goods_.at(facts.waypoint.symbol)) {
            if (one_system_ && good->good == kFuel && fuel_stops_++ >= kMostFuelStops) continue;
            sim::MarketGoodFacts moved = *good;
            moved.waypoint = taken.waypoint.symbol;
            count(moved);
            to_.market_goods.push_back(std::move(moved));
        }
        to_.waypoints.push_back(std::move(taken));
    }

    // The lanes to and from the markets that were taken before.
    void count(const sim::MarketGoodFacts& facts) {
        auto& [sources, sinks] = ends_[facts.good];
        const bool is_source = facts.state.type != model::TradeType::kImport;
        const bool is_sink = facts.state.type != model::TradeType::kExport;
        lanes_ += (is_source ? sinks : 0) + (is_sink ? sources : 0);
        sources += is_source ? 1 : 0;
        sinks += is_sink ? 1 : 0;
    }

    bool one_system_;
    sim::Scenario from_;
    sim::Scenario to_;
    std::map<WaypointSymbol, std::vector<const sim::MarketGoodFacts*>> goods_;
    std::map<model::TradeSymbol, std::pair<std::int64_t, std::int64_t>> ends_;
    std::int64_t lanes_ = 0;
    std::int64_t fuel_stops_ = 0;
};

// All but the frigate that every agent has.
bool carries(const model::Ship& ship) {
    return fleet::ShipRegistry::is_hauler(ship) && ship.role != "COMMAND";
}

// Holds of the ships, in turn: kinds differ by hold alone, so that they have their routes in
// common.
constexpr std::array<std::int64_t, 4> kHolds{80, 80, 40, 120};

// Markets as a ship there sees them.
std::vector<model::Market> markets_of(const sim::Scenario& scenario) {
    std::map<WaypointSymbol, model::Market> markets;
    for (const sim::MarketGoodFacts& facts : scenario.market_goods) {
        model::Market& market = markets[facts.waypoint];
        market.symbol = facts.waypoint;
        if (!market.goods) market.goods.emplace();
        const model::PriceState& state = facts.state;
        market.goods->push_back({facts.good, state.type, state.volume, model::supply_of(state),
                                 facts.activity, model::ask_of(state), model::bid_of(state)});
    }
    std::vector<model::Market> all;
    for (auto& [symbol, market] : markets)
        all.push_back(std::move(market));
    return all;
}

}  // namespace

// A program's parts as far as planning needs them, in the order they are built.
struct PlanningGround::Parts {
    Parts(std::unique_ptr<sim::Universe> built, std::unique_ptr<store::Engine> opened,
          core::TimePoint start, std::uint64_t seed)
        : universe(std::move(built)),
          engine(std::move(opened)),
          loop(start),
          log(loop.clock(), silence),
          rng(seed),
          runtime{loop.executor(), loop.clock(), log, rng, ids, decisions},
          store(*engine, loop.clock(), rng),
          game(*universe, loop.clock(), rng) {}

    ~Parts() { loop.destroy_tasks(); }

    template <class Value>
    Result<Value> run(core::Task<Result<Value>> task) {
        std::optional<Result<Value>> result;
        const auto keep = [](core::Task<Result<Value>> work,
                             std::optional<Result<Value>>& kept) -> core::Task<void> {
            kept.emplace(co_await std::move(work));
        };
        runtime.spawn(keep(std::move(task), result));
        while (!result && loop.run_one()) {
        }
        ARGOSY_ASSERT(result.has_value());
        return *std::move(result);
    }

    core::Task<Result<bool>> open(std::vector<model::SystemSymbol> systems) {
        ARGOSY_CO_CHECK(co_await ledger->open());
        ARGOSY_CO_CHECK(co_await fleet->claims.load());
        ARGOSY_CO_CHECK(co_await fleet->ships.refresh());
        for (const model::SystemSymbol& system : systems)
            ARGOSY_CO_CHECK(co_await fleet->chart.learn(system));
        co_return true;
    }

    std::unique_ptr<sim::Universe> universe;
    std::unique_ptr<store::Engine> engine;
    core::VirtualLoop loop;
    Silence silence;
    core::Log log;
    core::Rng rng;
    core::IdSource ids{1};
    core::DecisionHash decisions;
    core::Runtime runtime;
    store::InlineStore store;
    sim::SimGame game;
    // Of a player that is known only once it has been registered.
    std::optional<ledger::Ledger> ledger;
    std::optional<market::MarketBook> markets;
    std::optional<fleet::Fleet> fleet;
    std::optional<hauls::TaskBook> tasks;
};

PlanningGround::PlanningGround() = default;
PlanningGround::~PlanningGround() = default;

Result<std::unique_ptr<PlanningGround>> PlanningGround::create(const GroundOptions& options) {
    std::unique_ptr<PlanningGround> ground(new PlanningGround());
    ARGOSY_CHECK(ground->settle(options));
    return ground;
}

Result<void> PlanningGround::settle(const GroundOptions& options) {
    sim::Scenario scenario = Selection(options).scenario();
    ARGOSY_TRY(const core::TimePoint start, core::parse_time(scenario.reset_date + "T00:00:00Z"));
    for (const sim::SystemFacts& facts : scenario.systems)
        systems_.push_back(facts.symbol);
    markets_ = std::int64_t(scenario.waypoints.size());
    ARGOSY_TRY(auto universe,
               sim::Universe::create(std::move(scenario),
                                     {.seed = options.seed,
                                      .start = start,
                                      .starting_credits = core::Credits(10'000'000'000),
                                      .gifts = {{kHull, options.ships}}}));
    ARGOSY_TRY(auto engine, store::open_store(store::StoreUrl::in_memory()));
    ARGOSY_CHECK(store::migrate(*engine));
    parts_ = std::make_unique<Parts>(std::move(universe), std::move(engine), start, options.seed);
    Parts& parts = *parts_;
    ARGOSY_TRY(game::Registration registered,
               parts.run(parts.game.register_agent(core::Secret("bench"),
                                                   model::AgentSymbol("BENCH"), "COSMIC")));
    kernel::Player player{.agent = registered.agent.symbol,
                          .era = parts.universe->reset_date(),
                          .faction = registered.agent.starting_faction,
                          .headquarters = registered.agent.headquarters,
                          .token = std::move(registered.agent_token)};
    ARGOSY_TRY(player,
               parts.run(kernel::save_player(parts.store, std::move(player), parts.runtime.now())));
    parts.ledger.emplace(parts.runtime, parts.store, parts.game, player.id);
    parts.markets.emplace(parts.runtime, parts.store, player.id);
    parts.fleet.emplace(parts.runtime, parts.store, parts.game, *parts.ledger, *parts.markets,
                        player.id);
    parts.tasks.emplace(parts.runtime, parts.store, player.id);
    ARGOSY_CHECK(parts.run(parts.open(systems_)));
    look_at_markets();
    spread_ships(options.seed);
    return {};
}

void PlanningGround::look_at_markets() {
    for (const model::Market& market : markets_of(parts_->universe->scenario())) {
        store::Transaction unstored;
        parts_->markets->record_look(market, unstored);
    }
    parts_->fleet->helm.learn_fuel_stops();
}

void PlanningGround::spread_ships(std::uint64_t seed) {
    core::RandomStream random = core::Rng(seed).stream("ground");
    const auto& waypoints = parts_->universe->scenario().waypoints;
    fleet::ShipRegistry& ships = parts_->fleet->ships;
    std::int64_t number = 0;
    for (const auto& [symbol, ship] : ships.all()) {
        const auto at = std::size_t(random.uniform(0, std::int64_t(waypoints.size()) - 1));
        model::Nav nav = ship.nav;
        nav.waypoint = waypoints[at].waypoint.symbol;
        nav.system = model::system_of(nav.waypoint);
        ships.set_nav(symbol, std::move(nav));
        if (!carries(ship)) continue;
        const std::int64_t hold = kHolds[std::size_t(number++) % kHolds.size()];
        ships.set_cargo(symbol, {.capacity = core::Units(hold), .items = {}});
    }
}

fleet::Fleet& PlanningGround::fleet() {
    return *parts_->fleet;
}

const hauls::TaskBook& PlanningGround::tasks() const {
    return *parts_->tasks;
}

std::vector<model::ShipSymbol> PlanningGround::idle(const model::SystemSymbol& system) const {
    std::set<model::ShipSymbol> busy;
    for (const hauls::Haul& haul : parts_->tasks->open_hauls())
        busy.insert(haul.ship());
    std::vector<model::ShipSymbol> idle;
    for (const auto& [symbol, ship] : parts_->fleet->ships.all()) {
        const bool is_here = carries(ship) && ship.nav.system == system;
        if (is_here && !busy.contains(symbol)) idle.push_back(symbol);
    }
    return idle;
}

void PlanningGround::send(const trading::Trade& trade) {
    Parts& parts = *parts_;
    hauls::ManufacturingTask load{.id = parts.ids.next<core::TaskId>("task"),
                                  .operation = core::OperationId("operation-1-1"),
                                  .haul = parts.ids.next<core::HaulId>("haul"),
                                  .type = hauls::TaskType::kAcquire,
                                  .status = hauls::TaskStatus::kReady,
                                  .good = trade.good,
                                  .source = trade.offer.from};
    hauls::ManufacturingTask unload{.id = parts.ids.next<core::TaskId>("task"),
                                    .operation = load.operation,
                                    .haul = load.haul,
                                    .type = hauls::TaskType::kSell,
                                    .good = trade.good,
                                    .target = trade.offer.to,
                                    .depends_on = {load.id}};
    store::Transaction unstored;
    for (const hauls::ManufacturingTask& task : {load, unload}) {
        parts.tasks->add(task, unstored);
        parts.tasks->assign(task.id, trade.offer.ship, trade.offer.price.units, unstored);
    }
}

}  // namespace argosy::apps
