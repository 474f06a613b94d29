#include "ledger/spend_gate.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/assert.h"

namespace argosy::ledger {

using core::Credits;
using core::Error;
using core::ErrorCode;
using core::OperationId;
using core::Result;

std::string described(const Intent& intent) {
    const bool a_ship = intent.kind == IntentKind::kShipPurchase;
    return fmt::format("{} of {} {} at {}", to_string(intent.kind), intent.units,
                       a_ship ? intent.ship_type.str() : intent.good.str(), intent.waypoint);
}

namespace {

Credits quoted_of(const Intent& intent) {
    return Credits(intent.unit_price * intent.units.count());
}

}  // namespace

void SpendGate::open(Credits balance) {
    balance_ = balance;
    open_ = true;
}

void SpendGate::correct(Credits difference) {
    balance_ += difference;
}

void SpendGate::doubt(std::string reason) {
    if (!doubt_) doubt_ = Doubt{std::move(reason), std::nullopt};
}

void SpendGate::seen(Credits game_credits) {
    if (doubt_) doubt_->seen = game_credits;
}

Credits SpendGate::slip_of(Credits quoted, std::int64_t times) const {
    return Credits((quoted.count() * settings_.price_slip_percent * times + 99) / 100);
}

Credits SpendGate::worst_of(Credits quoted) const {
    return quoted + slip_of(quoted, 1);
}

Credits SpendGate::crowding(const Place& place, Credits quoted) const {
    Credits more;
    std::int64_t others = 0;
    for (const auto& [id, open] : intents_) {
        if (open.place != place) continue;
        ++others;
        more += slip_of(open.quoted, open.others + 1) - slip_of(open.quoted, open.others);
    }
    return more + slip_of(quoted, others);
}

Credits SpendGate::quotable(Credits room) const {
    if (room <= Credits(0)) return Credits(0);
    return Credits(room.count() * 100 / (100 + settings_.price_slip_percent));
}

// In doubt the lesser of the two figures counts.
Credits SpendGate::spendable_balance() const {
    return doubt_ && doubt_->seen ? std::min(balance_, *doubt_->seen) : balance_;
}

// What a purchase may spend that has `own` of the earmarked credits to itself.
Credits SpendGate::room(Credits own) const {
    return spendable_balance() - in_flight_ - (earmarked_ - own) - settings_.floor;
}

std::optional<Credits> SpendGate::budget_left(const OperationId& operation) const {
    const auto found = operations_.find(operation);
    if (found == operations_.end() || !found->second.budget) return std::nullopt;
    const OperationMoney& money = found->second;
    return *money.budget - money.invested - money.reserved;
}

Credits SpendGate::available(const OperationId& operation, const EarmarkId& earmark) const {
    const Credits own = earmarked(earmark);
    const auto left = budget_left(operation);
    return left ? std::min(room(own), *left + own) : room(own);
}

Result<void> SpendGate::check_known(const std::string& what) const {
    if (!open_) {
        return Error{ErrorCode::kUnavailable,
                     fmt::format("{} must wait: the ledger has not been opened", what)};
    }
    if (doubt_ && !doubt_->seen) {
        return Error{ErrorCode::kUnavailable,
                     fmt::format("{} must wait: the balance is in doubt ({}). An answer of the "
                                 "game on the agent's credits would unblock it",
                                 what, doubt_->reason)};
    }
    return {};
}

Result<void> SpendGate::check(const std::string& what, Credits worst, Credits own,
                              const OperationId& operation) const {
    ARGOSY_CHECK(check_known(what));
    const Credits spendable = room(own);
    if (worst > spendable) {
        return Error{
            ErrorCode::kInsufficientCredits,
            fmt::format("{} may cost {} credits, and {} can be spent: balance {}, less {} reserved "
                        "by {} open intents and {} earmarked for others, less a floor of {}. Sales "
                        "of {} credits, or a lower floor, would unblock it",
                        what, worst, spendable, spendable_balance(), in_flight_, intents_.size(),
                        earmarked_ - own, settings_.floor, worst - spendable)};
    }
    const auto left = budget_left(operation);
    if (left && worst > *left + own) {
        const OperationMoney& money = operations_.at(operation);
        return Error{
            ErrorCode::kInsufficientCredits,
            fmt::format("{} may cost {} credits, and {} may invest {} more: a budget of {}, less "
                        "{} invested and {} reserved. Sales of {} credits by it, or a budget of "
                        "{}, would unblock it",
                        what, worst, operation, *left + own, *money.budget, money.invested,
                        money.reserved - own, worst - *left - own,
                        *money.budget + worst - *left - own)};
    }
    return {};
}

Result<void> SpendGate::check_fuel(const std::string& what, Credits worst) const {
    const Credits spendable = for_fuel();
    if (open_ && worst <= spendable) return {};
    if (!open_) return check_known(what);
    return Error{ErrorCode::kInsufficientCredits,
                 fmt::format("{} may cost {} credits, and {} can be spent: balance {}, less {} "
                             "reserved by {} open intents. Sales of {} credits would unblock it",
                             what, worst, spendable, balance_, in_flight_, intents_.size(),
                             worst - spendable)};
}

void SpendGate::change_earmark(Earmark& earmark, Credits by) {
    earmark.left += by;
    earmarked_ += by;
    operations_[earmark.operation].reserved += by;
}

void SpendGate::take(const Intent& intent) {
    Reservation taken{.operation = intent.purpose.operation, .earmark = intent.purpose.earmark};
    if (intent.kind != IntentKind::kSell) {
        taken.worst = worst_of(quoted_of(intent));
    }
    const auto earmark = earmarks_.find(taken.earmark);
    if (earmark != earmarks_.end() && intent.kind != IntentKind::kRefuel) {
        taken.drawn = std::min(taken.worst, earmark->second.left);
        change_earmark(earmark->second, -taken.drawn);
    }
    if (intent.kind == IntentKind::kPurchase) {
        taken.place = {intent.waypoint, intent.good};
        taken.quoted = quoted_of(intent);
        in_flight_ += crowding(taken.place, taken.quoted);
        for (auto& [id, open] : intents_) {
            if (open.place != taken.place) continue;
            ++open.others;
            ++taken.others;
        }
    }
    in_flight_ += taken.worst;
    operations_[taken.operation].reserved += taken.worst;
    intents_.emplace(intent.id, std::move(taken));
}

Result<void> SpendGate::admit(const Intent& intent) {
    const Credits worst =
        worst_of(quoted_of(intent)) + crowding({intent.waypoint, intent.good}, quoted_of(intent));
    if (intent.kind == IntentKind::kRefuel) {
        ARGOSY_CHECK(check_fuel(described(intent), worst));
    } else if (intent.kind != IntentKind::kSell) {
        ARGOSY_CHECK(check(described(intent), worst, earmarked(intent.purpose.earmark),
                           intent.purpose.operation));
    }
    take(intent);
    return {};
}

void SpendGate::readmit(const Intent& intent) {
    take(intent);
}

SpendGate::Reservation SpendGate::give_back(const core::IntentId& intent, Credits paid) {
    const auto found = intents_.find(intent);
    ARGOSY_ASSERT(found != intents_.end());
    const Reservation ended = found->second;
    intents_.erase(found);
    in_flight_ -= ended.worst + slip_of(ended.quoted, ended.others);
    operations_[ended.operation].reserved -= ended.worst;
    const auto earmark = earmarks_.find(ended.earmark);
    if (earmark != earmarks_.end()) {
        change_earmark(earmark->second, std::max(Credits(0), ended.drawn - paid));
    }
    return ended;
}

void SpendGate::settle(const core::IntentId& intent, Credits amount) {
    const Reservation ended = give_back(intent, -amount);
    balance_ += amount;
    operations_[ended.operation].invested -= amount;
    // What was seen may hold a sale already: only what was paid is certain to be gone.
    if (doubt_ && doubt_->seen && amount < Credits(0)) *doubt_->seen += amount;
}

void SpendGate::abandon(const core::IntentId& intent) {
    give_back(intent, Credits(0));
}

Result<void> SpendGate::earmark(const EarmarkId& id, const OperationId& operation, Credits quoted) {
    const Credits worst = worst_of(quoted);
    const std::string what = fmt::format("setting credits aside for {}", id);
    ARGOSY_CHECK(check(what, worst, earmarked(id), operation));
    release(id);
    restore(id, operation, worst);
    return {};
}

void SpendGate::restore(const EarmarkId& id, const OperationId& operation, Credits left) {
    const auto added = earmarks_.emplace(id, Earmark{operation, Credits(0)});
    change_earmark(added.first->second, left);
}

void SpendGate::release(const EarmarkId& id) {
    const auto found = earmarks_.find(id);
    if (found == earmarks_.end()) return;
    change_earmark(found->second, -found->second.left);
    earmarks_.erase(found);
}

Credits SpendGate::earmarked(const EarmarkId& id) const {
    const auto found = earmarks_.find(id);
    return found == earmarks_.end() ? Credits(0) : found->second.left;
}

std::optional<Credits> SpendGate::left_after(const Intent& intent, Credits amount) const {
    const auto found = intents_.find(intent.id);
    if (found == intents_.end() || found->second.drawn == Credits(0)) return std::nullopt;
    const auto earmark = earmarks_.find(found->second.earmark);
    if (earmark == earmarks_.end()) return std::nullopt;
    return earmark->second.left + std::max(Credits(0), found->second.drawn + amount);
}

void SpendGate::invested(const OperationId& operation, Credits net_paid) {
    operations_[operation].invested = net_paid;
}

void SpendGate::set_budget(const OperationId& operation, std::optional<Credits> budget) {
    operations_[operation].budget = budget;
}

std::optional<std::string> SpendGate::why_blocked(const OperationId& operation) const {
    const Result<void> known = check_known("buying");
    if (!known) return known.error().message;
    const Credits treasury = spendable_balance();
    if (treasury <= settings_.floor) {
        return fmt::format(
            "the floor of {} is not below the treasury of {}: sales of more than {} "
            "credits, or a floor below {}, would unblock it",
            settings_.floor, treasury, settings_.floor - treasury, treasury);
    }
    if (room(Credits(0)) <= Credits(0)) {
        return fmt::format(
            "all credits above the floor of {} are spoken for: {} in {} open "
            "intents, {} earmarked for {} buyers; the next sale unblocks it",
            settings_.floor, in_flight_, intents_.size(), earmarked_, earmarks_.size());
    }
    const auto left = budget_left(operation);
    if (!left || *left > Credits(0)) return std::nullopt;
    const OperationMoney& money = operations_.at(operation);
    return fmt::format(
        "{} has invested {} and reserved {} of its budget of {}: sales by it, or a "
        "larger budget, would unblock it",
        operation, money.invested, money.reserved, *money.budget);
}

}  // namespace argosy::ledger
