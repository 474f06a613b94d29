#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/construction.h"
#include "sim/contracts.h"
#include "sim/testing/one_agent.h"
#include "sim/truth.h"

// Laws that hold whatever becomes of contracts and sites: credits come from payments and go with
// advances taken back, cargo goes into stocks and buildings, and nothing else.

namespace argosy::sim {
namespace {

using core::Credits;
using core::TimePoint;
using core::Units;
using model::TradeSymbol;
using model::WaypointSymbol;
using testing::kDawn;
using testing::OneAgent;

const WaypointSymbol kGate("X1-AD75-I55");
const TradeSymbol kFabMats("FAB_MATS");

// Plays random operations, and books what the answers say.
class Player {
  public:
    explicit Player(std::uint64_t seed)
        : agent_({"SHIP_LIGHT_HAULER"}, recorded_scenario(), seed), draws_(seed) {}

    void play(int operations) {
        for (int i = 0; i < operations; ++i) {
            // Mostly minutes, at times days, so that deadlines are met and missed.
            const std::int64_t most = draw(8) == 0 ? 5 * 86'400'000LL : 600'000LL;
            now_ += core::Duration(draw(most));
            play_one();
            check();
        }
    }

  private:
    std::int64_t draw(std::int64_t count) { return draws_.uniform(0, count - 1); }
    Contracts desk() { return Contracts(agent_.world()); }

    const ContractRecord& some_contract() {
        const auto contracts = *desk().list(agent_.name(), now_);
        const auto count = std::int64_t(contracts.size());
        // The latest, mostly.
        return *contracts[std::size_t(draw(4) == 0 ? draw(count) : count - 1)];
    }

    void play_one() {
        const ContractRecord& contract = some_contract();
        switch (draw(6)) {
            case 0:
                (void)desk().negotiate(agent_.name(), agent_.symbol(1), now_);
                break;
            case 1:
                if (desk().accept(agent_.name(), contract.id, now_).ok()) {
                    advances_[contract.id] = contract.on_accepted;
                    credits_ += contract.on_accepted;
                }
                break;
            case 2:
                if (desk().fulfill(agent_.name(), contract.id, now_).ok()) {
                    advances_.erase(contract.id);
                    credits_ += contract.on_fulfilled;
                    for (const ContractDelivery& each : contract.deliveries)
                        RC_ASSERT(each.fulfilled == each.required);
                }
                break;
            case 3:
                supply(Units(draw(120)));
                break;
            default:
                deliver(contract, Units(draw(90)));
        }
    }

    void load(const TradeSymbol& good, Units units, const WaypointSymbol& waypoint) {
        ShipRecord& ship = agent_.put(3, waypoint);
        ship.ship.nav.status = model::NavStatus::kDocked;
        if (units > Units(0)) ship.ship.cargo.items[good] = units;
    }

    void deliver(const ContractRecord& contract, Units units) {
        const ContractDelivery before = contract.deliveries.front();
        const Units held(draw(81));
        load(before.good, held, before.destination);
        const bool done =
            desk()
                .deliver(agent_.name(), contract.id, {agent_.symbol(3), before.good, units}, now_)
                .ok();
        const Units moved = done ? units : Units(0);
        RC_ASSERT(contract.deliveries.front().fulfilled == before.fulfilled + moved);
        RC_ASSERT(agent_.ship(3).ship.cargo.of(before.good) == held - moved);
        sold_ += moved;
    }

    void supply(Units units) {
        const Units held(draw(81));
        load(kFabMats, held, kGate);
        const Units before = agent_.world().site_of(kGate)->materials.front().fulfilled;
        const bool done =
            Construction(agent_.world())
                .supply(agent_.name(), kGate, {agent_.symbol(3), kFabMats, units}, now_)
                .ok();
        const Units moved = done ? units : Units(0);
        const SiteMaterial& after = agent_.world().site_of(kGate)->materials.front();
        RC_ASSERT(after.fulfilled == before + moved);
        RC_ASSERT(after.fulfilled <= after.required);
        RC_ASSERT(agent_.ship(3).ship.cargo.of(kFabMats) == held - moved);
    }

    void check() {
        const auto& contracts = agent_.world().state().contracts;
        std::erase_if(advances_, [&](const auto& advance) {
            const bool missed = contracts.at(advance.first).deadline <= now_;
            if (missed) credits_ -= advance.second;
            return missed;
        });
        agent_.world().advance(now_);
        RC_ASSERT(agent_.credits() == credits_);
        const AgentRecord& record = agent_.world().agent_record(agent_.name());
        RC_ASSERT(record.agent.credits == Credits(175'000) - record.spent + record.earned);
        const Truth truth(agent_.world());
        RC_ASSERT(truth.unbalanced_good() == nullptr);
        Units sold;
        for (const auto& [waypoint, market] : truth.markets()) {
            for (const MarketGoodState& good : market.goods)
                sold += good.flows.sold;
        }
        RC_ASSERT(sold == sold_);
        std::int64_t open = 0;
        for (const auto& [id, contract] : contracts) {
            const TimePoint end =
                contract.accepted ? contract.deadline : contract.deadline_to_accept;
            if (!contract.fulfilled && end > now_) ++open;
        }
        RC_ASSERT(open <= 1);
    }

    OneAgent agent_;
    core::RandomStream draws_;
    TimePoint now_ = kDawn;
    Credits credits_{175'000};
    Units sold_;
    std::map<std::string, Credits> advances_;  ///< That may still be taken back, by contract.
};

RC_GTEST_PROP(ContractProperty, CreditsAndCargoAreConserved, (std::uint64_t seed)) {
    Player player(seed);
    player.play(30);
}

}  // namespace
}  // namespace argosy::sim
