#include "kernel/strategy_sweep.h"

#include <map>

namespace argosy::kernel {
namespace {

using trading::StrategySpec;

struct Grid {
    std::string parameter;
    std::vector<std::int64_t> values;
};

// The first of each is the strategy's own default. `serial` and `literal` are the requirements to
// the letter: they have nothing to choose. The floors reach above what earns most.
const std::map<std::string, std::vector<Grid>> kGrids{
    {"greedy-arbitrage",
     {{"min_margin_bp", {200, 2'500, 3'500, 4'500, 5'500, 6'500}}, {"whole_hold", {0, 1}}}},
    {"lanes",
     {{"lot_cap", {20, 60}}, {"cooldown_s", {300, 1'800, 5'400}}, {"park_below", {600, 12'000}}}},
    {"vrp", {{"window_s", {600, 1'200}}, {"min_profit", {1, 5'000}}, {"gates_above", {0, 1, 2}}}},
    {"manufacturing", {{"sale_margin_bp", {4'500, 3'000, 6'000}}, {"feed_margin_bp", {0, 1'000}}}},
};

}  // namespace

std::vector<StrategySpec> sweep_of(const std::string& strategy) {
    std::vector<StrategySpec> specs{{.name = strategy, .parameters = {}}};
    const auto grids = kGrids.find(strategy);
    if (grids == kGrids.end()) return specs;
    for (const Grid& grid : grids->second) {
        std::vector<StrategySpec> more;
        for (const StrategySpec& spec : specs) {
            for (const std::int64_t value : grid.values) {
                more.push_back(spec);
                more.back().parameters[grid.parameter] = value;
            }
        }
        specs = std::move(more);
    }
    return specs;
}

}  // namespace argosy::kernel
