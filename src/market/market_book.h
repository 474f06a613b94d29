#pragma once

/// @file
/// What we know of every market: the last look at each good, the hidden margin and stock inferred
/// from it, and our own trades since, applied exactly. It never asks the game; those who have a
/// ship there look, and tell it.

#include <map>
#include <optional>
#include <vector>

#include "core/runtime.h"
#include "market/forecast.h"
#include "market/frequency.h"
#include "model/market.h"
#include "model/price_law.h"
#include "store/store.h"

namespace argosy::market {

using core::Result;
using core::Task;

/// One good at one market, as last seen.
struct Listing {
    model::WaypointSymbol market;
    model::TradeSymbol good;
    model::TradeType type;
    core::Units volume;
    model::Supply supply;
    std::optional<model::Activity> activity;
    core::Ask ask;
    core::Bid bid;
    core::TimePoint looked_at;
    /// The inferred state, with our own trades since the look applied. Absent where the good's
    /// base price is unknown or the law cannot show what was seen; such a good is not planned with.
    std::optional<model::PriceState> state;
    Frequency trades;  ///< Requests of ours that traded it here.
};

class MarketBook {
  public:
    MarketBook(const core::Runtime& runtime, store::Store& store, std::int64_t player);

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
    /// its expected error come with it.
    /// @returns nothing when the good was never seen there, or its state is not known.
    std::optional<Forecast> forecast(const model::WaypointSymbol& market,
                                     const model::TradeSymbol& good, core::TimePoint at) const;

    /// When the market was last looked at; nothing for never.
    std::optional<core::TimePoint> looked_at(const model::WaypointSymbol& market) const;

    /// Returns all goods of a market, by symbol.
    std::vector<const Listing*> goods_at(const model::WaypointSymbol& market) const;
    /// Returns the markets that produce the good or trade it freely, by waypoint.
    std::vector<const Listing*> sellers_of(const model::TradeSymbol& good) const;
    /// Returns the markets that consume the good or trade it freely, by waypoint.
    std::vector<const Listing*> buyers_of(const model::TradeSymbol& good) const;
    /// Returns every import seen, by good, then waypoint.
    std::vector<const Listing*> imports() const;

    /// How well looks were foreseen: how many goods were seen again, and how many of them showed
    /// the ask that was expected.
    struct Accuracy {
        std::int64_t seen_again = 0;
        std::int64_t as_expected = 0;
    };
    const Accuracy& accuracy() const { return accuracy_; }

  private:
    std::optional<model::PriceState> infer_state(const model::MarketGood& seen,
                                                 const Listing* before) const;
    void save(const Listing& listing, store::Transaction& transaction) const;
    void save_history(const Listing& listing, store::Transaction& transaction) const;
    void forget_unlisted(const model::Market& market, store::Transaction& transaction);

    const core::Runtime& runtime_;
    store::Store& store_;
    std::int64_t player_;
    std::map<model::WaypointSymbol, std::map<model::TradeSymbol, Listing>> markets_;
    std::map<model::TradeSymbol, std::map<model::WaypointSymbol, model::TradeType>> by_good_;
    Accuracy accuracy_;
};

}  // namespace argosy::market
