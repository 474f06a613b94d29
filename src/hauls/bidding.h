#pragma once

/// @file
/// How the operations of one company share its ships and markets. Before an operation sends a ship
/// it asks the others what the goods are worth to them, and what they would make of the ship; what
/// it is outbid for it leaves to them. Who knows what goods are worth to all need not ask. Asks the
/// game nothing.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/runtime.h"
#include "hauls/dispatch.h"

namespace argosy::hauls {

/// A haul that an operation is about to give to an idle ship.
struct Intention {
    core::OperationId operation;
    model::TradeSymbol good;
    const Offer& offer;  ///< Outlives it.
    double rate = 0;     ///< Credits a second of the ship's time, as this operation counts them.
};

/// What an operation makes of a haul of another.
struct Appraisal {
    std::string objection;  ///< Why the goods are worth more to it where they are; empty: none.
    double rate = 0;        ///< What the haul brings as it counts, goods that it feeds included.
};

/// An operation that wants ships. It has left before it is destroyed.
class Bidder {
  public:
    virtual ~Bidder() = default;

    /// Returns the operation whose hauls it starts.
    virtual const core::OperationId& bids_for() const = 0;

    /// Returns what it makes of a haul of another; whoever has no plan for goods objects to none.
    virtual Appraisal appraise(const Intention&) { return {}; }

    /// Returns the credits a second that it would make of an idle ship now; nothing: it has no use
    /// for it.
    virtual std::optional<double> bid(const model::ShipSymbol& ship) = 0;

    /// A haul of another has been started.
    virtual void count_in(const Intention&) {}

    /// A ship was left to it.
    virtual void wake_for_ship() = 0;
};

/// What the operations of one company ask each other.
class Bidding {
  public:
    /// For how long a ship is left to the operation that outbid another.
    static constexpr core::Duration kLeft = std::chrono::seconds(30);
    /// For how long, from then on, nobody is asked what he would make of that ship, only what the
    /// goods are worth: whoever comes takes it. If it is still idle after kLeft, the other has
    /// found something better for it, or for the goods.
    static constexpr core::Duration kSettled = std::chrono::minutes(2);

    explicit Bidding(const core::Runtime& runtime) : runtime_(runtime) {}

    /// From now on it is asked.
    void join(Bidder& bidder) { bidders_.push_back(&bidder); }
    /// It is asked no more; nothing happens where it has left already.
    void leave(Bidder& bidder);

    /// Returns whether another operation bids.
    bool has_rivals(const core::OperationId& operation) const;

    /// Why a haul is not to be started.
    struct Outbid {
        enum class For : std::uint8_t { kGoods, kShip };
        For what;
        std::string by;  ///< Who, and the figures.
    };

    /// Returns what the operation is outbid for; nothing: it may start the haul. A ship that it is
    /// outbid for is left to the other from now on.
    std::optional<Outbid> outbid(const Intention& intention);

    /// Returns whether the operation has left a ship to another that may still take it.
    bool has_left(const core::OperationId& operation, const model::ShipSymbol& ship) const;

    /// To be told of each haul that outbid() let pass and that has been started.
    void started(const Intention& intention);

  private:
    struct Left {
        core::OperationId by;
        core::TimePoint since;
    };

    const core::Runtime& runtime_;
    std::vector<Bidder*> bidders_;
    std::map<model::ShipSymbol, Left> left_;  ///< Ships that nobody has taken since.
};

}  // namespace argosy::hauls
