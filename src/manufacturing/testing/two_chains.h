#pragma once

/// @file
/// A system with two chains, as looks show it: a mine sells IRON and FABRICS, a factory makes
/// MACHINERY of the one and a mill CLOTHING of the other, and a town lacks both products.

#include "manufacturing/profitability.h"
#include "manufacturing/settings.h"
#include "manufacturing/testing/workshop.h"

namespace argosy::manufacturing::testing {

inline const model::WaypointSymbol kMine("X1-AD75-B7");
inline const model::WaypointSymbol kFactory("X1-AD75-H51");
inline const model::WaypointSymbol kMill("X1-AD75-D43");
inline const model::WaypointSymbol kTown("X1-AD75-A1");

inline const model::TradeSymbol kMachinery("MACHINERY");
inline const model::TradeSymbol kClothing("CLOTHING");

/// Trade volume of every good there, and stocks that are far above and below what is usual.
inline constexpr std::int64_t kVolume = 20;
inline constexpr std::int64_t kPlenty = 6 * kVolume;
inline constexpr std::int64_t kLack = -6 * kVolume;

using NamedGood = std::pair<std::string_view, model::PriceState>;

inline NamedGood exports(std::string_view good, std::int64_t stock) {
    return {good, fleet::testing::priced(good, model::TradeType::kExport, kVolume, stock)};
}

inline NamedGood imports(std::string_view good, std::int64_t stock) {
    return {good, fleet::testing::priced(good, model::TradeType::kImport, kVolume, stock)};
}

/// A workshop with one hauler that has looked at all four markets.
class TwoChainsTest : public ::testing::Test {
  protected:
    static constexpr core::Credits kTreasury{5'000'000};

    TwoChainsTest() : workshop_(furnished(remains_)) {
        EXPECT_TRUE(workshop_.run(workshop_.fleet.ships.refresh()).ok());
        see(kMine, {exports("IRON", kPlenty), exports("FABRICS", kPlenty)});
        see(kFactory, {exports("MACHINERY", kPlenty), imports("IRON", kLack)});
        see(kMill, {exports("CLOTHING", kPlenty), imports("FABRICS", kLack)});
        see(kTown, {imports("MACHINERY", kLack), imports("CLOTHING", kLack)});
    }

    /// Takes in a look that shows these goods and no others.
    void see(const model::WaypointSymbol& market, const std::vector<NamedGood>& goods) {
        workshop_.look(market, fleet::testing::goods_of(goods));
    }

    Remains remains_;
    Workshop workshop_;
    hauls::DispatchSettings gate_;
    Settings settings_;
    Profitability profitability_{workshop_.fleet, gate_};

  private:
    static Remains& furnished(Remains& remains) {
        remains.world.credits = kTreasury;
        remains.world.add_ship(400);
        return remains;
    }
};

}  // namespace argosy::manufacturing::testing
