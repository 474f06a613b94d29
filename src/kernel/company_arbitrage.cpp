#include <fmt/format.h>

#include "kernel/company.h"
#include "kernel/strategies.h"

namespace argosy::kernel {

Task<Result<operations::Operation>> Company::start_arbitrage(ArbitrageRequest request) {
    ARGOSY_CO_CHECK(make_strategy(request.strategy));
    const std::int64_t within = request.growth.within.value_or(kLongestPayBack).count();
    if (within < 1 || within > kLongestPayBack.count()) {
        co_return core::Error{core::ErrorCode::kInvalidArgument,
                              fmt::format("the time to pay back was {} ms, expected 1 to {}",
                                          within, kLongestPayBack.count())};
    }
    const std::int64_t runs_for = request.runs_for.value_or(kLongestPayBack).count();
    if (runs_for < 1 || runs_for > kLongestPayBack.count()) {
        co_return core::Error{core::ErrorCode::kInvalidArgument,
                              fmt::format("the time to run was {} ms, expected 1 to {}", runs_for,
                                          kLongestPayBack.count())};
    }
    const bool is_abroad = !request.system.empty() && request.system != home_system();
    if (request.growth.most > 0 && is_abroad) {
        co_return core::Error{
            core::ErrorCode::kInvalidArgument,
            fmt::format("ships are bought in {} only, and trade would be in {}: leave out"
                        " --buy-ships",
                        home_system(), request.system)};
    }
    ARGOSY_CO_TRY(const model::SystemSymbol system, co_await check_system(request.system));
    co_return co_await supervisor_.start(std::string(kArbitrage),
                                         ArbitrageOperation::config_of(request, system));
}

Task<Result<operations::Operation>> Company::stop_arbitrage() {
    return stop_active(kArbitrage);
}

Result<trading::Reasons> Company::why_arbitrage(const trading::WhyQuery& query) {
    if (arbitrage_.coordinator() == nullptr) {
        // Only a strategy at work has a plan, and knows what is due to whom.
        return core::Error{core::ErrorCode::kNotFound,
                           "arbitrage does not run: start it with `spacetraders arbitrage start`"};
    }
    if (!query.ship.empty() && fleet_.ships.find(query.ship) == nullptr) {
        return core::Error{
            core::ErrorCode::kNotFound,
            fmt::format("no ship {}: `spacetraders ship list` shows those there are", query.ship)};
    }
    return arbitrage_.coordinator()->why(query);
}

Result<std::vector<trading::ScannedLane>> Company::scan_arbitrage(model::SystemSymbol system,
                                                                  const trading::ScanTerms& terms) {
    if (system.empty()) system = home_system();
    const auto markets = fleet_.chart.with_trait("MARKETPLACE", system);
    const bool seen = std::any_of(markets.begin(), markets.end(), [this](const auto& market) {
        return markets_.looked_at(market).has_value();
    });
    if (!seen) {
        return core::Error{
            core::ErrorCode::kNotFound,
            fmt::format("no market of {} has been looked at, so no lane is known: `spacetraders"
                        " scout start` sends ships to look",
                        system)};
    }
    trading::TradeDesk desk(fleet_, tasks_, core::OperationId(), system);
    return trading::scan_lanes(desk, terms);
}

}  // namespace argosy::kernel
