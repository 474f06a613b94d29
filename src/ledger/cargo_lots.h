#pragma once

/// @file
/// What the cargo aboard has cost. A purchase opens a lot; sales use a ship's lots of the good up,
/// oldest first, whoever sells it: a lot stays with its cargo when the haul that bought it is given
/// up and the cargo is liquidated. Image of the table `cargo_lots`; each sale leaves in `lot_sales`
/// what it took of which lot, from which a lane's profit is told.

#include <deque>
#include <map>
#include <vector>

#include "ledger/entry.h"
#include "store/store.h"

namespace argosy::ledger {

/// Cargo bought at once and still aboard.
struct Lot {
    core::IntentId id;  ///< The purchase's.
    model::ShipSymbol ship;
    model::TradeSymbol good;
    model::WaypointSymbol source;
    core::Units units;   ///< Left aboard.
    core::Credits cost;  ///< Of those.
    core::OperationId operation;
    core::PipelineId pipeline;
    core::TaskId task;
    core::TimePoint opened_at;
};

/// What a sale takes of one lot, or of cargo that was never bought: then `lot` is empty.
struct LotSale {
    Lot lot;  ///< As it was before.
    core::Units units;
    core::Credits cost;
    core::Credits revenue;
};

class CargoLots {
  public:
    CargoLots(store::Store& store, std::int64_t player) : store_(store), player_(player) {}

    core::Task<core::Result<void>> load();

    /// Returns what a sale of so many units takes, oldest first. Costs and revenues are shared by
    /// units, so that no credit is lost to rounding.
    std::vector<LotSale> taken_by(const model::ShipSymbol& ship, const model::TradeSymbol& good,
                                  core::Units units, core::Credits revenue) const;

    /// Adds what a row of the ledger does to the lots: a purchase opens one, a sale takes `sold`.
    void add(store::Transaction& transaction, const Entry& entry,
             const std::vector<LotSale>& sold) const;
    /// Does the same here, once the transaction has been committed.
    void apply(const Entry& entry, const std::vector<LotSale>& sold);

    /// Returns the lots of a ship and good, oldest first.
    std::vector<Lot> aboard(const model::ShipSymbol& ship, const model::TradeSymbol& good) const;

    /// Returns all lots, by ship and good, oldest first.
    std::vector<Lot> all() const;

  private:
    void take(store::Transaction& transaction, const Entry& entry, const LotSale& sale) const;

    using Key = std::pair<model::ShipSymbol, model::TradeSymbol>;

    store::Store& store_;
    std::int64_t player_;
    std::map<Key, std::deque<Lot>> lots_;
};

/// Returns what was paid for all that a sale took.
core::Credits cost_of(const std::vector<LotSale>& sold);

}  // namespace argosy::ledger
