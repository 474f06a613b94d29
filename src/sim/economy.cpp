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
    for (MarketGoodState& good : market.goods) {
        good.inputs.clear();
        good.feeds.clear();
        good.lacks_input = false;
    }
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

// The order of a heap whose first market is the one to update next, of equals that of the lesser
// waypoint.
bool is_due_later(const MarketState* a, const MarketState* b) {
    if (a->next_update != b->next_update) return a->next_update > b->next_update;
    return a->waypoint > b->waypoint;
}

}  // namespace

Units MarketGoodState::accounted_stock() const {
    return starting_stock + flows.produced - flows.consumed - flows.bought + flows.sold +
           flows.grown + flows.drifted + flows.others;
}

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
    : Economy(std::move(law), start) {
    for (const MarketGoodFacts& facts : goods) {
        markets_[facts.waypoint].goods.push_back(initial_state(facts, *law_));
    }
    for (auto& [waypoint, market] : markets_) {
        market.waypoint = waypoint;
        // A stream of its own: what happens in one market leaves every other market's draws alone.
        market.stream = rng.stream("economy/" + waypoint.str());
        join_recipes(market);
        market.next_update = start + law_->first_wait(market.stream);
    }
    schedule_all();
}

Economy Economy::restore(std::shared_ptr<const EconomyLaw> law, std::vector<MarketState> markets,
                         core::TimePoint last_update) {
    Economy economy(std::move(law), last_update);
    for (MarketState& market : markets) {
        join_recipes(market);
        const WaypointSymbol waypoint = market.waypoint;
        economy.markets_.emplace(waypoint, std::move(market));
    }
    economy.schedule_all();
    return economy;
}

void Economy::schedule_all() {
    for (auto& [waypoint, market] : markets_)
        due_.push_back(&market);
    std::make_heap(due_.begin(), due_.end(), is_due_later);
}

void Economy::advance(core::TimePoint now) {
    while (!due_.empty() && due_.front()->next_update <= now) {
        std::pop_heap(due_.begin(), due_.end(), is_due_later);
        MarketState& market = *due_.back();
        law_->update(market);
        last_update_ = market.next_update;
        market.last_update = last_update_;
        ++market.updates;
        market.next_update = last_update_ + law_->next_wait(market.stream);
        std::push_heap(due_.begin(), due_.end(), is_due_later);
    }
}

const MarketState* Economy::find(const WaypointSymbol& waypoint) const {
    const auto found = markets_.find(waypoint);
    return found == markets_.end() ? nullptr : &found->second;
}

void Economy::buy(const WaypointSymbol& waypoint, const TradeSymbol& good, Units units, Cause cause,
                  core::TimePoint now) {
    MarketState& market = at(waypoint);
    MarketGoodState& state = at(market, good);
    state.price.stock -= units;
    state.flows.bought += units;
    if (cause == Cause::kTrade) market.last_trade = now;
}

void Economy::sell(const WaypointSymbol& waypoint, const TradeSymbol& good, Units units,
                   core::TimePoint now) {
    MarketState& market = at(waypoint);
    MarketGoodState& state = at(market, good);
    state.price.stock += units;
    state.flows.sold += units;
    market.last_trade = now;
}

void Economy::shock(const WaypointSymbol& waypoint, const TradeSymbol& good, Units units) {
    MarketGoodState& state = at(at(waypoint), good);
    state.price.stock += units;
    state.flows.others += units;
}

void Economy::delist(const WaypointSymbol& waypoint, const TradeSymbol& good) {
    MarketState& market = at(waypoint);
    const auto removed =
        std::erase_if(market.goods, [&](const auto& each) { return each.good == good; });
    ARGOSY_ASSERT(removed == 1);
    join_recipes(market);
}

MarketState& Economy::at(const WaypointSymbol& waypoint) {
    const auto market = markets_.find(waypoint);
    ARGOSY_ASSERT(market != markets_.end());
    return market->second;
}

MarketGoodState& Economy::at(MarketState& market, const TradeSymbol& good) {
    MarketGoodState* state = market.find(good);
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
