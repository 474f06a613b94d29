#include "trading/best_first.h"

#include <map>

namespace argosy::trading {
namespace {

using model::ShipSymbol;

// Prices each lane once for each size of hold, until a trade is taken that changes its price: one
// of its good, or one after which the money does not reach any more.
class PriceList {
  public:
    PriceList(const TradeDesk& desk, const TermsOf& terms_of)
        : desk_(desk), terms_of_(terms_of), lanes_(desk.lanes()) {}

    const hauls::HaulPrice& of(std::size_t lane, core::Units hold) {
        auto& prices = prices_[hold];
        prices.resize(lanes_.size());
        if (!prices[lane]) {
            const auto terms = terms_of_(lanes_[lane]);
            prices[lane] = terms ? desk_.price(lanes_[lane], hold, *terms) : hauls::HaulPrice{};
        }
        return *prices[lane];
    }

    void forget_changed_by(const Trade& taken) {
        for (auto& [hold, prices] : prices_) {
            for (std::size_t lane = 0; lane < prices.size(); ++lane) {
                if (!prices[lane]) continue;
                if (lanes_[lane].good == taken.good || prices[lane]->cost > desk_.budget())
                    prices[lane].reset();
            }
        }
    }

  private:
    const TradeDesk& desk_;
    const TermsOf& terms_of_;
    const std::vector<Lane>& lanes_;
    std::map<core::Units, std::vector<std::optional<hauls::HaulPrice>>> prices_;
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
            for (std::size_t lane = 0; lane < desk.lanes().size(); ++lane) {
                const hauls::HaulPrice& price = prices.of(lane, ship.cargo.free());
                if (price.units.count() == 0) continue;
                auto trade = desk.trade(ship, desk.lanes()[lane], price);
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
