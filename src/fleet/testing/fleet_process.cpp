#include "fleet/testing/fleet_process.h"

namespace argosy::fleet::testing {

model::WaypointSymbol at(std::string_view name) {
    return model::WaypointSymbol(fmt::format("{}-{}", kSystem, name));
}

model::PriceState priced(std::string_view good, model::TradeType type, std::int64_t volume,
                         std::int64_t stock) {
    // Margins are drawn around this one, so inference settles on it where several are possible.
    constexpr std::int64_t kUsualMargin = 8;
    const auto base = model::base_price(model::TradeSymbol(good));
    EXPECT_TRUE(base.has_value()) << good;
    return {type, base.value_or(1), kUsualMargin, core::Units(volume), core::Units(stock)};
}

Goods goods_of(const std::vector<std::pair<std::string_view, model::PriceState>>& named) {
    Goods goods;
    for (const auto& [name, state] : named)
        goods.emplace(model::TradeSymbol(name), state);
    return goods;
}

FleetProcess::FleetProcess(Remains& remains, std::uint64_t seed)
    : Process(remains, {}, seed),
      markets(runtime, store, kPlayer),
      fleet(runtime, store, game, ledger, markets, kPlayer) {}

FleetProcess::~FleetProcess() {
    crash();
}

core::Task<core::Result<void>> FleetProcess::open() {
    ARGOSY_CO_CHECK(co_await ledger.open());
    ARGOSY_CO_CHECK(co_await markets.load());
    ARGOSY_CO_CHECK(co_await fleet.claims.load());
    ARGOSY_CO_CHECK(co_await ledger.settle_open_intents());
    ARGOSY_CO_CHECK(co_await fleet.ships.refresh());
    ARGOSY_CO_CHECK(co_await fleet.chart.learn(kSystem));
    fleet.helm.learn_fuel_stops();
    co_return core::Result<void>();
}

}  // namespace argosy::fleet::testing
