#include "trading/best_first.h"

#include <algorithm>
#include <queue>
#include <tuple>

#include "trading/approaches.h"

namespace argosy::trading {
namespace {

using model::ShipSymbol;

// The best that can be made of a lane.
struct Offer {
    double score = 0;
    std::size_t ship = 0;  // Its place among the round's ships.
    std::size_t lane = 0;
    std::int32_t group = 0;
    std::size_t kind = 0;
    std::int64_t version = 0;  // Of the lane's prices.

    // Between equals the first ship is taken, then the first lane.
    friend bool operator<(const Offer& a, const Offer& b) {
        return std::tie(a.score, b.ship, b.lane) < std::tie(b.score, a.ship, a.lane);
    }
};

class Round {
  public:
    Round(TradeDesk& desk, const std::vector<ShipSymbol>& ships, const TermsOf& terms_of,
          const ScoreOf& score_of, std::int64_t most_pricings)
        : desk_(desk),
          ships_(ships),
          terms_of_(terms_of),
          score_of_(score_of),
          work_(desk.work()),
          most_pricings_(std::int64_t(desk.lanes().size()) + most_pricings),
          approaches_(desk, ships),
          lanes_(desk.lanes().size()) {
        for (const Approaches::Kind& kind : approaches_.kinds())
            holds_.push_back(kind.hold);
        std::ranges::sort(holds_);
        holds_.erase(std::ranges::unique(holds_).begin(), holds_.end());
        for (const Approaches::Kind& kind : approaches_.kinds())
            hold_of_.push_back(
                std::size_t(std::ranges::lower_bound(holds_, kind.hold) - holds_.begin()));
        prices_.resize(lanes_.size() * holds_.size());
        onward_.resize(lanes_.size() * approaches_.kinds().size());
    }

    std::vector<Trade> run() {
        for (std::size_t lane = 0; lane < lanes_.size(); ++lane)
            price(lane);
        std::vector<Trade> chosen;
        while (approaches_.ships_left() > 0) {
            const auto best = next();
            if (!best) break;
            chosen.push_back(take(*best));
        }
        return chosen;
    }

  private:
    struct LaneState {
        bool is_closed = false;  // It has no terms, or nothing is earned on it.
        bool is_stale = false;   // Its prices have changed since.
        std::int64_t version = 0;
    };

    void price(std::size_t number) {
        ++work_.pricings;
        LaneState& state = lanes_[number];
        state.is_stale = false;
        ++state.version;
        const LaneNow lane = desk_.lane_now(number);
        const auto terms = terms_of_(lane);
        state.is_closed = true;
        for (std::size_t hold = 0; hold < holds_.size(); ++hold) {
            hauls::HaulPrice& price = prices_[number * holds_.size() + hold];
            price = terms ? desk_.price(lane, holds_[hold], *terms) : hauls::HaulPrice{};
            if (price.units.count() == 0) continue;
            state.is_closed = false;
            dearest_.push({price.cost, number, state.version});
        }
        offer(lane);
    }

    // Queues the best ship for a lane, at the prices it has.
    void offer(const LaneNow& lane) {
        if (lanes_[lane.number].is_closed) return;
        std::optional<Offer> best;
        for (std::size_t kind = 0; kind < hold_of_.size(); ++kind) {
            const auto at_source = trade_at_source(lane, kind);
            if (!at_source) continue;
            Trade trade = *at_source;
            for (const Approaches::Way& way : approaches_.to(kind, market_of(lane))) {
                ++work_.offers;
                trade.offer.profit = at_source->offer.profit;
                trade.offer.requests = at_source->offer.requests;
                trade.offer.time = at_source->offer.time;
                come_from(way.approach, trade);
                const auto score = score_of_(lane, trade);
                if (!score) continue;
                const Offer made{.score = *score,
                                 .ship = *approaches_.first_of(way.group),
                                 .lane = lane.number,
                                 .group = way.group,
                                 .kind = kind,
                                 .version = lanes_[lane.number].version};
                if (!best || *best < made) best = made;
            }
        }
        if (best) offers_.push(*best);
    }

    std::int32_t market_of(const LaneNow& lane) const {
        return desk_.board().places()[std::size_t(lane.ends.source)].market;
    }

