#pragma once

/// @file
/// Goods factories as an operation: one at most, which produces for all of a player's factories and
/// ends when none is left. What a person asks for is checked and planned before it is accepted.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "manufacturing/goods_coordinator.h"
#include "operations/supervisor.h"

namespace argosy::kernel {

using core::Result;
using core::Task;

/// The kind of the operation that produces goods on request.
inline constexpr std::string_view kGoodsFactories = "goods_factory";

/// A factory as it is now, with what does not stand in its book.
struct GoodsFactoryReport {
    goods::GoodsFactory factory;
    std::vector<manufacturing::NodeProgress> nodes;  ///< By position in factory.nodes.
    std::string waits_for;  ///< Why no ship works for it; empty: one does, or it has ended.
};

class GoodsOperation {
  public:
    /// What it works on; all of it outlives it.
    struct Parts {
        manufacturing::Workplace workplace;
        goods::GoodsFactoryBook& book;
        operations::OperationRegistry& operations;
        operations::Supervisor& supervisor;
    };

    GoodsOperation(Parts parts, goods::Settings settings);

    /// Makes the duty of a stored operation.
    Result<std::unique_ptr<operations::Duty>> make_duty(const operations::Operation& operation);

    /// Makes ready for hauls that an earlier run left: before they go on.
    void prepare();

    /// Plans a factory, and has it begun.
    /// @pre The target's system is charted.
    /// @error kInvalidArgument  The quantity is less than 1.
    /// @error kNotFound  It can neither be bought nor made there; the message says what is missing.
    /// @error kRejected  The fleet cannot hold it, or a price of it is not understood.
    /// @error kConflict  Production is being stopped.
    /// @cost no request before it is accepted
    Task<Result<goods::GoodsFactory>> produce(goods::ProductionTarget target);

    /// Begins nothing more for a factory. It is STOPPED once what is under way is done.
    /// @error kNotFound  There is no such factory.  @error kRejected  It has ended.
    Task<Result<void>> stop(goods::GoodsFactoryId factory);

    /// Returns how a factory stands, or how it ended.
    /// @error kNotFound  There is no such factory.
    Task<Result<GoodsFactoryReport>> report(goods::GoodsFactoryId factory);

    const goods::GoodsFactoryBook& book() const { return parts_.book; }

    /// Returns its ships that only look.
    const manufacturing::Visitors& visitors() const { return visitors_; }

    /// nullptr when nothing is being produced.
    const manufacturing::GoodsCoordinator* coordinator() const { return coordinator_.get(); }

    /// Something happened that may change a decision.
    void wake();

  private:
    class Shift;

    Result<void> check_fits(const goods::ProductionTarget& target) const;
    /// Reads the book the first time that it is needed: a player who never asked for goods has
    /// none.
    Task<Result<void>> load();
    Task<Result<operations::Operation>> start();

    Parts parts_;
    goods::Settings settings_;
    manufacturing::Visitors visitors_;
    std::unique_ptr<manufacturing::GoodsCoordinator> coordinator_;
    bool loaded_ = false;
    /// Accepted, and not in the book until their operation is there.
    std::map<goods::GoodsFactoryId, goods::GoodsFactory> being_added_;
};

}  // namespace argosy::kernel
