#include "model/price_belief.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <tuple>

namespace argosy::model {

using core::Units;

void PriceBelief::look(std::vector<StockRange> shown) {
    std::vector<StockRange> kept;
    std::ranges::copy_if(shown, std::back_inserter(kept), [this](const StockRange& range) {
        return std::ranges::any_of(
            ranges_, [&](const StockRange& known) { return known.margin == range.margin; });
    });
    ranges_ = kept.empty() ? std::move(shown) : std::move(kept);
}

void PriceBelief::trade(Units bought) {
    for (StockRange& range : ranges_) {
        range.least -= bought;
        range.most -= bought;
    }
}

std::int64_t PriceBelief::size() const {
    std::int64_t pairs = 0;
    for (const StockRange& range : ranges_)
        pairs += (range.most - range.least).count() + 1;
    return pairs;
}

bool PriceBelief::holds(std::int64_t margin, Units stock) const {
    return std::ranges::any_of(ranges_, [&](const StockRange& range) {
        return range.margin == margin && range.least <= stock && stock <= range.most;
    });
}

std::optional<PriceBelief::Pair> PriceBelief::likeliest(Units volume, Units expected_stock) const {
    if (ranges_.empty()) return std::nullopt;
    const auto nearest = [&](const StockRange& range) {
        return std::clamp(expected_stock, range.least, range.most);
    };
    const StockRange best = *std::ranges::min_element(ranges_, {}, [&](const StockRange& range) {
        return std::tuple(std::abs(range.margin - usual_margin(volume)),
                          std::abs((nearest(range) - expected_stock).count()));
    });
    return Pair{best.margin, nearest(best), best.most - best.least};
}

std::string to_text(const PriceBelief& belief) {
    std::string text;
    for (const StockRange& range : belief.ranges()) {
        if (!text.empty()) text += ", ";
        text += fmt::format("{} {} {}", range.margin, range.least, range.most);
    }
    return text;
}

core::Result<PriceBelief> parse_price_belief(std::string_view text) {
    std::vector<std::int64_t> numbers;
    const char* at = text.data();
    const char* const end = text.data() + text.size();
    while (at != end) {
        if (*at == ' ' || *at == ',') {
            ++at;
            continue;
        }
        const auto [next, problem] = std::from_chars(at, end, numbers.emplace_back());
        if (problem != std::errc()) break;
        at = next;
    }
    if (at != end || numbers.size() % 3 != 0) {
        return core::Error{
            core::ErrorCode::kInvalidArgument,
            fmt::format("\"{}\" is not a list of margins with their least and most stock", text)};
    }
    std::vector<StockRange> ranges;
    for (std::size_t i = 0; i < numbers.size(); i += 3) {
        ranges.push_back({numbers[i], Units(numbers[i + 1]), Units(numbers[i + 2])});
    }
    return PriceBelief(std::move(ranges));
}

}  // namespace argosy::model
