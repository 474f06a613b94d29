#include "kernel/ship_purchases.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "store/commit.h"

namespace argosy::kernel {

using model::ShipSymbol;
using model::WaypointSymbol;

std::optional<SeenAsk> ShipPurchases::seen(const model::ShipType& type) const {
    const auto found = seen_.find(type);
    return found == seen_.end() ? std::nullopt : std::optional(found->second);
}

Task<Result<std::vector<model::ShipType>>> ShipPurchases::types_at(WaypointSymbol shipyard) {
    const auto known = types_.find(shipyard);
    if (known != types_.end()) co_return known->second;
    ARGOSY_CO_TRY(const model::Shipyard seen, co_await fleet_.game.shipyard(shipyard));
    types_[shipyard] = seen.types;
    co_return seen.types;
}

Task<Result<WaypointSymbol>> ShipPurchases::find_shipyard(model::ShipType type) {
    std::set<model::ShipType> sold_here;
    std::optional<std::tuple<core::Duration, WaypointSymbol>> nearest;
    for (const WaypointSymbol& yard : fleet_.chart.with_trait("SHIPYARD", home_)) {
        ARGOSY_CO_TRY(const std::vector<model::ShipType> types, co_await types_at(yard));
        sold_here.insert(types.begin(), types.end());
        if (std::find(types.begin(), types.end(), type) == types.end()) continue;
        const auto visit = soonest_visit(yard);
        const std::tuple candidate(visit ? visit->time : core::Duration::max(), yard);
        if (!nearest || candidate < *nearest) nearest = candidate;
    }
    if (nearest) co_return std::get<WaypointSymbol>(*nearest);
    co_return core::Error{core::ErrorCode::kNotFound,
                          fmt::format("no shipyard in {} sells {}: expected one of {}", home_, type,
                                      fmt::join(sold_here, ", "))};
}

// Any ship of ours at the yard will do, even a busy one; else the idle ship that is there soonest.
std::optional<ShipPurchases::Visit> ShipPurchases::soonest_visit(const WaypointSymbol& waypoint) {
    const core::TimePoint now = fleet_.runtime.now();
    std::optional<Visit> soonest;
    for (const auto& [symbol, ship] : fleet_.ships.all()) {
        const bool there = ship.nav.waypoint == waypoint &&
                           model::status_at(ship.nav, now) != model::NavStatus::kInTransit;
        if (there) return Visit{symbol, core::Duration(0)};
        if (!fleet_.claims.owner_of(symbol).empty()) continue;
        const fleet::RoutePlan* way = fleet_.routes.find(ship, ship.nav.waypoint, waypoint);
        if (way == nullptr) continue;
        if (!soonest || way->time < soonest->time) soonest = Visit{symbol, way->time};
    }
    return soonest;
}

Task<Result<game::ShipReceipt>> ShipPurchases::purchase(model::ShipType type,
                                                        WaypointSymbol shipyard,
                                                        PurchaseTerms terms) {
    ARGOSY_CO_TRY(const bool taken_in, co_await take_in_last_bought());
    if (taken_in) {
        co_return core::Error{core::ErrorCode::kConflict,
                              "the ship asked for before was bought, though its answer was lost, "
                              "and is known now: nothing was bought"};
    }
    if (shipyard.empty()) {
        ARGOSY_CO_TRY(shipyard, co_await find_shipyard(type));
    }
    if (fleet_.chart.find(shipyard) == nullptr) {
        co_return core::Error{core::ErrorCode::kNotFound,
                              fmt::format("waypoint {} is not charted", shipyard)};
    }
    const auto visit = soonest_visit(shipyard);
    if (!visit) {
        co_return core::Error{core::ErrorCode::kRejected,
                              fmt::format("no idle ship can go to {} to see its prices: stop "
                                          "manufacturing, or try again when a ship is idle",
                                          shipyard)};
    }
    const ShipSymbol visitor = visit->ship;
    const bool claimed = fleet_.claims.owner_of(visitor).empty();
    if (claimed) {
        store::Transaction transaction;
        fleet_.claims.claim(visitor, kOwner, transaction);
        co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
    }
    auto bought = co_await visit_and_buy(visitor, type, shipyard, std::move(terms));
    if (claimed) {
        store::Transaction transaction;
        fleet_.claims.release(visitor, kOwner, transaction);
        co_await store::commit_or_abort(fleet_.store, fleet_.runtime.log, std::move(transaction));
    }
    co_return bought;
}

// A ship that is there already is left where it is, whoever's it is.
Task<Result<game::ShipReceipt>> ShipPurchases::visit_and_buy(ShipSymbol visitor,
                                                             model::ShipType type,
                                                             WaypointSymbol shipyard,
                                                             PurchaseTerms terms) {
    const ledger::Purpose fuel{ledger::Category::kRefuel, terms.operation, {}, {}};
    ARGOSY_CO_CHECK(co_await fleet_.helm.go(visitor, shipyard, fuel));
    ARGOSY_CO_TRY(const model::Shipyard yard, co_await fleet_.game.shipyard(shipyard));
    if (!yard.listings) {
        co_return core::Error{
            core::ErrorCode::kRejected,
            fmt::format("{} shows no prices: no ship of ours is there", shipyard)};
    }
    for (const model::ShipyardListing& listing : *yard.listings)
        seen_.insert_or_assign(listing.type, SeenAsk{listing.ask, fleet_.runtime.now()});
    for (const model::ShipyardListing& listing : *yard.listings) {
        if (listing.type != type) continue;
        if (terms.at_most && listing.ask > *terms.at_most) {
            co_return core::Error{core::ErrorCode::kRejected,
                                  fmt::format("{} costs {} at {}, expected {} at most", type,
                                              listing.ask, shipyard, *terms.at_most)};
        }
        if (terms.still_wanted && !terms.still_wanted()) {
            co_return core::Error{core::ErrorCode::kRejected,
                                  fmt::format("{} is not wanted any more", type)};
        }
        const ledger::Purpose purpose{ledger::Category::kShipPurchase, terms.operation, {}, {}};
        auto bought = co_await fleet_.ledger.purchase_ship(
            type, shipyard, listing.ask, purpose,
            [this](store::Transaction& transaction, const game::ShipReceipt& receipt) {
                fleet_.ships.add(receipt.ship, receipt.price, transaction);
            });
        if (!bought && bought.error().code == core::ErrorCode::kConflict) {
            ARGOSY_CO_CHECK(co_await take_in_last_bought());
        }
        co_return bought;
    }
    co_return core::Error{core::ErrorCode::kNotFound,
                          fmt::format("{} does not sell {}", shipyard, type)};
}

Task<Result<bool>> ShipPurchases::take_in_last_bought() {
    const ledger::Filter purchases{.type = ledger::EntryType::kPurchaseShip};
    ARGOSY_CO_TRY(const std::vector<ledger::Entry> last, co_await fleet_.ledger.list(purchases, 1));
    if (last.empty() || last.front().ship.empty()) co_return false;
    const ShipSymbol symbol = last.front().ship;
    if (fleet_.ships.find(symbol) != nullptr) co_return false;
    auto ship = co_await fleet_.game.ship(symbol);
    // It was ours, and is gone.
    if (!ship && ship.error().code == core::ErrorCode::kNotFound) co_return false;
    if (!ship) co_return std::move(ship).error();
    store::Transaction transaction;
    fleet_.ships.add(*std::move(ship), -last.front().amount, transaction);
    ARGOSY_CO_CHECK(co_await fleet_.store.commit(std::move(transaction)));
    co_return true;
}

}  // namespace argosy::kernel
