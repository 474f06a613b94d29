#pragma once

/// @file
/// The rows of one player's market knowledge. SQL and nothing else: what they mean is the
/// MarketBook's.

#include <utility>
#include <vector>

#include "market/forecast_errors.h"
#include "market/listing.h"
#include "market/update_rhythm.h"
#include "store/store.h"

namespace argosy::market {

using core::Result;
using core::Task;

/// Reads at once; what writes adds to a transaction of the caller's, and holds when that does.
class MarketRows {
  public:
    /// @param store  Outlives the rows.
    MarketRows(store::Store& store, std::int64_t player) : store_(store), player_(player) {}

    /// Each returns all rows of its table.
    /// @error kInvalidArgument  A row holds what the game does not have; the message names it.
    /// @error as Store::query()
    Task<Result<std::vector<Listing>>> listings() const;
    Task<Result<std::vector<std::pair<DriftPool, Gauge>>>> drift_pools() const;
    Task<Result<std::vector<ForecastErrors::Entry>>> forecast_errors() const;
    Task<Result<std::map<model::WaypointSymbol, MarketRhythm>>> rhythms() const;

    /// Returns the kept looks at a good from `from` to `to`, oldest first; of more than `most` the
    /// newest. Errors as above.
    Task<Result<std::vector<PricePoint>>> history(model::WaypointSymbol market,
                                                  model::TradeSymbol good, core::TimePoint from,
                                                  core::TimePoint to, std::int64_t most) const;

    /// Replaces what is known of the good there.
    void save(const Listing& listing, store::Transaction& transaction) const;
    /// Adds the look to the history; a second one of the same millisecond is left out.
    void save_history(const Listing& listing, store::Transaction& transaction) const;
    /// Removes a market's history from before `before`.
    void remove_history(const model::WaypointSymbol& market, core::TimePoint before,
                        store::Transaction& transaction) const;
    /// Counts one look at a market.
    void count_look(const model::WaypointSymbol& market, store::Transaction& transaction) const;
    /// Forgets a good that the market trades no more. Its history stays.
    void remove(const model::WaypointSymbol& market, const model::TradeSymbol& good,
                store::Transaction& transaction) const;
    /// Each replaces the row of its key.
    void save(const DriftPool& pool, const Gauge& gauge, store::Transaction& transaction) const;
    void save(const ForecastErrors::Entry& entry, store::Transaction& transaction) const;
    void save(const model::WaypointSymbol& market, const MarketRhythm& rhythm,
              store::Transaction& transaction) const;

  private:
    store::Store& store_;
    std::int64_t player_;
};

}  // namespace argosy::market
