#pragma once

/// @file
/// Scouts without a company: an agent whose probes look at markets by the program's own scouting,
/// and who is told of trades, and of looks if so wished, that others make. It changes nothing in
/// the universe, so any number of parties watch the same economy.

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "kernel/resident.h"
#include "kernel/trade_trace.h"
#include "scouting/scout.h"

namespace argosy::kernel {

/// How far off two kinds of price were, as shares of the true one.
struct PriceErrors {
    double planned = 0;   ///< The last look with all trades since: what hauls are priced with.
    double forecast = 0;  ///< That moved on by the drift expected since.
};

class ScoutingParty {
  public:
    explicit ScoutingParty(std::unique_ptr<Resident> process) : process_(std::move(process)) {}

    /// Registers the agent and makes everything ready.
    /// @param future  Nullptr, or what its scouts know of the future.
    Task<Result<void>> begin(model::AgentSymbol agent, scouting::Settings settings,
                             const TradeTrace* future);

    /// Sends idle probes out.
    void send();

    /// Learns that ships have sold so many units more than they bought, `volume` a request at most.
    void learn_trade(const MarketGoodKey& place, core::Units units, core::Units volume);

    /// Learns of a look that somebody else made.
    void learn_look(const model::Market& market);

    /// Returns how far off its knowledge is for a use of this moment; 1 where it has none.
    PriceErrors errors(const PriceUse& use) const;

    /// Requests of its scouts.
    std::int64_t requests() const;
    std::int64_t looks() const { return parts_->scout.looks(); }
    /// Error events.
    std::uint64_t troubles() const { return process_->errors(); }

  private:
    struct Parts {
        Parts(Resident& process, std::int64_t player, scouting::Settings settings)
            : ledger(process.runtime(), process.store(), process.game(), player),
              markets(process.runtime(), process.store(), player),
              fleet(process.runtime(), process.store(), process.game(), ledger, markets, player),
              scout(fleet, settings) {}

        ledger::Ledger ledger;
        market::MarketBook markets;
        fleet::Fleet fleet;
        scouting::Scout scout;
    };

    std::unique_ptr<Resident> process_;
    std::unique_ptr<Parts> parts_;
    std::int64_t requests_of_start_ = 0;
};

}  // namespace argosy::kernel
