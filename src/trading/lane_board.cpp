#include "trading/lane_board.h"

#include <algorithm>
#include <functional>

namespace argosy::trading {

using market::Listing;
using model::TradeType;

std::size_t LaneBoard::NameRules::operator()(const NameView& name) const {
    constexpr std::size_t kGolden = 0x9e3779b97f4a7c15;
    const std::hash<std::string_view> hash;
    return hash(name.first) * kGolden ^ hash(name.second);
}

void LaneBoard::refresh(const market::MarketBook& markets, const model::SystemSymbol& system,
                        const std::map<Lane, core::TimePoint>& resting) {
    const bool same_rest = std::ranges::equal(resting, left_out_, {},
                                              &std::map<Lane, core::TimePoint>::value_type::first);
    if (is_current(markets) && same_rest) return;
    *this = LaneBoard();
    version_ = markets.version();
    for (const auto& [lane, until] : resting)
        left_out_.push_back(lane);
    for (const model::TradeSymbol& good : markets.goods()) {
        const std::size_t first = places_.size();
        for (const Listing* listing : markets.traders_of(good)) {
            if (listing->state && model::system_of(listing->market) == system) add_place(*listing);
        }
        join(good, first, resting);
    }
}

void LaneBoard::add_place(const Listing& listing) {
    const auto [number, is_new] =
        market_numbers_.try_emplace(listing.market, std::int32_t(markets_.size()));
    if (is_new) markets_.push_back(listing.market);
    numbers_.emplace(Name(listing.market.str(), listing.good.str()), places_.size());
    places_.push_back({&listing, number->second});
}

// Joins the places of a good, which are those from `first` on.
void LaneBoard::join(const model::TradeSymbol& good, std::size_t first,
                     const std::map<Lane, core::TimePoint>& resting) {
    for (std::size_t source = first; source < places_.size(); ++source) {
        const Listing& from = *places_[source].listing;
        if (from.type == TradeType::kImport) continue;
        for (std::size_t sink = first; sink < places_.size(); ++sink) {
            const Listing& to = *places_[sink].listing;
            if (sink == source || to.type == TradeType::kExport) continue;
            Lane lane{good, from.market, to.market};
            if (!resting.empty() && resting.contains(lane)) continue;
            lanes_.push_back(std::move(lane));
            ends_.push_back({std::int32_t(source), std::int32_t(sink)});
        }
    }
}

std::optional<std::size_t> LaneBoard::find(const model::WaypointSymbol& market,
                                           const model::TradeSymbol& good) const {
    const auto found = numbers_.find(NameView(market.str(), good.str()));
    if (found == numbers_.end()) return std::nullopt;
    return found->second;
}

}  // namespace argosy::trading
