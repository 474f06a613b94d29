#include "kernel/idle_work.h"

namespace argosy::kernel {

using model::ShipSymbol;

Task<Result<void>> IdleWork::use(std::vector<ShipSymbol> idle,
                                 std::set<model::WaypointSymbol> awaited,
                                 core::OperationId operation, std::function<bool()> goes_on) {
    for (const ShipSymbol& ship : idle) {
        if (!goes_on()) co_return Result<void>();
        const model::Ship* known = fleet_.ships.find(ship);
        if (known == nullptr || !fleet_.claims.owner_of(ship).empty()) continue;
        if (known->cargo.items.empty()) continue;
        const model::TradeSymbol good = known->cargo.items.begin()->first;
        co_await runner_.liquidate(ship, good, operation);
    }
    if (!goes_on()) co_return Result<void>();
    co_await scout_.send(idle, awaited, operation);
    if (!goes_on()) co_return Result<void>();
    if (dispatch_.settings(operation).idle == hauls::Idle::kGoesAhead) {
        co_await positioner_.send(idle, operation);
    }
    co_return Result<void>();
}

Task<void> IdleWork::settle() {
    constexpr core::Duration kPause = std::chrono::seconds(5);
    while (scout_.spending() > 0 || positioner_.under_way() > 0)
        co_await fleet_.runtime.clock.sleep_for(kPause);
}

}  // namespace argosy::kernel
