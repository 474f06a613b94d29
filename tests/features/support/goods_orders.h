#pragma once

/// @file
/// What people ask goods factories for, over the small world: chains for it, the orders, and what
/// became of them.

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/features/support/works.h"

namespace argosy::tests {

/// What of one good was traded at one market, tranches together.
struct TradeLine {
    model::TransactionType type = model::TransactionType::kPurchase;
    model::TradeSymbol good;
    model::WaypointSymbol market;
    core::Units units;
    core::TimePoint at;  ///< Of the first tranche.
};

class GoodsOrders {
  public:
    /// How long a factory takes from the first of its inputs to plenty of its output.
    static constexpr core::Duration kProductionTime = std::chrono::minutes(20);

    explicit GoodsOrders(Works& works) : works_(works) {}

    /// Adds a factory of the game, whose output is in balance and whose inputs are wanted. It makes
    /// nothing.
    void add_factory(const std::string& market, const std::string& product,
                     const std::vector<model::TradeSymbol>& inputs);
    /// Has a factory make plenty, kProductionTime after the first of this input has come.
    void will_make(const std::string& market, const std::string& product,
                   const model::TradeSymbol& input);
    /// Adds a market that has plenty of a good.
    void add_source(const std::string& market, const std::string& good);
    /// Makes the output of a factory plentiful, and cheap.
    void fill(const std::string& market, const std::string& product);

    /// Adds what is asked for by place().
    goods::ProductionTarget& ask(const std::string& good, std::int64_t units,
                                 goods::FactoryStrategy strategy);
    std::vector<goods::ProductionTarget>& targets() { return targets_; }

    /// Starts the business, which knows every market as it is. No-op when it runs.
    void open();
    /// Asks for everything.
    void place();
    /// Kills the business and starts it again.
    void restart();

    /// Lives on until nothing is produced any more, half a day at most.
    void live_until_ended();

    /// Returns an order's factory, by what it is to produce; the first order's unless it is named.
    kernel::GoodsFactoryReport report(const std::string& good = "");
    const core::Result<goods::GoodsFactory>& answer(const std::string& good = "") const;

    /// Returns the trades of goods but FUEL, the first one first.
    std::vector<TradeLine> trades() const;
    /// Returns how many units were traded.
    core::Units traded(model::TransactionType type, const std::string& good) const {
        return works_.traded(type, good);
    }

    /// Lives on until a market has been looked at so often.
    /// @returns the times from one look to the next; of the first, from now.
    std::vector<core::Duration> watch(const std::string& market, std::size_t looks);

    /// Returns the ships that a haul has, by symbol.
    std::map<model::ShipSymbol, std::string> ships_at_work();

    /// The fates of the first requests after open(), by method, and how many looks fail then.
    std::map<std::string, std::deque<ledger::testing::Fate>, std::less<>> fates;
    int blind = 0;
    /// Hauls under way at once, at most, while live_until_ended().
    std::int64_t most_at_work = 0;

  private:
    Works& works_;
    bool open_ = false;
    std::vector<goods::ProductionTarget> targets_;
    std::vector<core::Result<goods::GoodsFactory>> answers_;
};

}  // namespace argosy::tests
