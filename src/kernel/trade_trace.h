#pragma once

/// @file
/// What happened in a run, as only its end can tell: the true prices, and every price that a trade
/// was decided with. Scouts that are given it know the future.

#include <map>
#include <utility>
#include <vector>

#include "scouting/look_value.h"
#include "sim/truth.h"

namespace argosy::kernel {

using MarketGoodKey = std::pair<model::WaypointSymbol, model::TradeSymbol>;

/// Which of the two prices of a market good.
enum class PriceSide : std::uint8_t { kAsk, kBid };

/// Returns the price in credits.
double price_of(const model::PriceState& state, PriceSide side);

/// Returns |believed - true| / true.
double error_of(const model::PriceState& believed, const model::PriceState& truth, PriceSide side);

/// Returns what ships have sold of the good at the market, less what they have bought.
core::Units traded_by_ships(const sim::MarketGoodState& good);

/// A price that a trade was decided with.
struct PriceUse {
    MarketGoodKey place;
    PriceSide side;
    core::TimePoint at;         ///< Of the decision.
    model::PriceState truth;    ///< Then.
    core::Units traded;         ///< traded_by_ships() then.
    std::int64_t requests = 0;  ///< That traded so.
};

class TradeTrace {
  public:
    /// Keeps what moved without ships since the last call.
    void observe(const sim::Truth& truth, core::TimePoint now);

    /// @returns the number of the use
    std::size_t add(PriceUse use);
    void count_request(std::size_t use) { ++uses_[use].requests; }

    const PriceUse& use(std::size_t number) const { return uses_[number]; }
    /// Returns the numbers of a market's uses, by time.
    const std::vector<std::size_t>& uses_of(const model::WaypointSymbol& market) const;

    /// Returns the error of the price used if the market was last looked at at `looked_at`, all
    /// trades since known.
    double error_after_look(const PriceUse& use, core::TimePoint looked_at) const;

  private:
    struct Moment {
        core::TimePoint at;
        model::PriceState state;
        core::Units traded;
    };

    std::map<MarketGoodKey, std::vector<Moment>> moments_;
    std::vector<PriceUse> uses_;
    std::map<model::WaypointSymbol, std::vector<std::size_t>> by_market_;
};

/// What a look is worth to who knows all that is to come: the errors it spares in the next hour.
class Foresight final : public scouting::LookValue {
  public:
    static constexpr core::Duration kHorizon = std::chrono::hours(1);

    Foresight(const TradeTrace& future, const market::MarketBook& markets)
        : future_(future), markets_(markets) {}

    double of(const model::WaypointSymbol& market, core::TimePoint at) const override;

  private:
    const TradeTrace& future_;
    const market::MarketBook& markets_;
};

}  // namespace argosy::kernel
