#include "trading/best_first.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace argosy::trading {
namespace {

using model::ShipSymbol;

// Prices each lane once for each size of hold, until a trade is taken that changes its price: one
// of its good, or one after which the money does not reach any more.
class PriceList {
  public:
    PriceList(const TradeDesk& desk, const TermsOf& terms_of) : desk_(desk), terms_of_(terms_of) {}

    const hauls::HaulPrice& of(const Lane& lane, core::Units hold) {
        const auto [known, is_new] = prices_.try_emplace({lane, hold});
        if (is_new) {
            if (const auto terms = terms_of_(lane)) known->second = desk_.price(lane, hold, *terms);
        }
        return known->second;
    }

    void forget_changed_by(const Trade& taken) {
        std::erase_if(prices_, [&](const auto& known) {
            return known.first.first.good == taken.good || known.second.cost > desk_.budget();
        });
    }

  private:
    const TradeDesk& desk_;
    const TermsOf& terms_of_;
    std::map<std::pair<Lane, core::Units>, hauls::HaulPrice> prices_;
};

}  // namespace

std::vector<Trade> best_first(TradeDesk& desk, const std::vector<ShipSymbol>& ships,
                              const TermsOf& terms_of, const ScoreOf& score_of) {
    PriceList prices(desk, terms_of);
    std::vector<ShipSymbol> left = ships;
    std::vector<Trade> chosen;
    while (!left.empty()) {
        std::optional<Trade> best;
        double best_score = 0;
        for (const ShipSymbol& symbol : left) {
            const model::Ship& ship = desk.fleet().ships.at(symbol);
            for (const Lane& lane : desk.lanes()) {
                const hauls::HaulPrice& price = prices.of(lane, ship.cargo.free());
                if (price.units.count() == 0) continue;
                auto trade = desk.trade(ship, lane, price);
                if (!trade) continue;
                const auto score = score_of(*trade);
                if (!score || (best && *score <= best_score)) continue;
                best = std::move(trade);
                best_score = *score;
            }
        }
        if (!best) break;
        desk.take(*best);
        prices.forget_changed_by(*best);
        std::erase(left, best->offer.ship);
        chosen.push_back(*std::move(best));
    }
    return chosen;
}

}  // namespace argosy::trading
