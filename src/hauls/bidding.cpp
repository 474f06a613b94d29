#include "hauls/bidding.h"

#include <fmt/format.h>

#include <algorithm>

namespace argosy::hauls {

void Bidding::leave(Bidder& bidder) {
    std::erase(bidders_, &bidder);
}

bool Bidding::has_rivals(const core::OperationId& operation) const {
    return std::ranges::any_of(
        bidders_, [&](const Bidder* bidder) { return bidder->bids_for() != operation; });
}

std::optional<Bidding::Outbid> Bidding::outbid(const Intention& intention) {
    double worth = intention.rate;
    for (Bidder* bidder : bidders_) {
        if (bidder->bids_for() == intention.operation) continue;
        const Appraisal appraisal = bidder->appraise(intention);
        if (!appraisal.objection.empty()) {
            return Outbid{Outbid::For::kGoods,
                          fmt::format("{}: {}", bidder->bids_for(), appraisal.objection)};
        }
        worth = std::max(worth, appraisal.rate);
    }
    const model::ShipSymbol& ship = intention.offer.ship;
    const auto left = left_.find(ship);
    if (left != left_.end() && runtime_.now() - left->second.since < kSettled) return std::nullopt;
    for (Bidder* bidder : bidders_) {
        if (bidder->bids_for() == intention.operation) continue;
        const std::optional<double> bid = bidder->bid(ship);
        if (!bid || *bid <= worth) continue;
        left_.insert_or_assign(ship, Left{intention.operation, runtime_.now()});
        bidder->wake_for_ship();
        return Outbid{Outbid::For::kShip,
                      fmt::format("{} makes {:.2f} credits a second of {}, this {:.2f}",
                                  bidder->bids_for(), *bid, ship, worth)};
    }
    return std::nullopt;
}

bool Bidding::has_left(const core::OperationId& operation, const model::ShipSymbol& ship) const {
    const auto left = left_.find(ship);
    return left != left_.end() && left->second.by == operation &&
           runtime_.now() - left->second.since < kLeft;
}

void Bidding::started(const Intention& intention) {
    left_.erase(intention.offer.ship);
    for (Bidder* bidder : bidders_) {
        if (bidder->bids_for() != intention.operation) bidder->count_in(intention);
    }
}

}  // namespace argosy::hauls