    std::optional<Trade> trade_at_source(const LaneNow& lane, std::size_t kind) {
        const hauls::HaulPrice& price = prices_[lane.number * holds_.size() + hold_of_[kind]];
        if (price.units.count() == 0) return std::nullopt;
        std::optional<const fleet::RoutePlan*>& onward =
            onward_[lane.number * hold_of_.size() + kind];
        if (!onward) {
            onward = desk_.fleet().routes.find(*approaches_.kinds()[kind].example, lane.lane.from,
                                               lane.lane.to);
        }
        if (*onward == nullptr) return std::nullopt;
        return desk_.trade_at_source(lane, price, **onward);
    }

    // The best offer that stands.
    std::optional<Offer> next() {
        while (!offers_.empty()) {
            const Offer best = offers_.top();
            const LaneState& state = lanes_[best.lane];
            if (best.version == state.version && !state.is_stale &&
                approaches_.first_of(best.group) == best.ship) {
                return best;
            }
            if (state.is_stale && work_.pricings >= 2 * most_pricings_) return std::nullopt;
            offers_.pop();
            if (best.version != state.version) continue;
            // A lane loses by its ship being taken, so its new offer is where it belongs.
            state.is_stale ? price(best.lane) : offer(desk_.lane_now(best.lane));
        }
        return std::nullopt;
    }

    Trade take(const Offer& best) {
        const LaneNow lane = desk_.lane_now(best.lane);
        Trade trade = *trade_at_source(lane, best.kind);
        const auto& ways = approaches_.to(best.kind, market_of(lane));
        come_from(std::ranges::find(ways, best.group, &Approaches::Way::group)->approach, trade);
        trade.offer.ship = ships_[best.ship];
        approaches_.take(best.group);
        desk_.take(trade);
        for_all_of_its_good(best.lane, [&](std::size_t other) { change(other, lane.ends); });
        // What there is no more money for.
        while (!dearest_.empty() && std::get<0>(dearest_.top()) > desk_.budget()) {
            const auto [cost, number, version] = dearest_.top();
            dearest_.pop();
            if (version == lanes_[number].version) price_anew(number);
        }
        return trade;
    }

    template <class Work>
    void for_all_of_its_good(std::size_t lane, const Work& work) {
        const std::vector<Lane>& lanes = desk_.lanes();
        std::size_t first = lane;
        while (first > 0 && lanes[first - 1].good == lanes[lane].good)
            --first;
        for (std::size_t other = first; other < lanes.size(); ++other) {
            if (lanes[other].good != lanes[lane].good) break;
            work(other);
        }
    }

    // A trade between these places has been taken.
    void change(std::size_t number, const LaneBoard::Ends& taken) {
        const LaneBoard::Ends& ends = desk_.board().ends()[number];
        const bool worse = ends.source == taken.source || ends.sink == taken.sink;
        // It begins at a market that was sold to, or ends at one that was bought from.
        const bool better = ends.source == taken.sink || ends.sink == taken.source;
        if (better || (worse && !lanes_[number].is_closed)) price_anew(number);
    }

    void price_anew(std::size_t number) {
        if (work_.pricings < most_pricings_) {
            price(number);
            return;
        }
        lanes_[number].is_stale = true;
        work_.was_cut_short = true;
    }

    TradeDesk& desk_;
    const std::vector<ShipSymbol>& ships_;
    const TermsOf& terms_of_;
    const ScoreOf& score_of_;
    RoundWork& work_;
    std::int64_t most_pricings_;
    Approaches approaches_;
    std::vector<LaneState> lanes_;
    std::vector<core::Units> holds_;
    std::vector<std::size_t> hold_of_;                            // By kind.
    std::vector<hauls::HaulPrice> prices_;                        // By lane and hold.
    std::vector<std::optional<const fleet::RoutePlan*>> onward_;  // By lane and kind.
    std::priority_queue<Offer> offers_;
    std::priority_queue<std::tuple<core::Credits, std::size_t, std::int64_t>> dearest_;
};

}  // namespace

std::vector<Trade> best_first(TradeDesk& desk, const std::vector<ShipSymbol>& ships,
                              const TermsOf& terms_of, const ScoreOf& score_of,
                              std::int64_t most_pricings) {
    return Round(desk, ships, terms_of, score_of, most_pricings).run();
}

}  // namespace argosy::trading
