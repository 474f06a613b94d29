#pragma once

/// @file
/// What we know of every market: the last look at each good, the hidden margin and stock that all
/// looks leave possible, our own trades since, applied exactly, and how stocks drift without us. It
/// never asks the game; those who have a ship there look, and tell it.

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "core/runtime.h"
#include "market/drift.h"
#include "market/forecast.h"
#include "market/forecast_errors.h"
#include "market/listing.h"
#include "market/market_rows.h"
#include "market/update_rhythm.h"
#include "model/market.h"
#include "store/store.h"

namespace argosy::market {

struct Settings {
    /// How long looks at prices are kept; 0: for ever.
    core::Duration history = std::chrono::hours(24 * 30);
};

class MarketBook {
  public:
    /// History older than this may be kept for so long more: a market's is pruned when it is looked
    /// at, once in each such time.
    static constexpr core::Duration kPrunePeriod = std::chrono::hours(24);

    MarketBook(const core::Runtime& runtime, store::Store& store, std::int64_t player,
               Settings settings = {});

    /// Reads what earlier runs saw.
    Task<Result<void>> load();

    /// Takes in a look at a market with a ship present: replaces what was known of it. Goods it no
    /// longer lists are forgotten.
    /// @pre market.goods is present
    void record_look(const model::Market& market, store::Transaction& transaction);

    /// Takes in a trade of ours. `bought` is negative for a sale.
    /// @returns the listing after it, or nullptr when the market is unknown.
    const Listing* record_trade(const model::WaypointSymbol& market, const model::TradeSymbol& good,
                                core::Units bought, store::Transaction& transaction);

    /// nullptr when never seen.
    const Listing* find(const model::WaypointSymbol& market, const model::TradeSymbol& good) const;

    /// Returns what the good is believed to be at `at`. An old look is not refused: its age and
    /// its expected error come with it. model::quote_purchase(), quote_sale() and quote_tranches()
    /// price any number of units on its state.
    /// @returns nothing when the good was never seen there, or its state is not known.
    std::optional<Forecast> forecast(const model::WaypointSymbol& market,
                                     const model::TradeSymbol& good, core::TimePoint at) const;

    /// The same of a listing of this book.  @pre Its state is known.
    Forecast forecast(const Listing& listing, core::TimePoint at) const;

    /// Returns a number that changes whenever a good becomes known at a market or is forgotten
    /// there, changes its trade type, or its state becomes known or unknown. While it stays, so do
    /// all listings that this class has returned.
    std::int64_t version() const { return version_; }

    /// Returns the looks at a good that showed new prices, from `from` to `to`, oldest first; of
    /// more than `most` the newest.
    Task<Result<std::vector<PricePoint>>> history(model::WaypointSymbol market,
                                                  model::TradeSymbol good, core::TimePoint from,
                                                  core::TimePoint to, std::int64_t most) const {
        return rows_.history(std::move(market), std::move(good), from, to, most);
    }

    /// When the market was last looked at; nothing for never.
    std::optional<core::TimePoint> looked_at(const model::WaypointSymbol& market) const;

    /// When the stocks of markets move, as far as looks have taught.
    const UpdateRhythms& rhythms() const { return rhythms_; }

    /// Returns all goods of a market, by symbol.
    std::vector<const Listing*> goods_at(const model::WaypointSymbol& market) const;
    /// Returns every good that some known market trades, by symbol.
    std::vector<model::TradeSymbol> goods() const;
    /// Returns every market that trades the good, by waypoint.
    std::vector<const Listing*> traders_of(const model::TradeSymbol& good) const;
    /// Returns the markets that produce the good or trade it freely, by waypoint.
    std::vector<const Listing*> sellers_of(const model::TradeSymbol& good) const;
    /// Returns the markets that consume the good or trade it freely, by waypoint.
    std::vector<const Listing*> buyers_of(const model::TradeSymbol& good) const;
    /// Returns every import seen, by good, then waypoint.
    std::vector<const Listing*> imports() const;

    /// Returns how far forecasts were off when their prices were seen, by trade type and age: of
    /// all looks of this player.
    std::vector<AccuracyRow> accuracy() const { return errors_.report(); }

  private:
    /// How many goods of a market could have shown an update since the look before, and did.
    struct Movement {
        int comparable = 0;
        int moved = 0;

        /// One good alone may have moved by a trade of ours that is not booked yet.
        bool is_update() const { return moved >= std::min(2, std::max(1, comparable)); }
    };

    /// What one look shows of one good, with what was known of it before.
    Listing take_in(const model::Market& market, const model::MarketGood& seen,
                    const Listing* before, Movement& movement);
    void note_update(const model::WaypointSymbol& market, core::TimePoint before,
                     store::Transaction& transaction);
    void learn(const Listing& before, Listing& now);
    void save_statistics(store::Transaction& transaction);
    void prune_history(const model::WaypointSymbol& market, store::Transaction& transaction);
    void forget_unlisted(const model::Market& market, store::Transaction& transaction);

    /// Returns for how long after the look the market counts as traded with, of `age`.
    core::Duration busy_time(const Listing& listing, core::Duration age) const;
    ErrorKind error_kind(const Listing& listing) const;
    void note_trade(const model::WaypointSymbol& market, const model::TradeSymbol& good,
                    core::TimePoint at);

    const core::Runtime& runtime_;
    MarketRows rows_;
    Settings settings_;
    std::map<model::WaypointSymbol, std::map<model::TradeSymbol, Listing>> markets_;
    std::map<model::TradeSymbol, std::map<model::WaypointSymbol, model::TradeType>> by_good_;
    std::int64_t version_ = 0;
    std::map<model::WaypointSymbol, core::TimePoint> last_trades_;
    /// Markets that traded nothing when looked at, and when that was. A later run looks again.
    std::map<model::WaypointSymbol, core::TimePoint> bare_;
    DriftModel drift_;
    ForecastErrors errors_;
    UpdateRhythms rhythms_;
    core::TimePoint statistics_saved_at_;
    std::map<model::WaypointSymbol, core::TimePoint> pruned_at_;
};

}  // namespace argosy::market
