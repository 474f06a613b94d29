#include "sim/economy.h"

#include <algorithm>

#include "core/assert.h"
#include "model/goods.h"

namespace argosy::sim {
namespace {

using core::Units;
using model::TradeSymbol;
using model::TradeType;
using model::WaypointSymbol;

MarketGoodState initial_state(const MarketGoodFacts& facts, const EconomyLaw& law) {
    const bool exchange = facts.state.type == TradeType::kExchange;
    MarketGoodState good;
    good.good = facts.good;
    good.price = facts.state;
    good.activity = facts.activity;
    if (facts.activity) good.rate = law.starting_rate(facts.state.type, *facts.activity);
    good.starting_volume =
        model::starting_volume(facts.good, exchange).value_or(facts.state.volume);
    good.starting_stock = facts.state.stock;
    return good;
}

// Joins every export to the imports of its own market that its recipe names.
void join_recipes(MarketState& market) {
    for (std::size_t made = 0; made < market.goods.size(); ++made) {
        MarketGoodState& good = market.goods[made];
        const auto recipe = model::recipes().find(good.good);
        if (good.price.type != TradeType::kExport || recipe == model::recipes().end()) continue;
        for (const TradeSymbol& input : recipe->second) {
            const auto found = std::find_if(
                market.goods.begin(), market.goods.end(), [&](const MarketGoodState& other) {
                    return other.good == input && other.price.type == TradeType::kImport;
                });
            if (found == market.goods.end()) {
                good.lacks_input = good.lacks_input || !model::is_raw(good.good);
                continue;
            }
            good.inputs.push_back(std::size_t(found - market.goods.begin()));
            found->feeds.push_back(made);
        }
    }
}

}  // namespace

const MarketGoodState* MarketState::find(const TradeSymbol& good) const {
    const auto found = std::find_if(goods.begin(), goods.end(),
                                    [&](const MarketGoodState& each) { return each.good == good; });
    return found == goods.end() ? nullptr : &*found;
}

MarketGoodState* MarketState::find(const TradeSymbol& good) {
    return const_cast<MarketGoodState*>(std::as_const(*this).find(good));
}

Economy::Economy(std::shared_ptr<const EconomyLaw> law, const std::vector<MarketGoodFacts>& goods,
                 const core::Rng& rng, core::TimePoint start)
    : law_(std::move(law)), last_update_(start) {
    for (const MarketGoodFacts& facts : goods) {
        markets_[facts.waypoint].goods.push_back(initial_state(facts, *law_));
    }
    for (auto& [waypoint, market] : markets_) {
        market.waypoint = waypoint;
        // A stream of its own: what happens in one market leaves every other market's draws alone.
        market.stream = rng.stream("economy/" + waypoint.str());
        join_recipes(market);
        market.next_update = start + law_->first_wait(market.stream);
        due_.emplace(market.next_update, waypoint);
    }
}

void Economy::advance(core::TimePoint now) {
    while (!due_.empty() && due_.begin()->first <= now) {
        const auto [at, waypoint] = *due_.begin();
        due_.erase(due_.begin());
        MarketState& market = markets_.at(waypoint);
        law_->update(market);
        market.last_update = at;
        ++market.updates;
        last_update_ = at;
        market.next_update = at + law_->next_wait(market.stream);
        due_.emplace(market.next_update, waypoint);
    }
}

const MarketState* Economy::find(const WaypointSymbol& waypoint) const {
    const auto found = markets_.find(waypoint);
    return found == markets_.end() ? nullptr : &found->second;
}

void Economy::buy(const WaypointSymbol& waypoint, const TradeSymbol& good, Units units, Cause cause,
                  core::TimePoint now) {
    MarketGoodState& state = at(waypoint, good);
    state.price.stock -= units;
    state.flows.bought += units;
    if (cause == Cause::kTrade) markets_.at(waypoint).last_trade = now;
}

void Economy::sell(const WaypointSymbol& waypoint, const TradeSymbol& good, Units units,
                   core::TimePoint now) {
    MarketGoodState& state = at(waypoint, good);
    state.price.stock += units;
    state.flows.sold += units;
    markets_.at(waypoint).last_trade = now;
}

MarketGoodState& Economy::at(const WaypointSymbol& waypoint, const TradeSymbol& good) {
    const auto market = markets_.find(waypoint);
    ARGOSY_ASSERT(market != markets_.end());
    MarketGoodState* state = market->second.find(good);
    ARGOSY_ASSERT(state != nullptr);
    return *state;
}

void Economy::mix_into(core::DecisionHash& hash) const {
    for (const auto& [waypoint, market] : markets_) {
        hash.mix(waypoint.str());
        hash.mix(core::to_millis(market.next_update));
        hash.mix(market.last_trade ? core::to_millis(*market.last_trade) : 0);
        for (const MarketGoodState& good : market.goods) {
            hash.mix(good.price.stock.count());
            hash.mix(good.price.volume.count());
            hash.mix(good.price.margin);
            hash.mix(good.rate);
            hash.mix(good.carried);
            hash.mix(good.growth_updates);
        }
    }
}

}  // namespace argosy::sim
