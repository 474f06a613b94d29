#include "hauls/testing/haul_process.h"

namespace argosy::hauls::testing {

using core::Units;
using model::TradeType;

void settle_world(Remains& remains) {
    const auto fuel = priced("FUEL", TradeType::kExchange, 180, 0);
    remains.world.credits = core::Credits(5'000'000);
    remains.world.add_market(
        kFactory, {0, 0},
        goods_of({{"FUEL", fuel},
                  {"IRON", priced("IRON", TradeType::kImport, 60, -180)},
                  {"MACHINERY", priced("MACHINERY", TradeType::kExport, 20, 80)}}));
    remains.world.add_market(
        kCustomer, {100, 0},
        goods_of(
            {{"FUEL", fuel}, {"MACHINERY", priced("MACHINERY", TradeType::kImport, 20, -80)}}));
    remains.world.add_market(
        kRival, {-250, 0},
        goods_of(
            {{"FUEL", fuel}, {"MACHINERY", priced("MACHINERY", TradeType::kImport, 20, -60)}}));
    remains.world.add_market(
        kSmelter, {0, 100},
        goods_of({{"FUEL", fuel}, {"IRON", priced("IRON", TradeType::kExport, 60, 180)}}));
}

HaulProcess::HaulProcess(Remains& remains, std::uint64_t seed, DispatchSettings gate)
    : FleetProcess(remains, seed),
      tasks(runtime, store, fleet::testing::kPlayer),
      dispatch(fleet, tasks, gate),
      runner(fleet, tasks, dispatch),
      bidding(runtime),
      remains_(remains) {}

HaulProcess::~HaulProcess() {
    crash();
}

core::Task<core::Result<void>> HaulProcess::open() {
    ARGOSY_CO_CHECK(co_await FleetProcess::open());
    ARGOSY_CO_CHECK(co_await tasks.load());
    learn_markets();
    fleet.helm.learn_fuel_stops();
    for (const Haul& haul : tasks.open_hauls()) {
        if (!haul.ship().empty()) runner.resume(haul.id);
    }
    co_return core::Result<void>();
}

// As if a probe stood at each of them: the book knows what the world shows.
void HaulProcess::learn_markets() {
    for (const auto& [symbol, goods] : remains_.world.markets) {
        model::Market market{.symbol = symbol, .goods = std::vector<model::MarketGood>()};
        for (const auto& [good, state] : goods) {
            const bool exchange = state.type == model::TradeType::kExchange;
            market.goods->push_back({good, state.type, state.volume, model::supply_of(state),
                                     exchange ? std::nullopt : remains_.world.activity,
                                     model::ask_of(state), model::bid_of(state)});
        }
        store::Transaction transaction;
        markets.record_look(market, transaction);
        EXPECT_TRUE(remains_.engine->commit(transaction, store::Durability::kNormal).ok());
    }
}

core::HaulId HaulProcess::add_haul(ManufacturingTask load, ManufacturingTask unload) {
    const auto haul = runtime.ids.next<core::HaulId>("haul");
    store::Transaction transaction;
    load.id = runtime.ids.next<core::TaskId>("task");
    load.status = TaskStatus::kReady;
    load.ready_at = runtime.now();
    unload.id = runtime.ids.next<core::TaskId>("task");
    unload.depends_on = {load.id};
    for (ManufacturingTask* task : {&load, &unload}) {
        task->operation = core::OperationId("operation-1-1");
        task->pipeline = core::PipelineId("pipeline-1-1");
        task->haul = haul;
        task->created_at = runtime.now();
        tasks.add(*task, transaction);
    }
    EXPECT_TRUE(remains_.engine->commit(transaction, store::Durability::kNormal).ok());
    return haul;
}

core::HaulId HaulProcess::add_sale() {
    return add_haul({.type = TaskType::kCollect, .good = kMachinery, .factory = kFactory},
                    {.type = TaskType::kSell, .good = kMachinery, .target = kCustomer});
}

core::HaulId HaulProcess::add_feed() {
    return add_haul({.type = TaskType::kAcquire, .good = kIron, .source = kSmelter},
                    {.type = TaskType::kDeliver,
                     .good = kIron,
                     .target = kFactory,
                     .factory = kFactory,
                     .output = kMachinery});
}

core::HaulId HaulProcess::add_transfer() {
    return add_haul({.type = TaskType::kCollect, .good = kMachinery, .factory = kFactory},
                    {.type = TaskType::kDeliver,
                     .good = kMachinery,
                     .target = kCustomer,
                     .factory = kCustomer,
                     .output = model::TradeSymbol("SHIP_PLATING")});
}

core::HaulId HaulProcess::add_keep() {
    constexpr core::Units kWanted(30);
    return add_haul(
        {.type = TaskType::kCollect, .good = kMachinery, .factory = kFactory, .wanted = kWanted},
        {.type = TaskType::kKeep, .good = kMachinery, .wanted = kWanted});
}

std::vector<Haul> HaulProcess::ready() const {
    std::vector<Haul> hauls;
    for (const Haul& haul : tasks.open_hauls()) {
        if (haul.load != nullptr && haul.load->status == TaskStatus::kReady) hauls.push_back(haul);
    }
    return hauls;
}

std::optional<Offer> HaulProcess::best() {
    return dispatch.best(fleet.idle_ships(), ready());
}

}  // namespace argosy::hauls::testing
