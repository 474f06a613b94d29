#pragma once

/// @file
/// Contracts: a faction asks an agent for goods, at a market that imports them, and pays in two
/// parts. One is open per agent at a time. Offers and deadlines pass by themselves as the universe
/// advances.

#include <string>
#include <string_view>
#include <vector>

#include "sim/handover.h"
#include "sim/universe.h"

namespace argosy::sim {

/// Whole numbers from low to high, each equally likely.
struct DrawRange {
    std::int64_t low;
    std::int64_t high;
};

/// What the game asks and pays. "Exact": so in every record. "Measured": between the extremes of
/// 8 first contracts (2024-01 to 2025-11) and 12 later ones (2025-06); that all of a range is
/// equally likely is chosen.
struct ContractParameters {
    core::Duration time_to_accept = std::chrono::days(1);  ///< Exact.
    core::Duration time_to_fulfil = std::chrono::days(7);  ///< Exact; also from the offer.

    DrawRange price{190, 265};  ///< Measured: both payments, in percent of the base prices.
    DrawRange advance{19, 29};  ///< Measured: the part on acceptance, in percent of both.

    /// Measured: units asked, by the trade volume that markets of the good start with.
    DrawRange units_of_scarce{7, 17};       ///< 6
    DrawRange units_of_products{14, 77};    ///< 20
    DrawRange units_of_materials{45, 212};  ///< 60, and exchange goods

    /// Measured: an agent's first contract asks for an ore, pays more, and less of it at once.
    DrawRange first_price{220, 460};
    DrawRange first_advance{12, 22};
    DrawRange first_units{45, 77};

    std::int64_t reputation_gained = 1;  ///< Chosen: for a contract fulfilled.
    std::int64_t reputation_lost = 1;    ///< Chosen: for one accepted and not fulfilled in time.
};

/// What an action on a contract changed.
struct ContractDeal {
    const ContractRecord* contract = nullptr;
    const AgentRecord* agent = nullptr;
    const ShipRecord* ship = nullptr;  ///< Of a delivery.
};

class Contracts {
  public:
    explicit Contracts(Universe& universe, ContractParameters parameters = {})
        : universe_(universe), parameters_(parameters) {}

    /// Returns the agent's contracts, oldest first, with those that expired.  @error 404
    ApiResult<std::vector<const ContractRecord*>> list(const model::AgentSymbol& agent,
                                                       core::TimePoint now);
    /// @error 404  No such contract, or another agent's.
    ApiResult<const ContractRecord*> contract(const model::AgentSymbol& agent, std::string_view id,
                                              core::TimePoint now);

    /// Offers the agent a contract of the faction at the ship's waypoint.
    /// @error 404, 4214, 4244, 4700, 4511  No such ship; in transit; not docked; no faction there
    ///        that wants anything; a contract is open.
    ApiResult<const ContractRecord*> negotiate(const model::AgentSymbol& agent,
                                               const model::ShipSymbol& ship, core::TimePoint now);

    /// Accepts an offer and pays the first part.
    /// @error 404, 4500, 4504, 4501, 4503  No such contract; another agent's; fulfilled; accepted
    ///        before; too late.
    ApiResult<ContractDeal> accept(const model::AgentSymbol& agent, std::string_view id,
                                   core::TimePoint now);

    /// Moves cargo of a ship docked at the destination to the contract, and into the stock of the
    /// market there.
    /// @error 404, 4506, 4504, 4505, 4503  No such contract; another agent's; fulfilled; not
    ///        accepted; too late.
    /// @error 404, 4214, 4244, 4508, 4510  No such ship; in transit; not docked; good not asked
    ///        for; not here.
    /// @error 422, 4509, 4219  Units below 1; more than is still required; more than is held.
    ApiResult<ContractDeal> deliver(const model::AgentSymbol& agent, std::string_view id,
                                    const Handover& cargo, core::TimePoint now);

    /// Ends a contract whose deliveries are complete, and pays the second part.
    /// @error 404, 4506, 4504, 4505, 4503, 4502  As deliver(); deliveries are missing.
    ApiResult<ContractDeal> fulfill(const model::AgentSymbol& agent, std::string_view id,
                                    core::TimePoint now);

    /// Offers a new agent its first contract, of its own faction, at its headquarters. Offers
    /// nothing where no market buys anything.
    void offer_first(AgentRecord& agent, core::TimePoint now);

    /// Does what a passed deadline does: an offer ends; an accepted contract is void, and its
    /// advance is taken back.
    void pass_deadline(const std::string& id, core::TimePoint at);

  private:
    struct Wish;
    struct Terms;

    ApiResult<ContractRecord*> own_contract(const model::AgentSymbol& agent, std::string_view id,
                                            ApiError (*not_authorized)(const model::AgentSymbol&,
                                                                       std::string_view));
    ApiResult<ContractRecord*> running_contract(const model::AgentSymbol& agent,
                                                std::string_view id, core::TimePoint now);
    std::string id_of(const model::AgentSymbol& agent, std::int64_t number) const;
    const ContractRecord* open_contract(const AgentRecord& agent, core::TimePoint now) const;
    std::vector<Wish> wishes_in(const model::SystemSymbol& system) const;
    DrawRange units_asked(const Wish& wish) const;
    const ContractRecord& offer(AgentRecord& agent, const std::string& faction,
                                const std::vector<Wish>& wishes, const Terms& terms,
                                core::TimePoint now);

    Universe& universe_;
    ContractParameters parameters_;
};

}  // namespace argosy::sim
