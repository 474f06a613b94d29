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

class GoodsFactoryBook {
  public:
    GoodsFactoryBook(const core::Runtime& runtime, store::Store& store, std::int64_t player);

    /// Reads the factories that have not ended.
    Task<Result<void>> load();

    /// Adds a factory in PENDING.
    void add(GoodsFactory factory, store::Transaction& transaction);

    /// PENDING to ACTIVE.
    void start(const GoodsFactoryId& factory, store::Transaction& transaction);

    /// Ends a factory, which leaves the book.
    /// @param status  kCompleted, kFailed or kStopped.
    /// @param reason  Why it failed or was stopped.
    void end(const GoodsFactoryId& factory, FactoryStatus status, const std::string& reason,
             store::Transaction& transaction);

    /// Books what a piece of work has moved. It is complete once it has yielded what was asked.
    /// @param node  Its position in GoodsFactory::nodes.
    void record(const GoodsFactoryId& factory, std::size_t node, const NodeYield& yield,
                store::Transaction& transaction);

    /// Notes something for whoever goes on with the factory, perhaps after a restart.
    void note(const GoodsFactoryId& factory, const std::string& key, const std::string& value,
              store::Transaction& transaction);

    /// Returns the factories that have not ended, by id.
    const std::map<GoodsFactoryId, GoodsFactory>& active() const { return active_; }

    /// Returns the player's latest factories, ended ones too, latest first.
    Task<Result<std::vector<GoodsFactory>>> latest(std::int64_t most) const;

    /// Returns one of the player's factories, ended or not.
    /// @error kNotFound  The player never had one of this id.
    Task<Result<GoodsFactory>> find(GoodsFactoryId factory) const;

  private:
    /// Returns a factory that may take this step.
    GoodsFactory& change(const GoodsFactoryId& factory, FactoryStatus status);
    Task<Result<std::vector<GoodsFactory>>> read(store::Rows rows) const;

    const core::Runtime& runtime_;
    store::Store& store_;
    std::int64_t player_;
    std::map<GoodsFactoryId, GoodsFactory> active_;
};

}  // namespace argosy::goods
