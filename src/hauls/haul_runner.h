#pragma once

/// @file
/// The one engine that carries hauls, whoever proposed them. A haul's workflow reads top to bottom
/// and starts from what is stored: after a crash it goes on at the first step that has not
/// happened, and a purchase is never made twice.

#include <functional>
#include <map>
#include <string>

#include "fleet/fleet.h"
#include "hauls/dispatch.h"
#include "hauls/haul_tasks.h"
#include "hauls/task_book.h"

namespace argosy::hauls {

class HaulRunner {
  public:
    /// Refusals of one haul before it is given up. Trouble that passes (no answer, no connection)
    /// does not count, and cargo that must be sold is never given up.
    static constexpr std::int64_t kMaxAttempts = 5;
    /// The wait before the next attempt doubles each time.
    static constexpr core::Duration kFirstRetryDelay = std::chrono::seconds(15);
    static constexpr core::Duration kLongestRetryDelay = std::chrono::minutes(10);
    /// Wait before asking again who buys cargo that nobody buys.
    static constexpr core::Duration kNoBuyerDelay = std::chrono::minutes(10);

    HaulRunner(fleet::Fleet& fleet, TaskBook& tasks, Dispatch& dispatch);

    /// What else belongs into a commit.
    using Addition = std::function<void(store::Transaction&)>;

    /// Binds a haul to a ship as offered, sets the credits of its purchases aside, all in one
    /// commit with what `also` adds, and starts it.
    /// @pre The ship is idle and the haul READY.
    /// @error kInsufficientCredits, kUnavailable  As Ledger::earmark(); nothing was changed.
    Task<Result<void>> start(Offer offer, Addition also = {});

    /// Stores a new haul and starts it, in one commit; `offer.haul` becomes its id.
    /// @pre The ship is idle, and the order's load an ACQUIRE.
    /// @error As above; nothing was stored.
    Task<Result<void>> start(HaulOrder order, Offer offer);

    /// Goes on with a haul that an earlier run left ASSIGNED or EXECUTING.
    void resume(const core::HaulId& haul);

    /// Creates and starts a LIQUIDATE for cargo without a purpose, on an idle ship.
    Task<void> liquidate(model::ShipSymbol ship, model::TradeSymbol good,
                         core::OperationId operation);

    /// Prices a haul again for a ship with so much hold that has looked at where it is to load. At
    /// no units it no longer pays and is handed back; at an error too, whose message says why.
    using PriceAgain = std::function<Result<HaulPrice>(const Haul&, core::Units hold)>;

    /// Sets how the hauls of an operation are priced again, in place of Dispatch::price_again().
    void price_on_arrival(const core::OperationId& operation, PriceAgain price) {
        price_again_.insert_or_assign(operation, std::move(price));
    }
    /// Whether a haul's cargo is sold whatever it brings: to a factory, which makes more of it.
    using SellsAnyway = std::function<bool(const Haul&)>;

    /// Sets which hauls of an operation are; the others sell no unit below what it has cost, and
    /// liquidate the rest.
    void sell_anyway(const core::OperationId& operation, SellsAnyway which) {
        sells_anyway_.insert_or_assign(operation, std::move(which));
    }

    /// Has them priced by Dispatch::price_again(), and sold for what they have cost at least.
    void price_as_usual(const core::OperationId& operation) {
        price_again_.erase(operation);
        sells_anyway_.erase(operation);
    }

    /// Called when a haul has ended, in whatever way: its ship is idle again, or liquidates what is
    /// left of the cargo.
    void on_end(std::function<void(const core::HaulId&)> listener) {
        on_end_ = std::move(listener);
    }

    /// Hauls under way.
    std::int64_t running() const { return running_; }
    /// The same, of one operation.
    std::int64_t running(const core::OperationId& operation) const;

    /// What the ship of this haul is doing, for people: "buying IRON at X1-AD75-H51".
    std::string doing(const core::HaulId& haul) const;

  private:
    Task<void> bind(Offer offer, store::Transaction transaction, Addition also);
    Task<void> run(core::HaulId haul);
    Task<Result<void>> carry(core::HaulId haul);
    Task<void> begin(core::TaskId task);
    /// @returns whether there is cargo to carry on; if not, the haul has been handed back
    Task<Result<bool>> load(core::HaulId haul);
    /// @error  Why it is to be handed back.
    Result<HaulPrice> price_again(const Haul& haul);
    core::Bid least_bid(const Haul& haul) const;
    Task<Result<void>> unload(core::HaulId haul);
    Task<void> keep(core::HaulId haul);
    Task<Result<void>> sell_out(core::HaulId haul);
    void count(const core::OperationId& operation, std::int64_t hauls);
    Task<bool> try_to_carry(core::HaulId haul);
    Task<Result<void>> settle_doubts(model::ShipSymbol ship);
    Task<Result<void>> restore_progress(core::HaulId haul);
    Task<void> hand_back(core::HaulId haul, std::string reason);
    Task<void> give_up(core::HaulId haul, core::Error error);
    Task<void> finish_unload(core::HaulId haul);
    Task<void> let_go(core::HaulId haul, model::ShipSymbol ship, store::Transaction transaction);
    core::TaskId add_liquidation(const ManufacturingTask& origin, const model::ShipSymbol& ship,
                                 const model::TradeSymbol& good, store::Transaction& transaction);

    ledger::Purpose purpose_of(const ManufacturingTask& task) const;
    Task<void> commit(store::Transaction transaction);

    fleet::Fleet& fleet_;
    TaskBook& tasks_;
    Dispatch& dispatch_;
    std::function<void(const core::HaulId&)> on_end_;
    std::map<core::OperationId, PriceAgain> price_again_;
    std::map<core::OperationId, SellsAnyway> sells_anyway_;
    std::int64_t running_ = 0;
    std::map<core::OperationId, std::int64_t> running_of_;  ///< None with 0.
    std::map<core::HaulId, std::string> doing_;
};

}  // namespace argosy::hauls
