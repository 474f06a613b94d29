#include "kernel/goods_trial.h"

#include <fmt/format.h>

#include <algorithm>

namespace argosy::kernel {
namespace {

using goods::AcquisitionMethod;
using goods::GoodsFactory;

// One for each market and more, so that every market is known as it is.
constexpr std::int64_t kProbes = 40;
constexpr core::Duration kScouting = std::chrono::hours(1);
constexpr core::Duration kLongest = std::chrono::hours(24 * 7);

core::Error failed(std::string message) {
    return {core::ErrorCode::kRejected, std::move(message)};
}

Result<void> empty_factories(VirtualWorld& world, const goods::ProductionTarget& target) {
    goods::ProductionTarget whole = target;
    if (whole.system.empty()) whole.system = world.company().home_system();
    ARGOSY_TRY(
        const goods::SupplyChainNode tree,
        goods::build_dependency_tree(whole, world.company().markets(), *goods::game_recipes(), {}));
    for (const goods::SupplyChainNode& node : tree.flatten()) {
        if (node.method != AcquisitionMethod::kFabricate) continue;
        const core::Units stock = world.truth().good(node.market, node.good).price.stock;
        if (stock != core::Units(0)) world.shock(node.market, node.good, -stock);
    }
    return {};
}

// Until every market that matters has been seen since, or for as long as that may take.
void look_again(VirtualWorld& world) {
    const core::TimePoint since = world.now();
    const core::TimePoint latest = since + kScouting;
    const market::MarketBook& markets = world.company().markets();
    const auto unseen = [&](const auto& market) {
        return markets.looked_at(market.first).value_or(since) <= since;
    };
    while (world.now() < latest && std::ranges::any_of(world.truth().markets(), unseen))
        world.run_for(std::chrono::minutes(1));
}

// A world whose markets have all been seen.
Result<std::unique_ptr<VirtualWorld>> scouted_world(const GoodsTrial& trial) {
    VirtualWorldOptions options{.seed = trial.seed,
                                .generated = trial.generated,
                                .haulers = trial.haulers,
                                .probes = kProbes,
                                .credits = core::Credits(10'000'000)};
    if (!trial.generated) options.scenario = trial.scenario;
    options.settings.goods.max_workers = trial.max_workers;
    ARGOSY_TRY(auto world, VirtualWorld::create(std::move(options)));
    ARGOSY_CHECK(world->call(world->company().start_scout()));
    world->run_for(kScouting);
    return world;
}

Result<void> wait_for_end(VirtualWorld& world, const goods::GoodsFactoryId& factory) {
    const core::TimePoint latest = world.now() + kLongest;
    while (world.company().goods().book().active().contains(factory)) {
        if (world.now() >= latest) {
            ARGOSY_TRY(const GoodsFactoryReport report,
                       world.call(world.company().goods().report(factory)));
            return failed(fmt::format("it did not end: {}", report.waits_for));
        }
        world.run_for(std::chrono::seconds(30));
    }
    return {};
}

}  // namespace

Result<GoodsFactory> run_trial(const GoodsTrial& trial) {
    ARGOSY_TRY(auto world, scouted_world(trial));
    if (trial.from_nothing) {
        ARGOSY_CHECK(empty_factories(*world, trial.target));
        look_again(*world);
    }
    // From here on the probes look where goods are awaited.
    ARGOSY_CHECK(world->call(world->company().stop_scout()));
    ARGOSY_TRY(const GoodsFactory asked, world->call(world->company().produce_goods(trial.target)));
    ARGOSY_CHECK(wait_for_end(*world, asked.id));
    ARGOSY_TRY(GoodsFactoryReport report, world->call(world->company().goods().report(asked.id)));
    ARGOSY_CHECK(world->call(world->company().audit()));
    const model::AgentSymbol agent = world->company().player().agent;
    if (world->errors() > 0) return failed("the run logged errors");
    if (world->company().ledger().balance() != world->truth().credits(agent)) {
        return failed("the ledger is not the game's");
    }
    return std::move(report.factory);
}

Result<std::vector<Prospect>> prospects(const GoodsTrial& trial) {
    ARGOSY_TRY(const auto world, scouted_world(trial));
    const market::MarketBook& markets = world->company().markets();
    std::vector<Prospect> found;
    for (const auto& [good, inputs] : *goods::game_recipes()) {
        goods::ProductionTarget target = trial.target;
        target.good = good;
        target.system = world->company().home_system();
        auto tree = goods::build_dependency_tree(target, markets, *goods::game_recipes(), {});
        if (tree) {
            if (auto priced = goods::check_priced(*tree, markets); !priced) tree = priced.error();
        }
        found.push_back({good, std::move(tree)});
    }
    return found;
}

}  // namespace argosy::kernel
