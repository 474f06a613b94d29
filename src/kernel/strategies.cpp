#include "kernel/strategies.h"

#include <fmt/format.h>

#include "trading/greedy.h"

namespace argosy::kernel {
namespace {

using trading::Parameters;

std::unique_ptr<trading::Strategy> make_greedy(Parameters& parameters) {
    trading::GreedySettings settings;
    settings.min_margin_bp = parameters.get("min_margin_bp", settings.min_margin_bp);
    settings.whole_hold = parameters.get("whole_hold", settings.whole_hold ? 1 : 0) != 0;
    return std::make_unique<trading::Greedy>(settings);
}

}  // namespace

core::Result<std::unique_ptr<trading::Strategy>> make_strategy(const trading::StrategySpec& spec) {
    using Maker = std::unique_ptr<trading::Strategy> (*)(Parameters&);
    static const std::map<std::string, Maker> kMakers{{"greedy-arbitrage", &make_greedy}};
    const auto maker = kMakers.find(spec.name);
    if (maker == kMakers.end()) {
        std::string names;
        for (const auto& [name, make] : kMakers)
            names += (names.empty() ? "" : ", ") + name;
        return core::Error{
            core::ErrorCode::kInvalidArgument,
            fmt::format("there is no strategy \"{}\", expected one of {}", spec.name, names)};
    }
    Parameters parameters(spec);
    auto made = maker->second(parameters);
    ARGOSY_CHECK(parameters.all_known());
    return made;
}

}  // namespace argosy::kernel
