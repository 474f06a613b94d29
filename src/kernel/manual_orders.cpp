#include "kernel/manual_orders.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/commit.h"

namespace argosy::kernel {
namespace {

using core::Error;
using core::ErrorCode;
using model::ShipSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;

const TradeSymbol kFuel("FUEL");
const ledger::Purpose kTrade{ledger::Category::kCargoTrade, {}, {}, {}};
const ledger::Purpose kFlight{ledger::Category::kRefuel, {}, {}, {}};

/// Notes every tranche that is booked.
fleet::WithTranche noting(ManualTrade& trade) {
    return [&trade](store::Transaction&, core::Units units, core::Credits total) {
        trade.tranches.push_back({units, total});
    };
}

/// Completes what was noted, or the error that ended it with what had happened until then.
Result<ManualTrade> conclude(ManualTrade trade, Result<fleet::Traded> traded) {
    for (const ManualTrade::Tranche& tranche : trade.tranches) {
        trade.units += tranche.units;
        trade.total += tranche.total;
    }
    if (traded) return trade;
    Error error = std::move(traded).error();
    if (trade.units.count() > 0) {
        error.message +=
            fmt::format("; {} units for {} credits went through before", trade.units, trade.total);
    }
    return error;
}

}  // namespace

ManualOrders::ManualOrders(fleet::Fleet& fleet,
                           std::function<std::string(const ShipSymbol&)> who_has)
    : fleet_(fleet), who_has_(std::move(who_has)) {}

Task<void> ManualOrders::open() {
    for (const auto& [ship, owner] : fleet_.claims.all()) {
        const bool unfinished = owner == kUnderOrder;
        const bool gone = owner == kHeld && fleet_.ships.find(ship) == nullptr;
        if (unfinished || gone) co_await end(ship, "");
    }
}

bool ManualOrders::has(const ShipSymbol& ship) const {
    const std::string& owner = fleet_.claims.owner_of(ship);
    return owner == kUnderOrder || owner == kHeld;
}

const ManualOrder* ManualOrders::latest(const ShipSymbol& ship) const {
    const auto found = orders_.find(ship);
    return found == orders_.end() ? nullptr : &found->second;
}

bool ManualOrders::under_way(const ShipSymbol& ship) const {
    const ManualOrder* order = latest(ship);
    return order != nullptr && !order->ended_at;
}

std::string ManualOrders::doing(const ShipSymbol& ship) const {
    if (under_way(ship)) {
        const std::string& waiting = fleet_.helm.waiting_for(ship);
        return fmt::format("{} by the player's order{}{}", latest(ship)->what,
                           waiting.empty() ? "" : ", ", waiting);
    }
    return fmt::format("idle: held for the player's orders until `spacetraders ship release {}`",
                       ship);
}

Result<void> ManualOrders::check_free(const ShipSymbol& ship) const {
    if (fleet_.ships.find(ship) == nullptr) {
        return Error{ErrorCode::kNotFound,
                     fmt::format("there is no ship {}: see `spacetraders ship list`", ship)};
    }
    if (under_way(ship)) {
        return Error{ErrorCode::kRejected, fmt::format("{} is {} by an order: wait for its end",
                                                       ship, latest(ship)->what)};
    }
    const bool works = !fleet_.claims.owner_of(ship).empty() && !has(ship);
    if (works) {
        return Error{ErrorCode::kRejected, fmt::format("{} is not idle: {}", ship, who_has_(ship))};
    }
    return {};
}

Result<void> ManualOrders::check_at_rest(const ShipSymbol& ship) const {
    ARGOSY_CHECK(check_free(ship));
    const model::Nav& nav = fleet_.ships.at(ship).nav;
    const core::TimePoint now = fleet_.runtime.now();
    if (model::status_at(nav, now) != model::NavStatus::kInTransit) return {};
    return Error{ErrorCode::kRejected,
                 fmt::format("{} is under way to {} and arrives in {}", ship, nav.waypoint,
                             core::format_duration(nav.route.arrival - now))};
}

// The claim and the order are one step: nothing else runs before both are known here.
Task<Result<void>> ManualOrders::take(ShipSymbol ship, std::string what) {
    ARGOSY_CO_CHECK(check_free(ship));
    orders_[ship] = ManualOrder{std::move(what), fleet_.runtime.now(), std::nullopt, ""};
    if (!fleet_.claims.owner_of(ship).empty()) co_return Result<void>();
    store::Transaction transaction;
    fleet_.claims.claim(ship, kUnderOrder, transaction);
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
    co_return Result<void>();
}

Task<void> ManualOrders::end(ShipSymbol ship, std::string failure) {
    if (const auto order = orders_.find(ship); order != orders_.end()) {
        order->second.ended_at = fleet_.runtime.now();
        order->second.failure = std::move(failure);
    }
    const model::Ship* known = fleet_.ships.find(ship);
    const bool laden = known != nullptr && !known->cargo.items.empty();
    const std::string owner = fleet_.claims.owner_of(ship);
    if (owner == kHeld && known != nullptr) co_return;
    store::Transaction transaction;
    if (laden) {
        fleet_.claims.transfer(ship, owner, kHeld, transaction);
    } else {
        fleet_.claims.release(ship, owner, transaction);
    }
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
    if (!laden && on_release_) on_release_();
}

template <class Value>
Task<Result<Value>> ManualOrders::at_rest(ShipSymbol ship, std::string what,
                                          Task<Result<Value>> work) {
    ARGOSY_CO_CHECK(check_at_rest(ship));
    ARGOSY_CO_CHECK(co_await take(ship, std::move(what)));
    Result<Value> done = co_await std::move(work);
    co_await end(ship, done ? std::string() : done.error().message);
    co_return done;
}

Task<Result<Voyage>> ManualOrders::navigate(ShipSymbol ship, WaypointSymbol destination) {
    ARGOSY_CO_CHECK(check_free(ship));
    Voyage voyage;
    ARGOSY_CO_TRY(voyage.plan, co_await fleet_.helm.survey(ship, destination));
    ARGOSY_CO_CHECK(co_await take(ship, fmt::format("flying to {}", destination)));
    const core::TimePoint arrives = fleet_.ships.at(ship).nav.route.arrival;
    voyage.arrival = std::max(fleet_.runtime.now(), arrives) + voyage.plan.time;
    fleet_.runtime.spawn(fly(ship, destination));
    co_return voyage;
}

Task<void> ManualOrders::fly(ShipSymbol ship, WaypointSymbol destination) {
    const auto flown = co_await fleet_.helm.go(ship, destination, kFlight);
    if (!flown) {
        fleet_.runtime.log.warning(
            "kernel", "voyage_failed",
            {{"ship", ship}, {"destination", destination}, {"reason", flown.error().message}});
    }
    co_await end(ship, flown ? std::string() : flown.error().message);
}

Task<Result<void>> ManualOrders::dock(ShipSymbol ship) {
    co_return co_await at_rest(ship, "docking", fleet_.helm.dock(ship));
}

Task<Result<void>> ManualOrders::orbit(ShipSymbol ship) {
    co_return co_await at_rest(ship, "leaving its dock", fleet_.helm.enter_orbit(ship));
}

Task<Result<game::RefuelReceipt>> ManualOrders::refuel(ShipSymbol ship) {
    co_return co_await at_rest(ship, "refuelling", look_and_refuel(ship));
}

Task<Result<game::RefuelReceipt>> ManualOrders::look_and_refuel(ShipSymbol ship) {
    ARGOSY_CO_TRY(const market::Listing* const fuel, co_await look_for(ship, kFuel));
    (void)fuel;
    co_return co_await fleet_.helm.refuel(ship, kFlight);
}

// Prices move between a player's glance and the order: what is traded on is looked at first.
Task<Result<const market::Listing*>> ManualOrders::look_for(ShipSymbol ship, TradeSymbol good) {
    const WaypointSymbol here = fleet_.ships.at(ship).nav.waypoint;
    const model::Waypoint* place = fleet_.chart.find(here);
    if (place != nullptr && !place->has_trait("MARKETPLACE")) {
        co_return Error{ErrorCode::kRejected, fmt::format("there is no market at {}", here)};
    }
    ARGOSY_CO_CHECK(co_await fleet_.helm.look(ship));
    const market::Listing* listing = fleet_.markets.find(here, good);
    if (listing == nullptr) {
        co_return Error{ErrorCode::kNotFound,
                        fmt::format("{} does not trade {}: `spacetraders market find {}` lists who "
                                    "does",
                                    here, good, good)};
    }
    co_return listing;
}

Task<Result<ManualTrade>> ManualOrders::buy(ShipSymbol ship, TradeSymbol good, core::Units units,
                                            core::Ask limit) {
    co_return co_await at_rest(ship, fmt::format("buying {}", good),
                               look_and_buy(ship, good, units, limit));
}

Task<Result<ManualTrade>> ManualOrders::look_and_buy(ShipSymbol ship, TradeSymbol good,
                                                     core::Units units, core::Ask limit) {
    ARGOSY_CO_TRY(const market::Listing* const seen, co_await look_for(ship, good));
    ManualTrade trade{.market = seen->market};
    const core::Units hold = fleet_.ships.at(ship).cargo.free();
    auto bought = co_await fleet_.helm.buy(ship, good, units, limit, kTrade, noting(trade));
    ARGOSY_CO_TRY(trade, conclude(std::move(trade), std::move(bought)));
    if (trade.units == units) co_return trade;

    const market::Listing* now = fleet_.markets.find(trade.market, good);
    const bool too_dear = now != nullptr && now->ask > limit;
    const bool full = trade.units == hold;
    trade.cut_short = full ? fmt::format("the hold has no more room than {} units", hold)
                      : too_dear
                          ? fmt::format("the ask is {}, above the limit of {}", now->ask, limit)
                          : fmt::format(
                                "the next tranche would cost more than the {} credits that can be "
                                "spent",
                                fleet_.ledger.available());
    if (trade.units.count() > 0) co_return trade;
    const auto code = full       ? ErrorCode::kCargoFull
                      : too_dear ? ErrorCode::kRejected
                                 : ErrorCode::kInsufficientCredits;
    co_return Error{code, fmt::format("{} bought no {}: {}", ship, good, trade.cut_short)};
}

Task<Result<ManualTrade>> ManualOrders::sell(ShipSymbol ship, TradeSymbol good,
                                             std::optional<core::Units> units, core::Bid limit) {
    ARGOSY_CO_CHECK(check_at_rest(ship));
    const core::Units aboard = fleet_.ships.at(ship).cargo.of(good);
    if (aboard < units.value_or(core::Units(1))) {
        co_return Error{ErrorCode::kRejected,
                        fmt::format("{} holds {} units of {}", ship, aboard, good)};
    }
    co_return co_await at_rest(ship, fmt::format("selling {}", good),
                               look_and_sell(ship, good, units.value_or(aboard), limit));
}

Task<Result<ManualTrade>> ManualOrders::look_and_sell(ShipSymbol ship, TradeSymbol good,
                                                      core::Units units, core::Bid limit) {
    ARGOSY_CO_TRY(const market::Listing* const seen, co_await look_for(ship, good));
    ManualTrade trade{.market = seen->market};
    auto sold = co_await fleet_.helm.sell(ship, good, units, limit, kTrade, noting(trade));
    ARGOSY_CO_TRY(trade, conclude(std::move(trade), std::move(sold)));
    if (trade.units == units) co_return trade;

    const market::Listing* now = fleet_.markets.find(trade.market, good);
    trade.cut_short = now == nullptr
                          ? fmt::format("{} does not trade {} any more", trade.market, good)
                          : fmt::format("the bid is {}, below the limit of {}", now->bid, limit);
    if (trade.units.count() > 0) co_return trade;
    co_return Error{ErrorCode::kRejected,
                    fmt::format("{} sold no {}: {}", ship, good, trade.cut_short)};
}

Task<Result<void>> ManualOrders::hold(ShipSymbol ship) {
    ARGOSY_CO_CHECK(check_free(ship));
    if (has(ship)) co_return Result<void>();
    store::Transaction transaction;
    fleet_.claims.claim(ship, kHeld, transaction);
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
    co_return Result<void>();
}

Task<Result<void>> ManualOrders::release(ShipSymbol ship) {
    ARGOSY_CO_CHECK(check_free(ship));
    if (!has(ship)) {
        co_return Error{ErrorCode::kRejected,
                        fmt::format("{} is idle and not held for your orders", ship)};
    }
    store::Transaction transaction;
    fleet_.claims.release(ship, kHeld, transaction);
    co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
    if (on_release_) on_release_();
    co_return Result<void>();
}

}  // namespace argosy::kernel
