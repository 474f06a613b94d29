#include "ledger/cargo_lots.h"

#include <algorithm>

namespace argosy::ledger {
namespace {

using core::Credits;
using core::Units;
using store::Expect;
using store::Value;

constexpr std::string_view kLoad =
    "SELECT id, ship_symbol, good_symbol, source_symbol, units, cost, operation_id, pipeline_id, "
    "task_id, opened_at FROM cargo_lots WHERE player_id = $1 ORDER BY opened_at, id";

constexpr std::string_view kOpen =
    "INSERT INTO cargo_lots (id, player_id, ship_symbol, good_symbol, source_symbol, units, cost, "
    "operation_id, pipeline_id, task_id, opened_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

constexpr std::string_view kReduce = "UPDATE cargo_lots SET units = $2, cost = $3 WHERE id = $1";

constexpr std::string_view kClose = "DELETE FROM cargo_lots WHERE id = $1";

constexpr std::string_view kTake =
    "INSERT INTO lot_sales (player_id, lot_id, intent_id, at, ship_symbol, good_symbol, "
    "source_symbol, sink_symbol, units, cost, revenue, load_task_id, task_id) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

Lot lot_of(const store::Row& row) {
    return Lot{core::IntentId(row.text("id")),
               model::ShipSymbol(row.text("ship_symbol")),
               model::TradeSymbol(row.text("good_symbol")),
               model::WaypointSymbol(row.text("source_symbol")),
               Units(row.integer("units")),
               Credits(row.integer("cost")),
               core::OperationId(row.text("operation_id")),
               core::PipelineId(row.text("pipeline_id")),
               core::TaskId(row.text("task_id")),
               core::from_millis(row.integer("opened_at"))};
}

Lot lot_of(const Entry& purchase) {
    return Lot{purchase.intent,    purchase.ship,     model::TradeSymbol(purchase.good),
               purchase.waypoint,  purchase.units,    -purchase.amount,
               purchase.operation, purchase.pipeline, purchase.task,
               purchase.at};
}

Credits share(Credits whole, Units part, Units of) {
    return Credits(whole.count() * part.count() / of.count());
}

}  // namespace

core::Task<core::Result<void>> CargoLots::load() {
    ARGOSY_CO_TRY(const store::Rows rows, co_await store_.query(kLoad, {player_}));
    lots_.clear();
    for (const store::Row& row : rows) {
        Lot lot = lot_of(row);
        lots_[{lot.ship, lot.good}].push_back(std::move(lot));
    }
    co_return core::Result<void>();
}

std::vector<LotSale> CargoLots::taken_by(const model::ShipSymbol& ship,
                                         const model::TradeSymbol& good, Units units,
                                         Credits revenue) const {
    std::vector<LotSale> sold;
    Units done;
    const auto add = [&](const Lot& lot, Units taken, Credits cost) {
        const Credits before = share(revenue, done, units);
        done += taken;
        sold.push_back({lot, taken, cost, share(revenue, done, units) - before});
    };
    for (const Lot& lot : aboard(ship, good)) {
        if (done == units) break;
        const Units taken = std::min(lot.units, units - done);
        add(lot, taken, share(lot.cost, taken, lot.units));
    }
    if (done < units) add(Lot{.ship = ship, .good = good}, units - done, Credits(0));
    return sold;
}

void CargoLots::add(store::Transaction& transaction, const Entry& entry,
                    const std::vector<LotSale>& sold) const {
    if (entry.type == EntryType::kPurchaseCargo) {
        const Lot lot = lot_of(entry);
        transaction.add(
            kOpen, {lot.id.str(), player_, lot.ship.str(), lot.good.str(), lot.source.str(),
                    lot.units.count(), lot.cost.count(), lot.operation.str(), lot.pipeline.str(),
                    lot.task.str(), core::to_millis(lot.opened_at)});
    }
    for (const LotSale& sale : sold)
        take(transaction, entry, sale);
}

void CargoLots::take(store::Transaction& transaction, const Entry& entry,
                     const LotSale& sale) const {
    const Lot& lot = sale.lot;
    if (!lot.id.empty() && sale.units == lot.units) {
        transaction.add(kClose, {lot.id.str()}, Expect::kOneRow);
    } else if (!lot.id.empty()) {
        transaction.add(
            kReduce,
            {lot.id.str(), (lot.units - sale.units).count(), (lot.cost - sale.cost).count()},
            Expect::kOneRow);
    }
    transaction.add(
        kTake,
        {player_, lot.id.str(), entry.intent.empty() ? Value(nullptr) : Value(entry.intent.str()),
         core::to_millis(entry.at), lot.ship.str(), lot.good.str(), lot.source.str(),
         entry.waypoint.str(), sale.units.count(), sale.cost.count(), sale.revenue.count(),
         lot.task.str(), entry.task.str()});
}

void CargoLots::apply(const Entry& entry, const std::vector<LotSale>& sold) {
    if (entry.type == EntryType::kPurchaseCargo) {
        Lot lot = lot_of(entry);
        lots_[{lot.ship, lot.good}].push_back(std::move(lot));
    }
    for (const LotSale& sale : sold) {
        if (sale.lot.id.empty()) continue;
        std::deque<Lot>& queue = lots_.at({sale.lot.ship, sale.lot.good});
        ARGOSY_ASSERT(queue.front().id == sale.lot.id);
        queue.front().units -= sale.units;
        queue.front().cost -= sale.cost;
        if (queue.front().units.count() == 0) queue.pop_front();
        if (queue.empty()) lots_.erase({sale.lot.ship, sale.lot.good});
    }
}

std::vector<Lot> CargoLots::aboard(const model::ShipSymbol& ship,
                                   const model::TradeSymbol& good) const {
    const auto found = lots_.find({ship, good});
    if (found == lots_.end()) return {};
    return {found->second.begin(), found->second.end()};
}

std::vector<Lot> CargoLots::all() const {
    std::vector<Lot> all;
    for (const auto& [key, lots] : lots_)
        all.insert(all.end(), lots.begin(), lots.end());
    return all;
}

Credits cost_of(const std::vector<LotSale>& sold) {
    Credits cost;
    for (const LotSale& sale : sold)
        cost += sale.cost;
    return cost;
}

}  // namespace argosy::ledger
