#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/cargo_deck.h"
#include "sim/drydock.h"
#include "sim/outfitting.h"
#include "sim/testing/one_agent.h"
#include "sim/truth.h"

// Laws that hold whatever is fitted, handed over, thrown away, repaired or scrapped, in any order.

namespace argosy::sim {
namespace {

using core::Credits;
using core::Units;
using model::NavStatus;
using model::ShipSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;
using sim::testing::kDawn;
using sim::testing::OneAgent;

constexpr std::array kPlaces{"X1-AD75-A1", "X1-AD75-A2", "X1-AD75-H52"};
constexpr std::array kMounts{"MOUNT_MINING_LASER_I", "MOUNT_SURVEYOR_II", "MOUNT_TURRET_I"};
constexpr std::array kModules{"MODULE_CARGO_HOLD_I", "MODULE_CARGO_HOLD_II",
                              "MODULE_CREW_QUARTERS_I"};

// Of each thing, all there is: in holds, in place, and thrown away or scrapped.
using Inventory = std::map<std::string, std::int64_t>;

class Workshop {
  public:
    explicit Workshop(std::uint64_t seed)
        : agent_(
              {"SHIP_LIGHT_HAULER", "SHIP_MINING_DRONE", "SHIP_ORE_HOUND", "SHIP_LIGHT_SHUTTLE"}),
          draws_(seed) {
        for (int ship = 1; ship <= 6; ++ship) {
            put(ship);
            for (const char* part : {"MOUNT_MINING_LASER_I", "MODULE_CARGO_HOLD_I", "IRON"}) {
                auto& cargo = agent_.ship(ship).ship.cargo;
                if (cargo.free() >= Units(2)) cargo.items[TradeSymbol(part)] = Units(2);
            }
        }
        credits_ = agent_.credits();
        all_ = inventory();
    }

    void play(int operations) {
        for (int i = 0; i < operations; ++i) {
            play_one(ShipSymbol("ARGOSY-" + std::to_string(draws_.uniform(1, 6))));
            check();
        }
    }

  private:
    template <std::size_t kCount>
    std::string one_of(const std::array<const char*, kCount>& list) {
        return list[std::size_t(draws_.uniform(0, std::int64_t(kCount) - 1))];
    }

    void put(int ship) {
        ShipRecord& record = agent_.ship(ship);
        agent_.world().move_to(record, WaypointSymbol(one_of(kPlaces)));
        record.ship.nav.status =
            draws_.uniform(0, 3) == 0 ? NavStatus::kInOrbit : NavStatus::kDocked;
    }

    void play_one(const ShipSymbol& ship) {
        Universe& world = agent_.world();
        Outfitting outfitting(world);
        switch (draws_.uniform(0, 8)) {
            case 0:
                book(outfitting.install_mount(agent_.name(), ship, one_of(kMounts), kDawn));
                break;
            case 1:
                book(outfitting.remove_mount(agent_.name(), ship, one_of(kMounts), kDawn));
                break;
            case 2:
                book(outfitting.install_module(agent_.name(), ship, one_of(kModules), kDawn));
                break;
            case 3:
                book(outfitting.remove_module(agent_.name(), ship, one_of(kModules), kDawn));
                break;
            case 4:
                transfer(ship);
                break;
            case 5:
                jettison(ship);
                break;
            case 6:
                wear_and_repair(ship);
                break;
            case 7:
                if (draws_.uniform(0, 9) == 0) scrap(ship);
                break;
            default:
                if (world.all_ships().contains(ship)) put(int(ship.str().back() - '0'));
        }
    }

    void book(const ApiResult<Refit>& refit) {
        if (refit) credits_ -= refit->total;
    }

    void transfer(const ShipSymbol& ship) {
        const TransferOrder order{TradeSymbol(draws_.uniform(0, 1) == 0 ? "IRON" : kMounts[0]),
                                  Units(draws_.uniform(-1, 3)),
                                  ShipSymbol("ARGOSY-" + std::to_string(draws_.uniform(1, 6)))};
        (void)CargoDeck(agent_.world()).transfer(agent_.name(), ship, order, kDawn);
    }

    void jettison(const ShipSymbol& ship) {
        const Units units(draws_.uniform(-1, 2));
        if (CargoDeck(agent_.world())
                .jettison(agent_.name(), ship, TradeSymbol("IRON"), units, kDawn)
                .ok()) {
            gone_["IRON"] += units.count();
        }
    }

    void wear_and_repair(const ShipSymbol& ship) {
        const auto found = agent_.world().state().ships.find(ship);
        if (found == agent_.world().state().ships.end()) return;
        for (Wear& wear : found->second.wear)
            wear.condition = draws_.uniform(0, Wear::kNew);
        const auto quote = Drydock(agent_.world()).repair_quote(agent_.name(), ship, kDawn);
        const auto repaired = Drydock(agent_.world()).repair(agent_.name(), ship, kDawn);
        if (!repaired) return;
        RC_ASSERT(quote->total == repaired->bill.total);
        credits_ -= repaired->bill.total;
    }

    void scrap(const ShipSymbol& ship) {
        const Inventory before = inventory();
        const auto scrapped = Drydock(agent_.world()).scrap(agent_.name(), ship, kDawn);
        if (!scrapped) return;
        credits_ += scrapped->bill.total;
        const Inventory after = inventory();
        for (const auto& [thing, count] : before) {
            const auto left = after.find(thing);
            gone_[thing] += count - (left == after.end() ? 0 : left->second);
        }
    }

    Inventory inventory() {
        Inventory all = gone_;
        for (const auto& [symbol, record] : agent_.world().all_ships()) {
            for (const auto& [good, units] : record.ship.cargo.items)
                all[good.str()] += units.count();
            for (const std::string& module : record.modules)
                ++all[module];
            for (const std::string& mount : record.mounts)
                ++all[mount];
        }
        return all;
    }

    void check() {
        RC_ASSERT(agent_.credits() == credits_);
        const AgentRecord& owner = agent_.world().agent_record(agent_.name());
        RC_ASSERT(owner.agent.credits.count() ==
                  175'000 - owner.spent.count() + owner.earned.count());
        Inventory now = inventory();
        std::erase_if(now, [](const auto& entry) { return entry.second == 0; });
        RC_ASSERT(now == all_);
        RC_ASSERT(Truth(agent_.world()).unbalanced_good() == nullptr);
        for (const auto& [symbol, record] : agent_.world().all_ships()) {
            const Fitting fitting =
                agent_.world().catalogue().fitting(*record.hull, record.modules, record.mounts);
            RC_ASSERT(fitting.power <= fitting.power_output);
            RC_ASSERT(fitting.slots <= fitting.module_slots);
            RC_ASSERT(fitting.mounts <= fitting.mounting_points);
            RC_ASSERT(fitting.crew <= fitting.crew_capacity);
            RC_ASSERT(record.ship.cargo.capacity == Units(fitting.cargo_capacity));
            RC_ASSERT(record.ship.cargo.used() <= record.ship.cargo.capacity);
            for (const auto& [good, units] : record.ship.cargo.items)
                RC_ASSERT(units > Units(0));
        }
    }

    OneAgent agent_;
    core::RandomStream draws_;
    Credits credits_;
    Inventory all_;
    Inventory gone_;
};

RC_GTEST_PROP(Ships, KeepAccountOfPartsCargoAndMoneyAndStayWithinTheirLimits, ()) {
    Workshop workshop(*rc::gen::arbitrary<std::uint64_t>());
    workshop.play(120);
}

}  // namespace
}  // namespace argosy::sim
