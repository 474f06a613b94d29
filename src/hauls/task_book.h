#pragma once

/// @file
/// The tasks of all hauls that are not over and of pipelines still running, by id, haul and
/// pipeline. The book is the store's image in memory: every change goes into a transaction first.

#include <map>
#include <set>
#include <vector>

#include "core/runtime.h"
#include "hauls/manufacturing_task.h"
#include "store/store.h"

namespace argosy::hauls {

using core::Result;
using core::Task;

/// The tasks of one hold of cargo. A LIQUIDATE has no load.
struct Haul {
    core::HaulId id;
    const ManufacturingTask* load = nullptr;
    const ManufacturingTask* unload = nullptr;

    const model::TradeSymbol& good() const { return unload->good; }
    const model::ShipSymbol& ship() const { return unload->ship; }
};

class TaskBook {
  public:
    TaskBook(const core::Runtime& runtime, store::Store& store, std::int64_t player);

    /// Reads the tasks of pipelines that have not ended, and of every haul with an open task.
    Task<Result<void>> load();

    /// Adds a new task with its dependencies.
    void add(ManufacturingTask task, store::Transaction& transaction);

    /// Moves a task to another state, with the reason when there is one.
    /// @pre The step is one of the state machine.
    void transition(const core::TaskId& task, TaskStatus status, store::Transaction& transaction,
                    const std::string& reason = "");

    /// Gives a task to a ship, with the units it is to move.
    void assign(const core::TaskId& task, const model::ShipSymbol& ship, core::Units quantity,
                store::Transaction& transaction);

    /// Books a tranche on a task.
    void add_moved(const core::TaskId& task, core::Units units, core::Credits cost,
                   core::Credits revenue, store::Transaction& transaction);

    /// Sets what the ledger knows to have been moved: the truth after a crash.
    void set_moved(const core::TaskId& task, core::Units units, core::Credits cost,
                   core::Credits revenue, store::Transaction& transaction);

    /// Sends an ACQUIRE to another source, the one it was priced at.
    void source_from(const core::TaskId& task, const model::WaypointSymbol& source,
                     store::Transaction& transaction);

    /// Sends an unload task to another market, the one that pays best now.
    void redirect(const core::TaskId& task, const model::WaypointSymbol& target,
                  store::Transaction& transaction);

    /// Counts a failed attempt.  @returns the attempts so far
    std::int64_t count_retry(const core::TaskId& task, store::Transaction& transaction);

    /// Forgets a pipeline's tasks once it has ended.
    void forget(const core::PipelineId& pipeline);

    /// Forgets a task that belongs to no pipeline once it has ended.
    void forget(const core::TaskId& task);

    /// Returns how many tasks of this type an operation has completed.
    Task<Result<std::int64_t>> count_completed(core::OperationId operation, TaskType type) const;

    /// nullptr when not in the book.
    const ManufacturingTask* find(const core::TaskId& task) const;

    /// @pre The haul is in the book.
    Haul haul(const core::HaulId& haul) const;

    /// Returns the hauls that are not over: their cargo is still to be unloaded. By id.
    std::vector<Haul> open_hauls() const;

    /// Returns the hauls whose load is READY, by id. Costs no more than they are.
    std::vector<Haul> ready_hauls() const;

    std::vector<const ManufacturingTask*> of_pipeline(const core::PipelineId& pipeline) const;

    const std::map<core::TaskId, ManufacturingTask>& all() const { return tasks_; }

    /// Tasks of pipelines that ended in each state since the book was opened for the first time.
    std::int64_t completed() const { return completed_; }
    std::int64_t failed() const { return failed_; }

  private:
    ManufacturingTask& at(const core::TaskId& task);
    void index(const ManufacturingTask& task);
    void index_status(const ManufacturingTask& task);
    std::vector<Haul> hauls(const std::set<core::HaulId>& ids) const;
    void save_progress(const ManufacturingTask& task, store::Transaction& transaction) const;

    const core::Runtime& runtime_;
    store::Store& store_;
    std::int64_t player_;
    std::map<core::TaskId, ManufacturingTask> tasks_;
    std::map<core::HaulId, std::set<core::TaskId>> by_haul_;
    std::map<core::PipelineId, std::set<core::TaskId>> by_pipeline_;
    std::set<core::HaulId> open_;   ///< Their unload has not ended.
    std::set<core::HaulId> ready_;  ///< Their load is READY.
    std::int64_t completed_ = 0;
    std::int64_t failed_ = 0;
};

}  // namespace argosy::hauls
