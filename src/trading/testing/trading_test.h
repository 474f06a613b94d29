#pragma once

/// @file
/// A fleet at the markets of hauls/testing/haul_process.h, and a desk that knows them, for tests of
/// what is traded there.

#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "hauls/testing/haul_process.h"
#include "trading/trade_desk.h"

namespace argosy::trading::testing {

inline const core::OperationId kOperation("operation-1-1");

inline const Lane kIronLane{hauls::testing::kIron, hauls::testing::kSmelter,
                            hauls::testing::kFactory};
inline const Lane kMachineryLane{hauls::testing::kMachinery, hauls::testing::kFactory,
                                 hauls::testing::kCustomer};

class TradingTest : public ::testing::Test {
  protected:
    TradingTest() { hauls::testing::settle_world(remains_); }

    model::ShipSymbol add_ship(const model::WaypointSymbol& where) {
        model::Ship& ship = remains_.world.add_ship(400);
        ship.nav.waypoint = where;
        ship.nav.system = model::system_of(where);
        return ship.symbol;
    }

    /// Starts a process on what there is, with a desk in its first round.
    TradeDesk& open(const model::SystemSymbol& system = fleet::testing::kSystem) {
        process_ = std::make_unique<hauls::testing::HaulProcess>(remains_);
        EXPECT_TRUE(process_->run(process_->open()).ok());
        desk_.emplace(process_->fleet, process_->tasks, kOperation, system);
        desk_->begin_round();
        return *desk_;
    }

    void pass(core::Duration time) {
        process_->runtime.spawn(process_->runtime.clock.sleep_for(time));
        process_->run_for(time);
    }

    const model::Ship& ship(const model::ShipSymbol& symbol) {
        return process_->fleet.ships.at(symbol);
    }

    hauls::testing::Remains remains_;
    std::unique_ptr<hauls::testing::HaulProcess> process_;
    std::optional<TradeDesk> desk_;
};

}  // namespace argosy::trading::testing
