#include "planner/feeding_belief.h"

#include <algorithm>

namespace argosy::planner {

using model::Activity;
using model::Supply;
using model::TradeType;

bool FeedingBelief::is_well_fed(const market::MarketBook& markets,
                                const market::Listing& made) const {
    const auto recipe = recipes_->find(made.good);
    if (made.type != TradeType::kExport || recipe == recipes_->end()) return false;
    // What stands full to the brim slows down by itself.
    if (made.supply == Supply::kAbundant || recipe->second.empty()) return false;
    return std::all_of(recipe->second.begin(), recipe->second.end(),
                       [&](const model::TradeSymbol& input) {
                           const market::Listing* import = markets.find(made.market, input);
                           return import != nullptr && import->type == TradeType::kImport &&
                                  import->supply >= Supply::kModerate;
                       });
}

void FeedingBelief::observe(const market::MarketBook& markets, core::TimePoint now) {
    for (const model::TradeSymbol& good : markets.goods()) {
        for (const market::Listing* made : markets.sellers_of(good)) {
            const Place place(made->market, good);
            if (!is_well_fed(markets, *made) || !made->activity) {
                fed_since_.erase(place);
                continue;
            }
            const auto since = fed_since_.try_emplace(place, now).first;
            if (made->looked_at < since->second + kShownAfter) continue;
            const bool more =
                *made->activity == Activity::kGrowing || *made->activity == Activity::kStrong;
            ++(more ? made_more_ : made_no_more_);
            since->second = made->looked_at;
        }
    }
}

Feeding FeedingBelief::feeding() const {
    const std::int64_t seen = made_more_ + made_no_more_;
    const bool helps = made_no_more_ < kEnough || made_more_ * 100 >= seen * kLeastPercent;
    return helps ? Feeding::kHelps : Feeding::kChangesNothing;
}

double FeedingBelief::likelihood() const {
    const bool is_clear = made_more_ >= kEnough || made_no_more_ >= kEnough;
    if (is_clear) return feeding() == Feeding::kHelps ? 1 : 0;
    return double(made_more_ + 1) / double(made_more_ + made_no_more_ + 2);
}

}  // namespace argosy::planner
