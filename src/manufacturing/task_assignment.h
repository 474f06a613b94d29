#pragma once

/// @file
/// Gives hauls that are ready to ships that are idle, as long as both are there and money is, and
/// records why the others wait. Which ship takes which haul is the dispatch's decision.

#include <functional>
#include <map>
#include <vector>

#include "hauls/bidding.h"
#include "hauls/haul_runner.h"
#include "manufacturing/declines.h"
#include "manufacturing/work_meter.h"

namespace argosy::manufacturing {

using core::Result;
using core::Task;

/// Returns how declines name a haul: "IRON for X1-AD75-H51".
std::string subject_of(const hauls::Haul& haul);

/// Whose hauls are given to ships.
struct Employer {
    core::OperationId operation;
    std::int64_t max_workers = 0;  ///< Hauls at once; 0: every ship.
    /// The first haul of this pipeline, or a later one, is about to be bound: called for what
    /// belongs into the same commit.
    std::function<void(const core::PipelineId&, store::Transaction&)> on_bind;
    /// Returns whether an idle ship is to be given a haul; nothing here: every ship is.
    std::function<bool(const model::ShipSymbol&)> trusts;
    /// Whom ships and goods are shared with; nullptr: what was asked for goes before all others.
    hauls::Bidding* bidding = nullptr;
    std::function<void()> wake;  ///< A ship was left to it. Needed where they are shared.
};

class TaskAssignment final : private hauls::Bidder {
  public:
    /// For how long a haul waits whose goods are worth more to another operation.
    static constexpr core::Duration kRest = std::chrono::minutes(1);

    TaskAssignment(fleet::Fleet& fleet, hauls::TaskBook& tasks, hauls::Dispatch& dispatch,
                   hauls::HaulRunner& runner, Declines& declines, Employer employer);
    ~TaskAssignment() override;
    TaskAssignment(const TaskAssignment&) = delete;
    TaskAssignment& operator=(const TaskAssignment&) = delete;

    /// Binds ready hauls to idle ships and starts them, until nothing more clears. Costs no
    /// request itself.
    Task<void> assign_ready_tasks();

    /// Binds this haul to this ship and starts it, if it clears.
    /// @pre The ship is idle and the haul READY.
    /// @returns the reason of hauls::Declined why it was not started; empty when it was
    Task<std::string> assign(model::ShipSymbol ship, core::HaulId haul);

    /// Binds nothing from now on.
    void stop();

    /// How the cargo ships' time was spent.
    const WorkTime& work() const { return meter_.time(); }

    /// Returns which of these idle ships may do something else: where ships are shared, haulers may
    /// not before everybody has seen them.
    std::vector<model::ShipSymbol> free_for_more(std::vector<model::ShipSymbol> idle) const;

  private:
    const core::OperationId& bids_for() const override { return employer_.operation; }
    std::optional<double> bid(const model::ShipSymbol& ship) override;
    void wake_for_ship() override { employer_.wake(); }

    bool is_full() const;
    bool still_stands(const hauls::Offer& offer) const;
    std::vector<model::ShipSymbol> idle_haulers() const;
    /// What a pass left over.
    struct Leftover {
        std::vector<hauls::Declined> declined;
        std::vector<hauls::Declined> outbid = {};
        std::int64_t held = 0;  ///< Ships for which there was no haul, or none that pays.
    };
    Task<Leftover> bind_all();
    std::vector<hauls::Haul> ready_hauls();
    /// Returns why the haul is left to another operation, if it is.
    std::optional<hauls::Declined> outbid(const hauls::Intention& intention);
    void note_work(std::int64_t held);
    /// Starts what still stands of the offers, and adds what could not be started to `leftover`.
    /// @returns how many were started
    Task<int> start(std::vector<hauls::Offer> offers, Leftover& leftover);
    Task<void> record_declines(std::vector<hauls::Declined> declined);

    fleet::Fleet& fleet_;
    hauls::TaskBook& tasks_;
    hauls::Dispatch& dispatch_;
    hauls::HaulRunner& runner_;
    Declines& declines_;
    Employer employer_;
    WorkMeter meter_;
    /// Hauls whose goods are worth more to another operation, with until when they wait.
    std::map<core::HaulId, core::TimePoint> resting_;
    bool stopped_ = false;
};

}  // namespace argosy::manufacturing
