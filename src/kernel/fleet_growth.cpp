#include "kernel/fleet_growth.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "trading/arbitrage_coordinator.h"

namespace argosy::kernel {
namespace {

// Rows of the ledger that are asked for: nobody buys so many ships in one operation.
constexpr std::int64_t kMostPurchases = 1'000;

}  // namespace

const model::ShipType FleetGrowth::kHull("SHIP_LIGHT_HAULER");

std::optional<core::Duration> GrowthView::pays_back_in() const {
    if (worth.credits_an_hour <= 0) return std::nullopt;
    const double needed = double(price.count()) / worth.credits_an_hour * 3'600'000;
    constexpr double kNever = 1e13;
    if (needed > kNever) return std::nullopt;
    return core::Duration(std::llround(needed));
}

core::Credits GrowthView::most_to_pay() const {
    const double back = worth.credits_an_hour * double(time_left.count()) / 3'600'000;
    return std::min(core::Credits(std::llround(back)), to_spend - working_capital);
}

std::string GrowthView::why_not() const {
    if (most == 0) return "it may buy none: `arbitrage start --buy-ships` says how many";
    if (bought >= most) return fmt::format("it has bought the {} that it may", most);
    if (!worth.is_known()) {
        return fmt::format("the fleet as it is has been seen for {} of {}",
                           core::format_duration(worth.seen),
                           core::format_duration(trading::HullMeter::kWindow));
    }
    const auto back = pays_back_in();
    if (!back) return "the strategy expects nothing of another ship";
    if (*back > time_left) {
        return fmt::format("it would pay back in {}, and {} are left", core::format_duration(*back),
                           core::format_duration(time_left));
    }
    if (price > to_spend - working_capital) {
        return fmt::format("it costs {}, and of {} that may be spent {} are for cargo", price,
                           to_spend, working_capital);
    }
    return "";
}

Task<Result<void>> FleetGrowth::begin(core::OperationId operation, core::TimePoint started,
                                      GrowthTerms terms) {
    operation_ = operation;
    started_ = started;
    terms_ = terms;
    bought_ = 0;
    is_settled_ = terms.most == 0;
    refused_.clear();
    if (terms.most == 0) co_return Result<void>();
    co_return co_await count_bought();
}

Task<Result<void>> FleetGrowth::count_bought() {
    const ledger::Filter own{.type = ledger::EntryType::kPurchaseShip, .operation = operation_};
    ARGOSY_CO_TRY(const std::vector<ledger::Entry> purchases,
                  co_await fleet_.ledger.list(own, kMostPurchases));
    bought_ = std::int64_t(purchases.size());
    co_return Result<void>();
}

core::Duration FleetGrowth::time_left() const {
    const core::TimePoint now = fleet_.runtime.now();
    const core::TimePoint until =
        terms_.within ? started_ + *terms_.within : now + settings_.horizon;
    return std::max(core::Duration(0), *fleet_.universe_end.or_sooner(until) - now);
}

// Ships under way have their cargo, or it is set aside: what is still needed are the holds of those
// that have none, and that of the new one. A hold costs what those under way do.
core::Credits FleetGrowth::working_capital() const {
    core::Credits aboard = fleet_.ledger.reserved();
    for (const ledger::Lot& lot : fleet_.ledger.lots().all())
        aboard += lot.cost;
    std::int64_t laden = 0;
    std::int64_t empty = 1;
    for (const auto& [symbol, ship] : fleet_.ships.all()) {
        if (!fleet::ShipRegistry::is_hauler(ship)) continue;
        (fleet_.claims.owner_of(symbol).empty() ? empty : laden) += 1;
    }
    const core::Credits hold(laden == 0 ? 0 : aboard.count() / laden);
    return std::max(hold, kLeastHold) * empty;
}

GrowthView FleetGrowth::view(trading::HullWorth worth) const {
    GrowthView view{.most = terms_.most,
                    .bought = bought_,
                    .worth = worth,
                    .price = kUsualPrice,
                    .time_left = time_left(),
                    .to_spend = fleet_.ledger.to_spend(operation_),
                    .working_capital = working_capital(),
                    .refused = refused_};
    const auto seen = purchases_.seen(kHull);
    if (seen && fleet_.runtime.now() - seen->at <= kPriceAge) {
        view.price = seen->ask * core::Units(1);
        view.price_was_seen = true;
    }
    return view;
}

// Others may have settled the purchase meanwhile, so the ledger is asked either way.
Task<Result<void>> FleetGrowth::settle_attempt() {
    const auto is_of_ship = [](const ledger::Intent& intent) {
        return intent.kind == ledger::IntentKind::kShipPurchase;
    };
    if (std::ranges::any_of(fleet_.ledger.open_intents(), is_of_ship)) {
        ARGOSY_CO_CHECK(co_await fleet_.ledger.settle_open_intents());
        if (std::ranges::any_of(fleet_.ledger.open_intents(), is_of_ship)) {
            co_return core::Error{core::ErrorCode::kOutcomeUnknown,
                                  "whether the last ship was bought is not known yet"};
        }
    }
    ARGOSY_CO_CHECK(co_await purchases_.take_in_last_bought());
    co_return co_await count_bought();
}

Task<void> FleetGrowth::attempt(trading::HullWorth worth, std::function<bool()> still_wanted) {
    core::Log& log = fleet_.runtime.log;
    // On the way money is spent and time passes.
    auto still_pays = [this, worth, still_wanted = std::move(still_wanted)] {
        return still_wanted() && view(worth).why_not().empty();
    };
    const auto bought =
        co_await purchases_.purchase(kHull, {},
                                     {.operation = operation_,
                                      .at_most = core::Ask(view(worth).most_to_pay().count()),
                                      .still_wanted = std::move(still_pays)});
    if (!bought) {
        is_settled_ = false;
        // It is tried again at every pass; that nobody is near a shipyard is told once.
        if (refused_ != bought.error().message)
            log.info("kernel", "hull_not_bought", {{"reason", bought.error().message}});
        refused_ = bought.error().message;
        co_return;
    }
    ++bought_;
    log.info("kernel", "hull_bought",
             {{"ship", bought->ship.symbol},
              {"price", bought->price},
              {"worth_an_hour", std::llround(worth.credits_an_hour)},
              {"all_at_work_percent", std::llround(worth.all_at_work * 100)}});
}

Task<bool> FleetGrowth::grow(trading::HullWorth worth, std::function<bool()> still_wanted) {
    if (buying_ || operation_.empty()) co_return false;
    if (is_settled_ && !view(worth).why_not().empty()) co_return false;
    buying_ = true;
    const std::int64_t before = bought_;
    if (!is_settled_) {
        const auto settled = co_await settle_attempt();
        is_settled_ = settled.ok();
        if (!settled) refused_ = settled.error().message;
    }
    if (is_settled_ && bought_ == before && view(worth).why_not().empty())
        co_await attempt(worth, std::move(still_wanted));
    const bool has_grown = bought_ > before;
    if (has_grown) refused_.clear();
    // The next one is not thought of before the fleet is watched with this one in it.
    if (has_grown)
        co_await fleet_.runtime.clock.sleep_for(2 * trading::ArbitrageCoordinator::kWatchInterval);
    buying_ = false;
    co_return has_grown;
}

}  // namespace argosy::kernel
