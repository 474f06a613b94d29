#pragma once

/// @file
/// A process that carries hauls, over the fake world: it can be crashed, and goes on with what it
/// was carrying when it is started again.

#include "fleet/testing/fleet_process.h"
#include "hauls/bidding.h"
#include "hauls/dispatch.h"
#include "hauls/haul_runner.h"
#include "hauls/task_book.h"

namespace argosy::hauls::testing {

using fleet::testing::at;
using fleet::testing::Fate;
using fleet::testing::goods_of;
using fleet::testing::priced;
using fleet::testing::Remains;

/// Where the tests' goods are made, bought and sold.
inline const model::WaypointSymbol kFactory("X1-AD75-A1");   ///< Makes MACHINERY of IRON.
inline const model::WaypointSymbol kCustomer("X1-AD75-C3");  ///< Wants MACHINERY most.
inline const model::WaypointSymbol kRival("X1-AD75-D4");     ///< Wants MACHINERY too, far away.
inline const model::WaypointSymbol kSmelter("X1-AD75-I1");   ///< Makes IRON.

inline const model::TradeSymbol kMachinery("MACHINERY");
inline const model::TradeSymbol kIron("IRON");

/// Fills the world with these four markets, all known to the next process as they are.
void settle_world(Remains& remains);

class HaulProcess : public fleet::testing::FleetProcess {
  public:
    /// A gate that lets through what earns a tenth of its base price, and a thousand in all.
    static constexpr DispatchSettings kGate{.feed_margin_bp = 1'000,
                                            .sale_margin_bp = 1'000,
                                            .least_profit = core::Credits(1'000),
                                            .feed_least_profit = core::Credits(1'000)};

    explicit HaulProcess(Remains& remains, std::uint64_t seed = 1, DispatchSettings gate = kGate);
    ~HaulProcess();

    /// Reads what is stored, looks at every market, and goes on with hauls under way.
    core::Task<core::Result<void>> open();

    /// Stores a haul that may start: COLLECT and SELL of MACHINERY, ACQUIRE and DELIVER of IRON, or
    /// COLLECT and DELIVER of MACHINERY, for SHIP_PLATING.
    core::HaulId add_sale();
    core::HaulId add_feed();
    core::HaulId add_transfer();
    /// The same for 30 MACHINERY that are to stay aboard.
    core::HaulId add_keep();

    /// Returns the hauls that wait for a ship.
    std::vector<Haul> ready() const;
    /// Returns the best offer of all idle ships for all ready hauls.
    std::optional<Offer> best();

    TaskBook tasks;
    Dispatch dispatch;
    HaulRunner runner;
    Bidding bidding;

  private:
    core::HaulId add_haul(ManufacturingTask load, ManufacturingTask unload);
    void learn_markets();

    Remains& remains_;
};

}  // namespace argosy::hauls::testing
