#pragma once

/// @file
/// Markets that live: stock, prices, activity and trade volume of every market good, and how they
/// change with time and trade. How a market changes at an update is an `EconomyLaw` with a name;
/// everything else here is the same under all of them. Knows no agents and no ships.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/decision_hash.h"
#include "core/result.h"
#include "core/rng.h"
#include "core/time.h"
#include "sim/scenario.h"

namespace argosy::sim {

/// Rates and fractions are whole thousandths: state holds no floating point.
inline constexpr std::int64_t kWhole = 1000;

/// Units of a market good that appeared or vanished, by cause. Always, in every market:
/// stock = starting stock + produced - consumed - bought + sold + grown + drifted + others.
struct StockFlows {
    core::Units produced;
    core::Units consumed;
    core::Units bought;   ///< By ships, fuel included.
    core::Units sold;     ///< By ships.
    core::Units grown;    ///< Booked when the trade volume grew.
    core::Units drifted;  ///< Exchange goods on their way to rest.
    core::Units others;   ///< By the background of other traders; negative when they bought more.
};

struct MarketGoodState {
    model::TradeSymbol good;
    model::PriceState price;
    std::int64_t rate = 0;  ///< Of exports and imports, in thousandths of a volume per update.
    std::optional<model::Activity> activity;
    std::int64_t carried = 0;  ///< Fraction of a unit in progress, in thousandths.
    int growth_updates = 0;    ///< Updates in a row under the conditions of growth.
    core::Units starting_volume;
    core::Units starting_stock;
    StockFlows flows;

    // Fixed by the recipes and by what this market trades.
    std::vector<std::size_t> inputs;  ///< Of an export: the imports it is made from, here.
    std::vector<std::size_t> feeds;   ///< Of an import: the exports made from it, here.
    bool lacks_input = false;         ///< An input of the recipe is not imported here.

    /// Returns the stock that the flows account for: `price.stock`, or units were lost.
    core::Units accounted_stock() const;
};

struct MarketState {
    model::WaypointSymbol waypoint;
    std::vector<MarketGoodState> goods;
    std::optional<core::TimePoint> last_trade;  ///< Purchase or sale; refuelling is none.
    std::optional<core::TimePoint> last_update;
    core::TimePoint next_update;
    std::int64_t updates = 0;
    core::RandomStream stream{0};

    const MarketGoodState* find(const model::TradeSymbol& good) const;
    MarketGoodState* find(const model::TradeSymbol& good);
};

/// How markets change. Stateless: all state is the market's.
class EconomyLaw {
  public:
    virtual ~EconomyLaw() = default;

    virtual std::string_view name() const = 0;
    /// Returns the rate a good begins with, from the activity it was recorded with.
    virtual std::int64_t starting_rate(model::TradeType type, model::Activity activity) const = 0;
    /// Returns the time to the first update of a market: its phase.
    virtual core::Duration first_wait(core::RandomStream& stream) const = 0;
    /// Returns the time from one update to the next.
    virtual core::Duration next_wait(core::RandomStream& stream) const = 0;
    /// Applies one update, at `market.next_update`, to all goods of a market.
    virtual void update(MarketState& market) const = 0;
};

struct LawOptions {
    /// Other agents trade a little everywhere, so no market is ever idle. "crowded" has them
    /// anyway.
    bool other_traders = false;
};

/// Returns the law of this name: "measured", "inert", "eager" or "crowded".
/// @error kInvalidArgument  lists the names.
core::Result<std::shared_ptr<const EconomyLaw>> economy_law(std::string_view name,
                                                            LawOptions options = {});

/// All markets of a universe. Moved, not copied: two economies with one history are made by
/// restore().
class Economy {
  public:
    /// What moves a stock: a trade wakes its market, refuelling does not.
    enum class Cause : std::uint8_t { kTrade, kRefuel };

    Economy(std::shared_ptr<const EconomyLaw> law, const std::vector<MarketGoodFacts>& goods,
            const core::Rng& rng, core::TimePoint start);

    /// Returns an economy that goes on exactly as the one whose markets() and last_update() these
    /// were. What the recipes fix in a market good is derived anew.
    static Economy restore(std::shared_ptr<const EconomyLaw> law, std::vector<MarketState> markets,
                           core::TimePoint last_update);

    Economy(Economy&&) = default;
    Economy& operator=(Economy&&) = default;

    /// Applies every update due up to and including `now`, in order of time, then of waypoint.
    void advance(core::TimePoint now);

    /// Returns the market, or null where there is none. Valid for the economy's life.
    const MarketState* find(const model::WaypointSymbol& waypoint) const;
    const std::map<model::WaypointSymbol, MarketState>& markets() const { return markets_; }

    /// Moves stock by `units` out of the market, whole.
    /// @pre The market trades the good.
    void buy(const model::WaypointSymbol& waypoint, const model::TradeSymbol& good,
             core::Units units, Cause cause, core::TimePoint now);
    /// Moves stock by `units` into the market, whole.
    /// @pre The market trades the good.
    void sell(const model::WaypointSymbol& waypoint, const model::TradeSymbol& good,
              core::Units units, core::TimePoint now);

    /// Moves stock by decree, in when `units` are above 0, out when below: booked with the other
    /// traders, and no trade.
    /// @pre The market trades the good.
    void shock(const model::WaypointSymbol& waypoint, const model::TradeSymbol& good,
               core::Units units);

    /// Has a market trade a good no more. What it makes of it lacks an input from then on, and
    /// pointers to the market's goods are void.
    /// @pre The market trades the good.
    void delist(const model::WaypointSymbol& waypoint, const model::TradeSymbol& good);

    const EconomyLaw& law() const { return *law_; }
    /// Returns when the latest update happened, the start when none did.
    core::TimePoint last_update() const { return last_update_; }
    void mix_into(core::DecisionHash& hash) const;

  private:
    Economy(std::shared_ptr<const EconomyLaw> law, core::TimePoint last_update)
        : law_(std::move(law)), last_update_(last_update) {}

    void schedule_all();
    MarketState& at(const model::WaypointSymbol& waypoint);
    static MarketGoodState& at(MarketState& market, const model::TradeSymbol& good);

    std::shared_ptr<const EconomyLaw> law_;
    std::map<model::WaypointSymbol, MarketState> markets_;
    std::vector<MarketState*> due_;  ///< A heap: the market updated next is the first.
    core::TimePoint last_update_;
};

}  // namespace argosy::sim
