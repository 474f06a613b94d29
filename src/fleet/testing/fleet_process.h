#pragma once

/// @file
/// A process with ships to fly, over the fake world: it can be crashed, and started again on what
/// it stored and on the world it left.

#include "fleet/fleet.h"
#include "ledger/testing/process.h"
#include "market/market_book.h"

namespace argosy::fleet::testing {

using ledger::testing::Fate;
using ledger::testing::kPlayer;
using ledger::testing::Remains;

/// The one system of the fake world.
inline const model::SystemSymbol kSystem("X1-AD75");

/// Returns the waypoint of this name in it.
model::WaypointSymbol at(std::string_view name);

/// Returns a market good that follows the law, with the base price the model knows for it.
model::PriceState priced(std::string_view good, model::TradeType type, std::int64_t volume,
                         std::int64_t stock);

/// Returns a market's goods, by name.
using Goods = std::map<model::TradeSymbol, model::PriceState>;
Goods goods_of(const std::vector<std::pair<std::string_view, model::PriceState>>& named);

class FleetProcess : public ledger::testing::Process {
  public:
    explicit FleetProcess(Remains& remains, std::uint64_t seed = 1);
    ~FleetProcess();

    /// Opens the ledger and reads all books, as a program's start does.
    core::Task<core::Result<void>> open();

    market::MarketBook markets;
    Fleet fleet;
};

}  // namespace argosy::fleet::testing
