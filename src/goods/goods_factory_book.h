#pragma once

/// @file
/// The goods factories of a player that have not ended, and the rows of all. The book is the
/// store's image in memory: every change goes into a transaction with whatever changes with it.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/runtime.h"
#include "goods/goods_factory.h"
#include "store/store.h"

namespace argosy::goods {

using core::Task;

/// What was produced of one good.
struct ProductionHistory {
    model::TradeSymbol good;
    std::int64_t started = 0;  ///< Asked for, but for those still PENDING.
    std::int64_t completed = 0;
    std::int64_t failed = 0;
    std::int64_t stopped = 0;
    // Of those completed, together:
    core::Units units;
    core::Credits cost;  ///< Spent, less what came back.
    core::Duration elapsed{0};
    FactoryWork work;
};

class GoodsFactoryBook {
  public:
    GoodsFactoryBook(const core::Runtime& runtime, store::Store& store, std::int64_t player);

    /// Reads the factories that have not ended, but for those that it has.
    Task<Result<void>> load();

    /// Adds a factory in PENDING.
    void add(GoodsFactory factory, store::Transaction& transaction);

    /// PENDING to ACTIVE.
    /// @param pipeline  Whose tasks its work will be.
    void start(const GoodsFactoryId& factory, const core::PipelineId& pipeline,
               store::Transaction& transaction);

    /// Ends a factory, which leaves the book.
    /// @param status  kCompleted, kFailed or kStopped.
    /// @param reason  Why it failed or was stopped.
    void end(const GoodsFactoryId& factory, FactoryStatus status, const std::string& reason,
             store::Transaction& transaction);

    /// Books what a piece of work has moved. It is complete once it has yielded what was asked.
    /// @param node  Its position in GoodsFactory::nodes.
    void record(const GoodsFactoryId& factory, std::size_t node, const NodeYield& yield,
                store::Transaction& transaction);

    /// Completes a piece of work that nobody needs more of. No-op for one that is complete.
    void spare(const GoodsFactoryId& factory, std::size_t node, store::Transaction& transaction);

    /// Has a piece of work done again. No-op for one that is not complete.
    void reopen(const GoodsFactoryId& factory, std::size_t node, store::Transaction& transaction);

    /// Moves a piece of work to another market, wherever it stands in the tree.
    /// @pre No other piece of work obtains the good there in the same way.
    void move(const GoodsFactoryId& factory, std::size_t node, const model::WaypointSymbol& market,
              store::Transaction& transaction);

    /// Notes what ships have done for a factory, as counted from its tasks; its looks become two
    /// more for each haul that is new.
    void record_work(const GoodsFactoryId& factory, const FactoryWork& work,
                     store::Transaction& transaction);

    /// Counts looks at markets for a factory.
    void count_looks(const GoodsFactoryId& factory, std::int64_t looks,
                     store::Transaction& transaction);

    /// Notes something for whoever goes on with the factory, perhaps after a restart.
    void note(const GoodsFactoryId& factory, const std::string& key, const std::string& value,
              store::Transaction& transaction);

    /// Returns the factories that have not ended, by id.
    const std::map<GoodsFactoryId, GoodsFactory>& active() const { return active_; }

    /// Returns the player's latest factories, ended ones too, latest first.
    Task<Result<std::vector<GoodsFactory>>> latest(std::int64_t most) const;

    /// Returns what the player's factories produced, by good.
    Task<Result<std::vector<ProductionHistory>>> history() const;

    /// Returns one of the player's factories, ended or not.
    /// @error kNotFound  The player never had one of this id.
    Task<Result<GoodsFactory>> find(GoodsFactoryId factory) const;

  private:
    /// Returns a factory that may take this step.
    GoodsFactory& change(const GoodsFactoryId& factory, FactoryStatus status);
    void save_node(const GoodsFactory& factory, std::size_t position,
                   store::Transaction& transaction) const;
    Task<Result<std::vector<GoodsFactory>>> read(store::Rows rows) const;

    const core::Runtime& runtime_;
    store::Store& store_;
    std::int64_t player_;
    std::map<GoodsFactoryId, GoodsFactory> active_;
};

}  // namespace argosy::goods
