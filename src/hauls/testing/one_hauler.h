#pragma once

/// @file
/// One ship at the factory and the hauls it is sent on, for tests of what carries them out.

#include <gtest/gtest.h>

#include <memory>
#include <string_view>
#include <vector>

#include "hauls/testing/haul_process.h"

namespace argosy::hauls::testing {

/// Longer than any haul takes.
inline constexpr core::Duration kLong = std::chrono::hours(6);

class HaulRunnerTest : public ::testing::Test {
  protected:
    HaulRunnerTest() {
        settle_world(remains_);
        ship_ = remains_.world.add_ship(400).symbol;
    }

    HaulProcess& start() {
        process_.reset();
        process_ = std::make_unique<HaulProcess>(remains_, ++seed_);
        EXPECT_TRUE(process_->run(process_->open()).ok());
        process_->runner.on_end([this](const core::HaulId& haul) { ended_.push_back(haul); });
        return *process_;
    }

    static core::Task<void> begin(HaulRunner& runner, Offer offer) {
        EXPECT_TRUE((co_await runner.start(offer)).ok());
    }

    /// Starts the haul that the gate lets through.
    Offer send() {
        const auto offer = process_->best();
        EXPECT_TRUE(offer.has_value());
        process_->runtime.spawn(begin(process_->runner, *offer));
        return *offer;
    }

    /// Runs until everything that the offer is of is aboard.
    void buy_all(const Offer& offer) {
        while (bought() < offer.price.units && process_->run_events(1)) {
        }
        ASSERT_EQ(bought(), offer.price.units);
    }

    /// The haul's tasks as they are stored, whoever remembers them.
    std::vector<std::string> stored(std::string_view column) {
        std::vector<std::string> values;
        const auto rows = remains_.engine->query(
            "SELECT status, error, task_type FROM manufacturing_tasks ORDER BY id", {});
        for (const store::Row& row : rows.value())
            values.push_back(row.text(column));
        return values;
    }

    model::Ship& real_ship() { return remains_.world.ships.at(ship_); }
    model::PriceState& real(const model::WaypointSymbol& market, const model::TradeSymbol& good) {
        return remains_.world.markets.at(market).at(good);
    }

    core::Units traded(model::TransactionType type) const {
        core::Units units;
        for (const model::MarketTransaction& line : remains_.world.trades) {
            if (line.good == kMachinery && line.type == type) units += line.units;
        }
        return units;
    }
    core::Units bought() const { return traded(model::TransactionType::kPurchase); }
    core::Units sold() const { return traded(model::TransactionType::kSell); }

    void expect_at_rest() {
        EXPECT_EQ(process_->runner.running(), 0);
        EXPECT_EQ(process_->fleet.claims.owner_of(ship_), "");
        EXPECT_EQ(
            remains_.number("SELECT COUNT(*) AS n FROM ship_assignments WHERE owner_id <> ''"), 0);
        EXPECT_TRUE(real_ship().cargo.items.empty());
        EXPECT_EQ(process_->ledger.balance(), remains_.world.credits);
        EXPECT_TRUE(process_->ledger.open_intents().empty());
        EXPECT_EQ(process_->ledger.reserved(), core::Credits(0)) << "no credits are left set aside";
    }

    Remains remains_;
    model::ShipSymbol ship_;
    std::unique_ptr<HaulProcess> process_;
    std::uint64_t seed_ = 0;
    std::vector<core::HaulId> ended_;
};

}  // namespace argosy::hauls::testing
