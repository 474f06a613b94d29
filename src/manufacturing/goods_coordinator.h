#pragma once

/// @file
/// Produces what goods factories ask for, all of a player's at once, with the ships that are idle.
/// Each factory has a pipeline, whose tasks are its work, on the same books as all pipelines: one
/// pipeline at a time feeds a factory of the game, and one engine carries all hauls. What is still
/// to be carried follows from what was: see goods_work.h. So a haul that fails is simply carried by
/// another ship, and a process that is killed goes on where the rows say.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "goods/goods_factory_book.h"
#include "goods/settings.h"
#include "manufacturing/coordinator.h"
#include "manufacturing/goods_work.h"
#include "manufacturing/predictive_supply_monitor.h"
#include "manufacturing/supply_monitor.h"
#include "manufacturing/task_assignment.h"
#include "manufacturing/visitors.h"

namespace argosy::manufacturing {

class GoodsCoordinator {
  public:
    /// Hauls of one flow that may fail, one after the other, before a factory is given up.
    static constexpr std::int64_t kMostFailures = 5;
    /// For how long a ship whose haul failed is given no other: it may be the ship that failed.
    static constexpr core::Duration kRest = std::chrono::minutes(10);
    /// How often the whole state is looked over without any event.
    static constexpr core::Duration kPassInterval = std::chrono::seconds(5);

    /// @param more_to_come  Whether a factory is about to be added: then it does not end yet.
    GoodsCoordinator(const Workplace& workplace, goods::GoodsFactoryBook& book, Visitors& visitors,
                     core::OperationId operation, goods::Settings settings,
                     std::function<bool()> more_to_come);

    ~GoodsCoordinator();

    /// Works until no factory is left, or after stop() until no haul is under way; then every
    /// factory is STOPPED.
    Task<void> run();

    /// Starts no more hauls from now on.
    void stop();
    bool stopping() const { return stopping_; }

    /// Something happened that may change a decision.
    void wake() { timer_->wake(); }

    /// Returns how each piece of work stands, by position in the factory's nodes.
    std::vector<NodeProgress> progress(const goods::GoodsFactory& factory) const;

    const core::OperationId& operation() const { return operation_; }

    /// Returns why no ship works for a factory now, or what is waited for until it ends; empty: one
    /// does.
    std::string waits_for(const goods::GoodsFactory& factory) const;

    /// Why a COLLECT of its own that is PENDING waits.
    std::string waits_for(const hauls::ManufacturingTask& collect) const {
        return monitor_.waits_for(collect);
    }

  private:
    Task<void> pass();
    Task<void> drop_work_of_others();
    Task<void> begin_pending();
    Task<void> begin_factory(goods::GoodsFactoryId factory);
    Task<void> keep_going();
    void take_stock(const goods::GoodsFactoryId& factory, store::Transaction& transaction);
    void close_or_go_on(const goods::GoodsFactoryId& factory, store::Transaction& transaction);
    void end(const goods::GoodsFactoryId& factory, goods::FactoryStatus status,
             const std::string& reason, store::Transaction& transaction);
    void mend_tree(const goods::GoodsFactoryId& factory, store::Transaction& transaction);
    bool is_wanted_before(const FactoryOutput& output, const goods::GoodsFactory& factory) const;
    void reserve(const goods::GoodsFactory& factory, store::Transaction& transaction);
    void add_hauls(const goods::GoodsFactory& factory, store::Transaction& transaction);
    void cancel_surplus(const FlowWork& work, core::Units hold, store::Transaction& transaction);
    void say_when_to_collect(const goods::GoodsFactory& factory, store::Transaction& transaction);
    void track(const goods::GoodsFactory& factory, const model::WaypointSymbol& market,
               const model::TradeSymbol& output, const std::vector<model::TradeSymbol>& inputs,
               store::Transaction& transaction);
    static std::vector<model::TradeSymbol> inputs_of(std::size_t node,
                                                     const goods::GoodsFactory& factory,
                                                     const std::vector<FlowWork>& work);
    bool may_feed(const goods::GoodsFactory& factory, const Flow& flow) const;
    bool trusts(const model::ShipSymbol& ship) const;
    std::optional<std::string> give_up_reason(const goods::GoodsFactory& factory,
                                              const std::vector<FlowWork>& work) const;
    std::string waits_for(std::size_t node, const goods::GoodsFactory& factory,
                          const std::vector<FlowWork>& work) const;
    Task<void> look_where_due();
    Task<void> count_looks(std::vector<model::WaypointSymbol> markets);
    bool is_ready(const hauls::Haul& haul) const;
    void begin_pipeline(const core::PipelineId& pipeline, store::Transaction& transaction);
    Task<void> commit(store::Transaction transaction);

    fleet::Fleet& fleet_;
    hauls::TaskBook& tasks_;
    hauls::HaulRunner& runner_;
    PipelineBook& pipelines_;
    FactoryTracker& factories_;
    Declines& declines_;
    goods::GoodsFactoryBook& book_;
    core::OperationId operation_;
    goods::Settings settings_;
    LookSettings looks_;
    Profitability profitability_;
    SharedResourceCoordinator shared_;
    SupplyMonitor monitor_;
    PredictiveSupplyMonitor predictive_;
    TaskAssignment assignment_;
    Visitors& visitors_;
    std::unique_ptr<core::Timer> timer_;
    std::function<bool()> more_to_come_;
    bool stopping_ = false;
};

}  // namespace argosy::manufacturing
