#include "tests/features/support/works.h"

#include <algorithm>

namespace argosy::tests {
namespace {

using namespace std::chrono_literals;
using fleet::testing::FleetProcess;
using fleet::testing::kPlayer;
using fleet::testing::priced;
using model::TradeSymbol;
using model::TradeType;
using model::WaypointSymbol;

constexpr const char* kHome = "A0";
constexpr core::Duration kLongestDrain = 12h;

kernel::Player player() {
    return {.id = kPlayer,
            .agent = model::AgentSymbol("ARGOSY"),
            .era = "2025-04-06",
            .faction = "COSMIC",
            .headquarters = fleet::testing::at(kHome),
            .token = core::Secret("t")};
}

}  // namespace

Business::Business(Remains& remains, const kernel::CompanySettings& settings)
    : Process(remains), company(runtime, store, game, player(), settings) {}

Business::~Business() {
    crash();
}

Works::Works() {
    remains.world.credits = core::Credits(2'000'000);
    settings.manufacturing.min_price = core::Bid(1);
    trade(kHome, "FUEL", TradeType::kExchange, 180, 0);
}

WaypointSymbol Works::waypoint(const std::string& name) {
    return fleet::testing::at(name.starts_with("X1-") ? name.substr(3) : name);
}

void Works::trade(const std::string& market, const std::string& good, model::PriceState state) {
    auto& world = remains.world;
    const WaypointSymbol symbol = waypoint(market);
    if (!world.markets.contains(symbol)) {
        // On a line, each a short flight from the next, with fuel everywhere.
        const auto place = std::int64_t(world.markets.size());
        world.add_market(symbol, {20 * place, 0}, {});
        world.markets.at(symbol).emplace(TradeSymbol("FUEL"),
                                         priced("FUEL", TradeType::kExchange, 180, 0));
    }
    world.markets.at(symbol).insert_or_assign(TradeSymbol(good), state);
}

void Works::trade(const std::string& market, const std::string& good, TradeType type,
                  std::int64_t volume, std::int64_t stock) {
    trade(market, good, priced(good, type, volume, stock));
}

model::PriceState& Works::at(const std::string& market, const std::string& good) {
    return remains.world.markets.at(waypoint(market)).at(TradeSymbol(good));
}

model::Ship& Works::add_hauler(const std::string& symbol, std::int64_t hold) {
    model::Ship ship = remains.world.add_ship(400);
    remains.world.ships.erase(ship.symbol);
    ship.symbol = model::ShipSymbol(symbol);
    ship.role = "HAULER";
    ship.nav.waypoint = fleet::testing::at(kHome);
    ship.cargo.capacity = core::Units(hold);
    return remains.world.ships.emplace(ship.symbol, ship).first->second;
}

void Works::add_probe(const std::string& market) {
    model::Ship& probe = add_hauler(fmt::format("PROBE-{}", market), 0);
    probe.role = "SATELLITE";
    probe.nav.waypoint = waypoint(market);
    probe.fuel = {};
}

// As if a probe had stood at each of them.
void Works::learn_markets() {
    FleetProcess process(remains);
    store::Transaction transaction;
    for (const auto& [symbol, goods] : remains.world.markets) {
        model::Market market{.symbol = symbol, .goods = std::vector<model::MarketGood>()};
        for (const auto& [good, state] : goods) {
            market.goods->push_back({good, state.type, state.volume, model::supply_of(state),
                                     std::nullopt, model::ask_of(state), model::bid_of(state)});
        }
        process.markets.record_look(market, transaction);
    }
    EXPECT_TRUE(remains.engine->commit(transaction, store::Durability::kNormal).ok());
}

void Works::open() {
    learn_markets();
    restart();
}

void Works::start(kernel::ManufacturingRequest request) {
    open();
    const auto started = business_->call(company().start_manufacturing(std::move(request)));
    EXPECT_TRUE(started.ok());
}

namespace {

core::Task<core::Result<bool>> open_company(kernel::Company& company) {
    ARGOSY_CO_CHECK(co_await company.open());
    co_return true;
}

}  // namespace

void Works::restart() {
    business_.reset();
    business_ = std::make_unique<Business>(remains, settings);
    EXPECT_TRUE(business_->call(open_company(company())).ok());
}

core::Result<operations::Operation> Works::stop() {
    return business_->call(company().stop_manufacturing());
}

void Works::produce() {
    for (Running& each : productions_) {
        const Production& production = each.production;
        const auto delivered =
            trades(model::TransactionType::kSell, production.input, production.factory);
        if (!each.begun && !delivered.empty()) each.begun = now();
        if (!each.begun || now() < *each.begun + production.after) continue;
        at(production.factory, production.output) = production.then;
        each.begun = core::TimePoint::max();
    }
}

bool Works::live_until(const std::function<bool()>& happened, core::Duration at_most) {
    constexpr core::Duration kStep = 5s;
    // Where nothing is left to do the clock stands still, so steps are counted.
    for (core::Duration lived{0}; lived < at_most; lived += kStep) {
        if (happened()) return true;
        business_->run_for(kStep);
        produce();
    }
    return happened();
}

std::string Works::describe() const {
    std::string text;
    for (const store::Row& row : rows("SELECT task_type, good_symbol, status, source_market,"
                                      " target_market, factory_symbol, assigned_ship, error"
                                      " FROM manufacturing_tasks ORDER BY id")) {
        for (const char* column : {"task_type", "good_symbol", "status", "source_market",
                                   "target_market", "factory_symbol", "assigned_ship", "error"}) {
            text += row.text(column) + " ";
        }
        text += "\n";
    }
    for (const store::Row& row : rows("SELECT subject, reason, detail FROM declines"))
        text += fmt::format("declined: {} {} {}\n", row.text("subject"), row.text("reason"),
                            row.text("detail"));
    for (const store::Row& row : rows("SELECT id, status, product_good, error"
                                      " FROM manufacturing_pipelines ORDER BY id"))
        text += fmt::format("{} {} {} {}\n", row.text("id"), row.text("product_good"),
                            row.text("status"), row.text("error"));
    return text;
}

void Works::live(core::Duration length) {
    live_until([] { return false; }, length);
}

void Works::wind_up() {
    EXPECT_TRUE(stop().ok());
    EXPECT_TRUE(live_until(
        [&] {
            return company().operations().active("manufacturing") == nullptr &&
                   company().fleet().claims.all().empty();
        },
        kLongestDrain));
    EXPECT_EQ(company().ledger().balance(), remains.world.credits);
    EXPECT_EQ(business_->errors(), 0u);
}

std::vector<model::MarketTransaction> Works::trades(model::TransactionType type,
                                                    const std::string& good,
                                                    const std::string& market) const {
    std::vector<model::MarketTransaction> found;
    const auto& all = remains.world.trades;
    std::copy_if(all.rbegin(), all.rend(), std::back_inserter(found), [&](const auto& line) {
        return line.type == type && line.good == TradeSymbol(good) &&
               (market.empty() || line.waypoint == waypoint(market));
    });
    return found;
}

core::Units Works::traded(model::TransactionType type, const std::string& good) const {
    core::Units units;
    for (const model::MarketTransaction& line : trades(type, good))
        units += line.units;
    return units;
}

}  // namespace argosy::tests
