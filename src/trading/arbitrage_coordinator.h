#pragma once

/// @file
/// Runs one arbitrage operation: gives idle ships the trades that a strategy chooses. Each trade is
/// a haul of its own, ACQUIRE and SELL, on the books and the engine of everybody's.

#include <functional>
#include <memory>
#include <set>
#include <vector>

#include "core/clock.h"
#include "hauls/bidding.h"
#include "hauls/haul_runner.h"
#include "trading/hull_meter.h"
#include "trading/sell_out.h"
#include "trading/why.h"

namespace argosy::trading {

using core::Task;

struct Settings {
    model::SystemSymbol system;
    std::int64_t max_workers = 0;            ///< 0: as many as are idle.
    std::optional<core::TimePoint> ends_at;  ///< When it stops by itself.
    /// When what is spent for later must have paid back, if that is sooner than the end.
    std::optional<core::TimePoint> pays_back_by;
};

class ArbitrageCoordinator final : public hauls::Bidder {
  public:
    /// How often idle ships are looked over without any event: prices move by themselves.
    static constexpr core::Duration kPassInterval = std::chrono::seconds(30);

    /// For how long a lane is left alone whose haul was handed back: its ship found less than the
    /// plan had expected, and would find the same at once.
    static constexpr core::Duration kRest = std::chrono::minutes(3);

    /// How often it is looked at whether a ship is free.
    static constexpr core::Duration kWatchInterval = std::chrono::minutes(1);

    ArbitrageCoordinator(fleet::Fleet& fleet, hauls::TaskBook& tasks, hauls::HaulRunner& runner,
                         hauls::Bidding& bidding, std::unique_ptr<Strategy> strategy,
                         core::OperationId operation, Settings settings);

    ~ArbitrageCoordinator() override;
    ArbitrageCoordinator(const ArbitrageCoordinator&) = delete;
    ArbitrageCoordinator& operator=(const ArbitrageCoordinator&) = delete;

    /// Trades until stop() or its end, and until every haul under way has ended.
    Task<void> run();

    /// Starts no more trades from now on.
    void stop();
    bool stopping() const { return stopping_; }

    /// Something happened that may change a decision.
    void wake() { timer_->wake(); }

    const core::OperationId& operation() const { return operation_; }
    const Settings& settings() const { return settings_; }
    /// Returns what it trades by: its strategy, or SellOut near the end.
    const Strategy& strategy() const;
    /// Returns by when it sells out, if it does.
    std::optional<core::TimePoint> sells_out_by() const {
        return sell_out_ ? std::optional(sell_out_->end()) : std::nullopt;
    }
    /// Returns when it stops by itself or the universe is reset, whichever is sooner; nothing where
    /// neither is known.
    std::optional<core::TimePoint> ends_at() const;
    const TradeDesk& desk() const { return desk_; }

    /// Returns whether as many ships trade as may.
    bool is_full() const;

    /// Returns what one hull more would bring, by what was seen of the fleet as it is now.
    HullWorth hull_worth() const { return meter_.worth(fleet_.runtime.now()); }

    /// Returns why a ship flies what it flies, or lanes are flown or not.
    /// @pre The ship that is asked about, if any, is one of ours.
    Reasons why(const WhyQuery& query);

    /// Called after every pass with the ships it has no use for, by symbol.
    void on_idle(std::function<void(const std::vector<model::ShipSymbol>&)> listener) {
        on_idle_ = std::move(listener);
    }

    const core::OperationId& bids_for() const override { return operation_; }
    /// As the strategy judges the lane, if it knows what its good is worth.
    hauls::Appraisal appraise(const hauls::Intention& intention) override;
    std::optional<double> bid(const model::ShipSymbol& ship) override;
    void count_in(const hauls::Intention& intention) override;
    void wake_for_ship() override { wake(); }

  private:
    Task<void> pass();
    void watch_the_end();
    /// Returns whether a haul from where its ship is would not be sold before the end.
    bool is_too_late(const hauls::Haul& haul, const Lane& lane,
                     const hauls::HaulPrice& price) const;
    Strategy& in_charge();
    Task<void> drop_handed_back();
    /// @returns whether its ship is on its way
    Task<bool> start(Trade trade);
    hauls::HaulPrice price_again(const hauls::Haul& haul, core::Units hold);
    std::vector<model::ShipSymbol> idle_haulers() const;
    void watch_fleet();

    fleet::Fleet& fleet_;
    hauls::TaskBook& tasks_;
    hauls::HaulRunner& runner_;
    hauls::Bidding& bidding_;
    std::unique_ptr<Strategy> strategy_;
    std::optional<SellOut> sell_out_;  ///< Near the end.
    std::optional<core::TimePoint> told_to_pay_back_by_;
    core::OperationId operation_;
    Settings settings_;
    TradeDesk desk_;
    std::unique_ptr<core::Timer> timer_;
    bool stopping_ = false;
    HullMeter meter_;
    std::set<model::ShipSymbol> watched_;  ///< The fleet that the meter knows.
    core::TimePoint watched_at_;
    std::function<void(const std::vector<model::ShipSymbol>&)> on_idle_;
};

}  // namespace argosy::trading
