#pragma once

/// @file
/// Ships that have nothing to do go to where hauls will begin soon, when the time that saves is
/// worth more than the fuel. A haul that will begin is a task that waits for its factory or its
/// inputs, and names where its cargo will be.

#include <map>
#include <string>

#include "fleet/fleet.h"
#include "hauls/task_book.h"

namespace argosy::hauls {

/// Where cargo is expected, and how many hauls of it wait.
using Expected = std::map<model::WaypointSymbol, std::int64_t>;

/// One ship sent ahead.
struct Post {
    model::ShipSymbol ship;
    model::WaypointSymbol at;
};

class Positioner {
  public:
    /// The owner of ships on their way to a post, in claims.
    static constexpr const char* kOwner = "positioning";
    /// How often, of a hundred, a ship that waits at a post gets a haul there: on the safe side.
    static constexpr std::int64_t kLikelihoodPercent = 50;
    /// A shorter flight saves less than it disturbs.
    static constexpr core::Duration kLeastSaved = std::chrono::seconds(30);
    /// More ships at one place than this wait for each other.
    static constexpr std::int64_t kMostAtOnePlace = 2;

    Positioner(fleet::Fleet& fleet, const TaskBook& tasks);

    /// Returns where hauls wait to begin, those of open pipelines only.
    Expected expected() const;

    /// Returns which of these ships are better sent ahead, and where: together they save the most.
    /// A ship that is at such a place already stays. None while the fleet is request-bound.
    std::vector<Post> plan(const std::vector<model::ShipSymbol>& idle, const Expected& expected);

    /// Sends ships to their posts. A ship that is there is idle again.
    /// @param operation  Whose books the fuel is on.
    Task<void> send(std::vector<model::ShipSymbol> idle, core::OperationId operation);

    /// Called when a ship has arrived.
    void on_arrival(std::function<void()> listener) { on_arrival_ = std::move(listener); }

    /// Ships on their way for this operation: until they are there, money of it can move.
    std::size_t under_way(const core::OperationId& operation) const;

    /// Where the ship goes; empty when it is not on its way to a post.
    model::WaypointSymbol post_of(const model::ShipSymbol& ship) const;

  private:
    struct Trip {
        model::WaypointSymbol post;
        core::OperationId operation;
    };

    Task<void> fly(Post post, core::OperationId operation);

    fleet::Fleet& fleet_;
    const TaskBook& tasks_;
    std::map<model::ShipSymbol, Trip> under_way_;
    std::function<void()> on_arrival_;
};

}  // namespace argosy::hauls
